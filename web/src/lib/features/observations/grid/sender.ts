import type { SaveResult } from '#shared/observations/contract.ts'
import type { Outbox } from './outbox.ts'
import { confronted, failureOf, nextBatch, pauseAfter, settled, type OnItsWay, type Settled, type Theirs, type Trouble, type Waiting } from './queue.ts'

/** Why nothing is being sent, when something waits. */
export type Hindrance = null | 'offline' | 'signed_out' | 'refused'

export interface SenderDeps {
  readonly outbox: Outbox
  readonly initiativeId: string
  readonly hatId: string
  readonly fetch: typeof globalThis.fetch
  readonly makeId: () => string
  readonly later: (task: () => void, milliseconds: number) => void
  /** Runs work that one tab alone may do at a time. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
  /** The figure as the server holds it, for whoever met it. */
  readonly theirsOf: (waiting: Waiting) => Promise<Theirs | null>
  /** Some figures are on their way, or were answered. */
  readonly changed: (keys: readonly string[], answers: ReadonlyMap<string, Settled>) => void
}

export interface Sender {
  /** Sends what is ready; a call during another one waits for it and sends the rest. */
  readonly flush: () => Promise<void>
  readonly hindrance: () => Hindrance
  readonly isSending: (key: string) => boolean
}

const NOTHING_ANSWERED: ReadonlyMap<string, Settled> = new Map()
const keysOf = (items: readonly Waiting[]) => items.map(({ key }) => key)

/** Empties the outbox, fifty at a time, only by what the server acknowledges (ux.md 1). */
export function makeSender(deps: SenderDeps): Sender {
  const { outbox } = deps
  const base = `/api/v1/initiatives/${encodeURIComponent(deps.initiativeId)}/observations`
  let running: Promise<void> | null = null
  let isAgain = false
  let isDue = false
  let failures = 0
  let hindrance: Hindrance = null
  let onWay = new Set<string>()
  // What the server refuses as a whole is not tried again by itself in this visit.
  const stopped = new Set<string>()

  async function request(items: readonly OnItsWay[]): Promise<{ results: SaveResult[] } | { status: number; code: string }> {
    const kind = items[0]?.sent.kind ?? 'save'
    const body =
      kind === 'save'
        ? items.map(({ sent }) => sent.input)
        : items.map(({ sent: { input } }) => ({
            indicator: input.indicator,
            territory: input.territory,
            partner: input.partner ?? null,
            period: input.period,
            category: input.category ?? 'TOTAL',
            version: input.version ?? 1,
          }))
    try {
      const answer = await deps.fetch(kind === 'save' ? base : `${base}/erasure`, {
        method: kind === 'save' ? 'PUT' : 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'maillage-hat': deps.hatId, 'idempotency-key': items[0]?.sent.id ?? '' },
        credentials: 'same-origin',
        body: JSON.stringify({ items: body }),
        signal: AbortSignal.timeout(30_000),
      })
      const told = (await answer.json()) as { results?: SaveResult[]; code?: string }
      if (answer.ok && told.results?.length === items.length) return { results: told.results }
      return { status: answer.ok ? 500 : answer.status, code: told.code ?? 'unexpected' }
    } catch {
      return { status: 0, code: 'unavailable' }
    }
  }

  async function settleAll(items: readonly OnItsWay[], results: readonly SaveResult[]): Promise<void> {
    const answers = new Map<string, Settled>()
    const byKey = new Map(items.map((item, index) => [item.key, { item, result: results[index] }]))
    await outbox.update([...byKey.keys()], (key, now) => {
      const { item, result } = byKey.get(key) ?? {}
      if (item === undefined || result === undefined) return now
      // What was typed meanwhile, here or in another tab, is in the outbox beside what was sent.
      const answer = settled({ ...(now ?? item), sent: item.sent }, result)
      answers.set(key, answer)
      return answer.waiting
    })
    onWay = new Set()
    deps.changed([...answers.keys()], answers)
    for (const [key, { waiting }] of answers) {
      if (waiting?.trouble?.kind !== 'conflict' || waiting.trouble.theirs !== null) continue
      const theirs = await deps.theirsOf(waiting)
      if (theirs === null) continue
      await outbox.update([key], (_, now) => (now === null ? null : confronted(now, theirs)))
      deps.changed([key], NOTHING_ANSWERED)
    }
  }

  /** Takes what was sent as not sent, with what is wrong with it. */
  async function takeBack(items: readonly OnItsWay[], trouble: Trouble | null): Promise<void> {
    await outbox.update(keysOf(items), (_, now) => (now === null ? null : { ...now, sent: null, trouble: trouble ?? now.trouble }))
    onWay = new Set()
    deps.changed(keysOf(items), NOTHING_ANSWERED)
  }

  async function oneByOne(items: readonly OnItsWay[]): Promise<boolean> {
    for (const item of items) {
      // Another request than the one that was refused: under a key of its own.
      const alone = { ...item, sent: { ...item.sent, id: deps.makeId(), place: 0 } }
      await outbox.update([item.key], (_, now) => (now === null ? null : { ...now, sent: alone.sent }))
      if (!(await send([alone]))) return false
    }
    return true
  }

  /** @returns whether to go on with the next batch */
  async function send(items: readonly OnItsWay[]): Promise<boolean> {
    onWay = new Set(keysOf(items))
    deps.changed([...onWay], NOTHING_ANSWERED)
    const answer = await request(items)
    if ('results' in answer) {
      failures = 0
      hindrance = null
      await settleAll(items, answer.results)
      return true
    }
    onWay = new Set()
    // Part of what travelled together was changed since: it is another request now.
    if (answer.code === 'idempotency_key_reused') {
      await takeBack(items, null)
      return true
    }
    const failure = failureOf(answer.status, items.length)
    if (failure === 'one_by_one') return oneByOne(items)
    if (failure === 'stop' && answer.status !== 403 && answer.status !== 404) {
      // The one that is refused, found: it says why, and the others go on.
      await takeBack(items, { kind: 'refused', code: answer.code, field: null })
      return true
    }
    failures += 1
    hindrance = failure === 'sign_in' ? 'signed_out' : failure === 'stop' ? 'refused' : 'offline'
    if (failure === 'stop') for (const { key } of items) stopped.add(key)
    if (failure === 'retry' && !isDue) {
      isDue = true
      deps.later(() => {
        isDue = false
        void flush()
      }, pauseAfter(failures))
    }
    deps.changed(keysOf(items), NOTHING_ANSWERED)
    return failure === 'stop'
  }

  async function run(): Promise<void> {
    // Another tab may have sent since: what the device holds decides.
    deps.changed(await outbox.reread(), NOTHING_ANSWERED)
    for (;;) {
      const ready = outbox.ready().filter(({ key }) => !stopped.has(key))
      const batch = nextBatch(ready, deps.makeId())
      if (batch.length === 0) return
      const sent = new Map(batch.map((one) => [one.key, one.sent]))
      await outbox.update([...sent.keys()], (key, now) => (now === null ? null : { ...now, sent: sent.get(key) ?? now.sent }))
      if (!(await send(batch))) return
    }
  }

  async function flush(): Promise<void> {
    if (running !== null) {
      isAgain = true
      return running
    }
    running = deps.alone(run).finally(() => {
      running = null
    })
    await running
    if (isAgain) {
      isAgain = false
      await flush()
    }
  }

  return { flush, hindrance: () => hindrance, isSending: (key) => onWay.has(key) }
}
