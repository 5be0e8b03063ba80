import type { Page } from '@playwright/test'
import { accessible, expect, importMusterstadt, test } from './page.ts'
import { rezip } from './zip.ts'

let network = ''

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL })
  network = await importMusterstadt(page, 'Erkunden')
  await page.close()
})

interface Drawn {
  nodes: Record<string, { x: number; y: number; faint: boolean }>
  lines: string[]
}

/** drawn asks the engine what it draws, in pixels of its box: nothing while a large map is still a picture. */
const drawn = (page: Page) =>
  page.locator('.explorer .cy').evaluate((el): Drawn => {
    const cy = (el as unknown as { _cyreg?: { cy: import('cytoscape').Core } })._cyreg?.cy
    const nodes: Drawn['nodes'] = {}
    if (!cy) return { nodes, lines: [] }
    cy.nodes(':visible').forEach((n) => void (nodes[n.id()] = { x: n.renderedPosition().x, y: n.renderedPosition().y, faint: n.hasClass('dim') }))
    return { nodes, lines: cy.edges(':visible').map((e) => `${e.source().id()} ${e.target().id()} ${e.classes().join(' ')}`) }
  })
const shown = (page: Page) => expect(page.locator('.explorer .cy canvas').first()).toBeVisible()

test('nodes are found, opened, looked at with their surroundings', async ({ watched: page }) => {
  await page.goto(`${network}/karte`)
  await shown(page)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBeGreaterThan(3)
  expect((await drawn(page)).lines.every((l) => /level_[234]/.test(l))).toBe(true)
  await page.getByLabel('nebeneinander', { exact: true }).check()
  await expect.poll(async () => (await drawn(page)).lines.some((l) => /side_by_side/.test(l))).toBe(true)
  await page.getByPlaceholder('Auf der Karte suchen').fill('fruehe hilfen')
  await expect(page.getByText('1 Treffer')).toBeVisible()
  await expect.poll(async () => Object.values((await drawn(page)).nodes).filter((n) => !n.faint).length).toBe(1)
  await page.getByPlaceholder('Auf der Karte suchen').fill('')
  const at = (await drawn(page)).nodes['institution/FH']!
  await page.locator('.explorer').click({ position: { x: at.x, y: at.y } })
  await expect(page.getByRole('complementary')).toContainText('Frühe Hilfen Musterstadt')
  const before = Object.keys((await drawn(page)).nodes).length
  await page.getByRole('button', { name: '1 Schritt' }).click()
  await expect(page).toHaveURL(/around=institution\/FH/)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBeLessThan(before)
  await accessible(page)
  await page.getByRole('button', { name: 'Alles zeigen' }).click()
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBe(before)
})

test('layers, groups and colours, all in the address', async ({ watched: page }) => {
  await page.goto(`${network}/karte?group=kinds&color=degree&size=degree`)
  await shown(page)
  await expect(page.getByRole('list', { name: 'Zeichenerklärung' })).toContainText('Zahl der Partner')
  const few = Object.keys((await drawn(page)).nodes).length
  await page.getByLabel('Angebote', { exact: true }).check()
  await expect(page).toHaveURL(/layers=offers/)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBeGreaterThan(few)
  await page.reload()
  await shown(page)
  await expect(page.getByLabel('Angebote', { exact: true })).toBeChecked()
  await expect(page.getByLabel('Gruppieren nach')).toHaveValue('kinds')
})

test('a node that is moved stands there after loading anew, on paper too, and goes back with one click', async ({ watched: page }) => {
  await page.goto(`${network}/karte`)
  await shown(page)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBeGreaterThan(3)
  const place = async () => ((await (await page.request.get(`/api/v1/networks/${network.split('/').pop()}/explorer`)).json()) as { nodes: { ref: string; at: [number, number] }[] }).nodes.find((n) => n.ref === 'institution/FH')!.at
  const was = await place()
  const at = (await drawn(page)).nodes['institution/FH']!
  const box = (await page.locator('.explorer').boundingBox())!
  await page.mouse.move(box.x + at.x, box.y + at.y)
  await page.mouse.down()
  await page.mouse.move(box.x + at.x + 60, box.y + at.y + 50, { steps: 6 })
  await page.mouse.up()
  await expect(page.getByText('Anordnung gespeichert')).toBeVisible()
  const now = await place()
  expect(Math.hypot(now[0] - was[0], now[1] - was[1])).toBeGreaterThan(20)
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect.poll(async () => { const p = await place(); return Math.hypot(p[0] - was[0], p[1] - was[1]) }).toBeLessThan(1)
})

