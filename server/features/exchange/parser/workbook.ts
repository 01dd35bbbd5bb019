import { readXlsx } from 'hucre/xlsx'
import type { FileFormat } from '#shared/exchange/mapping.ts'
import { FileFault, type Cell, type Table } from '#shared/exchange/table.ts'
import { measureZip } from './zip-size.ts'

const MAXIMUM_ROWS = 200_000

/** What a cell's value becomes: dates as YYYY-MM-DD, numbers as typed, the rest as text. */
function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'string') return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return JSON.stringify(value)
}

/** Whether the bytes begin like a zip, as every .xlsx does. */
export function isZip(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04
}

/** Names of the streams in the old container, as its directory writes them. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le')
const BOOKS = ['Workbook', 'Book'].map((name) => Buffer.from(`${name}\0`, 'utf16le'))

/** What an old container holds: an .xlsx with a password, a .xls, or something else; null when the bytes are no such container. */
export function oldContainer(bytes: Buffer): 'file_encrypted' | 'file_old_format' | 'file_encrypted_or_old' | null {
  if (bytes.length <= 8 || bytes.readUInt32BE(0) !== 0xd0cf11e0) return null
  if (bytes.includes(ENCRYPTED)) return 'file_encrypted'
  return BOOKS.some((name) => bytes.includes(name)) ? 'file_old_format' : 'file_encrypted_or_old'
}

/**
 * Sheets of a workbook, as the format chooses them. Everything inside is counted before it is parsed.
 * Dates of the 1904 system are read as the days that they are.
 * @throws FileFault not_a_workbook, file_macro, sheet_not_found, file_too_large_inside, file_unreadable
 */
export async function readWorkbook(bytes: Buffer, format: Pick<FileFormat, 'sheets' | 'exceptSheets'>): Promise<{ tables: Table[]; sheets: string[] }> {
  const { names } = measureZip(bytes)
  if (!names.includes('xl/workbook.xml')) throw new FileFault('not_a_workbook')
  if (names.some((name) => name.endsWith('vbaProject.bin'))) throw new FileFault('file_macro')
  let workbook: Awaited<ReturnType<typeof readXlsx>>
  try {
    workbook = await readXlsx(bytes, { maxRows: MAXIMUM_ROWS })
  } catch (error) {
    throw new FileFault('file_unreadable', [{ sheet: null, row: null, column: null, value: (error as Error).message.slice(0, 200) }])
  }
  const sheets = workbook.sheets.map((sheet) => sheet.name)
  for (const name of Array.isArray(format.sheets) ? format.sheets : []) {
    if (!sheets.includes(name)) throw new FileFault('sheet_not_found', [{ sheet: name, row: null, column: null, value: null }])
  }
  const except = new Set(format.exceptSheets)
  const wanted = format.sheets === 'all' ? sheets : (format.sheets ?? sheets.filter((name) => !except.has(name)).slice(0, 1))
  const tables = workbook.sheets
    .filter((sheet) => wanted.includes(sheet.name) && !except.has(sheet.name))
    .map((sheet) => ({ sheet: sheet.name, rows: sheet.rows.map((row) => row.map(toCell)) }))
  return { tables, sheets }
}
