import { error } from '@sveltejs/kit'
import { peopleRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (!hat.isLead) error(403, 'not_allowed', { code: 'not_allowed' })
  const { items } = await read(event, partnerRoutes.list, { params: { initiativeId: initiative.id }, query: {} })
  const byName = compareText(event.locals.locale)
  return {
    partners: items
      .filter(({ leftOn }) => leftOn === null)
      .map(({ code, name }) => ({ value: code, label: name }))
      .sort((a, b) => byName(a.label, b.label)),
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    const role = form.required('role', m.people_role_missing())
    const name = form.required('name', m.people_name_missing())
    const email = form.required('email', m.people_email_missing())
    if (email !== '' && !/^\S+@\S+\.\S+$/.test(email)) form.refuse('email', m.people_email_invalid())
    const isOfPartner = role.startsWith('partner_')
    const partnerCode = isOfPartner ? form.required('partnerCode', m.people_partner_missing()) : null
    if (form.faults.length > 0) return sendBack('invite', form)
    try {
      const made = await call(fetch, peopleRoutes.invite, {
        params: { initiativeId: form.text('initiativeId') },
        idempotencyKey: form.text('key'),
        body: {
          name,
          email,
          role: (role === 'backbone_lead' ? 'backbone' : role) as 'backbone',
          isLead: role === 'backbone_lead',
          partnerCode,
          organization: role === 'funder' ? form.orNull('organization') : null,
          startsOn: form.orNull('startsOn'),
          endsOn: form.orNull('endsOn'),
        },
      })
      return { given: { name, email, link: made.link === null ? null : `${url.origin}${made.link}`, expiresAt: made.expiresAt ?? '' } }
    } catch (cause) {
      return sendBackRefused('invite', form, cause, locals.locale)
    }
  },
}
