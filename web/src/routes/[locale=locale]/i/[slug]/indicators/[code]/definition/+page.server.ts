import { formatDate } from '#shared/i18n/format.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { aggregationSentence, AXES } from '#shared/indicators/sentence.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { readThreadViews, threadActions } from '#lib/features/definitions/threads.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** A definition for every member, and for the circle what is said about it (domain 5, row 14). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const inCircle = hat.role !== 'funder'
  const [detail, { items: partners }] = await Promise.all([
    read(event, indicatorRoutes.read, { params: { ...params, indicator: event.params.code } }),
    inCircle ? read(event, partnerRoutes.list, { params, query: {} }) : { items: [] },
  ])
  const { current } = detail
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const names = { partner: (code: string) => partnerName.get(code) ?? code, timeZone: initiative.timeZone }
  const english = locale === 'en'
  return {
    isSaved: event.url.searchParams.has('saved'),
    indicator: {
      code: detail.code,
      name: localName(current.nameFr, current.nameEn, locale),
      number: current.number,
      definition: localName(current.definitionFr, current.definitionEn, locale),
      formula: english ? (current.formulaEn ?? current.formulaFr) : current.formulaFr,
      purpose: localName(current.purposeFr, current.purposeEn, locale),
      limits: english ? (current.limitsEn ?? current.limitsFr) : current.limitsFr,
      source: english ? (current.sourceEn ?? current.sourceFr) : current.sourceFr,
      frequency: current.frequency,
      sentences: AXES.filter((axis) => axis !== 'partners' || detail.scope === 'performance').map((axis) => ({
        axis,
        sentence: aggregationSentence(current, axis, locale),
      })),
      versions: detail.versions.map((one) => ({
        number: one.number,
        from: one.validFrom,
        reason: english ? (one.changeReasonEn ?? one.changeReasonFr) : one.changeReasonFr,
      })),
    },
    since: current.number === 1 ? null : formatDate(locale, current.validFrom),
    threads: inCircle ? await readThreadViews(event, { ...params, indicator: detail.code }, names) : null,
  }
}

export const actions: Actions = threadActions
