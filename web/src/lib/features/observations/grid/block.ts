import { detectDecimal, readNumber, type DecimalSign } from '#shared/exchange/number-format.ts'

/**
 * Reads a pasted block as Excel and LibreOffice write it: columns split on TAB only, since `;` and `,` stand in
 * numbers; a cell in quotes may hold tabs, quotes and line ends; a last empty row is no row.
 */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  const body = text.replace(/\r\n?/g, '\n')
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at] as string
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (body[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (sign === '"' && cell === '' && isClosed(body, at)) isQuoted = true
    else if (sign === '\t' || sign === '\n') {
      row.push(cell)
      cell = ''
      if (sign === '\n') {
        rows.push(row)
        row = []
      }
    } else cell += sign
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows
}

/** Whether the quote at a place opens a cell that a quote closes before a tab, a line end or the end. */
function isClosed(body: string, from: number): boolean {
  for (let at = from + 1; at < body.length; at += 1) {
    if (body[at] !== '"') continue
    if (body[at + 1] === '"') at += 1
    else return at + 1 === body.length || body[at + 1] === '\t' || body[at + 1] === '\n'
  }
  return false
}

/** A block for the clipboard, as spreadsheets write it. */
export function writeBlock(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\n')
}

/** A number that reads both ways, with both readings. */
export interface TwoReadings {
  readonly text: string
  readonly point: string
  readonly comma: string
}
/** How the numbers of a block are written, or the question that only a person can answer. */
export type BlockFormat = { readonly kind: 'known'; readonly sign: DecimalSign | null } | { readonly kind: 'ask'; readonly examples: readonly TwoReadings[] }

const EXAMPLES = 3

function readBothWays(text: string): TwoReadings[] {
  const point = readNumber(text, { decimal: '.', grouping: 'auto' })
  const comma = readNumber(text, { decimal: ',', grouping: 'auto' })
  return point.ok && comma.ok && point.text !== comma.text ? [{ text, point: point.text, comma: comma.text }] : []
}

/**
 * Decides the decimal sign on the whole block, never cell by cell: one number that can only be read one way settles
 * those that could be read both ways; where nothing settles them, or two habits meet, the person is asked once.
 */
export function formatOfBlock(cells: Iterable<string>): BlockFormat {
  const texts = [...cells].map((text) => text.trim()).filter((text) => text !== '')
  const found = detectDecimal(texts)
  if (found.ok) return { kind: 'known', sign: found.certain ? found.decimal : null }
  const examples = texts.flatMap(readBothWays)
  // Each number reads one way only: there is nothing to ask.
  return examples.length === 0 ? { kind: 'known', sign: null } : { kind: 'ask', examples: examples.slice(0, EXAMPLES) }
}
