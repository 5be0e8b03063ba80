import type { APIRequestContext } from '@playwright/test'
import { expect, importMusterstadt, test } from './page.ts'

let network = ''

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL })
  network = await importMusterstadt(page, 'Zu zweit')
  await page.close()
})

/** elsewhere changes fields of an institution as another session does. */
async function elsewhere(request: APIRequestContext, id: string, fields: Record<string, unknown>): Promise<void> {
  const address = `/api/v1${network.replace('/n/', '/networks/')}/institutions/${id}`
  const got = await request.get(address)
  const { _changed, ...record } = (await got.json()) as Record<string, unknown>
  expect(_changed).toBeGreaterThan(0)
  const put = await request.put(address, { data: { ...record, ...fields }, headers: { 'If-Match': got.headers()['etag'] ?? '' } })
  expect(put.status(), await put.text()).toBe(200)
}

test('what another session changes appears by itself, and says so once', async ({ watched: page, request }) => {
  await page.goto(`${network}/daten`)
  await expect(page.getByText('Familienzentrum Nord').first()).toBeVisible()
  await page.waitForLoadState('networkidle') // the stream of news does not count as a page that is still loading
  await elsewhere(request, 'FZ', { name: 'Familienzentrum am Bach' })
  await expect(page.getByText('Familienzentrum am Bach').first()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('Von anderer Seite geändert: 1 Eintrag')).toBeVisible({ timeout: 20_000 })
})

test('our own change is not told as somebody else’s', async ({ watched: page }) => {
  await page.goto(`${network}/daten?edit=K`)
  await page.getByLabel('Kurzname').fill('Klinik')
  await page.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByText('Gespeichert: Geburtsklinik Musterstadt')).toBeVisible()
  await page.getByRole('button', { name: 'Schließen', exact: true }).click()
  await page.waitForTimeout(2500) // longer than the news of it takes
  await expect(page.getByText('Von anderer Seite geändert')).toHaveCount(0)
})

test('a form that is open keeps what was typed and shows field by field what somebody else changed', async ({ watched: page, request }) => {
  await page.goto(`${network}/daten?edit=GN`)
  const city = page.getByLabel('Kurzname')
  await city.fill('GS Nord neu')
  await elsewhere(request, 'GN', { short_name: 'GrS Nord', name: 'Grundschule am Nordpark' })

  const clashes = page.getByRole('group', { name: 'Inzwischen von anderer Seite geändert' })
  await expect(clashes).toBeVisible({ timeout: 20_000 })
  await expect(clashes).toContainText('GrS Nord') // theirs, beside
  await expect(clashes).toContainText('GS Nord neu') // ours
  await expect(city).toHaveValue('GS Nord neu') // what was typed stays
  await expect(city).toBeFocused() // and so does the place in the form
  await expect(page.getByRole('dialog').getByLabel(/^Name/).first()).toHaveValue('Grundschule am Nordpark') // what only they changed is taken over

  // A second change of another field leaves the open question open.
  await elsewhere(request, 'GN', { city: 'Musterstadt-Nord' })
  await expect(clashes).toContainText('Musterstadt-Nord', { timeout: 20_000 })
  await expect(clashes).toContainText('GrS Nord')

  // Saved the instant after the news came: nothing is overwritten before somebody has chosen.
  const now = async () => (await (await request.get(`/api/v1${network.replace('/n/', '/networks/')}/institutions/GN`)).json()) as Record<string, unknown>
  await page.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(clashes.getByRole('heading')).toBeFocused()
  await expect(clashes.getByRole('alert')).toHaveText('Bitte wählen')
  expect((await now()).short_name).toBe('GrS Nord')
  await clashes.getByRole('radio', { name: /GS Nord neu/ }).check()
  await page.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByText('Gespeichert: Grundschule am Nordpark')).toBeVisible()
  const kept = await now()
  expect([kept.name, kept.short_name, kept.city]).toEqual(['Grundschule am Nordpark', 'GS Nord neu', 'Musterstadt-Nord'])
})

test('a page that found the database away shows what was asked for as soon as it is back, unasked', async ({ page }) => {
  let away = 0
  let back = false
  await page.route('**/api/v1/networks{,?*}', (r) => {
    if (back || r.request().method() !== 'GET') return r.continue()
    away++
    return r.fulfill({ status: 503, contentType: 'application/problem+json', headers: { 'Retry-After': '1' },
      body: JSON.stringify({ status: 503, code: 'unavailable', title: 'Speicher nicht erreichbar', detail: 'Die Datenbank ist nicht erreichbar.', retry_after: 1, request_id: `R${away}` }) })
  })
  await page.goto('/')
  const trouble = page.getByRole('alert')
  await expect(trouble).toContainText('Die Datenbank ist nicht erreichbar.')
  await expect.poll(() => away, { timeout: 20_000 }).toBeGreaterThan(2)
  await expect(trouble).toContainText('R1') // said once, not with every try
  back = true
  await expect(page.getByRole('link', { name: 'Zu zweit' }).first()).toBeVisible({ timeout: 40_000 })
  await expect(trouble).toHaveCount(0)
})
