import { expect, test } from 'vitest'
import { explainedBy } from './explain.ts'

test('a finding is explained by its question', () => {
  expect(explainedBy('side-by-side/A~B')).toBe('side_by_side')
  expect(explainedBy('pair/A~B')).toBe('side_by_side')
  expect(explainedBy('gaps/N/1/F')).toBe('gaps')
  expect(explainedBy('institution/A')).toBeUndefined()
})