test('two institutions are connected by two clicks and one level', async ({ watched: page }) => {
  await page.goto(`${network}/karte`)
  await shown(page)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBeGreaterThan(3)
  await page.getByRole('button', { name: 'Zwei verbinden' }).click()
  const { nodes } = await drawn(page)
  for (const ref of ['institution/FH', 'institution/FZ']) await page.locator('.explorer').click({ position: nodes[ref]! })
  await expect(page).toHaveURL(/card=pair\/FH~FZ/)
  await expect(page.getByRole('complementary')).toContainText('Frühe Hilfen – FZ Nord')
})

test('the keyboard walks from node to node and says where it is', async ({ watched: page }) => {
  await page.goto(`${network}/karte`)
  await shown(page)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBeGreaterThan(3)
  await page.getByRole('application').focus()
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key)
  await expect(page.locator('[aria-live=polite]').filter({ hasText: /Verbindung/ }).first()).toBeAttached()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toBeVisible()
})

test('opening and closing cards asks for nothing of the map anew', async ({ watched: page }) => {
  await page.goto(`${network}/karte?layers=offers&source=&color=sector`)
  await shown(page)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBeGreaterThan(3)
  await expect(page.getByRole('grid')).toBeVisible()
  const asked: string[] = []
  page.on('request', (r) => { if (/\/api\/v1\/networks\/[^/]+\/(explorer|style|structure|offers|actors|institutions)(\?|$)/.test(r.url())) asked.push(r.url()) })
  // Elements that are built anew lose what was written on them.
  await page.locator('.explorer .cy').evaluate((el) => { (el as unknown as { _cyreg: { cy: import('cytoscape').Core } })._cyreg.cy.nodes().first().data('same', true) })
  const at = (await drawn(page)).nodes['institution/FH']!
  await page.locator('.explorer').click({ position: { x: at.x, y: at.y } })
  await expect(page.getByRole('complementary')).toContainText('Frühe Hilfen Musterstadt')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await page.getByRole('grid').getByRole('link', { name: 'Frühe Hilfen Musterstadt' }).click()
  await expect(page.getByRole('complementary')).toContainText('Frühe Hilfen Musterstadt')
  expect(asked).toEqual([])
  expect(await page.locator('.explorer .cy').evaluate((el) => (el as unknown as { _cyreg: { cy: import('cytoscape').Core } })._cyreg.cy.nodes().first().data('same'))).toBe(true)
})

const pickedNodes = (page: Page) => page.locator('.explorer .cy').evaluate((el) => (el as unknown as { _cyreg: { cy: import('cytoscape').Core } })._cyreg.cy.nodes('.picked').map((n) => n.id()))

