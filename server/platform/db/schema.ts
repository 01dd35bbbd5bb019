// Written by `npm run db -- types` from a migrated database; a test compares the two.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** jsonb: read as a value, written as JSON text. */
export type Json = ColumnType<unknown, string, string>

export interface AccessibilityMeasuresTable {
  initiative_id: string
  meeting_id: string
  measure: string
  detail: string | null
}

export interface AccessibilityRequestsTable {
  initiative_id: string
  id: Generated<string>
  meeting_id: string
  measure: string
  detail: string | null
  requester_id: string
  person_id: string
  requested_on: string
}

export interface ActionItemsTable {
  initiative_id: string
  id: Generated<string>
  meeting_id: string
  text: string
  person_id: string | null
  partner_id: string | null
  due_on: string
  state: Generated<string>
  settled_on: string | null
  version: Generated<number>
}

export interface ActivitiesTable {
  initiative_id: string
  id: Generated<string>
  goal_id: string | null
  name_fr: string
  name_en: string | null
  description_fr: string | null
  description_en: string | null
  territory_id: string | null
  starts_on: string | null
  ends_on: string | null
  state: Generated<string>
  cost: string | null
  published_on: string | null
  version: Generated<number>
  levers: Generated<string[]>
}

export interface ActivityIndicatorsTable {
  initiative_id: string
  activity_id: string
  indicator_id: string
}

export interface ActivityLinksTable {
  initiative_id: string
  id: Generated<string>
  from_id: string
  to_id: string
  how: string
  published_on: string | null
  version: Generated<number>
}

export interface ActivityPartnersTable {
  initiative_id: string
  activity_id: string
  partner_id: string
  role: string
  mission_fit: string | null
  adjustment_made: string | null
  adjusted_on: string | null
}

export interface AdaptationsTable {
  initiative_id: string
  id: Generated<string>
  note_id: string
  decision: string
  text: string
  decided_on: string
  decided_in: string | null
  owner_name: string | null
  owner_partner_id: string | null
  due_on: string | null
  version: Generated<number>
  guard: Generated<string>
}

export interface AgendaItemLinksTable {
  initiative_id: string
  meeting_id: string
  position: number
  number: number
  invited: Generated<string[]>
  indicator_id: string | null
  activity_id: string | null
  decision_id: string | null
  note_id: string | null
  guard: Generated<string>
}

export interface AgendaItemsTable {
  initiative_id: string
  meeting_id: string
  position: number
  title: string
  kind: Generated<string>
  expected_outcome: string | null
  minutes: number | null
  presenter: string | null
  outcome_reached: string | null
  invited: Generated<string[]>
}

export interface AgendaProposalsTable {
  initiative_id: string
  id: Generated<string>
  meeting_id: string
  partner_id: string
  person_id: string
  title: string
  why: string
  minutes: number | null
  proposed_on: string
  state: Generated<string>
  answer: string | null
  answered_on: string | null
  version: Generated<number>
}

export interface AgendaVersionsTable {
  initiative_id: string
  id: Generated<string>
  number: number
  vision_fr: string
  vision_en: string | null
  problem_statement_fr: string | null
  problem_statement_en: string | null
  principles_fr: string | null
  principles_en: string | null
  approach_fr: string | null
  approach_en: string | null
  published_on: string | null
  version: Generated<number>
}

export interface AgreementSectionsTable {
  initiative_id: string
  agreement_id: string
  section: string
  body_fr: string | null
  body_en: string | null
}

export interface AssessmentAgreementsTable {
  initiative_id: string
  round_id: string
  item_code: string
  choice: string
  comment: string | null
  decision: string | null
  activity_id: string | null
  version: Generated<number>
}

export interface AssessmentCommentsTable {
  initiative_id: string
  id: Generated<string>
  round_id: string
  body: string
  state: Generated<string>
  version: Generated<number>
}

export interface AssessmentGroupSheetsTable {
  initiative_id: string
  round_id: string
  answers: ColumnType<unknown, string | undefined, string>
  proofs: ColumnType<unknown, string | undefined, string>
  version: Generated<number>
}

export interface AssessmentInvitationsTable {
  initiative_id: string
  id: Generated<string>
  round_id: string
  partner_id: string
  secret_hash: string
  used: Generated<boolean>
}

export interface AssessmentPairsTable {
  initiative_id: string
  round_id: string
  partner_id: string
  about_id: string
  answers: Json
}

export interface AssessmentParticipationsTable {
  initiative_id: string
  round_id: string
  partner_id: string
}

export interface AssessmentPartiesTable {
  initiative_id: string
  round_id: string
  position: number
  name_fr: string
  name_en: string | null
}

export interface AssessmentPartySheetsTable {
  initiative_id: string
  round_id: string
  position: number
  link_hash: string
  answers: ColumnType<unknown, string | undefined, string>
  people: number | null
  is_sent: Generated<boolean>
  saves: Generated<string[]>
}

export interface AssessmentResultsTable {
  initiative_id: string
  round_id: string
  edition: number
  told_on: string
  figures: Json
}

export interface AssessmentRoundsTable {
  initiative_id: string
  id: Generated<string>
  instrument: string
  instrument_version: number
  mode: string
  breakdown: Generated<string>
  phase: string
  purpose: string
  minimum: Generated<number>
  opens_on: string
  closes_on: string
  state: Generated<string>
  closed_on: string | null
  edition: Generated<number>
  version: Generated<number>
  stage_code: string | null
}

export interface AssessmentSecretsTable {
  initiative_id: string
  round_id: string
  secret: string
}

export interface AssessmentSharesTable {
  initiative_id: string
  round_id: string
  instrument: string
  instrument_version: number
  closed_on: string
  decision: string
  decided_on: string
  figures: Json
}

export interface AssessmentSheetsTable {
  initiative_id: string
  round_id: string
  sheet_key: string
  partner_token: string | null
  group_tag: string | null
  answers: ColumnType<unknown, string | undefined, string>
  comment: string | null
  is_sent: Generated<boolean>
  saves: Generated<string[]>
}

export interface AssessmentWavesTable {
  initiative_id: string
  round_id: string
  number: number
  tally: Json
}

export interface AssignmentRevisionsTable {
  initiative_id: string
  id: Generated<string>
  number: GeneratedAlways<number>
  assignment_id: string
  valid_to: string | null
  period_filter: string[] | null
  paused: boolean
  replaced_at: Date
}

export interface AttendancesTable {
  initiative_id: string
  meeting_id: string
  partner_id: string
}

