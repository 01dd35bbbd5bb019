/**
 * Every problem the API can answer: its HTTP status and the names of its parameters.
 * The sentence is made from code and parameters in the reader's language (message keys `problems_<code>`).
 */
export const PROBLEMS = {
  // Shape of the request
  invalid_request: { status: 400, params: [] },
  malformed_body: { status: 400, params: [] },
  idempotency_key_invalid: { status: 400, params: [] },
  body_too_large: { status: 413, params: ['limitBytes'] },
  unsupported_media_type: { status: 415, params: [] },
  // Who
  not_signed_in: { status: 401, params: [] },
  sign_in_refused: { status: 401, params: [] },
  origin_refused: { status: 403, params: [] },
  not_allowed: { status: 403, params: [] },
  not_found: { status: 404, params: [] },
  hat_ended: { status: 409, params: [] },
  link_invalid: { status: 404, params: [] },
  too_many_requests: { status: 429, params: ['retrySeconds'] },
  password_too_short: { status: 422, params: ['minimum'] },
  password_too_common: { status: 422, params: [] },
  password_wrong: { status: 422, params: [] },
  // Concurrency
  version_required: { status: 428, params: [] },
  version_stale: { status: 412, params: ['version'] },
  already_exists: { status: 409, params: ['field'] },
  idempotency_key_reused: { status: 422, params: [] },
  in_use: { status: 409, params: ['by'] },
  // Rules of the domain
  unknown_reference: { status: 422, params: ['field', 'value'] },
  invalid_period: { status: 422, params: ['value'] },
  too_many_cells: { status: 422, params: ['maximum'] },
  territory_circle: { status: 422, params: ['code'] },
  territory_parent_level: { status: 422, params: ['code', 'parent'] },
  territory_dates: { status: 422, params: ['code'] },
  territory_level_in_use: { status: 409, params: ['code'] },
  territory_not_there: { status: 422, params: ['code'] },
  territory_parts_missing: { status: 422, params: ['codes'] },
  territory_already_inside: { status: 422, params: ['code', 'parent'] },
  territory_levels_differ: { status: 422, params: ['code'] },
  territory_is_top: { status: 422, params: ['code'] },
  territory_name_missing: { status: 422, params: ['code'] },
  territory_parent_missing: { status: 422, params: ['code'] },
  territory_weights: { status: 422, params: [] },
  overlap_without_range: { status: 422, params: [] },
  shape_invalid: { status: 422, params: ['code'] },
  last_lead: { status: 422, params: [] },
  account_elsewhere: { status: 403, params: [] },
  invitation_accepted: { status: 409, params: [] },
  invitation_pending: { status: 409, params: [] },
  dates_reversed: { status: 422, params: [] },
  too_many_core_indicators: { status: 422, params: ['maximum', 'indicators'] },
  definition_needs_version: { status: 409, params: ['fields'] },
  proposal_answered: { status: 409, params: ['state'] },
  partner_on_population_indicator: { status: 422, params: ['indicator'] },
  target_before_baseline: { status: 422, params: ['period'] },
  target_on_wrong_side: { status: 422, params: ['baseline', 'target'] },
  not_a_milestone: { status: 422, params: ['indicator'] },
  review_without_note: { status: 422, params: [] },
  practice_without_indicator: { status: 409, params: [] },
  goal_incomplete: { status: 422, params: ['missing'] },
  move_not_allowed: { status: 409, params: ['from', 'to'] },
  four_eyes: { status: 403, params: [] },
  observation_published: { status: 409, params: [] },
  release_building: { status: 409, params: [] },
  release_empty: { status: 409, params: [] },
  release_published: { status: 409, params: [] },
  release_not_ready: { status: 409, params: [] },
  release_overtaken: { status: 409, params: ['name'] },
  report_frozen: { status: 409, params: [] },
  report_empty: { status: 409, params: [] },
  print_unavailable: { status: 409, params: [] },
  print_busy: { status: 503, params: [] },
  print_failed: { status: 503, params: [] },
  revision_not_possible: { status: 409, params: [] },
  revision_pending: { status: 409, params: [] },
  revision_decided: { status: 409, params: [] },
  revision_outdated: { status: 409, params: [] },
  revision_without_change: { status: 422, params: [] },
  categories_above_total: { status: 422, params: [] },
  claimed_by_other: { status: 409, params: ['name'] },
  nothing_to_review: { status: 409, params: [] },
  commitment_required: { status: 403, params: [] },
  note_closed: { status: 409, params: [] },
  agenda_incomplete: { status: 422, params: ['missing'] },
  agenda_published: { status: 409, params: [] },
  agenda_not_current: { status: 409, params: [] },
  decision_closed: { status: 409, params: [] },
  decision_open: { status: 409, params: [] },
  seat_not_voting: { status: 422, params: [] },
  delegation_exceeded: { status: 422, params: ['limit'] },
  agreement_incomplete: { status: 422, params: ['missing'] },
  agreement_in_force: { status: 409, params: [] },
  agreement_not_current: { status: 409, params: [] },
  protocol_missing: { status: 422, params: [] },
  not_formal: { status: 409, params: [] },
  outcome_missing: { status: 422, params: ['items'] },
  follow_up_missing: { status: 422, params: [] },
  meeting_not_held: { status: 409, params: [] },
  meeting_not_coming: { status: 409, params: [] },
  meeting_closed: { status: 409, params: [] },
  series_rule_invalid: { status: 422, params: [] },
  series_empty: { status: 422, params: [] },
  date_in_future: { status: 422, params: [] },
  nothing_to_excuse: { status: 422, params: [] },
  nothing_owed: { status: 422, params: [] },
  extension_not_later: { status: 422, params: ['dueOn'] },
  event_lifted: { status: 409, params: [] },
  contest_draft: { status: 422, params: [] },
  contest_open: { status: 409, params: [] },
  contest_closed: { status: 409, params: [] },
  // Assessments
  round_open: { status: 409, params: [] },
  round_closed: { status: 409, params: [] },
  round_not_reopened: { status: 409, params: [] },
  round_mode_refused: { status: 422, params: [] },
  too_few_partners: { status: 422, params: ['minimum'] },
  too_few_for_comments: { status: 422, params: [] },
  partner_answered: { status: 409, params: [] },
  not_for_funders: { status: 422, params: [] },
  // Import
  import_file_missing: { status: 400, params: [] },
  import_mapping_invalid: { status: 422, params: ['pointer', 'expected'] },
  import_refused: { status: 422, params: ['reason'] },
  import_not_undoable: { status: 409, params: [] },
  import_changed_since: { status: 409, params: ['count'] },
  import_draft_incomplete: { status: 422, params: ['missing'] },
  import_draft_done: { status: 409, params: [] },
  import_unconfirmed: { status: 409, params: ['codes'] },
  // The server
  unavailable: { status: 503, params: ['retrySeconds'] },
  storage_full: { status: 507, params: [] },
  unexpected: { status: 500, params: [] },
} as const satisfies Record<string, { status: number; params: readonly string[] }>

export type ProblemCode = keyof typeof PROBLEMS
export type ProblemParams = Readonly<Record<string, string | number | readonly string[]>>

/** One fault in the input: a JSON Pointer into the body, or `/query/name`, `/params/name`. */
export interface InputError {
  readonly pointer: string
  readonly code: string
  readonly params?: ProblemParams
}

/** Body of `application/problem+json` (RFC 9457 with our members). */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly instance: string
  readonly code: ProblemCode
  readonly params: ProblemParams
  readonly errors?: readonly InputError[]
}
