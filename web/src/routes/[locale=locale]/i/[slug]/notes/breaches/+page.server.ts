import { error, fail, type RequestEvent } from '@sveltejs/kit'
import { m } from '#shared/i18n/paraglide/messages.js'
import { noteBreachRoutes } from '#shared/notes/breaches.ts'
import { noteRoutes } from '#shared/notes/contract.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Where the circle tells of a note that was used against a partner, and where leads decide. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role === 'funder') error(404, 'not_found', { code: 'not_found' })
  const params = { initiativeId: initiative.id }
  const noteId = event.url.searchParams.get('note')
  const [breaches, suspensions, note] = await Promise.all([
    read(event, noteBreachRoutes.list, { params }),
    hat.isLead ? read(event, noteBreachRoutes.suspensions, { params }) : null,
    noteId === null ? null : read(event, noteRoutes.read, { params: { ...params, noteId } }),
  ])
  return { key: crypto.randomUUID(), breaches, suspensions: suspensions?.items ?? [], about: note === null ? null : { id: note.id, title: note.title } }
}

type Work = (text: (name: string) => string, event: RequestEvent) => Promise<string>

/** One act: its refusal stands beside its own form, and nothing typed is lost. `asked`: what must be there, with the sentence that asks for it. */
const act = (part: string, asked: Readonly<Record<string, () => string>>, work: Work) => async (event: RequestEvent) => {
  const form = await event.request.formData()
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const refuse = (faults: FieldFault[]) => {
    const typed = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
    return fail(422, { part, of: text('id'), faults, typed })
  }
  const missing = Object.entries(asked).flatMap(([field, sentence]) => (text(field) === '' ? [{ field, message: sentence() }] : []))
  if (missing.length > 0) return refuse(missing)
  try {
    return { part, done: await work(text, event) }
  } catch (cause) {
    return refuse(faultsOf(cause, event.locals.locale))
  }
}

export const actions: Actions = {
  file: act('file', { funderId: m.notes_breach_funder_missing, whatHappened: m.notes_breach_text_missing }, async (text, { fetch }) => {
    await call(fetch, noteBreachRoutes.file, {
      params: { initiativeId: text('initiative') },
      body: { funderId: text('funderId'), whatHappened: text('whatHappened'), noteId: text('noteId') || null },
      idempotencyKey: text('key'),
    })
    return m.notes_breach_sent()
  }),
  close: act('close', { outcome: m.notes_breach_outcome_missing }, async (text, { fetch }) => {
    await call(fetch, noteBreachRoutes.close, {
      params: { initiativeId: text('initiative'), breachId: text('id') },
      version: Number(text('version')),
      body: { outcome: text('outcome') },
    })
    return m.notes_done_saved()
  }),
  correct: act('correct', { outcome: m.notes_breach_outcome_missing, reason: m.notes_reason_missing }, async (text, { fetch }) => {
    await call(fetch, noteBreachRoutes.correct, {
      params: { initiativeId: text('initiative'), breachId: text('id') },
      version: Number(text('version')),
      body: { outcome: text('outcome'), reason: text('reason') },
    })
    return m.notes_breach_corrected_done()
  }),
  suspend: act('suspend', { funderId: m.notes_breach_funder_missing, reason: m.notes_reason_missing }, async (text, { fetch }) => {
    await call(fetch, noteBreachRoutes.suspend, {
      params: { initiativeId: text('initiative') },
      body: { funderId: text('funderId'), until: text('until') || null, reason: text('reason') },
      idempotencyKey: text('key'),
    })
    return m.notes_done_suspended()
  }),
  lift: act('lift', { reason: m.notes_reason_missing }, async (text, { fetch }) => {
    await call(fetch, noteBreachRoutes.lift, {
      params: { initiativeId: text('initiative'), suspensionId: text('id') },
      version: Number(text('version')),
      body: { reason: text('reason') },
    })
    return m.notes_done_lifted()
  }),
}
