import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, importMusterstadt, test } from './page.ts'

// What planners ask, on the screen. The values are those of expected.json of the fixture Musterstadt.
interface Expected {
  transitions: Record<string, Record<string, [string, number, number]>> & { rate_parts: { numerator: number; denominator: number } }
  gaps: { required_cells: number; covered: number; cells: Record<string, string> }
  access: { cells: Record<string, string> }
  structure_level_1: { fragmentation: number; fragmentation_without: Record<string, number> }
}
const expected = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../graph/findings/testdata/musterstadt/expected.json'), 'utf8')) as Expected
const areas: Record<string, string> = { N: 'Nord', S: 'Süd' }
const phases: Record<string, string> = { 0: 'Schwangerschaft und Geburt', 1: '0 bis 3 Jahre', 2: '3 bis 6 Jahre', 3: '6 bis 10 Jahre' }
const fields: Record<string, string> = { G: 'Gesundheit', B: 'Bildung', F: 'Familie' }
const types: Record<string, string> = { Ü1: 'Geburt → Frühe Hilfen', Ü2: 'Familie und Krippe → Kita', Ü3: 'Kita → Grundschule' }
const words: Record<string, string> = {
  carrying: 'tragfähig', patchy: 'lückenhaft', broken: 'unterbrochen', gap: 'Lücke', thin: 'nur eine Einrichtung', multiple_together: 'mehrere, abgestimmt',
  multiple_side_by_side: 'mehrere, noch nicht abgestimmt', low_threshold: 'niedrigschwellig', with_hurdle: 'mit Hürde', unknown: 'ungeklärt',
}
const percent = (n: number) => `${new Intl.NumberFormat('de-DE', { maximumFractionDigits: 1 }).format(100 * n)}\u00a0%`
const headline = (page: Page) => page.getByRole('heading', { level: 1 })

let network = ''
test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL, locale: 'de-DE' })
  network = await importMusterstadt(page, 'Planung')
  const id = network.split('/').pop() ?? ''
  for (const [area, value] of [['N', 60], ['S', 20]] as const) {
    const made = await page.request.post(`/api/v1/networks/${id}/indicators`, {
      data: { area, name: 'Kinder in SGB-II-Haushalten', year: 2024, value, source: 'Statistikstelle' }, headers: { 'Idempotency-Key': `kennzahl-${area}`, Origin: process.env.MITEINANDER_URL ?? '' },
    })
    expect(made.status(), await made.text()).toBe(201)
  }
  await page.close()
})

test('transitions: the answer in counts, each area as a chain, each transition with its share', async ({ watched: page }) => {
  await page.goto(`${network}/uebergaenge`)
  await expect(headline(page)).toHaveText(/6 Übergängen sind 3 tragfähig, 1 lückenhaft, 2 unterbrochen/)
  const { numerator, denominator } = expected.transitions.rate_parts
  await expect(page.locator('.lead')).toContainText(`Übergangsquote: 66,7\u00a0% (${numerator} von ${denominator})`)
  await expect(page.locator('.lead')).toContainText('Gewichtet nach allen Kindern.')
  const chains = page.getByRole('table', { name: 'Die Kette in jedem Planungsraum' })
  for (const [type, name] of Object.entries(types)) {
    for (const [area, [status, lower]] of Object.entries(expected.transitions[type] ?? {})) {
      const cell = chains.getByRole('link', { name: new RegExp(`^${name}, ${areas[area]}: ${words[status]}`) })
      await expect(cell, `${type}/${area}`).toContainText(percent(lower))
    }
  }
  await expect(chains.getByRole('row', { name: /^Nord/ })).toContainText('Geburt → Frühe Hilfen')
  await expect(page.locator('svg.picture [data-ref="transitions/Ü2/N"]').first()).toBeVisible()
})