export interface AuditLogTable {
  initiative_id: string
  id: Generated<string>
  sequence: GeneratedAlways<number>
  at: Generated<Date>
  actor_id: string | null
  hat_id: string | null
  role: string | null
  partner_id: string | null
  action: string
  object_type: string
  object_id: string | null
  details: ColumnType<unknown, string | undefined, string>
  request_id: string | null
}

export interface BackboneFunctionsTable {
  initiative_id: string
  id: Generated<string>
  function: string
  partner_id: string | null
  holder_name: string | null
  deputy_name: string | null
  valid_from: string
  valid_to: string | null
  version: Generated<number>
}

export interface BackboneProfilesTable {
  initiative_id: string
  id: Generated<string>
  form: string
  elements: Generated<string[]>
  full_time_equivalents: string | null
  budget: string | null
  currency_code: string | null
  valid_from: string
  valid_to: string | null
  note_fr: string | null
  note_en: string | null
  version: Generated<number>
}

export interface BackboneReviewsTable {
  initiative_id: string
  id: Generated<string>
  function_id: string
  partner_id: string | null
  standing: string
  note: string | null
  reviewed_on: string
  recorded_at: Generated<Date>
}

export interface BaselineRevisionsTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string
  territory_id: string
  category: string
  period_id: string | null
  value: string | null
  numerator: string | null
  denominator: string | null
  sample_n: string | null
  source_fr: string | null
  source_en: string | null
  reason_fr: string | null
  reason_en: string | null
  replaced_on: string
  decision: string | null
  decided_on: string | null
  decided_by: string | null
  set_reason_fr: string | null
  set_reason_en: string | null
  replaced_by: string | null
}

export interface BaselinesTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string
  territory_id: string
  category: Generated<string>
  period_id: string | null
  value: string | null
  numerator: string | null
  denominator: string | null
  sample_n: string | null
  is_pending: Generated<boolean>
  due_on: string | null
  source_fr: string | null
  source_en: string | null
  flags: Generated<string[]>
  decision: string | null
  decided_on: string | null
  decided_by: string | null
  reason_fr: string | null
  reason_en: string | null
  set_by: string | null
}

export interface CalendarFeedsTable {
  initiative_id: string
  owner_id: string
  secret_hash: string
  made_at: Date
}

export interface CategoriesTable {
  initiative_id: string
  id: Generated<string>
  dimension_id: string
  code: string
  name_fr: string
  name_en: string | null
  position: Generated<number>
  is_unknown: Generated<boolean>
}

export interface CellSetsTable {
  initiative_id: string
  indicator_version_id: string
  period_id: string
}

export interface CellsTable {
  initiative_id: string
  indicator_version_id: string
  period_id: string
  level_id: string
  territory_id: string
  flavour: string
  category: string
  is_top: boolean
  sum_value: string | null
  sum_numerator: string | null
  sum_denominator: string | null
  sum_value_n: string | null
  sum_n: string | null
  lower_bound: string | null
  upper_bound: string | null
  yes_count: Generated<number>
  no_count: Generated<number>
  reported_count: Generated<number>
  missing_count: Generated<number>
  not_applicable_count: Generated<number>
  not_expected_count: Generated<number>
  weight_missing_count: Generated<number>
  own_value: string | null
  own_numerator: string | null
  own_denominator: string | null
  own_n: string | null
  own_bool: boolean | null
  own_presence: string | null
  assigned_count: Generated<number>
  received_count: Generated<number>
  expected_weight: Generated<string>
  received_weight: Generated<string>
  borrows_weight: Generated<boolean>
  flags: Generated<string[]>
}

export interface CollectionEventsTable {
  initiative_id: string
  id: Generated<string>
  note_fr: string
  note_en: string | null
  filters: ColumnType<unknown, string | undefined, string>
  report_count: number
  declared_by: string | null
  declared_on: string
  lifted_by: string | null
  lifted_on: string | null
  lifted_reason: string | null
  version: Generated<number>
}

export interface ConflictProtocolsTable {
  initiative_id: string
  steps_fr: string
  steps_en: string | null
  contact: string
  third_party: string | null
  time_limits_fr: string | null
  time_limits_en: string | null
  adopted_on: string | null
  version: Generated<number>
}

export interface ContestMessagesTable {
  initiative_id: string
  id: Generated<string>
  contest_id: string
  partner_id: string
  side: string
  is_resolution: Generated<boolean>
  author_id: string | null
  body: string
  said_at: Date
  is_carried: boolean | null
}

export interface ContestsTable {
  initiative_id: string
  id: Generated<string>
  kind: string
  observation_id: string | null
  contribution_id: string | null
  partner_id: string
  opened_on: string
  resolved_on: string | null
  resolved_side: string | null
  version: Generated<number>
}

export interface ContributionsTable {
  initiative_id: string
  id: Generated<string>
  partner_id: string
  kind: string
  description_fr: string | null
  description_en: string | null
  amount: string | null
  hours: string | null
  offered_on: string | null
  confirmed_on: string | null
  version: Generated<number>
}

export interface DecisionPositionsTable {
  initiative_id: string
  decision_id: string
  seat_id: string
  partner_id: string | null
  position: string
  reason: string | null
}

export interface DecisionsTable {
  initiative_id: string
  id: Generated<string>
  body_id: string
  title_fr: string
  title_en: string | null
  text_fr: string | null
  text_en: string | null
  options: Generated<string[]>
  mode: string
  fallback_threshold: Generated<string>
  delegate_name: string | null
  delegate_partner_id: string | null
  limit_text: string | null
  limit_amount: string | null
  amount: string | null
  asked_on: string
  result: string | null
  decided_on: string | null
  voting_seats: number | null
  published_on: string | null
  version: Generated<number>
}

export interface DefinerAllowedTable {
  name: string
  reason: string
}

export interface DefinitionEditsTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string
  field: string
  old_value: string | null
  new_value: string | null
  edited_by: string | null
  edited_at: Date
  reason: string | null
}

export interface DefinitionMessagesTable {
  initiative_id: string
  id: Generated<string>
  thread_id: string
  partner_id: string | null
  author_id: string | null
  body: string
  is_resolution: Generated<boolean>
  said_at: Date
}

export interface DefinitionThreadsTable {
  initiative_id: string
  id: Generated<string>
  indicator_id: string
  version_number: number
  partner_id: string | null
  opened_on: string
  resolved_on: string | null
  resolved_side: string | null
  version: Generated<number>
}

export interface DimensionsTable {
  initiative_id: string
  id: Generated<string>
  code: string
  name_fr: string
  name_en: string | null
  exclusive: Generated<boolean>
  exhaustive: Generated<boolean>
}

