import { isReady, type Waiting } from './queue.ts'
import type { Store } from './store.ts'

/** Figures of this device that the server has not acknowledged: in memory, and kept by the store at each change. */
export interface Outbox {
  readonly get: (key: string) => Waiting | null
  readonly all: () => Waiting[]
  readonly ready: () => Waiting[]
  /** Takes changes at once; the promise ends when the device has kept them. */
  readonly set: (changed: readonly { readonly key: string; readonly waiting: Waiting | null }[]) => Promise<void>
}

/** What earlier visits left is in it from the start. */
export async function openOutbox(store: Store): Promise<Outbox> {
  const held = new Map((await store.all()).map((one) => [one.key, one]))
  return {
    get: (key) => held.get(key) ?? null,
    all: () => [...held.values()],
    ready: () => [...held.values()].filter(isReady),
    set(changed) {
      for (const { key, waiting } of changed) {
        if (waiting === null) held.delete(key)
        else held.set(key, waiting)
      }
      return store.keep(changed)
    },
  }
}
