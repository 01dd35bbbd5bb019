import type { Hat, MyInitiative } from '#shared/accounts/contract.ts'
import type { ConditionsOverview } from '#shared/conditions/overview.ts'
import type { SaidFacts, SaidFigure } from '#shared/conditions/said.ts'
import { GOAL_PARTS } from '#shared/conditions/goal.ts'
import { BACKBONE_ELEMENTS } from '#shared/conditions/backbone.ts'
import { formatDate, formatInteger, formatNumber, formatPercent, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { decimal, divide, toText } from '#shared/values/decimal.ts'
import { modulesHref } from './modules.ts'
import type { ConditionKey } from './words.ts'

/** One observed measure with the address of the records that it counts. */
export interface Tile {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly href: string
  /** Less than the whole, or nothing. */
  readonly isGap: boolean
}

/** What partners say, ready for the page: a line from 0 to 100 and its words, or why there is none. */
export interface SaidView {
  readonly strip: {
    readonly label: string
    readonly now: number
    readonly before: number | null
    readonly expected: number | null
    readonly dots: readonly number[]
  } | null
  readonly score: string | null
  readonly standing: string | null
  /** What is expected, the change and the spread, each in words. */
  readonly lines: readonly string[]
  /** The round and how many answered it, or why nothing is told. */
  readonly text: string
  readonly link: { readonly href: string; readonly label: string } | null
}

export interface Reading {
  readonly locale: Locale
  /** Address of the initiative. */
  readonly root: string
  readonly isFunder: boolean
  /** Opens rounds. */
  readonly isLead: boolean
  readonly hasAssessments: boolean
}

/** How somebody with this hat reads an initiative's conditions. */
export const readingOf = (locale: Locale, initiative: Pick<MyInitiative, 'slug' | 'modules'>, hat: Pick<Hat, 'role' | 'isLead'>): Reading => ({
  locale,
  root: `/${locale}/i/${initiative.slug}`,
  isFunder: hat.role === 'funder',
  isLead: hat.isLead,
  hasAssessments: initiative.modules.includes('assessments'),
})

const PHASES = { initiate: m.measured_phase_initiate, organize: m.measured_phase_organize, sustain: m.measured_phase_sustain } as const
const STANDINGS = {
  on_cue: m.assessments_standing_on_cue,
  to_strengthen: m.assessments_standing_to_strengthen,
  priority: m.assessments_standing_priority,
} as const
const DIVERGENCES = { high: m.assessments_divergence_high, medium: m.assessments_divergence_medium, low: m.assessments_divergence_low } as const

const scoreText = (locale: Locale, score: number) => formatNumber(locale, String(Math.round(score * 10) / 10))

function changeText({ points, direction }: NonNullable<SaidFigure['change']>, locale: Locale): string {
  if (direction === 'stable') return m.assessments_stable()
  const said = scoreText(locale, Math.abs(points))
  return direction === 'up' ? m.assessments_up({ points: said }) : m.assessments_down({ points: said })
}

function whyNothing({ round, openUntil }: SaidFacts, { locale, isFunder, root, isLead, hasAssessments }: Reading): Pick<SaidView, 'text' | 'link'> {
  if (round?.hidden === 'too_few_respondents') return { text: m.assessments_hidden_too_few_respondents(), link: null }
  if (round?.hidden === 'too_few_partners') return { text: m.assessments_hidden_too_few_partners(), link: null }
  if (round !== null) return { text: m.measured_not_told({ day: formatDate(locale, round.closedOn) }), link: null }
  if (isFunder) return { text: m.measured_none_funder(), link: null }
  if (openUntil !== null) return { text: m.measured_none_open({ day: formatDate(locale, openUntil) }), link: null }
  if (!isLead) return { text: m.measured_none(), link: null }
  return { text: m.measured_none(), link: { href: hasAssessments ? `${root}/assessments` : modulesHref(root, 'backbone'), label: m.measured_none_action() } }
}

function basisOf(round: NonNullable<SaidFacts['round']>, locale: Locale): string {
  const day = formatDate(locale, round.closedOn)
  const count = (value: number) => formatInteger(locale, value)
  if (round.mode === 'group_consensus') return m.measured_basis({ day, basis: m.assessments_basis_group() })
  if (round.respondents === null || round.partners === null) return m.measured_basis_plain({ day })
  return m.measured_basis({ day, basis: m.assessments_basis({ respondents: count(round.respondents), partners: count(round.partners) }) })
}

/** What partners say of a condition, or of the principles apart from them (S67). */
export function saidView(said: SaidFacts, figure: SaidFigure | null, reading: Reading): SaidView {
  const { locale, root } = reading
  const { round } = said
  if (round === null || figure?.score === null || figure === null) return { strip: null, score: null, standing: null, lines: [], ...whyNothing(said, reading) }
  const text = (score: number) => scoreText(locale, score)
  const { score, expected, spread, change } = figure
  const lines = [
    expected === null
      ? []
      : round.phase === null
        ? m.measured_expected({ expected: text(expected) })
        : m.measured_expected_phase({ phase: PHASES[round.phase](), expected: text(expected) }),
    change === null || round.beforeOn === null ? [] : m.measured_change({ change: changeText(change, locale), day: formatDate(locale, round.beforeOn) }),
    spread === null
      ? []
      : m.measured_spread({
          range: m.assessments_spread_range({ min: text(spread.min), max: text(spread.max), deviation: text(spread.deviation) }),
          divergence: DIVERGENCES[spread.divergence](),
        }),
  ].flat()
  return {
    strip: {
      label: expected === null ? m.measured_strip({ score: text(score) }) : m.measured_strip_expected({ score: text(score), expected: text(expected) }),
      now: score,
      before: figure.before,
      expected,
      dots: spread?.dots ?? [],
    },
    score: text(score),
    standing: figure.standing === null ? null : STANDINGS[figure.standing](),
    lines,
    text: said.openUntil === null ? basisOf(round, locale) : `${basisOf(round, locale)}. ${m.measured_next_open({ day: formatDate(locale, said.openUntil) })}`,
    link: { href: `${root}/assessments/results/five_conditions?round=${round.id}`, label: m.measured_results() },
  }
}

interface Writing {
  readonly locale: Locale
  readonly root: string
}

function share(part: number, whole: number, locale: Locale): string {
  const ratio = divide(decimal(part), decimal(whole))
  return ratio === null ? m.measured_tile_nothing() : formatPercent(locale, toText(ratio), { decimals: 0 })
}

/** A part of a whole: its share is the value, the two counts are the note. */
function shareTile(label: string, part: number, whole: number, href: string, { locale }: Writing, note?: string): Tile {
  const of = note ?? m.measured_tile_of({ part: formatInteger(locale, part), whole: formatInteger(locale, whole) })
  return { label, value: share(part, whole, locale), note: of, href, isGap: whole === 0 || part < whole }
}

function agendaTiles({ goal, version, pictures }: ConditionsOverview['agenda'], writing: Writing): Tile[] {
  const { locale, root } = writing
  const page = `${root}/conditions/agenda`
  const number = (value: number) => formatInteger(locale, value)
  const due = pictures.filter(({ state }) => state === 'due').length
  const reviewed = pictures.filter(({ state }) => state === 'reviewed').length
  const goalParts = goal === null ? 0 : GOAL_PARTS.length - goal.missing.length
  return [
    version === null
      ? { label: m.measured_tile_endorsed(), value: m.measured_tile_nothing(), note: m.conditions_fact_no_version(), href: page, isGap: true }
      : shareTile(
          m.measured_tile_endorsed(),
          version.endorsements.endorsed,
          version.endorsements.total,
          `${page}#answers`,
          writing,
          m.measured_tile_endorsed_note({
            part: number(version.endorsements.endorsed),
            whole: number(version.endorsements.total),
            version: number(version.number),
          }),
        ),
    {
      label: m.measured_tile_goal(),
      value: m.measured_tile_of({ part: number(goalParts), whole: number(GOAL_PARTS.length) }),
      note:
        goal === null
          ? m.conditions_fact_no_goal()
          : goal.adoptedOn === null
            ? m.conditions_goal_draft()
            : m.conditions_goal_adopted({ day: formatDate(locale, goal.adoptedOn) }),
      href: `${page}#goals`,
      isGap: goalParts < GOAL_PARTS.length,
    },
    {
      label: m.measured_tile_pictures(),
      value: pictures.length === 0 ? m.measured_tile_none() : m.measured_tile_of({ part: number(reviewed), whole: number(pictures.length) }),
      note: due === 0 ? '' : m.measured_tile_pictures_due({ count: number(due) }),
      href: `${page}#goals`,
      isGap: due > 0 || pictures.length === 0,
    },
  ]
}

/** Those led and those with a goal, of the open ones, which the lists `?without=lead` and `?without=goal` hold as well; indicators that some serve. */
function activityTiles(facts: ConditionsOverview['activities'], writing: Writing): Tile[] {
  const page = `${writing.root}/conditions/activities`
  const open = facts.planned + facts.underWay
  const withLead = open - facts.withoutLead.length
  const withGoal = open - facts.withoutGoal.length
  return [
    shareTile(m.measured_tile_led(), withLead, open, withLead < open ? `${page}?without=lead` : page, writing),
    shareTile(m.measured_tile_goaled(), withGoal, open, withGoal < open ? `${page}?without=goal` : page, writing),
    shareTile(m.measured_tile_served(), facts.indicatorsServed, facts.indicators, page, writing),
  ]
}

function measurementTiles(facts: ConditionsOverview['measurement'], writing: Writing): Tile[] {
  const href = `${writing.root}/quality`
  const { period, expected, received, onTime, validated } = facts
  const number = (value: number) => formatInteger(writing.locale, value)
  const tile = (label: string, part: number | null): Tile =>
    period === null || expected === null || part === null
      ? { label, value: m.measured_tile_nothing(), note: m.conditions_fact_no_period(), href, isGap: true }
      : shareTile(
          label,
          part,
          expected,
          href,
          writing,
          m.measured_tile_period({ part: number(part), whole: number(expected), period: formatPeriod(writing.locale, period) }),
        )
  return [tile(m.measured_tile_received(), received), tile(m.measured_tile_on_time(), onTime), tile(m.measured_tile_validated(), validated)]
}

function communicationTiles({ meetings, updates }: ConditionsOverview['communication'], writing: Writing): Tile[] {
  const page = `${writing.root}/conditions/communication`
  const number = (value: number) => formatInteger(writing.locale, value)
  const ofYear = (part: number, whole: number) => m.measured_tile_year({ part: number(part), whole: number(whole) })
  // A funder sees some of the updates only: their rhythm would be a wrong count.
  if (meetings === null)
    return [
      {
        label: m.measured_tile_published(),
        value: number(updates.published),
        note: m.measured_tile_over_year(),
        href: `${page}#updates`,
        isGap: updates.published === 0,
      },
    ]
  return [
    {
      label: m.measured_tile_meetings(),
      value: number(meetings.held),
      note: m.measured_tile_skipped({ count: meetings.skipped }),
      href: `${page}#meetings`,
      isGap: meetings.held === 0,
    },
    shareTile(m.measured_tile_agendas(), meetings.agendasOnTime, meetings.held, `${page}#meetings`, writing, ofYear(meetings.agendasOnTime, meetings.held)),
    shareTile(m.measured_tile_updates(), updates.monthsKept, updates.monthsAsked, `${page}#updates`, writing, ofYear(updates.monthsKept, updates.monthsAsked)),
  ]
}

function backboneTiles({ profile, covered, gaps }: ConditionsOverview['backbone'], writing: Writing): Tile[] {
  const { locale, root } = writing
  const page = `${root}/conditions/backbone`
  const number = (value: number) => formatInteger(locale, value)
  const elements = profile?.elements.length ?? 0
  return [
    shareTile(m.measured_tile_functions(), covered.length, covered.length + gaps.length, `${page}#functions`, writing),
    {
      label: m.measured_tile_elements(),
      value: m.measured_tile_of({ part: number(elements), whole: number(BACKBONE_ELEMENTS.length) }),
      note: profile === null ? m.conditions_fact_no_profile() : '',
      href: `${page}#profile`,
      isGap: elements === 0,
    },
    ...(profile?.fullTimeEquivalents == null
      ? []
      : [{ label: m.measured_tile_people(), value: formatNumber(locale, profile.fullTimeEquivalents), note: '', href: `${page}#profile`, isGap: false }]),
  ]
}

const TILES: { readonly [Key in ConditionKey]: (facts: ConditionsOverview[Key], writing: Writing) => Tile[] } = {
  agenda: agendaTiles,
  activities: activityTiles,
  measurement: measurementTiles,
  communication: communicationTiles,
  backbone: backboneTiles,
}

/** One condition measured twice: what its records show, and what partners say, side by side and never in one number (S67). */
export function measuredOf<Key extends ConditionKey>(overview: ConditionsOverview, key: Key, reading: Reading): { tiles: Tile[]; said: SaidView } {
  return { tiles: TILES[key](overview[key], reading), said: saidView(overview.said, overview.said.conditions[key], reading) }
}