export interface DueExtensionsTable {
  initiative_id: string
  id: Generated<string>
  partner_id: string | null
  period_id: string
  indicator_id: string | null
  due_on: string
  reason: string
  granted_by: string | null
  granted_at: Date
}

export interface EndedFiguresTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string
  period_id: string
  territory_id: string
  partner_id: string | null
  category: string
  version: number
}

export interface EndorsementsTable {
  initiative_id: string
  agenda_version_id: string
  partner_id: string
  state: Generated<string>
  reservations: string | null
  answered_on: string | null
  recorded_on_behalf: Generated<boolean>
  version: Generated<number>
}

export interface ExcusedReportsTable {
  initiative_id: string
  id: Generated<string>
  event_id: string
  indicator_id: string
  territory_id: string
  partner_id: string | null
  period_id: string
}

export interface FollowUpChecksTable {
  initiative_id: string
  id: Generated<string>
  note_id: string
  adaptation_id: string
  checked_on: string
  result: string
  evidence_indicator_id: string | null
  note: string | null
  next: string | null
  guard: Generated<string>
}

export interface GoalIndicatorsTable {
  initiative_id: string
  goal_id: string
  indicator_id: string
}

export interface GoalsTable {
  initiative_id: string
  id: Generated<string>
  parent_goal_id: string | null
  statement_fr: string
  statement_en: string | null
  population_of_focus_id: string | null
  territory_id: string | null
  target_date: string | null
  amount: string | null
  not_feasible_alone: Generated<boolean>
  not_feasible_why_fr: string | null
  not_feasible_why_en: string | null
  state: Generated<string>
  adopted_on: string | null
  adopted_by: string | null
  version: Generated<number>
}

export interface GovernanceBodiesTable {
  initiative_id: string
  id: Generated<string>
  name_fr: string
  name_en: string | null
  kind: Generated<string>
  mandate_fr: string | null
  mandate_en: string | null
  decision_mode: Generated<string>
  fallback_threshold: Generated<string>
  valid_from: string
  valid_to: string | null
  version: Generated<number>
}

export interface GovernanceRolesTable {
  initiative_id: string
  id: Generated<string>
  role: string
  other_name: string | null
  partner_id: string | null
  holder_name: string | null
  deputy_name: string | null
  valid_from: string
  valid_to: string | null
  version: Generated<number>
}

export interface GovernanceSeatsTable {
  initiative_id: string
  id: Generated<string>
  body_id: string
  holder_name: string | null
  partner_id: string | null
  is_voting: Generated<boolean>
  valid_from: string
  valid_to: string | null
  version: Generated<number>
}

export interface IdempotencyKeysTable {
  initiative_id: string
  actor_id: string
  key: string
  request_hash: string
  status: number
  response: Json
  created_at: Generated<Date>
}

export interface ImportDraftsTable {
  initiative_id: string
  id: Generated<string>
  owner_id: string
  partner_id: string | null
  file_name: string
  file_hash: string
  facts: Json
  content: string
  choices: Json
  checked: ColumnType<unknown, string | null | undefined, string | null>
  import_id: string | null
  rejected: ColumnType<unknown, string | null | undefined, string | null>
  version: Generated<number>
  created_at: Generated<Date>
  expires_at: Date
}

export interface ImportHabitsTable {
  initiative_id: string
  id: Generated<string>
  partner_id: string | null
  fingerprint: string
  choices: Json
  updated_at: Date
}

export interface ImportMappingsTable {
  initiative_id: string
  id: Generated<string>
  name: string
  mapping: Json
  partner_id: string | null
  version: Generated<number>
}

export interface ImportedFiguresTable {
  initiative_id: string
  import_id: string
  observation_id: string
  partner_id: string | null
  version: number
  former: ColumnType<unknown, string | null | undefined, string | null>
}

export interface ImportsTable {
  initiative_id: string
  id: Generated<string>
  file_name: string
  file_hash: string
  state: string
  is_partial: Generated<boolean>
  result: ColumnType<unknown, string | null | undefined, string | null>
  started_by: string | null
  partner_id: string | null
  started_at: Generated<Date>
  finished_at: Date | null
  made: ColumnType<unknown, string | undefined, string>
  undone_at: Date | null
  undone_by: string | null
}

export interface IndicatorDimensionsTable {
  initiative_id: string
  indicator_version_id: string
  dimension_id: string
}

export interface IndicatorLimitsTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string
  territory_id: string | null
  partner_id: string | null
  low: string | null
  high: string | null
  source: Generated<string>
  set_on: string
}

export interface IndicatorStoriesTable {
  initiative_id: string
  id: Generated<string>
  indicator_id: string
  period_id: string | null
  number: number
  story_fr: string | null
  story_en: string | null
  what_would_work_fr: string | null
  what_would_work_en: string | null
  next_actions_fr: string | null
  next_actions_en: string | null
  told_by: string | null
  told_on: string
  published_by: string | null
  published_on: string | null
  withdrawn_on: string | null
  version: Generated<number>
}

export interface IndicatorVersionsTable {
  initiative_id: string
  id: Generated<string>
  indicator_id: string
  number: number
  valid_from: Generated<string>
  valid_to: string | null
  change_reason_fr: string | null
  change_reason_en: string | null
  name_fr: string
  name_en: string | null
  definition_fr: string
  definition_en: string | null
  formula_fr: string | null
  formula_en: string | null
  purpose_fr: string
  purpose_en: string | null
  limits_fr: string | null
  limits_en: string | null
  conditions: Generated<string[]>
  result_type: string | null
  unit_kind: string
  counting_unit: string
  temporal_kind: string
  accumulation: Generated<string>
  tracked_accumulation: Generated<string>
  periods_distinct: Generated<boolean>
  direction: string
  maintain_lo: string | null
  maintain_hi: string | null
  containment: Generated<boolean>
  is_proportion: Generated<boolean>
  parts_unknown: Generated<boolean>
  denominator_shared: Generated<boolean>
  complete_list: Generated<boolean>
  display_factor: Generated<string>
  decimals: Generated<number>
  unit_label_fr: string | null
  unit_label_en: string | null
  currency_code: string | null
  index_min: string | null
  index_max: string | null
  frequency: string
  every_n_years: number | null
  status_periods: string[] | null
  overlap_partners: Generated<string>
  overlap_territories: Generated<string>
  tolerance: string | null
  on_track_ratio: Generated<string>
  watch_ratio: Generated<string>
  min_coverage: Generated<string>
  min_denominator: Generated<number>
  due_days: Generated<number>
  source_kind: Generated<string>
  source_fr: string | null
  source_en: string | null
  licence: string | null
  responsible: string | null
  suppression_applies: Generated<boolean>
  created_at: Generated<Date>
}

