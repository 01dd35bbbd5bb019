import { parsePeriodPattern, type PeriodPattern } from '#shared/values/period.ts'
import type { PreviewColumn } from './contract.ts'
import { splitMark } from './marks.ts'
import { detectDecimal, readDigits } from './number-format.ts'
import { cellText, dataRows, type Header, type Table } from './table.ts'

const DISTINCT = 200
const SHARE = 0.8
const PATTERNS = ['year', 'year_month', 'year_quarter', 'school_year', 'date', 'code'] as const satisfies readonly PeriodPattern[]
const STARTS = { fiscalStartMonth: 1, schoolStartMonth: 9 }

/** First row that is filled like the rows under it: titles above a table are emptier. From 1. */
export function guessHeaderRow(table: Table): number {
  const filled = table.rows.slice(0, 30).map((row) => row.filter((cell) => cellText(cell) !== '').length)
  const widest = Math.max(0, ...filled)
  const first = filled.findIndex((count) => count >= Math.max(1, Math.ceil(widest * SHARE)))
  return first < 0 ? 1 : first + 1
}

/**
 * Where the header is, two rows deep when the row above holds merged titles: fewer texts than columns,
 * over more than one of them. `headerRow` is the last of its rows.
 */
export function guessHeader(table: Table): { headerRow: number; headerRows: number } {
  let first = guessHeaderRow(table)
  const texts = (row: number) => (table.rows[row - 1] ?? []).map((cell) => cellText(cell))
  const isWords = (row: number) => {
    const filled = texts(row).filter((text) => text !== '')
    return filled.length > 0 && filled.every((text) => !/^[\d\s.,%-]+$/.test(text) || /^(?:19|20)\d{2}$/.test(text))
  }
  const filled = (row: number) => texts(row).filter((text) => text !== '').length
  // A row of figures is no header: a header with a gap is less full than the rows under it.
  if (first > 1 && !isWords(first) && isWords(first - 1) && filled(first - 1) > 1) first -= 1
  // Titles above the row found: merged cells are filled in their first cell only.
  if (first > 1 && filled(first - 1) > 1 && isWords(first - 1) && isWords(first)) return { headerRow: first, headerRows: 2 }
  // The row found is itself the upper one: names come again under it, and only then figures.
  const upper = texts(first)
  const hasGaps = upper.slice(0, upper.length - 1).some((text) => text === '') || new Set(upper).size < upper.filter((text) => text !== '').length
  if (hasGaps && isWords(first) && isWords(first + 1) && filled(first + 1) > 1 && !isWords(first + 2)) return { headerRow: first + 1, headerRows: 2 }
  return { headerRow: first, headerRows: 1 }
}

/** How most of the texts write a period; null when they name none. */
export function periodPatternOf(texts: readonly string[]): PreviewColumn['periodPattern'] {
  if (texts.length === 0) return null
  const fits = (text: string, pattern: PeriodPattern) => {
    const period = parsePeriodPattern(text, pattern, STARTS) ?? parsePeriodPattern(text, pattern, STARTS, 'month_first')
    return period !== null && (pattern !== 'year' || (period.code >= '1900' && period.code <= '2100'))
  }
  // A few texts that are no period do not hide what the column is: they are refused, and repaired, later.
  return (
    PATTERNS.find((pattern) => texts.every((text) => fits(text, pattern))) ??
    PATTERNS.find((pattern) => texts.filter((text) => fits(text, pattern)).length >= texts.length * SHARE) ??
    null
  )
}

/** What each column of a table looks like, for the person who maps it. */
export function lookAtColumns(table: Table, header: Header): PreviewColumn[] {
  const rows = [...dataRows(table, header)]
  return header.names.map((name, index) => {
    const distinct = new Set<string>()
    let filled = 0
    let numeric = 0
    const separated: string[] = []
    for (const { cells } of rows) {
      const cell = cells[index] ?? null
      const text = cellText(cell)
      if (text === '') continue
      filled += 1
      distinct.add(text)
      if (typeof cell === 'number') numeric += 1
      else {
        const bare = splitMark(text)?.bare ?? text
        if (readDigits(bare, { decimal: '.', grouping: 'auto' }) === null && readDigits(bare, { decimal: ',', grouping: 'auto' }) === null) continue
        numeric += 1
        separated.push(bare)
      }
    }
    const pattern = periodPatternOf([...distinct].slice(0, DISTINCT))
    const isNumber = filled > 0 && numeric / filled >= SHARE
    const found = isNumber ? detectDecimal(separated) : null
    return {
      position: index + 1,
      name,
      filled,
      distinctCount: distinct.size,
      distinct: [...distinct].slice(0, DISTINCT),
      looksLike: filled === 0 ? 'blank' : pattern !== null ? 'period' : isNumber ? 'number' : 'text',
      periodPattern: pattern,
      number:
        found === null
          ? null
          : found.ok
            ? { decimal: found.certain ? found.decimal : null, code: null, examples: [] }
            : { decimal: null, code: found.code, examples: [...found.examples] },
    }
  })
}
