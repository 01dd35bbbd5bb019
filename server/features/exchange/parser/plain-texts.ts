import { unescapeText } from '#shared/exchange/export/escape.ts'
import type { FileFormat } from '#shared/exchange/mapping.ts'
import type { Table } from '#shared/exchange/table.ts'

/** Texts without the apostrophe that kept a spreadsheet from running them, where the format says that there is one. */
export function plainTexts(table: Table, { escaped }: Pick<FileFormat, 'escaped'>): Table {
  if (!escaped) return table
  return { sheet: table.sheet, rows: table.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? unescapeText(cell) : cell))) }
}
