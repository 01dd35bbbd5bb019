import { compareText, formatDate, formatDateTime, formatNumber, formatPeriod } from '#shared/i18n/format.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import type { DefinitionField } from '#shared/indicators/meaning.ts'
import { observationRoutes } from '#shared/observations/contract.ts'
import { historyRoutes } from '#shared/observations/history.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { actionWord } from '#lib/features/quality/history-words.ts'
import { pastFigureText } from '#lib/features/quality/past-figure.ts'
import { FIELD_WORDS, fieldValue } from '#lib/features/settings/field-words.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** First day of a version that holds since ever. */
const SINCE_EVER = '0001-01-01'
/** Figures listed with their history; the entry form reaches the others. */
const MAXIMUM_FIGURES = 500

/** How a definition changed, who did what to it, and the figures whose history the reader may open. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const { code } = event.params
  const inCircle = hat.role !== 'funder'
  const [history, detail, figures, partners, { items: territories }] = await Promise.all([
    read(event, historyRoutes.definition, { params: { ...params, indicator: code } }),
    read(event, indicatorRoutes.read, { params: { ...params, indicator: code } }),
    inCircle ? read(event, observationRoutes.list, { params, query: { indicator: code, limit: MAXIMUM_FIGURES } }).then(({ items }) => items) : [],
    inCircle ? read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items) : [],
    read(event, territoryRoutes.list, { params, query: {} }),
  ])
  const measure = measureOf(detail.current, locale)
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const placeName = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const number = (text: string) => formatNumber(locale, text)
  const day = (date: string | null) => (date === null || date === SINCE_EVER ? null : formatDate(locale, date))
  return {
    code,
    name: localName(detail.current.nameFr, detail.current.nameEn, locale),
    versions: history.versions.map((one) => ({
      number: one.number,
      from: day(one.validFrom),
      to: day(one.validTo),
      reason: one.changeReasonFr === null ? null : localName(one.changeReasonFr, one.changeReasonEn, locale),
      changes: one.changes.map(({ field, from, to }) => ({
        field,
        label: field in FIELD_WORDS ? FIELD_WORDS[field as DefinitionField]() : field,
        from: fieldValue(field as DefinitionField, from, number),
        to: fieldValue(field as DefinitionField, to, number),
      })),
    })),
    seesAll: hat.isLead,
    actions: history.actions.map((one, index) => ({
      key: String(index),
      at: formatDateTime(locale, one.at, initiative.timeZone),
      what: actionWord(one.action),
      name: one.name ?? '',
    })),
    inCircle,
    figures: figures
      .filter((one) => one.category === 'TOTAL')
      .map((one) => ({
        id: one.id,
        period: one.period,
        periodName: formatPeriod(locale, one.period),
        partner: one.partner === null ? '' : (partnerName.get(one.partner) ?? one.partner),
        territory: placeName.get(one.territory) ?? one.territory,
        value: pastFigureText(one, measure, locale),
        state: one.state,
      }))
      .sort((a, b) => compareText(locale)(b.period, a.period) || compareText(locale)(a.territory, b.territory) || compareText(locale)(a.partner, b.partner)),
  }
}
