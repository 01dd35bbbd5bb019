import { error } from '@sveltejs/kit'
import { formatChange, formatDate, formatMeasure, formatNumber, formatPercent, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import type { Period, PeriodKind } from '#shared/values/period.ts'
import { read } from '#lib/api/read.server.ts'
import { cautionsOf, inputsOf, pathOf, sumOf } from '#lib/features/progress/explained.ts'
import { isIncomplete } from '#shared/progress/finding.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { latestAnswer } from '#lib/features/progress/read-progress.server.ts'
import { figureView, indicatorRows } from '#lib/features/progress/rows.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** Why one figure has its state: the rule, its numbers, who set them, and what makes the figure weak. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const ask = (name: string) => event.url.searchParams.get(name) ?? ''
  const indicator = ask('indicator')
  if (indicator === '') error(404, 'not_found', { code: 'not_found' })
  const [detail, { items: territories }, { items: periodRows }, { items: partners }] = await Promise.all([
    read(event, indicatorRoutes.read, { params: { ...params, indicator } }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, indicatorRoutes.periods, { params }),
    read(event, partnerRoutes.list, { params, query: {} }),
  ])
  const top = territories.find((one) => one.isTop)
  const territory = territories.find((one) => one.code === ask('territory')) ?? top
  const partner = partners.find((one) => one.code === ask('partner'))
  if (territory === undefined) error(404, 'not_found', { code: 'not_found' })
  const periods = new Map<string, Period>(periodRows.map((one) => [one.code, { ...one, kind: one.kind as PeriodKind }]))
  const basis = hat.role === 'backbone' && ask('basis') === 'provisional' ? ('provisional' as const) : undefined
  const to = periods.has(ask('to')) ? ask('to') : undefined
  const { cells, asOf } = await latestAnswer(event, initiative.id, {
    indicator,
    basis,
    to,
    ...(partner === undefined ? { territory: territory.code } : { partner: partner.code }),
  })
  const [cell] = cells
  const name = localName(territory.nameFr, territory.nameEn, locale)
  const about = {
    indicator: { code: indicator, name: localName(detail.current.nameFr, detail.current.nameEn, locale) },
    place: partner?.name ?? name,
    back: event.url.search,
  }
  const period = cell === undefined ? undefined : periods.get(cell.period)
  if (cell === undefined || period === undefined) return { ...about, told: null }

  const version = detail.versions.find((one) => one.validFrom <= period.endsOn && (one.validTo === null || one.validTo >= period.endsOn)) ?? detail.current
  const measure = measureOf(version, locale)
  const subject = { detail, version, cell, place: { code: territory.code, isTop: territory.isTop }, periods, measure, locale }
  const { points, baseline } = pathOf(subject)
  const baselinePeriod = baseline?.periodCode == null ? null : (periods.get(baseline.periodCode) ?? null)
  const view = figureView(cell, measure, locale, version)
  const [row] = indicatorRows([detail], [cell], [], locale, asOf === null ? undefined : { today: asOf, endOf: (code) => periods.get(code)?.endsOn })
  const way = cell.baseline === null || cell.target === null ? null : decimal(cell.target).minus(cell.baseline).abs()
  const same = version.tolerance ?? (way === null || way.isZero() ? null : toText(way.times('0.02')))
  const measured = (text: string) => formatMeasure(locale, text, measure)
  return {
    ...about,
    told: {
      view,
      state: view.status,
      trend: row?.trend ?? null,
      move: row?.move ?? null,
      pace: row?.pace ?? null,
      expected: row?.expectedText ?? null,
      period: formatPeriod(locale, cell.period),
      direction: version.direction,
      moved:
        cell.previous === null || cell.value === null || cell.previousPeriod === null || isIncomplete(cell)
          ? null
          : m.explain_direction_said({
              previous: measured(cell.previous),
              previousPeriod: formatPeriod(locale, cell.previousPeriod),
              value: measured(cell.value),
              period: formatPeriod(locale, cell.period),
              change: formatChange(locale, cell.previous, cell.value, measure),
            }),
      sum: sumOf(subject, points, period, baselinePeriod),
      inputs: inputsOf(subject, points),
      cautions: cautionsOf(subject),
      version: {
        number: String(version.number),
        from: version.number === 1 && version.validFrom <= '1000-01-01' ? null : formatDate(locale, version.validFrom),
        reason: locale === 'en' ? (version.changeReasonEn ?? version.changeReasonFr) : version.changeReasonFr,
      },
      thresholds: [
        {
          key: 'on',
          name: m.explain_threshold_on(),
          value: formatPercent(locale, version.onTrackRatio, { decimals: 0 }),
          isDefault: decimal(version.onTrackRatio).eq('0.9'),
        },
        {
          key: 'watch',
          name: m.explain_threshold_watch(),
          value: formatPercent(locale, version.watchRatio, { decimals: 0 }),
          isDefault: decimal(version.watchRatio).eq('0.7'),
        },
        ...(same === null
          ? []
          : [
              {
                key: 'same',
                name: m.explain_threshold_same(),
                value: formatChange(locale, '0', same, measure).replace(/^\+/, ''),
                isDefault: version.tolerance === null,
              },
            ]),
        {
          key: 'coverage',
          name: m.explain_threshold_coverage(),
          value: formatPercent(locale, version.minCoverage, { decimals: 0 }),
          isDefault: decimal(version.minCoverage).eq('0.8'),
        },
        ...(version.completeList
          ? []
          : [
              {
                key: 'fragile',
                name: m.explain_threshold_fragile(),
                value: formatNumber(locale, String(version.minDenominator)),
                isDefault: version.minDenominator === 20,
              },
            ]),
      ],
    },
  }
}
