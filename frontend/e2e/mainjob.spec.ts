import { readFileSync } from 'node:fs'
import { expect, importMusterstadt, musterstadt, test } from './page.ts'

// The main job end to end. The numbers are those of expected.json of the fixture Musterstadt: four pairs, two of them
// together; FH–FZ stands at level 1, so level 2 makes it the third.
test('a file in, the headline out, a level set and undone, the PDF downloaded', async ({ watched: page }) => {
  await page.goto('/importieren')
  await page.getByLabel('Name des Netzwerks').fill('Musterstadt')
  await page.locator('label.drop input').setInputFiles(musterstadt)
  await expect(page.getByRole('heading', { level: 2 })).toContainText('neu, 0 geändert')
  await expect(page.getByRole('row', { name: /^Institutionen|^Einrichtungen/ })).toContainText('8')
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()

  const headline = page.getByRole('heading', { level: 1 })
  await expect(headline).toHaveText(/4 Paare.*2 abgestimmt, 2 noch nicht/)
  await expect(page.locator('svg.picture').first()).toBeVisible()
  await expect(page.locator('figcaption').getByText('Miteinander: 2 der 4 Paare, dazu 2 weitere Kooperationen')).toBeVisible()

  const level = page.getByLabel('Stufe der Zusammenarbeit: Frühe Hilfen – FZ Nord')
  await expect(level).toHaveValue('1')
  await level.selectOption('2')
  await expect(page.getByRole('status').filter({ hasText: 'gespeichert' })).toBeVisible()
  await expect(headline).toHaveText(/3 abgestimmt, 1 noch nicht/)

  await page.getByRole('button', { name: 'Rückgängig', exact: true }).click()
  await expect(headline).toHaveText(/2 abgestimmt, 2 noch nicht/)
  await expect(level).toHaveValue('1')

  await page.getByText('Herunterladen', { exact: true }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF, A3 quer' }).click()])
  expect(readFileSync(await download.path()).subarray(0, 5).toString()).toBe('%PDF-')
})

test('the same file twice changes nothing, and an import is undone at once', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Musterstadt')
  await page.goto(`${network}/daten/importieren`)
  await page.locator('label.drop input').setInputFiles(musterstadt)
  await expect(page.getByRole('heading', { level: 2 })).toContainText('nichts Neues')

  await page.goto(`${network}/daten/verlauf`)
  await expect(page.getByRole('listitem').filter({ hasText: 'Importiert' }).first()).toBeVisible()
})

test('a pair is marked as deliberately side by side on its card, and Strg+Z takes it back', async ({ watched: page }) => {
  await importMusterstadt(page, 'Bewusst')
  await page.getByRole('link', { name: 'Frühe Hilfen – Kita Nord' }).click()
  const card = page.getByRole('complementary')
  await expect(card.getByRole('heading', { level: 2 })).toHaveText('Frühe Hilfen – Kita Nord')
  await card.getByRole('button', { name: 'Bewusst nebeneinander …' }).click()
  await card.getByRole('button', { name: 'Eintragen' }).click()
  await expect(card.locator('.agreed')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/3 Paare.*2 abgestimmt, 1 noch nicht/)
  await card.getByRole('heading', { level: 2 }).click()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/4 Paare.*2 abgestimmt, 2 noch nicht/)
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
})

test('a broken file is answered with a sentence and stores nothing', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Kaputt')
  await page.goto(`${network}/daten/importieren`)
  await page.locator('label.drop input').setInputFiles({ name: 'kaputt.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004 kein Archiv') })
  await expect(page.getByRole('alert')).toBeVisible()
  await page.goto(`${network}/daten/verlauf`)
  await expect(page.locator('ol.history > li')).toHaveCount(1)
})

test('rows with errors are named; the others can be taken over', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Fehler')
  await page.goto(`${network}/daten/importieren`)
  const table = 'Von;Nach;Stufe;Quelle\nK;FZ;2;Koordination\nK;KX;2;Koordination\nK;KN;9;Koordination\n'
  await page.locator('label.drop input').setInputFiles({ name: 'Kooperationen.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  const row = page.getByRole('row').filter({ hasText: 'KX' })
  await expect(row.getByRole('cell')).toHaveText(['3', 'Nach', 'KX', /nicht bekannt/])
  await expect(page.getByRole('row').filter({ hasText: 'keine Stufe' }).getByRole('cell').first()).toHaveText('4')
  await expect(page.getByRole('link', { name: 'Markierte Arbeitsmappe herunterladen' })).toBeVisible()
  await page.getByRole('button', { name: /Zeile.* ohne Fehler übernehmen/ }).click()
  await expect(page.getByRole('heading', { name: /ist übernommen/ })).toBeVisible()
  await page.goto(`${network}/daten/cooperations`)
  await expect(page.getByText('7 von 7')).toBeVisible()
})

test('a record is edited in the form, and a missing field is said beside it', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Formular')
  await page.goto(`${network}/daten/institutions`)
  await page.getByRole('button', { name: 'Kita Süd' }).click()
  const dialog = page.getByRole('dialog')
  const name = dialog.getByLabel('Name', { exact: false }).first()
  await name.fill('')
  await dialog.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('fehlt noch')
  await name.fill('Kita Südstern')
  await dialog.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Kita Südstern' })).toBeVisible()
  await page.getByRole('button', { name: 'Rückgängig', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Kita Süd', exact: true })).toBeVisible()
})
