import { error } from '@sveltejs/kit'
import { activityRoutes } from '#shared/activities/contract.ts'
import { compareText, formatDate } from '#shared/i18n/format.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { contestRoutes } from '#shared/observations/contests.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { progressRoutes } from '#shared/progress/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#lib/features/progress/measure.ts'
import { latestCells, seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { figureView, pointsOf } from '#lib/features/progress/rows.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** What a partner brings and what it is owed: never a rank, never a count of failures. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const { items: partners } = await read(event, partnerRoutes.list, { params, query: {} })
  const partner = partners.find((one) => one.code === event.params.code)
  if (partner === undefined) error(404, 'not_found', { code: 'not_found' })
  const seesFigures = hat.role === 'backbone' || hat.partnerCode === partner.code
  const [{ items: indicators }, { items: territories }, latest, series, activities, completeness, contests] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    seesFigures ? latestCells(event, initiative.id, { partner: partner.code }) : [],
    seesFigures ? seriesCells(event, initiative.id, { partner: partner.code }) : [],
    read(event, activityRoutes.list, { params, query: { partner: partner.code } }).then(({ items }) => items),
    seesFigures ? read(event, progressRoutes.completeness, { params, query: {} }) : null,
    hat.role === 'funder' ? [] : read(event, contestRoutes.list, { params, query: { partner: partner.code } }).then(({ items }) => items),
  ])
  const open = contests.filter((one) => one.resolvedOn === null && one.contributionId !== null)
  const contestOf = new Map(open.map((one) => [one.contributionId, { id: one.id, isRead: one.abilities.read }]))
  const placeName = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const known = new Map(indicators.map((one) => [one.code, one]))
  return {
    partner: {
      code: partner.code,
      name: partner.name,
      sectors: partner.sectors,
      role: localName(partner.roleFr ?? '', partner.roleEn, locale),
      joinedOn: formatDate(locale, partner.joinedOn),
      leftOn: partner.leftOn === null ? null : formatDate(locale, partner.leftOn),
      isBackboneHost: partner.isBackboneHost,
      isAlsoFunder: partner.isAlsoFunder,
      territories: partner.territoryCodes.map((code) => ({ code, name: placeName.get(code) ?? code })),
      contributions: partner.contributions.map((one) => ({
        id: one.id,
        kind: one.kind,
        text: localName(one.descriptionFr ?? '', one.descriptionEn, locale),
        isConfirmed: one.confirmedOn !== null,
        contest: contestOf.get(one.id) ?? null,
      })),
      canEdit: partner.abilities.edit,
    },
    seesFigures,
    mayContest: hat.role === 'partner_contributor' && hat.partnerCode === partner.code && partner.leftOn === null,
    figures: latest
      .filter((cell) => known.has(cell.indicator))
      .map((cell) => {
        const indicator = known.get(cell.indicator) as (typeof indicators)[number]
        const measure = measureOf(indicator.current, locale)
        return {
          key: `${cell.indicator} ${cell.territory}`,
          code: cell.indicator,
          name: localName(indicator.current.nameFr, indicator.current.nameEn, locale),
          territory: placeName.get(cell.territory) ?? cell.territory,
          measure,
          view: figureView(cell, measure, locale),
          points: pointsOf(
            series.filter((one) => one.indicator === cell.indicator && one.territory === cell.territory),
            locale,
          ),
          hasOwnTarget: cell.target !== null,
        }
      })
      .sort((a, b) => compareText(locale)(a.name, b.name)),
    completeness:
      completeness === null
        ? null
        : { period: completeness.period, ...(completeness.partners.find((one) => one.partner === partner.code) ?? { expected: 0, received: 0, onTime: 0 }) },
    activities: activities.map((one) => {
      const own = one.partners.find((member) => member.code === partner.code)
      return {
        id: one.id,
        name: localName(one.nameFr, one.nameEn, locale),
        state: one.state,
        role: own?.role ?? 'is_informed',
        adjustment: own?.adjustmentMade ?? null,
      }
    }),
  }
}
