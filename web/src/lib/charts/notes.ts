/** What the marks of a drawing mean, said under it when they occur. */
import { formatList, formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { hasRange } from './figure-text.ts'
import { MOST_SERIES } from './palette.ts'
import { gapCount } from './summary.ts'
import type { BarData, LineData } from './types.ts'

/** « 90 % (T4 2026), 45 % (T2 2024) » */
const formerText = ({ former = [], measure }: LineData, locale: Locale) =>
  formatList(
    locale,
    former.map((mark) => `${formatMeasure(locale, mark.value, measure)} (${mark.x.label})`),
  )

/** Notes of figures over time: gaps, breaks, hollow marks, ranges, a cut axis. */
export function lineNotes(data: LineData, isTruncated: boolean, locale: Locale): string[] {
  const points = data.series.flatMap((one) => one.points)
  const ranges = points.filter(hasRange)
  const gaps = gapCount(data.series.map((one) => ({ ...one, points: one.points.filter((point) => point.presence !== 'masked') })))
  const [provisional, partial] = [points.some((point) => point.isProvisional === true), points.some((point) => point.isPartial === true)]
  return [
    gaps > 0 ? m.charts_missing_note({ count: gaps }, { locale }) : null,
    points.some((point) => point.presence === 'masked') ? m.charts_masked_note({}, { locale }) : null,
    ...(data.breaks ?? []).map((stop) =>
      stop.label === undefined || stop.label === ''
        ? m.charts_break_note({ period: stop.x.label }, { locale })
        : m.charts_break_note_named({ period: stop.x.label, label: stop.label }, { locale }),
    ),
    provisional && partial
      ? m.charts_hollow_both({}, { locale })
      : provisional
        ? m.charts_hollow_provisional({}, { locale })
        : partial
          ? m.charts_hollow_partial({}, { locale })
          : null,
    points.some((point) => point.isRevised === true) ? m.charts_revised_note({}, { locale }) : null,
    (data.former?.length ?? 0) > 0 ? m.charts_former_note({ values: formerText(data, locale) }, { locale }) : null,
    (data.projection?.marks.length ?? 0) > 1 ? m.charts_projection_note({ count: data.projection?.used ?? 0 }, { locale }) : null,
    ranges.some(({ isPartial }) => isPartial !== true) ? m.charts_range_note({}, { locale }) : null,
    ranges.some(({ isPartial }) => isPartial === true) ? m.charts_range_partial_note({}, { locale }) : null,
    data.series.length > MOST_SERIES ? m.charts_quiet_note({}, { locale }) : null,
    isTruncated ? m.charts_truncated_note({}, { locale }) : null,
  ].filter((note) => note !== null)
}

/** Notes of figures side by side. */
export function barNotes({ rows }: BarData, locale: Locale): string[] {
  return [
    rows.some((row) => row.presence === 'masked') ? m.charts_masked_note({}, { locale }) : null,
    rows.some((row) => row.isProvisional === true) ? m.charts_provisional_note({}, { locale }) : null,
    rows.some((row) => row.isPartial === true) ? m.charts_partial_note({}, { locale }) : null,
    rows.some((row) => row.isPartial === true && hasRange(row)) ? m.charts_range_partial_bar_note({}, { locale }) : null,
    rows.some((row) => row.isRevised === true) ? m.charts_revised_note({}, { locale }) : null,
  ].filter((note) => note !== null)
}
