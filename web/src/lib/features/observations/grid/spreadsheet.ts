import { typedDigits } from '#shared/exchange/number-format.ts'
import { readTyped } from '#shared/observations/typed.ts'
import { multiplyText } from '#shared/i18n/decimal-text.ts'
import { canonicalText, parseDecimal, toText } from '#shared/values/decimal.ts'
import { parseBlock } from './block.ts'

/** A cell of a copied block: what is shown, and the number behind it where the spreadsheet tells it. */
export interface CopiedCell {
  readonly text: string
  readonly exact: string | null
}

/** Numbers in scientific writing, and cells too narrow for their number. */
const SCIENTIFIC = /^[-\u2212+]?\d+(?:[.,]\d+)?e[-+]?\d+$/i
const TOO_NARROW = /^#+$/

/**
 * The number behind a shown text, in the unit that is shown; null when the text is not a number (a date, a word, a code of
 * absence) and must be read as it stands.
 *
 * People who copy « 1 234,6 » from a cell that holds 1234.56 expect what a spreadsheet would paste: 1234.56. Under a percent
 * sign the cell holds a share of one, and people mean the percentage. Spreadsheets compute with 15 significant digits, so the
 * noise after them goes (0.30000000000000004 is 0.3).
 */
export function exactOf(shown: string, held: string): string | null {
  const text = shown.trim()
  const number = typedDigits(Number(held))
  if (held.trim() === '' || number === null) return null
  const typed = readTyped(text, null)
  const isNumber = typed.kind === 'number' || (typed.kind === 'fault' && typed.code !== 'not_a_number')
  if (!isNumber && !SCIENTIFIC.test(text) && !TOO_NARROW.test(text)) return null
  const exact = canonicalText(/%$/.test(text) ? multiplyText(number, '100') : number)
  const parsed = parseDecimal(exact)
  return parsed.ok ? toText(parsed.value) : null
}

/** What a cell holds: LibreOffice and its like say `sdval`, Excel `x:num`, which is empty where the shown text is exact. */
function heldBy(cell: Element): string | null {
  const held = cell.getAttribute('sdval') ?? cell.getAttribute('x:num')
  return held === null || held === '' ? null : held
}

const span = (cell: Element, name: string) => Math.min(Math.max(1, Number(cell.getAttribute(name)) || 1), 1000)

/** The cells of the first table of a copied page; a merged cell stands in its first place, the others it covers are empty. */
export function cellsOfTable(table: Element): { text: string; held: string | null }[][] {
  const rows: { text: string; held: string | null }[][] = []
  const own = [...table.querySelectorAll('tr')].filter((row) => row.closest('table') === table)
  own.forEach((row, line) => {
    const here = (rows[line] ??= [])
    let column = 0
    for (const cell of [...row.children].filter(({ tagName }) => /^T[DH]$/i.test(tagName))) {
      while (here[column] !== undefined) column += 1
      const [wide, high] = [span(cell, 'colspan'), Math.min(span(cell, 'rowspan'), own.length - line)]
      for (let down = 0; down < high; down += 1) {
        const target = (rows[line + down] ??= [])
        for (let across = 0; across < wide; across += 1) target[column + across] = { text: '', held: null }
      }
      here[column] = { text: textOf(cell), held: heldBy(cell) }
      column += wide
    }
  })
  return rows
}

/** Text as it is seen: breaks are line ends, other white space is one space. */
function textOf(node: Node): string {
  const read = (one: Node): string => {
    if (one.nodeType === Node.TEXT_NODE) return (one.textContent ?? '').replace(/[ \t\r\n]+/g, ' ')
    return one instanceof Element && one.tagName === 'BR' ? '\n' : [...one.childNodes].map(read).join('')
  }
  return read(node)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
}

/** Without the looks, which the page's security policy would refuse one by one. */
const unstyled = (html: string) => html.replace(/<style[\s\S]*?<\/style>/gi, '').replace(/\sstyle=(?:'[^']*'|"[^"]*")/gi, '')

/**
 * Reads what a spreadsheet put on the clipboard. The plain text says which cells there are; the page beside it, where it has
 * the same shape, says the numbers behind them. An empty cell is empty, never zero.
 */
export function readCopied(plain: string, html: string): CopiedCell[][] {
  const block = parseBlock(plain)
  const table = html === '' ? null : new DOMParser().parseFromString(unstyled(html), 'text/html').querySelector('table')
  const cells = table === null ? [] : cellsOfTable(table)
  if (block.length === 0) return cells.map((row) => row.map(({ text, held }) => ({ text, exact: held === null ? null : exactOf(text, held) })))
  const width = (rows: readonly (readonly unknown[])[]) => Math.max(0, ...rows.map((row) => row.length))
  const isSame = cells.length === block.length && width(cells) === width(block)
  return block.map((row, line) =>
    row.map((text, column) => {
      const held = isSame ? (cells[line]?.[column]?.held ?? null) : null
      return { text, exact: held === null ? null : exactOf(text, held) }
    }),
  )
}
