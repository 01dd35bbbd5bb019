import { fail } from '@sveltejs/kit'
import { exchangeRoutes, type Import, type ImportPreview } from '#shared/exchange/contract.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { formatDateTime } from '#shared/i18n/format.ts'
import { translate } from '#shared/i18n/translate.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { buildMapping, choicesOf, guessChoices, missingChoices, type MappingChoices } from '#lib/features/exchange/build-mapping.ts'
import { reasonOf, refusalOf, type RefusedPlace } from '#lib/features/exchange/refusal.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** What the drop-downs offer, kept mappings and the last imports. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [
    { items: indicators },
    { items: levels },
    { items: territories },
    { items: dimensions },
    { items: partners },
    { items: mappings },
    { items: imports },
  ] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, indicatorRoutes.dimensions, { params }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, exchangeRoutes.mappings, { params }),
    read(event, exchangeRoutes.list, { params }),
  ])
  const top = territories.find((one) => one.isTop)
  return {
    isBackbone: hat.role === 'backbone',
    indicators: indicators.map((one) => ({ value: `constant:${one.code}`, label: localName(one.current.nameFr, one.current.nameEn, locale) })),
    levels: [...levels].sort((a, b) => b.rank - a.rank).map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) })),
    topTerritory: top === undefined ? null : { value: top.code, label: localName(top.nameFr, top.nameEn, locale) },
    parents: territories
      .filter((one) => levels.find((level) => level.code === one.levelCode)?.rank !== 1)
      .slice(0, 300)
      .map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) })),
    dimensions: dimensions.map((one) => ({ code: one.code, name: localName(one.nameFr, one.nameEn, locale) })),
    partners: partners.map((one) => ({ value: `constant:${one.code}`, label: one.name })),
    mappings: mappings.map((one) => ({ value: one.name, label: one.name })),
    imports: imports
      .slice(0, 10)
      .map((one) => ({
        id: one.id ?? one.startedAt,
        file: one.fileName,
        state: one.state,
        at: formatDateTime(locale, one.startedAt, initiative.timeZone),
        result: one.result,
      })),
  }
}

interface Outcome {
  readonly faults: readonly { field: string | null; message: string }[]
  readonly preview: ImportPreview | null
  readonly choices: MappingChoices | null
  readonly done: {
    readonly state: Import['state']
    readonly dryRun: boolean
    readonly result: NonNullable<Import['result']> | null
    readonly rejections: readonly RefusedPlace[]
  } | null
}

const FIELD_OF = {
  indicator: 'indicatorFrom',
  territory: 'territoryFrom',
  period: 'periodFrom',
  value: 'value',
  numerator: 'numerator',
  denominator: 'denominator',
} as const

/** Sends the file on with more fields; the file itself is never kept by these pages. */
async function send(event: RequestEvent, kind: 'preview' | 'check' | 'run') {
  const { locale } = event.locals
  const form = await event.request.formData()
  const initiativeId = String(form.get('initiativeId') ?? '')
  const file = form.get('file')
  const choices = form.has('hasChoices') ? choicesOf(form) : null
  const answer = (outcome: Partial<Outcome>): Outcome => ({ faults: [], preview: null, choices, done: null, ...outcome })
  const refused = (faults: Outcome['faults'], more: Partial<Outcome> = {}) => fail(422, answer({ ...more, faults }))
  const refusedBy = (cause: unknown, more: Partial<Outcome> = {}) => {
    const { faults, places } = refusalOf(cause, locale)
    return refused(faults, {
      ...more,
      ...(places.length === 0 ? {} : { done: { state: 'refused' as const, dryRun: kind === 'check', result: null, rejections: places } }),
    })
  }
  if (!(file instanceof File) || file.size === 0) return refused([{ field: 'file', message: translate('problems_import_file_missing', {}, locale) }])

  const look = async () => {
    const body = new FormData()
    body.set('file', file, file.name)
    if (choices !== null) body.set('format', JSON.stringify({ headerRow: Number(choices.headerRow) || 1 }))
    return call(event.fetch, exchangeRoutes.preview, { params: { initiativeId }, body: body as never })
  }
  let preview: ImportPreview
  try {
    preview = await look()
  } catch (cause) {
    return refusedBy(cause)
  }
  if (kind === 'preview' || choices === null) return answer({ preview, choices: choices ?? guessChoices(preview.columns, preview.headerRow) })

  const mappingName = String(form.get('mappingName') ?? '')
  const missing = mappingName === '' ? missingChoices(choices) : []
  if (missing.length > 0)
    return refused(
      missing.map((one) => ({ field: FIELD_OF[one], message: translate('import_choice_missing', {}, locale) })),
      { preview },
    )
  const mapping = buildMapping(choices)
  try {
    const body = new FormData()
    if (mappingName === '') body.set('mapping', JSON.stringify(mapping))
    else body.set('mappingName', mappingName)
    body.set('dryRun', String(kind === 'check'))
    body.set('partial', String(form.has('partial')))
    body.set('file', file, file.name)
    const done = await call(event.fetch, exchangeRoutes.run, { params: { initiativeId }, query: {}, body: body as never })
    const keep = String(form.get('keepAs') ?? '').trim()
    if (keep !== '' && mappingName === '' && kind === 'run' && done.state === 'done') {
      const { items } = await call(event.fetch, exchangeRoutes.mappings, { params: { initiativeId } })
      const kept = items.find((one) => one.name === keep)
      await call(event.fetch, exchangeRoutes.saveMapping, {
        params: { initiativeId },
        body: { name: keep, mapping: mapping as never },
        ...(kept === undefined ? {} : { version: kept.version }),
      })
    }
    return answer({
      preview,
      done: {
        state: done.state,
        dryRun: done.dryRun,
        result: done.result,
        rejections: (done.result?.rejections ?? [])
          .slice(0, 100)
          .map((one) => ({
            row: `${one.sheet === null ? '' : `${one.sheet} `}${one.row ?? ''}`,
            column: one.column ?? '',
            value: one.value ?? '',
            reason: reasonOf(one.code, locale),
          })),
      },
    })
  } catch (cause) {
    return refusedBy(cause, { preview })
  }
}

export const actions: Actions = { preview: (event) => send(event, 'preview'), check: (event) => send(event, 'check'), run: (event) => send(event, 'run') }