test('a status opens into its evidence: who, which level, who said so, what it hangs on, what is next', async ({ watched: page }) => {
  await page.goto(`${network}/uebergaenge`)
  await page.getByRole('table', { name: 'Von einer Lebensphase in die nächste' }).getByRole('row', { name: /Familie und Krippe → Kita Nord/ }).getByRole('link').first().click()
  await expect(page).toHaveURL(/card=transitions/)
  const card = page.getByRole('complementary')
  await expect(card.getByRole('heading', { level: 2 })).toBeFocused()
  await expect(card).toContainText('lückenhaft')
  await expect(card.getByRole('listitem').filter({ hasText: 'FZ Nord → Kita Nord' })).toContainText('Angabe der Koordination, 30.06.2025')
  await expect(card.getByLabel('Stufe der Zusammenarbeit: Frühe Hilfen – Kita Nord')).toHaveValue('0')
  await expect(card).toContainText('Hängt an einer einzigen Verbindung: FZ Nord – Kita Nord.')
  await expect(card).toContainText('Freistaat (Familien eins)')
  await expect(card).toContainText('Nächster Schritt:')
  await expect(card.getByRole('link', { name: 'Maßnahme festhalten' })).toHaveAttribute('href', /massnahmen\?finding=transitions/)
  // The evidence is edited where it stands, and the answer follows; undo takes it back.
  await card.getByLabel('Stufe der Zusammenarbeit: Frühe Hilfen – Kita Nord').selectOption('2')
  await expect(headline(page)).toHaveText(/4 tragfähig, 0 lückenhaft/)
  await page.getByRole('button', { name: 'Rückgängig', exact: true }).click()
  await expect(headline(page)).toHaveText(/3 tragfähig, 1 lückenhaft/)
})

test('the matrix shows every cell of both layers with its word; a cell opens its card', async ({ watched: page }) => {
  test.setTimeout(120_000)
  await page.goto(`${network}/uebergaenge?tab=luecken`)
  await expect(headline(page)).toHaveText('In 9 von 24 nötigen Feldern fehlt ein Angebot.')
  await expect(page.locator('.lead')).toContainText('Lückenquote: 37,5\u00a0% (9 von 24) · gewichtet: 36,4\u00a0%')
  const name = (key: string) => {
    const [a = '', p = '', f = ''] = key.split('/')
    return `${areas[a]}, ${phases[p]}, ${fields[f]}`
  }
  const offers = page.getByRole('table', { name: /^Angebote nach Planungsraum/ })
  for (const [key, status] of Object.entries(expected.gaps.cells)) await expect(offers.getByRole('link', { name: new RegExp(`^${name(key)}: ${words[status]}(,|$)`) }), key).toBeVisible()
  expect(await offers.locator('td.gap').count()).toBe(expected.gaps.required_cells - expected.gaps.covered)
  await expect(offers).toContainText('Kinder in SGB-II-Haushalten: 60 (2024, Statistikstelle)')

  await page.getByRole('button', { name: 'Zugang und Hürden', exact: true }).click()
  await expect(page).toHaveURL(/layer=zugang/)
  const access = page.getByRole('table', { name: /^Zugang nach Planungsraum/ })
  for (const [key, status] of Object.entries(expected.access.cells)) {
    await expect(access.getByRole('link', { name: new RegExp(`^${name(key)}: ${status === 'gap' ? 'kein Angebot' : words[status]}(,|$)`) }), key).toBeVisible()
  }
  await access.getByRole('link', { name: /^Nord, 3 bis 6 Jahre, Familie/ }).click()
  const card = page.getByRole('complementary')
  await expect(card).toContainText('Familiencafé')
  await expect(card.getByRole('listitem').filter({ hasText: 'Elternberatung' })).toContainText('nicht offen zugänglich')
})

test('selection and weight stand in the address, and every sentence names the weight', async ({ watched: page }) => {
  await page.goto(`${network}/uebergaenge?areas=N`)
  await expect(headline(page)).toHaveText(/3 Übergängen sind 2 tragfähig, 1 lückenhaft/)
  await expect(page.getByRole('table', { name: 'Die Kette in jedem Planungsraum' }).getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: /^Entfernen: Planungsräume/ }).click()
  await page.getByLabel('Gewichten nach').selectOption('Kinder in SGB-II-Haushalten')
  await expect(page).toHaveURL(/indicator=Kinder/)
  // (60 · 2.5 + 20 · 1) / (3 · 80)
  await expect(page.locator('.lead')).toContainText('Übergangsquote: 70,8\u00a0% (170 von 240)')
  await expect(page.locator('.lead')).toContainText('Gewichtet nach: Kinder in SGB-II-Haushalten.')
  await page.reload()
  await expect(page.locator('.lead')).toContainText('70,8\u00a0%')
  await page.getByRole('button', { name: 'Lücken und Hürden', exact: true }).click()
  await expect(page.locator('.lead')).toContainText('Gewichtet nach: Kinder in SGB-II-Haushalten.')
})

