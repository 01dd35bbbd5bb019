import type { Hat } from '#shared/accounts/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

const ROLES = {
  backbone: m.frame_role_backbone,
  partner_contributor: m.frame_role_partner_contributor,
  partner_viewer: m.frame_role_partner_viewer,
  funder: m.frame_role_funder,
} as const

/** A role in words. */
export function roleLabel(role: Hat['role']): string {
  return ROLES[role]()
}

/** A hat in words: the role, and the partner it is worn for. */
export function hatLabel(hat: Pick<Hat, 'role' | 'isLead' | 'partnerName'>): string {
  const role = hat.role === 'backbone' && hat.isLead ? m.frame_role_backbone_lead() : roleLabel(hat.role)
  return hat.partnerName === null ? role : m.frame_role_of_partner({ role, partner: hat.partnerName })
}
