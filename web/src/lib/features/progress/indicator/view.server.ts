import { toldTrend } from '#shared/progress/told-trend.ts'
import { formatDate, formatList, formatMeasure, formatPercent, formatPeriod } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { aggregationSentence, AXES } from '#shared/indicators/sentence.ts'
import { barChart } from '#lib/charts/bar-chart.server.ts'
import { lineChart } from '#lib/charts/line-chart.server.ts'
import { lineSummary } from '#lib/charts/summary.ts'
import type { LineData, Tick } from '#lib/charts/types.ts'
import { curveOf } from '../curve.ts'
import { comparableCells, comparesWithPrevious, firstCompared } from '#shared/progress/finding.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { isPartial } from '#shared/progress/partial.ts'
import { indicatorRows } from '../rows.ts'
import { localName } from '#lib/state/local-name.ts'
import { findingOf, summaryOf } from './headline.ts'
import { marksOf } from './marks.ts'
import { projectionView } from './projection.ts'
import type { IndicatorReading } from './reading.server.ts'
import { seasonView } from './seasons.ts'

/** A text in the reader's language, French where there is no other. */
const textIn = (locale: Locale, fr: string | null, en: string | null) => (languageOf(locale) === 'en' ? (en ?? fr) : fr)

/** What the figure means and who decided what. */
export function definitionView({ detail }: IndicatorReading, locale: Locale) {
  const { current } = detail
  const measure = measureOf(current, locale)
  return {
    code: detail.code,
    scope: detail.scope,
    name: localName(current.nameFr, current.nameEn, locale),
    definition: localName(current.definitionFr, current.definitionEn, locale),
    formula: textIn(locale, current.formulaFr, current.formulaEn),
    purpose: localName(current.purposeFr, current.purposeEn, locale),
    limits: textIn(locale, current.limitsFr, current.limitsEn),
    source: textIn(locale, current.sourceFr, current.sourceEn),
    frequency: current.frequency,
    direction: current.direction,
    onTrack: formatPercent(locale, current.onTrackRatio, { decimals: 0 }),
    watch: formatPercent(locale, current.watchRatio, { decimals: 0 }),
    sentences: AXES.filter((axis) => axis !== 'partners' || detail.scope === 'performance').map((axis) => ({
      axis,
      sentence: aggregationSentence(current, axis, locale),
    })),
    loweredLate: detail.targetPoints
      .filter((one) => one.loweredLate)
      .map((one) => ({ id: one.id, value: formatMeasure(locale, one.value, measure), period: formatPeriod(locale, one.periodCode) })),
    versions: detail.versions.map((one) => ({ number: one.number, from: one.validFrom, reason: textIn(locale, one.changeReasonFr, one.changeReasonEn) })),
    canEdit: detail.abilities.edit,
  }
}

/** Words of other parts of the product. */
export interface CurveWords {
  /** What became of a territory, oldest first. */
  readonly changesOf: (successions: IndicatorReading['successions'], code: string, locale: Locale) => readonly { on: string; label: string; breaks: boolean }[]
  readonly reasonOfChange: (reason: string) => string
}

