import { error, type RequestEvent } from '@sveltejs/kit'
import { formatDate, formatDateOrMonth, formatMeasure, formatPercent, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { aggregationSentence, AXES } from '#shared/indicators/sentence.ts'
import { lineChart } from '#lib/charts/line-chart.server.ts'
import type { ChartView, Geometry, LineData } from '#lib/charts/types.ts'
import { mapOf } from '#lib/features/progress/level-map.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { tallyOf } from '#shared/progress/tally.ts'
import { pointsOf } from '#lib/features/progress/rows.ts'
import { toldTrend } from '#shared/progress/told-trend.ts'
import { localName } from '#lib/state/local-name.ts'
import {
  addressIn,
  readCelebrations,
  readDecisions,
  readPublicCells,
  readPublicNotes,
  readPublicPage,
  readPublicSeries,
  readPublicShapes,
  readPublicVersions,
} from './read.server.ts'
import { cardsOf, frameView, headlineIndicators, matrixOf, placesOf, textIn, versionView } from './view.server.ts'

type PageEvent = Pick<RequestEvent, 'fetch' | 'url' | 'locals' | 'setHeaders' | 'params'>

const shaped = (shapes: readonly { code: string; geometry?: unknown }[]) =>
  shapes.map(({ code, geometry }) => ({ code, geometry: (geometry ?? null) as Geometry | null }))

/** Quarters are those of the calendar, whenever the financial year begins: their names are spelled out where they first stand. */
const isOfQuarter = ({ period }: { period: string }) => /^\d{4}-Q\d$/.test(period)

/** Learning notes that stand on the page of a release; the others are one step away. */
const MOST_NOTES = 3

/** The page of a release: headline indicators, then the first level below the whole as a map and a table. */
export async function homePage(event: PageEvent) {
  const { locale } = event.locals
  const address = addressIn(event)
  const [{ wins, recognitions }, learned, decisions] = await Promise.all([
    readCelebrations(event, address),
    readPublicNotes(event, address, { limit: MOST_NOTES }),
    readDecisions(event, address),
  ])
  const page = await readPublicPage(
    event,
    address,
    wins.length > 0 || learned.items.length > 0 || decisions.length > 0 || recognitions.some(({ name }) => name !== null),
  )
  const { top, below, nameOf } = placesOf(page, locale)
  const indicators = headlineIndicators(page)
  const codes = indicators.map(({ code }) => code).join(',')
  const [latest, series, compared, shapes] = await Promise.all([
    indicators.length === 0 ? [] : readPublicCells(event, address, { indicator: codes }),
    indicators.length === 0 ? [] : readPublicSeries(event, address, { indicator: codes }),
    below === null || indicators.length === 0 ? [] : readPublicCells(event, address, { level: below.code, territory: top?.code, indicator: codes }),
    below === null ? [] : readPublicShapes(event, address, below.code),
  ])
  const cards = cardsOf(page, indicators, latest, series, locale)
  const mapped =
    shapes.length === 0 ? null : indicators.find(({ code }) => compared.filter((cell) => cell.indicator === code && cell.value !== null).length > 1)
  return {
    frame: frameView(page, address, locale),
    place: top === undefined ? '' : nameOf(top.code),
    summary: textIn(locale, page.catalogue.initiative.summaryFr, page.catalogue.initiative.summaryEn),
    notes: textIn(locale, page.release.notesFr, page.release.notesEn),
    cards,
    hasQuarters: series.some(isOfQuarter),
    others: page.catalogue.indicators
      .filter(({ code, archivedOn }) => archivedOn === null && !indicators.some((one) => one.code === code))
      .map(({ code, current }) => ({ code, name: localName(current.nameFr, current.nameEn, locale) })),
    tally: tallyOf(cards.map(({ row }) => row)),
    wins: wins.map(({ id, textFr, textEn, publishedOn }) => ({ id, text: textIn(locale, textFr, textEn) ?? textFr, on: formatDate(locale, publishedOn) })),
    recognitions: recognitions.map(({ id, name, whatFr, whatEn }) => ({
      id,
      name: name ?? m.wins_a_partner(),
      what: textIn(locale, whatFr, whatEn) ?? whatFr,
    })),
    learned: learned.items.map(({ id, title, language, sharedOn }) => ({
      id,
      title,
      language,
      on: sharedOn === null ? '' : formatDateOrMonth(locale, sharedOn),
    })),
    decisions: decisions.map(({ id, titleFr, titleEn, textFr, textEn, result, decidedOn }) => ({
      id,
      title: textIn(locale, titleFr, titleEn) ?? titleFr,
      text: textIn(locale, textFr, textEn),
      result,
      on: formatDate(locale, decidedOn),
    })),
    level: below?.name ?? '',
    matrix: below === null ? null : matrixOf(indicators, compared, nameOf, locale),
    map: mapped == null || below === null ? null : mapOf(mapped, compared, shaped(shapes), below.name, nameOf, locale),
  }
}

/** One indicator of a release. @throws 404 when the release does not have it */
export async function indicatorPage(event: PageEvent) {
  const { locale } = event.locals
  const address = addressIn(event)
  const page = await readPublicPage(event, address)
  const indicator = page.catalogue.indicators.find(({ code }) => code === event.params.indicator)
  if (indicator === undefined) error(404, 'not_found', { code: 'not_found' })
  const { top, below, nameOf } = placesOf(page, locale)
  const query = { indicator: indicator.code }
  const [latest, series, compared, shapes] = await Promise.all([
    readPublicCells(event, address, query),
    readPublicSeries(event, address, query),
    below === null ? [] : readPublicCells(event, address, { ...query, level: below.code, territory: top?.code }),
    below === null ? [] : readPublicShapes(event, address, below.code),
  ])
  const { current } = indicator
  const measure = measureOf(current, locale)
  const place = top === undefined ? '' : nameOf(top.code)
  const [card] = cardsOf(page, [indicator], latest, series, locale)
  const cell = latest[0]
  const axis = series.map(({ period }) => ({ code: period, label: formatPeriod(locale, period), short: formatPeriod(locale, period, 'short') }))
  const points = pointsOf(series, locale)
  const line: LineData = {
    measure,
    axis,
    series: [
      {
        code: top?.code ?? '',
        label: place,
        points: series.flatMap((one, index) => {
          const [x, point] = [axis[index], points[index]]
          if (x === undefined || point === undefined) return []
          return [
            {
              x,
              value: one.value,
              lower: one.lower,
              upper: one.upper,
              presence: point.presence,
              isProvisional: point.isProvisional,
              isPartial: point.isPartial,
              isIncomplete: point.isIncomplete,
              isRevised: one.flags.includes('R'),
            },
          ]
        }),
      },
    ],
    breaks: series.flatMap((one, index) => {
      const x = axis[index]
      return x !== undefined && one.flags.includes('break') ? [{ x }] : []
    }),
    trend: toldTrend(cell, current),
  }
  const write = (value: string | null | undefined) => (value == null ? null : formatMeasure(locale, value, measure))
  return {
    frame: frameView(page, address, locale),
    code: indicator.code,
    place,
    card: card ?? null,
    hasQuarters: series.some(isOfQuarter),
    chart: series.length < 2 ? null : lineChart(line, locale),
    facts: [
      { label: m.public_baseline(), value: write(cell?.baseline) },
      { label: m.public_target(), value: write(cell?.target) },
      { label: m.public_expected(), value: write(cell?.expected) },
      { label: m.public_way(), value: cell?.progress == null ? null : formatPercent(locale, cell.progress, { decimals: 0 }) },
    ].flatMap(({ label, value }) => (value === null ? [] : [{ label, value }])),
    story: textIn(locale, indicator.storyFr, indicator.storyEn),
    would: textIn(locale, indicator.whatWouldWorkFr, indicator.whatWouldWorkEn),
    level: below?.name ?? '',
    matrix: below === null ? null : matrixOf([indicator], compared, nameOf, locale),
    map: below === null || shapes.length === 0 ? null : mapOf(indicator, compared, shaped(shapes), below.name, nameOf, locale),
    definition: {
      formula: textIn(locale, current.formulaFr, current.formulaEn),
      purpose: localName(current.purposeFr, current.purposeEn, locale),
      limits: textIn(locale, current.limitsFr, current.limitsEn),
      source: textIn(locale, current.sourceFr, current.sourceEn),
      frequency: current.frequency,
      sentences: AXES.filter((one) => one !== 'partners').map((one) => ({ axis: one, sentence: aggregationSentence(current, one, locale) })),
      versions: [],
    },
  }
}

/** One indicator in the frame of somebody else's page: nothing in it needs a script. */
export async function embedPage(event: PageEvent) {
  const { chart, card, frame, place, code } = await indicatorPage(event)
  event.locals.frameHosts = frame.embedHosts
  return { frame, place, code, card, chart: chart === null ? null : ({ ...chart, explored: null } satisfies ChartView) }
}

/** The log: every release that was public, and what the present one tells otherwise. */
export async function versionsPage(event: PageEvent) {
  const { locale } = event.locals
  const address = addressIn(event)
  const [page, { items, changes }] = await Promise.all([readPublicPage(event, address), readPublicVersions(event, address)])
  const { nameOf } = placesOf(page, locale)
  const known = new Map(page.catalogue.indicators.map((one) => [one.code, one]))
  const told = (value: string | null, code: string) => {
    const indicator = known.get(code)
    return value === null || indicator === undefined ? '–' : formatMeasure(locale, value, measureOf(indicator.current, locale))
  }
  return {
    frame: frameView(page, address, locale),
    versions: items.map((one) => versionView(one, locale, page.timeZone)),
    changes: changes.map((one, index) => {
      const indicator = known.get(one.indicator)
      return {
        key: String(index),
        indicator: indicator === undefined ? one.indicator : localName(indicator.current.nameFr, indicator.current.nameEn, locale),
        place: nameOf(one.territory),
        period: formatPeriod(locale, one.period, 'short'),
        was: told(one.oldValue, one.indicator),
        is: told(one.newValue, one.indicator),
        isMaterial: one.isMaterial,
        reasons: one.reasons,
      }
    }),
  }
}
