import type { SaveResult } from '#shared/observations/contract.ts'
import type { Outbox } from './outbox.ts'
import { BATCH, confronted, failureOf, pauseAfter, sending, settled, type Sent, type Settled, type Theirs, type Waiting } from './queue.ts'

/** Why nothing is being sent, when something waits. */
export type Hindrance = null | 'offline' | 'signed_out' | 'refused'

export interface SenderDeps {
  readonly outbox: Outbox
  readonly initiativeId: string
  readonly hatId: string
  readonly fetch: typeof globalThis.fetch
  readonly makeId: () => string
  readonly later: (task: () => void, milliseconds: number) => void
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

type OnItsWay = Waiting & { readonly sent: Sent }

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
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'maillage-hat': deps.hatId,
          ...(items.length === 1 ? { 'idempotency-key': items[0]?.sent.id ?? '' } : {}),
        },
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
    items.forEach((item, index) => {
      const result = results[index]
      // What was typed meanwhile is in the outbox, beside what was sent.
      if (result !== undefined) answers.set(item.key, settled({ ...(outbox.get(item.key) ?? item), sent: item.sent }, result))
    })
    await outbox.set([...answers].map(([key, { waiting }]) => ({ key, waiting })))
    onWay = new Set()
    deps.changed([...answers.keys()], answers)
    for (const [key, { waiting }] of answers) {
      if (waiting?.trouble?.kind !== 'conflict') continue
      const theirs = await deps.theirsOf(waiting)
      const now = outbox.get(key)
      if (theirs === null || now === null) continue
      await outbox.set([{ key, waiting: confronted(now, theirs) }])
      deps.changed([key], new Map())
    }
  }

  /** @returns whether to go on with the next batch */
  async function send(items: readonly OnItsWay[]): Promise<boolean> {
    onWay = new Set(items.map(({ key }) => key))
    deps.changed([...onWay], new Map())
    const answer = await request(items)
    if ('results' in answer) {
      failures = 0
      hindrance = null
      await settleAll(items, answer.results)
      return true
    }
    onWay = new Set()
    const failure = failureOf(answer.status, items.length)
    if (failure === 'one_by_one') {
      for (const item of items) if (!(await send([item]))) return false
      return true
    }
    if (failure === 'stop' && answer.status !== 403 && answer.status !== 404) {
      // The one that is refused, found: it says why, and the others go on.
      for (const { key } of items) {
        const now = outbox.get(key)
        if (now !== null) await outbox.set([{ key, waiting: { ...now, sent: null, trouble: { kind: 'refused', code: answer.code, field: null } } }])
      }
      deps.changed(
        items.map(({ key }) => key),
        new Map(),
      )
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
    deps.changed(
      items.map(({ key }) => key),
      new Map(),
    )
    return failure === 'stop'
  }

  async function run(): Promise<void> {
    for (;;) {
      const ready = outbox.ready().filter(({ key }) => !stopped.has(key))
      const kindOf = (one: Waiting) => sending(one, '')?.sent.kind
      const [first] = ready
      if (first === undefined) return
      const batch = ready
        .filter((one) => kindOf(one) === kindOf(first))
        .slice(0, BATCH)
        .flatMap((one) => sending(one, deps.makeId()) ?? [])
      await outbox.set(batch.map((waiting) => ({ key: waiting.key, waiting })))
      if (!(await send(batch))) return
    }
  }

  async function flush(): Promise<void> {
    if (running !== null) {
      isAgain = true
      return running
    }
    running = run().finally(() => {
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
