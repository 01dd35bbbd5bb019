import type { Period, YearStarts } from '#shared/values/period.ts'
import { dateOrders } from './date-order.ts'
import {
  Distinct,
  type CategoryReference,
  type ExtractedRecord,
  type Extraction,
  type FileRejection,
  type Reference,
  type TerritoryReference,
} from './extraction.ts'
import { parseCategory } from '#shared/observations/category.ts'
import { figureReader, type FigureReader } from './figure.ts'
import { TOTAL_LINE, type CategoryPart, type Mapping, type Reading } from './mapping.ts'
import { periodReader, type PeriodReader } from './period-reader.ts'
import { markerBook, type MarkerBook } from './read-number.ts'
import { allHold, partReader, sourceReader, type Place, type Reader } from './source.ts'
import { cellText, columnName, dataRows, FileFault, readHeader, type Cell, type Header, type Table } from './table.ts'
import { tidy } from './text.ts'
import { totalLines } from './hold-total-lines.ts'
import { territoryReader } from './territory-reader.ts'
import type { NamedCell, TotalLine } from './total-lines.ts'

/** Most figures that one file may hold. */
export const MAXIMUM_RECORDS = 200_000
const MAXIMUM_REJECTIONS = 20_000
/** Lines of totals that are held against others; all are counted. */
const MAXIMUM_TOTALS = 2000

export interface ExtractContext {
  readonly fileName: string
  readonly starts: YearStarts
}

interface Collected {
  readonly indicators: Distinct<Reference>
  readonly territories: Distinct<TerritoryReference>
  readonly partners: Distinct<Reference>
  readonly periods: Distinct<Period>
  readonly categories: Distinct<CategoryReference>
  readonly records: ExtractedRecord[]
  readonly rejections: FileRejection[]
  readonly skipped: Record<string, number>
  readonly totals: TotalLine[]
  rejected: number
  read: number
}

type Refuse = (column: string | null, code: string, value: string | null) => void

interface PreparedReading {
  readonly takes: (cells: readonly Cell[]) => boolean
  readonly columns: readonly number[]
  readonly record: (place: Place) => 'kept' | 'blank' | 'rejected'
  /** The names and the number of a cell, with nothing refused nor kept; null without a period. */
  readonly look: (place: Place) => NamedCell | null
}

function categoryReader(part: CategoryPart, header: Header, fileName: string): (place: Place) => CategoryReference | null {
  const read = sourceReader(part.source, header, fileName)
  const total = new Set(['', ...part.total.map(tidy)])
  const codes = new Map(Object.entries(part.codes).map(([text, code]) => [tidy(text), code]))
  const only = part.only === undefined ? null : new Set(part.only.map(tidy))
  return (place) => {
    const { text, column } = read(place)
    const code = codes.get(text) ?? null
    if (code === null && total.has(text)) return null
    return { dimension: part.dimension, text, code, create: part.unknown === 'create' && (only === null || only.has(text)), column }
  }
}

/** The pairs of a category written whole; null when it is none. */
function wholeCategoryReader(source: Reading['categoryText'], header: Header, fileName: string) {
  const read = source === undefined ? null : sourceReader(source, header, fileName)
  return (place: Place): { text: string; column: string | null; pairs: CategoryReference[] | null } => {
    const { text, column } = read?.(place) ?? { text: '', column: null }
    const pairs = text === '' ? [] : parseCategory(text)
    return { text, column, pairs: pairs?.map(({ dimension, code }) => ({ dimension, text: code, code, create: false, column })) ?? null }
  }
}

function unpivotedColumns(reading: Reading, header: Header, dropped: ReadonlySet<number>): number[] {
  const { unpivot } = reading
  if (unpivot === undefined) return [-1]
  const except = new Set(unpivot.except.map((reference) => header.place(reference)))
  const pattern = unpivot.matching === undefined ? null : new RegExp(unpivot.matching, 'u')
  const columns =
    pattern === null
      ? (unpivot.columns ?? []).map((reference) => header.place(reference))
      : header.names.flatMap((name, index) => (name !== '' && pattern.test(name) ? [index] : []))
  const kept = columns.filter((index) => !except.has(index) && !dropped.has(index))
  if (kept.length === 0) throw new FileFault('column_not_found', [{ sheet: null, row: header.firstRow, column: unpivot.matching ?? null, value: null }])
  return kept
}

