import { planRoutes } from '#shared/activities/plan-contract.ts'
import { Responsibility } from '#shared/activities/contract.ts'
import { actionItemRoutes } from '#shared/meetings/action-contract.ts'
import { peopleRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { ownerOf } from '#lib/features/meetings/words.ts'
import { settleAction } from '../../communication/actions/settle-action.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Who does what (S15): by object, with what nobody leads, or by partner. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const mayGive = hat.role === 'backbone' || hat.role === 'partner_contributor'
  const [{ items }, { items: partners }, people, { items: followUps }] = await Promise.all([
    read(event, planRoutes.responsibilities, { params }),
    mayGive ? read(event, partnerRoutes.list, { params, query: {} }) : { items: [] },
    hat.role === 'backbone' ? read(event, peopleRoutes.list, { params }) : { items: [] },
    hat.role === 'funder' ? { items: [] } : read(event, actionItemRoutes.list, { params, query: { state: 'open' } }),
  ])
  const byLabel = (a: { label: string }, b: { label: string }) => compareText(locale)(a.label, b.label)
  return {
    items,
    // What meetings left to do, those of one owner together.
    followUps: followUps.toSorted((a, b) => compareText(locale)(ownerOf(a), ownerOf(b)) || (a.dueOn < b.dueOn ? -1 : 1)),
    view: event.url.searchParams.get('view') === 'partner' ? ('partner' as const) : ('object' as const),
    mayGive,
    partners: partners
      .filter((one) => one.leftOn === null && (hat.role === 'backbone' || one.code === hat.partnerCode))
      .map((one) => ({ value: `partner:${one.code}`, label: one.name }))
      .sort(byLabel),
    people: people.items
      .filter((one) => one.role !== 'funder')
      .map((one) => ({ value: `hat:${one.hatId}`, label: one.partnerName === null ? one.name : `${one.name} (${one.partnerName})` }))
      .sort(byLabel),
  }
}

export const actions: Actions = {
  settle: settleAction,

  give: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const [kind = '', key = ''] = form.required('what').split(/:(.*)/)
    const [holder = '', whom = ''] = form.required('whom').split(/:(.*)/)
    const role = Responsibility.options.find((one) => one === form.text('role')) ?? 'contributes'
    if (form.faults.length > 0) return sendBack('give', form)
    try {
      await call(fetch, planRoutes.addResponsibility, {
        params: { initiativeId: form.text('initiative') },
        body: { kind: kind === 'meetings' || kind === 'body' ? kind : 'indicator', key, role, ...(holder === 'hat' ? { hatId: whom } : { partnerCode: whom }) },
      })
    } catch (cause) {
      if (cause instanceof ApiProblem && cause.code === 'already_exists') {
        form.refuse('whom', m.plan_who_taken())
        return sendBack('give', form)
      }
      return sendBackRefused('give', form, cause, locals.locale)
    }
    return { done: m.plan_who_saved() }
  },

  remove: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, planRoutes.removeResponsibility, {
        params: { initiativeId: form.text('initiative'), responsibilityId: form.text('responsibility') },
        version: form.version(),
      })
    } catch (cause) {
      return sendBackRefused('remove', form, cause, locals.locale)
    }
    return { done: m.plan_removed() }
  },
}
