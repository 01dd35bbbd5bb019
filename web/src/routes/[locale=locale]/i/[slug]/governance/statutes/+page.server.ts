import { governanceRoutes } from '#shared/governance/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { partnerOptions } from '#lib/features/governance/partner-options.server.ts'
import { saveRole } from '#lib/features/governance/role-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Statutes and officers of a formal initiative; an informal one is told where they went (S07). */
export const load: PageServerLoad = async (event) => {
  const { initiative, asOf } = await event.parent()
  const { statutes, officers, abilities } = await read(event, governanceRoutes.statutes, { params: { initiativeId: initiative.id } })
  return { statutes, officers, canEdit: abilities.edit, partners: abilities.edit ? await partnerOptions(event, initiative.id, asOf) : [] }
}

export const actions: Actions = {
  statutes: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, governanceRoutes.saveStatutes, {
        params: { initiativeId: form.text('initiative') },
        body: { bodyFr: form.orNull('bodyFr'), bodyEn: form.orNull('bodyEn'), registeredAs: form.orNull('registeredAs'), adoptedOn: form.orNull('adoptedOn') },
        ...(form.text('version') === '' ? {} : { version: form.version() }),
      })
    } catch (cause) {
      return sendBackRefused('statutes', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  role: ({ request, fetch, locals }) => saveRole(request, fetch, locals.locale),
}
