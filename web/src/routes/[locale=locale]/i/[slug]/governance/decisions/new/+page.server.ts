import { error, redirect } from '@sveltejs/kit'
import { governanceRoutes } from '#shared/governance/contract.ts'
import { decisionRoutes } from '#shared/governance/decision-contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { decisionBody } from '#lib/features/governance/decision-form.server.ts'
import { partnerOptions } from '#lib/features/governance/partner-options.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** A decision to put to a body; without a body there is nobody to ask. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat, asOf } = await event.parent()
  if (hat.role !== 'backbone') error(404, 'not_found', { code: 'not_found' })
  const { items } = await read(event, governanceRoutes.bodies, { params: { initiativeId: initiative.id } })
  return { bodies: items.filter((one) => one.isCurrent), partners: await partnerOptions(event, initiative.id, asOf) }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = { bodyId: form.required('bodyId'), ...decisionBody(form) }
    if (form.faults.length > 0) return sendBack('decision', form)
    let id: string
    try {
      ;({ id } = await call(fetch, decisionRoutes.create, { params: { initiativeId: form.text('initiative') }, body }))
    } catch (cause) {
      return sendBackRefused('decision', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/governance/decisions/${id}`)
  },
}
