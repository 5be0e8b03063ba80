import * as api from '../api/calls.ts'
import { Problem } from '../api/problem.ts'
import { network } from './network.svelte.ts'
import { t } from './language.svelte.ts'

export interface Notice {
  id: number
  kind: 'saved' | 'undone' | 'failed' | 'told'
  text: string
  undo?: () => void
  /** What the button says where it does not take back or repeat. */
  label?: string
}

interface Step {
  network: string
  revision: number
}

/** Every write goes through here: it is done at once, said in one line, and taken back with one click or Strg+Z. */
class Writes {
  notice = $state.raw<Notice | undefined>(undefined)
  #undo: Step[] = []
  #redo: Step[] = []
  #id = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** run performs a write; null means it failed and has been said. */
  async run<T extends { revision: number; undo?: number }>(id: string, write: () => Promise<T>, text?: string | ((done: T) => string)): Promise<T | null> {
    try {
      const done = await write()
      this.done(id, done.undo, typeof text === 'function' ? text(done) : text)
      network.moved(id, done.revision)
      return done
    } catch (e) {
      this.failed(e)
      return null
    }
  }

  /** done says that a write is done, and remembers its revision to be taken back; a write that changed nothing has none. */
  done(id: string, revision: number | undefined, text?: string): void {
    if (!revision) {
      this.#say('saved', text ?? t('ui.saved'))
      return
    }
    this.#undo.push({ network: id, revision })
    this.#redo = []
    this.#say('saved', text ?? t('ui.saved'), () => void this.undo())
  }

  /** offer says something with one thing to do about it. */
  offer(text: string, label: string, act: () => void): void {
    this.#say('saved', text, () => {
      this.close()
      act()
    }, label)
  }

  /** tell says something that needs no answer, unless something that may need one stands there. */
  tell(text: string): void {
    if (!this.notice || this.notice.kind === 'told') this.#say('told', text)
  }

  failed(e: unknown): void {
    const p = e instanceof Problem ? e : Problem.unreachable()
    this.#say('failed', p.status === 0 ? t('ui.problem.unreachable') : p.message)
  }

  async undo(): Promise<void> {
    await this.#step(this.#undo, this.#redo, 'undone')
  }

  async redo(): Promise<void> {
    await this.#step(this.#redo, this.#undo, 'saved')
  }

  async #step(from: Step[], to: Step[], kind: 'undone' | 'saved'): Promise<void> {
    const last = from.findLastIndex((s) => s.network === network.id)
    const step = from[last]
    if (!step) return
    try {
      const back = await api.undo(step.network, step.revision)
      from.splice(last, 1)
      to.push({ network: step.network, revision: back.revision })
      network.moved(step.network, back.revision)
      this.#say(kind, kind === 'undone' ? t('ui.undone') : t('ui.redone'), kind === 'undone' ? () => void this.redo() : () => void this.undo())
    } catch (e) {
      from.splice(last, 1)
      this.failed(e)
    }
  }

  close = (): void => {
    this.notice = undefined
  }

  #say(kind: Notice['kind'], text: string, undo?: () => void, label?: string): void {
    this.notice = { id: ++this.#id, kind, text, undo, label }
    clearTimeout(this.#timer)
    if (kind !== 'failed') this.#timer = setTimeout(this.close, 12_000)
  }
}

export const writes = new Writes()
