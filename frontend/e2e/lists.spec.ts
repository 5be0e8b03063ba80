import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { accessible, expect, importMusterstadt, test } from './page.ts'
import { readSheet, unzip, writeSheet } from './zip.ts'

type Item = Record<string, unknown> & { id: string }
const items = (page: Page, network: string, kind: string) =>
  page.request.get(`/api/v1${network.replace('/n/', '/networks/')}/${kind}?limit=1000`).then(async (r) => ((await r.json()) as { items: Item[] }).items.map((x): Item => ({ ...x, _changed: 0 })))

test('a list goes to a partner, comes back changed, and only what is wanted is taken over', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Liste hin und zurück')
  const api = `/api/v1${network.replace('/n/', '/networks/')}`
  await page.goto(`${network}/daten/institutions`)
  await page.getByRole('searchbox', { name: 'In der Tabelle suchen' }).or(page.getByRole('searchbox').first()).first().fill('Stadt Musterstadt')
  await page.getByRole('button', { name: 'Liste verschicken …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('An wen geht die Liste?').fill('Stadt Musterstadt, Jugendamt')
  await dialog.getByLabel('Ort', { exact: true }).check()
  await dialog.getByLabel('Website').check()
  await accessible(page)
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Excel-Datei speichern' }).click()])
  expect(download.suggestedFilename()).toMatch(/^netzwerk-.+-institutions-\d{4}-\d\d-\d\d\.xlsx$/)
  const sent = readFileSync(await download.path())

  // What the partner gets: German headers, a frozen header, filters; the Kennung is there and not shown.
  const rows = readSheet(sent, 'Institutionen')
  const header = rows[0] ?? []
  for (const h of ['Name', 'Art', 'Träger', 'Ort', 'Website', 'Kennung']) expect(header).toContain(h)
  const xml = [...unzip(sent)].filter(([n]) => n.startsWith('xl/worksheets/sheet')).map(([, b]) => b.toString()).join('')
  expect(xml).toContain('state="frozen"')
  expect(xml).toContain('<autoFilter')
  expect(xml).not.toContain('<f>')
  const at = (h: string) => header.indexOf(h)
  const row = (name: string) => rows.findIndex((r) => r[at('Name')] === name)
  expect(row('Geburtsklinik Musterstadt')).toBeGreaterThan(0)
  expect(row('Familienzentrum Nord')).toBe(-1)

  // The partner changes two cells, adds a row, leaves one out, moves the columns and writes a note of their own.
  const set = (name: string, h: string, v: string) => {
    const r = rows[row(name)] ?? []
    while (r.length < header.length) r.push('')
    r[at(h)] = v
  }
  set('Geburtsklinik Musterstadt', 'Website', 'www.klinik.example')
  set('Geburtsklinik Musterstadt', 'Ort', 'Altstadt')
  set('Frühe Hilfen Musterstadt', 'Website', 'www.fruehe.example')
  const fresh = header.map(() => '')
  fresh[at('Name')] = 'Kita Wolkenburg'
  fresh[at('Art')] = 'Kita'
  const out = rows.slice(1).filter((r) => !['Geburtsklinik Musterstadt', 'Frühe Hilfen Musterstadt'].includes(r[at('Name')] ?? ''))[0]?.[at('Name')]
  const changed = [header, ...rows.slice(1).filter((r) => r[at('Name')] !== out), fresh].map((r, i) => [i === 0 ? 'Unsere Notiz' : 'geprüft', ...header.map((_, j) => r[header.length - 1 - j] ?? '')])
  const answer = writeSheet(sent, 'Institutionen', changed)

  // Meanwhile somebody here changes the same place.
  const clinic = (await items(page, network, 'institutions')).find((r) => r.name === 'Geburtsklinik Musterstadt')
  const one = await page.request.get(`${api}/institutions/${clinic?.id ?? ''}`)
  const record = (await one.json()) as Record<string, unknown>
  delete record._changed
  expect((await page.request.put(`${api}/institutions/${clinic?.id ?? ''}`, { data: { ...record, city: 'Neustadt' }, headers: { 'If-Match': one.headers().etag ?? '' } })).status()).toBe(200)
  const before = await items(page, network, 'institutions')

  await page.goto(`${network}/daten/importieren`)
  await page.locator('label.drop input').setInputFiles({ name: 'Antwort vom Jugendamt.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: answer })
  await expect(page.getByRole('heading', { name: 'Zurück von: Stadt Musterstadt, Jugendamt' })).toBeVisible()
  await expect(page.getByText(/Eine Stelle hat sich auch hier geändert/)).toBeVisible()
  const table = page.getByRole('table', { name: 'Änderungen in der zurückgekommenen Liste' })
  await expect(table.getByRole('row')).toHaveCount(1 + 4)
  const conflict = table.getByRole('row').filter({ hasText: 'Neustadt' })
  await expect(conflict).toContainText('Altstadt')
  await expect(conflict.getByRole('checkbox')).not.toBeChecked()
  await accessible(page)

  // One field is left out, the conflict is decided for the partner, a row that is missing stays.
  await table.getByRole('checkbox', { name: 'Übernehmen: Frühe Hilfen Musterstadt, Website' }).uncheck()
  await expect(page.getByText(/davon werden übernommen/)).toContainText('2 davon')
  await conflict.getByRole('checkbox').check()
  await expect(page.getByText(/davon werden übernommen/)).toContainText('3 davon')
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByRole('heading', { name: /ist übernommen/ })).toBeVisible()
  const after = await items(page, network, 'institutions')
  const named = (list: Item[], name: string) => list.find((r) => r.name === name)
  expect(named(after, 'Geburtsklinik Musterstadt')).toMatchObject({ city: 'Altstadt', website: 'www.klinik.example' })
  expect(named(after, 'Frühe Hilfen Musterstadt')).toEqual(named(before, 'Frühe Hilfen Musterstadt'))
  expect(named(after, 'Kita Wolkenburg')).toBeTruthy()
  expect(named(after, out ?? '')).toBeTruthy()

  await page.getByRole('button', { name: 'Import zurücknehmen' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Rückgängig gemacht' })).toBeVisible()
  expect(await items(page, network, 'institutions')).toEqual(before)
})

test('every table goes out as an Excel file whose texts are texts', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Tabellen als Excel')
  const api = `/api/v1${network.replace('/n/', '/networks/')}`
  const made = await page.request.post(`${api}/institutions`, { data: { id: 'boese', name: '=HYPERLINK("http://example.org";"x")', kinds: ['Kita'] } })
  expect([201, 422]).toContain(made.status())
  await page.goto(`${network}/daten/institutions`)
  await expect(page.getByRole('button', { name: 'Als Excel-Datei speichern' })).toBeVisible()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Als Excel-Datei speichern' }).click()])
  expect(download.suggestedFilename()).toMatch(/institutions\.xlsx$/)
  const file = readFileSync(await download.path())
  const rows = readSheet(file, 'Einrichtungen')
  expect(rows[0]?.slice(0, 2)).toEqual(['Name', 'Art der Einrichtung'])
  expect(rows.some((r) => r[0] === 'Familienzentrum Nord')).toBe(true)
  const xml = unzip(file).get('xl/worksheets/sheet1.xml')?.toString() ?? ''
  expect(xml).toContain('state="frozen"')
  expect(xml).toContain('<autoFilter')
  expect(xml).not.toMatch(/<f[ >]/)
  // It is a file that our own reader takes.
  const read = await page.request.post(`/api/v1/imports?network=${network.replace('/n/', '')}`, { multipart: { file: { name: 'x.xlsx', mimeType: 'application/octet-stream', buffer: file } } })
  expect(read.status()).toBe(201)
})
