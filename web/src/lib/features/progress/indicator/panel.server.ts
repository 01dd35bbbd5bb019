import { formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { comparableCells } from '#shared/progress/finding.ts'
import { constantPanel } from '#shared/progress/panel.ts'
import { lineChart } from '#lib/charts/line-chart.server.ts'
import type { ChartView } from '#lib/charts/types.ts'

export interface PanelView {
  readonly sentence: string
  readonly names: readonly string[]
  readonly chart: ChartView | null
}

/**
 * All partners beside those that were there in every period since the last break: whether the curve moves by itself or by who joins
 * and leaves. Null where partners are not put together, or one alone reports.
 */
export function panelView(
  detail: IndicatorDetail,
  whole: readonly ProgressCell[],
  byPartner: readonly ProgressCell[],
  nameOf: (code: string) => string,
  measure: Measure,
  locale: Locale,
): PanelView | null {
  const total = comparableCells(whole)
  const periods = total.map((cell) => cell.period)
  const figures = byPartner.flatMap((cell) => (cell.partner === null ? [] : [{ ...cell, partner: cell.partner }]))
  const panel = periods.length < 2 ? null : constantPanel(detail.current, figures, periods)
  if (panel === null || panel.all < 2) return null
  const names = panel.partners.map(nameOf)
  const counts = { count: panel.partners.length, all: panel.all, periods: periods.length }
  if (panel.partners.length === 0) return { sentence: m.curve_panel_none(counts), names, chart: null }
  if (panel.partners.length === panel.all) return { sentence: m.curve_panel_all(counts), names, chart: null }
  const axis = periods.map((code) => ({ code, label: formatPeriod(locale, code), short: formatPeriod(locale, code, 'short') }))
  const at = new Map(axis.map((tick) => [tick.code, tick]))
  const points = (values: readonly { period: string; value: string | null }[]) =>
    values.flatMap(({ period, value }) => {
      const x = at.get(period)
      return x === undefined ? [] : [{ x, value, presence: value === null ? ('missing' as const) : ('reported' as const) }]
    })
  return {
    sentence: m.curve_panel_some(counts),
    names,
    chart: lineChart(
      {
        measure,
        axis,
        series: [
          { code: 'all', label: m.curve_panel_everybody(), points: points(total) },
          { code: 'panel', label: m.curve_panel_constant({ count: panel.partners.length }), points: points(panel.points) },
        ],
      },
      locale,
    ),
  }
}
