import type { Entry, Network, Record_, SchemaField } from '../api/types.ts'

/** What a form field holds while it is edited: text for single values, a list for several, null for unknown. */
export type Draft = string | string[] | boolean | null | Record<string, string>

/** draftOf is the editable form of a value of the record. */
export function draftOf(f: SchemaField, v: unknown): Draft {
  switch (f.type) {
    case 'codes':
    case 'refs':
    case 'texts':
      return Array.isArray(v) ? v.map(String) : []
    case 'tri':
      return typeof v === 'boolean' ? v : null
    case 'counts':
    case 'attributes':
      return v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, String(x)])) : {}
    case 'marks':
      return v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, x === true ? 'true' : x === false ? 'false' : ''])) : {}
    case 'level':
      return v === null || v === undefined ? '' : String(v)
    default:
      return v === null || v === undefined ? '' : String(v)
  }
}

/** valueOf is what the service takes for a draft; undefined leaves the field out, null says unknown. NaN is no number. */
export function valueOf(f: SchemaField, d: Draft): unknown {
  switch (f.type) {
    case 'codes':
    case 'refs':
      return Array.isArray(d) && d.length > 0 ? d : undefined
    case 'texts': {
      const list = Array.isArray(d) ? d.map((x) => x.trim()).filter(Boolean) : []
      return list.length > 0 ? list : undefined
    }
    case 'tri':
      return typeof d === 'boolean' ? d : undefined
    case 'count':
    case 'number':
      return typeof d === 'string' && d.trim() !== '' ? parseNumber(d) : undefined
    case 'level':
      return d === '' || typeof d !== 'string' ? null : Number(d)
    case 'counts': {
      const entries = Object.entries((d ?? {}) as Record<string, string>).filter(([, x]) => x.trim() !== '')
      return entries.length > 0 ? Object.fromEntries(entries.map(([k, x]) => [k, parseNumber(x)])) : undefined
    }
    case 'marks': {
      const entries = Object.entries((d ?? {}) as Record<string, string>).filter(([, x]) => x !== '')
      return entries.length > 0 ? Object.fromEntries(entries.map(([k, x]) => [k, x === 'true'])) : undefined
    }
    case 'attributes': {
      const entries = Object.entries((d ?? {}) as Record<string, string>).filter(([k]) => k.trim() !== '')
      return entries.length > 0 ? Object.fromEntries(entries) : undefined
    }
    default:
      return typeof d === 'string' && d.trim() !== '' ? d.trim() : undefined
  }
}

/** parseNumber reads "1.234,5", "1234.5" and "0,8". */
export function parseNumber(text: string): number {
  let s = text.replace(/[\s\u00a0]/g, '')
  if (s.includes(',')) s = s.replaceAll('.', '').replace(',', '.')
  else if (/^\d{1,3}(\.\d{3})+$/.test(s)) s = s.replaceAll('.', '')
  return s === '' ? NaN : Number(s)
}

const catalogueOf: Record<string, string> = {
  phase: 'phases', area: 'areas', field: 'fields', group: 'groups', sector: 'sectors', hurdle: 'hurdles',
  institution_kind: 'institution_kinds', provider: 'providers', funder: 'funders', transition: 'transitions',
}

/** pluralOf is the plural of a kind that may be referred to but stands in no catalogue. */
export const nodePlurals: Record<string, string> = { institution: 'institutions', actor: 'actors', offer: 'offers' }

/** choicesOf are the records that a field may refer to, out of the network's catalogues. */
export function choicesOf(network: Network | undefined, kinds: string[]): Entry[] {
  return kinds.flatMap((k) => network?.catalogues?.[catalogueOf[k] ?? ''] ?? [])
}

/** nodeKindsOf are those kinds of a field whose records have to be fetched. */
export function nodeKindsOf(f: SchemaField): string[] {
  return (f.kinds ?? []).filter((k) => k in nodePlurals)
}

/** titleOf is what a record is called in a list. */
export function titleOf(r: Record_, names: Map<string, string>): string {
  for (const k of ['name', 'title', 'says']) if (typeof r[k] === 'string' && r[k]) return String(r[k])
  const ends = ['from', 'to', 'body', 'member', 'offer', 'funder', 'area', 'phase', 'field'].map((k) => r[k]).filter((v): v is string => typeof v === 'string' && v !== '')
  return ends.length > 0 ? ends.map((x) => names.get(x) ?? x).join(' – ') : r.id
}
