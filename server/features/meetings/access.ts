import type { Actor } from '#server/platform/http/actor.ts'

/** The backbone, and of an action its owner: the person, or a contributor of the partner (domain 5, row 9). */
export function maySettle(actor: Actor, owner: { readonly personId: string | null; readonly partnerId: string | null }): boolean {
  if (actor.role === 'backbone') return true
  if (actor.role !== 'partner_contributor') return false
  return owner.personId === actor.personId || (owner.partnerId !== null && owner.partnerId === actor.partnerId)
}
