import type { Actor } from '#server/platform/http/actor.ts'

/** Domain 5, row 13: the backbone says where any partner stands, a contributor where its own does. */
export function mayAdopt(actor: Actor, partnerId: string): boolean {
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && actor.partnerId === partnerId)
}
