import { expect, test } from 'vitest'
import { namedIn, viewQuery, withoutMissing } from './views.ts'

test('a view keeps what is shown and not the moment', () => {
  expect(viewQuery('?areas=N&card=pair/A~B&layers=offers&edit=offers/+&no_names=1')).toBe('areas=N&layers=offers')
  expect(viewQuery('')).toBe('')
})

test('opening a card asks nothing anew of what may be gone', () => {
  expect(namedIn('?areas=N&layers=offers&card=x')).toBe(namedIn('?layers=actors&areas=N'))
})

test('without what is gone the rest of the address stays', () => {
  expect(withoutMissing('?areas=N,a%2Cb&color=sector&around=institution/X', ['X'])).toBe('areas=N,a%2Cb&color=sector')
  expect(withoutMissing('?areas=N,a%2Cb', ['a,b'])).toBe('areas=N')
  expect(withoutMissing('?areas=N&round=N/1/F&tab=ressorts', ['N'])).toBe('tab=ressorts')
  expect(withoutMissing('?focus=institution%2FX', ['X'])).toBe('')
})
