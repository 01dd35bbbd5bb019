import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import type { ImportChoices } from '#shared/exchange/choices.ts'
import { exchangeRoutes } from '#shared/exchange/contract.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { translate } from '#shared/i18n/translate.ts'
import { placesOf } from '#shared/exchange/create-unknown.ts'
import { freeCode } from '#shared/exchange/free-code.ts'
import { proposeTop } from '#shared/exchange/propose-level.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { changeChoices, check, readDraft, stepsOf } from '#lib/features/exchange/draft-context.server.ts'
import { readChoices } from '#lib/features/exchange/read-choices.ts'
import { refusalOf } from '#lib/features/exchange/refusal.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

const MOST_PARENTS = 300

/** What the drop-downs offer, with what is proposed. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [draft, { items: indicators }, { items: levels }, { items: territories }, { items: dimensions }, { items: partners }, { items: mappings }] =
    await Promise.all([
      readDraft(event, initiative.id, event.params.draft, `/${locale}/i/${event.params.slug}`, 'columns'),
      read(event, indicatorRoutes.list, { params, query: {} }),
      read(event, territoryRoutes.levels, { params }),
      read(event, territoryRoutes.list, { params, query: {} }),
      read(event, indicatorRoutes.dimensions, { params }),
      read(event, partnerRoutes.list, { params, query: {} }),
      read(event, exchangeRoutes.mappings, { params }),
    ])
  // People's data were seen: the step before says so.
  if (draft.stopped !== null) redirect(303, `/${locale}/i/${event.params.slug}/import/${draft.id}/format`)
  const top = territories.find((one) => one.isTop) ?? (territories.length === 1 ? territories[0] : undefined)
  const named = (one: { nameFr: string; nameEn: string | null }) => localName(one.nameFr, one.nameEn, locale)
  const ranked = [...levels].sort((a, b) => b.rank - a.rank)
  // Nothing has a place yet: that of the whole is made here, under the name that is proposed unless another is given. Without it nothing adds up.
  const whole = proposeTop(ranked, draft.missing.includes('territoryFrom') ? null : placesOf(draft), localName(initiative.nameFr, initiative.nameEn, locale))
  const lowest = new Set(levels.filter(({ rank }) => rank === 1).map(({ code }) => code))
  return {
    steps: stepsOf(draft),
    fileName: draft.fileName,
    preview: draft.preview,
    choices: draft.choices,
    missing: draft.missing,
    newTerritory:
      hat.role === 'backbone' && territories.length === 0 && whole.levels.length > 0
        ? {
            ...whole,
            isInitiativeName: whole.name === localName(initiative.nameFr, initiative.nameEn, locale),
            levels: whole.levels.map((one) => ({ value: one.code, label: named(one) })),
          }
        : null,
    confidence: draft.confidence,
    remembered: draft.remembered,
    options: {
      isBackbone: hat.role === 'backbone',
      indicators: indicators.map((one) => ({ value: `constant:${one.code}`, label: named(one.current) })),
      levels: ranked.map((one) => ({ value: one.code, label: named(one) })),
      topTerritory: top === undefined ? null : { value: top.code, label: named(top) },
      parents: territories
        .filter((one) => !lowest.has(one.levelCode))
        .slice(0, MOST_PARENTS)
        .map((one) => ({ value: one.code, label: named(one) })),
      dimensions: dimensions.map((one) => ({ code: one.code, name: named(one) })),
      partners: partners.map((one) => ({ value: `constant:${one.code}`, label: one.name })),
    },
    mappings: mappings.map((one) => ({ value: one.name, label: one.name })),
  }
}

/** Makes the place of the whole, as the top of the initiative. @throws ApiProblem */
async function makeTerritory(event: RequestEvent, initiativeId: string, name: string, level: string): Promise<string> {
  const params = { initiativeId }
  const code = freeCode(name, new Set())
  await call(event.fetch, territoryRoutes.save, { params, body: { items: [{ code, levelCode: level, nameFr: name }], topCode: code } })
  return code
}

export const actions: Actions = {
  default: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    let choices: ImportChoices | null = null
    try {
      const name = String(form.get('newTerritory') ?? '').trim()
      const isAboutOne = String(form.get('territoryFrom') ?? '') === '' && String(form.get('headerMeans') ?? '') !== 'territory'
      const place = name !== '' ? await makeTerritory(event, initiativeId, name, String(form.get('newTerritoryLevel') ?? '')) : null
      const draft = await changeChoices(event, initiativeId, event.params.draft, (former) => {
        const read = readChoices(form, former)
        if (place === null) return read
        const made = { ...read.made, territories: [...read.made.territories, name] }
        return { ...read, ...(isAboutOne ? { territoryFrom: `constant:${place}` } : {}), made }
      })
      choices = draft.choices
      if (draft.missing.length > 0)
        return fail(422, { faults: draft.missing.map((field) => ({ field, message: translate('import_choice_missing', {}, locale) })), choices })
      await check(event, initiativeId, event.params.draft)
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, locale).faults, choices })
    }
    redirect(303, `/${locale}/i/${event.params.slug}/import/${event.params.draft}/check`)
  },
}
