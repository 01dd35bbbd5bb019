import { error, redirect } from '@sveltejs/kit'
import { activityRoutes } from '#shared/activities/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { activityBody, activityChoices } from '../activity-choices.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** What a name may hold. */
const NAME_LENGTH = 200

/** An empty activity, or one that begins with a name from the address, such as a statement of an assessment that was talked about. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role !== 'backbone' && hat.role !== 'partner_contributor') error(404, 'not_found', { code: 'not_found' })
  const name = (event.url.searchParams.get('name') ?? '').trim().slice(0, NAME_LENGTH)
  return { choices: await activityChoices(event, initiative.id), name }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = activityBody(form)
    if (form.faults.length > 0) return sendBack('activity', form)
    let id: string
    try {
      ;({ id } = await call(fetch, activityRoutes.create, { params: { initiativeId: form.text('initiative') }, body }))
    } catch (cause) {
      if (cause instanceof ApiProblem && cause.code === 'not_allowed') {
        form.refuse('partners', m.activities_own_only())
        return sendBack('activity', form)
      }
      return sendBackRefused('activity', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/activities/${id}`)
  },
}
