import { Problem } from '../api/problem.ts'

/** The longest pause between two tries to reach what is away. */
const longest = 30_000

/** Whether what went wrong may be over without anybody's doing: the database or the service is away. */
function passing(p: Problem): boolean {
  return p.status === 0 || p.code === 'unavailable'
}

/**
 * What a page asks the service for. The question runs again when anything reactive that it reads changes; the old answer
 * stays until the new one is there, so that nothing flickers. A question that gives undefined is not asked. While the service or its database
 * is away, it is asked again by itself, after the pause that the service names and then after longer ones.
 */
export class Remote<T> {
  data = $state.raw<T | undefined>(undefined)
  problem = $state.raw<Problem | undefined>(undefined)
  waiting = $state(false)
  /** Somebody did not want to wait; again asks anew. */
  stopped = $state(false)
  #again = $state(0)
  #stop: AbortController | undefined
  #tries = 0

  constructor(question: () => ((signal: AbortSignal) => Promise<T>) | undefined) {
    $effect(() => {
      void this.#again
      const run = question()
      if (!run) {
        this.data = undefined
        this.problem = undefined
        this.waiting = false
        return
      }
      const stop = new AbortController()
      this.#stop = stop
      this.stopped = false
      let later: ReturnType<typeof setTimeout> | undefined
      this.waiting = true
      run(stop.signal).then(
        (data) => {
          if (stop.signal.aborted) return
          this.data = data
          this.problem = undefined
          this.waiting = false
          this.#tries = 0
        },
        (e: unknown) => {
          if (stop.signal.aborted) return
          const p = e instanceof Problem ? e : Problem.unreachable()
          this.waiting = false
          if (passing(p)) later = setTimeout(() => this.#again++, Math.min(longest, 1000 * Math.max(p.retryAfter, 2 ** this.#tries++)))
          // The same again is not said again: a screen reader would read it out each time.
          const old = this.problem
          if (!old || !passing(p) || old.code !== p.code || old.detail !== p.detail) this.problem = p
          if (!(e instanceof Problem)) console.error(e)
        },
      )
      return () => {
        stop.abort()
        clearTimeout(later)
      }
    })
  }

  stop = (): void => {
    this.#stop?.abort()
    this.waiting = false
    this.stopped = true
  }

  again = (): void => {
    this.#again++
  }
}
