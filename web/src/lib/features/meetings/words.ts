import { m } from '#shared/i18n/paraglide/messages.js'

/** Words of meetings: each value of the contract as people read it. */
export const ROLE_WORDS = { facilitator: m.meetings_role_facilitator, note_taker: m.meetings_role_note_taker, timekeeper: m.meetings_role_timekeeper } as const
export const MEASURES = ['hybrid_link', 'interpretation', 'childcare', 'transport', 'venue_access', 'schedule', 'plain_language', 'allowance'] as const
export const MEASURE_WORDS = {
  hybrid_link: m.meetings_access_hybrid_link,
  interpretation: m.meetings_access_interpretation,
  childcare: m.meetings_access_childcare,
  transport: m.meetings_access_transport,
  venue_access: m.meetings_access_venue_access,
  schedule: m.meetings_access_schedule,
  plain_language: m.meetings_access_plain_language,
  allowance: m.meetings_access_allowance,
} as const
export const RHYTHM_WORDS = {
  weekly: m.meetings_rhythm_weekly,
  every_two_weeks: m.meetings_rhythm_every_two_weeks,
  monthly: m.meetings_rhythm_monthly,
  every_two_months: m.meetings_rhythm_every_two_months,
  quarterly: m.meetings_rhythm_quarterly,
} as const
export const BLOCK_WORDS = {
  check_in: m.meetings_block_check_in,
  working_groups: m.meetings_block_working_groups,
  decisions: m.meetings_block_decisions,
  actions: m.meetings_block_actions,
} as const
export const ACTION_WORDS = { open: m.meetings_action_open, done: m.meetings_action_done, dropped: m.meetings_action_dropped } as const
export const resultWord = (result: 'carried' | 'not_carried' | null) =>
  result === null ? m.meetings_decision_open() : result === 'carried' ? m.meetings_decision_carried() : m.meetings_decision_not_carried()

/** Who owns an action: « Awa Diarra, Centre de santé ». */
export const ownerOf = (action: { readonly personName: string | null; readonly partnerName: string | null }) =>
  [action.personName, action.partnerName].filter((name) => name !== null).join(', ')
