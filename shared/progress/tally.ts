import type { ProgressCell } from './contract.ts'

/** Reasons for which it is too early to tell anything. */
export const TOO_EARLY: readonly string[] = ['not_due', 'baseline', 'before_first_step']

export interface Tallied extends Record<'on_track' | 'watch' | 'off_track' | 'no_data', number> {
  /** Those without data for which it is only too early. */
  readonly early: number
  /** Shown as fragile and therefore counted nowhere. */
  readonly fragile: number
}

/** What of a figure the headline counts; a final target that is reached may say so itself, and is on track. */
export interface Counted {
  readonly status: ProgressCell['status'] | 'target_met'
  readonly reason: string
  readonly isFragile: boolean
}

/** How many indicators stand where; those shown as fragile are left out of the headline and said (domain 3.7). */
export function tallyOf(rows: readonly Counted[]): Tallied {
  const tally = { on_track: 0, watch: 0, off_track: 0, no_data: 0 }
  const counted = rows.filter((row) => !row.isFragile)
  for (const row of counted) tally[row.status === 'target_met' ? 'on_track' : row.status] += 1
  return { ...tally, early: counted.filter((row) => row.status === 'no_data' && TOO_EARLY.includes(row.reason)).length, fragile: rows.length - counted.length }
}
