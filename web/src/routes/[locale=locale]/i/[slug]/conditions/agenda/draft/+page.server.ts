import { error, redirect } from '@sveltejs/kit'
import { agendaRoutes } from '#shared/conditions/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { refusedParts } from '#lib/features/conditions/form.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The next version of the agenda: the draft that waits, else the current version as a starting point. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role !== 'backbone') error(404, 'not_found', { code: 'not_found' })
  const { items } = await read(event, agendaRoutes.list, { params: { initiativeId: initiative.id } })
  const draft = items.find((one) => one.publishedOn === null) ?? null
  return { draft, start: draft ?? items.find((one) => one.isCurrent) ?? null, number: draft?.number ?? (items[0]?.number ?? 0) + 1 }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiative')
    const body = {
      visionFr: form.required('visionFr'),
      visionEn: form.orNull('visionEn'),
      problemStatementFr: form.orNull('problemStatementFr'),
      problemStatementEn: form.orNull('problemStatementEn'),
      principlesFr: form.orNull('principlesFr'),
      principlesEn: form.orNull('principlesEn'),
      approachFr: form.orNull('approachFr'),
      approachEn: form.orNull('approachEn'),
    }
    if (form.faults.length > 0) return sendBack('draft', form)
    try {
      const agendaId = form.text('agenda')
      if (agendaId === '') await call(fetch, agendaRoutes.create, { params: { initiativeId }, body })
      else await call(fetch, agendaRoutes.change, { params: { initiativeId, agendaId }, version: form.version(), body })
    } catch (cause) {
      return refusedParts('draft', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/agenda`)
  },
}
