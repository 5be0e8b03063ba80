import { expect, test } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { start } from './program.ts'

const target = process.env.SCREENSHOTS || resolve(import.meta.dirname, '../../docs/screenshots')

const shots: { name: string; path: string; whole?: boolean; phone?: boolean }[] = [
  { name: 'ueberblick', path: '' },
  { name: 'karte', path: '/karte' },
  { name: 'umfeld', path: '/karte?focus=institution/{first}' },
  { name: 'miteinander', path: '/miteinander' },
  { name: 'paar-von-karten', path: '/miteinander?map=pairs#maps' },
  { name: 'planungsraeume', path: '/karte?view=areas&fill=children' },
  { name: 'uebergaenge', path: '/uebergaenge' },
  { name: 'sitzung', path: '/sitzung?blatt=2' },
  { name: 'daten', path: '/daten' },
  { name: 'telefon', path: '/miteinander', phone: true },
]

test('pictures of the pages', async ({ browser }) => {
  test.setTimeout(180_000)
  mkdirSync(target, { recursive: true })
  const program = await start('--demo')
  try {
    const networks = (await (await fetch(`${program.url}/api/v1/networks`)).json()) as { networks: { id: string }[] }
    const network = networks.networks[0]?.id ?? ''
    expect(network).not.toBe('')
    const found = (await (await fetch(`${program.url}/api/v1/networks/${network}/search?q=jugendamt`)).json()) as { hits: { key: string }[] }
    const first = found.hits[0]?.key.split('/')[1] ?? ''
    for (const s of shots) {
      const page = await browser.newPage({ baseURL: program.url, viewport: s.phone ? { width: 390, height: 844 } : { width: 1280, height: 800 }, deviceScaleFactor: 1.5, isMobile: s.phone ?? false, hasTouch: s.phone ?? false, locale: 'de-DE' })
      const [path, anchor] = s.path.replace('{first}', first).split('#')
      await page.goto(`/n/${network}${path}`)
      await page.waitForLoadState('networkidle')
      if (anchor) await page.locator(`#${anchor}`).evaluate((e) => scrollTo(0, e.getBoundingClientRect().top + scrollY - 100))
      await page.screenshot({ path: `${target}/${s.name}.png` })
      await page.close()
    }
  } finally {
    await program.stop()
  }
})
