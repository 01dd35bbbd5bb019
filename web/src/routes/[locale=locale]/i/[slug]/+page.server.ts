import { conditionRoutes } from '#shared/conditions/overview.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { governanceRoutes } from '#shared/governance/contract.ts'
import { planRoutes } from '#shared/activities/plan-contract.ts'
import { goalRoutes } from '#shared/conditions/contract.ts'
import { noteRoutes } from '#shared/notes/contract.ts'
import { dueRoutes } from '#shared/observations/due.ts'
import { stageRoutes } from '#shared/stages/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText, formatDate } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { factsOf } from '#lib/features/conditions/facts.ts'
import { readingOf, saidView } from '#lib/features/conditions/measured.ts'
import { headline, standingSentence } from '#lib/features/conditions/standing.ts'
import { byUrgency, nextTasks, type Task } from '#lib/features/conditions/tasks.ts'
import { CONDITIONS } from '#lib/features/conditions/words.ts'
import { ROLE_WORDS } from '#lib/features/governance/words.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { latestCells, seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { tallyOf } from '#shared/progress/tally.ts'
import { gapsOverPlaces } from '#lib/features/progress/equity.ts'
import { figureView, indicatorRows, type FigureView } from '#lib/features/progress/rows.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** Places shown beside the whole on the first page; more are compared on the dashboard. */
const MAXIMUM_PLACES = 8
const MAXIMUM_COLUMNS = 4
/** Reasons for which a place has no state at all: nothing is aimed at or expected there. */
const UNJUDGED = ['no_target', 'no_baseline', 'not_expected', 'not_applicable']
const MAXIMUM_GAPS = 3

/** The figure of a row, without what only its table needs. */
function figureOf({
  text,
  lower,
  upper,
  additivity,
  basis,
  parts,
  presence,
  period,
  status,
  reason,
  isFragile,
  isPartial,
  isStale,
  isRevised,
  coverage,
  progress,
}: FigureView): FigureView {
  return { text, lower, upper, additivity, basis, parts, presence, period, status, reason, isFragile, isPartial, isStale, isRevised, coverage, progress }
}

