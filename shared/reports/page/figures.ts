import { formatChange, formatInteger, formatMeasure } from '#shared/i18n/format.ts'
import type { IndicatorVersion } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { comparesWithPrevious } from '#shared/progress/finding.ts'
import { gapsOf } from '#shared/progress/gap.ts'
import { isMasked } from '#shared/progress/masked.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { hasTarget } from '#shared/progress/shown-status.ts'
import { tallyOf } from '#shared/progress/tally.ts'
import { lineChart } from './chart.ts'
import type { IndicatorFacts, ReportFacts } from './facts.ts'
import { markup, type Markup, type Piece } from './html.ts'
import { table, writtenText } from './parts.ts'
import { amountText, figureText, periodText, reasonText, shortPeriod, statusMark, statusOf, type Voice } from './voice.ts'
import { finding, sentences } from './words.ts'

const TALLIED = ['on_track', 'watch', 'off_track', 'no_target', 'no_data'] as const

const nameOf = (voice: Voice, { indicator }: IndicatorFacts): Piece => voice.told(indicator.current.nameFr, indicator.current.nameEn)

export function placeName(voice: Voice, facts: ReportFacts, code: string): Piece {
  const place = facts.placeNames.get(code)
  return place === undefined ? code : voice.told(place.nameFr, place.nameEn)
}

/** State and, where it says something, the reason. */
function stateCell(voice: Voice, cell: ProgressCell | null, version: IndicatorVersion): Markup {
  const reason = reasonText(voice, cell)
  return markup`${statusMark(voice, statusOf(cell, version))}${reason !== null && markup`<br />${reason}`}`
}

function changeOf(voice: Voice, { indicator, latest, series }: IndicatorFacts): string {
  if (latest === null || isMasked(latest) || latest.value === null || latest.previous === null || !comparesWithPrevious(latest, series)) return '–'
  return formatChange(voice.locale, latest.previous, latest.value, measureOf(indicator.current, voice.locale))
}

/** How many indicators stand where, with their number; then one line for each. */
export function figuresPart(voice: Voice, facts: ReportFacts): Markup {
  const tally = tallyOf(
    facts.indicators.map(({ latest, indicator }) => ({
      status: statusOf(latest, indicator.current),
      reason: latest?.reason ?? 'not_reported',
      isFragile: latest?.flags.includes('fragile') === true,
      hasTarget: hasTarget(latest ?? undefined, indicator.current),
    })),
  )
  const total = formatInteger(voice.locale, facts.indicators.length)
  // Figures that are there and have no state are counted with those that are not: the word says both.
  const without = tally.stateless === 0 ? undefined : voice.say(tally.stateless === tally.no_data ? 'status_no_state' : 'progress_tally_no_state')
  return markup`<p>${voice.say('reports_tally', { count: facts.indicators.length })}</p>
<ul class="tally">${TALLIED.filter((status) => tally[status] > 0).map((status) => markup`<li>${statusMark(voice, status, status === 'no_data' ? without : undefined)} ${voice.say('reports_tally_of', { part: formatInteger(voice.locale, tally[status]), total })}</li>`)}</ul>
${tally.fragile > 0 && markup`<p class="small">${voice.say('reports_tally_fragile', { count: tally.fragile })}</p>`}
${table(
  voice,
  voice.say('reports_figures_caption'),
  [
    { head: voice.say('releases_indicator'), isName: true },
    { head: voice.say('reports_last_value'), isFigure: true },
    { head: voice.say('charts_period') },
    { head: voice.say('reports_change'), isFigure: true },
    { head: voice.say('public_baseline'), isFigure: true },
    { head: voice.say('public_target'), isFigure: true },
    { head: voice.say('charts_status_column') },
  ],
  facts.indicators.map((one) => {
    const measure = measureOf(one.indicator.current, voice.locale)
    const { latest } = one
    return [
      nameOf(voice, one),
      figureText(voice, latest, measure),
      latest === null ? '–' : shortPeriod(voice, latest.period),
      changeOf(voice, one),
      amountText(voice, latest?.baseline ?? null, measure),
      amountText(voice, latest?.target ?? null, measure),
      stateCell(voice, latest, one.indicator.current),
    ]
  }),
)}`
}

