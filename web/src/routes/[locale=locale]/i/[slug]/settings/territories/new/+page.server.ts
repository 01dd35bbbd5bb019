import { redirect } from '@sveltejs/kit'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { freeCode } from '#shared/exchange/free-code.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { territoryChoices, territoryInput } from '#lib/features/settings/territory-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [{ items: levels }, { items: territories }] = await Promise.all([
    read(event, territoryRoutes.levels, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
  ])
  const parent = territories.find(({ code }) => code === event.url.searchParams.get('parent'))
  const parentLevel = levels.find(({ code }) => code === parent?.levelCode)
  const below = levels
    .filter((one) => parentLevel !== undefined && one.hierarchy === parentLevel.hierarchy && one.rank < parentLevel.rank)
    .sort((a, b) => b.rank - a.rank)[0]
  return {
    ...territoryChoices(levels, territories, event.locals.locale),
    isFirst: territories.length === 0,
    start: { parentCode: parent?.code ?? '', levelCode: event.url.searchParams.get('level') ?? below?.code ?? '' },
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const given = territoryInput(form)
    let input = given
    const path = { initiativeId: form.text('initiativeId') }
    if (form.faults.length > 0) return sendBack('add', form)
    try {
      const { items } = await call(fetch, territoryRoutes.list, { params: path, query: {} })
      const taken = new Set(items.map(({ code }) => code))
      input = given.code === '' ? { ...given, code: freeCode(given.nameFr, taken) } : given
      if (taken.has(input.code)) {
        form.refuse('code', m.territories_code_taken())
        return sendBack('add', form)
      }
      await call(fetch, territoryRoutes.save, { params: path, body: { items: [input], ...(form.isTicked('isTop') ? { topCode: input.code } : {}) } })
    } catch (cause) {
      return sendBackRefused('add', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/territories${input.parentCode == null ? '' : `?parent=${encodeURIComponent(input.parentCode)}`}`)
  },
}
