import { randomUUID } from 'node:crypto'
import type { Win, WinChange, WinInput } from '#shared/wins/contract.ts'
import { AUDIENCES, isWider, narrower, type Audience } from '#shared/meetings/audience.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { listForReader, noteTitles } from '#server/features/notes/service.ts'
import { tellWinProposed } from '#server/features/notifications/service.ts'
import { readRelease } from '#server/features/releases/service.ts'
import { isBackbone, proposer } from './access.ts'
import { findCrossings, type FoundCrossing } from './crossings.ts'
import { adoptedPictures, answeredOccasions, insertWin, listWinRows, updateWin, winForUpdate, type WinRow } from './queries.ts'
import { toldByLatest, type Rests } from './told.ts'

export { findCrossings } from './crossings.ts'

const kindOf = ({ occasion, hasNote }: Pick<WinRow, 'occasion' | 'hasNote'>): Win['kind'] =>
  hasNote ? 'note' : ((occasion?.slice(0, occasion.indexOf('_')) as Win['kind'] | undefined) ?? 'other')

const asAudience = (guard: string): Audience | null => AUDIENCES.find((one) => one === guard) ?? null

function toWin(actor: Actor, row: WinRow, isTold: boolean): Win {
  const { hasNote: _hasNote, guard, noteId, noteTitle, noteLanguage, territory: _territory, target: _target, proposedById, proposedBy, ...told } = row
  const widest = asAudience(guard)
  return {
    ...told,
    kind: kindOf(row),
    note: noteId === null || noteTitle === null || noteLanguage === null ? null : { id: noteId, title: noteTitle, language: noteLanguage },
    reach: isTold && widest !== null ? narrower(row.audience, widest) : null,
    isTold,
    proposedBy: isBackbone(actor) || proposedById === actor.partnerId ? proposedBy : null,
    abilities: { edit: isBackbone(actor) },
  }
}

/** A proposal that nobody has answered: it is a row of its own once somebody does. */
function toProposal(found: FoundCrossing, isTold: boolean): Win {
  const { occasion, kind, subjectFr, subjectEn, indicator, period, textFr, textEn } = found
  return {
    id: null,
    occasion,
    kind,
    subjectFr,
    subjectEn,
    indicator,
    period,
    note: null,
    textFr,
    textEn,
    shareFr: null,
    shareEn: null,
    audience: 'circle',
    reach: null,
    isTold,
    state: 'proposed',
    publishedOn: null,
    proposedBy: null,
    version: 0,
    abilities: { edit: true },
  }
}

/** What indicators crossed and nobody answered yet: for the backbone, which confirms or sends away (S47). */
export async function openProposals(trx: Trx, actor: Actor): Promise<FoundCrossing[]> {
  const [found, answered] = [await findCrossings(trx, actor), await answeredOccasions(trx, actor.initiative.id)]
  return found.filter(({ occasion }) => !answered.has(occasion))
}

/** Wins that the hat reads. Others than the backbone read those whose figure the latest release tells, and their own proposals. */
export async function listWins(trx: Trx, actor: Actor): Promise<Win[]> {
  const rows = await listWinRows(trx, actor.initiative.id)
  const proposals = isBackbone(actor) ? await openProposals(trx, actor) : []
  const told = await toldByLatest<Rests>(trx, actor, [...proposals, ...rows])
  return [
    ...proposals.map((found) => toProposal(found, told.has(found))),
    ...rows.filter((row) => isBackbone(actor) || row.state !== 'published' || told.has(row)).map((row) => toWin(actor, row, told.has(row))),
  ]
}

/** A win that was just written, as its writer reads it. */
async function readWin(trx: Trx, actor: Actor, id: string): Promise<Win> {
  const row = (await listWinRows(trx, actor.initiative.id)).find((one) => one.id === id)
  if (row === undefined) throw problem('not_found')
  return toWin(actor, row, (await toldByLatest(trx, actor, [row])).has(row))
}

/** Notes that the form of a win offers. */
const OFFERED_NOTES = 40

/** What a win may be linked to by hand. */
export async function readChoices(trx: Trx, actor: Actor) {
  const { id } = actor.initiative
  const milestones = (await findCrossings(trx, actor)).filter(({ kind }) => kind === 'milestone')
  const pictures = await adoptedPictures(trx, id)
  const answered = await answeredOccasions(trx, id)
  return {
    occasions: [
      ...milestones.map(({ occasion, subjectFr, subjectEn }) => ({ value: occasion, nameFr: subjectFr, nameEn: subjectEn })),
      ...pictures.map((picture) => ({ value: `picture_${picture.id}`, nameFr: picture.nameFr, nameEn: picture.nameEn })),
    ].filter(({ value }) => !answered.has(value)),
    notes: (await listForReader(trx, actor, { view: 'shared', limit: OFFERED_NOTES })).items.map(({ id: noteId, title, language }) => ({
      id: noteId,
      title,
      language,
    })),
  }
}

