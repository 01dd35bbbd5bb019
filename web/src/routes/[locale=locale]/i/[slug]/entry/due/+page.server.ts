import { redirect } from '@sveltejs/kit'
import { formatDate, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { dueRoutes } from '#shared/observations/due.ts'
import { extensionRoutes } from '#shared/observations/extensions.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** What waits to be entered, by partner and period, with the form that each opens. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const isBackbone = hat.role === 'backbone'
  const partner = isBackbone ? event.url.searchParams.get('partner') || undefined : undefined
  const [due, { items: indicators }, { items: extensions }, partners] = await Promise.all([
    read(event, dueRoutes.list, { params, query: partner === undefined ? {} : { partner } }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, extensionRoutes.list, { params }),
    isBackbone ? read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items) : [],
  ])
  const name = new Map(indicators.map((one) => [one.code, localName(one.current.nameFr, one.current.nameEn, locale)]))
  const items = due.groups.flatMap((group) => group.items)
  const waiting = (list: typeof items) => list.reduce((sum, one) => sum + one.toEnter + one.drafts + one.returned, 0)
  return {
    partner: partner ?? '',
    partners: partners.map((one) => ({ value: one.code, label: one.name })),
    indicators: indicators.map(({ code }) => ({ value: code, label: name.get(code) ?? code })),
    isExtended: event.url.searchParams.has('extended'),
    extensions: extensions.map((one) => ({
      id: one.id,
      what: [one.partnerName ?? m.due_of_nobody(), formatPeriod(locale, one.period), one.indicator === null ? null : (name.get(one.indicator) ?? one.indicator)]
        .filter((part) => part !== null)
        .join(' · '),
      sentence: m.due_extended_to({ date: formatDate(locale, one.dueOn), reason: one.reason }),
    })),
    count: waiting(items),
    overdue: waiting(items.filter((one) => one.isOverdue)),
    next: due.next === null ? null : { ...due.next, dueOn: formatDate(locale, due.next.dueOn), period: formatPeriod(locale, due.next.period) },
    groups: due.groups.map((group) => ({
      code: group.partner ?? '',
      name: group.name,
      periods: [...Map.groupBy(group.items, (item) => item.period)].map(([period, list]) => ({
        code: period,
        name: formatPeriod(locale, period),
        query: new URLSearchParams(group.partner === null ? { period } : { partner: group.partner, period }).toString(),
        // Several rhythms may end on one day: the period is as late as its first due date.
        isOverdue: list.some((item) => item.isOverdue),
        dueOn: formatDate(
          locale,
          list.reduce((first, item) => (item.dueOn < first ? item.dueOn : first), list[0]?.dueOn ?? ''),
        ),
        items: list.map((item) => ({
          ...item,
          name: name.get(item.indicator) ?? item.indicator,
          returnedFigures: item.returnedFigures.map((one) => ({
            key: `${one.territory} ${one.category}`,
            what: [one.territoryName, one.categoryFr === null ? '' : localName(one.categoryFr, one.categoryEn, locale)]
              .filter((part) => part !== '')
              .join(', '),
            comment: one.comment ?? '',
          })),
        })),
      })),
    })),
  }
}

const here = (event: { params: { slug: string }; locals: { locale: string } }) => `/${event.locals.locale}/i/${event.params.slug}/entry/due`

export const actions: Actions = {
  extend: async (event) => {
    const form = new SentForm(await event.request.formData())
    const [period, dueOn, reason] = [form.required('period'), form.required('dueOn'), form.required('reason')]
    if (form.faults.length > 0) return sendBack('extend', form)
    const body = { partner: form.orNull('partner'), period, indicator: form.orNull('indicator'), dueOn, reason }
    try {
      await call(event.fetch, extensionRoutes.grant, { params: { initiativeId: form.text('initiativeId') }, body })
    } catch (cause) {
      return sendBackRefused('extend', form, cause, event.locals.locale)
    }
    redirect(303, `${here(event)}?extended`)
  },
  endExtension: async (event) => {
    const form = new SentForm(await event.request.formData())
    try {
      await call(event.fetch, extensionRoutes.remove, { params: { initiativeId: form.text('initiativeId'), extensionId: form.text('extensionId') } })
    } catch (cause) {
      return sendBackRefused('extend', form, cause, event.locals.locale)
    }
    redirect(303, here(event))
  },
}
