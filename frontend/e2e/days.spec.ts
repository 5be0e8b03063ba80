import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import { expect, importMusterstadt, test } from './page.ts'
import { unzip } from './zip.ts'

// Three days with the program, from the first page on and by what a person reads and presses. Where a step is missing here, a
// person would be stuck.

// A list as it grows over years: a title above, notes below, ages and target groups in free words, two words nobody explained.
const list = { name: 'Angebote Netzwerk Frühe Hilfen.csv', mimeType: 'text/csv', buffer: Buffer.from(`Angebote in Beispielburg;;;;;;;
Stand: 12.03.2026;;;;;;;
;;;;;;;
lfd. Nr.;Träger/Einrichtung;Angebot;Zielgruppe;Alter;Stadtteil;Adresse;Ansprechpartner
1;AWO Familienzentrum Nord;Krabbelgruppe;Eltern mit Babys;0-3;Nord;Lindenweg 4, 99999 Beispielburg;Frau Müller
2;Kita Regenbogen;Elterncafé;alle Familien;;Nord;Hauptstr. 12a, 99999 Beispielburg;Anna Schmidt
3;Caritas Beratungsstelle;Familienfrühstück;Eltern;0-10 Jahre;Nord;Kirchplatz 1, 99999 Beispielburg;Herr Weber
4;Grundschule am Park;Elterncafé;Eltern;Klasse 1–4;Nord;Parkallee 7, 99999 Beispielburg;Fr. Klein
5;Caritas Beratungsstelle;Kleiderkammer;Tafelkunden;0-10 Jahre;Nord;Kirchplatz 1, 99999 Beispielburg;Herr Weber
6;Mehrgenerationenhaus;Babytreff;Eltern mit Babys;0-3;Nord;Am Markt 2, 99999 Beispielburg;
;;;;;;;
* Angaben ohne Gewähr;;;;;;;
`) }
const pages = (page: Page) => page.getByRole('navigation', { name: 'Seiten' })
const to = (page: Page, name: string) => pages(page).getByRole('link', { name, exact: true }).click()
async function further(page: Page, name: string): Promise<void> {
  await pages(page).getByRole('button', { name: 'Weitere Auswertungen' }).click()
  await to(page, name)
}
const headline = (page: Page) => page.getByRole('heading', { level: 1 })

/** downloaded gives what a link hands out: the name of the file and its bytes. */
async function downloaded(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

/** middle is where a sign stands in a picture, in the units of the picture. */
const middle = (sign: Locator) =>
  sign.evaluate((e) => {
    const b = (e as SVGGraphicsElement).getBBox()
    return { x: b.x + b.width / 2, y: b.y + b.height / 2 }
  })

/** onScreen is where the map draws an institution, in pixels of the window: a canvas has no elements to ask. */
const onScreen = (page: Page, name: string) =>
  page.locator('.explorer .cy').evaluate((el, name) => {
    const cy = (el as unknown as { _cyreg?: { cy: import('cytoscape').Core } })._cyreg?.cy
    const node = cy?.nodes(':visible').filter((n) => JSON.stringify(n.data()).includes(name))[0]
    const box = el.getBoundingClientRect()
    return node ? { x: box.x + node.renderedPosition().x, y: box.y + node.renderedPosition().y } : null
  }, name)

/** sheetOf is the width and height of the first sheet of a PDF, in millimetres. */
function sheetOf(pdf: Buffer): [number, number] {
  const [, w = '0', h = '0'] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf.toString('latin1')) ?? []
  return [Math.round((Number(w) / 72) * 25.4), Math.round((Number(h) / 72) * 25.4)]
}

