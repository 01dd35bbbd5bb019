import { addDays } from '#shared/values/calendar-date.ts'
import { atLeast, atMost, decimal } from '#shared/values/decimal.ts'

/** What a review looks back on: a success picture that fell due, a target reached or missed, a milestone that is done. */
export const OCCASION_KINDS = ['picture', 'target', 'milestone'] as const
export type OccasionKind = (typeof OCCASION_KINDS)[number]
export const OUTCOMES = ['due', 'reached', 'missed', 'done'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Days within which the circle looks back (S41). */
export const REVIEW_DAYS = 30
/** Occasions older than this are past: only reviews that were begun are shown longer. */
export const OCCASION_DAYS = 365

/** The day by which a review is to be held. */
export const reviewDue = (occurredOn: string): string => addDays(occurredOn, REVIEW_DAYS)

/**
 * Whether a figure reaches its target.
 * @param direction of improvement; a band (`maintain`) is reached between its ends, in `band`
 */
export function reaches(
  value: string,
  target: string,
  direction: 'increase' | 'decrease' | 'maintain',
  band: { lo: string | null; hi: string | null },
): boolean {
  const figure = decimal(value)
  if (direction === 'increase') return atLeast(figure, decimal(target))
  if (direction === 'decrease') return atMost(figure, decimal(target))
  return atLeast(figure, decimal(band.lo ?? target)) && atMost(figure, decimal(band.hi ?? target))
}
