import { accessible, expect, test } from './page.ts'
import { start } from './program.ts'

const pages = ['', '/karte', '/miteinander', '/miteinander?tab=ressorts', '/uebergaenge', '/uebergaenge?tab=luecken', '/massnahmen', '/klaeren', '/abhaengigkeiten', '/struktur', '/planung', '/ansichten', '/daten', '/daten/offers', '/daten/aktualitaet']

for (const lang of ['de', 'en'] as const) {
  test(`an empty installation offers the three ways to begin, and each empty page the way on (${lang})`, async ({ browser }) => {
    test.slow() // thirty pages
    const program = await start()
    const context = await browser.newContext({ baseURL: program.url, locale: lang === 'de' ? 'de-DE' : 'en-GB' })
    const page = await context.newPage()
    await page.goto('/')
    const words = lang === 'de' ? ['Beispiel ansehen', 'Vorlage herunterladen', 'Datei importieren', 'Neu aus Vorlage'] : ['See the example', 'Download template', 'Import a file', 'New from template']
    await expect(page.getByRole('link', { name: words[1] })).toBeVisible()
    await expect(page.getByRole('link', { name: words[2] })).toBeVisible()
    await expect(page.getByRole('button', { name: words[0] })).toBeVisible()
    await accessible(page)
    const file = page.waitForEvent('download')
    await page.getByRole('link', { name: words[1] }).click()
    expect((await file).suggestedFilename()).toMatch(/\.xlsx$/)

    for (const template of ['leer', 'jena']) {
      const made = await page.request.post('/api/v1/networks', { data: { name: template, template } })
      const { id } = (await made.json()) as { id: string }
      for (const path of pages) {
        await page.goto(`/n/${id}${path}`)
        await page.waitForLoadState('networkidle')
        const empty = page.locator('main .empty')
        await expect(empty, path).toBeVisible()
        expect((await empty.innerText()).length, path).toBeGreaterThan(60)
        // One button stands out, and it leads somewhere: to the import, a list, a form.
        const way = empty.locator('a.kern-btn--primary, button.kern-btn--primary, a.small, button.small').first()
        await expect(way, path).toBeVisible()
        if (template === 'leer') await accessible(page)
      }
    }
    await page.goto('/')
    await page.getByRole('button', { name: words[0] }).click()
    await expect(page).toHaveURL(/\/n\//)
    await context.close()
    await program.stop()
  })
}

test('what a finding and a measure say leads to their place in the help', async ({ browser }) => {
  const program = await start('--demo')
  const page = await browser.newPage({ baseURL: program.url, locale: 'de-DE' })
  const targets = new Set<string>()
  for (const path of ['', '/miteinander', '/miteinander?tab=ressorts', '/uebergaenge', '/uebergaenge?tab=luecken', '/uebergaenge?tab=luecken&layer=zugang', '/klaeren', '/abhaengigkeiten', '/struktur?fach=1', '/planung']) {
    await page.goto(`/n/beispiel${path}`)
    await page.waitForLoadState('networkidle')
    const links = await page.locator('main a[href^="/hilfe#"]').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
    expect(links.length, path).toBeGreaterThan(0)
    for (const l of links) targets.add(l)
  }
  expect(targets.size).toBeGreaterThan(15)
  await page.goto('/hilfe')
  await page.waitForLoadState('networkidle')
  for (const t of targets) await expect(page.locator(`[id="${t.split('#')[1]}"]`), t).toHaveCount(1)
  // Followed by a click, the section is in sight.
  await page.goto('/n/beispiel/uebergaenge')
  await page.locator('main a[href="/hilfe#transitions"]').first().click()
  await expect(page.locator('#transitions')).toBeInViewport()
  await page.close()
  await program.stop()
})
