import type { Key } from '../model/words.ts'
import { t } from './language.svelte.ts'

const titles: Record<string, Key> = {
  start: 'ui.start.title',
  newImport: 'ui.import.title',
  help: 'ui.help.title',
  accessibility: 'ui.foot.accessibility',
  imprint: 'ui.foot.imprint',
  privacy: 'ui.foot.privacy',
  overview: 'ui.nav.overview',
  map: 'ui.nav.map',
  sideBySide: 'ui.nav.sideBySide',
  measures: 'editing.nav.measures',
  clarify: 'editing.nav.clarify',
  transitions: 'planning.nav.transitions',
  dependencies: 'planning.nav.dependencies',
  structure: 'ui.nav.structure',
  plan: 'planning.nav.plan',
  data: 'ui.nav.data',
  import: 'ui.nav.import',
  export: 'ui.nav.export',
  round: 'editing.nav.round',
  duplicates: 'ui.duplicates.tab',
  history: 'ui.nav.history',
  views: 'views.nav',
  meeting: 'meeting.nav',
  report: 'reporting.nav',
  notFound: 'ui.notFound.title',
}

/** pageTitle is what a page is called, in the title of the window and in lists; '' for a page that has no name. */
export function pageTitle(page: string): string {
  const key = titles[page]
  return key ? t(key) : ''
}
