import { fail, redirect } from '@sveltejs/kit'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { noteBreachRoutes } from '#shared/notes/breaches.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localPath } from '#lib/state/local-path.ts'
import type { Actions, PageServerLoad } from './$types'

/** The learning commitment (domain 4.5): a funder accepts it, and reads here that its access is suspended; the circle reads what was promised. */
export const load: PageServerLoad = async (event) => {
  const { hat, initiative } = await event.parent()
  const own = hat.role === 'funder' ? await read(event, noteBreachRoutes.commitment, { params: { initiativeId: initiative.id } }) : null
  return { own, next: event.url.searchParams.get('next') ?? '' }
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
