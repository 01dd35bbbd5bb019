import { parse } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#server/platform/root.ts'
import type { DemoGovernance } from './governance.ts'

type Text = string | null

export interface DemoInitiative {
  slug: string
  name_fr: string
  name_en: Text
  summary_fr: Text
  summary_en: Text
  main_language: string
  languages: string[]
  form: string
  state: string
  phase: string
  time_zone: string
  currency_code: string
  fiscal_start_month: number
  school_start_month: number
  territory_preset: string
  clock_frozen_at: string
  top: string
  /** First day from which partners owe figures; what is older is a baseline. */
  reporting_from: string
  levels: { code: string; rank: number; name_fr: string; name_en?: string; plural_fr: string; plural_en?: string }[]
  territories: {
    code: string
    level: string
    name_fr: string
    name_en?: string
    parent?: string
    parent_until?: string
    next_parent?: string
    valid_from?: string
    population?: number
  }[]
  successions?: { from: string; to: string; kind: string; occurred_on: string; note_fr?: string }[]
  dimensions?: {
    code: string
    name_fr: string
    name_en?: string
    exclusive: boolean
    exhaustive: boolean
    categories: { code: string; name_fr: string; name_en?: string; is_unknown?: boolean }[]
  }[]
  organizations?: { name: string; sectors: string[] }[]
  partners: {
    code: string
    name: string
    sectors: string[]
    level: string
    territories: string[]
    joined_on: string
    left_on?: string
    is_backbone_host?: boolean
    share_with_funder?: boolean
    contributions: string[]
    /** How much some of them are. */
    gives?: Record<string, { amount?: string; hours?: string; description_fr?: string }>
    unconfirmed?: boolean
  }[]
  hats: { email: string; role: string; is_lead?: boolean; partner?: string; organization?: string }[]
}

export interface DemoIndicator {
  code: string
  scope: string
  position: number
  story_fr?: string
  story_en?: string
  story_on?: string
  what_would_work_fr?: string
  what_would_work_en?: string
  unit_kind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  parts_unknown?: boolean
  baselines: { territory: string; period: string; value?: string; numerator?: string; denominator?: string; from_series?: boolean }[]
  targets: { scope: string; partner?: string; period: string; value: string }[]
  assignments: { partner: string; territory: string; periods?: string[] }[]
  overlap?: { rate: string; method: string; estimated_on: string; note_fr: string; note_en?: string }
  [column: string]: unknown
}

export interface DemoCoalition {
  population: { label_fr: string; label_en?: string; age_range?: string; territory: string; estimated_size: number; size_source: string; size_year: number }
  agendas: {
    number: number
    published_on: string
    vision_fr: string
    vision_en?: string
    problem_statement_fr: string
    problem_statement_en?: string
    principles_fr: string
    principles_en?: string
    approach_fr: string
    approach_en?: string
    endorsed: string[]
    reservations?: Record<string, string>
  }[]
  goals: {
    code: string
    statement_fr: string
    statement_en?: string
    territory: string
    target_date: string
    not_feasible_alone: boolean
    not_feasible_why_fr: string
    not_feasible_why_en?: string
    state: string
    adopted_on: string
    indicators: string[]
    pictures: {
      horizon_months: number
      due_on: string
      reviewed_on?: string
      description_fr: string
      description_en?: string
      figures?: Record<string, string>
    }[]
  }[]
  activities: {
    name_fr: string
    name_en?: string
    goal?: string
    territory: string
    starts_on: string
    ends_on?: string
    state: string
    published_on?: string
    leads: string[]
    contributes: string[]
    indicators: string[]
    adjustment?: Record<string, string>
  }[]
  meetings: {
    title_fr: string
    title_en?: string
    kind: string
    starts_at: string
    shared_hours?: number
    attended: string[]
    decisions_fr?: string
    decisions_en?: string
  }[]
  updates: { title_fr: string; title_en?: string; body_fr: string; body_en?: string; audience: string; published_on: string; readers?: number }[]
  wins?: {
    occasion?: string
    rests_on?: { indicator: string; period: string; territory: string; target: string }
    text_fr: string
    text_en?: string
    share_fr?: string
    share_en?: string
    audience: string
    published_on?: string
    proposed_by?: string
  }[]
  /** Who agreed to be named holds its name; who did not holds none. */
  recognitions?: { partner: string; what_fr: string; what_en?: string; audience: string; published_on: string; agreed_on?: string }[]
  backbone: {
    form: string
    elements: string[]
    full_time_equivalents: string
    budget: string
    valid_from: string
    functions: { function: string; partner: string; review?: { standing: string; note?: string; reviewed_on: string } }[]
  }
}

