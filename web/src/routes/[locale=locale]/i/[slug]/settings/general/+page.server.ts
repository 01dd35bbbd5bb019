import { redirect } from '@sveltejs/kit'
import { initiativeRoutes, type InitiativeChange } from '#shared/initiatives/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { currencies, timeZones } from '#lib/features/settings/choices.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const settings = await read(event, initiativeRoutes.read, { params: { initiativeId: initiative.id } })
  return { settings, zones: timeZones(settings.timeZone), currencies: currencies(settings.currencyCode), isSaved: event.url.searchParams.has('saved') }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const change: InitiativeChange = {
      nameFr: form.required('nameFr', m.settings_name_missing()),
      nameEn: form.orNull('nameEn'),
      summaryFr: form.orNull('summaryFr'),
      summaryEn: form.orNull('summaryEn'),
      mainLanguage: form.text('mainLanguage') as 'fr',
      state: form.text('state') as 'active',
      activationReason: form.orNull('activationReason'),
      phase: form.text('phase') as 'initiate',
      form: form.text('form') as 'informal',
      timeZone: form.text('timeZone'),
      currencyCode: form.text('currencyCode'),
      fiscalStartMonth: Number(form.text('fiscalStartMonth')),
      schoolStartMonth: Number(form.text('schoolStartMonth')),
      plannedEndOn: form.orNull('plannedEndOn'),
      guardsMoney: form.isTicked('guardsMoney'),
    }
    const smallest = form.integer('smallCountK')
    if (smallest === null || smallest < 3) form.refuse('smallCountK', m.settings_small_count_fault())
    else change.smallCountK = smallest
    if (form.faults.length > 0) return sendBack('general', form)
    try {
      await call(fetch, initiativeRoutes.change, { params: { initiativeId: form.text('initiativeId') }, body: change, version: form.version() })
    } catch (cause) {
      return sendBackRefused('general', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/general?saved`)
  },
}
