import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, importMusterstadt, test } from './page.ts'
import { unzip } from './zip.ts'

const faulty = resolve(import.meta.dirname, 'fixtures/fehler.xlsx') // Musterstadt with a level 9 in C3 and an unknown name in A5 of Kooperationen
const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const choose = (page: Page, file: string | ReturnType<typeof csv>) => page.locator('label.drop input').setInputFiles(file)
const rowsOf = (page: Page, network: string, kind: string) =>
  page.request.get(`/api/v1${network.replace('/n/', '/networks/')}/${kind}`).then(async (r) => ((await r.json()) as { items: { id: string }[] }).items)

test('a whole import is taken back by its button', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Zurücknehmen')
  const before = await rowsOf(page, network, 'institutions')
  await page.goto(`${network}/daten/importieren`)
  await choose(page, csv('Institutionen.csv', 'Kennung;Name;Art;Planungsräume\nNEU1;Kita Eins;kita;N\nNEU2;Kita Zwei;kita;S\nKN;Kita Nordstern;kita;N\n'))
  await expect(page.getByRole('heading', { level: 2 })).toContainText('2 neu, 1 geändert')
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByRole('heading', { name: /ist übernommen/ })).toBeVisible()
  expect(await rowsOf(page, network, 'institutions')).toHaveLength(before.length + 2)

  await page.getByRole('button', { name: 'Import zurücknehmen' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Rückgängig gemacht' })).toBeVisible()
  const after = await rowsOf(page, network, 'institutions')
  expect(after.map((r) => ({ ...r, _changed: 0 }))).toEqual(before.map((r) => ({ ...r, _changed: 0 })))

  await page.goto(`${network}/daten/verlauf`)
  await expect(page.locator('ol.history > li')).toHaveCount(3)
  await expect(page.locator('ol.history > li').first()).toContainText('Rückgängig gemacht')
})

for (const [what, path] of [['Überblick', ''], ['Struktur', '/struktur'], ['Karte', '/karte'], ['Daten', '/daten/offers']] as const) {
  test(`a file dropped on the page ${what} starts the import`, async ({ watched: page }) => {
    const network = await importMusterstadt(page, `Ablegen ${what}`)
    await page.goto(network + path)
    await expect(page.locator('main h1').first()).toBeVisible()
    const files = await page.evaluateHandle(() => {
      const d = new DataTransfer()
      d.items.add(new File(['Kennung;Name;Art;Planungsräume\nNEU;Kita Neu;kita;N\n'], 'Institutionen.csv', { type: 'text/csv' }))
      return d
    })
    for (const event of ['dragenter', 'dragover', 'drop']) await page.locator('main').dispatchEvent(event, { dataTransfer: files })
    await expect(page).toHaveURL(/\/daten\/importieren/)
    await expect(page.getByRole('heading', { level: 2 })).toContainText('1 neu, 0 geändert')
  })
}

test('a file dropped on the first page becomes a new network', async ({ watched: page }) => {
  await page.goto('/')
  const files = await page.evaluateHandle((zip) => {
    const d = new DataTransfer()
    d.items.add(new File([Uint8Array.from(atob(zip), (c) => c.charCodeAt(0))], 'musterstadt.zip', { type: 'application/zip' }))
    return d
  }, readFileSync(resolve(import.meta.dirname, 'fixtures/musterstadt.zip')).toString('base64'))
  for (const event of ['dragenter', 'dragover', 'drop']) await page.locator('main').dispatchEvent(event, { dataTransfer: files })
  await expect(page).toHaveURL(/\/importieren/)
  await expect(page.getByRole('button', { name: 'Jetzt übernehmen' })).toBeVisible()
})

/** entries gives the parts of a workbook as texts. */
const entries = (workbook: Buffer) => new Map([...unzip(workbook)].map(([name, body]) => [name, body.toString()]))

