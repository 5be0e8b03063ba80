import { describe, expect, it } from 'vitest'
import type { ReportChoice } from '../api/report.ts'
import { merged } from './report.ts'

const base: ReportChoice = {
  for: 'plan', rows: 20, paper: 'a4', no_names: false, public: false,
  chapters: [{ key: 'gaps', on: true, pictures: true, tables: true }, { key: 'need', on: true, pictures: false, tables: true }],
}

describe('merged', () => {
  it('keeps what two changed in different places', () => {
    const mine = { ...base, intro: 'Guten Tag.', chapters: [{ ...base.chapters[0]!, on: false }, base.chapters[1]!] }
    const theirs = { ...base, paper: 'a3' as const, chapters: [base.chapters[0]!, { ...base.chapters[1]!, sentence: 'Bedarf.' }] }
    expect(merged(base, mine, theirs)).toEqual({
      clash: false,
      choice: { ...base, intro: 'Guten Tag.', paper: 'a3', chapters: [{ ...base.chapters[0]!, on: false }, { ...base.chapters[1]!, sentence: 'Bedarf.' }] },
    })
  })
  it('says where both changed the same, and leaves what was kept first', () => {
    expect(merged(base, { ...base, rows: 5 }, { ...base, rows: 9 })).toEqual({ clash: true, choice: { ...base, rows: 9 } })
    expect(merged(base, { ...base, rows: 5 }, { ...base, rows: 5 }).clash).toBe(false)
    const said = (sentence: string) => ({ ...base, chapters: [{ ...base.chapters[0]!, sentence }, base.chapters[1]!] })
    expect(merged(base, said('A'), said('B'))).toEqual({ clash: true, choice: said('B') })
  })
  it('takes my order where the other one left it', () => {
    const turned = { ...base, chapters: [...base.chapters].reverse() }
    expect(merged(base, turned, { ...base, rows: 9 }).choice).toEqual({ ...turned, rows: 9 })
    expect(merged(base, { ...base, intro: undefined }, { ...base, intro: 'x' }).choice.intro).toBe('x')
  })
})
