import type { ReviewInput, ReviewSession } from '#shared/review-sessions/contract.ts'
import { OCCASION_DAYS } from '#shared/review-sessions/occasion.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { findOccasions, type FoundOccasion } from './occasions.ts'
import { circleNotes, insertSession, listSessions, sessionForUpdate, updateSession, type SessionColumns, type SessionRow } from './queries.ts'

const EMPTY = { wanted: null, happened: null, why: null, kept: null, noteIds: [], closedOn: null, closingReason: null, version: 0 } as const

function toReview(actor: Actor, found: FoundOccasion, row: SessionRow | undefined, notes: ReadonlyMap<string, ReviewSession['notes'][number]>): ReviewSession {
  const { noteIds, closedOn, wanted, happened, why, kept, closingReason, version } = row ?? EMPTY
  const { key, ...occasion } = found
  // The day that was told when the first words were written stays.
  const dueOn = row?.dueOn ?? found.dueOn
  return {
    ...occasion,
    occasion: key,
    dueOn,
    isOverdue: closedOn === null && dueOn < actor.today,
    wanted,
    happened,
    why,
    kept,
    notes: noteIds.flatMap((id) => notes.get(id) ?? []),
    closedOn,
    closingReason,
    version,
    // Domain 1.5, S41: the backbone holds the pen, the circle reads.
    abilities: { edit: actor.role === 'backbone' },
  }
}

/** Reviews to hold, those of a year at most that nobody began, and all that were begun; latest occasion first. */
export async function listReviews(trx: Trx, actor: Actor): Promise<ReviewSession[]> {
  const { id: initiativeId } = actor.initiative
  const occasions = await findOccasions(trx, actor)
  const rows = await listSessions(trx, initiativeId)
  const notes = new Map(
    (
      await circleNotes(
        trx,
        initiativeId,
        [...rows.values()].flatMap(({ noteIds }) => noteIds),
      )
    ).map((note) => [note.id, note]),
  )
  const oldest = addDays(actor.today, -OCCASION_DAYS)
  return occasions.filter(({ key, occurredOn }) => rows.has(key) || occurredOn >= oldest).map((found) => toReview(actor, found, rows.get(found.key), notes))
}

const blanked = (text: string | null | undefined) => (text === undefined ? undefined : blankToNull(text))

/**
 * Writes what a review found, or closes it: with at least one note that the circle reads, or a reason (S41). A closed review
 * is opened again by `close: false`.
 * @throws not_found, version_stale, unknown_reference (a note), review_without_note
 */
export async function saveReview(trx: Trx, actor: Actor, occasion: string, input: ReviewInput, expected: number, now: Date): Promise<ReviewSession> {
  const { id: initiativeId } = actor.initiative
  const found = (await findOccasions(trx, actor)).find(({ key }) => key === occasion)
  if (found === undefined) throw problem('not_found')
  const before = await sessionForUpdate(trx, initiativeId, occasion)
  requireVersion({ version: before?.version ?? 0 }, expected)

  const noteIds = input.notes === undefined ? undefined : [...new Set(input.notes)]
  if (noteIds !== undefined) {
    const known = new Set((await circleNotes(trx, initiativeId, noteIds)).map(({ id }) => id))
    const unknown = noteIds.find((id) => !known.has(id) && before?.noteIds.includes(id) !== true)
    if (unknown !== undefined) {
      const params = { field: 'notes', value: unknown }
      throw problem('unknown_reference', params, [{ pointer: '/notes', code: 'unknown_reference', params }])
    }
  }
  const closingReason = blanked(input.closingReason)
  const isClosed = input.close ?? (before?.closedOn ?? null) !== null
  const kept = noteIds ?? before?.noteIds ?? []
  const reason = closingReason === undefined ? (before?.closingReason ?? null) : closingReason
  // A note that was narrowed or withdrawn since no longer shows what was learned.
  if (isClosed && reason === null && (await circleNotes(trx, initiativeId, kept)).length === 0)
    throw problem('review_without_note', {}, [{ pointer: '/closingReason', code: 'review_without_note' }])

  const columns: SessionColumns = {
    wanted: blanked(input.wanted),
    happened: blanked(input.happened),
    why: blanked(input.why),
    kept: blanked(input.kept),
    note_ids: noteIds,
    closing_reason: closingReason,
    closed_on: isClosed ? (before?.closedOn ?? actor.today) : null,
  }
  if (before !== undefined) await updateSession(trx, initiativeId, before.id, columns)
  else if (!(await insertSession(trx, initiativeId, found, columns))) throw problem('version_stale', { version: 1 })
  // Which notes came of it is read beside the review; the history names none.
  await audit(trx, actor, { action: 'review.save', objectType: 'review_session', details: { occasion, closed: isClosed } }, now)
  const saved = (await listReviews(trx, actor)).find((one) => one.occasion === occasion)
  if (saved === undefined) throw problem('not_found')
  return saved
}
