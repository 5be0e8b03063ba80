import type { Page } from '@playwright/test'
import { accessible, expect, importMusterstadt, test } from './page.ts'

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

/** drawn asks the engine what it draws, in pixels of its box. */
const drawn = (page: Page) =>
  page.locator('.explorer .cy').evaluate((el): Drawn => {
    const { cy } = (el as unknown as { _cyreg: { cy: import('cytoscape').Core } })._cyreg
    const nodes: Drawn['nodes'] = {}
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
