import { MOVES, refusalOf, type Move } from '#shared/observations/life-cycle.ts'
import { isCounted } from '#shared/observations/life-cycle.ts'
import { versionsNamed } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { hasFourEyes, isReadOnly, isWriter, type Circle } from './access.ts'
import { brokenBreakdowns } from './breakdown-check.ts'
import { recomputeCells } from './cells.ts'
import { circleOf } from './circle.ts'
import { conflictWith, contentOf, keyText, rejected, type FigureOutcome } from './figures.ts'
import { figuresByIdForUpdate, type StoredFigure } from './queries.ts'
import { insertRevisions, moveFigures as storeMoves, type MoveRecord } from './write-queries.ts'

export type ServedMove = Exclude<Move, 'edit' | 'publish'>

const REASONS = { submit: 'submission', take_back: 'entry', return: 'return', validate: 'validation' } as const

/** Why this hat may not make the move; null when it may. */
function refusal(actor: Actor, circle: Circle, move: ServedMove, figure: StoredFigure): string | null {
  if (isReadOnly(actor, circle)) return 'partner_left'
  if (MOVES[move].by === 'writer' ? !isWriter(actor, figure) : actor.role !== 'backbone') return 'not_allowed'
  const tooFar = refusalOf(move, figure.state)
  if (tooFar !== null) return tooFar
  return move === 'validate' && !hasFourEyes(actor, figure, circle) ? 'four_eyes' : null
}

/**
 * Moves figures along their life (domain 3.12), all in one set; a result for each.
 * @throws invalid_request when the move needs a comment and has none
 */
export async function moveFigures(
  trx: Trx,
  actor: Actor,
  now: Date,
  move: ServedMove,
  items: readonly { id: string; version: number }[],
  comment: string | null,
): Promise<FigureOutcome[]> {
  const rule = MOVES[move]
  if (rule.needsComment && comment === null) throw problem('invalid_request', {}, [{ pointer: '/comment', code: 'required' }])
  const initiativeId = actor.initiative.id
  const circle = await circleOf(trx, actor)
  const stored = new Map((await figuresByIdForUpdate(trx, initiativeId, [...new Set(items.map(({ id }) => id))])).map((row) => [row.id, row]))
  const chosen = new Map<string, StoredFigure>()
  const outcomes = items.map(({ id, version }): FigureOutcome | null => {
    const figure = stored.get(id)
    if (figure === undefined) return rejected('not_found')
    if (chosen.has(id)) return rejected('duplicate_in_batch')
    if (figure.version !== version) return conflictWith(figure)
    const code = refusal(actor, circle, move, figure)
    if (code !== null) return { ...rejected(code), version: figure.version, state: figure.state }
    chosen.set(id, figure)
    return null
  })
  if (move === 'submit') {
    const versions = await versionsNamed(trx, initiativeId, [...new Set([...chosen.values()].map(({ versionId }) => versionId))])
    const broken = await brokenBreakdowns(trx, initiativeId, [...chosen.values()], versions)
    items.forEach(({ id }, index) => {
      const figure = chosen.get(id)
      if (figure === undefined || outcomes[index] !== null || !broken.has(keyText(figure))) return
      outcomes[index] = { ...rejected('categories_above_total', 'category'), version: figure.version, state: figure.state }
    })
    for (const [id, figure] of chosen) if (broken.has(keyText(figure))) chosen.delete(id)
  }

  const moved = [...chosen.values()]
  const actorId = actorIdOf(actor)
  const facts = { initiativeId, actorId, now }
  await storeMoves(
    trx,
    facts,
    moved.map((figure): MoveRecord => ({
      id: figure.id,
      state: rule.to,
      version: figure.version + 1,
      samePerson: move === 'validate' && figure.enteredBy === actor.userId,
    })),
    comment,
  )
  await insertRevisions(
    trx,
    facts,
    moved.map((figure) => ({
      observation: figure.id,
      number: figure.version + 1,
      partner: figure.partnerId,
      old: contentOf(figure),
      new: contentOf(figure),
      oldState: figure.state,
      newState: rule.to,
      reason: REASONS[move],
      note: move === 'return' ? comment : null,
      approver: move === 'validate' ? actorId : null,
    })),
  )
  if (moved.length > 0) {
    await audit(
      trx,
      actor,
      {
        action: `observations.${move}`,
        objectType: 'observation',
        objectId: moved.length === 1 ? (moved[0]?.id ?? null) : null,
        details: { count: moved.length },
      },
      now,
    )
    if (moved.some(({ state }) => isCounted(state)) || isCounted(rule.to)) await recomputeCells(trx, initiativeId, moved)
  }
  return outcomes.map((outcome, index) => {
    const figure = stored.get(items[index]?.id ?? '')
    return outcome ?? { outcome: 'changed', code: null, field: null, version: (figure?.version ?? 0) + 1, state: rule.to }
  })
}
