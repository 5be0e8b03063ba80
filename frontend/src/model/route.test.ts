import { expect, test } from 'vitest'
import { pathOf, readRoute, viewPage } from './route.ts'

test('every page has an address and is found by it', () => {
  for (const page of ['overview', 'map', 'sideBySide', 'transitions', 'measures', 'clarify', 'dependencies', 'structure', 'plan', 'import', 'export', 'duplicates', 'history', 'views', 'report'] as const) {
    expect(readRoute(pathOf('jena', page))).toEqual({ page, network: 'jena', kind: '' })
  }
  expect(readRoute(pathOf('jena', 'data', 'offers'))).toEqual({ page: 'data', network: 'jena', kind: 'offers' })
  expect(readRoute('/n/jena/daten')).toEqual({ page: 'data', network: 'jena', kind: 'institutions' })
})

test('what is no page says so', () => {
  expect(readRoute('/')).toEqual({ page: 'start' })
  expect(readRoute('/importieren/')).toEqual({ page: 'newImport' })
  expect(['/barrierefreiheit', '/impressum', '/datenschutz/'].map((p) => readRoute(p).page)).toEqual(['accessibility', 'imprint', 'privacy'])
  for (const path of ['/x', '/n', '/n/jena/luecken', '/n/%E0%A4%A/karte']) expect(readRoute(path)).toEqual({ page: 'notFound' })
})

test('a saved view names its page by the route below the network', () => {
  expect(viewPage('/n/jena')).toBe('')
  expect(viewPage('/n/jena/')).toBe('')
  expect(viewPage('/n/jena/karte/')).toBe('karte')
  expect(viewPage('/n/jena/daten/verlauf')).toBe('daten/verlauf')
})
