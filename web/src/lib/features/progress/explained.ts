import { formatChange, formatDate, formatMeasure, formatNumber, formatPercent, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { IndicatorDetail, IndicatorVersion } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { explain } from '#shared/progress/explain.ts'
import { isPartial } from '#shared/progress/partial.ts'
import { targetsOf, type PlacedTarget, type TargetRule } from '#shared/progress/rules.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import type { Period } from '#shared/values/period.ts'
import { reasonWord, STATUS_WORDS } from '#lib/ui/words.ts'

interface Subject {
  readonly detail: IndicatorDetail
  readonly version: IndicatorVersion
  readonly cell: ProgressCell
  readonly place: { readonly code: string; readonly isTop: boolean }
  readonly periods: ReadonlyMap<string, Period>
  readonly measure: Measure
  readonly locale: Locale
}

export interface ExplainedInput {
  readonly key: string
  readonly name: string
  readonly value: string
  readonly period: string
  /** Who decided, when, by which decision, why, from which source: one sentence each. */
  readonly said: readonly string[]
}

/** The target points that hold for the figure, placed on the path from the starting point. */
export function pathOf({ detail, version, cell, place, periods }: Omit<Subject, 'measure' | 'locale'>): {
  readonly points: readonly PlacedTarget[]
  readonly baseline: IndicatorDetail['baselines'][number] | undefined
} {
  const baseline = detail.baselines.find((one) => one.versionNumber === version.number && one.territoryCode === place.code && one.category === cell.category)
  const baselinePeriod = baseline?.periodCode == null ? null : (periods.get(baseline.periodCode) ?? null)
  const targets = detail.targetPoints
    .filter((one) => one.versionNumber === version.number)
    .flatMap((one): TargetRule[] => {
      const period = periods.get(one.periodCode)
      if (period === undefined) return []
      const { scope, territoryCode, partnerCode, category, decidedOn, supersededOn } = one
      return [{ scope, territoryId: territoryCode, partnerId: partnerCode, category, value: decimal(one.value), period, decidedOn, supersededOn }]
    })
    .sort((a, b) => a.period.endsOn.localeCompare(b.period.endsOn))
  const on = periods.get(cell.period)?.endsOn ?? ''
  const rules = { targets, placed: new Map<string, readonly PlacedTarget[]>() }
  return {
    points: targetsOf(rules, { id: place.code, isTop: place.isTop, isAboveTop: false }, cell.partner, cell.category, { period: baselinePeriod }, on),
    baseline,
  }
}

/** The sum of a status, line by line, each with the figures that it was done with. */
export function sumOf({ version, cell, measure, locale }: Subject, points: readonly PlacedTarget[], period: Period, baselinePeriod: Period | null): string[] {
  const text = (value: string | null) => (value === null ? '' : formatMeasure(locale, value, measure))
  const apart = (value: string) => formatChange(locale, '0', value, measure).replace(/^[+−-]/, '')
  // A share close to a threshold is told with one more decimal, so that it is not rounded across it (domain 3.7).
  const share = (value: string) => {
    const isClose = [version.onTrackRatio, version.watchRatio].some((limit) => decimal(value).minus(limit).abs().lte('0.01'))
    return formatPercent(locale, value, { decimals: isClose ? 1 : 0 })
  }
  const told = explain(cell, { direction: version.direction, tolerance: version.tolerance, period, baselinePeriod, points })
  const lines: string[] = []
  if (told.isOtherPath && told.expected !== null && points.length > 0) lines.push(m.explain_other_path())
  if (told.stretch !== null && told.ordinal !== null && told.expected !== null) {
    const { from, to } = told.stretch
    const steps = { steps: formatNumber(locale, String(told.ordinal - from.ordinal)), all: formatNumber(locale, String(to.ordinal - from.ordinal)) }
    lines.push(m.explain_expected_why())
    lines.push(
      m.explain_expected({ period: formatPeriod(locale, cell.period), from: text(from.value), to: text(to.value), ...steps, expected: text(told.expected) }),
    )
  } else if (told.expected !== null && told.step !== 'target_met' && cell.status !== 'no_data')
    lines.push(m.explain_expected_plain({ period: formatPeriod(locale, cell.period), expected: text(told.expected) }))
  const numbers = { value: text(cell.value), baseline: text(cell.baseline), expected: text(told.expected) }
  const tolerance = told.tolerance === null ? '' : apart(told.tolerance)
  if (told.step === 'ratio' || told.step === 'within_tolerance') {
    if (told.ratio !== null) lines.push(m.explain_ratio({ ...numbers, ratio: share(told.ratio) }))
    const behind = told.behind ?? '0'
    if (decimal(behind).isZero()) lines.push(m.explain_gap_none())
    else if (decimal(behind).isNegative()) lines.push(m.explain_gap_ahead({ ahead: apart(behind) }))
    else if (told.step === 'within_tolerance') lines.push(m.explain_gap_within({ behind: apart(behind), tolerance }))
    else lines.push(m.explain_gap({ behind: apart(behind), tolerance }))
  }
  if (told.step === 'target_met') lines.push(m.explain_met({ value: numbers.value, target: text(cell.target) }))
  if (told.step === 'hold') lines.push(m.explain_hold({ tolerance }))
  if (told.step === 'before_first_step') lines.push(m.explain_before())
  if (told.step === 'band') {
    if (version.maintainLo !== null && version.maintainHi !== null)
      lines.push(m.explain_band({ low: text(version.maintainLo), high: text(version.maintainHi) }))
    else lines.push(m.explain_band_one({ bound: text(cell.target) }))
  }
  if (told.step === 'milestone') lines.push(m.explain_milestone({ status: reasonWord(cell.reason) ?? '' }))
  if (cell.status === 'no_data') {
    if (cell.reason === 'no_target') lines.push(m.explain_no_target())
    else if (cell.reason === 'no_baseline') lines.push(m.explain_no_baseline())
    else if (cell.value === null) lines.push(m.explain_no_value({ reason: reasonWord(cell.reason) ?? '' }))
    else lines.push(m.explain_no_state({ reason: reasonWord(cell.reason) ?? '' }))
  }
  const state = cell.reason === 'target_met' ? 'target_met' : cell.status
  const reason = reasonWord(cell.reason)
  if (cell.status !== 'no_data')
    lines.push(m.explain_decision({ status: STATUS_WORDS[state](), reason: reason === undefined ? '' : m.indicator_because({ reason }) }))
  return lines
}

/** What makes a figure weak, in words: too early, stale, incomplete, fragile are never a colour alone. */
export function cautionsOf({ version, cell, measure, locale }: Subject): string[] {
  const has = (flag: string) => cell.flags.includes(flag)
  const share = cell.coverage === null ? '' : formatPercent(locale, cell.coverage, { decimals: 0 })
  const text = (value: string | null) => (value === null ? '' : formatMeasure(locale, value, measure))
  return [
    ...(['not_due', 'baseline', 'before_first_step'].includes(cell.reason) ? [m.explain_caution_early()] : []),
    ...(has('fragile') ? [m.explain_caution_fragile({ minimum: formatNumber(locale, String(version.minDenominator)) })] : []),
    ...(has('incomplete') ? [m.explain_caution_incomplete({ share, minimum: formatPercent(locale, version.minCoverage, { decimals: 0 }) })] : []),
    ...(!has('incomplete') && cell.coverage !== null && decimal(cell.coverage).lt(1) ? [m.explain_caution_partial({ share })] : []),
    ...(has('stale') ? [m.explain_caution_stale()] : []),
    ...(has('P') ? [m.explain_caution_provisional()] : []),
    ...(has('break') ? [m.explain_caution_break()] : []),
    ...(cell.lower !== null && cell.upper !== null && cell.lower !== cell.upper
      ? [(isPartial(cell) ? m.explain_caution_range_partial : m.explain_caution_range)({ lower: text(cell.lower), upper: text(cell.upper) })]
      : []),
  ]
}

interface Decided {
  readonly decision: string | null
  readonly decidedBy: string | null
  readonly decidedOn: string | null
  readonly reasonFr: string | null
  readonly reasonEn: string | null
  readonly setBy: string | null
}

function decisionOf(one: Decided, locale: Locale): string[] {
  const reason = locale === 'en' ? (one.reasonEn ?? one.reasonFr) : one.reasonFr
  return [
    ...(one.decidedBy === null ? [] : [m.explain_by({ who: one.decidedBy })]),
    ...(one.decidedOn === null ? [] : [m.explain_on({ date: formatDate(locale, one.decidedOn) })]),
    ...(one.decision === null ? [] : [one.decision]),
    ...(one.setBy === null ? [] : [m.explain_recorded({ who: one.setBy })]),
    ...(reason === null ? [] : [reason]),
  ]
}

/** The numbers a status was decided from: starting point, target points in order, with who set each and when. */
export function inputsOf({ detail, version, cell, place, measure, locale }: Subject, points: readonly PlacedTarget[]): ExplainedInput[] {
  const text = (value: string) => formatMeasure(locale, value, measure)
  const baseline = detail.baselines.find((one) => one.versionNumber === version.number && one.territoryCode === place.code && one.category === cell.category)
  const source = baseline === undefined ? null : locale === 'en' ? (baseline.sourceEn ?? baseline.sourceFr) : baseline.sourceFr
  const rows: ExplainedInput[] = []
  if (cell.baseline !== null)
    rows.push({
      key: 'baseline',
      name: m.explain_input_baseline(),
      value: text(cell.baseline),
      period: baseline?.periodCode == null ? '' : formatPeriod(locale, baseline.periodCode),
      said: baseline === undefined ? [] : [...decisionOf(baseline, locale), ...(source === null ? [] : [source])],
    })
  if (cell.value !== null)
    rows.push({ key: 'value', name: m.explain_input_value(), value: text(cell.value), period: formatPeriod(locale, cell.period), said: partsOf(cell, locale) })
  points.forEach((point, index) => {
    const known = detail.targetPoints.find(
      (one) =>
        one.versionNumber === version.number && one.periodCode === point.period.code && decimal(one.value).eq(point.value) && one.category === cell.category,
    )
    rows.push({
      key: `target ${point.period.code} ${point.text}`,
      name: index === points.length - 1 ? m.explain_input_target_last() : m.explain_input_target(),
      value: text(toText(point.value)),
      period: formatPeriod(locale, point.period.code),
      said:
        known === undefined
          ? []
          : [...decisionOf(known, locale), ...(known.supersededOn === null ? [] : [m.explain_replaced({ date: formatDate(locale, known.supersededOn) })])],
    })
  })
  return rows
}

function partsOf(cell: ProgressCell, locale: Locale): string[] {
  if (cell.numerator === null || cell.denominator === null) return []
  return [m.progress_parts({ numerator: formatNumber(locale, cell.numerator), denominator: formatNumber(locale, cell.denominator) })]
}