test('the coordinator: a grown list comes in, a double is merged, a telephone call noted, the map arranged and printed', async ({ watched: page }) => {
  test.slow()
  await page.goto('/')
  await page.getByRole('link', { name: 'Datei importieren' }).click()
  await page.getByLabel('Name des Netzwerks').fill('Ein Tag der Koordination')
  await page.getByText('Datei auswählen').locator('xpath=ancestor::label').locator('input').setInputFiles(list)
  await page.getByText('nicht verstanden, bitte wählen').first().click()
  await page.getByRole('checkbox', { name: 'Familien in Armutslagen' }).first().check()
  await page.getByLabel('Alter oder Lebensphase, wo die Liste nichts sagt').selectOption({ label: 'alle Lebensphasen' })
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(headline(page)).toContainText('Paare richten sich an dieselben Kinder')

  // A colleague had typed one of them in by hand.
  await to(page, 'Daten')
  await page.getByRole('button', { name: 'Neuer Eintrag' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name', { exact: false }).first().fill('AWO-Familienzentrum Nord e. V.')
  await form.getByRole('combobox', { name: 'Art der Einrichtung' }).fill('Familienz')
  await form.getByRole('option', { name: /^Familienzentrum/ }).first().click()
  await form.getByText('Anschrift und Lage').click()
  await form.getByLabel('Straße', { exact: true }).fill('Lindenweg 4')
  await form.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Gespeichert: AWO-Familienzentrum Nord e. V.' })).toBeVisible()
  await page.getByRole('link', { name: 'Doppelte' }).click()
  await expect(headline(page)).toHaveText('1 Paar könnte dasselbe sein')
  await page.getByRole('button', { name: 'Dasselbe: zusammenführen' }).click()
  await expect(page.getByText(/^Zusammengeführt: /)).toBeVisible()
  await expect(headline(page)).toHaveText('Nichts ist doppelt, soweit das Programm sieht')

  // A telephone call: whom to ask stands first, what is not known is said too.
  await further(page, 'Klärungsliste')
  await expect(headline(page)).toContainText('ungeklärt')
  await page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Kita Regenbogen', exact: true }) }).getByRole('link', { name: 'Antworten eintragen' }).click()
  await expect(headline(page)).toHaveText('Kita Regenbogen: Antworten eintragen')
  const answer = (partner: string, word: string) => page.getByRole('radio', { name: new RegExp(`${partner}.*${word}`) }).check({ force: true })
  await answer('AWO', '3 zusammenarbeiten')
  await answer('Grundschule am Park', '0 ')
  await answer('Mehrgenerationenhaus', 'weiß nicht')
  await page.getByRole('button', { name: '3 Antworten speichern' }).click()
  await expect(page.getByRole('status').filter({ hasText: '3 Antworten von „Kita Regenbogen“ gespeichert' })).toBeVisible()
  await to(page, 'Miteinander')
  await expect(headline(page)).toContainText('3 Paare richten sich an dieselben Kinder: 1 abgestimmt, 0 noch nicht, 2 ungeklärt')

  // The map: one institution is put elsewhere, stands there on the next visit and on paper.
  await to(page, 'Karte')
  await page.getByRole('button', { name: 'Auf Papier' }).click()
  const sign = (name: string) => page.getByRole('group', { name: 'Karte' }).or(page.locator('svg.picture')).first().locator('[data-ref^="institution/"]').filter({ hasText: name }).first()
  await expect(sign('Kita Regenbogen')).toBeVisible()
  const was = { kita: await middle(sign('Kita Regenbogen')), centre: await middle(sign('AWO')) }
  await page.getByText('Herunterladen', { exact: true }).click()
  const before = await downloaded(page, page.getByRole('link', { name: 'PDF, A3 quer' }))
  await page.getByRole('button', { name: 'Erkunden' }).click()
  const map = page.getByRole('application')
  await expect(map.locator('canvas').first()).toBeVisible()
  await map.scrollIntoViewIfNeeded()
  await expect.poll(() => onScreen(page, 'Kita Regenbogen')).not.toBeNull()
  const at = (await onScreen(page, 'Kita Regenbogen'))!
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  const box = (await map.boundingBox())!
  const aside = at.x < box.x + box.width / 2 ? 1 : -1 // to where there is room
  await page.mouse.move(at.x + aside * 140, at.y, { steps: 8 })
  await page.mouse.up()
  await expect(page.getByText('Anordnung gespeichert')).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Auf Papier' }).click()
  await expect(sign('Kita Regenbogen')).toBeVisible()
  const now = { kita: await middle(sign('Kita Regenbogen')), centre: await middle(sign('AWO')) }
  expect(aside * (now.kita.x - now.centre.x - (was.kita.x - was.centre.x)), JSON.stringify({ was, now, aside })).toBeGreaterThan(20)
  await page.getByText('Herunterladen', { exact: true }).click()
  const after = await downloaded(page, page.getByRole('link', { name: 'PDF, A3 quer' }))
  expect(after.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(sheetOf(after.bytes)).toEqual([420, 297])
  expect(after.bytes.equals(before.bytes)).toBe(false)
  // Strg+P: the picture and its table on a clean sheet across.
  await page.emulateMedia({ media: 'print' })
  await expect(sign('Kita Regenbogen')).toBeVisible()
  await expect(pages(page)).toBeHidden()
  expect(sheetOf(await page.pdf({ preferCSSPageSize: true }))).toEqual([297, 210])
})

test('the planner: an area chosen, a broken transition opened, its evidence read, a measure agreed on it', async ({ watched: page }) => {
  await importMusterstadt(page, 'Ein Tag der Planung')
  await to(page, 'Übergänge und Lücken')
  await page.getByRole('button', { name: 'Auswahl' }).click()
  await page.getByRole('group', { name: 'Planungsräume' }).getByLabel('Süd').check()
  await page.getByRole('button', { name: 'Auswahl 1' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Planungsräume: Süd' })).toBeVisible()
  await expect(headline(page)).toHaveText(/3 Übergängen ist einer tragfähig, 0 lückenhaft, 2 unterbrochen/)
  await page.getByRole('table', { name: 'Die Kette in jedem Planungsraum' }).getByRole('link', { name: /^Kita → Grundschule, Süd: unterbrochen/ }).click()
  const card = page.getByRole('complementary')
  await expect(card).toContainText('unterbrochen')
  await expect(card).toContainText('Kontakt, noch nicht abgestimmt')
  await expect(card).toContainText(/Angabe (der Koordination|von|aus)/)
  await expect(card).toContainText('Nächster Schritt:')
  await card.getByRole('link', { name: 'Maßnahme festhalten' }).click()
  const form = page.getByRole('dialog')
  await expect(form.getByRole('combobox', { name: 'Anlass' })).not.toHaveValue('')
  await expect(form.getByLabel('Beschreibung')).toHaveValue(/Befund am 30\.06\.2025/)
  await form.getByLabel('Was?').fill('Übergabegespräch zwischen Kita und Schule vereinbaren')
  await form.getByLabel('Bis wann?').fill('31.12.2099')
  await form.getByRole('button', { name: 'Speichern', exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: 'Übergabegespräch zwischen Kita und Schule vereinbaren' })
  await expect(row).toContainText('31.12.2099')
  await expect(row).toContainText(/Befund heute: .*unterbrochen/)
  await expect(headline(page)).toHaveText('1 Maßnahme läuft.')
})

test('the steering group: stepped through by keys, a decision noted, the files taken along, read without network', async ({ watched: page, browser }) => {
  await importMusterstadt(page, 'Ein Tag der Steuerungsgruppe')
  await further(page, 'Sitzungsansicht')
  // From here on the keyboard alone.
  const start = page.getByRole('button', { name: 'Sitzung starten' })
  await start.focus()
  await page.keyboard.press('Enter')
  const slide = headline(page)
  await expect(slide).toHaveText('Wer ist da, wer arbeitet mit wem?')
  const seen = [await slide.innerText()]
  for (let n = 2; n <= 5; n++) {
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('status').filter({ hasText: `Blatt ${n} von 5` })).toBeAttached()
    seen.push(await slide.innerText())
  }
  expect(new Set(seen).size).toBe(5)
  await page.keyboard.press('n')
  await expect(page.getByLabel('Was ist beschlossen?')).toBeFocused()
  await page.keyboard.type('Runde in Nord zweimal im Jahr einladen')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('combobox', { name: 'Wer ist zuständig?' })).toBeFocused()
  await page.keyboard.type('FZ Nord')
  await page.keyboard.press('Enter')
  await page.getByLabel('Bis wann?').focus()
  await page.keyboard.type('31.12.2099')
  await page.getByRole('button', { name: 'Notieren', exact: true }).press('Enter')
  await expect(page.getByText('Beschluss notiert: Runde in Nord zweimal im Jahr einladen')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Heute beschlossen: 1 Maßnahme' })).toBeVisible()
  await page.getByRole('link', { name: 'Zu den Maßnahmen' }).press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'Runde in Nord zweimal im Jahr einladen' })).toContainText('31.12.2099')
  await page.goBack()

  const minutes = await downloaded(page, page.getByRole('link', { name: 'Ergebnisprotokoll (Word)' }))
  expect(minutes.name).toMatch(/\.docx$/)
  const text = (unzip(minutes.bytes).get('word/document.xml')?.toString() ?? '').replace(/<[^>]+>/g, '')
  for (const said of ['Runde in Nord zweimal im Jahr einladen', 'Nord', '31.12.2099']) expect(text).toContain(said)
  const slides = await downloaded(page, page.getByRole('link', { name: 'PowerPoint' }))
  const parts = unzip(slides.bytes)
  expect([...parts.keys()].filter((n) => /^ppt\/slides\/slide\d+\.xml$/.test(n)).length).toBeGreaterThanOrEqual(5)
  expect([...parts].filter(([n]) => n.startsWith('ppt/slides/')).map(([, b]) => b.toString()).join('')).toContain('Wer ist da, wer arbeitet mit wem?')
  for (const [name, sheet] of [['PDF A4', [297, 210]], ['PDF A3', [420, 297]]] as const) {
    const pdf = await downloaded(page, page.getByRole('link', { name }))
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(sheetOf(pdf.bytes)).toEqual(sheet)
  }

  // The one file on a laptop without network: the same slides, by the same keys.
  const file = await downloaded(page, page.getByRole('link', { name: 'HTML-Datei (ohne Internet)' }))
  const away = test.info().outputPath('sitzung.html')
  writeFileSync(away, file.bytes)
  const laptop = await browser.newContext({ offline: true, locale: 'de-DE' })
  const carried = await laptop.newPage()
  const asked: string[] = []
  const said: string[] = []
  carried.on('request', (r) => /^(https?|wss?):/.test(r.url()) && asked.push(r.url()))
  carried.on('console', (m) => m.type() === 'error' && said.push(m.text()))
  carried.on('pageerror', (e) => said.push(e.message))
  await carried.goto(pathToFileURL(away).href)
  await expect(headline(carried)).toBeInViewport() // a first sheet with title and day
  for (const title of seen) {
    await carried.keyboard.press('ArrowRight')
    await expect(carried.getByRole('heading', { name: title }).and(carried.locator(':visible')).first()).toBeInViewport()
  }
  expect(asked).toEqual([])
  expect(said).toEqual([])
  await laptop.close()
})
