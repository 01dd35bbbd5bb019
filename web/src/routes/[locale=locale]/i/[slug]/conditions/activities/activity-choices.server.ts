import type { RequestEvent } from '@sveltejs/kit'
import { goalRoutes } from '#shared/conditions/contract.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { ActivityState, Lever, Responsibility } from '#shared/activities/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'

/** What an activity may be linked to, by name. */
export async function activityChoices(event: Pick<RequestEvent, 'fetch' | 'url' | 'locals'>, initiativeId: string) {
  const { locale } = event.locals
  const params = { initiativeId }
  const [{ items: partners }, { items: goals }, { items: indicators }, { items: territories }] = await Promise.all([
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, goalRoutes.list, { params }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
  ])
  const byLabel = (a: { label: string }, b: { label: string }) => compareText(locale)(a.label, b.label)
  return {
    partners: partners
      .filter((one) => one.leftOn === null)
      .map((one) => ({ value: one.code, label: one.name }))
      .sort(byLabel),
    goals: goals.map((one) => ({ value: one.id, label: localName(one.statementFr, one.statementEn, locale) })),
    indicators: indicators.map((one) => ({ value: one.code, label: localName(one.current.nameFr, one.current.nameEn, locale) })),
    territories: territories.map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) })).sort(byLabel),
  }
}
export type ActivityChoices = Awaited<ReturnType<typeof activityChoices>>

/** Reads the form of an activity; faults are kept in it. Partners are every `role:<code>` that is not empty. */
export function activityBody(form: SentForm) {
  const roles = Object.entries(form.values()).flatMap(([name, value]) => {
    const role = Responsibility.options.find((one) => one === value)
    return name.startsWith('role:') && role !== undefined ? [{ code: name.slice(5), role }] : []
  })
  return {
    nameFr: form.required('nameFr', m.activities_name_missing()),
    nameEn: form.orNull('nameEn'),
    descriptionFr: form.orNull('descriptionFr'),
    descriptionEn: form.orNull('descriptionEn'),
    goalId: form.orNull('goalId'),
    territoryCode: form.orNull('territoryCode'),
    startsOn: form.orNull('startsOn'),
    endsOn: form.orNull('endsOn'),
    state: ActivityState.options.find((one) => one === form.text('state')) ?? ('planned' as const),
    cost: form.decimal('cost'),
    levers: Lever.options.filter((lever) => form.many('levers').includes(lever)),
    indicatorCodes: form.many('indicatorCodes'),
    // Only the backbone decides what funders see; for others the box is not there and nothing is sent.
    ...(form.isTicked('mayPublish') ? { published: form.isTicked('published') } : {}),
    partners: roles.map(({ code, role }) => ({ code, role, missionFit: form.orNull(`fit:${code}`), adjustmentMade: form.orNull(`adjustment:${code}`) })),
  }
}
