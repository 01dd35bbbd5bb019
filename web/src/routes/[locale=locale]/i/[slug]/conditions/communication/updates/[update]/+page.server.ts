import { error, redirect } from '@sveltejs/kit'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { Audience, updateRoutes } from '#shared/meetings/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** An update to change, or a new one (`new`). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role !== 'backbone') error(404, 'not_found', { code: 'not_found' })
  const params = { initiativeId: initiative.id }
  const [{ items }, { asOf }] = await Promise.all([read(event, updateRoutes.list, { params }), read(event, conditionRoutes.overview, { params })])
  const update = items.find((one) => one.id === event.params.update) ?? null
  if (update === null && event.params.update !== 'new') error(404, 'not_found', { code: 'not_found' })
  return { update, asOf }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiative')
    const body = {
      titleFr: form.required('titleFr', m.meetings_name_missing()),
      titleEn: form.orNull('titleEn'),
      bodyFr: form.required('bodyFr', m.meetings_update_body_missing()),
      bodyEn: form.orNull('bodyEn'),
      audience: Audience.options.find((one) => one === form.text('audience')) ?? ('circle' as const),
      publishedOn: form.orNull('publishedOn'),
    }
    if (form.faults.length > 0) return sendBack('update', form)
    try {
      if (params.update === 'new') await call(fetch, updateRoutes.create, { params: { initiativeId }, body })
      else await call(fetch, updateRoutes.change, { params: { initiativeId, updateId: params.update }, version: form.version(), body })
    } catch (cause) {
      return sendBackRefused('update', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/communication`)
  },
}
