import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { CellValue, ColumnDef } from 'hucre/xlsx'
import { headerOf, type Column, type ColumnType } from '#shared/exchange/export/columns.ts'
import { escapeText } from '#shared/exchange/export/escape.ts'
import type { ExportDocument, Writer } from '../document.ts'

/** Signs that XML cannot hold, not even escaped. */
const NOT_XML = /[^\t\n\r\P{Cc}]|[\ufffe\uffff]/gu
/** Digits that a workbook's number holds. */
const EXACT_DIGITS = 15
const FORMATS: Readonly<Partial<Record<ColumnType, string>>> = { date: 'yyyy-mm-dd', instant: 'yyyy-mm-dd hh:mm:ss' }

const digitsOf = (text: string) => text.replace(/^-?0*\.?0*/, '').replace('.', '').length

/** A text as a workbook holds it. */
export const workbookText = (text: string) => escapeText(text.replace(NOT_XML, ''))

/** One cell: numbers and days typed, the rest text that begins no formula. */
export function workbookCell(text: string | null, type: ColumnType): CellValue {
  if (text === null || text === '') return null
  if (type === 'integer') return Number(text)
  // A quotient with more digits than a workbook's number holds is rounded by it; what was entered never has as many.
  if (type === 'number') return digitsOf(text) <= EXACT_DIGITS ? Number(text) : Number(Number(text).toPrecision(EXACT_DIGITS))
  // Workbooks count days from 1900.
  if ((type === 'date' || type === 'instant') && text >= '1900-03-01') return new Date(type === 'date' ? `${text}T00:00:00Z` : text)
  return workbookText(text)
}

/** Widths and formats of the columns. */
export function workbookColumns(columns: readonly Column[]): ColumnDef[] {
  return columns.map(({ type, width }) => ({ width, ...(FORMATS[type] === undefined ? {} : { numFmt: FORMATS[type] }) }))
}

async function* rows({ about, columns, pages }: ExportDocument): AsyncGenerator<CellValue[]> {
  for (const line of about.lines) yield [workbookText(`# ${line}`)]
  yield columns.map((one) => workbookText(headerOf(one, about.language)))
  for await (const page of pages()) for (const row of page) yield row.map((text, index) => workbookCell(text, (columns[index] as Column).type))
}

async function* workbook(document: ExportDocument): AsyncGenerator<Uint8Array> {
  const { about, columns } = document
  // Read when somebody asks for a workbook: a server at rest is lighter without it.
  const { writeXlsxStream } = await import('hucre/xlsx')
  yield* Readable.fromWeb(
    writeXlsxStream(rows(document), {
      name: about.language === 'fr' ? 'Figures' : 'Data',
      columns: workbookColumns(columns),
      freezePane: { rows: about.lines.length + 1 },
      repeatHeaders: false,
    }) as WebStream<Uint8Array>,
  ) as AsyncIterable<Uint8Array>
}

/** A workbook with typed cells, under a few lines that name the export; written row by row. */
export const xlsxWriter: Writer = {
  extension: 'xlsx',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  write: (document) => Readable.from(workbook(document), { objectMode: false }),
}
