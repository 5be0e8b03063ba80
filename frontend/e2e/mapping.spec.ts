import { resolve } from 'node:path'
import { accessible, expect, test } from './page.ts'

const offices = resolve(import.meta.dirname, '../../graph/exchange/testdata/offices')

// A grown list of offers, as a coordinator has it: a title above, notes below, ages and target groups as free text, addresses with
// telephone numbers in one cell, names of persons. From the file to the map, without a mapping file.
test('a grown list becomes a network: guessed, corrected, on the map, known the next time', async ({ watched: page }) => {
  test.setTimeout(180_000)
  await page.goto('/importieren')
  await page.getByLabel('Name des Netzwerks').fill('Beispielburg')
  await page.locator('label.drop input').setInputFiles(`${offices}/01-angebote-mit-titel.csv`)
  await expect(page.getByRole('heading', { name: 'Was die Liste bedeutet' })).toBeVisible()
  await expect(page.getByText('Die Überschriften stehen in Zeile 4.')).toBeVisible()
  await expect(page.getByLabel('Bedeutung der Spalte Zielgruppe')).toHaveValue('groups')
  await expect(page.getByLabel('Bedeutung der Spalte Ansprechpartner')).toHaveValue('person')
  await expect(page.getByText('Namen von Personen gehören nicht in das Netzwerk.').first()).toBeVisible()
  await accessible(page)

  // What was not understood is said, and one click makes it an entry.
  await expect(page.getByText(/davon 1 nicht ganz verstanden/).first()).toBeVisible()
  await page.getByText('nicht verstanden, bitte wählen').first().click()
  await page.getByRole('checkbox', { name: 'Familien in Armutslagen' }).first().check()
  await expect(page.getByText(/davon 1 nicht ganz verstanden/)).toHaveCount(0)
  // An offer whose age nobody wrote down: the person says what holds for the rest.
  await expect(page.getByRole('heading', { name: /1 Angabe stimmt noch nicht/ })).toBeVisible()
  await page.getByLabel('Alter oder Lebensphase, wo die Liste nichts sagt').selectOption({ label: 'alle Lebensphasen' })
  await expect(page.getByRole('row', { name: /^Angebote/ })).toContainText('6')
  await expect(page.getByText('Diese Angabe fehlt.')).toHaveCount(0)
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page).toHaveURL(/\/n\/[^/]+\/miteinander/)
  const network = new URL(page.url()).pathname.replace('/miteinander', '')
  await page.goto(`${network}/karte?view=network`)
  await expect(page.locator('svg.picture').first()).toBeVisible({ timeout: 60_000 })
  await expect(page.locator('svg.picture').first()).toContainText('Caritas')

  // The next month the list has grown and moved down: the kept mapping fits and says so.
  await page.goto(`${network}/daten/importieren`)
  await page.locator('label.drop input').setInputFiles(`${offices}/01-angebote-mit-titel-folgemonat.csv`)
  await expect(page.getByText('Die gespeicherte Zuordnung „01-angebote-mit-titel“ passt und wird benutzt.')).toBeVisible()
  await expect(page.getByRole('row', { name: /^Angebote/ })).toContainText('1')
  await expect(page.getByRole('heading', { name: /stimm(t|en) noch nicht/ })).toHaveCount(0)
})

test('another header row is chosen by hand; what is no list is refused with a sentence', async ({ watched: page }) => {
  await page.goto('/importieren')
  await page.getByLabel('Name des Netzwerks').fill('Kopfzeile')
  await page.locator('label.drop input').setInputFiles(`${offices}/02-kitas-zwei-kopfzeilen.xlsx`)
  await expect(page.getByLabel('Bedeutung der Spalte Plätze 0-3')).toHaveValue('ageColumn')
  await page.getByText(/Überschriften in Zeile \d+ \(ändern\)/).click()
  await page.getByRole('radio').nth(1).check()
  await expect(page.getByText(/Überschriften in Zeile 2 \(ändern\)/)).toBeVisible()

  await page.goto('/importieren')
  await page.locator('label.drop input').setInputFiles({ name: 'brief.txt', mimeType: 'text/plain', buffer: Buffer.from('Sehr geehrte Damen und Herren, hiermit lade ich Sie herzlich zur Sitzung ein.\nWir treffen uns wie immer um zehn Uhr im Rathaus. Bitte melden Sie sich an.\n') })
  await expect(page.getByText(/enthält Fließtext und keine Liste/)).toBeVisible()
})
