import { formatChange, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { BarRow } from '#lib/charts/types.ts'
import { presenceOf } from '#shared/progress/masked.ts'
import { isIncomplete } from '#shared/progress/finding.ts'
import { isPartial } from '#shared/progress/partial.ts'
import { seasonOf } from './projection.ts'

export interface SeasonView {
  readonly rows: readonly BarRow[]
  readonly title: string
  /** « T2 2026 », the one that the others are compared with. */
  readonly period: string
}

/** The last figure beside those of the same season in former years, oldest first; null for yearly figures and first years. */
export function seasonView(cells: readonly ProgressCell[], measure: Measure, locale: Locale): SeasonView | null {
  const last = cells.findLast((cell) => cell.value !== null)
  const season = last === undefined ? null : seasonOf(last.period)
  if (last === undefined || last.value === null || season === null) return null
  // Nothing from before a break compares.
  const start = Math.max(
    0,
    cells.findLastIndex((cell) => cell.flags.includes('break')),
  )
  const same = cells.slice(start).filter((cell) => seasonOf(cell.period) === season && cell.period <= last.period)
  if (same.length < 2) return null
  const before = same.at(-2)
  const period = formatPeriod(locale, last.period)
  return {
    rows: same.map((cell) => ({
      code: cell.period,
      label: formatPeriod(locale, cell.period),
      value: cell.value,
      lower: cell.lower,
      upper: cell.upper,
      presence: presenceOf(cell),
      isProvisional: cell.flags.includes('P'),
      isRevised: cell.flags.includes('R'),
      isPartial: isPartial(cell),
    })),
    title:
      before?.value == null || isIncomplete(before) || isIncomplete(last)
        ? m.curve_season_title_plain({ period })
        : m.curve_season_title({ period, before: formatPeriod(locale, before.period), change: formatChange(locale, before.value, last.value, measure) }),
    period,
  }
}