export interface IndicatorsTable {
  initiative_id: string
  id: Generated<string>
  code: string
  is_core: Generated<boolean>
  scope: string
  position: Generated<number>
  archived_on: string | null
  version: Generated<number>
}

export interface InitiativesTable {
  id: Generated<string>
  slug: string
  name_fr: string
  name_en: string | null
  summary_fr: string | null
  summary_en: string | null
  main_language: Generated<string>
  languages: Generated<string[]>
  form: Generated<string>
  state: Generated<string>
  phase: Generated<string>
  time_zone: Generated<string>
  currency_code: Generated<string>
  fiscal_start_month: Generated<number>
  school_start_month: Generated<number>
  territory_preset: Generated<string>
  top_territory_id: string | null
  small_count_k: Generated<number>
  min_denominator: Generated<number>
  clock_frozen_at: Date | null
  is_demo: Generated<boolean>
  planned_end_on: string | null
  version: Generated<number>
  created_at: Generated<Date>
  updated_at: Generated<Date>
  activation_reason: string | null
  guards_money: Generated<boolean>
  modules: Generated<string[]>
}

export interface JoiningInvitationsTable {
  initiative_id: string
  id: Generated<string>
  label: string
  secret_hash: string
  made_on: string
  expires_on: string
  used: Generated<boolean>
}

export interface JoiningSheetsTable {
  initiative_id: string
  sheet_key: string
  sealed: string
  delete_on: string | null
}

export interface JoiningSummariesTable {
  initiative_id: string
  id: Generated<string>
  summary_key: string
  organization: string
  message: string | null
  summary: Json
  shared_on: string
}

export interface LastLooksTable {
  initiative_id: string
  hat_id: string
  owner_id: string
  seen_on: string
  seen: Json
  before_on: string | null
  before: ColumnType<unknown, string | null | undefined, string | null>
}

export interface LeadershipModelsTable {
  initiative_id: string
  id: Generated<string>
  kind: string
  partner_id: string | null
  body_id: string | null
  note_fr: string | null
  note_en: string | null
  valid_from: string
  valid_to: string | null
  version: Generated<number>
}

export interface LeadershipTermsTable {
  initiative_id: string
  model_id: string
  starts_on: string
  partner_id: string
  holder_name: string | null
}

export interface LearningNotesTable {
  initiative_id: string
  id: Generated<string>
  type: string
  title: string
  what_happened: string
  what_was_expected: string | null
  why: string | null
  causes: Generated<string[]>
  what_we_learned: string | null
  what_we_would_do: string | null
  failure_kind: string | null
  happened_on: string | null
  language: Generated<string>
  visibility: Generated<string>
  attribution: Generated<string>
  state: Generated<string>
  no_adaptation_reason: string | null
  shared_on: string | null
  edited_on: string | null
  public_asked_on: string | null
  public_agreed_on: string | null
  collective_agreed_on: string | null
  author_id: string
  partner_id: string | null
  as_backbone: Generated<boolean>
  hidden_reason: string | null
  version: Generated<number>
  guard: GeneratedAlways<string>
  search: GeneratedAlways<string>
  list_day: GeneratedAlways<string>
}

export interface LoadedRowsTable {
  initiative_id: string
  load_id: string
  kind: string
  row_id: string
  indicator_code: string
  former: ColumnType<unknown, string | null | undefined, string | null>
  made: ColumnType<unknown, string | null | undefined, string | null>
}

export interface MapRevisionsTable {
  initiative_id: string
  id: Generated<string>
  number: GeneratedAlways<number>
  territories: Json
  links: Json
  created: Generated<string[]>
  replaced_at: Date
}

export interface MeetingDecisionsTable {
  initiative_id: string
  meeting_id: string
  decision_id: string
}

export interface MeetingRolesTable {
  initiative_id: string
  meeting_id: string
  role: string
  person_id: string
}

export interface MeetingSeriesTable {
  initiative_id: string
  id: Generated<string>
  title_fr: string
  title_en: string | null
  kind: Generated<string>
  rule: string
  starts_on: string
  starts_time: string
  minutes: number | null
  place: string | null
  planned_until: string
  ended_on: string | null
  version: Generated<number>
}

export interface MeetingsTable {
  initiative_id: string
  id: Generated<string>
  title_fr: string
  title_en: string | null
  kind: Generated<string>
  starts_at: Date
  minutes: number | null
  place: string | null
  agenda_shared_at: Date | null
  held: Generated<boolean>
  not_held_reason: string | null
  decisions_fr: string | null
  decisions_en: string | null
  version: Generated<number>
  series_id: string | null
  series_day: string | null
  record: string | null
  without_follow_up: Generated<boolean>
  closed_at: Date | null
  invited: Generated<string[]>
  record_is_shared: Generated<boolean>
}

export interface NoteAccessSuspensionsTable {
  initiative_id: string
  id: Generated<string>
  organization_id: string | null
  person_id: string | null
  starts_on: string
  until: string | null
  reason: string
  suspended_by: string | null
  lifted_on: string | null
  lift_reason: string | null
  lifted_by: string | null
  version: Generated<number>
}

export interface NoteAttachmentsTable {
  initiative_id: string
  id: Generated<string>
  note_id: string
  position: number
  kind: string
  caption: string
  width: number | null
  height: number | null
  pages: number | null
  content: Buffer
  guard: Generated<string>
}

export interface NoteAuthorshipsTable {
  initiative_id: string
  note_id: string
  author_id: string
  partner_id: string | null
  as_backbone: Generated<boolean>
  backbone_may_contact: Generated<boolean>
}

export interface NoteBreachCorrectionsTable {
  initiative_id: string
  breach_id: string
  number: number
  former: string
  reason: string
  corrected_on: string
  filed_by: string
  partner_id: string | null
}

export interface NoteBreachesTable {
  initiative_id: string
  id: Generated<string>
  organization_id: string | null
  person_id: string | null
  what_happened: string
  note_id: string | null
  filed_on: string
  filed_by: string
  partner_id: string | null
  outcome: string | null
  closed_on: string | null
  version: Generated<number>
}

export interface NoteCoauthorsTable {
  initiative_id: string
  note_id: string
  hat_id: string
  user_id: string
  position: number
  has_written: Generated<boolean>
  left_on: string | null
  author_id: string
  author_partner_id: string | null
  author_as_backbone: boolean
}

export interface NoteCommentAuthorshipsTable {
  initiative_id: string
  comment_id: string
  author_id: string
}

