import { expect, test } from 'vitest'
import { readNews, touch, touchedAt } from './news.ts'

test('what is no news is passed over', () => {
  for (const data of ['', 'x', 'null', '{}', '{"revision":"1","keys":[],"count":0}', '{"revision":1,"count":1}']) expect(readNews(data)).toBeUndefined()
  expect(readNews('{"revision":7,"cause":"edit","keys":["institution/FH"],"count":1}')).toEqual({ revision: 7, keys: ['institution/FH'], count: 1 })
})

test('the newest change of a record counts, and one of many records touches all', () => {
  let t = touch({}, { revision: 3, keys: ['institution/FH', 'offer/o1'], count: 2 })
  t = touch(t, { revision: 4, keys: ['offer/o1'], count: 1 })
  expect([touchedAt(t, 'institution/FH'), touchedAt(t, 'offer/o1'), touchedAt(t, 'offer/o2')]).toEqual([3, 4, 0])
  t = touch(t, { revision: 5, keys: ['area/N'], count: 900 })
  expect(touchedAt(t, 'offer/o2')).toBe(5)
})
