import type { AgreementSectionName } from '#shared/governance/agreement.ts'
import type { GovernanceBody, GovernanceRole, LeadershipModel } from '#shared/governance/contract.ts'
import type { DecisionMode, Position, Result } from '#shared/governance/decision.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

export const BODY_KINDS = ['steering_committee', 'working_group', 'other'] as const
export const BODY_KIND_WORDS: Readonly<Record<GovernanceBody['kind'], () => string>> = {
  steering_committee: m.governance_kind_steering_committee,
  working_group: m.governance_kind_working_group,
  other: m.governance_kind_other,
}

export const MODE_WORDS: Readonly<Record<DecisionMode, () => string>> = {
  modified_consensus: m.governance_mode_modified_consensus,
  consensus: m.governance_mode_consensus,
  majority: m.governance_mode_majority,
  delegated: m.governance_mode_delegated,
}
export const MODE_HINTS: Readonly<Record<DecisionMode, () => string>> = {
  modified_consensus: m.governance_mode_hint_modified_consensus,
  consensus: m.governance_mode_hint_consensus,
  majority: m.governance_mode_hint_majority,
  delegated: m.governance_mode_hint_delegated,
}

export const POSITION_WORDS: Readonly<Record<Position, () => string>> = {
  for: m.governance_position_for,
  can_live_with: m.governance_position_can_live_with,
  against: m.governance_position_against,
  abstain: m.governance_position_abstain,
}
export const RESULT_WORDS: Readonly<Record<Result, () => string>> = { carried: m.governance_carried, not_carried: m.governance_not_carried }

export const LEADERSHIP_WORDS: Readonly<Record<LeadershipModel['kind'], () => string>> = {
  lead_organization: m.governance_leadership_lead_organization,
  rotating: m.governance_leadership_rotating,
  shared_steering: m.governance_leadership_shared_steering,
}

export const ROLE_WORDS: Readonly<Record<GovernanceRole['role'], () => string>> = {
  facilitation: m.governance_role_facilitation,
  communication: m.governance_role_communication,
  follow_up: m.governance_role_follow_up,
  media: m.governance_role_media,
  other: m.governance_role_other,
  chair: m.governance_role_chair,
  vice_chair: m.governance_role_vice_chair,
  secretary: m.governance_role_secretary,
  treasurer: m.governance_role_treasurer,
}
/** A role in words; one that is none of the usual ones has its own name. */
export const roleName = (role: Pick<GovernanceRole, 'role' | 'otherName'>): string => role.otherName ?? ROLE_WORDS[role.role]()

const SECTION_WORDS: Readonly<Record<AgreementSectionName, (inputs: Record<string, never>, options?: { locale?: Locale }) => string>> = {
  purpose: m.governance_section_purpose,
  roles: m.governance_section_roles,
  decisions: m.governance_section_decisions,
  data_sharing: m.governance_section_data_sharing,
  credit: m.governance_section_credit,
  conflict: m.governance_section_conflict,
  leaving: m.governance_section_leaving,
}
/** Heading of a section, in a language of its own when a page is printed in another. */
export const sectionWord = (section: AgreementSectionName, locale?: Locale): string => SECTION_WORDS[section]({}, locale === undefined ? {} : { locale })

/** Partner and person as one name: « Comité, Mélissa Côté »; null when neither is named. */
export function holderOf({ partnerName, holderName }: { partnerName: string | null; holderName: string | null }): string | null {
  const named = [partnerName, holderName].filter((name) => name !== null)
  return named.length === 0 ? null : named.join(', ')
}
