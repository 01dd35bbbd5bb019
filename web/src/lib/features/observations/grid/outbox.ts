import { isReady, type Waiting } from './queue.ts'
import type { Store } from './store.ts'

export type OutboxChange = { readonly key: string; readonly waiting: Waiting | null }

/** What a person did to a figure: what waits after it, by what waited before. */
export type OutboxEdit = { readonly key: string; readonly edit: (now: Waiting | null) => Waiting | null }

/** Figures of this device that the server has not acknowledged: in memory, and kept by the store at each change. */
export interface Outbox {
  readonly get: (key: string) => Waiting | null
  readonly all: () => Waiting[]
  readonly ready: () => Waiting[]
  /**
   * Takes edits at once, and once more on what the device holds when it keeps them: what another tab has kept meanwhile is
   * met, not written over. @returns keys that turned out otherwise, when the device has kept them
   */
  readonly set: (edits: readonly OutboxEdit[]) => Promise<string[]>
  /** Whether an edit is not yet on the device: until it is, a tab that dies takes it along. */
  readonly isKeeping: () => boolean
  /** Changes what the device holds at that moment, another tab's typing included. */
  readonly update: (keys: readonly string[], change: (key: string, now: Waiting | null) => Waiting | null) => Promise<void>
  /** Reads again what the device holds: the truth where several tabs write. @returns keys that were otherwise here */
  readonly reread: () => Promise<string[]>
}

/** What earlier visits left is in it from the start. @param told is called after every change made here, once it is kept */
export async function openOutbox(store: Pick<Store, 'all' | 'update'>, told: () => void): Promise<Outbox> {
  const held = new Map((await store.all()).map((one) => [one.key, one]))
  // How often each figure was typed here: what is read from the device meanwhile is older than that.
  const typed = new Map<string, number>()
  const typedNow = (keys: Iterable<string>) => new Map([...keys].map((key) => [key, typed.get(key)]))
  let keeping = 0
  const take = (changed: readonly OutboxChange[]) => {
    for (const { key, waiting } of changed) {
      if (waiting === null) held.delete(key)
      else held.set(key, waiting)
    }
  }
  return {
    get: (key) => held.get(key) ?? null,
    all: () => [...held.values()],
    ready: () => [...held.values()].filter(isReady),
    isKeeping: () => keeping > 0,
    async set(edits) {
      const byKey = new Map(edits.map(({ key, edit }) => [key, edit]))
      for (const key of byKey.keys()) typed.set(key, (typed.get(key) ?? 0) + 1)
      const before = typedNow(byKey.keys())
      const shown = new Map([...byKey].map(([key, edit]) => [key, edit(held.get(key) ?? null)]))
      take([...shown].map(([key, waiting]) => ({ key, waiting })))
      keeping += 1
      const kept = await store
        .update([...byKey.keys()], (key, now) => byKey.get(key)?.(now) ?? null)
        .finally(() => {
          keeping -= 1
        })
      const current = kept.filter(({ key }) => typed.get(key) === before.get(key))
      take(current)
      told()
      return current.filter(({ key, waiting }) => JSON.stringify(waiting) !== JSON.stringify(shown.get(key))).map(({ key }) => key)
    },
    async update(keys, change) {
      const before = typedNow(keys)
      const changed = await store.update(keys, change)
      take(changed.filter(({ key }) => typed.get(key) === before.get(key)))
      told()
    },
    async reread() {
      const before = new Map(typed)
      const found = new Map((await store.all()).map((one) => [one.key, one]))
      const other = [...new Set([...found.keys(), ...held.keys()])].filter(
        (key) => typed.get(key) === before.get(key) && JSON.stringify(found.get(key)) !== JSON.stringify(held.get(key)),
      )
      take(other.map((key) => ({ key, waiting: found.get(key) ?? null })))
      return other
    },
  }
}
