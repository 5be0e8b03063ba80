import * as api from '../api/calls.ts'
import type { Entry, Network, Schema } from '../api/types.ts'
import { language } from './language.svelte.ts'
import { place } from './place.svelte.ts'
import { Remote } from './remote.svelte.ts'

/** The network of the address: its names and catalogues, and the revision that all answers hang on. */
class Current {
  id = $derived('network' in place.route ? place.route.network : '')
  #revisions = $state<Record<string, number>>({})
  #own = new Set<string>()
  #info: Remote<Network> | undefined
  #schema: Remote<Schema> | undefined

  /** start binds the questions to the life of the program's root component. */
  start(): void {
    this.#info = new Remote(() => {
      const id = this.id
      void this.revision
      const lang = language.now
      return id ? (signal) => api.getNetwork(id, lang, signal) : undefined
    })
    this.#schema = new Remote(() => (signal) => api.getSchema(signal))
  }

  /** The newest revision that we wrote or heard of: reading it makes a question run again when it moves. */
  get revision(): number {
    return this.#revisions[this.id] ?? 0
  }

  /** moved says that a write of our own led to a revision. */
  moved(id: string, revision: number): void {
    this.#own.add(`${id} ${revision}`)
    this.heard(id, revision)
  }

  /** isOwn tells whether a revision is of our own making, on this page. */
  isOwn(id: string, revision: number): boolean {
    return this.#own.has(`${id} ${revision}`)
  }

  /** heard says that a network has come to a revision, whoever wrote it. */
  heard(id: string, revision: number): void {
    if (revision > (this.#revisions[id] ?? 0)) this.#revisions = { ...this.#revisions, [id]: revision }
  }

  get info(): Network | undefined {
    const info = this.#info?.data
    return info?.id === this.id ? info : undefined
  }

  get problem() {
    return this.#info?.problem
  }

  again = (): void => this.#info?.again()

  get schema(): Schema | undefined {
    return this.#schema?.data
  }

  get invented(): boolean {
    return this.info?.settings?.invented === true
  }

  /** The threshold from which on a pair is together. */
  get together(): number {
    const v = this.info?.settings?.together
    return typeof v === 'number' && v > 0 ? v : 2
  }

  catalogue(name: string): Entry[] {
    return this.info?.catalogues?.[name] ?? []
  }

  /** nameOf is the name of a catalogue entry, or its id where it has none. */
  nameOf(catalogue: string, id: string): string {
    return this.catalogue(catalogue).find((e) => e.id === id)?.name ?? id
  }
}

export const network = new Current()
