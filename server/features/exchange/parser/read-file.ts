import { findPersonalData, type LookedColumn } from '#shared/exchange/personal-data.ts'
import type { FileFormat } from '#shared/exchange/mapping.ts'
import { cellText, columnName, dataRows, FileFault, readHeader, type Table } from '#shared/exchange/table.ts'
import { readCsv } from './csv.ts'
import { decode, type Encoding } from './decode.ts'
import { isOldContainer, isZip, readWorkbook } from './workbook.ts'

/** A file cut into tables, and how it was read. */
export interface ReadFile {
  readonly kind: 'csv' | 'workbook'
  readonly encoding: Encoding | null
  readonly delimiter: string | null
  readonly sheets: readonly string[]
  readonly tables: readonly Table[]
}

/** Reads a CSV or a workbook. @throws FileFault with the reason when it is neither, or unreadable */
export async function readFile(bytes: Buffer, format: FileFormat): Promise<ReadFile> {
  if (bytes.length === 0) throw new FileFault('file_empty')
  if (isOldContainer(bytes)) throw new FileFault('file_encrypted_or_old')
  if (isZip(bytes)) {
    const { tables, sheets } = await readWorkbook(bytes, format)
    return { kind: 'workbook', encoding: null, delimiter: null, sheets, tables }
  }
  const { text, encoding } = decode(bytes, format.encoding)
  const { table, delimiter } = readCsv(text, format.delimiter)
  return { kind: 'csv', encoding, delimiter, sheets: [], tables: [table] }
}

/**
 * Stops at people's data, before anything leaves the process that parses (domain 8.18).
 * @throws FileFault personal_data_… with rows and columns, never the value
 */
export function refusePersonalData(tables: readonly Table[], format: FileFormat, dropColumns: readonly string[]): void {
  for (const table of tables) {
    const header = readHeader(table, format)
    const dropped = new Set(dropColumns.map((reference) => header.place(reference)))
    const columns: LookedColumn[] = header.names.map((_name, index) => ({
      name: columnName(header, index),
      headerRow: Math.max(1, format.headerRow),
      dropped: dropped.has(index),
      values: [],
    }))
    const values = columns.map(() => [] as { row: number; text: string }[])
    for (const { row, cells } of dataRows(table, header)) {
      for (let index = 0; index < cells.length; index += 1) {
        const text = cellText(cells[index])
        if (text !== '') values[index]?.push({ row, text })
      }
    }
    const findings = findPersonalData(columns.map((column, index) => ({ ...column, values: values[index] ?? [] })))
    const [first] = findings
    if (first !== undefined) {
      throw new FileFault(
        `personal_data_${first.kind}`,
        findings.map(({ row, column }) => ({ sheet: table.sheet, row, column, value: null })),
      )
    }
  }
}
