import type { Actor } from '#server/platform/http/actor.ts'
import type { PartnerChange } from '#shared/partners/contract.ts'

/** What a partner says of itself; code, dates, level and hosting are the backbone's to set. */
const OWN_SHEET = new Set<keyof PartnerChange>(['name', 'shortName', 'sectors', 'roleFr', 'roleEn', 'territoryCodes', 'shareWithFunder'])

/** The backbone edits every sheet, a contributor its own partner's (domain 5, row 4). */
export function mayEdit(actor: Actor, partnerId: string): boolean {
  return actor.role === 'backbone' || isOwn(actor, partnerId)
}

/** A contributor of this very partner. */
export function isOwn(actor: Actor, partnerId: string): boolean {
  return actor.role === 'partner_contributor' && actor.partnerId === partnerId
}

/** Whether the reader knows if the partner shares its figures with funders. */
export function seesSharing(actor: Actor, partnerId: string): boolean {
  return actor.role === 'backbone' || (actor.role !== 'funder' && actor.partnerId === partnerId)
}

/** Fields of a change that are not this hat's to set: sharing with funders is the partner's own choice (domain 5, row 23). */
export function fieldsRefused(actor: Actor, fields: readonly (keyof PartnerChange)[]): (keyof PartnerChange)[] {
  return fields.filter((field) => (actor.role === 'backbone' ? field === 'shareWithFunder' : !OWN_SHEET.has(field)))
}
