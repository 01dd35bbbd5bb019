import type { Part, RowTest, Source } from './mapping.ts'
import { cellText, columnName, type Cell, type Header, type Table } from './table.ts'
import { tidy } from './text.ts'
import { isTotalWord } from './totals.ts'

/** Where the reading stands: a row, and a cell of it when columns are unpivoted. */
export interface Place {
  readonly table: Table
  readonly header: Header
  readonly fileName: string
  readonly carried: ReadonlyMap<string, string>
  /** Index of the row in the table. */
  readonly index: number
  /** Unpivoted column, −1 when there is none. */
  readonly column: number
}

/** Text found, tidied, the column it came from (null for constants and names) and the raw cell where a number may be typed. */
export interface Found {
  readonly text: string
  readonly column: string | null
  readonly cell: Cell
}

export type Reader = (place: Place) => Found

function adjuster(part: { match?: string | undefined; values?: Record<string, string> | undefined }): (text: string) => string {
  const pattern = part.match === undefined ? null : new RegExp(part.match, 'u')
  const values = part.values === undefined ? null : new Map(Object.entries(part.values).map(([from, to]) => [tidy(from), to]))
  return (text) => {
    let result = text
    if (pattern !== null) {
      const match = pattern.exec(result)
      result = tidy(match === null ? '' : (match[1] ?? match[0]))
    }
    return values?.get(result) ?? result
  }
}

function cellReader(
  column: (place: Place) => number,
  part: { rowsBelow?: number | undefined; match?: string | undefined; values?: Record<string, string> | undefined },
): Reader {
  const below = part.rowsBelow ?? 0
  const adjust = adjuster(part)
  const plain = part.match === undefined && part.values === undefined
  return (place) => {
    const index = column(place)
    const cell = place.table.rows[place.index + below]?.[index] ?? null
    const text = adjust(cellText(cell))
    return { text, column: columnName(place.header, index), cell: plain || text === cellText(cell) ? cell : text }
  }
}

const nowhere = (text: string): Found => ({ text, column: null, cell: text })

/** Prepares one part; columns are looked up once. @throws FileFault when a column is not there */
export function partReader(part: Part, header: Header, fileName: string): Reader {
  if ('column' in part) {
    const index = header.place(part.column)
    return cellReader(() => index, part)
  }
  if ('cell' in part) return cellReader((place) => place.column, part)
  if ('constant' in part) {
    const found = nowhere(tidy(part.constant))
    return () => found
  }
  if ('fileName' in part) {
    const found = nowhere(adjuster({ match: part.fileName, values: part.values })(fileName))
    return () => found
  }
  const adjust = adjuster(part)
  if ('sheet' in part) return (place) => nowhere(adjust(tidy(place.table.sheet ?? '')))
  if ('header' in part) return (place) => ({ ...nowhere(adjust(place.header.names[place.column] ?? '')), column: columnName(place.header, place.column) })
  return (place) => nowhere(adjust(place.carried.get(part.carried) ?? ''))
}

/** Prepares a source. A join is blank when any of its parts is. */
export function sourceReader(source: Source, header: Header, fileName: string): Reader {
  if ('join' in source) {
    const readers = source.join.map((part) => partReader(part, header, fileName))
    return (place) => {
      const found = readers.map((read) => read(place))
      const text = found.some((one) => one.text === '') ? '' : found.map((one) => one.text).join(source.with)
      return { text, column: found.find((one) => one.column !== null)?.column ?? null, cell: text }
    }
  }
  if ('firstOf' in source) {
    const readers = source.firstOf.map((part) => partReader(part, header, fileName))
    return (place) => {
      let found = nowhere('')
      for (const read of readers) {
        found = read(place)
        if (found.text !== '') return found
      }
      return found
    }
  }
  return partReader(source, header, fileName)
}

function testOf(test: RowTest, header: Header): (cells: readonly Cell[]) => boolean {
  const index = header.place(test.column)
  const wanted = new Set((test.in ?? (test.equals === undefined ? [] : [test.equals])).map(tidy))
  const pattern = test.matches === undefined ? null : new RegExp(test.matches, 'u')
  const holdsFor = (text: string) => {
    if (test.blank !== undefined) return (text === '') === test.blank
    if (test.total === true) return isTotalWord(text)
    return pattern !== null ? pattern.test(text) : wanted.has(text)
  }
  return (cells) => {
    const text = cellText(cells[index])
    return holdsFor(text) !== test.not
  }
}

/** Prepares a list of questions that must all hold. */
export function allHold(tests: readonly RowTest[], header: Header): (cells: readonly Cell[]) => boolean {
  const prepared = tests.map((test) => testOf(test, header))
  return (cells) => prepared.every((holds) => holds(cells))
}
