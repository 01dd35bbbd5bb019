import { redirect } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { indicatorInput } from '#lib/features/settings/indicator-form.server.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = indicatorInput(form, form.text('currencyCode'))
    if (form.faults.length > 0) return sendBack('add', form)
    try {
      await call(fetch, indicatorRoutes.create, { params: { initiativeId: form.text('initiativeId') }, body })
    } catch (cause) {
      return sendBackRefused('add', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/indicators/${body.code}?created`)
  },
}
