import { needsComment } from '#shared/observations/checks.ts'
import { isCounted, LOCK_DAYS, MOVES, refusalOf, type Move, type RevisionReason } from '#shared/observations/life-cycle.ts'
import { tellReturned } from '#server/features/notifications/service.ts'
import { versionsNamed } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { hasFourEyes, isReadOnly, isWriter, type Circle } from './access.ts'
import { brokenBreakdowns } from './breakdown-check.ts'
import { recomputeCells } from './cells.ts'
import { insertConfirmations, type ConfirmationRecord } from './checks-queries.ts'
import { warningsOf } from './checks.ts'
import { circleOf } from './circle.ts'
import { isSameContent } from './content.ts'
import { claimsOn, endClaims, type Claim } from './claim-queries.ts'
import { conflictWith, contentOf, keyText, rejected, type FigureOutcome } from './figures.ts'
import { insertSharedRevisions, lastOpenDays, lastReopenings, storeMoves, type MoveRecord, type SharedRevisionRecord } from './move-queries.ts'
import { figuresByIdForUpdate, type StoredFigure } from './queries.ts'
import { fillRests } from './rests.ts'

export type ServedMove = Exclude<Move, 'edit' | 'publish'>

/** A figure to move: confirmed where it is unusual, with a comment of its own. */
export interface MoveItem {
  readonly id: string
  readonly version: number
  readonly confirmed?: boolean | undefined
  readonly comment?: string | undefined
}

/** What holds for all figures of one move. */
export interface MoveOptions {
  readonly comment?: string | undefined
  /** Why what was validated changes. */
  readonly reason?: RevisionReason | undefined
}

const REASONS = { submit: 'submission', take_back: 'entry', return: 'return', validate: 'validation', reopen: 'error_correction' } as const

interface Surroundings {
  readonly circle: Circle
  readonly claims: readonly Claim[]
  readonly openUntil: ReadonlyMap<string, string>
}

/** Why this hat may not make the move; null when it may. */
function refusal(actor: Actor, { circle, claims, openUntil }: Surroundings, move: ServedMove, figure: StoredFigure): string | null {
  if (isReadOnly(actor, circle)) return 'partner_left'
  if (MOVES[move].by === 'writer' ? !isWriter(actor, figure) : actor.role !== 'backbone') return 'not_allowed'
  const tooFar = refusalOf(move, figure.state)
  if (tooFar !== null) return tooFar
  if (
    move === 'take_back' &&
    claims.some((claim) => claim.periodId === figure.periodId && claim.partnerId === figure.partnerId && claim.userId !== actor.userId)
  )
    return 'review_started'
  if (move === 'reopen' && actor.today > (openUntil.get(figure.id) ?? '')) return 'period_locked'
  return move === 'validate' && !hasFourEyes(actor, figure, circle) ? 'four_eyes' : null
}

const textOf = (comment: string | undefined) => (comment === undefined || comment === '' ? null : comment)

/**
 * Moves figures along their life (domain 3.12), all in one set; a result for each. Handing in asks for a confirmation
 * of what is unusual, and gives the unknown category what the others leave of the whole; giving back and reopening ask for a comment, each
 * figure's or one for all.
 * @returns a result for each, in their order, and how many figures of the unknown category were made
 * @throws invalid_request when no figure has the comment that the move needs
 */
