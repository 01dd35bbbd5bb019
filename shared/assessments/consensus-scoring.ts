import type { Answers } from './instruments.ts'
import { itemsOf, type Instrument } from './instrument.ts'

export type DimensionState = 'met' | 'partial' | 'absent'

/** State of one precondition: met from five points with no item at zero, absent up to two (domain 2.2). Open items count as zero. */
export function preconditionState(values: readonly number[]): DimensionState {
  const points = values.reduce((sum, value) => sum + value, 0)
  if (points <= 2) return 'absent'
  return points >= 5 && !values.includes(0) ? 'met' : 'partial'
}

/** Whether to launch, and what comes next where not. */
export interface Preconditions {
  readonly states: Readonly<Record<string, DimensionState>>
  readonly isReady: boolean
  /** Items at zero: the next steps. */
  readonly next: readonly string[]
  /** Perhaps one organisation alone, or a wider movement, fits better. */
  readonly suitsOtherForm: boolean
}

export function preconditionsOf(instrument: Instrument, answers: Answers): Preconditions {
  const valueOf = (code: string) => (typeof answers[code] === 'number' ? answers[code] : 0)
  const states = Object.fromEntries(instrument.dimensions.map(({ key }) => [key, preconditionState(itemsOf(instrument, key).map(({ code }) => valueOf(code)))]))
  const three = ['champion', 'resources', 'urgency'].map((key) => states[key])
  const isReady = !three.includes('absent') && three.filter((state) => state === 'met').length >= 2 && states.fit !== 'absent'
  return {
    states,
    isReady,
    next: isReady ? [] : instrument.items.filter(({ code }) => valueOf(code) === 0).map(({ code }) => code),
    suitsOtherForm: states.fit === 'absent',
  }
}

export type JoiningAdvice = 'settle_first' | 'find_out' | 'join' | 'join_with_conditions' | 'abstain'

/** What an organisation is told that wonders whether to join. */
export interface Joining {
  readonly fit: number | null
  readonly known: number
  readonly advice: JoiningAdvice
  /** Items not known yet: questions to ask; items at zero that are to be settled first. */
  readonly questions: readonly string[]
  readonly toSettle: readonly string[]
}

/** fit = 100 × Σ w·s ÷ (3·Σ w) over what is known; known = the share of the weight that is (domain 2.5). Weight 2 unless told. */
export function joiningOf(instrument: Instrument, answers: Answers, weights: Readonly<Record<string, number>> = {}): Joining {
  const rows = instrument.items.map((item) => ({ item, value: answers[item.code], weight: weights[item.code] ?? 2 }))
  const known = rows.filter((row): row is (typeof rows)[number] & { value: number } => typeof row.value === 'number')
  const weigh = (some: readonly { weight: number }[]) => some.reduce((sum, { weight }) => sum + weight, 0)
  const share = (100 * weigh(known)) / weigh(rows)
  const fit = known.length === 0 ? null : (100 * known.reduce((sum, { value, weight }) => sum + value * weight, 0)) / (3 * weigh(known))
  const toSettle = known.filter(({ item, value }) => item.dealBreaker === true && value === 0).map(({ item }) => item.code)
  const questions = rows.filter(({ value }) => typeof value !== 'number').map(({ item }) => item.code)
  return { fit, known: share, toSettle, questions, advice: adviceFor(toSettle.length > 0, share, fit) }
}

function adviceFor(isBlocked: boolean, known: number, fit: number | null): JoiningAdvice {
  if (isBlocked) return 'settle_first'
  if (known < 80 || fit === null) return 'find_out'
  if (fit >= 70) return 'join'
  return fit >= 50 ? 'join_with_conditions' : 'abstain'
}
