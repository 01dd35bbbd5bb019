import { formatPeriod, formatMeasure, formatNumber, type Measure } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { EntryRow } from '#shared/observations/contract.ts'
import { localName } from '#lib/state/local-name.ts'
import { partsOf, type GridData, type Part, type Series } from './grid/model.ts'
import { storedOf } from './grid/server-content.ts'

/** The form of one period, as the API gives it. */
export interface PeriodEntry {
  readonly period: string
  readonly rows: readonly EntryRow[]
}

/** Where and for whom the grid is drawn. */
export interface GridPlace extends Pick<
  GridData,
  'locale' | 'timeZone' | 'today' | 'initiativeId' | 'userId' | 'hatId' | 'partner' | 'partnerName' | 'indicators'
> {
  readonly currencyCode: string
}

const keyOf = (row: EntryRow) => `${row.indicator} ${row.territory} ${row.category}`

/** The figure before the first period shown, as each cell of its kind would say it. */
function previousOf({ previous }: EntryRow, parts: readonly Part[], measure: Measure, locale: Locale): Series['previous'] {
  if (previous === null) return null
  const first = parts[0] ?? 'value'
  const period = formatPeriod(locale, previous.period, 'short')
  if (previous.presence !== 'reported') {
    const absence = previous.presence === 'missing' ? m.grid_missing_short() : previous.presence === 'not_applicable' ? m.presence_not_applicable_short() : ''
    return { period, texts: { [first]: absence } }
  }
  const number = (text: string | null) => (text === null ? '' : formatNumber(locale, text))
  const texts: Record<Part, string> = {
    value: previous.value === null ? '' : formatMeasure(locale, previous.value, { displayFactor: measure.displayFactor, decimals: measure.decimals }),
    numerator: number(previous.numerator),
    denominator: number(previous.denominator),
    sampleN: number(previous.sampleN),
    done: previous.boolValue === null ? '' : previous.boolValue ? m.entry_yes() : m.entry_no(),
    achievedOn: '',
  }
  return { period, texts: Object.fromEntries(parts.map((part) => [part, texts[part]])) }
}

/**
 * What the grid is drawn from: the rows of one or several periods side by side, oldest first, in the order of the last.
 * @param measureOf how an indicator's figures are written
 */
export function gridDataOf(
  place: GridPlace,
  entries: readonly PeriodEntry[],
  indicators: ReadonlyMap<string, Indicator>,
  measureOf: (version: Indicator['current'], locale: Locale) => Measure,
): GridData {
  const { currencyCode, ...rest } = place
  const { locale } = place
  const byPeriod = entries.map(({ rows }) => new Map(rows.map((row) => [keyOf(row), row])))
  const order = [...new Map([...entries].reverse().flatMap(({ rows }) => rows.map((row) => [keyOf(row), row] as const)))]
  const series = order.flatMap(([key, row]): Series[] => {
    const indicator = indicators.get(row.indicator)
    if (indicator === undefined) return []
    const { current } = indicator
    const measure = measureOf(current, locale)
    const parts = partsOf(current.unitKind, current.partsUnknown)
    const isInParts = parts.includes('denominator')
    const currency = current.currencyCode ?? currencyCode
    const unit = current.unitKind === 'currency' ? currency : current.unitKind === 'milestone' ? '' : (measure.unitLabel ?? '')
    const shape = { kind: current.unitKind, factor: current.displayFactor, currency, parts }
    const first = byPeriod.map((rows) => rows.get(key)).find((one) => one !== undefined) ?? row
    return [
      {
        ...shape,
        indicator: row.indicator,
        name: localName(current.nameFr, current.nameEn, locale),
        territory: row.territory,
        territoryName: row.territoryName,
        category: row.category,
        categoryName: (languageOf(locale) === 'en' ? row.categoryEn : row.categoryFr) ?? '',
        scope: indicator.scope,
        isProportion: current.isProportion,
        partsUnknown: current.partsUnknown,
        indexMin: current.indexMin,
        indexMax: current.indexMax,
        decimals: current.decimals,
        unit: isInParts ? '' : unit,
        resultUnit: unit,
        accumulation: current.accumulation,
        statusPeriods: current.statusPeriods,
        limits: row.limits,
        past: first.past.map((one) => [one.period, one.value, one.numerator, one.denominator] as const),
        previous: previousOf(first, parts, measure, locale),
        figures: byPeriod.map((rows) => {
          const found = rows.get(key)
          return found === undefined ? null : storedOf(found, shape)
        }),
      },
    ]
  })
  return {
    ...rest,
    series,
    periods: entries.map(({ period }) => ({ code: period, name: formatPeriod(locale, period), short: formatPeriod(locale, period, 'short') })),
  }
}
