import { formatDate, formatPeriod } from '#shared/i18n/format.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { dueRoutes } from '#shared/observations/due.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** What waits to be entered, by partner and period, with the form that each opens. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const isBackbone = hat.role === 'backbone'
  const partner = isBackbone ? event.url.searchParams.get('partner') || undefined : undefined
  const [due, { items: indicators }, partners] = await Promise.all([
    read(event, dueRoutes.list, { params, query: partner === undefined ? {} : { partner } }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    isBackbone ? read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items) : [],
  ])
  const name = new Map(indicators.map((one) => [one.code, localName(one.current.nameFr, one.current.nameEn, locale)]))
  const items = due.groups.flatMap((group) => group.items)
  const waiting = (list: typeof items) => list.reduce((sum, one) => sum + one.toEnter + one.drafts + one.returned, 0)
  return {
    partner: partner ?? '',
    partners: partners.map((one) => ({ value: one.code, label: one.name })),
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
        items: list.map((item) => ({ ...item, name: name.get(item.indicator) ?? item.indicator })),
      })),
    })),
  }
}
