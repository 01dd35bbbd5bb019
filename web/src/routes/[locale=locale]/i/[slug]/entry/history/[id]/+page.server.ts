import { formatDateTime, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { contestRoutes } from '#shared/observations/contests.ts'
import { historyRoutes } from '#shared/observations/history.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { handWord, reasonOfChange } from '#lib/features/quality/history-words.ts'
import { pastFigureText } from '#lib/features/quality/past-figure.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** Every change of one figure that the reader may see. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const history = await read(event, historyRoutes.figure, { params: { ...params, observationId: event.params.id } })
  const [detail, { items: territories }, { items: contests }] = await Promise.all([
    read(event, indicatorRoutes.read, { params: { ...params, indicator: history.indicator } }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, contestRoutes.list, { params, query: { indicator: history.indicator } }),
  ])
  const contest = contests.find((one) => one.observationId === event.params.id && one.resolvedOn === null)
  const measure = measureOf(detail.current, locale)
  const place = territories.find((one) => one.code === history.territory)
  return {
    id: event.params.id,
    indicator: history.indicator,
    name: localName(detail.current.nameFr, detail.current.nameEn, locale),
    territory: place === undefined ? history.territory : localName(place.nameFr, place.nameEn, locale),
    period: formatPeriod(locale, history.period),
    formQuery: new URLSearchParams(history.partner === null ? { period: history.period } : { partner: history.partner, period: history.period }).toString(),
    contestId: contest?.id ?? null,
    mayContest: history.mayContest && contest === undefined,
    entries: history.entries.map((one) => {
      const value = pastFigureText(one.new, measure, locale)
      const before = one.old === null ? null : pastFigureText(one.old, measure, locale)
      return {
        number: one.number,
        at: formatDateTime(locale, one.at, initiative.timeZone),
        reason: reasonOfChange(one.reason),
        state: one.newState,
        value,
        before: before === value ? null : before,
        who: handWord(one.author),
        approver: one.approver === null || one.approver.name === one.author.name ? null : handWord(one.approver),
        note: one.note,
        comment: one.new.comment,
        confirmation: one.confirmation === null ? null : (one.confirmation.comment ?? m.checks_zero_confirmed({}, { locale })),
      }
    }),
  }
}