test('the table shows what the map shows, and both have the same choice', async ({ watched: page }) => {
  await page.goto(`${network}/karte`)
  await shown(page)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length).toBeGreaterThan(3)
  const rows = page.getByRole('grid').locator('tbody tr')
  await expect(rows).toHaveCount(Object.keys((await drawn(page)).nodes).length)
  // From the map to the table: clicked with Shift, framed with Shift, walked to by keys.
  const at = (await drawn(page)).nodes['institution/FH']!
  await page.locator('.explorer').click({ position: { x: at.x, y: at.y }, modifiers: ['Shift'] })
  await expect(page.getByRole('row', { name: /Frühe Hilfen Musterstadt/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByText('1 Knoten ausgewählt')).toBeVisible()
  const box = (await page.locator('.explorer').boundingBox())!
  await page.keyboard.down('Shift')
  await page.mouse.move(box.x + 3, box.y + 3)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 3, box.y + box.height - 3, { steps: 5 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(page.locator('tr[aria-selected=true]')).toHaveCount(await rows.count())
  await page.getByRole('button', { name: 'Auswahl aufheben' }).click()
  await expect(page.locator('tr[aria-selected=true]')).toHaveCount(0)
  expect(await pickedNodes(page)).toEqual([])
  await page.getByRole('application').focus()
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Space']) await page.keyboard.press(key)
  await expect(page.locator('tr[aria-selected=true]')).toHaveCount(1)
  await page.getByRole('button', { name: 'Auswahl aufheben' }).click()
  // From the table to the map, and on to the bulk edit.
  await page.getByRole('row', { name: /FZ Nord|Familienzentrum Nord/ }).getByRole('checkbox').check()
  expect(await pickedNodes(page)).toEqual(['institution/FZ'])
  await page.getByRole('button', { name: /1 .*ändern|1 .*bearbeiten/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  // The row of the open card is marked; with one step around it the table has these rows alone.
  const now = (await drawn(page)).nodes['institution/FH']! // the keys moved the map
  await page.locator('.explorer').click({ position: { x: now.x, y: now.y } })
  await expect(page.locator('tr[aria-current=true]')).toContainText('Frühe Hilfen Musterstadt')
  await page.getByRole('button', { name: '1 Schritt' }).click()
  await expect.poll(async () => (await rows.count()) - Object.keys((await drawn(page)).nodes).length).toBe(0)
  await page.getByRole('button', { name: 'Alles zeigen' }).click()
  // The lines as rows, of every kind that is drawn.
  const before = (await drawn(page)).lines.length
  await page.getByRole('button', { name: /^Verbindungen \(/ }).click()
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(before)
  await page.getByLabel('nebeneinander', { exact: true }).check()
  await expect.poll(async () => (await page.getByRole('table').locator('tbody tr').count()) - (await drawn(page)).lines.length).toBe(0)
  expect((await drawn(page)).lines.length).toBeGreaterThan(before)
  // Layers are tables of their own; institutions can step out of the picture.
  await page.getByLabel('Angebote', { exact: true }).check()
  await page.getByRole('button', { name: /^Angebote \(/ }).click()
  await expect(rows.first()).toBeVisible()
  await page.getByRole('checkbox', { name: 'Einrichtungen', exact: true }).uncheck()
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).some((r) => r.startsWith('institution/'))).toBe(false)
  await accessible(page)
})

test('a large network: names of those with most ties while boxes are small, each name in its box when near', async ({ watched: page }) => {
  const [count, sheets] = [1000, new Map<string, Buffer>()]
  const sheet = (name: string, rows: string[]) => sheets.set(`${name}.csv`, Buffer.from(`${rows.join('\n')}\n`))
  sheet('Einstellungen', ['Schlüssel;Wert', 'Name;Groß', 'Stand;30.06.2025'])
  sheet('Planungsraeume', ['Kennung;Name', 'N;Nord', 'S;Süd'])
  sheet('Institutionen', ['Kennung;Name;Art;Planungsräume', ...Array.from({ length: count }, (_, i) => `g${i};Haus ${i};Kita;${i % 2 ? 'N' : 'S'}`)])
  sheet('Kooperationen', ['Von;Nach;Stufe;Stand', ...Array.from({ length: count - 1 }, (_, i) => `g${i + 1};g${Math.floor(i / 20)};2;30.06.2025`)])
  await page.goto('/importieren')
  await page.getByLabel('Name des Netzwerks').fill('Groß')
  await page.locator('label.drop input').setInputFiles({ name: 'gross.zip', mimeType: 'application/zip', buffer: rezip(sheets) })
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page).toHaveURL(/\/n\/[^/]+\/miteinander/)
  await page.goto(`${new URL(page.url()).pathname.replace('/miteinander', '')}/karte`)
  await expect.poll(async () => Object.keys((await drawn(page)).nodes).length, { timeout: 60_000 }).toBe(count)
  await expect(page.locator('.explorer canvas.quick')).toHaveCount(0)
  /** Dark letters on the canvas of names, as a share of it. */
  const ink = () => page.locator('.explorer canvas.over').evaluate((el) => {
    const c = el as HTMLCanvasElement
    const d = c.getContext('2d')!.getImageData(0, 0, c.width, c.height).data
    let dark = 0
    for (let i = 0; i < d.length; i += 4) if (d[i + 3]! > 200 && d[i]! < 90) dark++
    return dark
  })
  await expect.poll(ink).toBeGreaterThan(300)
  const far = await ink()
  expect(far).toBeLessThan(60_000)
  await page.getByPlaceholder('Auf der Karte suchen').fill('Haus 999')
  await expect(page.getByText('1 Treffer')).toBeVisible()
  await expect.poll(ink).toBeLessThan(far / 2)
  await page.getByPlaceholder('Auf der Karte suchen').press('Enter')
  await page.getByPlaceholder('Auf der Karte suchen').fill('')
  await expect.poll(async () => { const n = (await drawn(page)).nodes['institution/g999']!; const b = (await page.locator('.explorer').boundingBox())!; return Math.hypot(n.x - b.width / 2, n.y - b.height / 2) }).toBeLessThan(3)
  await expect.poll(ink).toBeGreaterThan(100)
})
