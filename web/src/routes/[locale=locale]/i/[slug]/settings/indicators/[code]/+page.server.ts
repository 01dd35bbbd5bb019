import { redirect } from '@sveltejs/kit'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { indicatorRoutes, targetRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText, formatDate, formatMeasure, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#lib/features/progress/measure.ts'
import { periodChoices } from '#lib/features/settings/periods.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** Places offered one by one; the others come with the import of a file. */
const PLACES = 300

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [indicator, { items: territories }, { items: partners }, settings] = await Promise.all([
    read(event, indicatorRoutes.read, { params: { ...params, indicator: event.params.code } }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, initiativeRoutes.read, { params }),
  ])
  const { current } = indicator
  const measure = measureOf(current, locale)
  const byName = compareText(locale)
  const placeName = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const wide =
    territories.length <= PLACES
      ? territories
      : territories.filter((one) => one.isTop || territories.some(({ parentCode }) => parentCode === one.code)).slice(0, PLACES)
  const written = (text: string | null) => (text === null ? '' : formatMeasure(locale, text, measure))
  const share = (numerator: string, denominator: string) => m.indicators_parts({ numerator, denominator })
  return {
    indicator: {
      code: indicator.code,
      scope: indicator.scope,
      isCore: indicator.isCore,
      version: indicator.version,
      name: localName(current.nameFr, current.nameEn, locale),
      storyFr: indicator.storyFr ?? '',
      storyEn: indicator.storyEn ?? '',
      definition: localName(current.definitionFr, current.definitionEn, locale),
      purpose: localName(current.purposeFr, current.purposeEn, locale),
      unitKind: current.unitKind,
      frequency: current.frequency,
      direction: current.direction,
      displayFactor: current.displayFactor,
      mayParts: current.unitKind === 'ratio' && !current.partsUnknown,
      unit: measure.unitLabel ?? measure.currencyCode ?? '',
    },
    today: settings.today,
    step: event.url.searchParams.has('created') ? 'created' : event.url.searchParams.has('saved') ? 'saved' : null,
    periods: periodChoices(current.frequency, settings.today, settings, locale),
    places: wide.map((one) => ({ value: one.code, label: placeName.get(one.code) ?? one.code })).sort((a, b) => byName(a.label, b.label)),
    top: territories.find((one) => one.isTop)?.code ?? '',
    partners: partners
      .filter(({ leftOn }) => leftOn === null || leftOn >= settings.today)
      .map(({ code, name }) => ({ value: code, label: name }))
      .sort((a, b) => byName(a.label, b.label)),
    assignments: indicator.assignments
      .filter(({ validTo }) => validTo === null || validTo >= settings.today)
      .map((one) => ({
        id: one.id,
        who: one.partnerCode === null ? null : (partnerName.get(one.partnerCode) ?? one.partnerCode),
        where: placeName.get(one.territoryCode) ?? one.territoryCode,
        from: formatDate(locale, one.validFrom),
      })),
    baselines: indicator.baselines
      .filter(({ category }) => category === 'TOTAL')
      .map((one) => ({
        territory: one.territoryCode,
        where: placeName.get(one.territoryCode) ?? one.territoryCode,
        period: one.periodCode === null ? '' : formatPeriod(locale, one.periodCode),
        isPending: one.isPending,
        figure: one.value !== null ? written(one.value) : one.numerator !== null && one.denominator !== null ? share(one.numerator, one.denominator) : '',
      })),
    targets: indicator.targetPoints
      .filter((one) => one.supersededOn === null && one.partnerCode === null && one.category === 'TOTAL')
      .map((one) => ({
        id: one.id,
        scope: one.scope,
        where: one.territoryCode === null ? null : (placeName.get(one.territoryCode) ?? one.territoryCode),
        period: formatPeriod(locale, one.periodCode),
        figure: written(one.value),
      })),
  }
}

