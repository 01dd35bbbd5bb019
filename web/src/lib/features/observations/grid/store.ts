import { openDB, unwrap, type DBSchema, type IDBPDatabase } from 'idb'
import type { Learned } from './model.ts'
import type { OutboxChange } from './outbox.ts'
import type { Waiting } from './queue.ts'
import { NO_HISTORY, type History } from './undo.ts'

interface Schema extends DBSchema {
  /** Figures not acknowledged, by scope and key. */
  waiting: { key: [string, string]; value: Waiting }
  /** Steps to undo, by scope and page. */
  history: { key: [string, string]; value: History }
  /** Figures as the server acknowledged them after their page was made, by scope and key: a kept page is older than they are. */
  learned: { key: [string, string]; value: Learned }
}

/** Name that the page's own script knows too, to empty it at sign-out. */
export const DATABASE = 'maillage-entry'
const VERSION = 2

/** What this device keeps of one person's entry. */
export interface Store {
  readonly all: () => Promise<Waiting[]>
  /** Changes what is kept in one go: no other tab writes between. @returns what is kept now */
  readonly update: (keys: readonly string[], change: (key: string, now: Waiting | null) => Waiting | null) => Promise<OutboxChange[]>
  readonly history: () => Promise<History>
  readonly keepHistory: (history: History) => void
  readonly learned: () => Promise<Learned[]>
  readonly learn: (figures: readonly Learned[]) => Promise<void>
  /** What the server has just told replaces what was learned before. */
  readonly forget: (keys: Iterable<string>) => Promise<void>
}

const within = (scope: string) => IDBKeyRange.bound([scope, ''], [scope, '\uffff'])

/** Steps and figures of other accounts, and of this one's other hats in the initiative, go; what was never sent stays with its author. */
async function letGo(db: IDBPDatabase<Schema>, scope: string): Promise<void> {
  const [user, initiative, hat] = scope.split(' ')
  const isOther = ([owner]: [string, string]) => {
    const [ownUser, ownInitiative, ownHat] = owner.split(' ')
    return ownUser !== user || (ownInitiative === initiative && ownHat !== hat)
  }
  for (const name of ['history', 'learned'] as const) {
    const keys = (await db.getAllKeys(name)).filter(isOther)
    await Promise.all(keys.map((key) => db.delete(name, key)))
  }
}

/**
 * Opens the person's store. A device that keeps nothing (private windows of some browsers) gets one in memory: the
 * page says so, and everything else works.
 * @param left the store was taken away: somebody signed out in this tab or another
 */
export async function openStore(scope: string, page: string, left: () => void): Promise<Store & { readonly isKept: boolean }> {
  let db: IDBPDatabase<Schema>
  try {
    db = await openDB<Schema>(DATABASE, VERSION, {
      upgrade(fresh) {
        for (const name of ['waiting', 'history', 'learned'] as const) if (!fresh.objectStoreNames.contains(name)) fresh.createObjectStore(name)
      },
      // Another tab removes the database, or needs it in a newer form.
      blocking() {
        db.close()
        left()
      },
    })
    await letGo(db, scope)
  } catch {
    return { ...inMemory(), isKept: false }
  }
  // Somebody signs out: the page's own script removes the database, which must not be open then.
  addEventListener('maillage:leaving', () => db.close())
  let latest: History | null = null
  return {
    isKept: true,
    all: () => db.getAll('waiting', within(scope)),
    async update(keys, change) {
      const { store, done } = db.transaction('waiting', 'readwrite')
      // The end of the transaction is waited for, not each of what may be hundreds of requests.
      const bare = unwrap(store)
      const changed: OutboxChange[] = []
      for (const key of keys) {
        const asked = bare.get([scope, key]) as IDBRequest<Waiting | undefined>
        asked.addEventListener('success', () => {
          const waiting = change(key, asked.result ?? null)
          if (waiting === null) bare.delete([scope, key])
          else bare.put(waiting, [scope, key])
          changed.push({ key, waiting })
        })
      }
      await done
      return changed
    },
    history: async () => (await db.get('history', [scope, page])) ?? NO_HISTORY,
    keepHistory(history) {
      // Fifty steps of hundreds of values take their time to copy: what was typed is shown, and kept, before.
      if (latest === null)
        setTimeout(() => {
          const due = latest
          latest = null
          try {
            unwrap(db.transaction('history', 'readwrite').store).put(due, [scope, page])
          } catch {
            // The database was closed meanwhile: whoever left keeps no steps to undo.
          }
        })
      latest = history
    },
    learned: () => db.getAll('learned', within(scope)),
    async learn(figures) {
      const { store, done } = db.transaction('learned', 'readwrite')
      await Promise.all([...figures.map((one) => store.put(one, [scope, one.key])), done])
    },
    async forget(keys) {
      const { store, done } = db.transaction('learned', 'readwrite')
      await Promise.all([...[...keys].map((key) => store.delete([scope, key])), done])
    },
  }
}

/** A store that lasts as long as the page. */
export function inMemory(): Store {
  const kept = new Map<string, Waiting>()
  let history = NO_HISTORY
  return {
    all: () => Promise.resolve([...kept.values()]),
    update(keys, change) {
      const changed = keys.map((key) => ({ key, waiting: change(key, kept.get(key) ?? null) }))
      for (const { key, waiting } of changed) {
        if (waiting === null) kept.delete(key)
        else kept.set(key, waiting)
      }
      return Promise.resolve(changed)
    },
    history: () => Promise.resolve(history),
    keepHistory: (next) => void (history = next),
    learned: () => Promise.resolve([]),
    learn: () => Promise.resolve(),
    forget: () => Promise.resolve(),
  }
}
