import { error, redirect } from '@sveltejs/kit'
import { instanceIncidentRoutes } from '#shared/incidents/contract.ts'
import { dateOf } from '#shared/i18n/format.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { incidentInput } from '#lib/features/incidents/incident-form.server.ts'
import { incidentLine } from '#lib/features/incidents/incident-line.ts'
import { localName } from '#lib/state/local-name.ts'
import { DEFAULT_TIME_ZONE } from '#lib/state/time-zone.ts'
import type { Actions, PageServerLoad } from './$types'

/** Registers of all initiatives, for those who answer for the installation. */
export const load: PageServerLoad = async (event) => {
  const { me, locale } = await event.parent()
  if (me === null) redirect(303, `/${locale}/sign-in?next=${encodeURIComponent(event.url.pathname)}`)
  if (!me.isInstanceAdmin) error(404, 'not_found', { code: 'not_found' })
  const { initiatives, items } = await read(event, instanceIncidentRoutes.list, {})
  const names = new Map(initiatives.map((one) => [one.id, localName(one.nameFr, one.nameEn, locale)]))
  const today = dateOf(new Date().toISOString(), DEFAULT_TIME_ZONE)
  return {
    initiatives: initiatives.map(({ id }) => ({ value: id, label: names.get(id) ?? '' })),
    incidents: items.map((one) => ({ ...incidentLine(one, locale), initiative: names.get(one.initiativeId) ?? '' })),
    isSaved: event.url.searchParams.has('saved'),
    start: { occurredFrom: today, awareOn: today } as Record<string, string>,
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const incident = incidentInput(form)
    const initiativeId = form.required('initiativeId')
    if (form.faults.length > 0) return sendBack('open', form)
    try {
      await call(fetch, instanceIncidentRoutes.open, { body: { initiativeId, incident } })
    } catch (cause) {
      return sendBackRefused('open', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/accounts/incidents?saved`)
  },
}
