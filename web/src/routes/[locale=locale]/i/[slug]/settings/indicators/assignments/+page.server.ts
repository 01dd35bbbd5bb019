import { redirect, type RequestEvent } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { assignmentRoutes, type Assignment } from '#shared/targets/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText, formatDate } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Shown at once; filters narrow what is longer. */
const SHOWN = 300

/** Who owes which figure where and when, with what nobody owes. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const asked = (name: string) => event.url.searchParams.get(name) || undefined
  const filter = { indicator: asked('indicator'), partner: asked('partner'), territory: asked('territory') }
  const hasEnded = asked('ended') !== undefined
  const [{ items, orphans }, { items: indicators }, { items: territories }, { items: partners }, settings] = await Promise.all([
    read(event, assignmentRoutes.list, { params, query: { ...filter, ...(hasEnded ? { ended: 'true' as const } : {}) } }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, initiativeRoutes.read, { params }),
  ])
  const indicatorName = new Map(indicators.map((one) => [one.code, localName(one.current.nameFr, one.current.nameEn, locale)]))
  const placeName = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const byName = (a: { label: string }, b: { label: string }) => compareText(locale)(a.label, b.label)
  const view = (one: Assignment) => ({
    id: one.id,
    code: one.indicator,
    what: indicatorName.get(one.indicator) ?? one.indicator,
    who: one.partnerCode === null ? m.indicators_owed_by_all() : (partnerName.get(one.partnerCode) ?? one.partnerCode),
    where: placeName.get(one.territoryCode) ?? one.territoryCode,
    dates:
      one.validTo === null
        ? m.indicators_owed_from({ date: formatDate(locale, one.validFrom) })
        : m.assignments_dates({ from: formatDate(locale, one.validFrom), to: formatDate(locale, one.validTo) }),
    periods: one.periodFilter === null ? m.assignments_all_periods() : one.periodFilter.map(endingWord).join(', '),
    state: one.paused ? 'paused' : one.validTo !== null && one.validTo < settings.today ? 'ended' : 'active',
  })
  const named = (codes: readonly string[]) => codes.map((code) => ({ code, name: indicatorName.get(code) ?? code }))
  return {
    today: settings.today,
    filter: { indicator: filter.indicator ?? '', partner: filter.partner ?? '', territory: filter.territory ?? '', ended: hasEnded ? 'true' : '' },
    isFiltered: Object.values(filter).some((value) => value !== undefined) || hasEnded,
    isSaved: event.url.searchParams.has('saved'),
    kept: Number(event.url.searchParams.get('kept') ?? 0),
    total: items.length,
    rows: items.slice(0, SHOWN).map(view),
    orphans: { unowed: named(orphans.unowed), gone: orphans.ofPartnersGone.map(view), withoutGoal: named(orphans.withoutGoal) },
    indicators: indicators
      .filter(({ archivedOn }) => archivedOn === null)
      .map((one) => ({ value: one.code, label: indicatorName.get(one.code) ?? one.code, isPopulation: one.scope === 'population' })),
    partners: partners
      .filter(({ leftOn }) => leftOn === null || leftOn >= settings.today)
      .map((one) => ({ value: one.code, label: one.name }))
      .sort(byName),
    places: territories.map((one) => ({ value: one.code, label: placeName.get(one.code) ?? one.code })).sort(byName),
  }
}

/** Endings of period codes as the locale's readers write them: Q3 is « T3 » in French. */
const endingWord = (code: string) => (/^Q/.test(code) ? m.assignments_quarter({ number: code.slice(1) }) : code)

async function act(event: RequestEvent, part: string, plan: (form: SentForm) => (params: { initiativeId: string }) => Promise<string>) {
  const form = new SentForm(await event.request.formData())
  const work = plan(form)
  if (form.faults.length > 0) return sendBack(part, form)
  let told = ''
  try {
    told = await work({ initiativeId: form.text('initiativeId') })
  } catch (cause) {
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
  redirect(303, `/${event.locals.locale}/i/${event.params.slug}/settings/indicators/assignments?saved${told}`)
}

const endingsOf = (text: string) =>
  text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((one) => one !== '')
    .map((one) => one.replace(/^T(?=[1-4]$)/, 'Q'))

export const actions: Actions = {
  assign: (event) =>
    act(event, 'assign', (form) => {
      const [indicators, territories, partners] = [form.many('indicators'), form.many('territories'), form.many('partners')]
      if (indicators.length === 0) form.refuse('indicators', m.assignments_indicators_missing())
      if (territories.length === 0) form.refuse('territories', m.indicators_places_missing())
      const validFrom = form.required('validFrom', m.indicators_from_missing())
      const endings = endingsOf(form.text('periodFilter'))
      return async (params) => {
        const { kept } = await call(event.fetch, assignmentRoutes.assign, {
          params,
          body: {
            indicators,
            territories,
            partners,
            validFrom,
            validTo: form.orNull('validTo'),
            onlyCovered: form.isTicked('onlyCovered'),
            periodFilter: endings.length === 0 ? null : endings,
          },
        })
        return kept > 0 ? `&kept=${kept}` : ''
      }
    }),
  change: (event) =>
    act(event, 'change', (form) => {
      const ids = form.many('ids')
      if (ids.length === 0) form.refuse('ids', m.assignments_none_chosen())
      const what = form.text('what')
      const validTo = what === 'end' ? form.required('endOn', m.assignments_end_missing()) : null
      return async (params) => {
        await call(event.fetch, assignmentRoutes.change, { params, body: { ids, ...(what === 'end' ? { validTo } : { paused: what === 'pause' }) } })
        return ''
      }
    }),
}
