import { parsePeriodPattern, type DateOrder } from '#shared/values/period.ts'
import type { Mapping } from './mapping.ts'
import type { Place, Reader } from './source.ts'
import { FileFault } from './table.ts'

/** What a text becomes under an order; null when it is no date under it. */
type ReadDate = (text: string, order: DateOrder) => string | null

const EXAMPLES = 3
const NO_STARTS = { fiscalStartMonth: 1, schoolStartMonth: 1 }

/** The day of a text, under an order. */
export const readDay: ReadDate = (text, order) => {
  const day = parsePeriodPattern(text, 'date', NO_STARTS, order)
  return day?.kind === 'day' ? day.startsOn : null
}

/**
 * Whether a column writes `03/04/2026` with the day or with the month first, never guessed: a number above 12 somewhere
 * tells. Texts that both orders read alike tell nothing and ask for nothing.
 * @param read what a text becomes: two days of one month are the same month
 * @returns examples of what two readings fit; or of both orders, where the column holds both
 */
export function detectDateOrder(
  texts: Iterable<string>,
  read: ReadDate = readDay,
): { ok: true; order: DateOrder } | { ok: false; examples: readonly string[] } {
  const found: Record<DateOrder | 'both', string[]> = { day_first: [], month_first: [], both: [] }
  for (const text of new Set(texts)) {
    const [day, month] = [read(text, 'day_first'), read(text, 'month_first')]
    if (day === month) continue
    const list = found[month === null ? 'day_first' : day === null ? 'month_first' : 'both']
    if (list.length < EXAMPLES) list.push(text)
  }
  const [dayFirst, monthFirst] = [found.day_first[0], found.month_first[0]]
  if (dayFirst !== undefined && monthFirst !== undefined) return { ok: false, examples: [dayFirst, monthFirst] }
  if (monthFirst !== undefined) return { ok: true, order: 'month_first' }
  return dayFirst !== undefined || found.both.length === 0 ? { ok: true, order: 'day_first' } : { ok: false, examples: found.both }
}

/** The order of the dates of one source. @throws FileFault date_order_ambiguous with the places of examples */
export type OrderOf = (reader: Reader, read?: ReadDate) => DateOrder

/** Finds the order of dates as a mapping says: the one that it names, or what all of a source's texts tell. */
export function dateOrders(rule: Mapping['dateOrder'], places: () => Iterable<Place>, sheet: string | null): OrderOf {
  return (reader, read = readDay) => {
    if (rule !== 'auto') return rule
    const first = new Map<string, { row: number; column: string | null }>()
    for (const place of places()) {
      const { text, column } = reader(place)
      if (text.includes('/') && !first.has(text)) first.set(text, { row: place.index + 1, column })
    }
    const found = detectDateOrder(first.keys(), read)
    if (found.ok) return found.order
    throw new FileFault(
      'date_order_ambiguous',
      found.examples.map((value) => ({ sheet, row: first.get(value)?.row ?? null, column: first.get(value)?.column ?? null, value })),
    )
  }
}
