import type { ObservationInput } from '#shared/observations/contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { isReadOnly, isWriter } from './access.ts'
import { circleOf } from './circle.ts'
import { deleteDrafts, everHandedIn } from './entry-queries.ts'
import { conflictWith, keyText, rejected, type FigureOutcome } from './figures.ts'
import { figuresForUpdate } from './queries.ts'
import { resolveInputs } from './references.ts'

/** A draft to erase: its key and the version that was seen. */
export type EraseItem = Pick<ObservationInput, 'indicator' | 'territory' | 'partner' | 'period' | 'category'> & { readonly version: number }

/**
 * Erases drafts that nobody but their writers ever counted on: a figure that was handed in once stays, whatever its
 * state. The former figure stays in the history.
 * @returns what became of each, in their order; refused with `not_found` (what this hat may not see, too), `move_not_allowed`,
 * `partner_not_yours`, or a conflict
 */
export async function eraseFigures(trx: Trx, actor: Actor, now: Date, items: readonly EraseItem[]): Promise<FigureOutcome[]> {
  const initiativeId = actor.initiative.id
  const { rows } = await resolveInputs(
    trx,
    actor,
    items.map((item) => ({ ...item, presence: 'missing', isDirectTotal: false, flags: [] })),
  )
  const keys = rows.flatMap((row) => ('outcome' in row ? [] : [row]))
  const stored = new Map((await figuresForUpdate(trx, initiativeId, keys)).map((row) => [keyText(row), row]))
  const circle = await circleOf(trx, actor)
  const handedIn = await everHandedIn(
    trx,
    initiativeId,
    [...stored.values()].map(({ id }) => id),
  )
  const due: string[] = []
  const outcomes = rows.map((row, index): FigureOutcome => {
    if ('outcome' in row) return row
    const figure = stored.get(keyText(row))
    if (figure === undefined) return rejected('not_found')
    if (!isWriter(actor, figure) || isReadOnly(actor, circle) || figure.state !== 'draft' || handedIn.has(figure.id)) return rejected('move_not_allowed')
    if (figure.version !== items[index]?.version) return conflictWith(figure)
    due.push(figure.id)
    return { outcome: 'changed', code: null, field: null, version: null, state: null }
  })
  const gone = await deleteDrafts(trx, initiativeId, due)
  if (gone.size > 0) {
    const details = { count: gone.size }
    await audit(trx, actor, { action: 'observations.erase', objectType: 'observation', objectId: gone.size === 1 ? (due[0] ?? null) : null, details }, now)
  }
  return outcomes
}
