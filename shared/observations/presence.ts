import type { Presence } from '#shared/progress/components.ts'
import type { ObservationState } from './life-cycle.ts'

/** Zero, missing, not applicable and not expected are four different things (domain 0.8). */
export const PRESENCES = ['reported', 'missing', 'not_applicable', 'not_expected'] as const satisfies readonly Presence[]

/** Only a reported figure has a value; a true zero is reported. */
export function hasFigure(presence: Presence): boolean {
  return presence === 'reported'
}

/** A declared « not applicable » says why (domain 3.1). */
export function needsReason(presence: Presence): boolean {
  return presence === 'not_applicable'
}

/** Received, for completeness: handed in, with a figure or declared not applicable (domain 3.10). */
export function countsAsReceived(presence: Presence, state: ObservationState): boolean {
  return (presence === 'reported' || presence === 'not_applicable') && (state === 'submitted' || state === 'validated' || state === 'published')
}
