import type { CommentKind, NoteComment, NoteLink, NoteSignature } from '#shared/notes/contract.ts'
import type { Attribution, Cause, FollowUp, NoteState, NoteType, Rung } from '#shared/notes/life.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { formatDate, formatLanguage, formatMonth } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { localName } from '#lib/state/local-name.ts'

/** Words of the notes. Their order is the order in which they are offered. */
export const TYPE_WORDS: Readonly<Record<NoteType, () => string>> = {
  failure: m.notes_type_failure,
  success: m.notes_type_success,
  challenge: m.notes_type_challenge,
  surprise: m.notes_type_surprise,
}
export const TYPE_PROMPTS: Readonly<Record<NoteType, () => string>> = {
  failure: m.notes_prompt_failure,
  success: m.notes_prompt_success,
  challenge: m.notes_prompt_challenge,
  surprise: m.notes_prompt_surprise,
}
export const RUNG_WORDS: Readonly<Record<Rung, () => string>> = {
  private: m.notes_rung_private,
  partner: m.notes_rung_partner,
  circle: m.notes_rung_circle,
  funder: m.notes_rung_funder,
  public: m.notes_rung_public,
}
export const BADGE_WORDS: Readonly<Record<Rung, () => string>> = {
  private: m.notes_badge_private,
  partner: m.notes_badge_partner,
  circle: m.notes_badge_circle,
  funder: m.notes_badge_funder,
  public: m.notes_badge_public,
}
/** What the narrow rungs are called for those who write a note together. */
export const TOGETHER_WORDS: Partial<Readonly<Record<Rung, () => string>>> = {
  private: m.notes_badge_private_together,
  partner: m.notes_badge_partner_together,
}
export const CAUSE_WORDS: Readonly<Record<Cause, () => string>> = {
  assumption: m.notes_cause_assumption,
  process: m.notes_cause_process,
  coordination: m.notes_cause_coordination,
  capacity: m.notes_cause_capacity,
  timing: m.notes_cause_timing,
  data: m.notes_cause_data,
  resources: m.notes_cause_resources,
  context: m.notes_cause_context,
  trust: m.notes_cause_trust,
}
export const STATE_WORDS: Readonly<Record<NoteState, () => string>> = {
  draft: m.notes_state_draft,
  shared: m.notes_state_shared,
  discussed: m.notes_state_discussed,
  adaptation_decided: m.notes_state_adaptation_decided,
  no_adaptation: m.notes_state_no_adaptation,
  followed_up: m.notes_state_followed_up,
  closed: m.notes_state_closed,
  withdrawn: m.notes_state_withdrawn,
}
export const ATTRIBUTION_WORDS: Readonly<Record<Attribution, () => string>> = {
  a_partner: m.notes_attribution_a_partner,
  named_partner: m.notes_attribution_named_partner,
  named_person: m.notes_attribution_named_person,
  initiative: m.notes_attribution_initiative,
}
export const COMMENT_WORDS: Readonly<Record<CommentKind, () => string>> = {
  thanks: m.notes_comment_thanks,
  us_too: m.notes_comment_us_too,
  idea: m.notes_comment_idea,
  question: m.notes_comment_question,
  offer_of_help: m.notes_comment_offer_of_help,
}
export const DECISION_WORDS = {
  adapt: m.notes_decision_adapt,
  stop: m.notes_decision_stop,
  continue: m.notes_decision_continue,
  extend: m.notes_decision_extend,
  retry: m.notes_decision_retry,
} as const
export const RESULT_WORDS = {
  helped: m.notes_result_helped,
  partly: m.notes_result_partly,
  no: m.notes_result_no,
  too_early: m.notes_result_too_early,
} as const
export const KIND_WORDS = { preventable: m.notes_kind_preventable, complex: m.notes_kind_complex, trial: m.notes_kind_trial } as const
export const CONDITION_WORDS = {
  common_agenda: m.dashboard_condition_common_agenda,
  mutually_reinforcing_activities: m.dashboard_condition_mutually_reinforcing_activities,
  shared_measurement: m.dashboard_condition_shared_measurement,
  continuous_communication: m.dashboard_condition_continuous_communication,
  backbone_support: m.dashboard_condition_backbone_support,
} as const
export const STAGE_WORDS = { initiate: m.notes_stage_initiate, organize: m.notes_stage_organize, sustain: m.notes_stage_sustain } as const
export const STEP_WORDS: Readonly<Record<FollowUp['step'], () => string>> = {
  discuss: m.notes_follow_discuss,
  decide: m.notes_follow_decide,
  check: m.notes_follow_check,
  close: m.notes_follow_close,
}
const AGAIN_WORDS: Readonly<Record<FollowUp['step'], () => string>> = {
  discuss: m.notes_again_discuss,
  decide: m.notes_again_decide,
  check: m.notes_again_check,
  close: m.notes_follow_close,
}

