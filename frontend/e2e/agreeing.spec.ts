import { accessible, expect, importMusterstadt, test } from './page.ts'

test('a telephone interview: digits answer, one step saves and one takes it back', async ({ watched: page, request }) => {
  const network = await importMusterstadt(page, 'Telefon')
  const api = network.replace('/n/', '/api/v1/networks/')
  // Musterstadt knows all its pairs; two are made unclear again, one of them without a row.
  for (const [a, b] of [['FH', 'KN'], ['FH', 'FZ']]) expect((await request.post(`${api}/levels`, { data: { a, b, level: null } })).ok()).toBe(true)
  const level = async (id: string) => (await (await request.get(`${api}/cooperations/${id}`)).json()).level

  await page.goto(`${network}/klaeren`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ungeklärt')
  await accessible(page)
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Frühe Hilfen', exact: true }) })
  await expect(row).toContainText('2 Paare ungeklärt')
  await row.getByRole('link', { name: 'Antworten eintragen' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Frühe Hilfen')

  const rows = page.locator('.scroll tbody tr')
  await expect(rows).toHaveCount(2)
  const partners = await rows.locator('th').evaluateAll((list) => list.map((x) => x.querySelector('a')?.textContent ?? ''))
  await rows.first().getByRole('radio').first().focus()
  await page.keyboard.press('3') // goes on to the next partner
  await expect(rows.nth(1).getByRole('radio').first()).toBeFocused()
  await page.keyboard.press('?')
  await expect(rows.nth(1).getByRole('radio', { name: /weiß nicht/ })).toBeChecked()
  await page.keyboard.press('Delete')
  await expect(rows.nth(1).getByRole('radio', { name: /weiß nicht/ })).not.toBeChecked()
  await page.keyboard.press('0')
  await page.keyboard.press('ArrowUp')
  await expect(rows.first().getByRole('radio', { name: /3 zusammenarbeiten/ })).toBeFocused()
  await accessible(page)

  // Leaving the page loses nothing.
  await page.getByRole('link', { name: '← Klärungsliste' }).click()
  await page.goBack()
  await page.getByRole('button', { name: '2 Antworten speichern' }).click()
  await expect(page.getByRole('status').filter({ hasText: '2 Antworten von „Frühe Hilfen“ gespeichert' })).toBeVisible()
  const id = (name: string) => (name.startsWith('Kita') ? 'FH~KN' : 'FH~FZ')
  expect(await level(id(partners[0] ?? ''))).toBe(3)
  expect(await level(id(partners[1] ?? ''))).toBe(0)
  expect(await (await request.get(`${api}/cooperations/FH~FZ`)).json()).toMatchObject({ source: 'on_behalf', said_by: 'FH' })
  await expect(page.getByText('ist alles geklärt')).toBeVisible()

  // One change, one step back.
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(rows).toHaveCount(2)
  expect(await level('FH~KN')).toBeNull()
  expect(await level('FH~FZ')).toBeNull()

  // On paper: the sheet has a box for each level and for "weiß nicht", and nothing of the screen.
  await page.emulateMedia({ media: 'print' })
  const sheet = page.locator('article.sheet')
  await expect(sheet).toBeVisible()
  await expect(sheet.locator('tbody td')).toHaveCount(12)
  await expect(sheet).toContainText('„Wir stimmen Angebote oder Termine aufeinander ab.“')
  await expect(page.getByRole('button', { name: 'Fragebogen drucken' })).toBeHidden()
})

test('a measure on a finding: agreed by two institutions, begun, closed, with its history', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Vereinbart')
  await page.goto(`${network}/massnahmen`)
  await expect(page.getByText('Noch keine Maßnahmen')).toBeVisible()
  await accessible(page)

  await page.goto(`${network}/miteinander?card=pair/FH~KN`)
  await page.getByRole('complementary').getByRole('link', { name: 'Maßnahme vereinbaren' }).click()
  await expect(page).toHaveURL(/\/massnahmen\?.*finding=side-by-side/)
  const form = page.getByRole('dialog')
  await expect(form.getByLabel('Beschreibung')).toHaveValue(/Befund am 30\.06\.2025: Beide richten sich in Nord/)
  await form.getByLabel('Was?').fill('Gemeinsame Sprechstunde in der Kita verabreden')
  for (const who of ['Frühe Hilfen', 'Kita Nord']) {
    await form.getByRole('combobox', { name: 'Wer?' }).fill(who)
    await form.getByRole('option', { name: new RegExp(who) }).first().click()
  }
  await form.getByLabel('Bis wann?').fill('31.12.2099')
  await accessible(page)
  await form.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 Maßnahme läuft.')
  const row = page.locator('tbody tr').filter({ hasText: 'Gemeinsame Sprechstunde' })
  await expect(row).toContainText('31.12.2099')
  await expect(row).toContainText('Befund heute: Beide richten sich in Nord')
  await expect(row.getByRole('link', { name: 'Kita Nord' })).toBeVisible()

  await row.getByLabel(/^Wie weit/).selectOption({ label: 'begonnen' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 Maßnahme läuft, 1 begonnen.')
  await row.getByRole('button', { name: 'Verlauf' }).click()
  await expect(row.getByRole('listitem').first()).toContainText('begonnen')
  await row.getByLabel(/^Wie weit/).selectOption({ label: 'erledigt' })
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 ist erledigt')
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 Maßnahme läuft, 1 begonnen.')

  // What parents said stands beside the finding, without persons.
  await page.getByRole('button', { name: 'Rückmeldung eintragen' }).click()
  await form.getByLabel('Rückmeldung in einem Satz').fill('Bitte Frau Müller fragen.')
  await form.getByLabel('Von wem').selectOption({ label: 'Eltern' })
  await form.getByLabel('Wie viele wurden gefragt?').fill('14')
  await form.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(form.locator('[data-field=says]')).toContainText('Frau Müller')
  await form.getByLabel('Rückmeldung in einem Satz').fill('Wir wussten nicht, wen wir in der Kita fragen können.')
  await form.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.locator('main')).toContainText('Eltern, 14 gefragt: „Wir wussten nicht, wen wir in der Kita fragen können.“')
  await page.goto(`${network}/daten/feedback`)
  await expect(page.getByRole('row', { name: /Wir wussten nicht/ })).toBeVisible()
  await page.goBack()

  // A goal, and a measure that hangs on it.
  await page.getByRole('button', { name: 'Neues Ziel' }).click()
  await form.getByLabel('Ziel in einem Satz').fill('Alle Kitas stimmen sich mit einer Grundschule ab')
  await form.getByLabel('Zielwert').fill('0,8')
  await form.getByRole('button', { name: 'Speichern', exact: true }).click()
  await page.getByRole('button', { name: 'Maßnahme zu diesem Ziel' }).click()
  await expect(form.getByRole('combobox', { name: 'Anlass' })).toHaveValue('Alle Kitas stimmen sich mit einer Grundschule ab')
  await form.getByLabel('Was?').fill('Kooperationskalender anlegen')
  await form.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByRole('article')).toContainText('Kooperationskalender anlegen (vereinbart)')
  await accessible(page)
})
