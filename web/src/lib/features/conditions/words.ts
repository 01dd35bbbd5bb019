import type { BackboneElement, BackboneForm, BackboneFunctionName, ReviewStanding } from '#shared/conditions/backbone.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** The five conditions in their usual order: key of the overview, address and name. */
export const CONDITIONS = [
  { key: 'agenda', name: m.dashboard_condition_common_agenda },
  { key: 'activities', name: m.dashboard_condition_mutually_reinforcing_activities },
  { key: 'measurement', name: m.dashboard_condition_shared_measurement },
  { key: 'communication', name: m.dashboard_condition_continuous_communication },
  { key: 'backbone', name: m.dashboard_condition_backbone_support },
] as const
export type ConditionKey = (typeof CONDITIONS)[number]['key']

/** What a goal or an agenda still lacks; an unknown part is shown as it is. */
const PARTS: Readonly<Record<string, () => string>> = {
  statement: m.conditions_part_statement,
  population_and_territory: m.conditions_part_population_and_territory,
  measurable_change: m.conditions_part_measurable_change,
  target_date: m.conditions_part_target_date,
  not_feasible_alone: m.conditions_part_not_feasible_alone,
  problem_statement: m.conditions_part_problem_statement,
  principles: m.conditions_part_principles,
  approach: m.conditions_part_approach,
}
export const partWord = (part: string): string => PARTS[part]?.() ?? part

/** Field of the form where a missing part is filled in. */
export const PART_FIELDS: Readonly<Record<string, string>> = {
  statement: 'statementFr',
  population_and_territory: 'populationId',
  measurable_change: 'indicatorCodes',
  target_date: 'targetDate',
  not_feasible_alone: 'notFeasibleAlone',
  problem_statement: 'problemStatementFr',
  principles: 'principlesFr',
  approach: 'approachFr',
}

export const ENDORSEMENT_WORDS = {
  asked: m.conditions_state_asked,
  endorsed: m.conditions_state_endorsed,
  reservations: m.conditions_state_reservations,
} as const

export const FUNCTION_WORDS: Readonly<Record<BackboneFunctionName, () => string>> = {
  guide_vision: m.conditions_function_name_guide_vision,
  support_activities: m.conditions_function_name_support_activities,
  measurement_practice: m.conditions_function_name_measurement_practice,
  public_will: m.conditions_function_name_public_will,
  policy: m.conditions_function_name_policy,
  funding: m.conditions_function_name_funding,
}
export const FORM_WORDS: Readonly<Record<BackboneForm, () => string>> = {
  funder_based: m.conditions_form_funder_based,
  new_nonprofit: m.conditions_form_new_nonprofit,
  existing_nonprofit: m.conditions_form_existing_nonprofit,
  government: m.conditions_form_government,
  shared: m.conditions_form_shared,
  steering_driven: m.conditions_form_steering_driven,
}
export const ELEMENT_WORDS: Readonly<Record<BackboneElement, () => string>> = {
  people: m.conditions_element_people,
  money: m.conditions_element_money,
  outside_support: m.conditions_element_outside_support,
  frameworks: m.conditions_element_frameworks,
  training: m.conditions_element_training,
  communities_of_practice: m.conditions_element_communities_of_practice,
  governance: m.conditions_element_governance,
}
export const REVIEW_WORDS: Readonly<Record<ReviewStanding, () => string>> = {
  in_place: m.measured_review_in_place,
  partly: m.measured_review_partly,
  to_build: m.measured_review_to_build,
}
export const FREQUENCY_WORDS = {
  month: m.conditions_frequency_month,
  quarter: m.conditions_frequency_quarter,
  semester: m.conditions_frequency_semester,
  year: m.conditions_frequency_year,
  school_year: m.conditions_frequency_school_year,
  fiscal_year: m.conditions_frequency_fiscal_year,
  every_n_years: m.conditions_frequency_every_n_years,
  ad_hoc: m.conditions_frequency_ad_hoc,
} as const

export const ACTIVITY_STATES = ['under_way', 'planned', 'stopped', 'done'] as const
export const ACTIVITY_STATE_WORDS = {
  planned: m.activities_state_planned,
  under_way: m.activities_state_under_way,
  done: m.activities_state_done,
  stopped: m.activities_state_stopped,
} as const
export const COLUMN_WORDS = {
  planned: m.activities_column_planned,
  under_way: m.activities_column_under_way,
  done: m.activities_column_done,
  stopped: m.activities_column_stopped,
} as const
export const ROLES = ['leads', 'contributes', 'is_consulted', 'is_informed'] as const
export const ROLE_WORDS = {
  leads: m.activities_role_leads,
  contributes: m.activities_role_contributes,
  is_consulted: m.activities_role_is_consulted,
  is_informed: m.activities_role_is_informed,
} as const

export const MEETING_KINDS = ['regular', 'steering', 'working_group', 'forum'] as const
export const MEETING_KIND_WORDS = {
  regular: m.meetings_kind_regular,
  forum: m.meetings_kind_forum,
  working_group: m.meetings_kind_working_group,
  steering: m.meetings_kind_steering,
} as const
export const MEETING_STATE_WORDS = { coming: m.meetings_state_coming, held: m.meetings_state_held, skipped: m.meetings_state_skipped } as const
export const ITEM_WORDS = { information: m.meetings_item_information, discussion: m.meetings_item_discussion, decision: m.meetings_item_decision } as const
export const REACHED_WORDS = { yes: m.meetings_item_yes, partly: m.meetings_item_partly, no: m.meetings_item_no } as const
export const AUDIENCE_WORDS = { circle: m.meetings_audience_circle, funder: m.meetings_audience_funder, public: m.meetings_audience_public } as const
