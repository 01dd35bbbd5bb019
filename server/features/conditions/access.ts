import type { Actor } from '#server/platform/http/actor.ts'

/** The circle reads drafts and who answered what; funders read what is published (domain 5, row 3). */
export function isInCircle(actor: Actor): boolean {
  return actor.role !== 'funder'
}

/** Drafting agenda, goals and pictures (row 3). */
export function mayDraft(actor: Actor): boolean {
  return actor.role === 'backbone'
}

/** Publishing an agenda, adopting a goal, describing the backbone (rows 1 and 3, ★). */
export function mayDecide(actor: Actor): boolean {
  return actor.role === 'backbone' && actor.isLead
}

/** A partner answers for itself; the backbone may note an answer that it was given. */
export function mayAnswer(actor: Actor, partnerId: string): boolean {
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && actor.partnerId === partnerId)
}

/** Whoever holds a function reviews it; the backbone notes what a holder said (S75). */
export function mayReview(actor: Actor, holderId: string | null): boolean {
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && holderId !== null && actor.partnerId === holderId)
}

/** A practice rule advises in an informal initiative and refuses in a formal one (D41). */
export function practiceRefuses(actor: Actor, anyway: boolean): boolean {
  return !(anyway && actor.initiative.form === 'informal')
}
