/** Which fields stand in the table of a kind; everything else is in the form. */
export const tableFields: Record<string, string[]> = {
  institutions: ['name', 'kinds', 'sector', 'provider', 'areas', 'checked_on'],
  actors: ['name', 'kind', 'institution', 'function', 'coordinates'],
  offers: ['name', 'institutions', 'phases', 'areas', 'fields', 'status', 'valid_until'],
  cooperations: ['from', 'to', 'level', 'basis', 'source', 'as_of'],
  memberships: ['body', 'member', 'since', 'until'],
  handovers: ['transition', 'from', 'to', 'children', 'as_of'],
  fundings: ['offer', 'actor', 'target', 'funder', 'programme', 'share', 'from', 'until'],
  areas: ['name', 'parent', 'children'],
  phases: ['name', 'age_from', 'age_to', 'order'],
  'institution-kinds': ['name', 'phases', 'fields'],
  providers: ['name', 'kind', 'association'],
  transitions: ['name', 'from_phase', 'to_phase', 'senders', 'receivers', 'rule'],
  targets: ['area', 'phase', 'field', 'required'],
  indicators: ['area', 'name', 'year', 'value', 'source'],
  measures: ['title', 'responsible', 'due', 'state'],
  feedback: ['date', 'says', 'from', 'occasion', 'asked', 'source'],
  goals: ['title', 'indicator', 'scope', 'start_value', 'target_value', 'due'],
}

/** The kinds of the page "Daten" in the order of its menu. */
export const dataGroups: { key: 'nodes' | 'edges' | 'plans' | 'catalogues'; plurals: string[] }[] = [
  { key: 'nodes', plurals: ['institutions', 'actors', 'offers'] },
  { key: 'edges', plurals: ['cooperations', 'memberships', 'handovers', 'fundings'] },
  { key: 'plans', plurals: ['measures', 'goals', 'feedback'] },
  {
    key: 'catalogues',
    plurals: ['areas', 'phases', 'fields', 'groups', 'sectors', 'institution-kinds', 'providers', 'funders', 'hurdles', 'transitions', 'targets', 'indicators', 'settings'],
  },
]
