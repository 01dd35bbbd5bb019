import type { Actor } from '#server/platform/http/actor.ts'

/**
 * What a hat may do with definitions and targets (domain 5, rows 14 and 15): the backbone edits, its leads open
 * versions and approve baselines and targets, contributors may propose those.
 */
export function abilitiesFor(actor: Actor): { edit: boolean; version: boolean; propose: boolean } {
  return {
    edit: actor.role === 'backbone',
    version: actor.role === 'backbone' && actor.isLead,
    propose: actor.role === 'backbone' || actor.role === 'partner_contributor',
  }
}

/** Who owes what is the circle's business (domain 5, row 22): funders read totals alone. */
export function seesAssignments(actor: Actor): boolean {
  return actor.role !== 'funder'
}

/** A target that a partner set itself is the circle's, and the funders' when the partner agreed (domain 5, row 23). */
export function seesPartnerTarget(actor: Actor, point: { readonly partnerCode: string | null; readonly isShared: boolean | null }): boolean {
  return point.partnerCode === null || actor.role !== 'funder' || point.isShared === true
}
