import type { Actor } from '#server/platform/http/actor.ts'

interface WithPartners {
  readonly partners: readonly { readonly code: string; readonly role: string }[]
}

/** A partner's own activity: it leads it or contributes to it; being consulted or informed does not count. */
export function isOwn(activity: WithPartners, partnerCode: string | null): boolean {
  return (
    partnerCode !== null && activity.partners.some((partner) => partner.code === partnerCode && (partner.role === 'leads' || partner.role === 'contributes'))
  )
}

/** Domain 5, row 13: the backbone changes every activity, a contributor its partner's own. */
export function mayEdit(actor: Actor, activity: WithPartners, ownCode: string | null): boolean {
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && isOwn(activity, ownCode))
}

/** What funders may see is the backbone's decision. */
export function mayPublish(actor: Actor): boolean {
  return actor.role === 'backbone'
}

/** A link is the backbone's to make, or of a contributor whose partner leads or contributes to one of its two activities. */
export function mayLink(actor: Actor, ends: readonly { readonly abilities: { readonly edit: boolean } }[]): boolean {
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && ends.some(({ abilities }) => abilities.edit))
}

/** A part in something is the backbone's to give; a contributor takes one for its own partner. */
export function mayHold(actor: Actor, isForOwnPartner: boolean): boolean {
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && isForOwnPartner)
}

/** How people took part is recorded by the backbone, or by a contributor for its partner's own activity; of a decision, by the backbone. */
export function mayRecord(actor: Actor, activity: { readonly abilities: { readonly edit: boolean } } | undefined): boolean {
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && activity?.abilities.edit === true)
}
