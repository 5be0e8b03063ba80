import { accessible, expect, importMusterstadt, test } from './page.ts'

let network = ''

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL })
  network = await importMusterstadt(page, 'Mit erzwungenen Farben')
  await page.close()
})

// Who forces two colours of her own sees no background of ours: what is chosen, pressed or current has to differ by line, weight or text.
for (const path of ['', '/karte', '/karte?view=network', '/miteinander', '/uebergaenge', '/uebergaenge?tab=luecken', '/massnahmen', '/klaeren', '/daten/institutions', '/daten/importieren', '/sitzung', '/bericht', '/struktur?fach=1']) {
  test(`with forced colours controls have an edge, what is chosen stands out, and axe finds nothing: …${path}`, async ({ watched: page }) => {
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(network + path)
    await page.waitForLoadState('networkidle')
    await expect(page.locator('main h1').first()).toBeVisible()
    const found = await page.evaluate(() => {
      const seen = (e: Element) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getClientRects().length > 0
      const name = (e: Element) => `${e.tagName}.${e.getAttribute('class') ?? ''} ${(e.textContent ?? '').trim().slice(0, 30)}`
      // A box of its own gives nothing away when the browser paints it in the reader's colours; a drawn one needs a line around it.
      const bare = [...document.querySelectorAll('main input, main select, main textarea')].filter((e) => {
        const s = getComputedStyle(e)
        return seen(e) && s.appearance === 'none' && (s.borderStyle === 'none' || parseFloat(s.borderWidth) === 0) && s.outlineStyle === 'none'
      })
      const look = (e: Element) => {
        const s = [getComputedStyle(e), getComputedStyle(e, '::after'), getComputedStyle(e, '::before')]
        const one = s[0]!
        return [one.borderWidth, one.borderStyle, one.borderColor, one.outlineStyle, one.outlineWidth, one.fontWeight, one.textDecorationLine, one.color, one.backgroundColor,
          ...s.slice(1).map((x) => (x.content === 'none' ? '' : `${x.content}${x.borderWidth}${x.height}${x.backgroundColor}`))].join('|')
      }
      const alike = [...document.querySelectorAll('[aria-current]:not([aria-current="false"]), [aria-pressed="true"], [aria-selected="true"]')].filter((e) => {
        const peers = [...(e.closest('nav, [role=tablist], [role=group], [role=toolbar], ul, fieldset, div')?.querySelectorAll(e.tagName) ?? [])]
          .filter((p) => p !== e && seen(p) && !p.matches('[aria-current]:not([aria-current="false"]), [aria-pressed="true"], [aria-selected="true"]') && (p.hasAttribute('aria-pressed') || p.hasAttribute('aria-selected') || e.hasAttribute('aria-current')))
        return seen(e) && e instanceof HTMLElement && peers.length > 0 && peers.every((p) => look(p) === look(e))
      })
      return { bare: bare.map(name), alike: alike.map(name) }
    })
    expect(found.bare, 'controls without an edge').toEqual([])
    expect(found.alike, 'chosen, and looks like its neighbours').toEqual([])
    await accessible(page)
  })
}
