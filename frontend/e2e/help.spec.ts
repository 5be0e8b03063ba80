import { accessible, expect, test } from './page.ts'

test('the help is found from everywhere, searched by keyboard, and in both languages', async ({ watched: page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Hilfe' }).click()
  await expect(page).toHaveURL(/\/hilfe$/)
  await expect(page).toHaveTitle(/Hilfe/)
  await expect(page.getByRole('heading', { name: 'Erste Schritte', level: 2 })).toBeVisible()
  await accessible(page)

  await page.getByLabel('In der Hilfe suchen').focus()
  await page.keyboard.type('ubergange lebensphase')
  await expect(page.getByRole('status').filter({ hasText: 'Abschnitt' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Übergänge', level: 3, exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Erste Schritte', level: 2 })).toHaveCount(0)
  await accessible(page)
  await page.getByLabel('In der Hilfe suchen').fill('gibtesnicht')
  await expect(page.getByText('Kein Abschnitt enthält das.')).toBeVisible()
  await page.getByLabel('In der Hilfe suchen').fill('')

  const chapters = page.getByRole('navigation', { name: 'Kapitel' })
  await chapters.getByRole('link', { name: 'Fragen an die Graphdatenbank' }).press('Enter')
  await expect(page).toHaveURL(/#questions$/)
  await expect(page.getByRole('heading', { name: 'Wer sitzt in zwei Gremien zugleich?' })).toHaveCount(1)
  expect(await page.locator('pre').count()).toBeGreaterThanOrEqual(12)

  await page.getByRole('button', { name: 'EN', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Questions to the graph database', level: 2 })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Who is a member of both of two bodies?' })).toHaveCount(1)
  await accessible(page)
})

test('an address with a section leads to it', async ({ watched: page }) => {
  await page.goto('/hilfe#transitions')
  await expect(page.getByRole('heading', { name: 'Übergänge', level: 3, exact: true })).toBeInViewport()
})
