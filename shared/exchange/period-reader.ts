import { partsOf } from '#shared/values/calendar-date.ts'
import { parsePeriodCode, parsePeriodPattern, periodOf, type DateOrder, type Period, type YearStarts } from '#shared/values/period.ts'
import type { OrderOf } from './date-order.ts'
import type { Reading } from './mapping.ts'
import { sourceReader, type Place } from './source.ts'
import type { Header } from './table.ts'
import { tidy } from './text.ts'

/** The period of a place, null when its text names none. */
export type PeriodReader = (place: Place) => { period: Period | null; text: string; column: string | null }

/** Prepares the reading of periods. @throws FileFault date_order_ambiguous where dates can be read two ways */
export function periodReader(rule: Reading['period'], header: Header, context: { fileName: string; starts: YearStarts }, orderOf: OrderOf): PeriodReader {
  const { pattern, within } = rule
  const source = sourceReader(rule.source, header, context.fileName)
  const known = new Map<string, Period | null>(Object.entries(rule.aliases ?? {}).map(([text, code]) => [tidy(text), parsePeriodCode(code, context.starts)]))
  const read = (text: string, order: DateOrder): Period | null => {
    const period = parsePeriodPattern(text, pattern, context.starts, order)
    if (period === null || within === undefined) return period
    return partsOf(period.startsOn) === null ? null : periodOf(within, period.startsOn, context.starts)
  }
  const order = pattern === 'date' ? orderOf(source, (text, one) => (known.has(text) ? null : (read(text, one)?.code ?? null))) : 'day_first'
  return (place) => {
    const { text, column } = source(place)
    let period = known.get(text)
    if (period === undefined) {
      period = read(text, order)
      known.set(text, period)
    }
    return { period, text, column }
  }
}
