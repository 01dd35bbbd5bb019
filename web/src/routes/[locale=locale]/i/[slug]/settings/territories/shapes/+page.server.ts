import { fail } from '@sveltejs/kit'
import { formatInteger } from '#shared/i18n/format.ts'
import { translate } from '#shared/i18n/translate.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { shapeUploadRoutes } from '#shared/territories/shape-upload.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { drawOutlines } from '#lib/charts/locator.ts'
import { refusalOf } from '#lib/features/exchange/refusal.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Outlines of territories by level, and the way to send more. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items: territories }, { items: levels }] = await Promise.all([
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
  ])
  const rows = levels
    .map((level) => ({ level, places: territories.filter((one) => one.levelCode === level.code) }))
    .filter(({ places }) => places.length > 0)
    .map(({ level, places }) => ({
      code: level.code,
      name: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
      all: formatInteger(locale, places.length),
      with: formatInteger(locale, places.filter((one) => one.hasShape).length),
      hasShapes: places.some((one) => one.hasShape),
    }))
  const seen = rows.find((one) => one.code === event.url.searchParams.get('see') && one.hasShapes)
  const shapes = seen === undefined ? [] : (await read(event, territoryRoutes.shapes, { params, query: { level: seen.code } })).items
  return { rows, preview: seen === undefined ? null : { code: seen.code, name: seen.name, svg: drawOutlines(shapes) } }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals: { locale } }) => {
    const form = await request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const given = { level: text('level'), property: text('property'), source: text('source'), isDry: form.has('dryRun') }
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0)
      return fail(422, { faults: [{ field: 'file', message: translate('problems_import_file_missing', {}, locale) }], places: [], given, done: null })
    const body = new FormData()
    for (const name of ['level', 'property', 'source'] as const) if (given[name].trim() !== '') body.set(name, given[name])
    if (given.isDry) body.set('dryRun', 'true')
    body.set('file', file, file.name)
    try {
      const done = await call(fetch, shapeUploadRoutes.upload, { params: { initiativeId: text('initiativeId') }, body: body as never })
      const names = (items: readonly string[], count: number) => `${items.join(', ')}${count > items.length ? '…' : ''}`
      return {
        faults: [],
        places: [],
        given,
        done: {
          isDry: done.dryRun,
          level: done.level,
          by: done.by,
          property: done.property,
          numbers: Object.fromEntries(
            (['features', 'matched', 'created', 'changed', 'unchanged', 'points', 'pointsBefore', 'unmatchedCount', 'withoutCount'] as const).map((name) => [
              name,
              formatInteger(locale, done[name]),
            ]),
          ) as Record<'features' | 'matched' | 'created' | 'changed' | 'unchanged' | 'points' | 'pointsBefore' | 'unmatchedCount' | 'withoutCount', string>,
          unmatched: done.unmatchedCount === 0 ? null : names(done.unmatched, done.unmatchedCount),
          without:
            done.withoutCount === 0
              ? null
              : names(
                  done.without.map((one) => localName(one.nameFr, one.nameEn, locale)),
                  done.withoutCount,
                ),
        },
      }
    } catch (cause) {
      return fail(422, { ...refusalOf(cause, locale), given, done: null })
    }
  },
}
