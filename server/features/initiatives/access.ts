import type { Actor } from '#server/platform/http/actor.ts'
import type { Person, PersonInput } from '#shared/initiatives/contract.ts'
import type { HatRow } from './hat-queries.ts'

/** The lead invites anybody; a contributor invites viewers of its own partner (domain 5, row 2). */
export function mayInvite(actor: Actor, input: Pick<PersonInput, 'role'>, partnerId: string | null): boolean {
  if (actor.role === 'backbone') return actor.isLead
  return actor.role === 'partner_contributor' && input.role === 'partner_viewer' && partnerId === actor.partnerId
}

export function mayInviteAgain(actor: Actor, hat: Pick<HatRow, 'role' | 'partner_id'>): boolean {
  return mayInvite(actor, { role: hat.role }, hat.partner_id)
}

/** What this hat may do with a person's role. */
export function personAbilities(actor: Actor, hat: HatRow): Person['abilities'] {
  const waits = hat.user_id === null && hat.phase !== 'ended'
  return [
    ...(actor.isLead ? ['change' as const] : []),
    ...(waits && mayInviteAgain(actor, hat) ? ['invite' as const] : []),
    ...(actor.isLead && hat.user_id !== null && hat.user_id !== actor.userId && hat.phase !== 'ended' ? ['reset_password' as const] : []),
  ]
}
