import { redirect } from '@sveltejs/kit'
import { incidentRoutes } from '#shared/incidents/contract.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { incidentInput } from '#lib/features/incidents/incident-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id }
  // Whoever may not read the register may not write in it either.
  const [{ today }] = await Promise.all([read(event, initiativeRoutes.read, { params }), read(event, incidentRoutes.list, { params })])
  return { start: { occurredFrom: today, awareOn: today } as Record<string, string> }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = incidentInput(form)
    if (form.faults.length > 0) return sendBack('open', form)
    let id: string
    try {
      ;({ id } = await call(fetch, incidentRoutes.open, { params: { initiativeId: form.text('initiativeId') }, body }))
    } catch (cause) {
      return sendBackRefused('open', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/incidents/${id}?saved`)
  },
}