/** Who signs, in words. */
export function signatureWords(signature: NoteSignature): string {
  switch (signature.kind) {
    case 'named_person':
      return signature.partnerName === null ? (signature.person ?? '') : m.notes_by_person({ person: signature.person ?? '', partner: signature.partnerName })
    case 'named_partner':
      return signature.partnerName ?? m.notes_by_a_partner()
    case 'former_partner':
      return m.notes_by_former_partner()
    case 'initiative':
      return m.notes_by_initiative()
    case 'a_partner':
      return m.notes_by_a_partner()
  }
}

export function commentSignature(signature: NoteComment['signature']): string {
  if (signature.kind === 'backbone') return m.notes_by_backbone()
  if (signature.kind === 'former_partner') return m.notes_by_former_partner()
  return signature.name ?? m.notes_by_a_partner()
}

/** What a note waits for, in neutral words; null when it waits for nothing. */
export function followUpWords(followUp: FollowUp | null, locale: Locale): string | null {
  if (followUp === null) return null
  const step = STEP_WORDS[followUp.step]()
  if (followUp.dueOn === null) return step
  if (followUp.isDue) return AGAIN_WORDS[followUp.step]()
  const { dueOn } = followUp
  return dueOn.length === 7 ? m.notes_follow_due_in({ step, month: formatMonth(locale, dueOn) }) : m.notes_follow_due({ step, date: formatDate(locale, dueOn) })
}

/** When a note was shared: its day, or its month where no more is told. */
export function sharedWords(sharedOn: string, locale: Locale): string {
  return sharedOn.length === 7 ? m.notes_shared_in({ month: formatMonth(locale, sharedOn) }) : m.notes_shared_on({ date: formatDate(locale, sharedOn) })
}

/** When its text was changed after sharing. */
export function editedWords(editedOn: string, locale: Locale): string {
  return editedOn.length === 7 ? m.notes_edited_in({ month: formatMonth(locale, editedOn) }) : m.notes_edited_on({ date: formatDate(locale, editedOn) })
}

/** The name of a linked thing for this reader. */
export function linkName(link: NoteLink, locale: Locale): string {
  if (link.kind === 'condition' && link.key in CONDITION_WORDS) return CONDITION_WORDS[link.key as keyof typeof CONDITION_WORDS]()
  if (link.kind === 'stage' && link.key in STAGE_WORDS) return STAGE_WORDS[link.key as keyof typeof STAGE_WORDS]()
  return link.nameFr === null ? link.key : localName(link.nameFr, link.nameEn, locale)
}

/** Where a linked thing is shown, below the initiative's address; null where it has no page. */
export function linkPath(link: Pick<NoteLink, 'kind' | 'key'>): string | null {
  if (link.kind === 'indicator') return `/indicators/${link.key}`
  if (link.kind === 'territory') return `/territories/${link.key}`
  if (link.kind === 'condition') return '/conditions'
  return null
}

/** Name of the language of a text; `und` is one that is not in the list. */
export function languageWord(code: string, locale: Locale): string {
  return code === 'fr'
    ? m.notes_language_fr()
    : code === 'en'
      ? m.notes_language_en()
      : code === 'und'
        ? m.notes_language_other()
        : formatLanguage(locale, code)
}

/** « En anglais », beside a note that is not in the reader's language. */
export const inLanguage = (code: string, locale: Locale): string =>
  code === 'und' ? m.notes_in_other_language() : m.notes_in_language({ language: languageWord(code, locale) })
