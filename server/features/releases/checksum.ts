import { createHash } from 'node:crypto'
import type { ConcealedCell } from '#shared/releases/conceal.ts'
import type { ReleaseCatalogue } from '#shared/releases/contract.ts'
import type { StoredComment } from './comment-queries.ts'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')

/** One text for one content, however its keys are ordered: a database gives them back in an order of its own. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`
}

/** The order in which figures of one indicator are counted: that of their keys' code units. */
export function inOrder<Cell extends Pick<ConcealedCell, 'period' | 'territory' | 'category' | 'partner'>>(cells: readonly Cell[]): Cell[] {
  const key = (cell: Cell) => [cell.period, cell.territory, cell.category, cell.partner ?? ''].join('\n')
  return cells
    .map((cell) => ({ cell, at: key(cell) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ cell }) => cell)
}

/**
 * What a checksum says of one indicator's figures, as `inOrder` gives them. Everybody may know it: which hidden figures are
 * small counts themselves must not be found by trying, so that it only says which are hidden.
 */
export function sumOfIndicator(indicator: string, cells: readonly ConcealedCell[]): string {
  const hash = createHash('sha256')
  for (const { computed: _computed, mask, ...told } of cells) hash.update(`${canonical({ ...told, isMasked: mask !== 'none' })}\n`)
  return `${indicator} ${hash.digest('hex')}`
}

/** What a checksum says of the partners' comments; nothing where there are none, as in releases from before there could be. */
export function sumsOfComments(comments: readonly StoredComment[]): string[] {
  return comments.length === 0 ? [] : [`comments ${sha(canonical(comments))}`]
}

/** Checksum of a release's content: its figures and the comments on them, and what is frozen beside them. */
export function sumOfContent(indicators: readonly string[], catalogue: ReleaseCatalogue): string {
  return sha([...[...indicators].sort(), sha(canonical(catalogue))].join('\n'))
}

/** Binds the content of a release to all that was published before it. */
export function chained(content: string, previous: string | null): string {
  return sha(`${previous ?? ''}\n${content}`)
}
