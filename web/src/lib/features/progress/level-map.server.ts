import { compareText, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { mapChart } from '#lib/charts/map.server.ts'
import type { ChartView, Geometry } from '#lib/charts/types.ts'
import { localName } from '#lib/state/local-name.ts'
import { presenceOf } from '#shared/progress/masked.ts'
import { isPartial } from '#shared/progress/partial.ts'
import { measureOf } from '#shared/progress/measure.ts'

/** One indicator over the places of a level; null where fewer than two places have or owe a figure. */
export function mapOf(
  indicator: Indicator,
  cells: readonly ProgressCell[],
  shapes: readonly { readonly code: string; readonly geometry: Geometry | null }[],
  rowTitle: string,
  placeName: (code: string) => string,
  locale: Locale,
): { code: string; name: string; period: string; source: string | null; chart: ChartView } | null {
  const own = cells.filter((cell) => cell.indicator === indicator.code && (cell.presence !== 'not_expected' || cell.value !== null))
  if (own.length < 2) return null
  const geometryOf = new Map(shapes.map(({ code, geometry }) => [code, geometry]))
  const places = own
    .map((cell) => ({
      code: cell.territory,
      label: placeName(cell.territory),
      geometry: geometryOf.get(cell.territory) ?? null,
      value: cell.value,
      presence: presenceOf(cell),
      isPartial: isPartial(cell),
    }))
    .sort((a, b) => compareText(locale)(a.label, b.label))
  return {
    code: indicator.code,
    name: localName(indicator.current.nameFr, indicator.current.nameEn, locale),
    period: formatPeriod(locale, own[0]?.period ?? ''),
    source: localName(indicator.current.sourceFr ?? '', indicator.current.sourceEn, locale) || null,
    chart: mapChart({ measure: measureOf(indicator.current, locale), rowTitle, places }, locale),
  }
}