/** One page for each indicator: finding, summary, drawing, the same numbers as a table, what is measured and by whom. */
export function indicatorPart(voice: Voice, facts: ReportFacts, one: IndicatorFacts): Markup {
  const { indicator, latest, series } = one
  const { current } = indicator
  const measure = measureOf(current, voice.locale)
  const name = voice.plain(current.nameFr, current.nameEn)
  const own = writtenText(
    voice,
    facts.texts.find(({ code }) => code === indicator.code),
  )
  const made = sentences(voice, latest, series, current, measure)
  const reason = reasonText(voice, latest)
  const drawing = lineChart(voice, series, measure, `${name}. ${made.join(' ')}`)
  const source = voice.told(current.sourceFr, current.sourceEn)
  return markup`<article class="indicator"><h3>${nameOf(voice, one)}</h3>
<p class="finding">${finding(voice, latest, series)}</p>
<p>${statusMark(voice, statusOf(latest, current))}${reason !== null && ` · ${reason}`}</p>
${own ?? markup`<p>${made.join(' ')}</p>`}
${drawing !== null && markup`<div class="drawing">${drawing}</div>`}
${
  series.length > 0 &&
  table(
    voice,
    voice.say('reports_series_caption', { name }),
    [
      { head: voice.say('charts_period'), isName: true },
      { head: voice.say('charts_value'), isFigure: true },
      { head: voice.say('public_expected'), isFigure: true },
      { head: voice.say('charts_status_column') },
    ],
    series.map((cell) => [
      periodText(voice, cell.period),
      figureText(voice, cell, measure),
      isMasked(cell) ? '–' : amountText(voice, cell.expected, measure),
      isMasked(cell) || cell.reason === 'not_due' ? (reasonText(voice, cell) ?? '–') : statusMark(voice, statusOf(cell, current)),
    ]),
  )
}<div class="small">${current.definitionFr !== '' && markup`<p>${voice.told(current.definitionFr, current.definitionEn)}</p>`}
${source !== null && source !== '' && markup`<p>${voice.say('reports_source_before')} ${source}</p>`}</div></article> `
}

const COMPARABLE = ['ratio', 'mean', 'index']

/** Distance between the best and the worst place that is shown, for shares, means and indices; null where nothing compares. */
export function equityPart(voice: Voice, facts: ReportFacts): Markup | null {
  if (facts.level === null) return null
  const rows = facts.indicators.flatMap((one) => {
    const { current } = one.indicator
    if (!COMPARABLE.includes(current.unitKind)) return []
    const period = one.latest?.period
    const places = one.places.filter((cell) => cell.period === period)
    const figures = places.map((cell) => ({ code: cell.territory, period: cell.period, value: cell.value, isHidden: isMasked(cell) }))
    const gap = period === undefined ? undefined : gapsOf(figures, [period], current.direction)[0]
    if (gap === undefined || period === undefined) return []
    const measure = measureOf(current, voice.locale)
    const at = (code: string) => places.find((cell) => cell.territory === code)?.value ?? '0'
    const placed = (code: string) => markup`${placeName(voice, facts, code)} (${formatMeasure(voice.locale, at(code), measure)})`
    return [
      [
        nameOf(voice, one),
        shortPeriod(voice, period),
        placed(gap.best),
        placed(gap.worst),
        formatChange(voice.locale, '0', gap.size, measure).replace(/^\+/, ''),
        gap.hidden === 0 ? '–' : formatInteger(voice.locale, gap.hidden),
      ],
    ]
  })
  if (rows.length === 0) return null
  return markup`<p>${voice.say('curve_gap_lead')}</p>${table(
    voice,
    voice.say('reports_equity_caption', { level: voice.plain(facts.level.nameFr, facts.level.nameEn) }),
    [
      { head: voice.say('releases_indicator'), isName: true },
      { head: voice.say('charts_period') },
      { head: voice.say('reports_best') },
      { head: voice.say('reports_worst') },
      { head: voice.say('curve_gap'), isFigure: true },
      { head: voice.say('reports_hidden_places'), isFigure: true },
    ],
    rows,
  )}`
}

/** Every place of the level with its last figure. */
export function annexPart(voice: Voice, facts: ReportFacts): Markup | null {
  if (facts.level === null) return null
  const rows = facts.indicators.flatMap((one) => {
    const measure = measureOf(one.indicator.current, voice.locale)
    return one.places.map((cell) => [
      nameOf(voice, one),
      placeName(voice, facts, cell.territory),
      shortPeriod(voice, cell.period),
      figureText(voice, cell, measure),
      isMasked(cell) ? '–' : statusMark(voice, statusOf(cell, one.indicator.current)),
    ])
  })
  if (rows.length === 0) return null
  return table(
    voice,
    voice.say('reports_annex_caption', { level: voice.plain(facts.level.nameFr, facts.level.nameEn) }),
    [
      { head: voice.say('releases_indicator'), isName: true },
      { head: voice.say('releases_territory'), isName: true },
      { head: voice.say('charts_period') },
      { head: voice.say('charts_value'), isFigure: true },
      { head: voice.say('charts_status_column') },
    ],
    rows,
  )
}
