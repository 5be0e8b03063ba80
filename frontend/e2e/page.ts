import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { resolve } from 'node:path'

export const musterstadt = resolve(import.meta.dirname, 'fixtures/musterstadt.zip')

/**
 * A page that watches itself: no request may leave the host, the console stays free of errors, among them every breach of
 * the content security policy.
 */
export const test = base.extend<{ watched: Page }>({
  baseURL: async ({}, use) => use(process.env.MITEINANDER_URL),
  watched: async ({ page, baseURL }, use) => {
    const foreign: string[] = []
    const said: string[] = []
    page.on('request', (r) => {
      const u = new URL(r.url())
      if (!['blob:', 'data:'].includes(u.protocol) && u.origin !== new URL(baseURL ?? '').origin) foreign.push(r.url())
    })
    page.on('console', (m) => {
      if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) said.push(m.text())
    })
    page.on('pageerror', (e) => said.push(e.message))
    await use(page)
    expect(foreign, 'requests that left the host').toEqual([])
    expect(said, 'errors in the console').toEqual([])
  },
})

export { expect }

/** importMusterstadt makes a network out of the fixture by way of the pages, and gives its address. */
export async function importMusterstadt(page: Page, name: string): Promise<string> {
  await page.goto('/importieren')
  await page.getByLabel('Name des Netzwerks').fill(name)
  await page.locator('label.drop input').setInputFiles(musterstadt)
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page).toHaveURL(/\/n\/[^/]+\/miteinander/)
  return new URL(page.url()).pathname.replace('/miteinander', '')
}

/** accessible fails on every breach of WCAG 2.1 A and AA that axe finds. */
export async function accessible(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
  expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 4).join(' | ')}`)).toEqual([])
}
