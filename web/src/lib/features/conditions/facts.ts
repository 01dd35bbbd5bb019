import type { ConditionsOverview } from '#shared/conditions/overview.ts'
import { formatDate, formatInteger, formatList, formatMoney, formatNumber, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { FORM_WORDS, FUNCTION_WORDS, type ConditionKey } from './words.ts'

/** One fact in words, with the place of the initiative where its records are; `isGap` says that something is missing. */
export interface Fact {
  readonly text: string
  readonly isGap: boolean
  /** Address below the initiative's own. */
  readonly source: string
}

type Say = (text: string, source?: string) => Fact
/** How a condition tells its facts; those without a source of their own are on its page. */
const about = (page: string): { fact: Say; gap: Say } => ({
  fact: (text, source = '') => ({ text, isGap: false, source: source.startsWith('/') ? source : `${page}${source}` }),
  gap: (text, source = '') => ({ text, isGap: true, source: source.startsWith('/') ? source : `${page}${source}` }),
})

function agendaFacts({ goal, version, reservations, pictures }: ConditionsOverview['agenda'], locale: Locale): Fact[] {
  const { fact, gap } = about('/conditions/agenda')
  const number = (value: number) => formatInteger(locale, value)
  const due = pictures.filter((picture) => picture.state === 'due').length
  const goalFact =
    goal === null
      ? gap(m.conditions_fact_no_goal())
      : goal.state === 'draft'
        ? gap(m.conditions_fact_goal_draft({ count: goal.missing.length }))
        : goal.adoptedOn === null
          ? []
          : fact(
              goal.targetDate === null
                ? m.conditions_fact_goal_undated({ adopted: formatDate(locale, goal.adoptedOn) })
                : m.conditions_fact_goal({ adopted: formatDate(locale, goal.adoptedOn), target: formatDate(locale, goal.targetDate) }),
            )
  return [
    version === null
      ? gap(m.conditions_fact_no_version())
      : {
          text: m.conditions_fact_endorsed({
            count: version.endorsements.endorsed,
            total: number(version.endorsements.total),
            version: number(version.number),
          }),
          isGap: version.endorsements.endorsed * 2 < version.endorsements.total,
          source: '/conditions/agenda#answers',
        },
    goalFact,
    due > 0
      ? gap(m.conditions_fact_pictures_due({ count: due }), '#goals')
      : pictures.length > 0
        ? fact(m.conditions_fact_pictures({ count: pictures.filter((picture) => picture.state === 'reviewed').length, total: number(pictures.length) }))
        : [],
    reservations !== null && reservations.length > 0 ? gap(m.conditions_fact_reservations({ count: reservations.length }), '#answers') : [],
  ].flat()
}

function activityFacts(facts: ConditionsOverview['activities'], locale: Locale): Fact[] {
  const { fact, gap } = about('/conditions/activities')
  if (facts.total === 0) return [gap(m.conditions_fact_no_activity())]
  const number = (value: number) => formatInteger(locale, value)
  const open = facts.planned + facts.underWay
  const led = m.conditions_fact_led({ count: open - facts.withoutLead.length, total: number(open) })
  return [
    fact(
      facts.planned === 0
        ? m.conditions_fact_under_way({ count: facts.underWay })
        : m.conditions_fact_activities({ count: facts.underWay, planned: number(facts.planned) }),
    ),
    facts.withoutLead.length > 0 ? gap(led, '?without=lead') : open > 0 ? fact(led) : [],
    fact(m.conditions_fact_served({ count: facts.indicatorsServed, total: number(facts.indicators) })),
    facts.withoutGoal.length > 0 ? gap(m.conditions_fact_orphans({ count: facts.withoutGoal.length }), '?without=goal') : [],
    facts.territoryCodes.length > 0 ? fact(m.conditions_fact_places({ count: facts.territoryCodes.length })) : [],
  ].flat()
}

function measurementFacts(facts: ConditionsOverview['measurement'], locale: Locale): Fact[] {
  const { fact, gap } = about('/conditions/measurement')
  const number = (value: number) => formatInteger(locale, value)
  if (facts.indicators === 0) return [gap(m.conditions_fact_no_indicator())]
  const { period, expected, received, onTime, validated } = facts
  const shared = fact(m.conditions_fact_indicators({ count: facts.indicators, population: number(facts.population) }), '/dashboard')
  if (period === null || expected === null || received === null || onTime === null || validated === null) return [shared, gap(m.conditions_fact_no_period())]
  const arrived = m.conditions_fact_received({ period: formatPeriod(locale, period), count: received, total: number(expected) })
  return [
    received < expected ? gap(arrived, '/quality') : fact(arrived, '/quality'),
    fact(m.conditions_fact_on_time({ onTime: number(onTime), validated: number(validated) }), '/quality'),
    shared,
  ]
}

function communicationFacts({ meetings, updates }: ConditionsOverview['communication'], locale: Locale): Fact[] {
  const { fact, gap } = about('/conditions/communication')
  const number = (value: number) => formatInteger(locale, value)
  const agendas = meetings === null ? '' : m.conditions_fact_agendas({ count: meetings.agendasOnTime, total: number(meetings.held) })
  return [
    meetings === null
      ? []
      : meetings.held === 0
        ? gap(m.conditions_fact_meetings({ count: 0 }), '#meetings')
        : fact(m.conditions_fact_meetings({ count: meetings.held }), '#meetings'),
    meetings === null || meetings.held === 0 ? [] : meetings.agendasOnTime < meetings.held ? gap(agendas, '#meetings') : fact(agendas, '#meetings'),
    updates.lastOn === null || updates.published === 0
      ? gap(m.conditions_fact_no_update(), '#updates')
      : fact(m.conditions_fact_updates({ count: updates.published, last: formatDate(locale, updates.lastOn) }), '#updates'),
    // A funder sees some of the updates only: their rhythm would be a wrong count.
    updates.published === 0 || meetings === null
      ? []
      : updates.monthsKept * 2 < updates.monthsAsked
        ? gap(m.conditions_fact_months({ kept: number(updates.monthsKept), total: number(updates.monthsAsked) }), '#updates')
        : fact(m.conditions_fact_months({ kept: number(updates.monthsKept), total: number(updates.monthsAsked) }), '#updates'),
  ].flat()
}

function backboneFacts({ profile, covered, gaps }: ConditionsOverview['backbone'], locale: Locale): Fact[] {
  const { fact, gap } = about('/conditions/backbone')
  const number = (value: number) => formatInteger(locale, value)
  return [
    profile === null
      ? gap(m.conditions_fact_no_profile())
      : fact(
          profile.fullTimeEquivalents === null
            ? FORM_WORDS[profile.form]()
            : m.conditions_fact_form({ form: FORM_WORDS[profile.form](), fte: formatNumber(locale, profile.fullTimeEquivalents) }),
        ),
    (gaps.length > 0 ? gap : fact)(m.conditions_fact_functions({ count: covered.length, total: number(covered.length + gaps.length) }), '#functions'),
    gaps.length > 0 && gaps.length < 6
      ? gap(
          m.conditions_fact_gaps({
            list: formatList(
              locale,
              gaps.map((name) => FUNCTION_WORDS[name]()),
            ),
          }),
          '#functions',
        )
      : [],
    profile === null || profile.budget === null
      ? []
      : fact(m.conditions_fact_budget({ budget: formatMoney(locale, profile.budget, profile.currencyCode ?? '', { decimals: 0 }) })),
  ].flat()
}

/** The facts of each condition in words, the most telling first. */
export function factsOf(overview: ConditionsOverview, locale: Locale): Readonly<Record<ConditionKey, readonly Fact[]>> {
  return {
    agenda: agendaFacts(overview.agenda, locale),
    activities: activityFacts(overview.activities, locale),
    measurement: measurementFacts(overview.measurement, locale),
    communication: communicationFacts(overview.communication, locale),
    backbone: backboneFacts(overview.backbone, locale),
  }
}
