import type { ObservationInput, SaveResult } from '#shared/observations/contract.ts'
import { isEmpty, saysSame } from './content.ts'
import { NOTHING, type Content } from './model.ts'

/** What was sent and is not answered yet: it is sent again as it was, until the server says what became of it. */
export interface Sent {
  /** Idempotency key of the request that it travelled in, with others. */
  readonly id: string
  /** Its place in that request: sent again, the request must be the same. */
  readonly place: number
  readonly kind: 'save' | 'erase'
  readonly input: ObservationInput
  readonly content: Content
}

/** What the server holds where two people met. */
export interface Theirs {
  readonly version: number
  readonly content: Content | null
  readonly by: string | null
  readonly at: string | null
  /** Of a value typed in another tab of this device that the server has not acknowledged either: what it takes. */
  readonly unsent?: ObservationInput | null
}

export type Trouble =
  { readonly kind: 'refused'; readonly code: string; readonly field: string | null } | { readonly kind: 'conflict'; readonly theirs: Theirs | null }

/** A figure that this device holds and the server has not acknowledged. Only an acknowledgement removes it. */
export interface Waiting {
  readonly scope: string
  readonly key: string
  readonly content: Content
  /** The content as the server takes it; null while it is not sound. */
  readonly input: ObservationInput | null
  /** Version that the person saw when typing; 0 when there was none. */
  readonly version: number
  /** When the first unsent change was typed, ISO. */
  readonly since: string
  readonly sent: Sent | null
  readonly trouble: Trouble | null
}

/** What the page knows of the figure on the server. */
export interface Ground {
  readonly version: number
  readonly content: Content
}

/** After a person changed a figure. Null when it says again what the server holds and nothing is on its way. */
export function edited(
  waiting: Waiting | null,
  content: Content,
  input: ObservationInput | null,
  facts: { readonly scope: string; readonly key: string; readonly ground: Ground; readonly now: string },
): Waiting | null {
  const isBack = saysSame(content, facts.ground.content)
  if (waiting === null) {
    if (isBack) return null
    return { scope: facts.scope, key: facts.key, content, input, version: facts.ground.version, since: facts.now, sent: null, trouble: null }
  }
  if (waiting.trouble?.kind === 'conflict') return { ...waiting, content, input }
  if (isBack && waiting.sent === null) return null
  return { ...waiting, content, input, trouble: null }
}

/** Whether something of it may be sent now. */
export function isReady(waiting: Waiting): boolean {
  if (waiting.sent !== null) return true
  return waiting.trouble === null && waiting.input !== null && (!isEmpty(waiting.content) || waiting.version > 0)
}

/** A figure and what of it is on its way. */
export type OnItsWay = Waiting & { readonly sent: Sent }

/** What to send: what is on its way, unchanged, or the content as it is now. @param request key of a new request, and the place in it */
export function sending(waiting: Waiting, request: Pick<Sent, 'id' | 'place'>): OnItsWay | null {
  if (waiting.sent !== null) return { ...waiting, sent: waiting.sent }
  if (waiting.input === null) return null
  const kind = isEmpty(waiting.content) ? 'erase' : 'save'
  return { ...waiting, sent: { ...request, kind, input: { ...waiting.input, version: waiting.version }, content: waiting.content } }
}

/**
 * The figures of the next request: those of one that was sent and never answered, in its order, else as many new ones of
 * one kind as a request may hold.
 */
export function nextBatch(ready: readonly Waiting[], id: string): OnItsWay[] {
  const old = ready.find(({ sent }) => sent !== null)?.sent
  if (old != null) {
    const again = ready.flatMap((one) => (one.sent?.id === old.id ? [{ ...one, sent: one.sent }] : []))
    return again.sort((a, b) => a.sent.place - b.sent.place)
  }
  const fresh = ready.flatMap((one) => sending(one, { id, place: 0 }) ?? [])
  return fresh
    .filter(({ sent }) => sent.kind === fresh[0]?.sent.kind)
    .slice(0, BATCH)
    .map((one, place) => ({ ...one, sent: { ...one.sent, place } }))
}

/** What is left after an answer, and the version and content that the server now holds. */
export interface Settled {
  readonly waiting: Waiting | null
  readonly ground: Ground | null
  readonly state: SaveResult['state']
}

