import type { Page } from '@playwright/test'
import { accessible, expect, importMusterstadt, test } from './page.ts'

let network = ''

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.MITEINANDER_URL })
  network = await importMusterstadt(page, 'Fenster')
  await page.close()
})

const inside = (page: Page) => page.evaluate(() => Boolean(document.activeElement?.closest('dialog[open]')))

// What opens over a page: where it is, and the button that opens it, in German and in English.
const opened: [string, string, string][] = [
  ['/', 'Neu aus Vorlage', 'New from template'],
  ['…/karte', 'Ansicht speichern', 'Save view'],
  ['…/daten/institutions', 'Neuer Eintrag', 'New entry'],
  ['…/daten/institutions', 'Aus Excel einfügen', 'Paste from Excel'],
  ['…/massnahmen', 'Neue Maßnahme', 'New measure'],
  ['…/massnahmen', 'Neues Ziel', 'New goal'],
  ['…/sitzung', 'Ändern: ', 'Change: '],
]

for (const [at, lang] of [[1, 'de'], [2, 'en']] as const) {
  test(`a window takes the focus, keeps the tab key, closes by Escape and gives the focus back (${lang})`, async ({ watched: page }) => {
    test.slow()
    await page.addInitScript((l) => localStorage.setItem('miteinander.lang', l), lang)
    for (const way of opened) {
      const name = way[at]
      await page.goto(way[0].replace('…', network))
      const opener = page.getByRole('main').getByRole('button', { name }).first()
      await opener.focus()
      await page.keyboard.press('Enter')
      await expect(page.locator('dialog[open]'), name).toBeVisible()
      await expect.poll(() => inside(page), { message: name }).toBe(true)
      await accessible(page)
      // The tab key goes round within it; between the last and the first the browser itself has the focus.
      for (let i = 0; i < 25; i++) {
        await page.keyboard.press('Tab')
        expect(await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement?.closest('dialog[open]'))), name).toBe(true)
      }
      await page.keyboard.press('Escape')
      if (await page.locator('dialog[open]').count()) await page.keyboard.press('Escape') // the first closed a list of choices
      await expect(page.locator('dialog[open]'), name).toHaveCount(0)
      await expect(opener, name).toBeFocused()
    }
  })
}
