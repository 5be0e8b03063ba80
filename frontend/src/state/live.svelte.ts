import { untrack } from 'svelte'
import { newsAddress } from '../api/calls.ts'
import { readNews, touch, touchedAt, type News, type Touched } from '../model/news.ts'
import { t } from './language.svelte.ts'
import { network } from './network.svelte.ts'
import { writes } from './writes.svelte.ts'

/** How long the answer to a write of our own may come after the news of it, before it is taken for somebody else's. */
const ownAnswer = 1500
/** How long after the service has refused the stream it is asked again; a broken line the browser mends by itself. */
const again = 3000

/**
 * What others change, as it happens: pages ask anew, an open form compares, and one line says so. Only a page that can be seen
 * listens, since a browser opens few lines to one host; on its return it hears what it missed.
 */
class Live {
  #visible = $state(document.visibilityState !== 'hidden')
  #round = $state(0)
  #touched = $state.raw<Touched>({})
  #of = ''
  readonly #id = $derived(network.info?.id ?? '') // the same while the network is asked for anew

  start(): void {
    document.addEventListener('visibilitychange', () => {
      this.#visible = document.visibilityState !== 'hidden'
    })
    $effect(() => {
      void this.#round
      const id = this.#id
      if (!id || !this.#visible) return
      return untrack(() => this.#listen(id))
    })
  }

  #listen(id: string): () => void {
    if (this.#of !== id) {
      this.#of = id
      this.#touched = {}
    }
    const source = new EventSource(newsAddress(id, Math.max(network.info?.revision ?? 0, network.revision)))
    let later: ReturnType<typeof setTimeout> | undefined
    source.onmessage = (e: MessageEvent<string>) => {
      const n = readNews(e.data)
      if (n && n.revision > network.revision) this.#heard(id, n)
    }
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return
      later = setTimeout(() => {
        network.again() // a network that is gone says so
        this.#round++
      }, again)
    }
    return () => {
      source.close()
      clearTimeout(later)
    }
  }

  #heard(id: string, n: News): void {
    network.heard(id, n.revision)
    this.#touched = touch(this.#touched, n)
    setTimeout(() => {
      if (this.#of === id && !network.isOwn(id, n.revision)) writes.tell(t('ui.live.changed', n.count))
    }, ownAnswer)
  }

  /** touchedAt is the newest revision that was heard to change a record, named kind/id; 0 when nothing was heard. */
  touchedAt(key: string): number {
    return touchedAt(this.#touched, key)
  }
}

export const live = new Live()