const isDone = ({ outcome, code }: SaveResult, kind: Sent['kind']) =>
  outcome === 'created' || outcome === 'changed' || outcome === 'unchanged' || (kind === 'erase' && code === 'not_found')

/** After the server told what became of what was sent. What was typed meanwhile goes next, on the new version. */
export function settled(waiting: Waiting, result: SaveResult): Settled {
  const { sent } = waiting
  if (sent === null) return { waiting, ground: null, state: null }
  const isNewer = !saysSame(waiting.content, sent.content)
  if (isDone(result, sent.kind)) {
    const version = sent.kind === 'erase' ? 0 : (result.version ?? waiting.version)
    const ground = { version, content: sent.content }
    const { trouble } = waiting
    if (isNewer && trouble?.kind === 'conflict') {
      // Two tabs met over it: what was sent is now what the server holds, and the choice remains.
      const isTheirs = trouble.theirs?.content != null && saysSame(trouble.theirs.content, sent.content)
      const theirs = trouble.theirs === null || !isTheirs ? trouble.theirs : { version, content: sent.content, by: trouble.theirs.by, at: trouble.theirs.at }
      return { waiting: { ...waiting, version, sent: null, trouble: { kind: 'conflict', theirs } }, ground, state: result.state }
    }
    return { waiting: isNewer ? { ...waiting, version, sent: null, trouble: null } : null, ground, state: result.state }
  }
  if (result.outcome === 'conflict') {
    return { waiting: { ...waiting, sent: null, trouble: { kind: 'conflict', theirs: null } }, ground: null, state: result.state }
  }
  // What was handed in once is not erased: the sentence says what to type instead.
  const code = sent.kind === 'erase' ? 'emptied' : (result.code ?? 'value_required')
  const trouble = isNewer ? null : ({ kind: 'refused', code, field: result.field } as const)
  return { waiting: { ...waiting, sent: null, trouble }, ground: null, state: result.state }
}

/** Once the other's figure is known. */
export function confronted(waiting: Waiting, theirs: Theirs): Waiting {
  return waiting.trouble?.kind === 'conflict' ? { ...waiting, trouble: { kind: 'conflict', theirs } } : waiting
}

/**
 * The person chose between both values: theirs ends the matter, unless it is this device's own and has yet to be sent; the
 * own one is sent on their version.
 */
export function chosen(waiting: Waiting, choice: 'mine' | 'theirs'): Waiting | null {
  if (waiting.trouble?.kind !== 'conflict') return null
  const { theirs } = waiting.trouble
  if (theirs?.unsent !== undefined) {
    return choice === 'mine' ? { ...waiting, trouble: null } : { ...waiting, content: theirs.content ?? NOTHING, input: theirs.unsent, trouble: null }
  }
  return choice === 'theirs' ? null : { ...waiting, version: theirs?.version ?? 0, trouble: null, sent: null }
}

/** Two tabs of one person met over a figure: the value typed here stands beside the one that came from the other tab. */
export function clashed(
  waiting: Waiting | null,
  mine: { readonly content: Content; readonly input: ObservationInput | null },
  theirs: Theirs & { readonly content: Content },
  facts: { readonly scope: string; readonly key: string; readonly version: number; readonly now: string },
): Waiting {
  const base = waiting ?? { scope: facts.scope, key: facts.key, version: facts.version, since: facts.now, sent: null }
  const told = waiting === null ? theirs : { ...theirs, unsent: waiting.input }
  return { ...base, ...mine, trouble: { kind: 'conflict', theirs: told } }
}

/** What to do after a request failed as a whole. */
export type Failure = 'retry' | 'one_by_one' | 'sign_in' | 'stop'

/** Whether to try again by itself, to find the one that is refused, or to wait for the person. `status` 0: no answer came. */
export function failureOf(status: number, items: number): Failure {
  if (status === 401) return 'sign_in'
  if (status === 0 || status === 408 || status === 409 || status === 429 || status >= 500) return 'retry'
  if (status === 403 || status === 404) return 'stop'
  return items > 1 ? 'one_by_one' : 'stop'
}

const FIRST_PAUSE = 2000
const LONGEST_PAUSE = 60_000

/** Milliseconds before the next try: 2 s, 4 s, 8 s, and so on to one minute. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE)
}

/** Values in one request (ux.md e). */
export const BATCH = 50
