import { resolve } from 'node:path'
import { expect, test } from './page.ts'

const root = resolve(import.meta.dirname, '../..')
const tables = `${root}/graph/exchange/testdata/foreign`
const mappings = `${root}/docs/mappings`

// Tables of other people, by a mapping: 70 day-care centres in 13 districts, 30 schools, 410 schools with their partners (the
// counts of the published files).
test('the lists of Flensburg become institutions with offers and areas', async ({ watched: page }) => {
  test.setTimeout(120_000)
  await page.goto('/importieren')
  await page.getByLabel('Name des Netzwerks').fill('Flensburg')
  await page.getByText('Eine Tabelle, die nicht wie die Vorlage aussieht').click()
  await page.getByLabel('Zuordnungsdatei (.toml)').setInputFiles(`${mappings}/flensburg-kitas.toml`)
  await page.getByLabel(/Grenzen der Planungsräume/).setInputFiles(`${mappings}/flensburg_stadtteile.geojson`)
  let began = Date.now()
  await page.locator('label.drop input').setInputFiles(`${tables}/flensburg_kitas.csv`)
  await expect(page.getByRole('row', { name: /^Einrichtungen|^Institutionen/ })).toContainText('70')
  await expect(page.getByRole('row', { name: /^Planungsräume/ })).toContainText('13')
  console.log(`Flensburg, day-care centres: plan ${Date.now() - began} ms`)
  began = Date.now()
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page).toHaveURL(/\/n\/[^/]+\/miteinander/)
  console.log(`Flensburg, day-care centres: stored and shown ${Date.now() - began} ms`)
  const network = new URL(page.url()).pathname.replace('/miteinander', '')

  await page.goto(`${network}/daten/importieren`)
  await expect(page.getByLabel('Zuordnung der Spalten').locator('option')).toHaveCount(2) // the first is kept with the network
  await page.getByText('Eine Tabelle, die nicht wie die Vorlage aussieht').click()
  await page.getByLabel('Zuordnungsdatei (.toml)').setInputFiles(`${mappings}/flensburg-schulen.toml`) // the borders are kept with the network, too
  began = Date.now()
  await page.locator('label.drop input').setInputFiles(`${tables}/flensburg_schulen.csv`)
  await expect(page.getByRole('row', { name: /^Einrichtungen|^Institutionen/ })).toContainText('30')
  console.log(`Flensburg, schools: plan ${Date.now() - began} ms`)
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByRole('heading', { name: /ist übernommen/ })).toBeVisible()
  await page.goto(`${network}/daten/institutions`)
  await expect(page.getByText(/ von 100$/).first()).toBeVisible()
})

test('the partners of the schools of Berlin become a network of assumed ties', async ({ watched: page }) => {
  test.setTimeout(180_000)
  await page.goto('/importieren')
  await page.getByLabel('Name des Netzwerks').fill('Berlin')
  await page.getByText('Eine Tabelle, die nicht wie die Vorlage aussieht').click()
  await page.getByLabel('Zuordnungsdatei (.toml)').setInputFiles(`${mappings}/berlin-partner.toml`)
  let began = Date.now()
  await page.locator('label.drop input').setInputFiles(`${tables}/partner-schools-BE.csv`)
  await expect(page.getByRole('row', { name: /^Einrichtungen|^Institutionen/ })).toContainText('2.532', { timeout: 60_000 })
  console.log(`Berlin: plan ${Date.now() - began} ms`)
  began = Date.now()
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page).toHaveURL(/\/n\/[^/]+\/miteinander/, { timeout: 60_000 })
  console.log(`Berlin: stored ${Date.now() - began} ms`)
  const network = new URL(page.url()).pathname.replace('/miteinander', '')
  began = Date.now()
  await page.goto(`${network}/karte?view=network`)
  await expect(page.locator('svg.picture').first()).toBeVisible({ timeout: 60_000 })
  console.log(`Berlin: picture ${Date.now() - began} ms`)
})