test('on a telephone the same pages fit, with a Kennzahl to choose', async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'de-DE' })
  for (const path of ['/uebergaenge', '/uebergaenge?tab=luecken', '/uebergaenge?tab=luecken&layer=zugang', '/abhaengigkeiten', '/planung']) {
    await page.goto(network + path)
    await expect(page.getByLabel('Gewichten nach').or(page.getByRole('button', { name: 'Zugang und Hürden', exact: true, pressed: true })).first()).toBeVisible()
    const wide = await page.evaluate(() => [...document.querySelectorAll('main select, main h1, main .choice')].map((e) => e.getBoundingClientRect().right - document.documentElement.clientWidth))
    expect(Math.max(...wide), path).toBeLessThanOrEqual(0)
  }
  await page.close()
})

test('a finding is taken away as a workbook and as CSV', async ({ watched: page }) => {
  await page.goto(`${network}/uebergaenge?tab=luecken&areas=N`)
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Excel', exact: true }).click()])
  expect(readFileSync(await sheet.path()).subarray(0, 2).toString()).toBe('PK')
  const [text] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV', exact: true }).click()])
  const rows = readFileSync(await text.path(), 'utf8').trim().split(/\r?\n/)
  expect(rows).toHaveLength(13) // a heading and the twelve cells of Nord
})

test('dependencies stand in alphabetical order with both values, and nobody is ranked', async ({ watched: page }) => {
  await page.goto(`${network}/abhaengigkeiten`)
  await expect(headline(page)).toContainText('hängt etwas')
  const table = page.getByRole('table', { name: 'Einrichtungen' })
  const now = percent(expected.structure_level_1.fragmentation)
  for (const [id, label] of [['KN', 'Kita Nord'], ['FZ', 'FZ Nord'], ['FH', 'Frühe Hilfen'], ['K', 'Klinik']] as const) {
    await expect(table.getByRole('row', { name: new RegExp(`^${label}`) })).toContainText(`${percent(expected.structure_level_1.fragmentation_without[id] ?? 0)} statt ${now}`)
  }
  const names = (await table.getByRole('rowheader').getByRole('link').allInnerTexts()).map((x) => x.trim())
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'de')))
  expect(await page.locator('main').innerText()).not.toMatch(/Rang|Macht|wichtigste|Platz 1/)
})

test('the plan prints upright on A4 with stock, need, gaps and projects', async ({ watched: page }) => {
  await page.goto(`${network}/planung`)
  for (const part of ['1 Bestand', '2 Bedarf', '3 Lücken und Hürden', '4 Vorhaben']) await expect(page.getByRole('heading', { level: 2, name: part })).toBeVisible()
  await expect(page.getByRole('table', { name: /nötiges Angebot fehlt/ }).getByRole('row')).toHaveCount(10)
  await expect(page.getByRole('table', { name: /nicht oder nicht sicher tragen/ }).getByRole('row')).toHaveCount(4)
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const [, w = '0', h = '0'] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(paper) ?? []
  expect(Number(w) / Number(h)).toBeCloseTo(210 / 297, 2)
})

test('an empty network says what to do next', async ({ watched: page }) => {
  const made = await page.request.post('/api/v1/networks', { data: { name: 'Leer', template: 'leer' }, headers: { Origin: process.env.MITEINANDER_URL ?? '' } })
  const { id } = (await made.json()) as { id: string }
  await page.goto(`/n/${id}/uebergaenge`)
  await expect(page.getByRole('link', { name: 'Übergangsarten eintragen' })).toHaveAttribute('href', /daten\/transitions/)
  await page.goto(`/n/${id}/uebergaenge?tab=luecken`)
  await expect(page.getByRole('link', { name: 'Planungsräume eintragen' })).toHaveAttribute('href', /daten\/areas/)
  await page.goto(`/n/${id}/abhaengigkeiten`)
  await expect(page.getByRole('link', { name: 'Datei importieren' })).toBeVisible()
  await page.goto(`/n/${id}/planung`)
  await expect(page.getByRole('link', { name: 'Datei importieren' })).toBeVisible()
})

test('by keyboard: further findings, a transition of the picture, and back', async ({ watched: page }) => {
  await page.goto(`${network}/uebergaenge`)
  const menu = page.getByRole('button', { name: 'Weitere Auswertungen' })
  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Abhängigkeiten' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'Abhängigkeiten' })).toHaveCount(0)
  await expect(menu).toBeFocused()
  await page.getByRole('table', { name: 'Die Kette in jedem Planungsraum' }).getByRole('link', { name: /^Kita → Grundschule, Süd/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toContainText('Kontakt, noch nicht abgestimmt')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
})
