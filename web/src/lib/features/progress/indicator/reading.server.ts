import type { RequestEvent } from '@sveltejs/kit'
import { activityRoutes } from '#shared/activities/contract.ts'
import { agendaRoutes, goalRoutes } from '#shared/conditions/contract.ts'
import { dateOf } from '#shared/i18n/format.ts'
import { definitionRoutes } from '#shared/indicators/administration.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { markRoutes } from '#shared/indicators/marks.ts'
import { storyRoutes } from '#shared/indicators/stories.ts'
import { meetingRoutes } from '#shared/meetings/contract.ts'
import { noteRoutes, type Note } from '#shared/notes/contract.ts'
import { contestRoutes } from '#shared/observations/contests.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { releaseRoutes, type Release } from '#shared/releases/contract.ts'
import { territoryRoutes, type TerritoryLevel } from '#shared/territories/contract.ts'
import { addDays, partsOf } from '#shared/values/calendar-date.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { isMasked } from '#shared/progress/masked.ts'
import { latestCells, seriesCells } from '../read-progress.server.ts'

/** More places than this are read as a table and a map: their curves would not be told apart. */
export const MOST_CURVES = 12
/** Releases whose corrections are told, newest first. */
const MOST_RELEASES = 8
/** Notes whose decisions are drawn on the curve. */
const MOST_ADAPTED = 12

type Reader = Pick<RequestEvent, 'fetch' | 'url' | 'locals'> & { readonly params: { readonly code: string } }

interface Viewer {
  /** Levels that can be chosen below the whole. */
  readonly levelsBelow: (levels: readonly TerritoryLevel[], top: { readonly levelCode: string }) => readonly TerritoryLevel[]
  readonly initiative: { readonly id: string; readonly clockFrozenAt: string | null; readonly timeZone: string }
  readonly role: string
}

/** Of something that not every hat may read: nothing where it is refused. */
const orNone = <T>(asked: Promise<{ items: T[] }>): Promise<T[]> =>
  asked.then(
    ({ items }) => items,
    () => [],
  )

/** A figure that changed after it was told, when and why. */
export interface ToldRevision {
  readonly period: string
  readonly territory: string
  readonly on: string
  readonly reasons: readonly string[]
  readonly note: string | null
}

/** What releases told otherwise than the ones before them: for those who read releases. */
async function revisionsOf(event: Reader, initiative: Viewer['initiative'], indicator: string, releases: readonly Release[]): Promise<ToldRevision[]> {
  const changes = await Promise.all(
    releases.map(async (release) => {
      const items = await orNone(call(event.fetch, releaseRoutes.changes, { params: { initiativeId: initiative.id, release: String(release.number) } }))
      return items
        .filter((one) => one.indicator === indicator && one.category === 'TOTAL' && one.partner === null)
        .map((one) => ({
          period: one.period,
          territory: one.territory,
          on: dateOf(release.publishedAt ?? release.builtAt ?? new Date().toISOString(), initiative.timeZone),
          reasons: one.reasons,
          note: null,
        }))
    }),
  )
  return changes.flat()
}

/** What stands around the figures: notes with their decisions, agenda, goals, meetings, story, revisions. */
async function readContext(event: Reader, initiative: Viewer['initiative'], indicator: string, role: string) {
  const initiativeId = initiative.id
  const params = { initiativeId }
  const inCircle = role !== 'funder'
  const notes = await orNone(call(event.fetch, noteRoutes.list, { params, query: { indicator, limit: 100 } }))
  const adapted = notes.filter((one) => one.adaptationCount > 0).slice(0, MOST_ADAPTED)
  const [details, goals, agendas, meetings, stories, live, definition, published] = await Promise.all([
    Promise.all(
      adapted.map((one) =>
        call(event.fetch, noteRoutes.read, { params: { initiativeId, noteId: one.id } }).then(
          (note): Note[] => [note],
          () => [],
        ),
      ),
    ),
    orNone(call(event.fetch, goalRoutes.list, { params })),
    orNone(call(event.fetch, agendaRoutes.list, { params })),
    inCircle ? orNone(call(event.fetch, meetingRoutes.list, { params, query: {} })) : [],
    read(event, storyRoutes.list, { params: { initiativeId, indicator } }),
    role === 'backbone' ? read(event, markRoutes.revisions, { params: { initiativeId, indicator } }).then(({ items }) => items) : [],
    read(event, definitionRoutes.history, { params: { initiativeId, indicator } }),
    role === 'backbone' ? [] : orNone(call(event.fetch, releaseRoutes.list, { params })),
  ])
  const releases = published.filter((one) => one.state === 'published').sort((a, b) => b.number - a.number)
  const told = await revisionsOf(event, initiative, indicator, releases.slice(0, MOST_RELEASES))
  const own = live.filter((one) => one.category === 'TOTAL').map(({ reason, ...one }): ToldRevision => ({ ...one, reasons: [reason] }))
  const revisions = [...own, ...told]
  const release = releases.find((one) => one.isLatest) ?? releases[0] ?? null
  const said =
    release === null
      ? []
      : await orNone(call(event.fetch, releaseRoutes.comments, { params: { ...params, release: String(release.number) }, query: { indicator } }))
  return { ...{ release, said }, ...{ notes, adapted: details.flat(), goals, agendas, meetings, stories, revisions, formerBaselines: definition.baselines } }
}

