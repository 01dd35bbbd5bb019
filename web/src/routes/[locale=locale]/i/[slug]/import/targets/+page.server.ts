import { fail, redirect } from '@sveltejs/kit'
import { draftRoutes } from '#shared/exchange/draft-contract.ts'
import { targetLoadRoutes } from '#shared/exchange/targets/contract.ts'
import { formatDateTime } from '#shared/i18n/format.ts'
import { translate } from '#shared/i18n/translate.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { patiently } from '#lib/features/exchange/patiently.ts'
import { refusalOf } from '#lib/features/exchange/refusal.server.ts'
import { fileLine } from '#lib/features/exchange/target-loads.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Files of indicators that were loaded. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, targetLoadRoutes.list, { params: { initiativeId: initiative.id } })
  const at = (instant: string) => formatDateTime(event.locals.locale, instant, initiative.timeZone)
  return { files: items.slice(0, 20).map((one) => fileLine(one, at)) }
}

export const actions: Actions = {
  default: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0)
      return fail(422, { faults: [{ field: 'file', message: translate('problems_import_file_missing', {}, locale) }], places: [] })
    const body = new FormData()
    body.set('purpose', 'targets')
    body.set('file', file, file.name)
    let id: string
    try {
      const params = { initiativeId: String(form.get('initiativeId') ?? '') }
      ;({ id } = await patiently(() => call(event.fetch, draftRoutes.create, { params, body: body as never })))
    } catch (cause) {
      return fail(422, refusalOf(cause, locale))
    }
    redirect(303, `/${locale}/i/${event.params.slug}/import/targets/${id}`)
  },
}
