import { redirect, type RequestEvent } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { limitRoutes, type LimitInput } from '#shared/indicators/limits-contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText, formatDate, formatMeasure } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { decimal } from '#shared/values/decimal.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Between which values figures of one indicator are plausible. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id, indicator: event.params.code }
  const [indicator, { items }, { items: proposals }, { items: territories }, { items: partners }] = await Promise.all([
    read(event, indicatorRoutes.read, { params }),
    read(event, limitRoutes.list, { params }),
    read(event, limitRoutes.propose, { params }),
    read(event, territoryRoutes.list, { params: { initiativeId: initiative.id }, query: {} }),
    read(event, partnerRoutes.list, { params: { initiativeId: initiative.id }, query: {} }),
  ])
  const measure = measureOf(indicator.current, locale)
  const placeName = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const byName = (a: { label: string }, b: { label: string }) => compareText(locale)(a.label, b.label)
  const shown = (text: string | null) => (text === null ? m.limits_none() : formatMeasure(locale, text, measure))
  const whose = (one: { territoryCode: string | null; partnerCode: string | null }) => ({
    territory: one.territoryCode ?? '',
    partner: one.partnerCode ?? '',
    where: one.territoryCode === null ? m.limits_every_place() : (placeName.get(one.territoryCode) ?? one.territoryCode),
    who: one.partnerCode === null ? m.limits_every_partner() : (partnerName.get(one.partnerCode) ?? one.partnerCode),
  })
  const current = items.filter(({ versionNumber }) => versionNumber === indicator.current.number)
  const isSet = (one: { territoryCode: string | null; partnerCode: string | null; low: string; high: string }) =>
    current.some(
      (limit) => limit.territoryCode === one.territoryCode && limit.partnerCode === one.partnerCode && limit.low === one.low && limit.high === one.high,
    )
  return {
    indicator: {
      code: indicator.code,
      scope: indicator.scope,
      name: localName(indicator.current.nameFr, indicator.current.nameEn, locale),
      displayFactor: indicator.current.displayFactor,
      unit: measure.unitLabel ?? measure.currencyCode ?? '',
    },
    isSaved: event.url.searchParams.has('saved'),
    limits: current.map((one) => ({
      ...whose(one),
      low: shown(one.low),
      high: shown(one.high),
      isFromHistory: one.source === 'history',
      on: formatDate(locale, one.setOn),
    })),
    proposals: proposals
      .filter((one) => !isSet(one))
      .map((one) => ({
        ...whose(one),
        value: [one.territoryCode ?? '', one.partnerCode ?? '', one.low, one.high].join('|'),
        low: shown(one.low),
        high: shown(one.high),
        values: one.values,
      })),
    places: territories.map((one) => ({ value: one.code, label: placeName.get(one.code) ?? one.code })).sort(byName),
    partners: partners.map((one) => ({ value: one.code, label: one.name })).sort(byName),
  }
}

async function save(event: RequestEvent, part: string, plan: (form: SentForm) => LimitInput[]) {
  const form = new SentForm(await event.request.formData())
  const items = plan(form)
  if (form.faults.length > 0) return sendBack(part, form)
  try {
    await call(event.fetch, limitRoutes.save, { params: { initiativeId: form.text('initiativeId'), indicator: event.params.code ?? '' }, body: { items } })
  } catch (cause) {
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
  redirect(303, `/${event.locals.locale}/i/${event.params.slug}/settings/indicators/${event.params.code}/limits?saved`)
}

export const actions: Actions = {
  set: (event) =>
    save(event, 'set', (form) => {
      const factor = form.text('displayFactor') || '1'
      const [low, high] = [form.decimal('low', factor), form.decimal('high', factor)]
      if (low === null && high === null && form.faults.length === 0) form.refuse('low', m.limits_missing())
      if (low !== null && high !== null && decimal(low).gt(high)) form.refuse('high', m.limits_reversed())
      return [{ territoryCode: form.orNull('territoryCode'), partnerCode: form.orNull('partnerCode'), low, high, source: 'typed' }]
    }),
  remove: (event) =>
    save(event, 'remove', (form) => [{ territoryCode: form.orNull('territoryCode'), partnerCode: form.orNull('partnerCode'), source: 'typed' }]),
  accept: (event) =>
    save(event, 'accept', (form) => {
      const chosen = form.many('accepted')
      if (chosen.length === 0) form.refuse('accepted', m.limits_accept_missing())
      return chosen.map((text) => {
        const [territory, partner, low, high] = text.split('|')
        return { territoryCode: territory || null, partnerCode: partner || null, low: low ?? null, high: high ?? null, source: 'history' }
      })
    }),
}