export interface NoteCommentsTable {
  initiative_id: string
  id: Generated<string>
  note_id: string
  kind: string
  body: Generated<string>
  language: Generated<string>
  said_on: string
  signature: string
  signed_name: string | null
  signed_partner_id: string | null
  guard: Generated<string>
}

export interface NoteLinksTable {
  initiative_id: string
  id: Generated<string>
  note_id: string
  kind: string
  goal_id: string | null
  activity_id: string | null
  indicator_id: string | null
  period_id: string | null
  condition: string | null
  territory_id: string | null
  guard: Generated<string>
  stage: string | null
}

export interface NoteSignaturesTable {
  initiative_id: string
  note_id: string
  audience: string
  partner_id: string | null
  person_name: string | null
  guard: Generated<string>
}

export interface NoteStandingsTable {
  initiative_id: string
  note_id: string
  changed_on: string
  type: string
  in_circle: boolean
  no_adaptation: boolean
}

export interface NoteTrialsTable {
  initiative_id: string
  note_id: string
  trial_id: string
  title: string
  hypothesis: string
  cost_limit: string
  starts_on: string
  ends_on: string
  sign_it_works: string
  sign_it_fails: string
  declared_on: string
  guard: Generated<string>
}

export interface NoteVersionsTable {
  initiative_id: string
  note_id: string
  number: number
  content: Json
  changed_on: string
  author_id: string
  partner_id: string | null
}

export interface NotificationsTable {
  initiative_id: string
  id: Generated<string>
  user_id: string
  hat_id: string
  kind: string
  object_key: string
  due_key: string
  facts: ColumnType<unknown, string | undefined, string>
  created_at: Generated<Date>
  read_at: Date | null
}

export interface ObservationConfirmationsTable {
  initiative_id: string
  id: Generated<string>
  observation_id: string
  number: number
  partner_id: string | null
  warnings: Json
  comment: string | null
  confirmed_by: string | null
  at: Generated<Date>
}

export interface ObservationRevisionsTable {
  initiative_id: string
  id: Generated<string>
  observation_id: string
  number: number
  partner_id: string | null
  old_figure: ColumnType<unknown, string | null | undefined, string | null>
  new_figure: Json
  old_state: string | null
  new_state: string
  reason: string
  note: string | null
  author_id: string | null
  approver_id: string | null
  at: Generated<Date>
  request_id: string | null
  same_person: Generated<boolean>
}

export interface ObservationsTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string
  territory_id: string
  partner_id: string | null
  period_id: string
  category: Generated<string>
  value: string | null
  numerator: string | null
  denominator: string | null
  sample_n: string | null
  bool_value: boolean | null
  achieved_on: string | null
  amount_original: string | null
  currency_code: string | null
  fx_rate: string | null
  fx_date: string | null
  presence: Generated<string>
  presence_reason: string | null
  state: Generated<string>
  is_direct_total: Generated<boolean>
  flags: Generated<string[]>
  comment: string | null
  return_comment: string | null
  origin: Generated<string>
  entered_on_behalf: Generated<boolean>
  entered_by: string | null
  submitted_at: Date | null
  validated_by: string | null
  validated_at: Date | null
  same_person: Generated<boolean>
  import_id: string | null
  version: Generated<number>
  updated_at: Generated<Date>
}

export interface OrganizationsTable {
  initiative_id: string
  id: Generated<string>
  name: string
  short_name: string | null
  sectors: Generated<string[]>
  website: string | null
  external_id: string | null
}

export interface OverlapEstimatesTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string | null
  territory_id: string | null
  rate: string
  method: string
  estimated_on: string
  applies_from: string | null
  note_fr: string | null
  note_en: string | null
  indicator_id: string | null
  applies_to: string | null
  withdrawn_at: Date | null
  created_at: Generated<Date>
}

export interface ParticipationRecordsTable {
  initiative_id: string
  id: Generated<string>
  activity_id: string | null
  decision: string | null
  group_name: string
  moment: string
  depth: string
  what_changed: string | null
  recorded_on: string
  version: Generated<number>
  decision_id: string | null
}

export interface PartnerTerritoriesTable {
  initiative_id: string
  partner_id: string
  territory_id: string
  valid_from: Generated<string>
  valid_to: string | null
}

export interface PartnersTable {
  initiative_id: string
  id: Generated<string>
  organization_id: string
  code: string
  level_id: string | null
  role_fr: string | null
  role_en: string | null
  joined_on: string
  left_on: string | null
  is_backbone_host: Generated<boolean>
  share_with_funder: Generated<boolean>
  is_public: Generated<boolean>
  version: Generated<number>
}

export interface PartnershipAgreementsTable {
  initiative_id: string
  id: Generated<string>
  number: number
  title_fr: string
  title_en: string | null
  review_on: string | null
  published_on: string | null
  version: Generated<number>
}

export interface PersonsTable {
  initiative_id: string
  id: Generated<string>
  user_id: string | null
  name: string
  email: string | null
  created_at: Generated<Date>
}

export interface PopulationsOfFocusTable {
  initiative_id: string
  id: Generated<string>
  label_fr: string
  label_en: string | null
  age_range: string | null
  territory_id: string | null
  estimated_size: number | null
  size_source: string | null
  size_year: number | null
  version: Generated<number>
}

export interface PracticeAdoptionsTable {
  initiative_id: string
  practice_id: string
  partner_id: string
  state: string
  since_on: string | null
  evidence: string | null
  version: Generated<number>
}

export interface PriorityBallotsTable {
  initiative_id: string
  round_id: string
  partner_id: string
  scores: Json
  is_told: Generated<boolean>
  version: Generated<number>
}

export interface PriorityCandidatesTable {
  initiative_id: string
  id: Generated<string>
  round_id: string
  position: number
  name: string
  activity_id: string | null
}

export interface PriorityRoundsTable {
  initiative_id: string
  id: Generated<string>
  title: string
  criteria: string[]
  is_named: Generated<boolean>
  closes_on: string
  state: Generated<string>
  closed_on: string | null
  result: ColumnType<unknown, string | null | undefined, string | null>
  version: Generated<number>
}

export interface PrivacyIncidentsTable {
  initiative_id: string
  id: Generated<string>
  number: number
  origin: string
  reason: string | null
  information: string
  circumstances: string
  occurred_from: string
  occurred_to: string | null
  is_period_approximate: Generated<boolean>
  aware_on: string
  persons_count: number | null
  is_count_approximate: Generated<boolean>
  risk: Generated<string>
  risk_reasons: string | null
  authority_notified_on: string | null
  persons_notified_on: string | null
  notice_note: string | null
  measures: string | null
  closed_on: string | null
  opened_by: string | null
  opened_at: Date
  updated_at: Date
  version: Generated<number>
}

