import { governanceRoutes } from '#shared/governance/contract.ts'
import { LEADERSHIP_KINDS } from '#shared/governance/leadership.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { partnerOptions } from '#lib/features/governance/partner-options.server.ts'
import { saveRole } from '#lib/features/governance/role-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** How the coalition is led, with its calendar, and who holds which role. */
export const load: PageServerLoad = async (event) => {
  const { initiative, asOf } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [leadership, roles, { items: bodies }] = await Promise.all([
    read(event, governanceRoutes.leadership, { params }),
    read(event, governanceRoutes.roles, { params }),
    read(event, governanceRoutes.bodies, { params }),
  ])
  const model = leadership.items.find((one) => one.isCurrent) ?? null
  return {
    model,
    others: leadership.items.filter((one) => one !== model),
    roles: roles.items,
    canEdit: leadership.abilities.edit,
    bodies: leadership.abilities.edit ? bodies.filter((one) => one.isCurrent) : [],
    partners: leadership.abilities.edit ? await partnerOptions(event, initiative.id, asOf) : [],
  }
}

/** Lines of the calendar that name a partner; one without its day is a fault of that line. */
function termsOf(form: SentForm) {
  return Array.from({ length: Math.min(60, Number(form.text('lines')) || 0) }, (_, index) => index).flatMap((index) => {
    const partnerCode = form.text(`partner:${index}`)
    if (partnerCode === '') return []
    return [{ startsOn: form.required(`starts:${index}`), partnerCode, holderName: form.orNull(`holder:${index}`) }]
  })
}

export const actions: Actions = {
  leadership: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const modelId = form.text('model')
    const part = modelId === '' ? 'model' : `model ${modelId}`
    const kind = LEADERSHIP_KINDS.find((one) => one === form.text('kind'))
    if (kind === undefined) form.refuse('kind', m.problems_field_required())
    const terms = kind === 'rotating' ? termsOf(form) : []
    if (kind === 'rotating' && terms.length === 0) form.refuse('terms', m.governance_calendar_missing())
    if (kind === 'lead_organization') form.required('partnerCode', m.governance_leadership_partner_missing())
    const body = {
      kind: kind ?? LEADERSHIP_KINDS[0],
      partnerCode: form.orNull('partnerCode'),
      bodyId: form.orNull('bodyId'),
      noteFr: form.orNull('noteFr'),
      noteEn: form.orNull('noteEn'),
      validFrom: form.required('validFrom'),
      validTo: form.orNull('validTo'),
      terms,
    }
    if (form.faults.length > 0) return sendBack(part, form)
    const params = { initiativeId: form.text('initiative') }
    try {
      if (modelId === '') await call(fetch, governanceRoutes.addLeadership, { params, body })
      else await call(fetch, governanceRoutes.changeLeadership, { params: { ...params, modelId }, version: form.version(), body })
    } catch (cause) {
      return sendBackRefused(part, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  role: ({ request, fetch, locals }) => saveRole(request, fetch, locals.locale),
}
