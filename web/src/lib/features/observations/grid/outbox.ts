import { isReady, type Waiting } from './queue.ts'
import type { Store } from './store.ts'

export type OutboxChange = { readonly key: string; readonly waiting: Waiting | null }

/** Figures of this device that the server has not acknowledged: in memory, and kept by the store at each change. */
export interface Outbox {
  readonly get: (key: string) => Waiting | null
  readonly all: () => Waiting[]
  readonly ready: () => Waiting[]
  /** Takes changes at once; the promise ends when the device has kept them. */
  readonly set: (changed: readonly OutboxChange[]) => Promise<void>
  /** Changes what the device holds at that moment, another tab's typing included. */
  readonly update: (keys: readonly string[], change: (key: string, now: Waiting | null) => Waiting | null) => Promise<void>
  /** Takes what another tab has changed and kept. */
  readonly mirror: (changed: readonly OutboxChange[]) => void
  /** Reads again what the device holds: the truth where several tabs write. @returns keys that were otherwise here */
  readonly reread: () => Promise<string[]>
}

/** What earlier visits left is in it from the start. @param told hears of every change made here, once it is kept */
export async function openOutbox(store: Store, told: (changed: readonly OutboxChange[]) => void): Promise<Outbox> {
  const held = new Map((await store.all()).map((one) => [one.key, one]))
  // How often each figure was typed here: what is read from the device meanwhile is older than that.
  const typed = new Map<string, number>()
  const typedNow = (keys: Iterable<string>) => new Map([...keys].map((key) => [key, typed.get(key)]))
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
    async set(changed) {
      for (const { key } of changed) typed.set(key, (typed.get(key) ?? 0) + 1)
      take(changed)
      await store.keep(changed)
      told(changed)
    },
    async update(keys, change) {
      const before = typedNow(keys)
      const changed = await store.update(keys, change)
      take(changed.filter(({ key }) => typed.get(key) === before.get(key)))
      told(changed)
    },
    mirror: take,
    async reread() {
      const before = typedNow(held.keys())
      const found = new Map((await store.all()).map((one) => [one.key, one]))
      const other = [...new Set([...found.keys(), ...held.keys()])].filter(
        (key) => typed.get(key) === before.get(key) && JSON.stringify(found.get(key)) !== JSON.stringify(held.get(key)),
      )
      take(other.map((key) => ({ key, waiting: found.get(key) ?? null })))
      return other
    },
  }
}