export interface PublicDecisionsTable {
  initiative_id: string
  decision_id: string
  title_fr: string
  title_en: string | null
  text_fr: string | null
  text_en: string | null
  result: string
  decided_on: string
  public_on: string
}

export interface PublicPagesTable {
  initiative_id: string
  is_indexed: Generated<boolean>
  licence: Generated<string>
  contact: string | null
  embed_hosts: Generated<string[]>
  version: Generated<number>
}

export interface RecognitionSubjectsTable {
  initiative_id: string
  recognition_id: string
  guard: string
  partner_id: string | null
  person_id: string | null
  user_id: string | null
  consent_state: Generated<string>
  answered_on: string | null
  name: string | null
  version: Generated<number>
}

export interface RecognitionsTable {
  initiative_id: string
  id: Generated<string>
  what_fr: string
  what_en: string | null
  audience: Generated<string>
  state: Generated<string>
  published_on: string | null
  proposed_by: string | null
  guard: GeneratedAlways<string>
  version: Generated<number>
}

export interface ReleaseCellsTable {
  initiative_id: string
  release_id: string
  indicator: string
  period: string
  territory: string
  category: string
  partner: Generated<string>
  level: string
  audience: string
  mask: string
  is_masked: GeneratedAlways<boolean | null>
  value: string | null
  lower: string | null
  upper: string | null
  additivity: string | null
  numerator: string | null
  denominator: string | null
  n: string | null
  presence: string
  coverage: string | null
  baseline: string | null
  target: string | null
  expected: string | null
  progress: string | null
  status: string
  reason: string
  flags: string[]
  ratio: string | null
  period_value: string | null
  previous: string | null
  previous_period: string | null
  trend: string | null
}

export interface ReleaseChangesTable {
  initiative_id: string
  release_id: string
  id: number
  indicator: string
  period: string
  territory: string
  category: string
  partner: Generated<string>
  audience: string
  old_value: string | null
  new_value: string | null
  old_status: string
  new_status: string
  is_material: boolean
  reasons: Generated<string[]>
}

export interface ReleaseCommentsTable {
  initiative_id: string
  release_id: string
  id: number
  indicator: string
  period: string
  territory: string
  partner: string
  audience: string
  body: string
}

export interface ReleaseLinksTable {
  initiative_id: string
  id: Generated<string>
  release_id: string
  label: string
  secret_hash: string
  created_by: string | null
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
  opens: Generated<number>
  last_opened_at: Date | null
}

export interface ReleaseTerritoriesTable {
  initiative_id: string
  release_id: string
  code: string
  name_fr: string
  name_en: string | null
  level: string
  level_rank: number
  hierarchy: string
  parent: string | null
  is_top: boolean
  shape: ColumnType<unknown, string | null | undefined, string | null>
}

export interface ReleasesTable {
  initiative_id: string
  id: Generated<string>
  number: number
  name: string
  edition: Generated<number>
  corrects_id: string | null
  reason: string | null
  notes_fr: string | null
  notes_en: string | null
  is_preliminary: Generated<boolean>
  is_public: Generated<boolean>
  is_latest: Generated<boolean>
  state: Generated<string>
  through_period: string
  scope: ColumnType<unknown, string | undefined, string>
  as_of: string
  done: Generated<number>
  total: Generated<number>
  asked_by: string | null
  asked_at: Date
  built_at: Date | null
  published_by: string | null
  published_at: Date | null
  settled_at: Date | null
  catalogue: ColumnType<unknown, string | null | undefined, string | null>
  mask_report: ColumnType<unknown, string | null | undefined, string | null>
  cell_count: Generated<number>
  checksum: string | null
  previous_checksum: string | null
  version: Generated<number>
}

export interface ReportPagesTable {
  initiative_id: string
  version_id: string
  language: string
  form: string
  has_notes: boolean
  content: string
  sha256: string
}

export interface ReportVersionsTable {
  initiative_id: string
  id: Generated<string>
  report_id: string
  number: number
  title_fr: string
  title_en: string | null
  release_id: string
  languages: string[]
  paper: string
  is_colour: boolean
  indicator_count: number
  note_ids: Generated<string[]>
  reason: string | null
  frozen_on: string
  frozen_at: Date
  frozen_by: string | null
  checksum: string
}

export interface ReportingAssignmentsTable {
  initiative_id: string
  id: Generated<string>
  indicator_id: string
  territory_id: string
  partner_id: string | null
  valid_from: string
  valid_to: string | null
  period_filter: string[] | null
  paused: Generated<boolean>
  created_at: Date | null
}

export interface ReportingChannelsTable {
  initiative_id: string
  text_fr: string
  text_en: string | null
  version: Generated<number>
}

export interface ReportingPeriodsTable {
  initiative_id: string
  id: Generated<string>
  kind: string
  code: string
  starts_on: string
  ends_on: string
}

export interface ReportsTable {
  initiative_id: string
  id: Generated<string>
  title_fr: string
  title_en: string | null
  release_id: string
  languages: Generated<string[]>
  paper: Generated<string>
  is_colour: Generated<boolean>
  sections: ColumnType<unknown, string | undefined, string>
  indicators: ColumnType<unknown, string | undefined, string>
  note_ids: Generated<string[]>
  changed_at: Date
  version: Generated<number>
}

export interface ResponsibilitiesTable {
  initiative_id: string
  id: Generated<string>
  indicator_id: string | null
  meeting_kind: string | null
  partner_id: string | null
  person_id: string | null
  role: string
  version: Generated<number>
  body_id: string | null
}

export interface ReviewClaimsTable {
  initiative_id: string
  id: Generated<string>
  partner_id: string | null
  period_id: string
  claimed_by: string
  claimed_at: Generated<Date>
}

export interface ReviewSessionsTable {
  initiative_id: string
  id: Generated<string>
  occasion: string
  occurred_on: string
  due_on: string
  wanted: string | null
  happened: string | null
  why: string | null
  kept: string | null
  note_ids: Generated<string[]>
  closed_on: string | null
  closing_reason: string | null
  version: Generated<number>
}

export interface RevisionRequestsTable {
  initiative_id: string
  id: Generated<string>
  observation_id: string
  partner_id: string | null
  seen_version: number
  old_figure: Json
  new_figure: Json
  reason: string
  note: string
  state: Generated<string>
  author_id: string | null
  on_behalf: Generated<boolean>
  requested_at: Generated<Date>
  approver_id: string | null
  same_person: Generated<boolean>
  decision_note: string | null
  decided_at: Date | null
  version: Generated<number>
  import_id: string | null
}

