import type { Actor } from '#server/platform/http/actor.ts'

/** The circle reads bodies, seats and positions; funders what was published (domain 5, rows 5 and 8). */
export function isInCircle(actor: Actor): boolean {
  return actor.role !== 'funder'
}

/** Bodies, seats, roles, decisions and agreements are kept by the backbone. */
export function mayEdit(actor: Actor): boolean {
  return actor.role === 'backbone'
}

/** A partner speaks for its own seats and signs for itself; the backbone notes what it was told. */
export function maySpeakFor(actor: Actor, partnerId: string | null): boolean {
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && partnerId !== null && partnerId === actor.partnerId)
}

/** What everybody reads is a lead's to say, as releases are. */
export function mayShow(actor: Actor): boolean {
  return actor.role === 'backbone' && actor.isLead
}
