import { Readable } from 'node:stream'
import { headerOf, type Column, type ExportLanguage } from '#shared/exchange/export/columns.ts'
import { escapeText } from '#shared/exchange/export/escape.ts'
import type { ExportDocument, Row, Writer } from '../document.ts'

/** How a country writes its CSV: French spreadsheets expect semicolons, decimal commas and a byte order mark. */
const CONVENTIONS: Readonly<Record<ExportLanguage, { mark: string; delimiter: string; decimal: string }>> = {
  fr: { mark: '\ufeff', delimiter: ';', decimal: ',' },
  en: { mark: '', delimiter: ',', decimal: '.' },
}
const END = '\r\n'

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** One field; numbers stay numbers, texts begin no formula. */
export function csvField(text: string | null, { type }: Pick<Column, 'type'>, delimiter: string, decimal: string): string {
  if (text === null || text === '') return ''
  if (type === 'number') return decimal === '.' ? text : text.replace('.', decimal)
  const safe = type === 'text' ? escapeText(text) : text
  return safe.includes(delimiter) || /["\r\n]|^\s|\s$/.test(safe) ? quoted(safe) : safe
}

/** Lines of a table under a header row. */
export async function* csvLines(
  headers: readonly string[],
  columns: readonly Column[],
  pages: AsyncIterable<readonly Row[]>,
  { delimiter, decimal }: { delimiter: string; decimal: string },
): AsyncGenerator<string> {
  yield headers.join(delimiter) + END
  for await (const page of pages)
    yield page.map((row) => row.map((text, index) => csvField(text, columns[index] as Column, delimiter, decimal)).join(delimiter) + END).join('')
}

async function* lines({ about, columns, pages }: ExportDocument): AsyncGenerator<string> {
  const convention = CONVENTIONS[about.language]
  yield convention.mark + about.lines.map((line) => quoted(`# ${line}`) + END).join('')
  yield* csvLines(
    columns.map((one) => headerOf(one, about.language)),
    columns,
    pages(),
    convention,
  )
}

/** CSV under a few lines that name the export; each begins with `#`. */
export const csvWriter: Writer = {
  extension: 'csv',
  mediaType: 'text/csv; charset=utf-8',
  write: (document) => Readable.from(lines(document), { objectMode: false }),
}