export interface RlsExemptTable {
  name: string
  reason: string
}

export interface RoleAssignmentsTable {
  initiative_id: string
  id: Generated<string>
  user_id: string | null
  person_id: string
  role: string
  is_lead: Generated<boolean>
  partner_id: string | null
  organization_id: string | null
  starts_on: string
  ends_on: string | null
  learning_commitment_on: string | null
  version: Generated<number>
  created_at: Generated<Date>
}

export interface SafeToFailTrialsTable {
  initiative_id: string
  id: Generated<string>
  title: string
  hypothesis: string
  cost_limit: string
  starts_on: string
  ends_on: string
  sign_it_works: string
  sign_it_fails: string
  stopped_by: string
  visibility: Generated<string>
  declared_on: string
  author_id: string
  partner_id: string | null
  as_backbone: Generated<boolean>
  version: Generated<number>
}

export interface SavedViewsTable {
  initiative_id: string
  id: Generated<string>
  owner_id: string
  name: string
  query: string
  is_shared: Generated<boolean>
  saved_on: string
  version: Generated<number>
}

export interface SeatDeclarationsTable {
  initiative_id: string
  seat_id: string
  declared_on: string
}

export interface SharedPracticesTable {
  initiative_id: string
  id: Generated<string>
  name_fr: string
  name_en: string | null
  definition_fr: string | null
  definition_en: string | null
  edition: string | null
  starts_on: string | null
  indicator_id: string | null
  published_on: string | null
  version: Generated<number>
}

export interface SignaturesTable {
  initiative_id: string
  agreement_id: string
  partner_id: string
  person_name: string | null
  signed_on: string | null
  recorded_on_behalf: Generated<boolean>
  version: Generated<number>
}

export interface StageEngagementsTable {
  initiative_id: string
  stage_code: string
  partner_id: string
  planned: string | null
  observed: string | null
  version: Generated<number>
}

export interface StagesTable {
  initiative_id: string
  code: string
  started_on: string | null
  ended_on: string | null
  version: Generated<number>
}

export interface StatutesTable {
  initiative_id: string
  body_fr: string | null
  body_en: string | null
  registered_as: string | null
  adopted_on: string | null
  version: Generated<number>
}

export interface SuccessPictureIndicatorsTable {
  initiative_id: string
  picture_id: string
  indicator_id: string
  expected: string | null
}

export interface SuccessPicturesTable {
  initiative_id: string
  id: Generated<string>
  goal_id: string
  horizon_months: number
  description_fr: string
  description_en: string | null
  due_on: string | null
  reviewed_on: string | null
  version: Generated<number>
}

export interface TargetLoadsTable {
  initiative_id: string
  id: Generated<string>
  file_name: string
  file_hash: string
  reason_fr: string
  reason_en: string | null
  decision: string | null
  decided_by: string | null
  decided_on: string | null
  is_proposed: boolean
  result: ColumnType<unknown, string | undefined, string>
  import_id: string | null
  made_periods: Generated<string[]>
  loaded_by: string | null
  loaded_at: Date
  undone_at: Date | null
  undone_by: string | null
  left_rows: ColumnType<unknown, string | undefined, string>
}

export interface TargetPointsTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string
  scope: Generated<string>
  territory_id: string | null
  partner_id: string | null
  category: Generated<string>
  period_id: string
  value: string
  decided_on: string | null
  reason_fr: string | null
  reason_en: string | null
  superseded_on: string | null
  decision: string | null
  decided_by: string | null
  set_by: string | null
  replaces_id: string | null
  superseded_by: string | null
  superseded_reason_fr: string | null
  superseded_reason_en: string | null
}

export interface TargetProposalsTable {
  initiative_id: string
  id: Generated<string>
  indicator_version_id: string
  kind: string
  items: Json
  reason_fr: string
  reason_en: string | null
  decision: string | null
  decided_on: string | null
  state: Generated<string>
  partner_id: string | null
  proposed_by: string | null
  proposed_on: string
  answered_by: string | null
  answered_on: string | null
  answer: string | null
  version: Generated<number>
  decided_by: string | null
}

export interface TerritoriesTable {
  initiative_id: string
  id: Generated<string>
  level_id: string
  code: string
  name_fr: string
  name_en: string | null
  valid_from: string | null
  valid_to: string | null
  population: number | null
  population_year: number | null
  external_id: string | null
}

export interface TerritoryLevelsTable {
  initiative_id: string
  id: Generated<string>
  hierarchy: Generated<string>
  code: string
  rank: number
  name_fr: string
  name_en: string | null
  plural_fr: string | null
  plural_en: string | null
}

export interface TerritoryParentsTable {
  initiative_id: string
  hierarchy: Generated<string>
  territory_id: string
  parent_id: string
  valid_from: Generated<string>
  valid_to: string | null
}

export interface TerritoryShapesTable {
  initiative_id: string
  territory_id: string
  geometry: Json
  source: string | null
}

export interface TerritorySuccessionsTable {
  initiative_id: string
  id: Generated<string>
  from_id: string
  to_id: string
  kind: string
  occurred_on: string
  weight: string | null
  note_fr: string | null
  note_en: string | null
  territory_id: string | null
  former_code: string | null
  former_name_fr: string | null
  former_name_en: string | null
}

export interface UpdatePostsTable {
  initiative_id: string
  id: Generated<string>
  title_fr: string
  title_en: string | null
  body_fr: string
  body_en: string | null
  audience: Generated<string>
  published_on: string | null
  version: Generated<number>
}

export interface UpdateReadingsTable {
  initiative_id: string
  update_id: string
  mark: string
  read_on: string
}

export interface WinsTable {
  initiative_id: string
  id: Generated<string>
  occasion: string | null
  indicator: string | null
  period: string | null
  territory: string | null
  target: string | null
  note_id: string | null
  guard: Generated<string>
  text_fr: string
  text_en: string | null
  share_fr: string | null
  share_en: string | null
  audience: Generated<string>
  state: Generated<string>
  published_on: string | null
  proposed_by: string | null
  version: Generated<number>
}