function unknown(field: string, value: string) {
  const params = { field, value }
  return problem('unknown_reference', params, [{ pointer: `/${field}`, code: 'unknown_reference', params }])
}

const NOTHING = { indicator: null, period: null, territory: null, target: null } as const

/** What a win rests on, looked up as the hat reads it. @throws unknown_reference */
async function restsOn(trx: Trx, actor: Actor, occasion: string | null, noteId: string | null): Promise<Rests & { guard: string }> {
  if (noteId !== null) {
    const note = (await noteTitles(trx, actor, [noteId])).get(noteId)
    if (note === undefined || asAudience(note.guard) === null) throw unknown('note', noteId)
    return { ...NOTHING, guard: note.guard }
  }
  if (occasion === null) return { ...NOTHING, guard: 'public' }
  if (occasion.startsWith('picture_')) {
    const pictures = await adoptedPictures(trx, actor.initiative.id)
    if (!pictures.some(({ id }) => `picture_${id}` === occasion)) throw unknown('occasion', occasion)
    return { ...NOTHING, guard: 'public' }
  }
  const found = (await findCrossings(trx, actor)).find((one) => one.occasion === occasion)
  if (found === undefined) throw unknown('occasion', occasion)
  const { indicator, period, territory, target } = found
  return { indicator, period, territory, target, guard: 'public' }
}

/**
 * Nobody but the backbone is told of a figure before a release tells it, nor the public before a public one does; and a win never reaches
 * further than the note that it is linked to.
 * @throws win_not_released, win_beyond_note
 */
async function requirePublishable(trx: Trx, actor: Actor, rests: Rests & { guard: string }, audience: Audience): Promise<void> {
  const widest = asAudience(rests.guard)
  if (widest === null || isWider(audience, widest)) throw problem('win_beyond_note', {}, [{ pointer: '/audience', code: 'win_beyond_note' }])
  if (rests.indicator === null) return
  const isTold = (await toldByLatest(trx, actor, [rests])).size > 0
  if (!isTold || (audience === 'public' && !(await readRelease(trx, actor, 'latest')).release.isPublic))
    throw problem('win_not_released', {}, [{ pointer: '/audience', code: 'win_not_released' }])
}

/**
 * Proposes a win; the backbone may publish it at once, or dismiss what was found. What was answered is not proposed again.
 * @throws unknown_reference, invalid_request (two things that it rests on), already_exists (that occasion), not_allowed (a state that is the backbone's to set),
 *   win_not_released, win_beyond_note
 */
export async function addWin(trx: Trx, actor: Actor, input: WinInput, now: Date): Promise<Win> {
  const { state, audience } = input
  if (state !== 'proposed' && !isBackbone(actor)) throw problem('not_allowed')
  const [occasion, noteId] = [input.occasion ?? null, input.note ?? null]
  if (occasion !== null && noteId !== null) throw problem('invalid_request', {}, [{ pointer: '/note', code: 'unrecognized_keys' }])
  const rests = await restsOn(trx, actor, occasion, noteId)
  if (state === 'published') await requirePublishable(trx, actor, rests, audience)
  const id = randomUUID()
  const inserted = await insertWin(trx, actor.initiative.id, {
    ...rests,
    id,
    occasion,
    note_id: noteId,
    text_fr: input.textFr,
    text_en: blankToNull(input.textEn) ?? null,
    share_fr: blankToNull(input.shareFr) ?? null,
    share_en: blankToNull(input.shareEn) ?? null,
    audience,
    state,
    published_on: state === 'published' ? actor.today : null,
    proposed_by: proposer(actor),
  })
  if (!inserted) throw problem('already_exists', { field: 'occasion' }, [{ pointer: '/occasion', code: 'already_exists' }])
  await audit(trx, actor, { action: 'win.create', objectType: 'win', objectId: id, details: { occasion, audience, state } }, now)
  if (!isBackbone(actor)) await tellWinProposed(trx, actor, id, now)
  return readWin(trx, actor, id)
}

const blanked = (text: string | null | undefined) => (text === undefined ? undefined : blankToNull(text))

/** Rewords, publishes or dismisses a win. @throws not_found, version_stale, win_not_released, win_beyond_note */
export async function changeWin(trx: Trx, actor: Actor, id: string, input: WinChange, expected: number, now: Date): Promise<Win> {
  const row = await winForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  const [state, audience] = [input.state ?? row.state, input.audience ?? (row.audience as Audience)]
  if (state === 'published') await requirePublishable(trx, actor, row, audience)
  await updateWin(trx, actor.initiative.id, id, {
    text_fr: input.textFr,
    text_en: blanked(input.textEn),
    share_fr: blanked(input.shareFr),
    share_en: blanked(input.shareEn),
    audience: input.audience,
    state: input.state,
    published_on: state === 'published' ? (row.publishedOn ?? actor.today) : null,
  })
  await audit(trx, actor, { action: 'win.change', objectType: 'win', objectId: id, details: { fields: Object.keys(input), audience, state } }, now)
  return readWin(trx, actor, id)
}