test('the workbook comes back with its cells marked, and nothing is stored', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Markiert')
  await page.goto(`${network}/daten/importieren`)
  await choose(page, faulty)
  await expect(page.getByRole('row').filter({ hasText: 'Kita Nort' }).getByRole('cell').first()).toHaveText('5')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Markierte Arbeitsmappe herunterladen' }).click()])
  expect(download.suggestedFilename()).toMatch(/^fehler-.+\.xlsx$/)
  const [was, is] = [entries(readFileSync(faulty)), entries(readFileSync(await download.path()))]

  const sheet = [...is.keys()].find((n) => n.startsWith('xl/worksheets/sheet') && is.get(n)?.includes('<legacyDrawing'))
  const notes = [...is].filter(([n]) => /^xl\/comments/.test(n)).map(([, text]) => text).join('')
  expect(notes).toContain('ref="C3"')
  expect(notes).toContain('ref="A5"')
  expect(notes).toMatch(/Kita Nort/)
  expect(notes).toMatch(/Stufe/)
  // The marked cells have a look of their own; their content is as it was, and so are their neighbours.
  const cell = (book: Map<string, string>, at: string) => new RegExp(`<c r="${at}"[^>]*?(?: s="(\\d+)")?(?: t="s")?><v>(\\d+)</v>`).exec(book.get(sheet ?? '') ?? '')?.slice(1)
  for (const at of ['C3', 'A5']) {
    expect(cell(is, at)?.[0], at).not.toBe(cell(was, at)?.[0])
    expect(cell(is, at)?.[1], at).toBe(cell(was, at)?.[1])
  }
  for (const at of ['C4', 'A4']) expect(cell(is, at), at).toEqual(cell(was, at))

  await page.goto(`${network}/daten/verlauf`)
  await expect(page.locator('ol.history > li')).toHaveCount(1)
})

test('a network that changed between plan and yes shows the new plan, and stores nothing before the next yes', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Zwischendurch')
  const api = `/api/v1${network.replace('/n/', '/networks/')}`
  await page.goto(`${network}/daten/importieren`)
  await choose(page, csv('Kooperationen.csv', 'Von;Nach;Stufe;Quelle\nFH;FZ;4;Koordination\nK;KN;2;Koordination\n'))
  await expect(page.getByRole('heading', { level: 2 })).toContainText(/1 neu, 1 geändert/)
  // Meanwhile somebody else records one of the two.
  expect((await page.request.post(`${api}/levels`, { data: { a: 'K', b: 'KN', level: 3 } })).status()).toBe(200)
  const [answer] = await Promise.all([page.waitForResponse((r) => r.url().includes('/confirm')), page.getByRole('button', { name: 'Jetzt übernehmen' }).click()])
  expect(answer.status()).toBe(409)
  await expect(page.getByText(/inzwischen geändert/)).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 })).toContainText(/0 neu, 2 geändert/)
  await expect(page.getByRole('heading', { name: /ist übernommen/ })).toHaveCount(0)
  const level = async (id: string) => (await rowsOf(page, network, 'cooperations')).find((r) => r.id === id)
  expect(await level('K~KN')).toMatchObject({ level: 3 })
  expect(await level('FH~FZ')).toMatchObject({ level: 1 })

  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByRole('heading', { name: /ist übernommen/ })).toBeVisible()
  expect(await level('K~KN')).toMatchObject({ level: 2 })
  expect(await level('FH~FZ')).toMatchObject({ level: 4 })
})

test('a level that a joint offer outweighs says so at the click', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Gemeinsam')
  const api = `/api/v1${network.replace('/n/', '/networks/')}`
  const offer = await page.request.get(`${api}/offers/FH1`)
  const record = (await offer.json()) as Record<string, unknown>
  delete record._changed
  const put = await page.request.put(`${api}/offers/FH1`, { data: { ...record, institutions: ['FH', 'FZ'] }, headers: { 'If-Match': offer.headers().etag ?? '' } })
  expect(put.status()).toBe(200)
  await page.goto(`${network}/miteinander`)
  const level = page.getByLabel('Stufe der Zusammenarbeit: Frühe Hilfen – FZ Nord')
  await expect(level).toHaveValue('3')
  await level.selectOption('2')
  await expect(page.getByRole('status').filter({ hasText: /Es gilt weiter Stufe 3: zusammenarbeiten, denn ein Angebot machen beide gemeinsam/ })).toBeVisible()
  await expect(level).toHaveValue('3')
})