/** How the plan holds together: by what activities act, what reinforces what, who does what, practices, participation, priorities. */
export interface DemoPlan {
  levers: Record<string, string[]>
  links: { from: string; to: string; how: string; published_on?: string }[]
  responsibilities: { indicator?: string; meetings?: string; body?: string; partner: string; role: string }[]
  practices: {
    name_fr: string
    name_en?: string
    definition_fr: string
    definition_en?: string
    edition: string
    starts_on: string
    indicator?: string
    published_on?: string
    adopted: Record<string, string>
    trying: Record<string, string>
    not_applicable?: Record<string, string>
    evidence: Record<string, string>
  }[]
  participation: { activity?: string; decision?: string; group_name: string; moment: string; depth: string; what_changed: string | null; recorded_on: string }[]
  rounds: {
    title: string
    criteria: string[]
    is_named: boolean
    closes_on: string
    closed_on?: string
    candidates: { name?: string; activity?: string }[]
    partners: number
    /** One text a partner: a group of digits for each candidate, a digit for each criterion. */
    ballots: string[]
    /** Of a named round, whose they are. */
    voters?: string[]
  }[]
  /** By engagement, the partners for which it was planned or observed. */
  stages: { code: string; started_on?: string; ended_on?: string; planned?: Record<string, string[]>; observed?: Record<string, string[]> }[]
}

export interface DemoNote {
  type: string
  shared_on?: string
  visibility: string
  attribution: string
  partner: string
  by?: string
  author_name?: string
  failure_kind?: string
  title: string
  what_was_expected?: string
  what_happened: string
  why?: string
  causes?: string[]
  what_we_learned?: string
  what_we_would_do?: string
  links?: { indicator?: string; period?: string; condition?: string }[]
  adaptation?: {
    decision: string
    text: string
    decided_on: string
    decided_in?: string
    owner_name: string
    due_on: string
    check?: { on: string; result: string; indicator?: string; note: string }
  }
  comments?: { kind: string; body: string; on: string; as: string }[]
  /** PNG files beside the notes. */
  pictures?: { file: string; caption: string }[]
}

/** Where harm is told, and trials declared before they began. */
export interface DemoLearning {
  reporting_channel: { text_fr: string; text_en?: string }
  trials: {
    title: string
    hypothesis: string
    cost_limit: string
    starts_on: string
    ends_on: string
    sign_it_works: string
    sign_it_fails: string
    stopped_by: string
    visibility: string
    declared_on: string
    by: string
  }[]
}

/** One line of observations.csv; figures as text, in storage units (a share is 0.309). */
export interface DemoFigure {
  indicator: string
  territory: string
  partner: string
  period: string
  category: string
  value: string
  numerator: string
  denominator: string
  n: string
  state: string
  flag: string
  direct: string
  comment: string
}

/** What hangs on one meeting; people are named by the first part of their address. */
export interface DemoMeetingDetails {
  title_fr: string
  minutes?: number
  place?: string
  items?: {
    title: string
    kind: string
    minutes?: number
    expected_outcome?: string
    presenter?: string
    outcome_reached?: string
    about?: { indicator?: string; note?: string; decision?: string; activity?: string }[]
  }[]
  proposals?: { partner: string; person: string; title: string; why: string; minutes?: number; proposed_on: string }[]
  roles?: Record<string, string>
  accessibility?: Record<string, string | null>
  requests?: { person: string; measure: string; detail?: string }[]
  decisions?: string[]
  record?: string
  closed?: boolean
  without_follow_up?: boolean
  actions?: { text: string; person?: string; partner?: string; due_on: string; state: string; settled_on?: string }[]
}

export interface DemoMeetings {
  series: {
    title_fr: string
    title_en?: string
    kind: string
    rule: string
    starts_on: string
    starts_time: string
    minutes: number
    place: string
    days: { day: string; meeting?: string; starts_at?: string; not_held_reason?: string }[]
  }[]
  meetings: DemoMeetingDetails[]
}

export interface DemoContent {
  initiative: DemoInitiative
  indicators: DemoIndicator[]
  coalition: DemoCoalition
  plan: DemoPlan
  governance: DemoGovernance
  meetings: DemoMeetings
  notes: DemoNote[]
  /** The bytes of a file that a note names. */
  picture: (file: string) => Buffer
  learning: DemoLearning
  shapes: Record<string, unknown>
  figures: DemoFigure[]
}

/** Reads one demo from `seeds/demo/<slug>`. */
export function readDemo(slug: string): DemoContent {
  const file = (name: string) => readFileSync(join(ROOT, 'seeds/demo', slug, name), 'utf8')
  return {
    initiative: JSON.parse(file('initiative.json')) as DemoInitiative,
    indicators: JSON.parse(file('indicators.json')) as DemoIndicator[],
    coalition: JSON.parse(file('coalition.json')) as DemoCoalition,
    plan: JSON.parse(file('plan.json')) as DemoPlan,
    governance: JSON.parse(file('governance.json')) as DemoGovernance,
    meetings: JSON.parse(file('meetings.json')) as DemoMeetings,
    notes: JSON.parse(file('notes.json')) as DemoNote[],
    picture: (name) => readFileSync(join(ROOT, 'seeds/demo', slug, name)),
    learning: JSON.parse(file('learning.json')) as DemoLearning,
    shapes: JSON.parse(file('shapes.json')) as Record<string, unknown>,
    figures: parse(file('observations.csv'), { columns: true }),
  }
}
