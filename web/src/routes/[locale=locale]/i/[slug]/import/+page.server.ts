import { fail, redirect } from '@sveltejs/kit'
import { draftRoutes } from '#shared/exchange/draft-contract.ts'
import { exchangeRoutes } from '#shared/exchange/contract.ts'
import { formatDateTime } from '#shared/i18n/format.ts'
import { translate } from '#shared/i18n/translate.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { importDhis2, isDhis2 } from '#lib/features/exchange/dhis2.server.ts'
import { patiently } from '#lib/features/exchange/patiently.ts'
import { refusalOf, stopCodeOf } from '#lib/features/exchange/refusal.server.ts'
import { openIncident } from '#lib/features/exchange/open-incident.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Imports begun and the last ones. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items: drafts }, { items: imports }] = await Promise.all([read(event, draftRoutes.list, { params }), read(event, exchangeRoutes.list, { params })])
  const at = (instant: string) => formatDateTime(locale, instant, initiative.timeZone)
  return {
    isBackbone: hat.role === 'backbone',
    drafts: drafts.map(({ id, fileName, createdAt, expiresAt, purpose }) => ({
      id,
      fileName,
      at: at(createdAt),
      until: at(expiresAt),
      step: purpose === 'targets' ? `targets/${id}` : `${id}/format`,
    })),
    imports: imports
      .slice(0, 10)
      .map((one) => ({
        id: one.id ?? one.startedAt,
        file: one.fileName,
        state: one.state,
        at: at(one.startedAt),
        result: one.result,
        undoableUntil: one.undoableUntil == null ? null : at(one.undoableUntil),
      })),
  }
}

export const actions: Actions = {
  begin: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    const pasted = String(form.get('paste') ?? '')
    const given = form.get('file')
    const file =
      given instanceof File && given.size > 0
        ? given
        : pasted.trim() === ''
          ? null
          : new File([pasted], `${translate('import_paste_name', {}, locale)}.txt`, { type: 'text/plain' })
    if (file === null) return fail(422, { faults: [{ field: 'file', message: translate('problems_import_file_missing', {}, locale) }], places: [], pasted })
    const body = new FormData()
    if (form.has('dropContacts')) body.set('dropContacts', 'true')
    body.set('file', file, file.name)
    let id: string
    try {
      if (await isDhis2(file)) return { faults: [], pasted: '', ...(await importDhis2(event.fetch, initiativeId, file, locale, true)) }
      ;({ id } = await patiently(() => call(event.fetch, draftRoutes.create, { params: { initiativeId }, body: body as never })))
    } catch (cause) {
      const { faults, places } = refusalOf(cause, locale)
      return fail(422, { faults, places, pasted: '', stopped: stopCodeOf(cause) })
    }
    redirect(303, `/${locale}/i/${event.params.slug}/import/${id}/format`)
  },
  incident: openIncident,
  dhis2: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0)
      return fail(422, { faults: [{ field: 'file', message: translate('problems_import_file_missing', {}, locale) }], places: [], pasted: '' })
    try {
      return { faults: [], pasted: '', ...(await importDhis2(event.fetch, String(form.get('initiativeId') ?? ''), file, locale, false)) }
    } catch (cause) {
      const { faults, places } = refusalOf(cause, locale)
      return fail(422, { faults, places, pasted: '' })
    }
  },
  remove: async (event) => {
    const form = await event.request.formData()
    const params = { initiativeId: String(form.get('initiativeId') ?? ''), draftId: String(form.get('draft') ?? '') }
    try {
      await call(event.fetch, draftRoutes.remove, { params })
    } catch (cause) {
      const { faults, places } = refusalOf(cause, event.locals.locale)
      return fail(422, { faults, places, pasted: '' })
    }
    redirect(303, `/${event.locals.locale}/i/${event.params.slug}/import`)
  },
}
