import { fail } from '@sveltejs/kit'
import { viewRoutes } from '#shared/progress/views.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  return read(event, viewRoutes.list, { params: { initiativeId: initiative.id } })
}

/** The view that a form is about. */
function aboutOf(form: FormData) {
  return { params: { initiativeId: String(form.get('initiative') ?? ''), viewId: String(form.get('view') ?? '') }, version: Number(form.get('version')) }
}

export const actions: Actions = {
  rename: async ({ request, fetch, locals }) => {
    const form = await request.formData()
    const name = String(form.get('name') ?? '')
    const { params, version } = aboutOf(form)
    try {
      await call(fetch, viewRoutes.change, { params, version, body: { name } })
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locals.locale), about: params.viewId, name, done: null })
    }
    return { faults: [], about: params.viewId, name, done: 'renamed' as const }
  },
  share: async ({ request, fetch, locals }) => {
    const form = await request.formData()
    const { params, version } = aboutOf(form)
    try {
      await call(fetch, viewRoutes.change, { params, version, body: { isShared: form.get('shared') === 'yes' } })
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locals.locale), about: params.viewId, name: null, done: null })
    }
    return { faults: [], about: params.viewId, name: null, done: null }
  },
  remove: async ({ request, fetch, locals }) => {
    const { params } = aboutOf(await request.formData())
    try {
      await call(fetch, viewRoutes.remove, { params })
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locals.locale), about: params.viewId, name: null, done: null })
    }
    return { faults: [], about: params.viewId, name: null, done: 'removed' as const }
  },
}
