import { formatDate, formatPercent, formatPeriod } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { IndicatorDetail, Period } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { countsForStatus, periodKindOf } from '#shared/values/period.ts'

const WORDS: Readonly<Record<string, () => string>> = {
  E: m.curve_quality_estimated,
  P: m.curve_quality_provisional,
  S: m.curve_quality_event,
  U: m.curve_quality_unreliable,
  break: m.curve_quality_break,
  fragile: m.curve_quality_fragile,
  incomplete: m.curve_quality_incomplete,
  stale: m.curve_quality_stale,
  gaps: m.curve_quality_gaps,
  overlap_unknown: m.curve_quality_overlap_unknown,
  own_differs: m.curve_quality_own_differs,
  weight_missing: m.curve_quality_weight_missing,
  parts_unknown: m.curve_quality_parts_unknown,
  not_put_together: m.presence_not_put_together,
}

const METHODS: Readonly<Record<string, () => string>> = {
  consented_list: m.curve_method_consented_list,
  sample: m.curve_method_sample,
  expert: m.curve_method_expert,
}

/** What makes the last figure strong or weak, in sentences. */
export function qualityOf(detail: IndicatorDetail, cell: ProgressCell | undefined, locale: Locale): string[] {
  const english = languageOf(locale) === 'en'
  const estimate = cell?.flags.includes('overlap_estimated') === true ? detail.overlapEstimates[0] : undefined
  return [
    ...(cell?.coverage == null ? [] : [m.curve_quality_coverage({ share: formatPercent(locale, cell.coverage, { decimals: 0 }) })]),
    ...(cell?.flags ?? []).flatMap((flag) => WORDS[flag]?.() ?? []),
    ...(estimate === undefined
      ? []
      : [
          m.curve_quality_overlap({
            rate: formatPercent(locale, estimate.rate, { decimals: 0 }),
            method: METHODS[estimate.method]?.() ?? estimate.method,
            date: formatDate(locale, estimate.estimatedOn),
          }),
        ]),
    ...(estimate === undefined ? [] : [(english ? estimate.noteEn : null) ?? estimate.noteFr]).filter((note) => note !== null),
  ]
}

/** When the next figure is due; null where no period says so. */
export function nextDue(
  detail: IndicatorDetail,
  periods: readonly Pick<Period, 'code' | 'kind' | 'endsOn'>[],
  last: string | null,
  today: string,
  locale: Locale,
): { period: string; date: string } | null {
  const { frequency, everyNYears, dueDays, statusPeriods } = detail.current
  if (frequency === 'ad_hoc') return null
  const ended = periods.find((period) => period.code === last)?.endsOn ?? ''
  const step = frequency === 'every_n_years' ? (everyNYears ?? 1) : null
  const next = periods
    .filter((period) => period.kind === periodKindOf(frequency) && period.endsOn > ended && addDays(period.endsOn, dueDays) >= today)
    .filter((period) => countsForStatus(period.code, statusPeriods))
    .filter((period) => step === null || last === null || (Number(period.code) - Number(last)) % step === 0)
    .sort((a, b) => a.endsOn.localeCompare(b.endsOn))[0]
  return next === undefined ? null : { period: formatPeriod(locale, next.code), date: formatDate(locale, addDays(next.endsOn, dueDays)) }
}
