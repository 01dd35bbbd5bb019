import type { Actor } from '#server/platform/http/actor.ts'

/** Domain 5, row 38: the backbone confirms and publishes, partners propose and consent. */
export const isBackbone = (actor: Actor): boolean => actor.role === 'backbone'

/** The partner that a proposal comes from; null when it is the backbone's own. */
export const proposer = (actor: Actor): string | null => (isBackbone(actor) ? null : actor.partnerId)

/** Whether this hat is asked: a person under any of its hats, a partner by its contributors. */
export function isAsked(actor: Actor, subject: { readonly partnerId: string | null; readonly userId: string | null }): boolean {
  if (subject.userId !== null) return subject.userId === actor.userId
  return actor.role === 'partner_contributor' && subject.partnerId === actor.partnerId
}
