import type { Learned } from './model.ts'

/** What tabs that show sheets of the same person tell each other: that the outbox was changed (what it holds is read on the device), or what was learned. */
export type Told = { readonly kind: 'waiting' } | { readonly kind: 'learned'; readonly figures: readonly Learned[] }

/** The person's other tabs. */
export interface Tabs {
  readonly tell: (what: Told) => void
  /** Runs work that one tab alone may do at a time; where browsers cannot tell, each does it and the server sorts it out. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
}

/** @param scope account, initiative and hat: nobody else hears @param hear is called for each thing another tab tells */
export function openTabs(scope: string, hear: (what: Told) => void): Tabs {
  let channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`maillage-entry ${scope}`)
  channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => hear(data))
  addEventListener('maillage:leaving', () => {
    channel?.close()
    channel = null
  })
  const locks = navigator.locks as LockManager | undefined
  return {
    tell: (what) => channel?.postMessage(what),
    // The browser lets go of a lock when its tab dies.
    alone: async (work) => (locks === undefined ? work() : ((await locks.request(`maillage-entry ${scope}`, work)) as Awaited<ReturnType<typeof work>>)),
  }
}
