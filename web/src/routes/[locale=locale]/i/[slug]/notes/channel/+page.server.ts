import { error, fail, redirect } from '@sveltejs/kit'
import { noteRoutes } from '#shared/notes/contract.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Where harm is told instead of in a note: a lead says it. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (!hat.isLead) error(404, 'not_found', { code: 'not_found' })
  return { channel: await read(event, noteRoutes.reportingChannel, { params: { initiativeId: initiative.id } }) }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = await request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    try {
      await call(fetch, noteRoutes.setReportingChannel, {
        params: { initiativeId: text('initiative') },
        version: Number(text('version')),
        body: { textFr: text('textFr'), textEn: text('textEn') || null },
      })
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locals.locale), textFr: text('textFr'), textEn: text('textEn') })
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/notes`)
  },
}
