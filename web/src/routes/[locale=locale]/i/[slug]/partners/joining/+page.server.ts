import { m } from '#shared/i18n/paraglide/messages.js'
import { joiningRoutes } from '#shared/assessments/joining-contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Links for organisations that wonder whether to join, and what they chose to share (S18). */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  return read(event, joiningRoutes.list, { params: { initiativeId: initiative.id } })
}

export const actions: Actions = {
  invite: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    const label = form.required('label', m.joining_label_missing())
    if (form.faults.length > 0) return sendBack('invite', form)
    try {
      const { link } = await call(fetch, joiningRoutes.invite, { params: { initiativeId: form.text('initiative') }, body: { label } })
      return { label, link: `${url.origin}/${locals.locale}${link ?? ''}` }
    } catch (cause) {
      return sendBackRefused('invite', form, cause, locals.locale)
    }
  },
}
