import { tidy } from './text.ts'
import type { FileFormat } from './mapping.ts'

/** A cell as the file holds it: text, a number that a workbook stores as one, or nothing. */
export type Cell = string | number | null

/** A sheet, or a whole CSV file; rows from the very first one. */
export interface Table {
  readonly sheet: string | null
  readonly rows: readonly (readonly Cell[])[]
}

/** A fault of the whole file: nothing of it can be read. */
export class FileFault extends Error {
  readonly code: string
  readonly places: readonly { sheet: string | null; row: number | null; column: string | null; value: string | null }[]
  constructor(code: string, places: FileFault['places'] = [{ sheet: null, row: null, column: null, value: null }]) {
    super(code)
    this.code = code
    this.places = places
  }
}

export function cellText(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : typeof cell === 'number' ? String(cell) : tidy(cell)
}

/** Names of the columns of a table and where its data begin. */
export interface Header {
  readonly names: readonly string[]
  /** Index of the first data row. */
  readonly firstRow: number
  /** Place of a column. @throws FileFault column_not_found, column_name_twice */
  place(reference: string): number
}

function headerNames(table: Table, format: FileFormat): string[] {
  const measured = format.headerRow > 0 ? table.rows.slice(format.headerRow - format.headerRows, format.headerRow) : table.rows
  const width = measured.reduce((most, row) => Math.max(most, row.length), format.columns?.length ?? 0)
  const names = Array.from({ length: width }, () => '')
  if (format.headerRow > 0) {
    for (let depth = format.headerRow - format.headerRows; depth < format.headerRow; depth += 1) {
      const row = table.rows[depth] ?? []
      const isLast = depth === format.headerRow - 1
      let above = ''
      for (let index = 0; index < width; index += 1) {
        const text = cellText(row[index])
        // A merged title stands in its first cell only: the blank cells after it are under it too.
        if (text !== '') above = text
        const shown = isLast ? text : above
        if (shown !== '') names[index] = names[index] === '' ? shown : `${names[index]} / ${shown}`
      }
    }
  }
  format.columns?.forEach((name, index) => {
    if (name !== '') names[index] = tidy(name)
  })
  return names
}

/** Reads the header of a table as its format says. */
export function readHeader(table: Table, format: FileFormat): Header {
  const names = headerNames(table, format)
  const places = new Map<string, number[]>()
  names.forEach((name, index) => places.set(name, [...(places.get(name) ?? []), index]))
  return {
    names,
    firstRow: format.headerRow,
    place(reference) {
      const numbered = /^#(\d+)$/.exec(reference)
      if (numbered !== null) {
        const index = Number(numbered[1]) - 1
        if (index >= 0 && index < names.length) return index
      }
      const found = places.get(tidy(reference)) ?? []
      const row = format.headerRow === 0 ? null : format.headerRow
      if (found.length === 0) throw new FileFault('column_not_found', [{ sheet: table.sheet, row, column: reference, value: null }])
      if (found.length > 1) throw new FileFault('column_name_twice', [{ sheet: table.sheet, row, column: reference, value: null }])
      return found[0] as number
    },
  }
}

/** How a column is named to people: its header, or its place. */
export function columnName(header: Header, index: number): string {
  const name = header.names[index] ?? ''
  return name === '' ? `#${index + 1}` : name
}

/** Rows with anything in them, under the header, with their number in the file. */
export function* dataRows(table: Table, header: Header): Generator<{ row: number; cells: readonly Cell[] }> {
  for (let index = header.firstRow; index < table.rows.length; index += 1) {
    const cells = table.rows[index] as readonly Cell[]
    if (cells.some((cell) => cellText(cell) !== '')) yield { row: index + 1, cells }
  }
}
