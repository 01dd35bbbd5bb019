import { gunzipSync, gzipSync } from 'node:zlib'
import type { FileFormat } from '#shared/exchange/mapping.ts'
import { FileFault } from '#shared/exchange/table.ts'
import type { ReadFile } from './read-file.ts'
import { plainTexts } from './plain-texts.ts'

/** Most that kept rows may unfold to: we wrote them, but nothing that comes from a table is believed. */
const MAXIMUM_UNPACKED = 128 * 1024 * 1024

/** A file that was read, as text to store: compressed JSON in base 64. */
export function pack(file: ReadFile): string {
  return gzipSync(JSON.stringify(file), { level: 4 }).toString('base64')
}

/** Tables that `pack` kept, as a format chooses them. @throws FileFault sheet_not_found */
export function readKept(bytes: Buffer, format: Pick<FileFormat, 'sheets' | 'exceptSheets' | 'escaped'>): ReadFile {
  const file = JSON.parse(gunzipSync(bytes, { maxOutputLength: MAXIMUM_UNPACKED }).toString('utf8')) as ReadFile
  if (file.kind === 'csv') return { ...file, tables: file.tables.map((table) => plainTexts(table, format)) }
  for (const name of Array.isArray(format.sheets) ? format.sheets : []) {
    if (!file.sheets.includes(name)) throw new FileFault('sheet_not_found', [{ sheet: name, row: null, column: null, value: null }])
  }
  const except = new Set(format.exceptSheets)
  const wanted = format.sheets === 'all' ? file.sheets : (format.sheets ?? file.sheets.filter((name) => !except.has(name)).slice(0, 1))
  const tables = file.tables.filter(({ sheet }) => wanted.includes(sheet ?? '') && !except.has(sheet ?? ''))
  return { ...file, tables: tables.map((table) => plainTexts(table, format)) }
}
