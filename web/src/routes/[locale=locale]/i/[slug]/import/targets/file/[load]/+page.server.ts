import { error, fail, redirect } from '@sveltejs/kit'
import { targetLoadRoutes } from '#shared/exchange/targets/contract.ts'
import { formatDateTime } from '#shared/i18n/format.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { fileLine, leftView, outcomeView } from '#lib/features/exchange/target-loads.server.ts'
import type { Actions, PageServerLoad } from './$types'

const DRAFT = /^[0-9a-f-]{36}$/

/** What a file did, and the way back. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const { items } = await read(event, targetLoadRoutes.list, { params: { initiativeId: initiative.id } })
  const found = items.find(({ id }) => id === event.params.load)
  if (found === undefined) error(404, 'not_found', { code: 'not_found' })
  const draft = event.url.searchParams.get('draft') ?? ''
  return {
    file: fileLine(found, (instant) => formatDateTime(locale, instant, initiative.timeZone)),
    outcome: outcomeView(found.result, locale),
    left: leftView(found.left, locale),
    draftId: DRAFT.test(draft) ? draft : null,
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const params = { initiativeId: String(form.get('initiativeId') ?? ''), loadId: event.params.load }
    try {
      await call(event.fetch, targetLoadRoutes.undo, { params })
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locale) })
    }
    redirect(303, `/${locale}/i/${event.params.slug}/import/targets/file/${event.params.load}`)
  },
}
