import type { ShownStatus } from './shown-status.ts'

/** Reasons for which it is too early to tell anything. */
export const TOO_EARLY: readonly string[] = ['not_due', 'baseline', 'before_first_step']

export type TallyState = Exclude<ShownStatus, 'target_met' | 'apart' | 'no_state'>

/** Where a figure is counted: one without an overall figure gives none, and of one without a state nothing is known either. */
const COUNTED_AS: Partial<Readonly<Record<ShownStatus, TallyState>>> = { target_met: 'on_track', apart: 'no_data', no_state: 'no_data' }

export interface Tallied extends Record<TallyState, number> {
  /** Those without data for which it is only too early. */
  readonly early: number
  /** Those counted without data that have a figure, and no state. */
  readonly stateless: number
  /** Shown as fragile and therefore counted nowhere. */
  readonly fragile: number
  /** Nothing is compared with anything: no indicator has a target, so that a count of states would say « none on track » of nothing. */
  readonly isUnjudged: boolean
}

/** What of a figure the headline counts; a final target that is reached may say so itself, and is on track. */
export interface Counted {
  readonly status: ShownStatus
  readonly reason: string
  readonly isFragile: boolean
  readonly hasTarget: boolean
}

/** The states that a tally shows: « without a target » only where it says something, and « without data » then only where there are some. */
export function statesOf(tally: Readonly<Record<TallyState, number>>): TallyState[] {
  const none = tally.no_target === 0 ? (['no_data'] as const) : tally.no_data === 0 ? (['no_target'] as const) : (['no_target', 'no_data'] as const)
  return ['on_track', 'watch', 'off_track', ...none]
}

/** How many indicators stand where; those shown as fragile are left out of the headline and said (domain 3.7). */
export function tallyOf(rows: readonly Counted[]): Tallied {
  const tally = { on_track: 0, watch: 0, off_track: 0, no_target: 0, no_data: 0 }
  const counted = rows.filter((row) => !row.isFragile)
  for (const { status } of counted) tally[COUNTED_AS[status] ?? (status as TallyState)] += 1
  return {
    ...tally,
    early: counted.filter((row) => (COUNTED_AS[row.status] ?? row.status) === 'no_data' && TOO_EARLY.includes(row.reason)).length,
    stateless: counted.filter((row) => row.status === 'no_state').length,
    fragile: rows.length - counted.length,
    isUnjudged: rows.some(({ status }) => status === 'no_target') && !rows.some((row) => row.hasTarget),
  }
}
