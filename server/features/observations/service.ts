import type { ObservationInput, SaveResult } from '#shared/observations/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import type { FigureOutcome, ResolvedFigure } from './figures.ts'
import { eraseFigures, type EraseItem } from './erase.ts'
import { moveFigures, type MoveItem, type MoveOptions, type ServedMove } from './moves.ts'
import { resolveInputs } from './references.ts'
import { writeFigures } from './write.ts'

export { markPublished } from './publish-queries.ts'
export { compareAll, recomputeAll, recomputeCells, recomputeExpectation, recomputeVersion, type CellDifference, type Triple } from './cells.ts'
export { readDetails } from './entry-details.ts'
export { readCarriedComments, type CarriedComment } from './contest-queries.ts'
export { readEntry } from './entry.ts'
export type { FigureOutcome, ResolvedFigure } from './figures.ts'
export { dropEmptySets, dropEmptySetsOf, forgetImportedFigures, keyText, reportedKeys, takeBackImported, type ImportedFigure } from './imported.ts'
export { readObservations } from './reading.ts'
export { keepConfirmations, warningsOfImport } from './imported-checks.ts'
export { REVISION_REQUESTED } from './imported-requests.ts'
export { asTheyStood, type Standing } from './stood.ts'
export { fillRests } from './rests.ts'
export { writeFigures, type WriteOptions } from './write.ts'

const numbered = (outcomes: readonly FigureOutcome[]): SaveResult[] => outcomes.map((outcome, index) => ({ index, ...outcome }))

/**
 * Saves typed figures as drafts: a contributor its own partner's, the backbone anybody's it may write,
 * marked as entered on behalf. A result for each row; a refused row changes nothing.
 */
export async function saveFigures(trx: Trx, actor: Actor, now: Date, items: readonly ObservationInput[]): Promise<SaveResult[]> {
  const { rows, known } = await resolveInputs(trx, actor, items)
  const ready = rows.flatMap((row, index) => ('outcome' in row ? [] : [{ row, index }]))
  const written = await writeFigures(
    trx,
    actor,
    now,
    ready.map(({ row }) => row),
    { origin: actor.role === 'backbone' ? 'backbone' : 'partner', stateOf: () => 'draft', known },
  )
  const outcomes: (ResolvedFigure | FigureOutcome)[] = rows
  ready.forEach(({ index }, place) => (outcomes[index] = written[place] as FigureOutcome))
  return numbered(outcomes as FigureOutcome[])
}

/** Hands figures in, takes them back, gives them back with a comment, validates or reopens them; a result for each. */
export async function move(
  trx: Trx,
  actor: Actor,
  now: Date,
  name: ServedMove,
  body: MoveOptions & { items: readonly MoveItem[] },
): Promise<{ results: SaveResult[]; completed?: number }> {
  const { outcomes, completed } = await moveFigures(trx, actor, now, name, body.items, body)
  return { results: numbered(outcomes), ...(completed > 0 ? { completed } : {}) }
}

/** Erases drafts that were never handed in; a result for each. */
export async function erase(trx: Trx, actor: Actor, now: Date, items: readonly EraseItem[]): Promise<SaveResult[]> {
  return numbered(await eraseFigures(trx, actor, now, items))
}
