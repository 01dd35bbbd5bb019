import type { CheckWarning } from '#shared/observations/checks.ts'
import { formatDate, formatMeasure, formatNumber, formatPercent, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** What looks unusual, in one sentence with its numbers as this reader writes them. */
export function warningSentence({ code, numbers }: CheckWarning, measure: Measure, locale: Locale): string {
  const value = (name: string) => formatMeasure(locale, numbers[name] ?? '0', measure)
  const options = { locale }
  switch (code) {
    case 'outlier':
      return numbers.z === undefined
        ? m.checks_outlier_flat({ count: numbers.count ?? '', median: value('median') }, options)
        : m.checks_outlier({ count: numbers.count ?? '', median: value('median'), mad: value('mad'), z: formatNumber(locale, numbers.z) }, options)
    case 'sudden_change': {
      const period = formatPeriod(locale, numbers.period ?? '', 'short')
      return numbers.change === undefined
        ? m.checks_sudden_change_from_zero({ period, value: value('value') }, options)
        : m.checks_sudden_change(
            { period, previous: value('previous'), change: formatPercent(locale, numbers.change, { decimals: 0, sign: 'always' }) },
            options,
          )
    }
    case 'repeated_value':
      return m.checks_repeated_value({ value: value('value'), count: numbers.count ?? '' }, options)
    case 'factor_100':
      return m.checks_factor_100({ value: value('value'), median: value('median') }, options)
    case 'all_of_denominator':
      return m.checks_all_of_denominator({ denominator: formatNumber(locale, numbers.denominator ?? '') }, options)
    case 'above_whole':
      return numbers.value === undefined
        ? m.checks_above_whole(
            { numerator: formatNumber(locale, numbers.numerator ?? ''), denominator: formatNumber(locale, numbers.denominator ?? '') },
            options,
          )
        : m.checks_above_whole_published({ value: value('value'), whole: value('whole') }, options)
    case 'late':
      return m.checks_late({ dueOn: formatDate(locale, numbers.dueOn ?? ''), days: Number(numbers.days ?? '0') }, options)
    case 'zero':
      return m.checks_zero({}, options)
    case 'outside_limits':
      if (numbers.low === undefined) return m.checks_outside_above({ high: value('high') }, options)
      return numbers.high === undefined
        ? m.checks_outside_below({ low: value('low') }, options)
        : m.checks_outside_between({ low: value('low'), high: value('high') }, options)
  }
}
