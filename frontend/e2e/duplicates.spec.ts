import type { Page } from '@playwright/test'
import { accessible, expect, test } from './page.ts'

type Fields = Record<string, unknown>

/** build makes a network over the service and gives its address and that of its interface. */
async function build(page: Page, name: string, records: [string, string, Fields][]): Promise<{ path: string; api: string }> {
  const made = await page.request.post('/api/v1/networks', { data: { name, template: 'jena' } })
  expect(made.status()).toBe(201)
  const { id } = (await made.json()) as { id: string }
  const api = `/api/v1/networks/${id}`
  const stored = await page.request.post(`${api}/changes`, { data: { ops: records.map(([kind, key, record]) => ({ kind, id: key, record })) } })
  expect(await stored.text()).toContain('revision')
  return { path: `/n/${id}`, api }
}

const mond: [string, string, Fields][] = [
  ['institution', 'a', { name: 'Kita Regenbogen', kinds: ['kita'], street: 'Hauptstr. 5', website: 'www.a.example' }],
  ['institution', 'b', { name: 'Kindertagesstätte Regenbogen e.V.', kinds: ['kita'], street: 'Hauptstraße 5', postal_code: '07743', city: 'Jena', website: 'www.b.example' }],
  ['institution', 'c', { name: 'Grundschule West', kinds: ['grundschule'], street: 'Ringweg 1' }],
  ['institution', 'd', { name: 'Hort Mond', kinds: ['hort'] }],
  ['institution', 'e', { name: 'Hort Monde', kinds: ['hort'] }],
  ['offer', 'oa', { name: 'Elterncafé', institutions: ['a'], phases: ['u3'], fields: ['bildung'], description: 'jeden Dienstag', languages: ['Deutsch'] }],
  ['offer', 'ob', { name: 'Eltern-Café', institutions: ['b'], phases: ['u3'], fields: ['bildung'] }],
  ['cooperation', 'a~c', { from: 'a', to: 'c', level: 1 }],
  ['cooperation', 'b~c', { from: 'b', to: 'c', level: 3 }],
]
const get = async (page: Page, path: string) => (await (await page.request.get(path)).json()) as Fields

test('a pair is compared, a value chosen, the two merged in one step and taken back', async ({ watched: page }) => {
  const { path, api } = await build(page, 'Doppelte', mond)
  await page.goto(`${path}/daten/doppelt`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 Paare könnten dasselbe sein')
  const pair = page.getByRole('article')
  await expect(pair.getByRole('heading', { level: 2 })).toContainText('Kita Regenbogen')
  await expect(pair).toContainText('Dieselbe Adresse.')
  await expect(pair).toContainText('Kooperation „Kita Regenbogen – Grundschule West“: Stufe 1')
  await expect(pair).toContainText('Angebot „Eltern-Café“ und „Elterncafé“')
  // The one that knows more is proposed to stay; the other side is one click away, and what only one knows is kept either way.
  await expect(pair.getByRole('columnheader').nth(1)).toHaveText('Bleibt: Kindertagesstätte Regenbogen e.V.')
  await pair.getByRole('button', { name: 'Seiten tauschen' }).click()
  await expect(pair.getByRole('columnheader').nth(1)).toHaveText('Bleibt: Kita Regenbogen')
  await expect(pair.getByRole('row', { name: /^Adresse/ })).toContainText('wird vereint: Hauptstr. 5, 07743 Jena')
  await accessible(page)
  const site = pair.getByRole('row', { name: /^Website/ })
  await site.getByRole('radio', { name: 'www.b.example' }).check()
  await expect(site.locator('strong')).toHaveText('www.b.example')
  await pair.getByRole('button', { name: 'Dasselbe: zusammenführen' }).click()
  await expect(page.getByText(/^Zusammengeführt: /)).toBeVisible()
  expect((await page.request.get(`${api}/institutions/b`)).status()).toBe(404)
  expect(await get(page, `${api}/institutions/a`)).toMatchObject({ website: 'www.b.example', postal_code: '07743', city: 'Jena' })
  expect(await get(page, `${api}/cooperations/b~c`)).toMatchObject({ level: 3 })
  // Now both offers hang on one institution: they are proposed in their turn.
  await expect(page.getByRole('button', { name: 'Angebote (1)' })).toBeVisible()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 Paare könnten dasselbe sein')
  expect((await page.request.get(`${api}/institutions/b`)).status()).toBe(200)
  expect(await get(page, `${api}/institutions/a`)).toMatchObject({ website: 'www.a.example' })
})

test('with the keyboard alone: put off, different, merged; what was said is listed and taken back', async ({ watched: page }) => {
  const { path, api } = await build(page, 'Doppelte Tasten', mond)
  await page.goto(`${path}/daten/doppelt`)
  const pair = page.getByRole('article')
  await expect(pair).toBeFocused()
  const name = pair.getByRole('heading', { level: 2 })
  await expect(name).toContainText('Regenbogen')
  await page.keyboard.press('3')
  await expect(name).toContainText('Hort')
  await expect(pair).toContainText('Paar 1 von 2')
  await page.keyboard.press('ArrowRight')
  await expect(pair).toContainText('auf später gelegt')
  await page.keyboard.press('ArrowLeft')
  await expect(name).toContainText('Hort')
  await page.keyboard.press('2')
  await expect(page.getByText('Gemerkt: zwei verschiedene')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 Paar könnte dasselbe sein')
  await expect(pair).toBeFocused()
  await expect(name).toContainText('Regenbogen')
  const first = await pair.getByRole('columnheader').nth(1).innerText()
  await page.keyboard.press('4')
  await expect(pair.getByRole('columnheader').nth(1)).not.toHaveText(first)
  await expect(pair.getByRole('button', { name: 'Dasselbe: zusammenführen' })).toBeEnabled()
  await page.keyboard.press('1')
  await expect(page.getByText(/^Zusammengeführt: /)).toBeVisible()

  await page.locator('summary', { hasText: 'Schon entschieden (2)' }).click()
  await expect(page.getByRole('row', { name: /Hort Mond.*ist etwas anderes als.*Hort Monde/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /regenbogen.*ist dasselbe wie/i })).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: /^Zurücknehmen: Hort Mond/ }).click()
  await expect(page.getByText('Entscheidung zurückgenommen')).toBeVisible()
  await page.getByRole('button', { name: /Einrichtungen \(1\)/ }).click()
  await expect(name).toContainText('Hort')
  expect((await get(page, `${api}/duplicates`)).total).toBe(2) // the institutions again, and the offers of one of them
})