/** Everything that the page of one indicator is made from, as far as the hat reads it. */
export async function readIndicator(event: Reader, { initiative, role, levelsBelow }: Viewer) {
  const params = { initiativeId: initiative.id }
  const inCircle = role !== 'funder'
  const [detail, { items: periods }, { items: territories }, { items: levels }, { items: dimensions }] = await Promise.all([
    read(event, indicatorRoutes.read, { params: { ...params, indicator: event.params.code } }),
    read(event, indicatorRoutes.periods, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
    read(event, indicatorRoutes.dimensions, { params }),
  ])
  const top = territories.find((one) => one.isTop)
  if (top === undefined) return null
  const territory = territories.find((one) => one.code === event.url.searchParams.get('territory')) ?? top
  const indicator = detail.code
  const choices = levelsBelow(levels, top)
  const level = choices.find((one) => one.code === event.url.searchParams.get('level')) ?? choices[0]
  // Figures as they stood: the backbone everything, a partner its own (domain 5, row 18).
  const today = dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone)
  const given = event.url.searchParams.get('known') ?? ''
  const knownOn = inCircle && partsOf(given) !== null && given < today ? given : undefined
  const isOwn = knownOn !== undefined && role !== 'backbone'
  const asKnown = { ...(knownOn === undefined ? {} : { asKnownOn: knownOn }), ...(isOwn ? { by: 'partner' as const } : {}) }
  const scope = { indicator, territory: territory.code, ...asKnown }
  const none: ProgressCell[] = []
  const isBrokenDown = detail.dimensionCodes.length > 0
  const hasPartners = detail.scope === 'performance'

  const [latest, found, places, categories, categorySeries, byPartner, shapes, activities, partners, successions, contests, context] = await Promise.all([
    latestCells(event, initiative.id, scope),
    seriesCells(event, initiative.id, scope),
    level === undefined ? none : latestCells(event, initiative.id, { indicator, level: level.code, ...asKnown }),
    isBrokenDown ? latestCells(event, initiative.id, { ...scope, category: '*' }) : none,
    isBrokenDown && !isOwn ? seriesCells(event, initiative.id, { ...scope, category: '*' }) : none,
    hasPartners ? latestCells(event, initiative.id, { indicator, ...asKnown, by: 'partner' }) : none,
    level === undefined ? [] : read(event, territoryRoutes.shapes, { params, query: { level: level.code } }).then(({ items }) => items),
    read(event, activityRoutes.list, { params, query: { indicator } }).then(({ items }) => items),
    read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items),
    read(event, territoryRoutes.successions, { params }).then(({ items }) => items),
    inCircle ? read(event, contestRoutes.list, { params, query: { indicator } }).then(({ items }) => items) : [],
    readContext(event, initiative, indicator, role),
  ])
  const shown = places.filter((one) => one.presence !== 'not_expected' || one.value !== null)
  // What is not due yet is no gap in the curve, in season or out of it.
  const ends = new Map(periods.map((period) => [period.code, period.endsOn]))
  const isDue = (one: ProgressCell) => addDays(ends.get(one.period) ?? today, detail.current.dueDays) < today
  const series = found.filter((one) => one.value !== null || isMasked(one) || isDue(one))
  const [placeSeries, partnerSeries] = await Promise.all([
    level === undefined || isOwn || shown.length < 2 || shown.length > MOST_CURVES
      ? none
      : seriesCells(event, initiative.id, { indicator, level: level.code, ...asKnown }),
    // Only the backbone reads every partner: with fewer, nothing constant can be told from the rest.
    hasPartners && role === 'backbone' && byPartner.length > 1 ? seriesCells(event, initiative.id, { indicator, ...asKnown, by: 'partner' }) : none,
  ])
  return {
    ...{ detail, periods, territories, levels, dimensions, top, territory, choices, level, today, knownOn, isOwn, inCircle },
    ...{ latest, series, places: shown, placeSeries, categories, categorySeries, byPartner, partnerSeries },
    ...{ shapes, activities, partners, successions, contests, context },
  }
}
export type IndicatorReading = NonNullable<Awaited<ReturnType<typeof readIndicator>>>
