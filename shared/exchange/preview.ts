import { parsePeriodPattern, type PeriodPattern } from '#shared/values/period.ts'
import type { PreviewColumn } from './contract.ts'
import { detectDecimal, readDigits } from './number-format.ts'
import { cellText, dataRows, type Header, type Table } from './table.ts'

const DISTINCT = 200
const SHARE = 0.8
const PATTERNS = ['year', 'year_month', 'year_quarter', 'school_year', 'date'] as const satisfies readonly PeriodPattern[]
const STARTS = { fiscalStartMonth: 1, schoolStartMonth: 9 }

/** First row that is filled like the rows under it: titles above a table are emptier. From 1. */
export function guessHeaderRow(table: Table): number {
  const filled = table.rows.slice(0, 30).map((row) => row.filter((cell) => cellText(cell) !== '').length)
  const widest = Math.max(0, ...filled)
  const first = filled.findIndex((count) => count >= Math.max(1, Math.ceil(widest * SHARE)))
  return first < 0 ? 1 : first + 1
}

function periodPattern(texts: readonly string[]): PreviewColumn['periodPattern'] {
  if (texts.length === 0) return null
  return (
    PATTERNS.find((pattern) =>
      texts.every((text) => {
        const period = parsePeriodPattern(text, pattern, STARTS)
        return period !== null && (pattern !== 'year' || (period.code >= '1900' && period.code <= '2100'))
      }),
    ) ?? null
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
      else if (readDigits(text, { decimal: '.', grouping: 'auto' }) !== null || readDigits(text, { decimal: ',', grouping: 'auto' }) !== null) {
        numeric += 1
        separated.push(text)
      }
    }
    const pattern = periodPattern([...distinct].slice(0, DISTINCT))
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
