import { protocolRoutes } from '#shared/governance/protocol-contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  return read(event, protocolRoutes.read, { params: { initiativeId: initiative.id } })
}

export const actions: Actions = {
  default: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const body = {
      stepsFr: form.required('stepsFr', m.governance_steps_missing()),
      stepsEn: form.orNull('stepsEn'),
      contact: form.required('contact', m.governance_contact_missing()),
      thirdParty: form.orNull('thirdParty'),
      timeLimitsFr: form.orNull('timeLimitsFr'),
      timeLimitsEn: form.orNull('timeLimitsEn'),
      adoptedOn: form.orNull('adoptedOn'),
    }
    if (form.faults.length > 0) return sendBack('protocol', form)
    try {
      await call(fetch, protocolRoutes.save, {
        params: { initiativeId: form.text('initiative') },
        body,
        ...(form.text('version') === '' ? {} : { version: form.version() }),
      })
    } catch (cause) {
      return sendBackRefused('protocol', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },
}
