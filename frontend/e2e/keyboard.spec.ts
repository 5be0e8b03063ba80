import { expect, importMusterstadt, test } from './page.ts'

test('the main job by keyboard alone', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Tastatur')
  await page.goto(network)
  await page.waitForLoadState('networkidle')

  // The first stop leads past the navigation.
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Zum Inhalt springen' })).toBeFocused()

  // Search: found, chosen, its card opened with the heading in focus; Escape closes it.
  await page.keyboard.press('/')
  await expect(page.getByRole('combobox', { name: /Name oder Teil/ })).toBeFocused()
  await page.keyboard.type('fruehe hilf')
  await expect(page.getByRole('option').first()).toContainText('Frühe Hilfen')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary').getByRole('heading', { level: 2 })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)

  // The picture is one stop; arrows walk through it, Enter opens the card, plus and zero change the size.
  await page.goto(`${network}/miteinander`)
  const picture = page.locator('svg.picture').first()
  await picture.locator('[tabindex="0"]').focus()
  const before = await page.evaluate(() => document.activeElement?.getAttribute('data-ref'))
  await page.keyboard.press('ArrowDown')
  const after = await page.evaluate(() => document.activeElement?.getAttribute('data-ref'))
  expect(before).toMatch(/^(institution|area)\//)
  expect(after).toMatch(/^(institution|area)\//)
  expect(after).not.toBe(before)
  const box = await picture.getAttribute('viewBox')
  await page.keyboard.press('+')
  await expect(picture).not.toHaveAttribute('viewBox', box ?? '')
  await page.keyboard.press('0')
  await expect(picture).toHaveAttribute('viewBox', box ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toBeVisible()
  await page.keyboard.press('Escape')

  // Help, and back.
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Tastaturbefehle' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('every stop of the tab key on the main page can be seen', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Fokus')
  await page.goto(`${network}/miteinander`)
  await page.waitForLoadState('networkidle')
  for (let i = 0; i < 45; i++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const e = document.activeElement
      if (!e || e === document.body) return null
      const s = getComputedStyle(e)
      const r = e.getBoundingClientRect()
      const inside = e.closest('svg.picture') !== null // marks show the focus by their border
      return { what: e.outerHTML.slice(0, 80), seen: inside || s.outlineStyle !== 'none' || e.closest(':focus-within.drop') !== null, size: r.width * r.height }
    })
    if (!stop) break
    expect(stop.seen, stop.what).toBe(true)
    expect(stop.size, stop.what).toBeGreaterThan(0)
  }
})

test('the address keeps the selection, and a shared address shows the same', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Adresse')
  await page.goto(`${network}/miteinander?phases=1`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/3 Paare/)
  await expect(page.getByRole('listitem').filter({ hasText: 'Lebensphasen: 0 bis 3 Jahre' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Seiten' }).getByRole('link', { name: 'Karte' }).click()
  await expect(page).toHaveURL(/\/karte\?phases=1/)
  await page.goBack()
  await expect(page).toHaveURL(/\/miteinander\?phases=1/)
  await page.getByRole('button', { name: /^Entfernen: Lebensphasen/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/4 Paare/)
})
