import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, importMusterstadt, test } from './page.ts'

// A file that takes the service several seconds, however fast the machine: what somebody sees meanwhile, and the ways out.
const rows = 20_000
const syllables = ['ba', 'do', 'fe', 'gi', 'ku', 'la', 'mo', 'ne', 'pi', 'ru', 'sa', 'to']
const word = (i: number): string => `${syllables[i % 12] ?? ''}${i >= 12 ? word(Math.floor(i / 12)) : ''}`
const large = Buffer.from(
  `Name der Einrichtung;Art der Einrichtung;Anschrift;Telefon\r\n${Array.from({ length: rows }, (_, i) => `Kita ${word(i)};Kita;Lange Straße ${i % 200}, 24937 Flensburg;0461 / ${100000 + i}`).join('\r\n')}\r\n`,
)
const file = { name: 'alle-kitas.csv', mimeType: 'text/csv', buffer: large }
const hash = createHash('sha256').update(large).digest('hex')

const api = (network: string) => `/api/v1${network.replace('/n/', '/networks/')}`
/** All records but the kept places of pictures, which the service notes on its own. */
const everything = async (page: Page, network: string) =>
  (await (await page.request.get(`${api(network)}/export.json`)).text())
    .split(/,?\n/)
    .filter((line) => line.startsWith('{"v"') && !line.includes('"document/layout-'))
const institutions = async (page: Page, network: string) => ((await (await page.request.get(`${api(network)}/institutions?limit=1`)).json()) as { total: number }).total
const past = (page: Page) => page.getByRole('table', { name: 'Bisherige Importe' }).getByRole('row')

test('a large import says how far it is, is cancelled without a trace, runs to its end, and is undone whole from the log', async ({ watched: page }) => {
  test.setTimeout(600_000)
  const network = await importMusterstadt(page, 'Große Liste')
  const before = await everything(page, network)
  expect(before.length).toBeGreaterThan(50)
  const few = await institutions(page, network)

  // The way out is offered from the fifth second; the page's clock is put on, so that a fast machine offers it as well.
  await page.clock.install()
  await page.goto(`${network}/daten/importieren`)
  await page.locator('label.drop input').setInputFiles(file)
  await page.clock.fastForward(1_500)
  const running = page.getByRole('status').filter({ hasText: '„alle-kitas.csv“ wird gelesen' })
  await expect(running).toBeVisible()
  await expect(running.getByRole('progressbar')).toBeVisible()
  await expect(running).toContainText(/Schritt [12] von 3/)
  await page.clock.fastForward(5_000)
  await expect(running).toContainText('Bis zum Ende ist nichts geändert.')
  await running.getByRole('button', { name: 'Abbrechen' }).click()

  await expect(page.getByText('Abgebrochen. Es ist nichts geändert.')).toBeVisible()
  await expect(running).toHaveCount(0)
  const cancelled = past(page).filter({ hasText: 'alle-kitas.csv' })
  await expect(cancelled).toHaveCount(1)
  await expect(cancelled).toContainText('abgebrochen')
  await expect(cancelled.getByRole('button')).toHaveCount(0) // nothing to undo
  expect(await everything(page, network)).toEqual(before)

  // The same file once more, to its end.
  await page.locator('label.drop input').setInputFiles(file)
  await expect(page.getByRole('heading', { level: 2, name: /neu, 0 geändert/ })).toBeVisible({ timeout: 240_000 })
  expect(await everything(page, network)).toEqual(before)
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByRole('heading', { name: /ist übernommen/ })).toBeVisible({ timeout: 240_000 })
  expect(await institutions(page, network)).toBe(few + rows)

  // The log says what it was: the file and its hash, the mapping, who, when, what came of it.
  await page.goto(`${network}/daten/importieren`)
  const stored = past(page).filter({ hasText: 'übernommen' }).filter({ hasText: 'alle-kitas.csv' })
  await expect(stored).toHaveCount(1)
  await expect(stored).toContainText(hash.slice(0, 12))
  await expect(stored.locator('code')).toHaveAttribute('title', hash)
  await expect(stored).toContainText('hier am Rechner')
  await expect(stored).toContainText(/ geändertalle-kitasübernommen/)
  await expect(stored).toContainText(/\d\d\.\d\d\.\d{4}/)
  await expect(stored).toContainText(/2\d\.\d{3} neu, 0 geändert/)

  await stored.getByRole('button', { name: 'Import von alle-kitas.csv zurücknehmen' }).click()
  await expect(past(page).filter({ hasText: 'zurückgenommen' })).toHaveCount(1, { timeout: 240_000 })
  expect(await institutions(page, network)).toBe(few)
})