function prepareReading(
  reading: Reading,
  context: ExtractContext,
  header: Header,
  sheet: string | null,
  out: Collected,
  figure: FigureReader,
  period: PeriodReader,
  columns: readonly number[],
  takes: PreparedReading['takes'],
): PreparedReading {
  const { fileName } = context
  const indicator = sourceReader(reading.indicator.source, header, fileName)
  const indicatorCodes = new Map(Object.entries(reading.indicator.codes).map(([text, code]) => [tidy(text), code]))
  const territory = territoryReader(reading, header, fileName)
  const partner: Reader | null = reading.partner === undefined ? null : sourceReader(reading.partner.source, header, fileName)
  const partnerAliases = new Map(Object.entries(reading.partner?.aliases ?? {}).map(([text, code]) => [tidy(text), code]))
  const categories = reading.categories.map((part) => categoryReader(part, header, fileName))
  const wholeCategory = wholeCategoryReader(reading.categoryText, header, fileName)

  return {
    takes,
    columns,
    look(place) {
      const when = period(place).period
      if (when === null) return null
      const read = figure(place, () => undefined)
      const { value = null, inPercent, isSigned } = read === null || read === 'blank' ? {} : read.figure
      const found = territory(place)
      const { text } = indicator(place)
      const who = partner?.(place).text ?? ''
      return {
        row: place.index + 1,
        indicator: indicatorCodes.get(text) ?? text,
        period: when.code,
        territory: found === null || found === 'no_parent' ? '' : found.text,
        partner: partnerAliases.get(who) ?? who,
        categories: categories.map((readCategory) => readCategory(place)?.text ?? '').join('\n') + wholeCategory(place).text,
        value,
        isPercent: inPercent === true || isSigned === true,
      }
    },
    record(place) {
      const row = place.index + 1
      let faults = 0
      const refuse: Refuse = (column, code, value) => {
        faults += 1
        if (out.rejections.length < MAXIMUM_REJECTIONS)
          out.rejections.push({ sheet, row, column, code, value: value === null || value === '' ? null : value.slice(0, 200) })
      }
      const kept = out.rejections.length
      const read = figure(place, refuse)
      if (read === 'blank') return 'blank'
      const indicatorFound = indicator(place)
      if (indicatorFound.text === '') refuse(indicatorFound.column, 'indicator_blank', null)
      const place_ = territory(place)
      if (place_ === null) refuse(null, 'territory_blank', null)
      else if (place_ === 'no_parent') refuse(null, 'territory_parent_blank', null)
      const when = period(place)
      if (when.period === null) refuse(when.column, when.text === '' ? 'period_blank' : 'period_unreadable', when.text)
      const whole = wholeCategory(place)
      if (whole.pairs === null) refuse(whole.column, 'category_unknown', whole.text)
      const split = [...categories.flatMap((readCategory) => readCategory(place) ?? []), ...(whole.pairs ?? [])]
      const who = partner?.(place) ?? null
      const namesNothing =
        read?.figure.blank === 'may_fill' && out.rejections.slice(kept).some(({ code }) => code === 'indicator_blank' || code === 'territory_blank')
      if (faults > 0 && (read?.figure.blank === 'erase' || namesNothing)) {
        // A blank that names no figure of ours erases nothing; one of a line that says nothing is no figure at all.
        out.rejections.length = kept
        return 'blank'
      }
      if (faults > 0 || read === null || place_ === null || place_ === 'no_parent' || when.period === null) return 'rejected'
      const code = indicatorCodes.get(indicatorFound.text) ?? indicatorFound.text
      const wholePeriod = when.period
      out.records.push({
        sheet,
        row,
        column: read.column,
        indicator: out.indicators.place(code, () => ({ text: code, by: 'code', column: indicatorFound.column })),
        territory: out.territories.place(JSON.stringify(place_), () => place_),
        partner:
          who === null || who.text === ''
            ? -1
            : out.partners.place(who.text, () => {
                const alias = partnerAliases.get(who.text)
                return { text: alias ?? who.text, by: alias === undefined ? (reading.partner?.by ?? 'code') : 'code', column: who.column }
              }),
        period: out.periods.place(wholePeriod.code, () => wholePeriod),
        categories: split.map((category) => out.categories.place(`${category.dimension}\n${category.text}\n${category.create}`, () => category)),
        ...read.figure,
      })
      if (out.records.length > MAXIMUM_RECORDS) throw new FileFault('too_many_rows')
      return 'kept'
    },
  }
}

