import { readFileSync } from 'node:fs'
import { accessible, expect, importMusterstadt, test } from './page.ts'

test('choose chapters, write a sentence, read the preview, take each file along', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Bericht')
  await page.goto(`${network}/planung`)
  await page.getByRole('link', { name: 'Bericht zusammenstellen' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bericht für die Planung nach § 80 SGB VIII')

  // What is not chosen is not in the preview; the planner's words stand below the heading; both are kept.
  await expect(page.getByRole('heading', { name: 'Zugang: Wo ist eine Hürde?' })).toBeVisible()
  await page.getByLabel('Zugang: Wo ist eine Hürde?', { exact: true }).uncheck()
  await expect(page.getByRole('heading', { name: 'Zugang: Wo ist eine Hürde?' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Mehr zu Lücken: Wo fehlt ein Angebot?' }).click()
  await page.getByLabel('Ihre Sätze zu diesem Kapitel').fill('Darüber berät der <b>Ausschuss</b>.')
  await page.getByLabel('Ihre Sätze zu diesem Kapitel').blur()
  const paper = page.getByRole('article')
  await expect(paper).toContainText('Darüber berät der <b>Ausschuss</b>.')
  await expect(paper).toContainText('In 9 von 24 nötigen Feldern fehlt ein Angebot.')
  await expect(paper.getByRole('img').first()).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Zugang: Wo ist eine Hürde?', { exact: true })).not.toBeChecked()
  await expect(paper).toContainText('Darüber berät der <b>Ausschuss</b>.')
  await accessible(page)

  for (const [name, ending, begin] of [['Word-Datei', 'docx', 'PK'], ['PDF-Datei', 'pdf', '%PDF-'], ['HTML-Datei', 'html', '<!doctype html>']] as const) {
    const got = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    const file = await got
    expect(file.suggestedFilename()).toMatch(new RegExp(`^netzwerk-.*-bericht-plan-2025-06-30\\.${ending}$`))
    const bytes = readFileSync(await file.path())
    expect(bytes.subarray(0, begin.length).toString('latin1').toLowerCase()).toBe(begin.toLowerCase())
    expect(bytes.length).toBeGreaterThan(10_000)
    if (ending === 'html') {
      const text = bytes.toString('utf8')
      expect(text).toContain('Lücken: Wo fehlt ein Angebot?')
      expect(text).not.toContain('Zugang: Wo ist eine Hürde?')
      expect(text).not.toContain('<b>Ausschuss</b>')
      expect(text).toContain('&lt;b&gt;Ausschuss')
    }
  }
})

test('without names no name is in the preview; undo brings them back', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Bericht ohne Namen')
  await page.goto(`${network}/bericht?for=funder`)
  const paper = page.getByRole('article')
  await expect(paper).toContainText('Kita Nord')
  await page.getByLabel('ohne Namen (Art und Buchstabe)').check()
  await expect(paper).toContainText('Kita A')
  await expect(page.getByRole('link', { name: 'PDF-Datei' })).toBeVisible()
  await expect(paper).not.toContainText('Kita Nord')
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByLabel('ohne Namen (Art und Buchstabe)')).not.toBeChecked()
  await expect(paper).toContainText('Kita Nord')
})

test('the funder’s report names what one funder carries', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Bericht an den Freistaat')
  await page.goto(`${network}/bericht`)
  await page.getByRole('button', { name: 'Fördergeber' }).click()
  await page.getByLabel('Fördergeber', { exact: true }).selectOption({ label: 'Freistaat' })
  const paper = page.getByRole('article')
  await expect(paper.getByRole('heading', { name: 'Förderung durch Freistaat' })).toBeVisible()
  await expect(paper).toContainText('Es entfielen 2 Angebote und keine Stelle.')
  await expect(paper).toContainText('Bericht an Freistaat')
})
