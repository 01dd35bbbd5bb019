import type { Activity, Responsibility } from '#shared/activities/contract.ts'
import { escapeText } from '#shared/exchange/export/escape.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { localName } from '#lib/state/local-name.ts'
import { LEVER_WORDS } from './plan-words.ts'
import { ACTIVITY_STATE_WORDS } from './words.ts'

interface Names {
  readonly goals: ReadonlyMap<string, string>
  readonly territories: ReadonlyMap<string, string>
}

const holders = (activity: Activity, role: Responsibility) =>
  activity.partners
    .filter((partner) => partner.role === role)
    .map(({ name }) => name)
    .join(' | ')

/** Activities as CSV in the habits of the language: dates in ISO, amounts with a point; no spreadsheet runs anything of it. */
export function planCsv(activities: readonly Activity[], names: Names, locale: Locale): string {
  const separator = locale === 'en' ? ',' : ';'
  const columns: [label: string, cell: (activity: Activity) => string | null][] = [
    [m.activities_name(), (one) => localName(one.nameFr, one.nameEn, locale)],
    [m.activities_state(), (one) => ACTIVITY_STATE_WORDS[one.state]()],
    [m.activities_goal(), (one) => (one.goalId === null ? null : (names.goals.get(one.goalId) ?? null))],
    [m.activities_territory(), (one) => (one.territoryCode === null ? null : (names.territories.get(one.territoryCode) ?? one.territoryCode))],
    [m.activities_starts_on(), (one) => one.startsOn],
    [m.activities_ends_on(), (one) => one.endsOn],
    [m.activities_leads(), (one) => holders(one, 'leads')],
    [m.activities_role_contributes(), (one) => holders(one, 'contributes')],
    [m.activities_role_is_consulted(), (one) => holders(one, 'is_consulted')],
    [m.activities_role_is_informed(), (one) => holders(one, 'is_informed')],
    [m.plan_levers(), (one) => one.levers.map((lever) => LEVER_WORDS[lever]()).join(' | ')],
    [m.activities_indicators(), (one) => one.indicatorCodes.join(' | ')],
    [m.activities_cost_label(), (one) => one.cost],
  ]
  const field = (text: string | null): string => {
    const safe = text === null ? '' : escapeText(text)
    return /["\r\n;,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const lines = [columns.map(([label]) => label), ...activities.map((one) => columns.map(([, cell]) => cell(one)))]
  // The mark tells spreadsheets that this is UTF-8.
  return `\ufeff${lines.map((cells) => cells.map(field).join(separator)).join('\r\n')}\r\n`
}
