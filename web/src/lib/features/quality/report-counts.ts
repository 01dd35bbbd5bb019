import { formatInteger, formatPercent } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { ReportCounts } from '#shared/progress/completeness.ts'
import { decimal, divide, toText } from '#shared/values/decimal.ts'

/** Counts of reports with the shares made of them, written for a reader (domain 3.10). Nothing expected: « — ». */
export interface CountsView {
  readonly expected: string
  readonly received: string
  readonly onTime: string
  readonly late: string
  readonly validated: string
  readonly excused: string
  readonly completeness: string
  readonly timeliness: string
  readonly validation: string
  readonly coverage: string
  /** Something that was expected did not come. */
  readonly isShort: boolean
  readonly isLate: boolean
}

/** A share with a decimal only where it has one: 85 %, 72,5 %. */
function percent(locale: Locale, ratio: string): string {
  return formatPercent(locale, ratio, { decimals: decimal(ratio).times(100).isInteger() ? 0 : 1 })
}

function share(locale: Locale, part: number, whole: number): string {
  const ratio = divide(decimal(part), decimal(whole))
  return ratio === null ? m.quality_none() : percent(locale, toText(ratio))
}

/** Completeness = received ÷ expected, timeliness = on time ÷ expected, validation = validated ÷ received. */
export function countsView(counts: ReportCounts, locale: Locale): CountsView {
  const { expected, received, onTime, late, validated, excused, coverage } = counts
  const number = (value: number) => formatInteger(locale, value)
  return {
    expected: number(expected),
    received: number(received),
    onTime: number(onTime),
    late: number(late),
    validated: number(validated),
    excused: number(excused),
    completeness: share(locale, received, expected),
    timeliness: share(locale, onTime, expected),
    validation: share(locale, validated, received),
    coverage: coverage === null || expected === 0 ? m.quality_none() : percent(locale, coverage),
    isShort: received < expected,
    isLate: late > 0,
  }
}
