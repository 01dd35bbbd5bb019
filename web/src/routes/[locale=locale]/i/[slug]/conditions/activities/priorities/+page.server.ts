import { redirect } from '@sveltejs/kit'
import { priorityRoutes } from '#shared/priorities/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Rounds in which partners put actions in an order (S80). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { items } = await read(event, priorityRoutes.list, { params: { initiativeId: initiative.id } })
  return { items, mayOpen: hat.role === 'backbone' }
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

export const actions: Actions = {
  open: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const criteria = linesOf(form.text('criteria'))
    const candidates = linesOf(form.text('candidates'))
    const body = {
      title: form.required('title'),
      criteria,
      candidates: candidates.map((name) => ({ name })),
      isNamed: form.isTicked('isNamed'),
      closesOn: form.required('closesOn'),
    }
    if (candidates.length < 2 || criteria.length === 0) form.refuse(criteria.length === 0 ? 'criteria' : 'candidates', m.plan_priorities_candidates_few())
    if (form.faults.length > 0) return sendBack('open', form)
    let id: string
    try {
      ;({ id } = await call(fetch, priorityRoutes.open, { params: { initiativeId: form.text('initiative') }, body }))
    } catch (cause) {
      return sendBackRefused('open', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/activities/priorities/${id}`)
  },
}
