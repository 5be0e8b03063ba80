import type { Record_ } from '../api/types.ts'

/** What an institution answered about a partner: a level, or that it does not know. What was not asked is not there. */
export type Answers = Record<string, number | null>

/** Who said it, when, and how it got here. */
export interface Said {
  by: string
  on: string // YYYY-MM-DD
  source: string
  withSpeaker: boolean // the service keeps whose statement a level is
}

/** One write of a cooperation: a changed row of the store, or a new one where id is ''. */
export interface AnswerWrite {
  id: string
  record: Record<string, unknown>
}

/**
 * writesOf are the rows to write for the answers of one institution. Of several rows that are active between two the highest
 * speaks (domain.md, "Level between two institutions"), so none above the new level is left as it was. A row that would stay as
 * it is is not written, except that the day and the speaker of the statement are new.
 */
export function writesOf(institution: string, answers: Answers, rows: Record_[], said: Said): AnswerWrite[] {
  const out: AnswerWrite[] = []
  for (const [partner, level] of Object.entries(answers)) {
    const [from, to] = partner < institution ? [partner, institution] : [institution, partner]
    const between = rows
      .filter((r) => r.from === from && r.to === to && active(r, said.on))
      .sort((a, b) => levelOf(b) - levelOf(a) || (a.id < b.id ? -1 : 1))
    const now = { level, source: said.source, as_of: said.on, ...(said.withSpeaker ? { said_by: said.by } : {}) }
    if (between.length === 0) {
      const taken = rows.some((r) => r.from === from && r.to === to)
      out.push({ id: '', record: { from, to, ...now, ...(taken ? { since: said.on } : {}) } })
      continue
    }
    between.forEach((r, i) => {
      if (i > 0 && levelOf(r) <= (level ?? -1)) return
      const { id, _changed, ...rest } = r
      void _changed
      out.push({ id, record: { ...rest, ...now } })
    })
  }
  return out
}

function levelOf(r: Record_): number {
  return typeof r.level === 'number' ? r.level : -1
}

function active(r: Record_, day: string): boolean {
  return !(typeof r.since === 'string' && r.since > day) && !(typeof r.until === 'string' && r.until < day)
}
