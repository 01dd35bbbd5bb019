/**
 * Works that may outlast the request that began them, one for each key: whoever asks again joins the one that goes on, and what
 * ended after its asker was sent away is the answer to the next request.
 */
export class LongWorks {
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #unseen = new Set<string>()

  /** The work of this key that goes on, else the one that is begun. */
  join(key: string, begin: () => Promise<void>): Promise<void> {
    const going = this.#underWay.get(key)
    if (going !== undefined) return going
    const work = begin()
    this.#underWay.set(key, work)
    const ended = () => void this.#underWay.delete(key)
    work.then(ended, ended)
    return work
  }

  /** Whoever waited for this work is sent away: its end will be told to whoever asks next about the subject. */
  leave(subject: string, work: Promise<void>): void {
    work.then(
      () => this.#unseen.add(subject),
      () => undefined,
    )
  }

  /** Whether a work about the subject ended unseen; it is seen from now on. */
  see(subject: string): boolean {
    return this.#unseen.delete(subject)
  }
}
