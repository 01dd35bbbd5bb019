import { error, redirect } from '@sveltejs/kit'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { territoryChoices, territoryInput } from '#lib/features/settings/territory-form.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items: levels }, { items: territories }] = await Promise.all([
    read(event, territoryRoutes.levels, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
  ])
  const place = territories.find(({ code }) => code === event.params.code)
  if (place === undefined) error(404, 'not_found', { code: 'not_found' })
  const choices = territoryChoices(
    levels,
    territories.filter(({ code }) => code !== place.code),
    locale,
  )
  return {
    ...choices,
    name: localName(place.nameFr, place.nameEn, locale),
    code: place.code,
    isTop: place.isTop,
    hasShape: place.hasShape,
    isSaved: event.url.searchParams.has('saved'),
    stored: {
      code: place.code,
      nameFr: place.nameFr,
      nameEn: place.nameEn ?? '',
      levelCode: place.levelCode,
      parentCode: place.parentCode ?? '',
      population: place.population === null ? '' : String(place.population),
      validFrom: place.validFrom ?? '',
      validTo: place.validTo ?? '',
    },
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const { populationYear, ...input } = territoryInput(form)
    if (form.faults.length > 0) return sendBack('change', form)
    try {
      const body = { items: [{ ...input, code: params.code, ...(populationYear === null ? {} : { populationYear }) }] }
      await call(fetch, territoryRoutes.save, { params: { initiativeId: form.text('initiativeId') }, body })
    } catch (cause) {
      return sendBackRefused('change', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/territories/${encodeURIComponent(params.code)}?saved`)
  },
}
