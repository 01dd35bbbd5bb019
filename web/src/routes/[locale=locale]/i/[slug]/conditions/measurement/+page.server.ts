import { conditionRoutes } from '#shared/conditions/overview.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { progressRoutes } from '#shared/progress/contract.ts'
import { compareText, formatInteger, formatPercent, formatPeriod } from '#shared/i18n/format.ts'
import { decimal, divide, toText } from '#shared/values/decimal.ts'
import { read } from '#lib/api/read.server.ts'
import { FREQUENCY_WORDS } from '#lib/features/conditions/words.ts'
import { measuredOf, readingOf } from '#lib/features/conditions/measured.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** What is measured together, and whether figures arrive, in time and checked. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [overview, { items: indicators }, reports, partners] = await Promise.all([
    read(event, conditionRoutes.overview, { params }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, progressRoutes.completeness, { params, query: {} }),
    hat.role === 'funder' ? [] : read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items),
  ])
  const number = (value: number) => formatInteger(locale, value)
  const share = (part: number, whole: number) => {
    const ratio = divide(decimal(part), decimal(whole))
    return ratio === null ? null : formatPercent(locale, toText(ratio), { decimals: 0 })
  }
  const counts = ({ expected, received, onTime, validated }: { expected: number; received: number; onTime: number; validated: number }) => ({
    expected: number(expected),
    received: number(received),
    onTime: number(onTime),
    validated: number(validated),
    receivedShare: share(received, expected),
    onTimeShare: share(onTime, expected),
    validatedShare: share(validated, expected),
    isWhole: received === expected,
  })
  return {
    measured: measuredOf(overview, 'measurement', readingOf(event.locals.locale, initiative, hat)),
    period: reports.period === null ? null : formatPeriod(locale, reports.period),
    totals: counts(reports),
    toValidate: overview.measurement.toValidate,
    indicators: indicators.map((one) => ({
      code: one.code,
      name: localName(one.current.nameFr, one.current.nameEn, locale),
      scope: one.scope,
      version: number(one.current.number),
      frequency: FREQUENCY_WORDS[one.current.frequency](),
      counts: reports.items.filter((item) => item.indicator === one.code).map(counts)[0] ?? null,
      isWithheld: reports.withheld.indicators.includes(one.code),
    })),
    partners: reports.partners
      .map((row) => ({ code: row.partner, name: partners.find((one) => one.code === row.partner)?.name ?? row.partner, counts: counts(row) }))
      .sort((a, b) => compareText(locale)(a.name, b.name)),
  }
}
