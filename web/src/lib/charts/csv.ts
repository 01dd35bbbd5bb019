/** The table of a chart or a map as a file: numbers as numbers, in the habits of the language; no spreadsheet runs anything of it. */
import { escapeText } from '#shared/exchange/export/escape.ts'

export interface CsvCell {
  readonly text: string
  /** The shown figure as a plain decimal; null where the cell is no single figure. */
  readonly plain: string | null
}

export interface CsvTable {
  /** What the file says of itself, as name and text: title, source, day, release. */
  readonly about: readonly (readonly [string, string])[]
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean; readonly unit: string | null }[]
  /** Cells of a row, its heading first. */
  readonly rows: readonly (readonly CsvCell[])[]
  /** Code of each row, such as the place of a map; JSON alone has it. */
  readonly codes?: readonly (string | null)[]
}

/** A sign and figures: never a formula, so it needs no apostrophe. */
const NUMBER = /^[-\u2212]?\d+(?:[.,]\d+)?$/

/**
 * Figures stand without unit in a column that names it; where a figure is qualified (provisional, a range) a second
 * column has the words that the screen shows. Hidden figures are their sign, missing ones their words.
 * @param asShown heading of such a second column
 */
export function chartCsv(table: CsvTable, language: 'fr' | 'en', asShown: (label: string) => string): string {
  const [separator, decimal] = language === 'en' ? [',', '.'] : [';', ',']
  const field = (text: string): string => {
    const inert = NUMBER.test(text) ? text : escapeText(text)
    return /["\r\n]/.test(inert) || inert.includes(separator) ? `"${inert.replaceAll('"', '""')}"` : inert
  }
  const isQualified = table.columns.map((column, index) => column.isNumber && table.rows.some((row) => row[index]?.plain != null && /\(/.test(row[index].text)))
  const header = table.columns.flatMap(({ label, unit }, index) => [
    unit === null ? label : `${label} (${unit})`,
    ...(isQualified[index] === true ? [asShown(label)] : []),
  ])
  const rows = table.rows.map((row) =>
    row.flatMap(({ text, plain }, index) => [plain?.replace('.', decimal) ?? text, ...(isQualified[index] === true ? [text] : [])]),
  )
  const lines = [...table.about.map((pair) => [...pair]), [], header, ...rows].map((cells) => cells.map((cell) => field(cell)).join(separator))
  // The mark tells spreadsheets that this is UTF-8.
  return `\ufeff${lines.join('\r\n')}\r\n`
}

/**
 * The same table for programs: each figure as the exact text of a decimal with a point, null where there is none, beside the words of
 * the screen, which say why. What is hidden is its sign here too.
 */
export function chartJson({ about, columns, rows, codes = [] }: CsvTable): string {
  const told = {
    about: about.map((pair) => pair.filter((text) => text !== '').join(' : ')),
    columns: columns.map(({ label, unit }) => ({ label, unit })),
    rows: rows.map((cells, index) => ({ code: codes[index] ?? null, cells: cells.map(({ text, plain }) => ({ text, value: plain })) })),
  }
  return `${JSON.stringify(told, null, 2)}\n`
}
