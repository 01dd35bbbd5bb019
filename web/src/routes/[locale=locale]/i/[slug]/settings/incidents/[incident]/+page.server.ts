import { redirect } from '@sveltejs/kit'
import { incidentRoutes } from '#shared/incidents/contract.ts'
import { dateOf, formatDate } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { incidentInput, incidentValues } from '#lib/features/incidents/incident-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** One incident, to be completed. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const incident = await read(event, incidentRoutes.read, { params: { initiativeId: initiative.id, incidentId: event.params.incident } })
  return {
    number: incident.number,
    version: incident.version,
    values: incidentValues(incident),
    isSaved: event.url.searchParams.has('saved'),
    kept: m.incidents_kept({
      name: incident.openedBy ?? m.incidents_somebody(),
      date: formatDate(locale, dateOf(incident.openedAt, initiative.timeZone)),
      until: formatDate(locale, incident.keptUntil),
    }),
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = incidentInput(form)
    if (form.faults.length > 0) return sendBack('change', form)
    try {
      await call(fetch, incidentRoutes.change, {
        params: { initiativeId: form.text('initiativeId'), incidentId: params.incident },
        body,
        version: form.version(),
      })
    } catch (cause) {
      return sendBackRefused('change', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/incidents/${params.incident}?saved`)
  },
}
