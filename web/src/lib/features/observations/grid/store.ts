import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Waiting } from './queue.ts'
import { NO_HISTORY, type History } from './undo.ts'

interface Schema extends DBSchema {
  /** Figures not acknowledged, by scope and key. */
  waiting: { key: [string, string]; value: Waiting }
  /** Steps to undo, by scope and page. */
  history: { key: [string, string]; value: History }
}

/** Name that the page's own script knows too, to empty it at sign-out. */
export const DATABASE = 'maillage-entry'

/** What this device keeps of one person's entry. */
export interface Store {
  readonly all: () => Promise<Waiting[]>
  readonly keep: (changed: readonly { readonly key: string; readonly waiting: Waiting | null }[]) => Promise<void>
  readonly history: () => Promise<History>
  readonly keepHistory: (history: History) => Promise<void>
}

/**
 * Opens the person's store. A device that keeps nothing (private windows of some browsers) gets one in memory: the
 * page says so, and everything else works.
 */
export async function openStore(scope: string, page: string): Promise<Store & { readonly isKept: boolean }> {
  let db: IDBPDatabase<Schema>
  try {
    db = await openDB<Schema>(DATABASE, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('waiting')
        fresh.createObjectStore('history')
      },
    })
  } catch {
    return { ...inMemory(), isKept: false }
  }
  // Somebody signs out: the page's own script removes the database, which must not be open then.
  addEventListener('maillage:leaving', () => db.close())
  return {
    isKept: true,
    all: () => db.getAll('waiting', IDBKeyRange.bound([scope, ''], [scope, '\uffff'])),
    async keep(changed) {
      const { store, done } = db.transaction('waiting', 'readwrite')
      await Promise.all([...changed.map(({ key, waiting }) => (waiting === null ? store.delete([scope, key]) : store.put(waiting, [scope, key]))), done])
    },
    history: async () => (await db.get('history', [scope, page])) ?? NO_HISTORY,
    keepHistory: async (history) => void (await db.put('history', history, [scope, page])),
  }
}

function inMemory(): Store {
  const kept = new Map<string, Waiting>()
  let history = NO_HISTORY
  return {
    all: () => Promise.resolve([...kept.values()]),
    keep: (changed) => {
      for (const { key, waiting } of changed) {
        if (waiting === null) kept.delete(key)
        else kept.set(key, waiting)
      }
      return Promise.resolve()
    },
    history: () => Promise.resolve(history),
    keepHistory: (next) => {
      history = next
      return Promise.resolve()
    },
  }
}
