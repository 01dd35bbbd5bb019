import { error } from '@sveltejs/kit'
import { activityRoutes } from '#shared/activities/contract.ts'
import { compareText, formatDate, formatDateOrMonth, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { meetingRoutes } from '#shared/meetings/contract.ts'
import { contestRoutes } from '#shared/observations/contests.ts'
import { dueRoutes, type DueItem } from '#shared/observations/due.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { progressRoutes } from '#shared/progress/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { signedNotes } from './signed-notes.server.ts'
import { givenText } from '#lib/features/settings/contributions.ts'
import { figureView, pointsOf } from '#lib/features/progress/rows.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** Periods of the timeline of what was handed in. */
const TIMELINE = 8
const MOST_MEETINGS = 12

/** What waits next at a partner, by indicator: the earliest day. */
function nextDue(items: readonly DueItem[]): Map<string, DueItem> {
  const found = new Map<string, DueItem>()
  for (const item of items) {
    const known = found.get(item.indicator)
    if (known === undefined || item.dueOn < known.dueOn) found.set(item.indicator, item)
  }
  return found
}

/** What a partner brings and what it is owed: never a rank, never a count of failures. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const { items: partners } = await read(event, partnerRoutes.list, { params, query: {} })
  const partner = partners.find((one) => one.code === event.params.code)
  if (partner === undefined) error(404, 'not_found', { code: 'not_found' })
  // The backbone and the partner itself read its live figures; the others what it agreed to show in a release (domain 5, rows 18 and 23).
  const isOwn = hat.role === 'backbone' || hat.partnerCode === partner.code
  const inCircle = hat.role !== 'funder'
  const basis = isOwn ? {} : { basis: 'published' as const }
  const [{ items: indicators }, { items: territories }, answer, series, activities, completeness, contests, due, meetings, notes] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, progressRoutes.read, { params, query: { partner: partner.code, period: 'latest', ...basis } }),
    seriesCells(event, initiative.id, { partner: partner.code, ...basis }),
    read(event, activityRoutes.list, { params, query: { partner: partner.code } }).then(({ items }) => items),
    isOwn ? read(event, progressRoutes.completeness, { params, query: { partner: partner.code, from: '1900' } }) : null,
    hat.role === 'funder' ? [] : read(event, contestRoutes.list, { params, query: { partner: partner.code } }).then(({ items }) => items),
    isOwn ? read(event, dueRoutes.list, { params, query: { partner: partner.code } }) : null,
    inCircle ? read(event, meetingRoutes.list, { params, query: {} }).then(({ items }) => items) : null,
    signedNotes(event, initiative.id, partner.code),
  ])
  const latest = answer.cells.filter((cell) => cell.partner === partner.code)
  const dueOf = nextDue(due?.groups.find((group) => group.partner === partner.code)?.items ?? [])
  const open = contests.filter((one) => one.resolvedOn === null && one.contributionId !== null)
  const contestOf = new Map(open.map((one) => [one.contributionId, { id: one.id, isRead: one.abilities.read }]))
  const placeName = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const known = new Map(indicators.map((one) => [one.code, one]))
  const nameOf = (code: string) => {
    const current = known.get(code)?.current
    return current === undefined ? code : localName(current.nameFr, current.nameEn, locale)
  }
  const dueText = (item: DueItem | undefined) => {
    if (item === undefined) return null
    const words = { period: formatPeriod(locale, item.period, 'short'), date: formatDate(locale, item.dueOn) }
    return item.isOverdue ? m.partner_due_since(words) : m.partner_due_on(words)
  }
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
        given: givenText(one, initiative.currencyCode, locale),
        isConfirmed: one.confirmedOn !== null,
        contest: contestOf.get(one.id) ?? null,
      })),
      canEdit: partner.abilities.edit,
    },
    seesFigures: isOwn || latest.length > 0,
    isOwn,
    release: answer.release,
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
          due: dueText(dueOf.get(cell.indicator)),
        }
      })
      .sort((a, b) => compareText(locale)(a.name, b.name)),
    isEntitledToDue: due !== null,
    /** Indicators that are owed and have no figure yet. */
    owed: [...dueOf.values()]
      .filter((item) => known.has(item.indicator) && !latest.some((cell) => cell.indicator === item.indicator))
      .map((item) => ({ code: item.indicator, name: nameOf(item.indicator), due: dueText(item) ?? '' })),
    submissions:
      completeness === null
        ? null
        : completeness.periods
            .filter((one) => one.expected > 0)
            .slice(0, TIMELINE)
            .map((one) => ({ period: formatPeriod(locale, one.period), expected: one.expected, received: one.received })),
    meetings:
      meetings === null
        ? null
        : meetings
            .filter((one) => one.state === 'held' && one.attendedBy.some(({ code }) => code === partner.code))
            .slice(0, MOST_MEETINGS)
            .map((one) => ({ id: one.id, title: localName(one.titleFr, one.titleEn, locale), on: formatDate(locale, one.startsOn) })),
    notes: notes.map((one) => ({ ...one, sharedOn: one.sharedOn === null ? null : formatDateOrMonth(locale, one.sharedOn) })),
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