/** Every table of schema app, under its own name. */
export interface Database {
  accessibility_measures: AccessibilityMeasuresTable
  accessibility_requests: AccessibilityRequestsTable
  action_items: ActionItemsTable
  activities: ActivitiesTable
  activity_indicators: ActivityIndicatorsTable
  activity_links: ActivityLinksTable
  activity_partners: ActivityPartnersTable
  adaptations: AdaptationsTable
  agenda_item_links: AgendaItemLinksTable
  agenda_items: AgendaItemsTable
  agenda_proposals: AgendaProposalsTable
  agenda_versions: AgendaVersionsTable
  agreement_sections: AgreementSectionsTable
  assessment_agreements: AssessmentAgreementsTable
  assessment_comments: AssessmentCommentsTable
  assessment_group_sheets: AssessmentGroupSheetsTable
  assessment_invitations: AssessmentInvitationsTable
  assessment_pairs: AssessmentPairsTable
  assessment_participations: AssessmentParticipationsTable
  assessment_parties: AssessmentPartiesTable
  assessment_party_sheets: AssessmentPartySheetsTable
  assessment_results: AssessmentResultsTable
  assessment_rounds: AssessmentRoundsTable
  assessment_secrets: AssessmentSecretsTable
  assessment_shares: AssessmentSharesTable
  assessment_sheets: AssessmentSheetsTable
  assessment_waves: AssessmentWavesTable
  assignment_revisions: AssignmentRevisionsTable
  attendances: AttendancesTable
  audit_log: AuditLogTable
  backbone_functions: BackboneFunctionsTable
  backbone_profiles: BackboneProfilesTable
  backbone_reviews: BackboneReviewsTable
  baseline_revisions: BaselineRevisionsTable
  baselines: BaselinesTable
  calendar_feeds: CalendarFeedsTable
  categories: CategoriesTable
  cell_sets: CellSetsTable
  cells: CellsTable
  collection_events: CollectionEventsTable
  conflict_protocols: ConflictProtocolsTable
  contest_messages: ContestMessagesTable
  contests: ContestsTable
  contributions: ContributionsTable
  decision_positions: DecisionPositionsTable
  decisions: DecisionsTable
  definer_allowed: DefinerAllowedTable
  definition_edits: DefinitionEditsTable
  definition_messages: DefinitionMessagesTable
  definition_threads: DefinitionThreadsTable
  dimensions: DimensionsTable
  due_extensions: DueExtensionsTable
  ended_figures: EndedFiguresTable
  endorsements: EndorsementsTable
  excused_reports: ExcusedReportsTable
  follow_up_checks: FollowUpChecksTable
  goal_indicators: GoalIndicatorsTable
  goals: GoalsTable
  governance_bodies: GovernanceBodiesTable
  governance_roles: GovernanceRolesTable
  governance_seats: GovernanceSeatsTable
  idempotency_keys: IdempotencyKeysTable
  import_drafts: ImportDraftsTable
  import_habits: ImportHabitsTable
  import_mappings: ImportMappingsTable
  imported_figures: ImportedFiguresTable
  imports: ImportsTable
  indicator_dimensions: IndicatorDimensionsTable
  indicator_limits: IndicatorLimitsTable
  indicator_stories: IndicatorStoriesTable
  indicator_versions: IndicatorVersionsTable
  indicators: IndicatorsTable
  initiatives: InitiativesTable
  joining_invitations: JoiningInvitationsTable
  joining_sheets: JoiningSheetsTable
  joining_summaries: JoiningSummariesTable
  last_looks: LastLooksTable
  leadership_models: LeadershipModelsTable
  leadership_terms: LeadershipTermsTable
  learning_notes: LearningNotesTable
  loaded_rows: LoadedRowsTable
  map_revisions: MapRevisionsTable
  meeting_decisions: MeetingDecisionsTable
  meeting_roles: MeetingRolesTable
  meeting_series: MeetingSeriesTable
  meetings: MeetingsTable
  note_access_suspensions: NoteAccessSuspensionsTable
  note_attachments: NoteAttachmentsTable
  note_authorships: NoteAuthorshipsTable
  note_breach_corrections: NoteBreachCorrectionsTable
  note_breaches: NoteBreachesTable
  note_coauthors: NoteCoauthorsTable
  note_comment_authorships: NoteCommentAuthorshipsTable
  note_comments: NoteCommentsTable
  note_links: NoteLinksTable
  note_signatures: NoteSignaturesTable
  note_standings: NoteStandingsTable
  note_trials: NoteTrialsTable
  note_versions: NoteVersionsTable
  notifications: NotificationsTable
  observation_confirmations: ObservationConfirmationsTable
  observation_revisions: ObservationRevisionsTable
  observations: ObservationsTable
  organizations: OrganizationsTable
  overlap_estimates: OverlapEstimatesTable
  participation_records: ParticipationRecordsTable
  partner_territories: PartnerTerritoriesTable
  partners: PartnersTable
  partnership_agreements: PartnershipAgreementsTable
  persons: PersonsTable
  populations_of_focus: PopulationsOfFocusTable
  practice_adoptions: PracticeAdoptionsTable
  priority_ballots: PriorityBallotsTable
  priority_candidates: PriorityCandidatesTable
  priority_rounds: PriorityRoundsTable
  privacy_incidents: PrivacyIncidentsTable
  public_decisions: PublicDecisionsTable
  public_pages: PublicPagesTable
  recognition_subjects: RecognitionSubjectsTable
  recognitions: RecognitionsTable
  release_cells: ReleaseCellsTable
  release_changes: ReleaseChangesTable
  release_comments: ReleaseCommentsTable
  release_links: ReleaseLinksTable
  release_territories: ReleaseTerritoriesTable
  releases: ReleasesTable
  report_pages: ReportPagesTable
  report_versions: ReportVersionsTable
  reporting_assignments: ReportingAssignmentsTable
  reporting_channels: ReportingChannelsTable
  reporting_periods: ReportingPeriodsTable
  reports: ReportsTable
  responsibilities: ResponsibilitiesTable
  review_claims: ReviewClaimsTable
  review_sessions: ReviewSessionsTable
  revision_requests: RevisionRequestsTable
  rls_exempt: RlsExemptTable
  role_assignments: RoleAssignmentsTable
  safe_to_fail_trials: SafeToFailTrialsTable
  saved_views: SavedViewsTable
  seat_declarations: SeatDeclarationsTable
  shared_practices: SharedPracticesTable
  signatures: SignaturesTable
  stage_engagements: StageEngagementsTable
  stages: StagesTable
  statutes: StatutesTable
  success_picture_indicators: SuccessPictureIndicatorsTable
  success_pictures: SuccessPicturesTable
  target_loads: TargetLoadsTable
  target_points: TargetPointsTable
  target_proposals: TargetProposalsTable
  territories: TerritoriesTable
  territory_levels: TerritoryLevelsTable
  territory_parents: TerritoryParentsTable
  territory_shapes: TerritoryShapesTable
  territory_successions: TerritorySuccessionsTable
  update_posts: UpdatePostsTable
  update_readings: UpdateReadingsTable
  wins: WinsTable
}
