import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { localName } from '#lib/state/local-name.ts'
import { groupRows, type RowGroup } from './arrange.ts'
import { CONDITIONS, type DashboardQuery } from './dashboard-query.ts'
import type { IndicatorRow } from './rows.ts'

export const CONDITION_NAMES = {
  common_agenda: m.dashboard_condition_common_agenda,
  mutually_reinforcing_activities: m.dashboard_condition_mutually_reinforcing_activities,
  shared_measurement: m.dashboard_condition_shared_measurement,
  continuous_communication: m.dashboard_condition_continuous_communication,
  backbone_support: m.dashboard_condition_backbone_support,
} as const

interface GoalHeading {
  readonly id: string
  readonly statementFr: string
  readonly statementEn: string | null
  readonly indicatorCodes: readonly string[]
}

/**
 * Rows of one scope under the headings asked for. What is for everybody and what partners do are never one list (domain
 * 0.2): the caller gives each apart.
 */
export function groupsOf(rows: readonly IndicatorRow[], grouping: DashboardQuery['group'], goals: readonly GoalHeading[], locale: Locale): RowGroup[] {
  if (rows.length === 0) return []
  if (grouping === 'goal') {
    const asking = goals.filter((goal) => goal.indicatorCodes.length > 0)
    const headings = asking.map((goal) => ({ key: goal.id, title: localName(goal.statementFr, goal.statementEn, locale) }))
    const goalsOf = ({ code }: IndicatorRow) => asking.filter((goal) => goal.indicatorCodes.includes(code)).map(({ id }) => id)
    return groupRows(rows, headings, goalsOf, m.dashboard_group_without())
  }
  if (grouping === 'condition') {
    const headings = CONDITIONS.map((key) => ({ key, title: CONDITION_NAMES[key]() }))
    return groupRows(rows, headings, (row) => row.conditions, '')
  }
  if (rows.every((row) => row.scope === 'population')) return [{ key: 'all', title: null, rows }]
  const kinds = [
    { key: 'how_much', title: m.progress_how_much() },
    { key: 'how_well', title: m.progress_how_well() },
    { key: 'better_off', title: m.progress_better_off() },
  ]
  return groupRows(rows, kinds, (row) => [row.resultType ?? 'how_much'], '')
}
