import { formatDate, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Contest } from '#shared/observations/contests.ts'
import { localName } from '#lib/state/local-name.ts'

const KINDS = {
  legitimacy: m.partner_kind_legitimacy,
  resources: m.partner_kind_resources,
  expertise: m.partner_kind_expertise,
  access: m.partner_kind_access,
  people_power: m.partner_kind_people_power,
} as const

/** Names of what discussions are about, by code. */
export interface Names {
  readonly indicators: ReadonlyMap<string, string>
  readonly territories: ReadonlyMap<string, string>
}

/** What a discussion is about, in words. */
export function itemOf({ figure, contribution }: Pick<Contest, 'figure' | 'contribution'>, names: Names, locale: Locale): string {
  if (figure !== null)
    return m.contests_figure_item({
      indicator: names.indicators.get(figure.indicator) ?? figure.indicator,
      territory: names.territories.get(figure.territory) ?? figure.territory,
      period: formatPeriod(locale, figure.period),
    })
  if (contribution === null) return m.contests_gone()
  const kind = KINDS[contribution.kind]()
  const text = localName(contribution.descriptionFr ?? '', contribution.descriptionEn, locale)
  return text === '' ? kind : m.contests_contribution_item({ kind, text })
}

/** Where a discussion stands, in words. */
export function standingOf(contest: Contest, locale: Locale): string {
  if (contest.resolvedOn === null) return m.contests_in_discussion()
  const by = contest.resolvedSide === 'partner' ? m.contests_by_partner() : m.contests_by_backbone()
  return `${m.contests_settled_on({ date: formatDate(locale, contest.resolvedOn) })} ${by}`
}
