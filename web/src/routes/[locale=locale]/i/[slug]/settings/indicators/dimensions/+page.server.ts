import { redirect } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** What figures may be divided by: dimensions and their categories. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, indicatorRoutes.dimensions, { params: { initiativeId: initiative.id } })
  const asked = items.find(({ code }) => code === event.url.searchParams.get('edit'))
  const start: Record<string, string> =
    asked === undefined
      ? {}
      : {
          code: asked.code,
          nameFr: asked.nameFr,
          nameEn: asked.nameEn ?? '',
          ...(asked.exclusive ? { exclusive: 'on' } : {}),
          ...(asked.exhaustive ? { exhaustive: 'on' } : {}),
          categories: asked.categories.map((one) => [one.code, one.nameFr, one.nameEn ?? ''].join(' ; ').replace(/ ; $/, '')).join('\n'),
          unknown: asked.categories.find(({ isUnknown }) => isUnknown)?.code ?? '',
        }
  return {
    start,
    isSaved: event.url.searchParams.has('saved'),
    dimensions: items.map((one) => ({
      code: one.code,
      name: localName(one.nameFr, one.nameEn, event.locals.locale),
      exclusive: one.exclusive,
      exhaustive: one.exhaustive,
      categories: one.categories.map((category) => localName(category.nameFr, category.nameEn, event.locals.locale)).join(', '),
    })),
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const unknown = form.text('unknown')
    const categories = form
      .text('categories')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [code = '', nameFr = '', nameEn = ''] = line.split(';').map((part) => part.trim())
        if (nameFr === '') form.refuse('categories', m.dimensions_category_fault({ line }))
        return { code, nameFr, nameEn: nameEn || null, isUnknown: code === unknown }
      })
    if (categories.length === 0) form.refuse('categories', m.dimensions_categories_missing())
    if (unknown !== '' && !categories.some(({ code }) => code === unknown)) form.refuse('unknown', m.dimensions_unknown_fault())
    const item = {
      code: form.required('code', m.indicators_code_missing()),
      nameFr: form.required('nameFr', m.dimensions_name_missing()),
      nameEn: form.orNull('nameEn'),
      exclusive: form.isTicked('exclusive'),
      exhaustive: form.isTicked('exhaustive'),
      categories,
    }
    if (form.faults.length > 0) return sendBack('dimension', form)
    try {
      await call(fetch, indicatorRoutes.saveDimensions, { params: { initiativeId: form.text('initiativeId') }, body: { items: [item] } })
    } catch (cause) {
      return sendBackRefused('dimension', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/indicators/dimensions?saved`)
  },
}
