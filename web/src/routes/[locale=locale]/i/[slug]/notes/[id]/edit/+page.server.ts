import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { m } from '#shared/i18n/paraglide/messages.js'
import { MOST_ATTACHMENTS } from '#shared/notes/attachments.ts'
import { noteRoutes, type DraftCheck, type Note } from '#shared/notes/contract.ts'
import { isInCircle } from '#shared/notes/life.ts'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'
import { failPage, read } from '#lib/api/read.server.ts'
import { missingFields, namesAuthor, noteInput, proseOf, readNoteForm, valuesOf } from '#lib/features/notes/note-form.ts'
import type { Actions, PageServerLoad } from './$types'

/** A note that its writer may no longer change: whoever sends a text for it then finds that text again. */
const isOver = (cause: unknown) => cause instanceof ApiProblem && ['not_found', 'not_allowed', 'note_closed'].includes(cause.code)

/** The note; null where a text was sent and the note is no longer open to whoever sent it. */
async function openNote(event: RequestEvent, initiativeId: string, noteId: string): Promise<Note | null> {
  const isSent = event.request.method === 'POST'
  const params = { initiativeId, noteId }
  const note = await call(event.fetch, noteRoutes.read, { params }).catch((cause: unknown) => (isSent && isOver(cause) ? null : failPage(event, cause)))
  if (note === null || note.abilities.edit) return note
  return isSent ? null : error(403, 'not_allowed', { code: 'not_allowed' })
}

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const note = await openNote(event, initiative.id, event.params.id)
  if (note === null) return { note: null }
  const choices = await read(event, noteRoutes.choices, { params: { initiativeId: initiative.id } })
  return {
    note: {
      id: note.id,
      title: note.title,
      language: note.language,
      version: note.version,
      // A name that the author gives is no secret to guess; a co-author's form does not say which it is.
      isRead: isInCircle(note.visibility) && (note.isMine || note.signature.kind === 'a_partner'),
      hiddenReason: note.hiddenReason,
      attachments: note.attachments,
      mayAttach: note.abilities.attach,
      isMine: note.isMine,
      writing: note.writing,
    },
    mostAttachments: MOST_ATTACHMENTS,
    start: valuesOf(note),
    saved: {
      language: note.language,
      whatHappened: note.whatHappened,
      whatWasExpected: note.whatWasExpected,
      why: note.why,
      whatWeLearned: note.whatWeLearned,
      whatWeWouldDo: note.whatWeWouldDo,
    },
    choices,
  }
}

const MISSING = { type: m.notes_type_missing, title: m.notes_title_missing, whatHappened: m.notes_what_happened_missing } as const

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = await request.formData()
    const values = readNoteForm(form)
    const faults: FieldFault[] = missingFields(values).map((field) => ({ field, message: MISSING[field]() }))
    if (faults.length > 0) return fail(422, { values, faults })
    const isOnlyAsked = form.get('then') === 'check'
    try {
      // Asked once before a change reaches readers, or whenever the author wants to know: could they guess who wrote?
      const mayBeRead = form.get('read') !== null && form.get('acknowledged') === null && !namesAuthor(values)
      if (isOnlyAsked || mayBeRead) {
        const check: DraftCheck = await call(fetch, noteRoutes.checkDraft, {
          params: { initiativeId: String(form.get('initiative') ?? '') },
          body: { text: proseOf(values), links: values.links },
        })
        if (isOnlyAsked || check.recognisable.length > 0) return { values, faults, check }
      }
      await call(fetch, noteRoutes.change, {
        params: { initiativeId: String(form.get('initiative') ?? ''), noteId: params.id },
        body: noteInput(values),
        version: Number(form.get('version')),
      })
    } catch (cause) {
      // Both texts are kept: what was typed in the form, what somebody saved meanwhile beside it; the next save is a choice.
      if (cause instanceof ApiProblem && cause.code === 'version_stale') return fail(412, { values, faults, isStale: true })
      if (isOver(cause)) return fail(409, { values, faults: faultsOf(cause, locals.locale) })
      return fail(422, { values, faults: faultsOf(cause, locals.locale) })
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/notes/${params.id}`)
  },
}