test('from the card of an institution: any second one; what changes meanwhile is shown and nothing is merged unseen', async ({ watched: page }) => {
  const { path, api } = await build(page, 'Doppelte Karte', mond)
  await page.goto(`${path}/daten?card=institution/c`)
  await page.getByRole('button', { name: 'Mit anderer Einrichtung zusammenführen …' }).click()
  await page.getByRole('combobox', { name: 'Andere Einrichtung' }).fill('Hort Monde')
  await page.keyboard.press('Enter')
  await accessible(page)
  await page.getByRole('button', { name: 'Gegenüberstellen' }).click()
  const pair = page.getByRole('article')
  await expect(pair.getByRole('heading', { level: 2 })).toHaveText('„Grundschule West“ und „Hort Monde“')
  // Somebody else changes one of the two at the same moment: the answer to the merge says so.
  let quicker = true
  await page.route('**/duplicates/merge?*', async (route) => {
    if (!quicker || (route.request().postDataJSON() as { preview?: boolean }).preview) return route.continue()
    quicker = false
    const tag = (await page.request.get(`${api}/institutions/e`)).headers().etag ?? ''
    await page.request.put(`${api}/institutions/e`, { data: { name: 'Hort Monde', kinds: ['hort'], website: 'www.neu.example' }, headers: { 'If-Match': tag } })
    return route.continue()
  })
  await expect(pair.getByRole('button', { name: 'Dasselbe: zusammenführen' })).toBeEnabled()
  await page.keyboard.press('1')
  await expect(page.getByText(/Es wurde nichts zusammengeführt/)).toBeVisible()
  await expect(pair.getByText('Inzwischen wurde etwas daran geändert.')).toBeVisible()
  await expect(pair).toContainText('www.neu.example')
  expect((await page.request.get(`${api}/institutions/e`)).status()).toBe(200)
  await pair.getByRole('button', { name: 'Dasselbe: zusammenführen' }).click()
  await expect(page.getByRole('complementary')).toContainText('www.neu.example')
  expect((await page.request.get(`${api}/institutions/e`)).status()).toBe(404)
})

test('an import shows what is there already, in the network and in the file; what is said holds the next time', async ({ watched: page }) => {
  const { path } = await build(page, 'Doppelte Datei', [['institution', 'G', { name: 'Grundschule am Wäldchen', kinds: ['grundschule'] }]])
  const file = { name: 'Institutionen.csv', mimeType: 'text/csv', buffer: Buffer.from('Name;Art;Website\nGS am Waeldchen;Grundschule;www.wald.example\nKita Sonnenschein;Kita;\nKindertagesstätte Sonnenschein e.V.;Kita;www.sonne.example\nHort Mond;Hort;\nHort Monde;Hort;\n') }
  await page.goto(`${path}/daten/importieren`)
  await page.locator('label.drop input').setInputFiles(file)
  await expect(page.getByRole('heading', { name: '3 neue Einrichtungen gibt es vielleicht schon' })).toBeVisible()
  const institutions = page.getByRole('row', { name: /^Einrichtungen/ })
  await expect(institutions.getByRole('cell').first()).toHaveText('5')
  const pair = page.getByRole('article')
  await accessible(page)
  await pair.focus()
  for (let left = 3; left > 0; left--) {
    const title = await pair.getByRole('heading', { level: 2 }).innerText()
    await page.keyboard.press(title.includes('Hort') ? '2' : '1')
    await expect(page.getByRole('heading', { name: left === 1 ? 'Über alle ähnlichen Einrichtungen der Datei ist entschieden' : left === 2 ? /^1 neue Einrichtung/ : /^2 neue/ })).toBeVisible()
  }
  await expect(institutions.getByRole('cell').first()).toHaveText('3')
  await expect(institutions.getByRole('cell').nth(1)).toHaveText('1')
  // One taken back, and said again.
  await page.getByRole('button', { name: /^Zurücknehmen: .*Hort Mond/ }).click()
  await expect(page.getByRole('heading', { name: /^1 neue Einrichtung/ })).toBeVisible()
  await pair.getByRole('button', { name: 'Zwei verschiedene' }).click()
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByRole('heading', { name: /ist übernommen|übernommen/ }).first()).toBeVisible()

  await page.goto(`${path}/daten/importieren`)
  await page.locator('label.drop input').setInputFiles(file)
  await expect(institutions.getByRole('cell').first()).toHaveText('0')
  await expect(page.getByRole('article')).toHaveCount(0)
  await page.goto(`${path}/daten/doppelt`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nichts ist doppelt, soweit das Programm sieht')
})