export async function moveFigures(
  trx: Trx,
  actor: Actor,
  now: Date,
  move: ServedMove,
  items: readonly MoveItem[],
  options: MoveOptions = {},
): Promise<{ outcomes: FigureOutcome[]; completed: number }> {
  const rule = MOVES[move]
  const forAll = textOf(options.comment)
  const commentOf = (item: MoveItem) => textOf(item.comment) ?? forAll
  if (rule.needsComment && items.every((item) => commentOf(item) === null)) throw problem('invalid_request', {}, [{ pointer: '/comment', code: 'required' }])
  const initiativeId = actor.initiative.id
  const ids = [...new Set(items.map(({ id }) => id))]
  const stored = new Map((await figuresByIdForUpdate(trx, initiativeId, ids)).map((row) => [row.id, row]))
  const around: Surroundings = {
    circle: await circleOf(trx, actor),
    claims: move === 'take_back' ? await claimsOn(trx, initiativeId, [...stored.values()]) : [],
    openUntil: move === 'reopen' ? await lastOpenDays(trx, initiativeId, ids, LOCK_DAYS) : new Map(),
  }
  const chosen = new Map<string, { figure: StoredFigure; item: MoveItem }>()
  const stays = (figure: StoredFigure, outcome: FigureOutcome): FigureOutcome => ({ ...outcome, version: figure.version, state: figure.state })
  const outcomes = items.map((item): FigureOutcome | null => {
    const figure = stored.get(item.id)
    if (figure === undefined) return rejected('not_found')
    if (chosen.has(item.id)) return rejected('duplicate_in_batch')
    if (figure.version !== item.version) return conflictWith(figure)
    const code = refusal(actor, around, move, figure) ?? (rule.needsComment && commentOf(item) === null ? 'comment_required' : null)
    if (code !== null) return stays(figure, rejected(code, code === 'comment_required' ? 'comment' : null))
    chosen.set(item.id, { figure, item })
    return null
  })
  const confirmations: ConfirmationRecord[] = []
  let versions: Awaited<ReturnType<typeof versionsNamed>> = new Map()
  if (move === 'submit') {
    versions = await versionsNamed(trx, initiativeId, [...new Set([...chosen.values()].map(({ figure }) => figure.versionId))])
    const held = await heldBack(trx, actor, chosen, versions, commentOf)
    confirmations.push(...held.confirmations)
    items.forEach(({ id }, index) => {
      const outcome = held.outcomes.get(id)
      if (outcomes[index] === null && outcome !== undefined) outcomes[index] = outcome
    })
    for (const id of held.outcomes.keys()) chosen.delete(id)
  }

  const moved = [...chosen.values()]
  const actorId = actorIdOf(actor)
  const facts = { initiativeId, actorId, now }
  const figures = moved.map(({ figure }) => figure)
  const reopenings = move === 'validate' ? await lastReopenings(trx, initiativeId, [...chosen.keys()]) : new Map<string, never>()
  const isOwn = (figure: StoredFigure) => move === 'validate' && figure.enteredBy === actor.userId
  await storeMoves(
    trx,
    facts,
    moved.map(({ figure, item }): MoveRecord => ({
      id: figure.id,
      state: rule.to,
      version: figure.version + 1,
      samePerson: isOwn(figure),
      comment: rule.to === 'returned' ? commentOf(item) : null,
    })),
  )
  await insertSharedRevisions(
    trx,
    facts,
    moved.map(({ figure, item }): SharedRevisionRecord => {
      const content = contentOf(figure)
      const reopening = reopenings.get(figure.id)
      // A figure that was validated before has changed: who typed the change is its author, who validates it approves.
      const isRevision = reopening !== undefined && !isSameContent(content, reopening.figure)
      return {
        observation: figure.id,
        number: figure.version + 1,
        partner: figure.partnerId,
        old: isRevision ? reopening.figure : content,
        new: content,
        oldState: figure.state,
        newState: rule.to,
        reason: isRevision ? reopening.reason : move === 'reopen' ? (options.reason ?? REASONS.reopen) : REASONS[move],
        note: isRevision ? reopening.note : rule.needsComment ? commentOf(item) : null,
        author: isRevision ? figure.enteredBy : actorId,
        approver: move === 'validate' ? actorId : null,
        samePerson: isOwn(figure),
        request: null,
      }
    }),
  )
  await insertConfirmations(trx, facts, confirmations)
  let completed = 0
  if (moved.length > 0) {
    if (rule.by === 'checker') await endClaims(trx, initiativeId, figures)
    const objectId = moved.length === 1 ? (figures[0]?.id ?? null) : null
    await audit(trx, actor, { action: `observations.${move}`, objectType: 'observation', objectId, details: { count: moved.length } }, now)
    if (rule.to === 'returned')
      await tellReturned(
        trx,
        actor,
        figures.map(({ partnerId }) => partnerId),
        now,
      )
    if (figures.some(({ state }) => isCounted(state)) || isCounted(rule.to)) await recomputeCells(trx, initiativeId, figures)
    if (move === 'submit') completed = await fillRests(trx, actor, now, figures, versions, { origin: actor.role === 'backbone' ? 'backbone' : 'partner' })
  }
  const told = outcomes.map((outcome, index): FigureOutcome => {
    const figure = stored.get(items[index]?.id ?? '')
    return outcome ?? { outcome: 'changed', code: null, field: null, version: (figure?.version ?? 0) + 1, state: rule.to }
  })
  return { outcomes: told, completed }
}

/** Figures that may not be handed in as they are, with why, and the confirmations of the others. */
async function heldBack(
  trx: Trx,
  actor: Actor,
  chosen: ReadonlyMap<string, { figure: StoredFigure; item: MoveItem }>,
  versions: Awaited<ReturnType<typeof versionsNamed>>,
  commentOf: (item: MoveItem) => string | null,
): Promise<{ outcomes: Map<string, FigureOutcome>; confirmations: ConfirmationRecord[] }> {
  const initiativeId = actor.initiative.id
  const figures = [...chosen.values()].map(({ figure }) => figure)
  const broken = await brokenBreakdowns(trx, initiativeId, figures, versions)
  const warnings = await warningsOf(trx, actor, [...chosen.keys()], versions)
  const outcomes = new Map<string, FigureOutcome>()
  const confirmations: ConfirmationRecord[] = []
  for (const [id, { figure, item }] of chosen) {
    const found = warnings.get(id)
    const place = { version: figure.version, state: figure.state }
    if (broken.has(keyText(figure))) outcomes.set(id, { ...rejected('categories_above_total', 'category'), ...place })
    else if (found !== undefined) {
      const comment = commentOf(item) ?? figure.comment
      const field = item.confirmed === true ? 'comment' : null
      if (item.confirmed !== true || (comment === null && needsComment(found)))
        outcomes.set(id, { outcome: 'needs_confirmation', code: 'confirmation_required', field, ...place, warnings: found })
      else confirmations.push({ observation: id, number: figure.version + 1, partner: figure.partnerId, warnings: found, comment })
    }
  }
  return { outcomes, confirmations }
}
