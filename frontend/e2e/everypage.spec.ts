import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { accessible, expect, importMusterstadt, test } from './page.ts'

let network = ''
const paths = ['', '/karte', '/karte?view=network', '/karte?view=components', '/karte?view=areas', '/karte?focus=institution/FH', '/miteinander', '/miteinander?arrangement=phases', '/miteinander?map=rounds',
  '/miteinander?tab=ressorts', '/miteinander?card=pair/FH~FZ', '/struktur?fach=1', '/daten', '/daten/cooperations', '/daten/settings', '/daten/offers?edit=FH1', '/massnahmen', '/massnahmen?finding=side-by-side/FH~FZ', '/klaeren', '/klaeren?institution=FH&alle=1',
  '/daten/importieren', '/daten/exportieren', '/daten/doppelt', '/daten/doppelt?keep=FH&gone=FZ', '/daten/verlauf',
  '/ansichten', '/sitzung', '/karte?areas=NIE', '/uebergaenge', '/uebergaenge?card=transitions/Ü2/N', '/uebergaenge?tab=luecken', '/uebergaenge?tab=luecken&layer=zugang&card=gaps/N/1/F', '/uebergaenge?tab=luecken&read=network', '/abhaengigkeiten', '/planung', '/bericht', '/bericht?for=funder', '/daten/aktualitaet?alle=1', '/daten/feedback', '/daten/measures']

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL })
  network = await importMusterstadt(page, 'Alle Seiten')
  await page.close()
})

test('every page that has an address is among those that are walked', () => {
  const source = readFileSync(resolve(import.meta.dirname, '../src/model/route.ts'), 'utf8')
  const list = /const paths: Record<PageName, string> = \{\n([\s\S]*?)\n\}/.exec(source)?.[1] ?? ''
  const addresses = [...list.matchAll(/'([^']*)'/g)].map((m) => m[1] ?? '')
  expect(addresses.length).toBeGreaterThan(12)
  for (const a of addresses) expect(paths.some((p) => p.split('?')[0] === a), a).toBe(true)
})

for (const lang of ['de', 'en'] as const) {
  // One test a page: what fails is named, and a slow machine has its time for each.
  for (const end of ['/', '/importieren', '/hilfe', '/barrierefreiheit', '/impressum', '/datenschutz', '/gibt-es-nicht', ...paths.map((p) => `…${p}`)]) {
    test(`free of axe findings and of untranslated keys in ${lang}: ${end}`, async ({ watched: page }) => {
      await page.addInitScript((l) => localStorage.setItem('miteinander.lang', l), lang)
      const path = end.startsWith('…') ? network + end.slice(1) : end
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      await expect(page.locator('html')).toHaveAttribute('lang', lang)
      await expect(page.locator('main h1').first()).toBeVisible()
      expect(await page.locator('body').innerText(), path).not.toMatch(/\b(ui|areas|meeting|editing|explain|explorer|planning|reporting|report|views|fields|codes|kinds|sheets|findings|diagram|server|errors)\.[a-z_]+/)
      await accessible(page)
    })
  }
}

test('nothing is wider than a telephone, and the card is reached by touch', async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'de-DE' })
  for (const path of ['/', ...paths.map((p) => network + p)]) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide, path).toBeLessThanOrEqual(0)
  }
  await page.goto(`${network}/miteinander`)
  await page.locator('svg.picture [data-ref="institution/FH"]').first().tap()
  await expect(page.getByRole('complementary')).toContainText('Frühe Hilfen Musterstadt')
  await page.getByRole('button', { name: 'Karte schließen' }).tap()
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await page.close()
})

test('on paper stands what is to be read, and no control', async ({ watched: page }) => {
  await page.emulateMedia({ media: 'print' })
  for (const path of paths.filter((p) => !p.includes('edit='))) {
    await page.goto(network + path)
    await page.waitForLoadState('networkidle')
    const main = page.locator('main')
    if (!path.startsWith('/klaeren')) await expect(main.locator('h1').first(), path).toBeVisible() // there the question sheets are printed
    if (!path.includes('importieren') && !path.includes('exportieren')) {
      await expect(main.locator('input:visible, button.small:visible, a.small:visible, .kern-btn:visible, [role=toolbar]:visible'), path).toHaveCount(0)
    }
    await expect(page.locator('nav:visible'), path).toHaveCount(0)
  }
})

test('at 200 % and at 400 % zoom nothing is cut off', async ({ browser }) => {
  // Twice the size on 1280 × 720 leaves 640 × 360 CSS pixels, four times 320 × 256 of 1280 × 1024 (WCAG 1.4.10).
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL, viewport: { width: 640, height: 360 }, deviceScaleFactor: 2, locale: 'de-DE' })
  for (const path of paths) {
    await page.setViewportSize({ width: 640, height: 360 })
    await page.goto(network + path)
    await page.waitForLoadState('networkidle')
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: width === 640 ? 360 : 256 })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(wide, `${path} at ${width}`).toBeLessThanOrEqual(0)
    }
  }
  await page.close()
})
