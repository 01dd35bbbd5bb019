import { compareText, dateOf, formatDate, formatInteger, formatList, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { eventRoutes } from '#shared/observations/events.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { progressRoutes } from '#shared/progress/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { addMonths } from '#shared/values/calendar-date.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { countsView } from '#lib/features/quality/report-counts.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** Completeness, timeliness, validation and coverage, three ways; what excuses an absence. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const isBackbone = hat.role === 'backbone'
  const ask = (name: string) => event.url.searchParams.get(name) || undefined
  const asked = { partner: ask('partner'), indicator: ask('indicator'), from: ask('from'), to: ask('to') }
  const today = dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone)
  const since = addMonths(today, -12).slice(0, 7)
  const query = Object.fromEntries(Object.entries({ ...asked, from: asked.from ?? since }).filter(([, value]) => value !== undefined))
  const [reports, { items: indicators }, { items: periods }, { items: events }, partners, territories] = await Promise.all([
    read(event, progressRoutes.completeness, { params, query }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, indicatorRoutes.periods, { params }),
    read(event, eventRoutes.list, { params }),
    hat.role === 'funder' ? [] : read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items),
    isBackbone ? read(event, territoryRoutes.list, { params, query: {} }).then(({ items }) => items) : [],
  ])
  const indicatorName = new Map(indicators.map((one) => [one.code, localName(one.current.nameFr, one.current.nameEn, locale)]))
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const root = `/${locale}/i/${initiative.slug}`
  const byName = (a: { name: string }, b: { name: string }) => compareText(locale)(a.name, b.name)
  const begun = periods.filter((one) => one.startsOn <= today).sort((a, b) => (a.endsOn < b.endsOn ? 1 : -1))
  const named = begun.map((one) => ({ value: one.code, label: formatPeriod(locale, one.code) }))
  const ended = begun.filter((one) => one.endsOn < today).map((one) => ({ value: one.code, label: formatPeriod(locale, one.code) }))
  const own = partners.find((one) => one.code === hat.partnerCode)
  return {
    asked: { partner: asked.partner ?? '', indicator: asked.indicator ?? '', from: asked.from ?? '', to: asked.to ?? '' },
    totals: countsView(reports, locale),
    isEmpty: reports.expected === 0 && reports.received === 0 && reports.excused === 0,
    items: reports.items
      .map(({ indicator, ...counts }) => ({
        code: indicator,
        name: indicatorName.get(indicator) ?? indicator,
        href: `${root}/indicators/${indicator}`,
        counts: countsView(counts, locale),
      }))
      .sort(byName),
    partners: reports.partners
      .map(({ partner, ...counts }) => ({
        code: partner,
        name: partnerName.get(partner) ?? partner,
        href: `${root}/partners/${partner}`,
        counts: countsView(counts, locale),
      }))
      .sort(byName),
    periods: reports.periods.map(({ period, ...counts }) => ({
      code: period,
      name: formatPeriod(locale, period),
      href: null,
      counts: countsView(counts, locale),
    })),
    withheld: {
      sums: reports.withheld.sums,
      indicators:
        reports.withheld.indicators.length === 0
          ? null
          : formatList(
              locale,
              reports.withheld.indicators.map((code) => indicatorName.get(code) ?? code),
            ),
    },
    filters: {
      partners: (isBackbone ? partners : own === undefined ? [] : [own]).map((one) => ({ value: one.code, label: one.name })),
      indicators: indicators.map((one) => ({ value: one.code, label: indicatorName.get(one.code) ?? one.code })),
      periods: named,
    },
    events: events.map((one) => ({
      id: one.id,
      note: localName(one.noteFr, one.noteEn, locale),
      declaredOn: formatDate(locale, one.declaredOn),
      lifted: one.liftedOn === null ? null : { date: formatDate(locale, one.liftedOn), reason: one.liftedReason ?? '' },
      reports: one.reports ?? 0,
      version: one.version,
      mayLift: one.abilities.lift,
    })),
    choices: !isBackbone
      ? null
      : {
          periods: ended.slice(0, 12),
          partners: partners.filter((one) => one.leftOn === null).map((one) => ({ value: one.code, label: one.name })),
          territories: territories.map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) })),
          indicators: indicators.map((one) => ({ value: one.code, label: indicatorName.get(one.code) ?? one.code })),
        },
  }
}

/** Counts what an event would excuse, or excuses it. */
async function declare({ request, fetch, locals }: RequestEvent, dryRun: boolean) {
  const form = new SentForm(await request.formData())
  const filters = { periods: form.many('periods'), partners: form.many('partners'), territories: form.many('territories'), indicators: form.many('indicators') }
  const noteFr = form.required('noteFr', m.quality_event_note_missing())
  if (filters.periods.length === 0) form.refuse('periods', m.quality_event_periods_missing())
  if (form.faults.length > 0) return sendBack('event', form)
  try {
    const { count, partners } = await call(fetch, eventRoutes.declare, {
      params: { initiativeId: form.text('initiative') },
      body: { noteFr, noteEn: form.orNull('noteEn'), filters, dryRun },
    })
    if (!dryRun) return { declared: count }
    const names = partners.map((one) => ({ name: one.name ?? m.quality_event_no_partner(), count: formatInteger(locals.locale, one.count) }))
    return { preview: { count, partners: names }, typed: form.values() }
  } catch (cause) {
    return sendBackRefused('event', form, cause, locals.locale)
  }
}

export const actions: Actions = {
  preview: (event) => declare(event, true),
  declare: (event) => declare(event, false),
  lift: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const reason = form.required('reason', m.quality_event_lift_missing())
    if (form.faults.length > 0) return sendBack(form.text('event'), form)
    try {
      await call(fetch, eventRoutes.lift, {
        params: { initiativeId: form.text('initiative'), eventId: form.text('event') },
        version: form.version(),
        body: { reason },
      })
    } catch (cause) {
      return sendBackRefused(form.text('event'), form, cause, locals.locale)
    }
    return { lifted: true }
  },
}
