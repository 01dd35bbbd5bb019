import { isUnwritten } from '#shared/indicators/unwritten.ts'
import { listForReader } from '#server/features/notes/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { FEW_OF_EACH, FOUND_KINDS, MANY_OF_ONE, type Found, type FoundKind, type SearchAnswer } from '#shared/search/contract.ts'
import { extractAround } from '#shared/search/extract.ts'
import { findActivities, findIndicators, findPartners, findTerritories, type FoundRow } from './queries.ts'
import { findActions, findDecisions, findGoals, findMeetings, findUpdates } from './agreed-queries.ts'

const toFound = (row: FoundRow, words: string): Found => ({
  key: row.key,
  nameFr: row.name_fr,
  nameEn: row.name_en,
  language: null,
  day: row.day,
  extractFr: extractAround(row.text_fr, words),
  extractEn: extractAround(row.text_en, words),
})

/**
 * Notes by the reading of their own list, others' and the reader's own: rung, attribution and commitment are decided there.
 * A funder that has not accepted the commitment finds none, as if there were none.
 */
async function findNotes(trx: Trx, actor: Actor, words: string, limit: number): Promise<Found[]> {
  if (actor.role === 'funder' && !actor.commitment) return []
  const shared = await listForReader(trx, actor, { view: 'shared', q: words, limit })
  const own = actor.role === 'funder' ? { items: [] } : await listForReader(trx, actor, { view: 'mine', q: words, limit })
  const notes = [...new Map([...own.items, ...shared.items].map((note) => [note.id, note])).values()]
  const newestFirst = notes.sort((a, b) => (b.sharedOn ?? '9999').localeCompare(a.sharedOn ?? '9999'))
  return newestFirst
    .slice(0, limit)
    .map((note) => ({ key: note.id, nameFr: note.title, nameEn: null, language: note.language, day: note.sharedOn, extractFr: note.extract, extractEn: null }))
}

/** A definition that an import left to be written is told to nobody outside the circle. */
const withoutStandIns = (row: FoundRow): FoundRow => ({
  ...row,
  text_fr: isUnwritten(row.text_fr) ? null : row.text_fr,
  text_en: isUnwritten(row.text_en) ? null : row.text_en,
})

/**
 * All that this hat may read and that speaks of the words, by kind. Each kind is read with the rule of its own list, and
 * row level security stands behind every statement; one more than is shown is asked for, so that there is never a total.
 */
export async function search(trx: Trx, actor: Actor, query: { q: string; kind?: FoundKind | undefined }): Promise<SearchAnswer> {
  const { id, timeZone } = actor.initiative
  const words = query.q.normalize('NFC')
  const most = query.kind === undefined ? FEW_OF_EACH : MANY_OF_ONE
  const limit = most + 1
  const rows = async (reading: Promise<FoundRow[]>) => (await reading).map((row) => toFound(row, words))
  const isInCircle = actor.role !== 'funder'
  const reader = { drafts: actor.role === 'backbone', circle: isInCircle, today: actor.today }
  const finders: Readonly<Record<FoundKind, () => Promise<Found[]>>> = {
    indicator: () => rows(findIndicators(trx, id, words, actor.today, limit).then((found) => (isInCircle ? found : found.map(withoutStandIns)))),
    territory: () => rows(findTerritories(trx, id, words, limit)),
    partner: () => rows(findPartners(trx, id, words, limit)),
    goal: () => rows(findGoals(trx, id, words, !isInCircle, limit)),
    activity: () => rows(findActivities(trx, id, words, !isInCircle, limit)),
    decision: () => rows(findDecisions(trx, id, words, !isInCircle, limit)),
    meeting: () => rows(findMeetings(trx, id, words, timeZone, isInCircle ? null : actor.userId, limit)),
    action: async () => (isInCircle ? rows(findActions(trx, id, words, limit)) : []),
    update: () => rows(findUpdates(trx, id, words, reader, limit)),
    note: () => findNotes(trx, actor, words, limit),
  }
  const groups: SearchAnswer['groups'] = []
  for (const kind of FOUND_KINDS.filter((one) => query.kind === undefined || one === query.kind)) {
    const items = await finders[kind]()
    if (items.length > 0) groups.push({ kind, items: items.slice(0, most), hasMore: items.length > most })
  }
  return { groups }
}
