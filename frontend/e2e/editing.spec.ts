import type { Locator, Page } from '@playwright/test'
import { accessible, expect, importMusterstadt, test } from './page.ts'

/** choose picks an entry of a searched field by what is typed. */
async function choose(form: Locator, label: string, typed: string, option: string | RegExp): Promise<void> {
  await form.getByRole('combobox', { name: label }).fill(typed)
  await form.getByRole('option', { name: option }).first().click()
}

const save = (form: Locator) => form.getByRole('button', { name: 'Speichern', exact: true }).click()
const tri = (form: Locator, item: string, answer: string) => form.getByRole('radiogroup', { name: item }).getByText(answer, { exact: true }).click()

async function create(page: Page, path: string): Promise<Locator> {
  await page.goto(path)
  await page.getByRole('button', { name: 'Neuer Eintrag' }).click()
  const form = page.getByRole('dialog')
  await expect(form.locator('form')).toBeVisible()
  return form
}

test('an area with its parent, a target, an indicator and a hand-over with its checklist', async ({ watched: page, request }) => {
  const network = await importMusterstadt(page, 'Formulare')
  const api = network.replace('/n/', '/api/v1/networks/')

  let form = await create(page, `${network}/daten/areas`)
  await form.getByLabel('Name').fill('Nord, Altstadt')
  await choose(form, 'Liegt in', 'nor', 'Nord')
  await form.getByRole('group', { name: 'Kinder je Lebensphase' }).getByRole('textbox').first().fill('1.200')
  await accessible(page)
  await save(form)
  await expect(page.getByRole('status').filter({ hasText: 'Gespeichert: Nord, Altstadt' })).toBeVisible()
  await expect(page.getByRole('row', { name: /Nord, Altstadt Nord .*1\.200/ })).toBeVisible()
  // One click takes it back, one repeats it.
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByRole('row', { name: /Nord, Altstadt/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Wiederholen' }).click()
  await expect(page.getByRole('row', { name: /Nord, Altstadt/ })).toBeVisible()

  form = await create(page, `${network}/daten/targets`)
  await form.getByLabel('Ist hier ein Angebot nötig?').selectOption({ label: 'nicht nötig' })
  await choose(form, 'Planungsraum', 'altst', /Altstadt/)
  await choose(form, 'Handlungsfeld', 'ges', 'Gesundheit')
  await save(form)
  await expect(page.getByRole('row', { name: /Altstadt .*Gesundheit nicht nötig/ })).toBeVisible()

  form = await create(page, `${network}/daten/indicators`)
  await choose(form, 'Planungsraum', 'süd', 'Süd')
  await form.getByLabel('Kennzahl').fill('Kinder in SGB-II-Haushalten')
  await form.getByLabel('Jahr').fill('2024')
  await form.getByLabel('Wert').fill('112,5')
  await form.getByLabel('Quelle').fill('Statistik der Stadt, 2025')
  await save(form)
  await expect(page.getByRole('row', { name: /Süd Kinder in SGB-II-Haushalten 2024 112,5/ })).toBeVisible()

  // The checklist belongs to the type of transition; the form of the hand-over asks what the type lists.
  await page.goto(`${network}/daten/transitions`)
  const first = page.locator('tbody').getByRole('button').first()
  const transition = (await first.innerText()).trim()
  await first.click()
  form = page.getByRole('dialog')
  await form.getByLabel('Merkmale', { exact: true }).fill('Übergabegespräch')
  await form.getByLabel('Merkmale, Zeile 2').fill('Besuch der Kinder in der Schule')
  await form.getByLabel('Merkmale, Zeile 3').fill('Gemeinsamer Elternabend')
  await save(form)
  await expect(page.getByRole('status').filter({ hasText: 'Gespeichert' })).toBeVisible()

  form = await create(page, `${network}/daten/handovers`)
  await expect(form).toContainText('Bitte zuerst den Übergang wählen')
  await choose(form, 'Übergang', transition, transition)
  await choose(form, 'Abgebende Einrichtung', 'fruehe', /Frühe Hilfen/) // ue finds ü
  await choose(form, 'Aufnehmende Einrichtung', 'erz', /Erziehungsberatung/)
  await tri(form, 'Übergabegespräch', 'ja')
  await tri(form, 'Besuch der Kinder in der Schule', 'nein')
  await form.getByLabel('Kinder im Jahr').fill('12')
  await form.getByLabel('Wie viele Personen kennen den Weg?').fill('1')
  await form.getByLabel('Angabe vom').fill('1.7.25')
  await form.getByLabel('Angabe vom').blur()
  await expect(form.getByLabel('Angabe vom')).toHaveValue('01.07.2025')
  await accessible(page)
  await save(form)
  await expect(form).toHaveCount(0)
  const made = (await (await request.get(`${api}/handovers?q=erziehungsberatung`)).json()).items[0]
  // What nobody answered is unknown: it is not there, and it is no "no".
  expect(made).toMatchObject({ from: 'FH', to: 'EB', children: 12, contacts: 1, as_of: '2025-07-01', items: { 'Übergabegespräch': true, 'Besuch der Kinder in der Schule': false } })
  expect(Object.keys(made.items)).toHaveLength(2)
})

test('what is wrong is said at its field, in words, and nothing is lost', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Fehler im Formular')
  let form = await create(page, `${network}/daten/fundings`)
  await form.getByLabel('Anteil (0 bis 1)').fill('halb')
  await form.getByLabel('Anteil (0 bis 1)').blur()
  await expect(form.locator('[data-field=share]')).toContainText('Bitte eine Zahl angeben')
  await form.getByLabel('Von', { exact: true }).fill('31.02.2025')
  await save(form)
  await expect(form.getByRole('alert')).toContainText('„Was wird gefördert?“ fehlt noch.')
  await expect(form.locator('[data-field=from]')).toContainText('Bitte ein Datum angeben')
  await expect(form.getByRole('combobox', { name: 'Was wird gefördert?' })).toBeFocused()
  await accessible(page)

  // Closed without saving: the notice brings the form back with what was typed.
  await page.keyboard.press('Escape')
  await expect(form).toHaveCount(0)
  await page.getByRole('button', { name: 'Wieder öffnen' }).click()
  await expect(form.getByLabel('Anteil (0 bis 1)')).toHaveValue('halb')
  await form.getByRole('button', { name: 'Abbrechen' }).click()

  // What only the service knows comes back to its field too.
  await page.goto(`${network}/daten/areas`)
  await page.getByRole('row', { name: /^Nord/ }).getByRole('button').click()
  form = page.getByRole('dialog')
  await choose(form, 'Liegt in', 'Nord', 'Nord')
  await save(form)
  await expect(form.locator('[data-field=parent]')).toContainText('wäre sich selbst übergeordnet')
  await form.getByRole('button', { name: 'Löschen' }).click()
  await expect(form.getByRole('alert')).toContainText('Wird noch gebraucht')
})

test('two people at one record: field by field, and nothing of either is lost', async ({ watched: page, request }) => {
  // Without the news of what others do, as behind a proxy that holds streams back, the conflict is found when saving.
  await page.route('**/news*', (r) => r.fulfill({ status: 200, contentType: 'text/event-stream', body: ': nothing\n\n' }))
  const network = await importMusterstadt(page, 'Gleichzeitig')
  const path = `${network.replace('/n/', '/api/v1/networks/')}/institutions/FH`
  await page.goto(`${network}/karte?card=institution/FH`)
  await page.getByRole('complementary').getByRole('link', { name: 'Bearbeiten' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Kurzname').fill('FH Nord')
  await form.getByLabel('Name', { exact: false }).first().fill('Frühe Hilfen (neu)')

  // Meanwhile another changes the name and the website.
  const now = await request.get(path)
  const record = await now.json()
  const put = await request.put(path, { data: { ...record, name: 'Frühe Hilfen Stadt', website: 'https://example.org' }, headers: { 'If-Match': now.headers().etag ?? '' } })
  expect(put.ok()).toBe(true)

  await save(form)
  const clash = form.getByRole('group', { name: 'Inzwischen von anderer Seite geändert' })
  await expect(clash).toContainText('Frühe Hilfen (neu)')
  await expect(clash).toContainText('Frühe Hilfen Stadt')
  await expect(clash).toContainText('https://example.org')
  await accessible(page)
  await clash.getByRole('group', { name: 'Name' }).getByLabel('Jetzt gespeichert').check()
  await save(form)
  await expect(form).toHaveCount(0)
  expect(await (await request.get(path)).json()).toMatchObject({ name: 'Frühe Hilfen Stadt', short_name: 'FH Nord', website: 'https://example.org' })

  // From the card also what hangs on the institution, with what is known filled in.
  await page.getByRole('complementary').getByRole('button', { name: '+ Angebot' }).click()
  await expect(form.getByRole('list', { name: 'Gewählt: Wird angeboten von' })).toContainText('Frühe Hilfen Stadt')
  await form.getByRole('button', { name: 'Abbrechen' }).click()

  // The record is deleted while it is open: it can be entered anew with everything that stood in the form.
  await page.goto(`${network}/daten/groups`)
  await page.getByRole('button', { name: 'Neuer Eintrag' }).click()
  await form.getByLabel('Name').fill('Alleinerziehende')
  await save(form)
  await page.getByRole('row', { name: 'Alleinerziehende' }).getByRole('button').click()
  await form.getByLabel('Name').fill('Alleinerziehende Eltern')
  const group = `${network.replace('/n/', '/api/v1/networks/')}/groups/alleinerziehende`
  const tag = (await request.get(group)).headers().etag ?? ''
  expect((await request.delete(group, { headers: { 'If-Match': tag } })).ok()).toBe(true)
  await save(form)
  await expect(form.getByRole('alert')).toContainText('Inzwischen gelöscht')
  await form.getByRole('button', { name: 'Neu eintragen' }).click()
  await expect(page.getByRole('row', { name: 'Alleinerziehende Eltern' })).toBeVisible()
})
