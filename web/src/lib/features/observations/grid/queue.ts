import type { ObservationInput, SaveResult } from '#shared/observations/contract.ts'
import { isEmpty, saysSame } from './content.ts'
import type { Content } from './model.ts'

/** What was sent and is not answered yet: it is sent again as it was, until the server says what became of it. */
export interface Sent {
  readonly id: string
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

/** What to send: what is on its way, unchanged, or the content as it is now. @param id idempotency key of a new attempt */
export function sending(waiting: Waiting, id: string): (Waiting & { readonly sent: Sent }) | null {
  if (waiting.sent !== null) return { ...waiting, sent: waiting.sent }
  if (waiting.input === null) return null
  const kind = isEmpty(waiting.content) ? 'erase' : 'save'
  return { ...waiting, sent: { id, kind, input: { ...waiting.input, version: waiting.version }, content: waiting.content } }
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

/** The person chose between both values: theirs ends the matter, the own one is sent on their version. */
export function chosen(waiting: Waiting, choice: 'mine' | 'theirs'): Waiting | null {
  if (waiting.trouble?.kind !== 'conflict' || choice === 'theirs') return null
  return { ...waiting, version: waiting.trouble.theirs?.version ?? 0, trouble: null, sent: null }
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