/** Where the initiative stands, what waits for the person under this hat, the five conditions, the latest notes. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const root = `/${locale}/i/${initiative.slug}`

  const [overview, { items: goals }, { items: indicators }, { items: territories }, { items: levels }, notes, dueList, roles, bodies, participation, stages] =
    await Promise.all([
      read(event, conditionRoutes.overview, { params }),
      read(event, goalRoutes.list, { params }),
      read(event, indicatorRoutes.list, { params, query: {} }),
      read(event, territoryRoutes.list, { params, query: {} }),
      read(event, territoryRoutes.levels, { params }),
      // Funders read notes once they accepted the learning commitment: until then the page says so.
      call(event.fetch, noteRoutes.list, { params, query: { limit: 3 } }).then(
        ({ items }) => items,
        (cause) => {
          if (cause instanceof ApiProblem) return null
          throw cause
        },
      ),
      hat.role === 'partner_contributor' ? read(event, dueRoutes.list, { params, query: {} }) : null,
      hat.role === 'backbone' ? read(event, governanceRoutes.roles, { params }) : null,
      hat.role === 'funder' ? null : read(event, governanceRoutes.bodies, { params }),
      hat.role === 'funder' ? null : read(event, planRoutes.participation, { params }),
      hat.role === 'backbone' ? read(event, stageRoutes.list, { params }) : null,
    ])
  const top = territories.find((one) => one.isTop)
  const topRank = levels.find((one) => one.code === top?.levelCode)?.rank ?? 99
  const below = levels
    .filter((one) => one.hierarchy === 'main' && one.rank < topRank && territories.some((place) => place.levelCode === one.code))
    .sort((a, b) => b.rank - a.rank)[0]
  // Everybody reads for whom things move; the places one by one are the backbone's first page.
  const level = hat.role === 'backbone' ? below : undefined
  const [latest, series, inPlaces] = await Promise.all([
    latestCells(event, initiative.id, { territory: top?.code }),
    seriesCells(event, initiative.id, { territory: top?.code }),
    below === undefined ? [] : latestCells(event, initiative.id, { level: below.code, territory: top?.code }),
  ])

  const compared = level === undefined ? [] : inPlaces
  const rows = indicatorRows(indicators, latest, series, locale)
  const known = new Map(indicators.map((one) => [one.code, one]))
  const nameOf = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const views = compared.flatMap((cell) => {
    const indicator = known.get(cell.indicator)
    return indicator === undefined
      ? []
      : [{ place: cell.territory, indicator: cell.indicator, view: figureView(cell, measureOf(indicator.current, locale), locale, indicator.current) }]
  })
  // Where the whole goes well and a part does not (domain 3.9, S76): an average alone would hide it.
  const gaps = rows
    .filter((row) => row.status === 'on_track' || row.status === 'target_met')
    .flatMap((row) =>
      views
        .filter(({ indicator, view }) => indicator === row.code && view.status === 'off_track' && !view.isFragile)
        .map(({ place, view }) => ({
          code: row.code,
          indicator: row.name,
          place,
          placeName: nameOf.get(place) ?? place,
          value: view.text ?? '',
          wholeValue: row.text ?? '',
        })),
    )
  const places = [...new Set(views.map(({ place }) => place))].sort((a, b) => compareText(locale)(nameOf.get(a) ?? a, nameOf.get(b) ?? b))
  const shownPlaces = places.length <= MAXIMUM_PLACES ? places : places.filter((place) => gaps.some((gap) => gap.place === place)).slice(0, MAXIMUM_PLACES)
  // The figures of each place beside the whole, for the indicators that have an aim there; those with a gap first.
  const judged = new Set(views.filter(({ view }) => !UNJUDGED.includes(view.reason)).map(({ indicator }) => indicator))
  const columns = headline(
    rows.filter((row) => judged.has(row.code)),
    new Set(gaps.map((gap) => gap.code)),
    MAXIMUM_COLUMNS,
  )
  const tally = tallyOf(rows)

  const next = nextTasks(overview, { locale, timeZone: initiative.timeZone, root })
  const everything = CONDITIONS.flatMap(({ key }) => next[key] ?? [])
  const due = (dueList?.groups ?? []).flatMap((group) => group.items)
  const waiting = due.reduce((sum, item) => sum + item.toEnter + item.drafts, 0)
  const sentBack = due.reduce((sum, item) => sum + item.returned, 0)
  /** Dated by the first item that it counts: what was given back may be of long ago. */
  const entryTask = (text: string, firstDue: (typeof due)[number] | undefined): Task => ({
    text,
    href: `${root}/entry/due`,
    on: firstDue?.dueOn ?? null,
    when:
      firstDue === undefined
        ? null
        : firstDue.isOverdue
          ? m.due_overdue_since({ date: formatDate(locale, firstDue.dueOn) })
          : m.due_due_on({ date: formatDate(locale, firstDue.dueOn) }),
    isOverdue: firstDue?.isOverdue ?? false,
    isEvent: false,
  })
  const entry: Task[] = [
    ...(sentBack > 0
      ? [
          entryTask(
            m.due_task_returned({ count: sentBack }),
            due.find((item) => item.returned > 0),
          ),
        ]
      : []),
    ...(waiting > 0
      ? [
          entryTask(
            m.due_task({ count: waiting }),
            due.find((item) => item.toEnter + item.drafts > 0),
          ),
        ]
      : []),
  ]
  // A role that somebody held or should hold is named (S26); a coalition that keeps no roles is left in peace (D41).
  const uncovered: Task[] = (roles === null || roles.items.length === 0 ? [] : roles.uncovered).map((role) => ({
    text: m.governance_task_role({ name: ROLE_WORDS[role]() }),
    href: `${root}/governance/leadership#roles`,
    on: null,
    when: null,
    isOverdue: false,
    isEvent: false,
  }))
  const facts = factsOf(overview, locale)
  const goal = goals.find((one) => one.id === overview.agenda.goal?.id)
  const reading = readingOf(locale, initiative, hat)

  const order = { wider: 0, same: 1, narrower: 2 } as const
  const trendWords = { wider: m.equity_wider, same: m.equity_same, narrower: m.equity_narrower } as const
  // Widening gaps first: an average that goes well would hide them (situation 15).
  const equity = gapsOverPlaces(indicators, inPlaces, '', (code) => nameOf.get(code) ?? code, locale)
    .sort((a, b) => (a.trend === null ? 1 : order[a.trend]) - (b.trend === null ? 1 : order[b.trend]))
    .slice(0, MAXIMUM_GAPS)
    .map((row) => ({
      name: row.name,
      text: m.equity_gap_of({ size: row.size, worst: row.worst, worstValue: row.worstValue, best: row.best, bestValue: row.bestValue }),
      trend: row.trend === null ? null : trendWords[row.trend](),
      isGap: row.trend !== 'narrower',
      href: `${root}/indicators/${row.code}`,
    }))

  const seats = bodies?.livedExperience
  const records = [
    { of: seats?.declared ?? null, all: seats?.voting ?? 0, name: m.equity_seats, href: `${root}/governance/bodies` },
    { of: participation?.shared ?? null, all: participation?.activities ?? 0, name: m.equity_shared, href: `${root}/conditions/activities/participation` },
    {
      of: overview.communication.meetings?.accessible ?? null,
      all: overview.communication.meetings?.held ?? 0,
      name: m.equity_accessible,
      href: `${root}/conditions/communication#meetings`,
    },
  ].flatMap(({ of, all, name, href }) =>
    of === null || all === 0 ? [] : [{ name: name(), text: m.equity_of({ of: String(of), all: String(all) }), trend: null, isGap: of === 0, href }],
  )

  return {
    equity: [...equity, ...records],
    principles: overview.said.principles === null ? null : saidView(overview.said, overview.said.principles, reading),
    standing: standingSentence(tally, locale),
    hasIndicators: indicators.length > 0,
    indicatorCount: indicators.length,
    // How wide a stage is lived is the backbone's to read (S62); one that is over asks nothing any more.
    stageAlerts: (stages?.items ?? []).filter((stage) => stage.reach?.isAlert === true).map(({ code, breadth, reach }) => ({ code, breadth, reach })),
    goal: goal === undefined || goal.state !== 'adopted' ? null : { fr: goal.statementFr, en: goal.statementEn },
    gaps: gaps.slice(0, MAXIMUM_GAPS),
    gapCount: gaps.length,
    gapPlaces: [...new Set(gaps.map((gap) => gap.placeName))],
    tally,
    matrix:
      top === undefined || level === undefined || shownPlaces.length === 0 || columns.length === 0
        ? null
        : {
            level: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
            places: [top.code, ...shownPlaces].map((code) => ({ code, name: nameOf.get(code) ?? code, href: `${root}/territories/${code}` })),
            indicators: columns.map(({ code, name }) => ({ code, name, href: `${root}/indicators/${code}` })),
            views: [
              ...columns.map((row) => ({ place: top.code, indicator: row.code, view: figureOf(row) })),
              ...views.filter(({ place, indicator }) => shownPlaces.includes(place) && columns.some((column) => column.code === indicator)),
            ],
          },
    headline: headline(rows, new Set(gaps.map((gap) => gap.code))),
    cards: CONDITIONS.map(({ key, name }) => ({
      key,
      name: name(),
      facts: facts[key].slice(0, 3),
      said: reading.isFunder && overview.said.round === null ? null : saidView(overview.said, overview.said.conditions[key], reading),
      task: next[key],
    })),
    tasks: [...entry, ...uncovered, ...everything.filter((task) => !task.isEvent)].sort(byUrgency),
    events: everything.filter((task) => task.isEvent),
    notes: notes === null ? null : notes.map(({ id, type, title, language, sharedOn }) => ({ id, type, title, language, sharedOn })),
  }
}
