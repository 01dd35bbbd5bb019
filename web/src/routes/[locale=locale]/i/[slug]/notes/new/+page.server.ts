import { error, fail, redirect } from '@sveltejs/kit'
import { languageOf } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { Condition } from '#shared/indicators/contract.ts'
import { noteRoutes, type DraftCheck, type NoteInput } from '#shared/notes/contract.ts'
import { localName } from '#lib/state/local-name.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { scopeOf } from '#lib/features/observations/grid/model.ts'
import { SCOPE_HEADER } from '#lib/features/observations/worker/kept.ts'
import { emptyNote, linkValue, missingFields, namesAuthor, noteInput, proseOf, readNoteForm } from '#lib/features/notes/note-form.ts'
import type { Actions, PageServerLoad } from './$types'

/** What the form offers, and exactly who would read at each rung. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat, me } = await event.parent()
  if (hat.role !== 'backbone' && hat.role !== 'partner_contributor') error(404, 'not_found', { code: 'not_found' })
  const params = { initiativeId: initiative.id }
  // Whose form it is: a device may keep it for a place without a network (lib/features/observations/worker).
  const scope = scopeOf({ userId: me.userId, initiativeId: initiative.id, hatId: hat.id })
  event.setHeaders({ [SCOPE_HEADER]: scope })
  const asked = event.url.searchParams.get('trial')
  const condition = Condition.options.find((one) => one === event.url.searchParams.get('condition'))
  const [choices, channel, trials] = await Promise.all([
    read(event, noteRoutes.choices, { params }),
    read(event, noteRoutes.reportingChannel, { params }),
    asked === null ? null : read(event, noteRoutes.trials, { params }),
  ])
  const trial = trials?.items.find((one) => one.id === asked && one.isMine)
  const language = languageOf(event.locals.locale)
  return {
    // Sent twice, the form writes one note.
    key: crypto.randomUUID(),
    choices,
    scope,
    channel: channel.textFr === null ? null : localName(channel.textFr, channel.textEn, event.locals.locale),
    isLead: hat.isLead,
    trialTitle: trial?.title ?? null,
    start: emptyNote({
      trialId: trial?.id ?? '',
      // Begun from the page of a condition: about it until its author says otherwise.
      link: condition === undefined ? '' : linkValue({ kind: 'condition', key: condition }),
      type: event.url.searchParams.get('type') ?? '',
      language: initiative.languages.includes(language) ? language : initiative.mainLanguage,
    }),
  }
}

const MISSING = { type: m.notes_type_missing, title: m.notes_title_missing, whatHappened: m.notes_what_happened_missing } as const

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = await request.formData()
    const values = readNoteForm(form)
    const path = { initiativeId: String(form.get('initiative') ?? '') }
    const faults: FieldFault[] = missingFields(values).map((field) => ({ field, message: MISSING[field]() }))
    if (faults.length > 0) return fail(422, { values, faults })
    // Looking first keeps the note with its author: what others would read is seen before anybody does.
    const isPreview = form.get('then') === 'preview'
    // Written without a network: sharing is an act of its own, made where one sees who will read.
    const isLater = form.get('later') !== null
    const visibility = isPreview || isLater ? 'private' : ((['partner', 'circle'] as const).find((rung) => rung === values.visibility) ?? 'private')
    let id: string
    try {
      // Before it leaves the author's hands: who reads, could they guess who wrote, does the text name somebody? Shown once for a rung and a signature, then the author has decided.
      if (visibility !== 'private' && form.get('acknowledged') !== `${values.visibility} ${values.attribution}`) {
        const links = namesAuthor(values) ? [] : values.links
        const check: DraftCheck = await call(fetch, noteRoutes.checkDraft, { params: path, body: { text: proseOf(values), links } })
        return { values, faults, check }
      }
      const body: NoteInput = { ...noteInput(values), visibility }
      id = (await call(fetch, noteRoutes.create, { params: path, body, idempotencyKey: String(form.get('key') ?? '') })).id
    } catch (cause) {
      const status = cause instanceof ApiProblem && (cause.status === 401 || cause.status === 429 || cause.status >= 500) ? cause.status : 422
      return fail(status, { values, faults: faultsOf(cause, locals.locale) })
    }
    redirect(
      303,
      `/${locals.locale}/i/${params.slug}/notes/${id}${isPreview || isLater ? `/preview?as=${values.visibility === 'private' ? 'circle' : values.visibility}` : ''}`,
    )
  },
}
