import { Problem } from '../api/problem.ts'

/**
 * What a page asks the service for. The question runs again when anything reactive that it reads changes; the old answer
 * stays until the new one is there, so that nothing flickers. A question that gives undefined is not asked.
 */
export class Remote<T> {
  data = $state.raw<T | undefined>(undefined)
  problem = $state.raw<Problem | undefined>(undefined)
  waiting = $state(false)
  #again = $state(0)

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
      this.waiting = true
      run(stop.signal).then(
        (data) => {
          if (stop.signal.aborted) return
          this.data = data
          this.problem = undefined
          this.waiting = false
        },
        (e: unknown) => {
          if (stop.signal.aborted) return
          this.problem = e instanceof Problem ? e : Problem.unreachable()
          this.waiting = false
          if (!(e instanceof Problem)) console.error(e)
        },
      )
      return () => stop.abort()
    })
  }

  again = (): void => {
    this.#again++
  }
}