/** The curve of the place with everything that is drawn on it, the finding above and the marks beside it. */
export function curveView(reading: IndicatorReading, { changesOf, reasonOfChange }: CurveWords, locale: Locale) {
  const { detail, series, latest, periods, territory, isOwn, context } = reading
  const measure = measureOf(detail.current, locale)
  const names = new Map(reading.territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const place = names.get(territory.code) ?? territory.code
  const changes = changesOf(reading.successions, territory.code, locale).filter((one) => one.breaks)
  const curve = curveOf(detail, series, periods, territory.code, territory.isTop, changes, locale)
  const cell = latest[0]
  const kind = periods.find((period) => period.code === (series.at(-1)?.period ?? cell?.period))?.kind
  const { marks, events } = marksOf(reading, curve.axis, kind, measure, locale)
  const projection = isOwn ? { drawn: null, sentence: null } : projectionView(detail, series, periods, curve, measure, locale)
  const data: LineData = {
    measure,
    axis: curve.axis,
    series: [{ code: territory.code, label: place, points: curve.points.map((point) => ({ ...point, isPartial: isPartialIn(reading, point.x.code) })) }],
    // The starting point and the target are the whole's.
    baseline: isOwn ? null : curve.baseline,
    target: isOwn ? [] : curve.target,
    former: isOwn ? [] : curve.former,
    breaks: curve.breaks,
    projection: projection.drawn,
    events,
    trend: toldTrend(cell, detail.current),
  }
  const hasFigure = curve.points.some((point) => point.value !== null || point.presence === 'masked')
  const course = courseOf(reading, data, locale)
  const name = localName(detail.current.nameFr, detail.current.nameEn, locale)
  const known = curve.points.filter((point) => point.value !== null)
  const first = firstCompared(cell, series)
  return {
    finding: findingOf(
      cell,
      name,
      detail.code,
      first === null ? null : { value: first.value, period: formatPeriod(locale, first.period, 'short') },
      known.length < 2 && cell?.period === curve.baseline?.x.code,
    ),
    summary: (remark: string | null) => summaryOf(cell, hasFigure ? course : null, remark, measure, locale),
    chart: hasFigure ? lineChart(data, locale) : null,
    told: [...(course === null ? [] : [course]), ...lineSummary(data, locale).slice(1)],
    title: courseTitle(reading, data, locale),
    projection: projection.sentence,
    marks,
    signs: {
      target: (data.target ?? []).length > 0,
      former: (data.former ?? []).length > 0,
      baseline: data.baseline != null,
      projection: projection.drawn !== null,
      break: curve.breaks.length > 0,
      hollow: data.series.some((one) => one.points.some((point) => point.isProvisional === true || point.isPartial === true)),
      revised: curve.points.some((point) => point.isRevised),
      note: events.some((event) => event.kind === 'note'),
      decision: events.some((event) => event.kind === 'decision'),
    },
    revisions: context.revisions.map((one, index) => ({
      key: `${one.period} ${one.territory} ${index}`,
      text: m.curve_revised_item({
        period: formatPeriod(locale, one.period),
        place: names.get(one.territory) ?? one.territory,
        date: formatDate(locale, one.on),
        reason:
          formatList(
            locale,
            one.reasons.map((reason) => reasonOfChange(reason).toLocaleLowerCase(locale)),
          ) || m.curve_revised_unsaid(),
      }),
      note: one.note,
    })),
    season: seasonOf(reading, locale),
  }
}

const isPartialIn = ({ series }: IndicatorReading, period: string) => series.some((cell) => cell.period === period && isPartial(cell))

interface End {
  readonly value: string
  readonly x: Tick
}

/**
 * Where the figure comes from and where it is: of a seasonal indicator the last one in season, never a quarter of another; never one of
 * which too little came, unless there is no other; never across a break.
 */
function endsOf({ latest, series: cells }: IndicatorReading, { series, baseline }: LineData): { first: (End & { isStart: boolean }) | null; last: End | null } {
  const shown = (series[0]?.points ?? []).flatMap(({ value, presence, x }) => (value === null || presence === 'masked' ? [] : [{ value, x }]))
  const whole = new Set(comparableCells(cells).map(({ period }) => period))
  const known = shown.filter(({ x }) => whole.has(x.code))
  const last = known.find((point) => point.x.code === latest[0]?.period) ?? known.at(-1) ?? shown.at(-1) ?? null
  if (baseline != null && baseline.x.code !== last?.x.code && (last === null || whole.has(last.x.code))) return { first: { ...baseline, isStart: true }, last }
  const first = known[0]
  return { first: first === undefined || first.x.code === last?.x.code ? null : { ...first, isStart: false }, last }
}

function courseTitle(reading: IndicatorReading, data: LineData, locale: Locale): string {
  const { first, last } = endsOf(reading, data)
  const write = (value: string) => formatMeasure(locale, value, data.measure)
  if (last === null) return data.series[0]?.label ?? ''
  const name = ({ x }: End) => x.short ?? x.label
  if (first === null) return m.curve_course_title_plain({ last: write(last.value), period: last.x.label })
  const title = first.isStart ? m.curve_course_title_start : m.curve_course_title
  return title({ first: write(first.value), firstPeriod: name(first), last: write(last.value), lastPeriod: name(last) })
}

/** The first sentence of the summary. */
function courseOf(reading: IndicatorReading, data: LineData, locale: Locale): string | null {
  const { last } = endsOf(reading, data)
  const [own] = data.series
  if (last === null || own === undefined) return null
  const position = data.axis.findIndex((tick) => tick.code === last.x.code)
  const points = own.points.filter((point) => data.axis.findIndex((tick) => tick.code === point.x.code) <= position)
  return lineSummary({ ...data, series: [{ ...own, points }], trend: null }, locale)[0] ?? null
}

function seasonOf({ detail, series }: IndicatorReading, locale: Locale) {
  const measure = measureOf(detail.current, locale)
  const season = seasonView(series, measure, locale)
  if (season === null) return null
  return { title: season.title, chart: barChart({ measure, rowTitle: m.curve_season_row(), rows: season.rows, summary: 'range' }, locale) }
}

/** The last figure with what it is judged by: value, target, direction and status can each say how they came about. */
export function factsView(reading: IndicatorReading, locale: Locale) {
  const { detail, latest, series, territory } = reading
  const measure = measureOf(detail.current, locale)
  const [row] = indicatorRows([detail], latest, series, locale)
  const cell = latest[0]
  const write = (value: string | null) => (value === null ? null : formatMeasure(locale, value, measure))
  const percent = (ratio: string | null) => (ratio === null ? null : formatPercent(locale, ratio, { decimals: 0 }))
  const points = detail.targetPoints
    .filter((one) => one.partnerCode === null && one.category === 'TOTAL' && one.supersededOn === null && one.versionNumber === detail.current.number)
    .filter((one) => (one.scope === 'one' ? one.territoryCode === territory.code : one.scope === 'each' || territory.isTop))
  return {
    row: row ?? null,
    targets: points.map((one) => ({
      key: one.id,
      text:
        one.decidedOn === null
          ? m.curve_target_item({ period: formatPeriod(locale, one.periodCode), value: formatMeasure(locale, one.value, measure) })
          : m.curve_target_item_decided({
              period: formatPeriod(locale, one.periodCode),
              value: formatMeasure(locale, one.value, measure),
              date: formatDate(locale, one.decidedOn),
            }),
      why: [one.decision, textIn(locale, one.reasonFr, one.reasonEn)].filter((part) => part !== null).join(' · ') || null,
    })),
    isCompared: cell === undefined || comparesWithPrevious(cell, series),
    previous:
      cell?.previous == null || cell.previousPeriod === null ? null : { period: formatPeriod(locale, cell.previousPeriod), value: write(cell.previous) ?? '' },
    tolerance: detail.current.tolerance === null ? '2 %' : (write(detail.current.tolerance) ?? ''),
    explained:
      cell === undefined
        ? null
        : {
            expected: write(cell.expected),
            ratio: percent(cell.ratio),
            baseline: write(cell.baseline),
            previous: cell.previousPeriod === null || !comparesWithPrevious(cell, series) ? null : formatPeriod(locale, cell.previousPeriod),
            computed: write(cell.computed),
          },
  }
}
