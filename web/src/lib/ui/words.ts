import { m } from '#shared/i18n/paraglide/messages.js'

/** Words of the states that have a mark. */
export const STATUS_WORDS = {
  on_track: m.status_on_track,
  watch: m.status_watch,
  off_track: m.status_off_track,
  no_data: m.status_no_data,
  no_target: m.status_no_target,
  no_state: m.status_no_state,
  apart: m.status_apart,
  target_met: m.status_target_met,
  better: m.status_better,
  stable: m.status_stable,
  worse: m.status_worse,
  unknown: m.status_unknown,
  draft: m.status_draft,
  submitted: m.status_submitted,
  returned: m.status_returned,
  validated: m.status_validated,
  published: m.status_published,
  partial: m.status_partial,
  provisional: m.status_provisional,
} as const
export type StatusName = keyof typeof STATUS_WORDS

const REASON_WORDS = {
  trajectory: m.status_reason_trajectory,
  target_met: m.status_reason_target_met,
  hold: m.status_reason_hold,
  band: m.status_reason_band,
  before_first_step: m.status_reason_before_first_step,
  not_due: m.status_reason_not_due,
  not_reported: m.status_reason_not_reported,
  incomplete: m.status_reason_incomplete,
  suppressed: m.status_reason_suppressed,
  masked: m.status_reason_masked,
  not_comparable: m.status_reason_not_comparable,
  not_put_together: m.status_reason_not_put_together,
  no_target: m.status_reason_no_target,
  no_baseline: m.status_reason_no_baseline,
  out_of_season: m.status_reason_out_of_season,
  fragile: m.status_reason_fragile,
  done: m.status_reason_done,
  coming: m.status_reason_coming,
  due_now: m.status_reason_due_now,
  late: m.status_reason_late,
  baseline: m.status_reason_baseline,
  not_applicable: m.status_reason_not_applicable,
  not_expected: m.status_reason_not_expected,
} as const

/** Why a status is what it is; an unknown reason says nothing. */
export function reasonWord(reason: string): string | undefined {
  return reason in REASON_WORDS ? REASON_WORDS[reason as keyof typeof REASON_WORDS]() : undefined
}
