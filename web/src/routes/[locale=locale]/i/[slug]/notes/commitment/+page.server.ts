import { fail, redirect } from '@sveltejs/kit'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { localPath } from '#lib/state/local-path.ts'
import type { Actions, PageServerLoad } from './$types'

/** The learning commitment of a funder (domain 4.5); nobody else is asked for one. */
export const load: PageServerLoad = async (event) => {
  const { hat, initiative } = await event.parent()
  if (hat.role !== 'funder') redirect(303, `/${event.locals.locale}/i/${initiative.slug}/notes`)
  return { acceptedOn: hat.learningCommitmentOn, next: event.url.searchParams.get('next') ?? '' }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = await request.formData()
    try {
      await call(fetch, initiativeRoutes.acceptCommitment, { params: { initiativeId: String(form.get('initiative') ?? '') } })
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locals.locale) })
    }
    redirect(303, localPath(String(form.get('next') ?? ''), `/${locals.locale}/i/${params.slug}/notes`))
  },
}
