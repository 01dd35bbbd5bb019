import { error, fail, redirect } from '@sveltejs/kit'
import { m } from '#shared/i18n/paraglide/messages.js'
import { noteRoutes } from '#shared/notes/contract.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { missingFields, noteInput, readNoteForm, valuesOf } from '#lib/features/notes/note-form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const note = await read(event, noteRoutes.read, { params: { initiativeId: initiative.id, noteId: event.params.id } })
  if (!note.abilities.edit) error(403, 'not_allowed', { code: 'not_allowed' })
  const choices = await read(event, noteRoutes.choices, { params: { initiativeId: initiative.id } })
  return { note: { id: note.id, title: note.title, version: note.version, hiddenReason: note.hiddenReason }, start: valuesOf(note), choices }
}

const MISSING = { type: m.notes_type_missing, title: m.notes_title_missing, whatHappened: m.notes_what_happened_missing } as const

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = await request.formData()
    const values = readNoteForm(form)
    const faults: FieldFault[] = missingFields(values).map((field) => ({ field, message: MISSING[field]() }))
    if (faults.length > 0) return fail(422, { values, faults })
    try {
      await call(fetch, noteRoutes.change, {
        params: { initiativeId: String(form.get('initiative') ?? ''), noteId: params.id },
        body: noteInput(values),
        version: Number(form.get('version')),
      })
    } catch (cause) {
      return fail(422, { values, faults: faultsOf(cause, locals.locale) })
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/notes/${params.id}`)
  },
}
