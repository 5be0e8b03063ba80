import { accessible, expect, importMusterstadt, test } from './page.ts'

// Two planning areas in UTM 32, a harbour that is none, and a point.
const file = (shapes: [string, number][]) => ({
  name: 'plr.geojson',
  mimeType: 'application/geo+json',
  buffer: Buffer.from(JSON.stringify({
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::25832' } },
    features: [
      ...shapes.map(([name, x]) => ({ type: 'Feature', properties: { nr: x, bezeichnung: name }, geometry: { type: 'Polygon', coordinates: [[[x, 5640000], [x + 5000, 5640000], [x + 5000, 5644000], [x, 5644000], [x, 5640000]]] } })),
      { type: 'Feature', properties: { bezeichnung: 'Rathaus' }, geometry: { type: 'Point', coordinates: [660000, 5640000] } },
    ],
  })),
})

test('borders come in with a match, the map shows them, and they go out again', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Karte der Räume')
  await page.goto(`${network}/karte?view=areas`)
  await expect(page.getByRole('heading', { name: 'Noch keine Grenzen der Planungsräume' })).toBeVisible()
  await accessible(page)
  await page.getByRole('link', { name: 'Grenzen importieren (GeoJSON)' }).click()

  await page.locator('label.drop input').setInputFiles(file([['01 Nord', 660000], ['SUED', 665000], ['Hafen', 670000]]))
  const match = page.getByRole('region', { name: 'Welche Fläche ist welcher Planungsraum?' })
  await expect(match).toContainText('4 Flächen in der Datei, 2 davon zugeordnet')
  await expect(match).toContainText('UTM Zone 32')
  await expect(match.getByRole('row', { name: /SUED/ })).toContainText('Name passt')
  await expect(match.getByRole('row', { name: /Rathaus/ })).toContainText('keine Fläche')
  await accessible(page)
  await match.getByRole('combobox', { name: /Hafen/ }).selectOption('Süd')
  await expect(match.getByRole('row', { name: /Hafen/ })).toContainText('von Ihnen gewählt')
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await page.getByRole('link', { name: 'Zur Karte der Planungsräume' }).click()

  const map = page.getByRole('region', { name: 'Karte der Planungsräume' })
  await expect(map.getByRole('button', { name: 'Nord', exact: true })).toBeVisible()
  await page.getByLabel('Flächen nach').selectOption({ label: 'Kinder der gewählten Lebensphasen' })
  await expect(map.getByRole('button', { name: /^Nord: \d/ })).toBeVisible()
  await expect(map.locator('.legend')).toContainText('Kinder der gewählten Lebensphasen')
  await expect(page.getByRole('table', { name: 'Planungsräume als Tabelle' }).getByRole('row', { name: /Süd/ })).toContainText('importiert')
  await accessible(page)
  await map.getByRole('button', { name: 'Kita Nord', exact: true }).press('Enter')
  await expect(page.getByRole('complementary')).toContainText('Kita Nord')

  await page.goto(`${network}/daten/exportieren`)
  const href = await page.getByRole('link', { name: 'Grenzen der Planungsräume (GeoJSON)' }).getAttribute('href')
  const out = (await (await page.request.get(href ?? '')).json()) as { features: { properties: { name: string }; geometry: { type: string } }[] }
  expect(out.features.map((f) => `${f.properties.name} ${f.geometry.type}`)).toEqual(['Nord Polygon', 'Süd MultiPolygon'])
})

test('a file that is no map says what to ask for, and changes nothing', async ({ watched: page }) => {
  const network = await importMusterstadt(page, 'Keine Karte')
  await page.goto(`${network}/daten/importieren`)
  await page.locator('label.drop input').setInputFiles({ name: 'alt.geojson', mimeType: 'application/geo+json', buffer: Buffer.from('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[4456000,5640000],[4466000,5640000],[4466000,5650000],[4456000,5640000]]]}}]}') })
  await expect(page.getByRole('alert')).toContainText('Gauß-Krüger')
  await page.goto(`${network}/karte?view=areas`)
  await expect(page.getByRole('heading', { name: 'Noch keine Grenzen der Planungsräume' })).toBeVisible()
})
