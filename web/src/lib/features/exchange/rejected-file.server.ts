import { writeXlsx } from 'hucre/xlsx'
import type { RejectedRows } from '#shared/exchange/draft-contract.ts'
import { escapeText } from '#shared/exchange/export/escape.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import { reasonOf } from './refusal.server.ts'

type Cell = string | number | null

/** The original columns, then sheet, row, column and reason; a row once, with all of its reasons. */
function table(rejected: RejectedRows, locale: Locale): { header: string[]; rows: Cell[][] } {
  const words = (['import_sheet', 'import_row', 'import_rejected_column', 'import_reason'] as const).map((key) => translate(key, {}, locale))
  const width = rejected.columns.length
  return {
    header: [...rejected.columns, ...words],
    rows: rejected.rows.map(({ sheet, row, cells, reasons }) => [
      ...Array.from({ length: width }, (_, index) => cells[index] ?? null),
      sheet ?? '',
      row,
      [...new Set(reasons.flatMap(({ column }) => column ?? []))].join(', '),
      [...new Set(reasons.map(({ code, value }) => `${reasonOf(code, locale)}${value === null ? '' : ` (${value})`}`))].join('; '),
    ]),
  }
}

/** Numbers written as text stay as they are: a minus is no formula, and they are read again. */
const NUMBER = /^[-+]?[\d\s\u00a0\u202f.,']+ ?%?$/
const inert = (text: string) => (NUMBER.test(text) ? text : escapeText(text))

/** As CSV in the habits of the language: semicolon and decimal comma in French; no spreadsheet runs anything of it. */
export function rejectedCsv(rejected: RejectedRows, locale: Locale): string {
  const { header, rows } = table(rejected, locale)
  const [separator, decimal] = locale === 'en' ? [',', '.'] : [';', ',']
  const field = (cell: Cell): string => {
    if (cell === null) return ''
    const text = typeof cell === 'number' ? String(cell).replace('.', decimal) : inert(cell)
    return /["\r\n;,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  // The mark tells spreadsheets that this is UTF-8.
  return `\ufeff${[header, ...rows].map((cells) => cells.map(field).join(separator)).join('\r\n')}\r\n`
}

/** As a workbook: numbers are numbers, everything else is text that is never a formula. */
export function rejectedXlsx(rejected: RejectedRows, locale: Locale): Promise<Uint8Array> {
  const { header, rows } = table(rejected, locale)
  const safe = (cell: Cell): Cell => (typeof cell === 'string' ? inert(cell) : cell)
  return writeXlsx({ sheets: [{ name: translate('import_rejected', {}, locale).slice(0, 31), rows: [header, ...rows].map((cells) => cells.map(safe)) }] })
}
