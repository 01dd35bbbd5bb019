import type { z } from 'zod'
import type { Hand, historyRoutes, PastFigure } from '#shared/observations/history.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { findFigure, listRevisions, peopleBehind, type PersonRow, type RevisionRow, type StoredContent } from './history-queries.ts'

const textOf = (content: StoredContent, field: string) => {
  const value = content[field]
  return value === undefined || value === null ? null : String(value)
}

function figureOf(content: StoredContent): PastFigure {
  const { flags, bool_value: bool } = content
  return {
    presence: (textOf(content, 'presence') ?? 'reported') as PastFigure['presence'],
    presenceReason: textOf(content, 'presence_reason'),
    value: textOf(content, 'value'),
    numerator: textOf(content, 'numerator'),
    denominator: textOf(content, 'denominator'),
    sampleN: textOf(content, 'sample_n'),
    boolValue: typeof bool === 'boolean' ? bool : null,
    achievedOn: textOf(content, 'achieved_on'),
    amountOriginal: textOf(content, 'amount_original'),
    currencyCode: textOf(content, 'currency_code'),
    flags: Array.isArray(flags) ? flags.map(String) : [],
    comment: textOf(content, 'comment'),
  }
}

/** Whether a change is the backbone's by its nature. */
const OF_CHECKER = ['validation', 'return']

/**
 * Somebody, as this hat may know them: the backbone reads every name, a partner's people those who have a hat today, as in the list of
 * people (domain 5, row 2); of everybody else the side alone.
 */
function handOf(actor: Actor, userId: string | null, people: ReadonlyMap<string, PersonRow>, isChecker: boolean): Hand {
  if (userId === null) return { name: null, side: null }
  const person = people.get(userId)
  const name = person !== undefined && (actor.role === 'backbone' || person.isActive) ? person.name : null
  return { name, side: person?.isOfPartner === true && !isChecker ? 'partner' : 'backbone' }
}

/** What a partner had typed and not handed in stays its own, even as the former value of a later change. */
function knowsFormer(actor: Actor, revision: RevisionRow): boolean {
  return actor.role !== 'backbone' || revision.oldState !== 'draft' || revision.authorId === actor.userId
}

/**
 * Who changed a figure, when and why, for those who may read it (domain 5, rows 16–18): a partner's people read their own whole
 * history, the backbone what was handed in.
 * @throws not_found
 */
export async function readHistory(trx: Trx, actor: Actor, observationId: string): Promise<z.output<typeof historyRoutes.figure.response>> {
  const { id } = actor.initiative
  const figure = await findFigure(trx, id, observationId)
  if (figure === undefined) throw problem('not_found')
  const revisions = await listRevisions(trx, id, observationId)
  const { partnerId, state, ...key } = figure
  const people = await peopleBehind(
    trx,
    id,
    [...new Set(revisions.flatMap(({ authorId, approverId }) => [authorId ?? [], approverId ?? []].flat()))],
    partnerId,
  )
  return {
    ...key,
    mayContest: actor.role === 'partner_contributor' && partnerId !== null && partnerId === actor.partnerId && state !== 'draft',
    entries: revisions.map((revision) => ({
      number: revision.number,
      at: revision.at.toISOString(),
      reason: revision.reason,
      note: revision.note,
      oldState: revision.oldState,
      newState: revision.newState,
      old: revision.old !== null && knowsFormer(actor, revision) ? figureOf(revision.old) : null,
      new: figureOf(revision.new),
      author: handOf(actor, revision.authorId, people, OF_CHECKER.includes(revision.reason)),
      approver: revision.approverId === null ? null : handOf(actor, revision.approverId, people, true),
      confirmation: revision.warnings === null ? null : { warnings: revision.warnings.map(({ code }) => code), comment: revision.confirmation },
    })),
  }
}
