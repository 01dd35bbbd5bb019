import { findPersonalData, type LookedColumn } from '#shared/exchange/personal-data.ts'
import type { FileFormat } from '#shared/exchange/mapping.ts'
import { cellText, columnName, dataRows, FileFault, readHeader, type Header, type Table } from '#shared/exchange/table.ts'
import { readCsv } from './csv.ts'
import { decode, type Encoding } from './decode.ts'
import { isDataPackage, isOwnJson, readOwnJson, tableOfDataPackage } from './own-files.ts'
import { plainTexts } from './plain-texts.ts'
import { isZip, oldContainer, readWorkbook } from './workbook.ts'
import { measureZip } from './zip-size.ts'

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
  const old = oldContainer(bytes)
  if (old !== null) throw new FileFault(old)
  if (isZip(bytes) && !isDataPackage(measureZip(bytes).names)) {
    const { tables, sheets } = await readWorkbook(bytes, format)
    return { kind: 'workbook', encoding: null, delimiter: null, sheets, tables: tables.map((table) => plainTexts(table, format)) }
  }
  const { text, encoding } = decode(isZip(bytes) ? tableOfDataPackage(bytes) : bytes, format.encoding)
  if (isOwnJson(text)) return { kind: 'csv', encoding, delimiter: null, sheets: [], tables: [plainTexts(readOwnJson(text), format)] }
  const { table, delimiter } = readCsv(text, format.delimiter)
  return { kind: 'csv', encoding, delimiter, sheets: [], tables: [plainTexts(table, format)] }
}

function looked(table: Table, format: FileFormat, dropColumns: readonly string[]): { header: Header; columns: LookedColumn[] } {
  const header = readHeader(table, format)
  const dropped = new Set(dropColumns.map((reference) => header.place(reference)))
  const values = header.names.map(() => [] as { row: number; text: string }[])
  for (const { row, cells } of dataRows(table, header)) {
    for (let index = 0; index < cells.length; index += 1) {
      const text = cellText(cells[index])
      if (text !== '') values[index]?.push({ row, text })
    }
  }
  const columns = header.names.map((_name, index) => ({
    name: columnName(header, index),
    headerRow: Math.max(1, format.headerRow),
    dropped: dropped.has(index),
    values: values[index] ?? [],
  }))
  return { header, columns }
}

/** The table without what its columns of telephones and addresses of mail hold: organisations' contact details, which nothing here needs. */
export function withoutContacts(table: Table, format: FileFormat): Table {
  const { header, columns } = looked(table, format, [])
  const names = new Set(findPersonalData(columns).flatMap(({ kind, column }) => (kind === 'phone' || kind === 'email' ? [column] : [])))
  if (names.size === 0) return table
  const emptied = new Set(header.names.flatMap((_name, index) => (names.has(columnName(header, index)) ? [index] : [])))
  return { ...table, rows: table.rows.map((row, at) => (at < header.firstRow ? row : row.map((cell, index) => (emptied.has(index) ? null : cell)))) }
}

/**
 * Stops at people's data, before anything leaves the process that parses (domain 8.18).
 * @throws FileFault personal_data_… with rows and columns, never the value
 */
export function refusePersonalData(tables: readonly Table[], format: FileFormat, dropColumns: readonly string[]): void {
  for (const table of tables) {
    const findings = findPersonalData(looked(table, format, dropColumns).columns)
    const [first] = findings
    if (first !== undefined) {
      throw new FileFault(
        `personal_data_${first.kind}`,
        findings.map(({ row, column }) => ({ sheet: table.sheet, row, column, value: null })),
      )
    }
  }
}