/** Reads the form, does the work when it has no fault, and comes back to the section. */
async function act(event: RequestEvent, part: string, plan: (form: SentForm, params: { initiativeId: string; indicator: string }) => () => Promise<unknown>) {
  const form = new SentForm(await event.request.formData())
  const work = plan(form, { initiativeId: form.text('initiativeId'), indicator: event.params.code })
  if (form.faults.length > 0) return sendBack(part, form)
  try {
    await work()
  } catch (cause) {
    if (wrongSide(cause)) form.refuse('target', m.indicators_wrong_side())
    if (form.faults.length > 0) return sendBack(part, form)
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
  redirect(303, `/${event.locals.locale}/i/${event.params.slug}/settings/indicators/${event.params.code}?saved#${part === 'withdraw' ? 'target' : part}`)
}

export const actions: Actions = {
  story: (event) =>
    act(
      event,
      'story',
      (form, params) => () =>
        call(event.fetch, indicatorRoutes.change, {
          params,
          version: form.version(),
          body: { isCore: form.isTicked('isCore'), storyFr: form.orNull('storyFr'), storyEn: form.orNull('storyEn') },
        }),
    ),

  assignments: (event) =>
    act(event, 'assignments', (form, params) => {
      const partners = form.isTicked('ofPopulation') ? [null] : form.many('partners')
      if (partners.length === 0) form.refuse('partners', m.indicators_partners_missing())
      const places = form.many('places')
      if (places.length === 0) form.refuse('places', m.indicators_places_missing())
      const validFrom = form.required('validFrom', m.indicators_from_missing())
      return () =>
        call(event.fetch, targetRoutes.saveAssignments, {
          params,
          body: { items: partners.flatMap((partnerCode) => places.map((territoryCode) => ({ territoryCode, partnerCode, validFrom }))) },
        })
    }),

  baseline: (event) =>
    act(event, 'baseline', (form, params) => {
      const factor = form.text('displayFactor') || '1'
      const isPending = form.isTicked('isPending')
      const figure = isPending
        ? {}
        : {
            value: form.decimal('value', factor),
            ...(form.text('numerator') === '' && form.text('denominator') === ''
              ? {}
              : { numerator: form.decimal('numerator'), denominator: form.decimal('denominator') }),
          }
      const territoryCode = form.required('baselinePlace', m.indicators_place_missing())
      if (!isPending && form.text('value') === '' && form.text('numerator') === '') form.refuse('value', m.indicators_figure_missing())
      return () =>
        call(event.fetch, targetRoutes.saveBaselines, {
          params,
          body: { items: [{ territoryCode, periodCode: form.orNull('baselinePeriod'), isPending, ...figure }] },
        })
    }),

  // The API takes all points that stand: the page adds one to those, or leaves one out with its reason.
  target: (event) =>
    act(event, 'target', (form, params) => {
      const value = form.decimal('target', form.text('displayFactor') || '1')
      if (value === null && form.text('target') === '') form.refuse('target', m.indicators_figure_missing())
      const periodCode = form.required('targetPeriod', m.indicators_period_missing())
      const place = form.orNull('targetPlace')
      const each = form.text('targetPlace') === '*'
      return async () =>
        call(event.fetch, targetRoutes.saveTargets, {
          params,
          body: {
            reasonFr: form.orNull('reasonFr'),
            items: [
              ...(await standing(event, params)),
              { scope: each ? 'each' : place === null ? 'whole' : 'one', territoryCode: each ? null : place, periodCode, value: value ?? '' },
            ],
          },
        })
    }),
  withdraw: (event) =>
    act(event, 'withdraw', (form, params) => {
      const reasonFr = form.required('withdrawReason', m.indicators_reason_missing())
      return async () =>
        call(event.fetch, targetRoutes.saveTargets, { params, body: { reasonFr, items: await standing(event, params, form.text('targetId')) } })
    }),
}

/** The API names stored figures, which nobody typed: the page says it in words. */
const wrongSide = (cause: unknown) => cause instanceof ApiProblem && cause.code === 'target_on_wrong_side'

/** The initiative's points that hold, as they are sent back. @param without one to leave out */
async function standing(event: RequestEvent, params: { initiativeId: string; indicator: string }, without = '') {
  const { targetPoints } = await call(event.fetch, indicatorRoutes.read, { params })
  return targetPoints
    .filter((one) => one.supersededOn === null && one.partnerCode === null && one.id !== without)
    .map(({ scope, territoryCode, category, periodCode, value }) => ({ scope, territoryCode, category, periodCode, value }))
}
