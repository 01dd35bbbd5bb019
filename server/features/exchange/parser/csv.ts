import { CsvError, parse } from 'csv-parse/sync'
import { detectDelimiter } from '#shared/exchange/delimiter.ts'
import type { FileFormat } from '#shared/exchange/mapping.ts'
import { FileFault, type Table } from '#shared/exchange/table.ts'

const MAXIMUM_FIELD = 256 * 1024

/** Cuts a text into rows; empty lines stay, so that rows keep the number a spreadsheet shows. */
export function readCsv(text: string, wanted: FileFormat['delimiter']): { table: Table; delimiter: string } {
  const delimiter = wanted === 'auto' ? (detectDelimiter(text) ?? ',') : wanted
  try {
    const rows = parse(text, { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: false, max_record_size: MAXIMUM_FIELD })
    return { table: { sheet: null, rows }, delimiter }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const row = typeof error.lines === 'number' ? error.lines : null
    throw new FileFault('csv_unreadable', [{ sheet: null, row, column: null, value: error.code }])
  }
}
