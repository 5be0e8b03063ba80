import { accessible, expect, importMusterstadt, test } from './page.ts'

test('a table by keyboard: narrowed, walked, opened; rows edited together in one step', async ({ watched: page, request }) => {
  const network = await importMusterstadt(page, 'Tabelle')
  const api = network.replace('/n/', '/api/v1/networks/')
  await page.goto(`${network}/daten/institutions`)
  const grid = page.getByRole('grid')
  await grid.getByLabel('Art der Einrichtung eingrenzen').fill('kita')
  const rows = grid.locator('tbody tr')
  await expect(rows).toHaveCount(2)

  // Arrows move through the cells, Enter opens the form, Escape leads back to the cell.
  await rows.first().locator('[data-at="0/0"]').focus()
  await page.keyboard.press('ArrowDown')
  await expect(grid.locator('[data-at="1/0"]')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(grid.locator('[data-at="1/1"]')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Kita Süd' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(grid.locator('[data-at="1/1"]')).toBeFocused()

  // Both are chosen and get the same day of the check: seen before, saved at once, taken back at once.
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: '2 gemeinsam bearbeiten' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Welche Angabe?').selectOption({ label: 'Geprüft am' })
  await dialog.getByLabel('Geprüft am', { exact: true }).fill('15.10.2025')
  await expect(dialog.getByRole('status')).toHaveText('2 geändert, 0 unverändert')
  await accessible(page)
  await dialog.getByRole('button', { name: '2 Zeilen übernehmen' }).click()
  await expect(dialog).toHaveCount(0)
  const checked = async (id: string) => (await (await request.get(`${api}/institutions/${id}`)).json()).checked_on
  expect([await checked('KN'), await checked('KS')]).toEqual(['2025-10-15', '2025-10-15'])
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByText('Rückgängig gemacht')).toBeVisible()
  expect(await checked('KN')).not.toBe('2025-10-15')
  await accessible(page)
})

test('rows go to a spreadsheet and come back: copied, pasted, seen before they are stored', async ({ watched: page, request }) => {
  const network = await importMusterstadt(page, 'Einfügen')
  const api = network.replace('/n/', '/api/v1/networks/')
  await page.goto(`${network}/daten/institutions`)
  const cell = page.getByRole('grid').locator('[data-at="0/0"]')
  await cell.focus()
  // What stands on the clipboard is read from the event itself, which needs no permission.
  const copied = await cell.evaluate((e) => {
    const data = new DataTransfer()
    e.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }))
    return data.getData('text/plain')
  })
  expect(copied.split('\n')[0]).toMatch(/^Name\tArt der Einrichtung\t/)
  expect(copied.split('\n')).toHaveLength(9)

  await cell.evaluate((e) => {
    const data = new DataTransfer()
    data.setData('text/plain', 'Name\tArt\tPlanungsräume\tGeprüft am\nKita Nord\tKita\tNord\t01.09.2025\nKinderladen Regenbogen\tKita\tSüd\t\nHaus der Jugend\tZirkus\tSüd\t31.02.2025\n')
    e.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('status')).toHaveText('1 neue Zeile, 1 geändert, 0 unverändert, 1 mit Fehlern')
  await expect(dialog).toContainText('„Zirkus“ gibt es nicht.')
  await expect(dialog).toContainText('„31.02.2025“ ist kein Datum.')
  await expect(dialog.getByRole('row', { name: /Kita Nord geändert/ })).toContainText('01.09.2025')
  await accessible(page)
  await dialog.getByRole('button', { name: '2 Zeilen übernehmen' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('row', { name: /Kinderladen Regenbogen/ })).toBeVisible()
  const north = await (await request.get(`${api}/institutions/KN`)).json()
  expect(north.checked_on).toBe('2025-09-01')
  expect(north.regular).toBeDefined() // what was not pasted stays

  // Strg+Z and Strg+Y: one step for all rows.
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('row', { name: /Kinderladen Regenbogen/ })).toHaveCount(0)
  await page.keyboard.press('Control+y')
  await expect(page.getByRole('row', { name: /Kinderladen Regenbogen/ })).toBeVisible()
})

test('the yearly round: what is old, a sheet to read and correct, its release in one step', async ({ watched: page, request }) => {
  const network = await importMusterstadt(page, 'Prüfrunde')
  const api = network.replace('/n/', '/api/v1/networks/')
  await page.goto(`${network}/daten/aktualitaet?alle=1`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/von 8 Einrichtungen|Alle 8 Einrichtungen/)
  await accessible(page)
  const row = page.getByRole('listitem').filter({ hasText: 'Kita Nord' })
  await expect(row).toContainText('noch nicht freigegeben')
  await page.evaluate(() => (window.print = () => undefined)) // the dialog of the browser would wait for a person
  await row.getByRole('button', { name: /^Datenblatt/ }).click()
  await page.emulateMedia({ media: 'print' })
  const sheet = page.locator('article.sheet')
  await expect(sheet).toBeVisible()
  await expect(sheet.getByRole('heading', { level: 2 })).toHaveText('Datenblatt zum Gegenlesen: Kita Nord')
  await expect(sheet).toContainText('Zusammenarbeit, wie sie eingetragen ist')
  await page.emulateMedia({ media: 'screen' })

  await row.getByRole('button', { name: /^Freigabe/ }).click()
  await expect(row).toContainText('freigegeben am')
  const today = new Date().toISOString().slice(0, 10)
  expect(await (await request.get(`${api}/institutions/KN`)).json()).toMatchObject({ checked_on: today, released_on: today })
  expect((await (await request.get(`${api}/offers?q=kita`)).json()).items.some((o: { checked_on?: string }) => o.checked_on === today)).toBe(true)
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(row).toContainText('noch nicht freigegeben')
})
