import { ruleOverPlaces, type Aggregated } from '#shared/indicators/definition.ts'
import { Decimal, decimal, divide, toText } from '#shared/values/decimal.ts'

/** What one partner reported in one period. */
export interface PanelFigure {
  readonly partner: string
  readonly period: string
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
}

/** The partners that reported in every period, and what they make together: growth without newcomers. */
export interface Panel {
  readonly partners: readonly string[]
  /** Everybody who reported at least once. */
  readonly all: number
  readonly points: readonly { readonly period: string; readonly value: string | null }[]
}

const sumOf = (figures: readonly PanelFigure[], of: (figure: PanelFigure) => string | null) =>
  figures.reduce((total, figure) => total.plus(decimal(of(figure) ?? '0')), new Decimal(0))

function together(figures: readonly PanelFigure[], rule: 'sum' | 'ratio_of_sums' | 'weighted_mean' | 'share', isShared: boolean): Decimal | null {
  if (rule === 'sum') return sumOf(figures, ({ value }) => value)
  if (rule === 'weighted_mean') {
    const weighed = figures.filter(({ n, value }) => n !== null && value !== null)
    const products = weighed.reduce((total, { value, n }) => total.plus(decimal(value ?? '0').times(n ?? '0')), new Decimal(0))
    return divide(
      products,
      sumOf(weighed, ({ n }) => n),
    )
  }
  const parts = figures.filter(({ numerator, denominator }) => numerator !== null && denominator !== null)
  const denominator = isShared ? Decimal.max(0, ...parts.map((figure) => decimal(figure.denominator ?? '0'))) : sumOf(parts, (figure) => figure.denominator)
  return divide(
    sumOf(parts, ({ numerator }) => numerator),
    denominator,
  )
}

/**
 * The constant panel: partners that reported in every one of the periods, put together by the indicator's own rule (domain 3.4).
 * @param periods in the order of time: those in which there is a total
 * @returns null where figures of partners are never put together: an index, shares without parts, people counted twice
 */
export function constantPanel(definition: Aggregated, figures: readonly PanelFigure[], periods: readonly string[]): Panel | null {
  const rule = ruleOverPlaces(definition, 'partners')
  if (rule === 'none' || rule === 'range' || rule === 'last') return null
  const known = figures.filter(({ value, period }) => value !== null && periods.includes(period))
  const byPartner = Map.groupBy(known, ({ partner }) => partner)
  const partners = [...byPartner].filter(([, own]) => new Set(own.map(({ period }) => period)).size === periods.length).map(([partner]) => partner)
  const inPanel = new Set(partners)
  const byPeriod = Map.groupBy(
    known.filter(({ partner }) => inPanel.has(partner)),
    ({ period }) => period,
  )
  return {
    partners: partners.sort(),
    all: byPartner.size,
    points: periods.map((period) => {
      const own = byPeriod.get(period)
      const value = own === undefined ? null : together(own, rule, definition.denominatorShared)
      return { period, value: value === null ? null : toText(value) }
    }),
  }
}