/** Rows of one table that are data: separators have given their value, rows to skip are gone. */
function* keptRows(
  table: Table,
  mapping: Mapping,
  header: Header,
  fileName: string,
  carried: Map<string, string>,
  onSkip: (why: string, index: number) => void,
): Generator<{ index: number; cells: readonly Cell[] }> {
  const skips = mapping.skip.map(({ when, because }) => ({ holds: allHold(when, header), why: because === TOTAL_LINE ? 'total' : 'condition' }))
  const carries = mapping.carry.map((carry) => ({ carry, holds: allHold(carry.when, header), read: partReader(carry.source, header, fileName) }))
  carried.clear()
  for (const { row, cells } of dataRows(table, header)) {
    let separator = false
    for (const { carry, holds, read } of carries) {
      if (!holds(cells)) continue
      carried.set(carry.as, read({ table, header, fileName, carried, index: row - 1, column: -1 }).text)
      separator ||= carry.skip
    }
    const skipped = separator ? 'condition' : skips.find(({ holds }) => holds(cells))?.why
    if (skipped !== undefined) onSkip(skipped, row - 1)
    else yield { index: row - 1, cells }
  }
}

function extractTable(table: Table, mapping: Mapping, context: ExtractContext, book: MarkerBook, out: Collected): void {
  const header = readHeader(table, mapping.file)
  const dropped = new Set(mapping.dropColumns.map((reference) => header.place(reference)))
  const carried = new Map<string, string>()
  const placeOf = (index: number, column: number): Place => ({ table, header, fileName: context.fileName, carried, index, column })
  const skipOne = (why: string) => (out.skipped[why] = (out.skipped[why] ?? 0) + 1)

  const readings = mapping.readings.map((reading) => {
    const takes = reading.when === undefined ? () => true : allHold(reading.when, header)
    const columns = unpivotedColumns(reading, header, dropped)
    function* places(): Generator<Place> {
      for (const { index, cells } of keptRows(table, mapping, header, context.fileName, carried, () => undefined)) {
        if (takes(cells)) for (const column of columns) yield placeOf(index, column)
      }
    }
    const figure = figureReader(reading, mapping, header, context.fileName, places, book, table.sheet)
    const period = periodReader(reading.period, header, context, dateOrders(mapping.dateOrder, places, table.sheet))
    return prepareReading(reading, context, header, table.sheet, out, figure, period, columns, takes)
  })

  const totals: number[] = []
  for (const { index, cells } of keptRows(table, mapping, header, context.fileName, carried, (why, at) => {
    out.read += 1
    skipOne(why)
    if (why === 'total') totals.push(at)
  })) {
    const extra = cells.findIndex((cell, place) => place >= header.names.length && cellText(cell) !== '')
    if (extra >= 0) {
      out.read += 1
      out.rejected += 1
      if (out.rejections.length < MAXIMUM_REJECTIONS)
        out.rejections.push({
          sheet: table.sheet,
          row: index + 1,
          column: columnName(header, extra),
          code: 'too_many_columns',
          value: cellText(cells[extra]).slice(0, 200),
        })
      continue
    }
    let taken = false
    for (const reading of readings) {
      if (!reading.takes(cells)) continue
      taken = true
      for (const column of reading.columns) {
        out.read += 1
        const outcome = reading.record(placeOf(index, column))
        if (outcome === 'blank') skipOne('blank')
        else if (outcome === 'rejected') out.rejected += 1
      }
    }
    if (!taken) {
      out.read += 1
      skipOne('condition')
    }
  }
  if (totals.length === 0) return
  const again = keptRows(table, mapping, header, context.fileName, carried, () => undefined)
  out.totals.push(...totalLines(table, totals.slice(0, MAXIMUM_TOTALS), readings, again, placeOf))
}

/**
 * Reads the tables of a file as a mapping says. Every row ends as a record, a skip that is counted, or
 * a rejection that names sheet, row, column and reason; nothing is looked up here.
 * @throws FileFault when nothing can be read: a column that is not there, numbers or dates that two readings fit
 */
export function extract(tables: readonly Table[], mapping: Mapping, context: ExtractContext): Extraction {
  const out: Collected = {
    indicators: new Distinct(),
    territories: new Distinct(),
    partners: new Distinct(),
    periods: new Distinct(),
    categories: new Distinct(),
    records: [],
    rejections: [],
    skipped: {},
    totals: [],
    rejected: 0,
    read: 0,
  }
  const book = markerBook(mapping.markers)
  for (const table of tables) extractTable(table, mapping, context, book, out)
  return {
    read: out.read,
    skipped: out.skipped,
    rejected: out.rejected,
    rejections: out.rejections,
    indicators: out.indicators.items,
    territories: out.territories.items,
    partners: out.partners.items,
    periods: out.periods.items,
    categories: out.categories.items,
    records: out.records,
    ...(out.totals.length === 0 ? {} : { totals: out.totals }),
  }
}
