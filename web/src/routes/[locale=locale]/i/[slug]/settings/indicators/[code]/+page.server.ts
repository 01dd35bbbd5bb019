import { redirect, type RequestEvent } from '@sveltejs/kit'
import { indicatorRoutes, targetRoutes } from '#shared/indicators/contract.ts'
import { missingTranslations } from '#shared/indicators/meaning.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText, formatDate } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { readThreadViews, threadActions } from '#lib/features/definitions/threads.server.ts'
import { sentencesOf } from '#lib/features/settings/sample.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

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
  const byName = compareText(locale)
  const placeName = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const wide =
    territories.length <= PLACES
      ? territories
      : territories.filter((one) => one.isTop || territories.some(({ parentCode }) => parentCode === one.code)).slice(0, PLACES)
  const threads = await readThreadViews(
    event,
    { ...params, indicator: event.params.code },
    { partner: (code) => partnerName.get(code) ?? code, timeZone: settings.timeZone },
  )
  return {
    threads,
    indicator: {
      code: indicator.code,
      scope: indicator.scope,
      isCore: indicator.isCore,
      isArchived: indicator.archivedOn !== null,
      version: indicator.version,
      name: localName(current.nameFr, current.nameEn, locale),
      definition: localName(current.definitionFr, current.definitionEn, locale),
      purpose: localName(current.purposeFr, current.purposeEn, locale),
      unitKind: current.unitKind,
      frequency: current.frequency,
      direction: current.direction,
      sentences: sentencesOf(current, indicator.scope, locale),
    },
    advice: indicator.advice,
    toReapprove: indicator.toReapprove,
    missing: missingTranslations(current).length,
    today: settings.today,
    step: event.url.searchParams.has('created') ? 'created' : event.url.searchParams.has('saved') ? 'saved' : null,
    places: wide.map((one) => ({ value: one.code, label: placeName.get(one.code) ?? one.code })).sort((a, b) => byName(a.label, b.label)),
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
        paused: one.paused,
      })),
  }
}

/** Reads the form, does the work when it has no fault, and comes back to the section. */
async function act(event: RequestEvent, part: string, plan: (form: SentForm, params: { initiativeId: string; indicator: string }) => () => Promise<unknown>) {
  const form = new SentForm(await event.request.formData())
  const work = plan(form, { initiativeId: form.text('initiativeId'), indicator: event.params.code ?? '' })
  if (form.faults.length > 0) return sendBack(part, form)
  try {
    await work()
  } catch (cause) {
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
  redirect(303, `/${event.locals.locale}/i/${event.params.slug}/settings/indicators/${event.params.code}?saved#${part}`)
}

export const actions: Actions = {
  ...threadActions,
  story: (event) =>
    act(
      event,
      'story',
      (form, params) => () =>
        call(event.fetch, indicatorRoutes.change, {
          params,
          version: form.version(),
          body: { isCore: form.isTicked('isCore'), isArchived: form.isTicked('isArchived') },
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
}
