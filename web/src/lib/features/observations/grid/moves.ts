import type { EntryRow, SaveResult } from '#shared/observations/contract.ts'
import { figureKey, type Learned } from './model.ts'
import { storedOf } from './server-content.ts'
import type { Figure, Sheet } from './sheet.ts'

/** What may be done with figures from the sheet, beside typing them. */
export const MOVES = ['submit', 'take_back', 'validate', 'return'] as const
export type MoveKind = (typeof MOVES)[number]

const PATHS: Readonly<Record<MoveKind, string>> = { submit: 'submission', take_back: 'withdrawal', validate: 'validation', return: 'return' }

/** A figure that the server knows, and what is said of it when it moves. */
export interface Moved {
  readonly figure: Figure
  readonly confirmed: boolean
  readonly why: string
}

/** Whether a move is this hat's to make on a figure, as far as the page knows. */
export const mayMove = (figure: Figure, kind: MoveKind): boolean => figure.stored.abilities.includes(kind)

const base = (sheet: Sheet) => `/api/v1/initiatives/${encodeURIComponent(sheet.data.initiativeId)}`

/** The figures of these periods as the server holds them now, with their identifiers and moves; null when it cannot be asked. */
export async function askFigures(
  sheet: Sheet,
  periods: ReadonlySet<number>,
  fetch: typeof globalThis.fetch,
): Promise<{ told: Learned[]; ids: Map<string, string> } | null> {
  const { data } = sheet
  const told: Learned[] = []
  const ids = new Map<string, string>()
  try {
    for (const period of [...periods].map((index) => data.periods[index]?.code ?? '')) {
      const query = new URLSearchParams({
        ...(data.partner === '' ? {} : { partner: data.partner }),
        period,
        breakdown: data.series.some(({ category }) => category !== 'TOTAL') ? 'categories' : 'total',
      })
      const answer = await fetch(`${base(sheet)}/entry?${query.toString()}`, {
        headers: { accept: 'application/json', 'maillage-hat': data.hatId },
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(30_000),
      })
      if (!answer.ok) return null
      for (const row of ((await answer.json()) as { rows: EntryRow[] }).rows) {
        const figure = sheet.figures.get(figureKey(data, period, row))
        if (figure === undefined) continue
        told.push({ key: figure.key, stored: storedOf(row, figure.series), savedAt: figure.savedAt })
        if (row.observation !== null) ids.set(figure.key, row.observation.id)
      }
    }
    return { told, ids }
  } catch {
    return null
  }
}

/** Asks the server for a move. @returns a result for each figure, in their order, and how many of an unknown category were made; null when no answer came */
export async function askMove(
  sheet: Sheet,
  kind: MoveKind,
  moved: readonly (Moved & { readonly id: string })[],
  comment: string,
  facts: { readonly fetch: typeof globalThis.fetch; readonly id: string },
): Promise<{ results: SaveResult[]; completed?: number } | null> {
  const items = moved.map(({ figure, id, confirmed, why }) => ({
    id,
    version: figure.stored.version,
    ...(confirmed ? { confirmed } : {}),
    ...(why === '' ? {} : { comment: why }),
  }))
  try {
    const answer = await facts.fetch(`${base(sheet)}/observations/${PATHS[kind]}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'maillage-hat': sheet.data.hatId, 'idempotency-key': facts.id },
      credentials: 'same-origin',
      body: JSON.stringify({ items, ...(comment === '' ? {} : { comment }) }),
      signal: AbortSignal.timeout(30_000),
    })
    if (!answer.ok) return null
    return (await answer.json()) as { results: SaveResult[]; completed?: number }
  } catch {
    return null
  }
}
