import type { Page } from '@playwright/test'
import { expect, importMusterstadt, test } from './page.ts'

let network = ''

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL })
  network = await importMusterstadt(page, 'Mit der Tastatur')
  await page.close()
})

/** What the tab key should come to: what can be used and is seen. Of a group of radio buttons it comes to one. */
const usable = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex]'

interface Walk {
  first: string
  unseen: string[]
  missed: string[]
  left: boolean
}

/** walk goes through a page with the tab key until it leaves it, and tells what it did not come to and where no ring was seen. */
async function walk(page: Page): Promise<Walk> {
  const most = await page.evaluate((usable) => {
    const w = window as unknown as { came: Element[]; blind: string[] }
    w.came = []
    w.blind = []
    document.addEventListener('focusin', (e) => {
      const el = e.target as Element
      w.came.push(el)
      const s = getComputedStyle(el)
      const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'
      if (!ring && !(el instanceof SVGElement)) w.blind.push(`${el.tagName} ${(el.textContent ?? '').trim().slice(0, 30)} ${el.className}`)
    })
    ;(document.activeElement as HTMLElement | null)?.blur()
    scrollTo(0, 0)
    return document.querySelectorAll(usable).length + 20
  }, usable)
  let left = false
  for (let i = 0; i < most && !left; i += 10) {
    for (let j = 0; j < 10; j++) await page.keyboard.press('Tab')
    // Behind the last link of the foot the tab key leaves the page, or begins anew with the skip link.
    left = await page.evaluate(() => {
      const { came } = window as unknown as { came: Element[] }
      return came.some((e) => e.getAttribute('href') === '/datenschutz')
    })
  }
  return page.evaluate(({ usable, left }) => {
    const { came, blind } = window as unknown as { came: Element[]; blind: string[] }
    const groups = new Set(came.filter((e) => e instanceof HTMLInputElement && e.type === 'radio').map((e) => (e as HTMLInputElement).name))
    const missed = [...document.querySelectorAll<HTMLElement>(usable)].filter((e) => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0 && !came.includes(e)
      && !(e instanceof HTMLInputElement && e.type === 'radio' && groups.has(e.name)))
    return { first: came[0]?.className ?? '', unseen: [...new Set(blind)], missed: missed.map((e) => `${e.tagName} ${(e.textContent ?? '').trim().slice(0, 40)}`), left }
  }, { usable, left })
}

for (const path of ['/', '/hilfe', '…', '…/karte', '…/karte?view=network', '…/karte?view=components', '…/karte?focus=institution/FH', '…/miteinander', '…/miteinander?arrangement=phases', '…/miteinander?map=rounds', '…/uebergaenge', '…/uebergaenge?tab=luecken', '…/massnahmen', '…/planung', '…/abhaengigkeiten', '…/struktur',
  '/importieren', '/barrierefreiheit', '/impressum', '/datenschutz', '…/klaeren', '…/klaeren?institution=FH&alle=1', '…/daten', '…/daten/importieren', '…/daten/verlauf', '…/daten/aktualitaet?alle=1',
  '…/daten/doppelt', '…/daten/exportieren', '…/sitzung', '…/bericht', '…/ansichten']) {
  test(`the tab key comes to everything, is always seen and leaves the page: ${path}`, async ({ watched: page }) => {
    await page.goto(path.startsWith('…') ? network + path.slice(1) : path)
    await page.waitForLoadState('networkidle')
    await expect(page.locator('main h1').first()).toBeVisible()
    const w = await walk(page)
    expect(w.first).toBe('skip')
    expect(w.unseen).toEqual([])
    expect(w.left, 'the tab key stays in the page').toBe(true)
    expect(w.missed).toEqual([])
  })
}

test('the skip link leads past the head', async ({ watched: page }) => {
  await page.goto(`${network}/karte`)
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => Boolean(document.activeElement?.closest('main')))).toBe(true)
})

test('who has switched off motion gets none', async ({ watched: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const path of ['', '/karte', '/karte?view=network', '/miteinander', '/uebergaenge', '/daten']) {
    await page.goto(network + path)
    await page.waitForLoadState('networkidle')
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].flatMap((e) => {
      const s = getComputedStyle(e)
      return [s.transitionDuration, s.animationName === 'none' ? '0s' : s.animationDuration].some((d) => d.split(',').some((x) => parseFloat(x) > 0.001)) ? [`${e.tagName}.${e.getAttribute('class') ?? ''}`] : []
    }))
    expect([...new Set(moving)], path).toEqual([])
  }
})
