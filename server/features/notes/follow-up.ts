import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { FollowUpItem, LearningReport, Note, NoteSummary } from '#shared/notes/contract.ts'
import { daysBetween } from '#shared/values/calendar-date.ts'
import { likeness, REPORT_ORDER } from '#shared/notes/likeness.ts'
import { answerDay, checkDay, RUNGS, type Rung } from '#shared/notes/life.ts'
import { requireCommitment } from './access.ts'
import { measuresOfReport } from './library.ts'
import { asReadAt } from './preview.ts'
import { listNotes, notesAround, notesSharedBetween, yearsOfNotes } from './queries.ts'
import { carrierOf, isOfLeftPartner, surroundingsOf, toSummary } from './reading.ts'
import { openNote } from './service.ts'

const MOST_FOLLOWED = 500

/**
 * What waits after shared notes, soonest first. A step is « yours » for the partner that owns an adaptation and for the
 * backbone: never for whoever told what failed (domain 4.6).
 */
export async function followUpFor(trx: Trx, actor: Actor): Promise<{ items: FollowUpItem[] }> {
  if (await isOfLeftPartner(trx, actor)) return { items: [] }
  const rows = await listNotes(trx, actor.initiative.id, { view: 'shared', openFollowUp: true, after: null, limit: MOST_FOLLOWED })
  const around = await surroundingsOf(trx, actor, rows)
  const isBackbone = actor.role === 'backbone'
  const items = rows.flatMap((row): FollowUpItem[] => {
    const { followUp, title, language } = toSummary(actor, row, around)
    const base = { noteId: row.id, title, language }
    if (followUp?.step === 'discuss' || followUp?.step === 'decide')
      return [{ ...base, step: followUp.step, dueOn: followUp.dueOn, isDue: followUp.isDue, isYours: isBackbone, adaptation: null }]
    if (followUp?.step !== 'check') return []
    return around.adaptations
      .filter((one) => one.note_id === row.id && !around.checks.some((check) => check.adaptation_id === one.id && check.result !== 'too_early'))
      .map((one) => {
        const dueOn = checkDay({ decidedOn: one.decided_on, dueOn: one.due_on })
        const isOwn = one.owner_partner_id !== null && one.owner_partner_id === actor.partnerId
        const carrier = carrierOf(actor, row, one, around)
        return {
          ...base,
          step: 'check',
          dueOn,
          isDue: daysBetween(dueOn, actor.today) >= 0,
          isYours: isOwn || (isBackbone && one.owner_partner_id === null),
          adaptation: {
            id: one.id,
            text: one.text,
            owner: carrier.ownerPartnerName ?? carrier.ownerName,
            isOwnerKept: carrier.isOwnerKept,
            decidedOn: one.decided_on,
          },
        }
      })
  })
  return { items: items.sort((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9')) }
}

/**
 * The day since which each failure of somebody else waits for a first answer; for the backbone, which thanks and asks
 * (domain 4.5). None once somebody answered, or once the circle no longer reads the note.
 */
export async function unansweredFailures(trx: Trx, actor: Actor): Promise<string[]> {
  if (actor.role !== 'backbone') return []
  const rows = await listNotes(trx, actor.initiative.id, { view: 'shared', type: 'failure', openFollowUp: false, after: null, limit: MOST_FOLLOWED })
  const around = await surroundingsOf(trx, actor, rows)
  return rows.flatMap((row) => {
    const { awaitsAnswer, isMine, isCowritten } = toSummary(actor, row, around)
    return row.shared_on !== null && awaitsAnswer && !isMine && !isCowritten ? [answerDay(row.shared_on)] : []
  })
}

const CANDIDATES = 200
const ALIKE = 5

/** Notes like this one, by links and causes that the reader sees; a place that could tell who wrote weighs nothing. */
export async function similarTo(trx: Trx, actor: Actor, noteId: string): Promise<{ items: NoteSummary[] }> {
  const { note } = await openNote(trx, actor, noteId)
  if (await isOfLeftPartner(trx, actor)) return { items: [] }
  const rows = await notesAround(trx, actor.initiative.id, noteId, note.causes, CANDIDATES)
  const around = await surroundingsOf(trx, actor, rows)
  const found = rows
    .map((row) => toSummary(actor, row, around))
    .map((one) => ({ one, near: likeness(note, one) }))
    .filter(({ near }) => near > 0)
  return {
    items: found
      .sort((a, b) => b.near - a.near)
      .slice(0, ALIKE)
      .map(({ one }) => one),
  }
}

/**
 * What was learned in a year, failures first, as one audience reads it: also to their author, its notes come as that
 * audience gets them, for a report is handed on.
 * @throws commitment_required, not_found for an audience wider than the reader's own
 */
export async function yearReport(
  trx: Trx,
  actor: Actor,
  asked: { year?: number | undefined; audience?: 'circle' | 'funder' | 'public' | undefined },
): Promise<LearningReport> {
  requireCommitment(actor)
  const audience = asked.audience ?? (actor.role === 'funder' ? 'funder' : 'circle')
  if ((actor.role === 'funder' && audience === 'circle') || (await isOfLeftPartner(trx, actor))) throw problem('not_found')
  const rungs: Rung[] = RUNGS.slice(RUNGS.indexOf(audience))
  const years = await yearsOfNotes(trx, actor.initiative.id, rungs)
  const year = asked.year ?? years[0] ?? Number(actor.today.slice(0, 4))
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  const rows = await notesSharedBetween(trx, actor.initiative.id, from, to, rungs)
  const notes = (await asReadAt(trx, actor, rows, audience)).map((note): Note => ({ ...note, comments: [] }))
  return {
    year,
    years,
    audience,
    ...(await measuresOfReport(trx, actor, year, audience)),
    notes: REPORT_ORDER.flatMap((type) => notes.filter((note) => note.type === type)),
  }
}
