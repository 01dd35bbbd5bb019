import { error, redirect } from '@sveltejs/kit'
import { goalRoutes } from '#shared/conditions/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { refusedParts } from '#lib/features/conditions/form.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** A population of focus to change, or a new one (`new`). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role !== 'backbone') error(404, 'not_found', { code: 'not_found' })
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items: populations }, { items: territories }] = await Promise.all([
    read(event, goalRoutes.populations, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
  ])
  const population = populations.find((one) => one.id === event.params.population) ?? null
  if (population === null && event.params.population !== 'new') error(404, 'not_found', { code: 'not_found' })
  return {
    population,
    territories: territories
      .map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) }))
      .sort((a, b) => compareText(locale)(a.label, b.label)),
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiative')
    const body = {
      labelFr: form.required('labelFr'),
      labelEn: form.orNull('labelEn'),
      ageRange: form.orNull('ageRange'),
      territoryCode: form.orNull('territoryCode'),
      estimatedSize: form.integer('estimatedSize'),
      sizeSource: form.orNull('sizeSource'),
      sizeYear: form.integer('sizeYear'),
    }
    if (form.faults.length > 0) return sendBack('population', form)
    try {
      if (params.population === 'new') await call(fetch, goalRoutes.addPopulation, { params: { initiativeId }, body })
      else await call(fetch, goalRoutes.changePopulation, { params: { initiativeId, populationId: params.population }, version: form.version(), body })
    } catch (cause) {
      return refusedParts('population', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/agenda`)
  },
}
