import { problem } from '#server/platform/http/problem.ts'
import { waitFor } from './waiting.ts'

/** How long an end that nobody has heard is kept. */
const KEPT_MS = 5 * 60_000

/**
 * Works that may outlast the request that began them, one for each key: whoever asks again joins the one that goes on, and what
 * ended after its asker was sent away is the answer to the next request.
 */
export class LongWorks<T> {
  readonly #underWay = new Map<string, Promise<T>>()
  readonly #unheard = new Map<string, Promise<T>>()
  /** Works whose end somebody who joined has heard. */
  readonly #heard = new WeakSet<Promise<T>>()

  /** The work of this key that goes on, else the one that is begun. */
  join(key: string, begin: () => Promise<T>): Promise<T> {
    const going = this.#underWay.get(key)
    if (going !== undefined) return going
    const work = begin()
    this.#underWay.set(key, work)
    const ended = () => void this.#underWay.delete(key)
    work.then(ended, ended)
    return work
  }

  /**
   * Whoever waited for the work of this key is sent away: how it ends will be told to whoever asks next.
   * @param subject what an end that succeeds is kept under; one that fails is kept under its key
   */
  leave(key: string, work: Promise<T>, subject = key): void {
    const keep = (under: string) => {
      if (this.#heard.has(work)) return
      this.#unheard.set(under, work)
      setTimeout(() => this.#unheard.get(under) === work && this.#unheard.delete(under), KEPT_MS).unref()
    }
    work.then(
      () => keep(subject),
      () => keep(key),
    )
  }

  /**
   * The end of the work of this key, for whoever may wait as long as an answer does.
   * @param subject as in `leave`
   * @throws what the work threw, unavailable when it goes on
   */
  async wait(key: string, begin: () => Promise<T>, subject = key): Promise<T> {
    let work: Promise<T> | undefined
    try {
      const { result } = await waitFor(() => (work = this.join(key, begin)))
      if (result !== 'later') return result
      this.leave(key, work as Promise<T>, subject)
      work = undefined
      throw problem('unavailable', { retrySeconds: 10 })
    } finally {
      if (work !== undefined) this.#told(work)
    }
  }

  /** Whoever joined a work heard its end: nobody else is told. */
  #told(work: Promise<T>): void {
    this.#heard.add(work)
    for (const [under, one] of this.#unheard) if (one === work) this.#unheard.delete(under)
  }

  /** The work that ended unheard, if there is one; it is heard from now on. */
  hear(subject: string): Promise<T> | undefined {
    const work = this.#unheard.get(subject)
    this.#unheard.delete(subject)
    return work
  }
}
