import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { Note, NotePreview } from '#shared/notes/contract.ts'
import { isInCircle, type Rung } from '#shared/notes/life.ts'
import { PUBLIC_LINKS } from '#shared/notes/public.ts'
import { audienceOf, checkDraft } from './library.ts'
import type { NoteRow } from './queries.ts'
import { composeNote, surroundingsOf } from './reading.ts'
import { isPointer } from './recognition.ts'
import { openNote } from './service.ts'

/** Somebody who may read at this rung and nothing more: neither the author, nor of its organisation, nor of the backbone. */
function readerOf(actor: Actor, rung: Rung): Actor {
  return { ...actor, role: rung === 'funder' || rung === 'public' ? 'funder' : 'partner_viewer', partnerId: null, commitment: true }
}

const nothing = (abilities: Note['abilities']): Note['abilities'] =>
  Object.fromEntries(Object.keys(abilities).map((name) => [name, false])) as Note['abilities']

/** What everybody gets of a note is less than what a funder gets: see `shared/notes/public.ts`. */
function forEverybody(note: Note): Note {
  return {
    ...note,
    links: note.links.map((link) => ({ ...link, period: null })),
    failureKind: null,
    signature: { ...note.signature, partnerCode: null },
    adaptations: note.adaptations.map((adaptation) => ({
      ...adaptation,
      decidedIn: null,
      ownerName: null,
      ownerPartnerCode: null,
      ownerPartnerName: null,
      isOwnerKept: false,
      checks: adaptation.checks.map((check) => ({ ...check, evidence: null })),
    })),
  }
}

/** Notes as a reader of a rung gets them, whoever asks: by the very function that answers such a reader. */
export async function asReadAt(trx: Trx, actor: Actor, rows: readonly NoteRow[], rung: Rung): Promise<Note[]> {
  const reader = readerOf(actor, rung)
  const around = await surroundingsOf(trx, reader, rows, true, rung === 'public' ? PUBLIC_LINKS : undefined)
  return rows.map((row) => {
    const note = composeNote(reader, row, { ...around, comments: around.comments.map((comment) => ({ ...comment, is_mine: false })) })
    const read = { ...note, abilities: nothing(note.abilities) }
    return rung === 'public' ? forEverybody(read) : read
  })
}

/**
 * The author's note as it would be read at a rung, with the exact number of readers and the advice on its words.
 * @throws not_allowed for anybody but the author
 */
export async function previewNote(trx: Trx, actor: Actor, noteId: string, rung: Rung): Promise<NotePreview> {
  const { row, note } = await openNote(trx, actor, noteId)
  if (!note.isMine) throw problem('not_allowed')
  const shared: NoteRow = {
    ...row,
    visibility: rung,
    state: row.state === 'draft' || row.state === 'withdrawn' ? 'shared' : row.state,
    shared_on: isInCircle(rung) ? (row.shared_on ?? actor.today) : row.shared_on,
  }
  const [asRead] = await asReadAt(trx, actor, [shared], rung)
  const audience = (await audienceOf(trx, actor)).find((one) => one.rung === rung)
  if (asRead === undefined || audience === undefined) throw problem('not_found')
  const { title, whatHappened, whatWasExpected, why, whatWeLearned, whatWeWouldDo } = note
  const check = await checkDraft(trx, actor, {
    text: [title, whatHappened, whatWasExpected, why, whatWeLearned, whatWeWouldDo].filter((text) => text !== null).join('\n'),
    // Links that readers would not get tell them nothing: those that could tell are kept back, and are said beside.
    links: [],
  })
  return {
    note: { ...asRead, attachments: note.attachments },
    audience,
    keptBack: note.links.filter(
      (link) => isPointer(link) && !asRead.links.some((one) => one.kind === link.kind && one.key === link.key) && isToldAt(rung, link.kind),
    ),
    backboneLearnsPartner: isInCircle(rung) && note.own?.backboneMayContact === true && actor.partnerId !== null,
    check,
  }
}

/** Kinds of links that a rung gets at all. */
const isToldAt = (rung: Rung, kind: string) => rung !== 'public' || PUBLIC_LINKS.includes(kind)
