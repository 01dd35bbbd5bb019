import { redirect } from '@sveltejs/kit'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

const PAGE = 50

/** The widest places, or what one contains; a level lists all its places, a page at a time. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items: all }, { items: levels }] = await Promise.all([
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
  ])
  const byCode = new Map(all.map((one) => [one.code, one]))
  const query = event.url.searchParams
  const level = levels.find((one) => one.code === query.get('level')) ?? null
  const parent = level === null ? (byCode.get(query.get('parent') ?? '') ?? null) : null
  const path: { code: string; name: string }[] = []
  for (let place = parent; place !== null; place = byCode.get(place.parentCode ?? '') ?? null)
    path.unshift({ code: place.code, name: localName(place.nameFr, place.nameEn, locale) })
  const children = Map.groupBy(all, (one) => one.parentCode ?? '')
  const shown = level !== null ? all.filter((one) => one.levelCode === level.code) : (children.get(parent?.code ?? '') ?? [])
  const pages = Math.max(1, Math.ceil(shown.length / PAGE))
  const page = Math.min(pages, Math.max(1, Number(query.get('page') ?? '1') || 1))
  const names = new Map(levels.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  return {
    level: level?.code ?? null,
    parent: parent?.code ?? null,
    path,
    page,
    pages,
    count: shown.length,
    total: all.length,
    levels: levels.map((one) => ({
      code: one.code,
      name: localName(one.pluralFr ?? one.nameFr, one.pluralEn ?? one.nameEn, locale),
      count: all.filter((place) => place.levelCode === one.code).length,
    })),
    rows: shown
      .slice((page - 1) * PAGE, page * PAGE)
      .map((one) => ({
        code: one.code,
        name: localName(one.nameFr, one.nameEn, locale),
        level: names.get(one.levelCode) ?? one.levelCode,
        population: one.population,
        hasShape: one.hasShape,
        isTop: one.isTop,
        parent:
          one.parentCode === null ? null : localName(byCode.get(one.parentCode)?.nameFr ?? one.parentCode, byCode.get(one.parentCode)?.nameEn ?? null, locale),
        inside: children.get(one.code)?.length ?? 0,
      })),
    top: all.find((one) => one.isTop)?.code ?? null,
    widest: all
      .filter((one) => one.parentCode === null || one.isTop || (children.get(one.code)?.length ?? 0) > 0)
      .slice(-200)
      .map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) })),
  }
}

export const actions: Actions = {
  top: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiative = { initiativeId: form.text('initiativeId') }
    try {
      const { items } = await call(fetch, territoryRoutes.list, { params: initiative, query: {} })
      const top = items.find((one) => one.code === form.text('topCode'))
      if (top !== undefined)
        await call(fetch, territoryRoutes.save, {
          params: initiative,
          body: { items: [{ code: top.code, levelCode: top.levelCode, nameFr: top.nameFr }], topCode: top.code },
        })
    } catch (cause) {
      return sendBackRefused('top', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/territories`)
  },
}
