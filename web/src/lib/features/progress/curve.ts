import { formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { isIncomplete } from '#shared/progress/finding.ts'
import { presenceOf, type ShownPresence } from '#shared/progress/masked.ts'

/** One position on the axis of time. */
export interface Step {
  readonly code: string
  readonly label: string
  readonly short: string
}

export interface Curve {
  readonly axis: readonly Step[]
  readonly points: readonly {
    x: Step
    value: string | null
    lower: string | null
    upper: string | null
    presence: ShownPresence
    isProvisional: boolean
    isRevised: boolean
    isIncomplete: boolean
  }[]
  readonly baseline: { x: Step; value: string } | null
  readonly target: readonly { x: Step; value: string }[]
  /** Points of before: replaced, or of a former definition. */
  readonly former: readonly { x: Step; value: string }[]
  readonly breaks: readonly { x: Step; label: string }[]
}

interface PeriodSpan {
  readonly code: string
  readonly startsOn: string
  readonly endsOn: string
  readonly kind: string
}

/**
 * The curve of one territory: figures in the order of time, its baseline, the target's path and the
 * breaks where another definition or another territory begins.
 * @param detail the indicator with its baselines, targets and versions
 * @param cells figures of this territory, oldest first
 * @param changes days on which the territory changed, with what happened
 * @param isWhole whether the territory is the whole initiative: targets for the whole are its own alone
 */
export function curveOf(
  detail: IndicatorDetail,
  cells: readonly ProgressCell[],
  periods: readonly PeriodSpan[],
  territory: string,
  isWhole: boolean,
  changes: readonly { on: string; label: string }[],
  locale: Locale,
): Curve {
  const span = new Map(periods.map((period) => [period.code, period]))
  const startOf = (code: string) => span.get(code)?.startsOn ?? '9999'
  const baseline = detail.baselines.find((one) => one.territoryCode === territory && one.category === 'TOTAL' && one.periodCode !== null)
  const common = detail.targetPoints.filter((one) => one.partnerCode === null && one.category === 'TOTAL')
  const ofPlace = (points: typeof common) => {
    const own = points.filter((one) => one.scope === 'one' && one.territoryCode === territory)
    return own.length > 0 ? own : points.filter((one) => one.scope === 'each' || (one.scope === 'whole' && isWhole))
  }
  const holds = (one: (typeof common)[number]) => one.supersededOn === null && one.versionNumber === detail.current.number
  const targets = ofPlace(common.filter(holds))
  const former = ofPlace(common.filter((one) => !holds(one)))
  const kind = span.get(cells[cells.length - 1]?.period ?? '')?.kind
  const shown = new Set([
    ...cells.map((cell) => cell.period),
    ...targets.map((one) => one.periodCode),
    ...former.map((one) => one.periodCode),
    ...(baseline?.periodCode ? [baseline.periodCode] : []),
  ])
  // Every period from the last figure to the last target stands on the axis, so that the path to it is straight.
  const last = startOf(cells[cells.length - 1]?.period ?? '')
  const end = [...shown].map(startOf).sort().at(-1) ?? ''
  const between = periods.filter((period) => period.kind === kind && period.startsOn > last && period.startsOn <= end)
  const codes = new Set([...shown, ...between.map((period) => period.code)])
  const axis = [...codes]
    .sort((a, b) => startOf(a).localeCompare(startOf(b)))
    .map((code) => ({ code, label: formatPeriod(locale, code), short: formatPeriod(locale, code, 'short') }))
  const at = new Map(axis.map((step) => [step.code, step]))
  const step = (code: string) => at.get(code) as Step
  // A release tells the starting point beside its figures, or hides it with them.
  const isReleased = cells.some((cell) => cell.mask !== undefined)
  const baselineValue = cells.find((cell) => cell.baseline !== null)?.baseline ?? (isReleased ? null : (baseline?.value ?? null))
  const redefined = detail.versions
    .filter((version) => version.number > 1)
    .flatMap((version) => {
      const first = cells.find((cell) => startOf(cell.period) >= version.validFrom)
      return first === undefined ? [] : [{ x: step(first.period), label: (locale === 'en' ? version.changeReasonEn : null) ?? version.changeReasonFr ?? '' }]
    })
  // A change of territory is drawn where the API says that nothing before compares.
  const reshaped = cells
    .filter((cell) => cell.flags.includes('break') && !redefined.some((one) => one.x.code === cell.period))
    .map((cell) => {
      const change = changes.filter((one) => one.on <= (span.get(cell.period)?.endsOn ?? '')).at(-1)
      return { x: step(cell.period), label: change?.label ?? '' }
    })
  const breaks = [...redefined, ...reshaped].sort((a, b) => startOf(a.x.code).localeCompare(startOf(b.x.code)))
  return {
    axis,
    points: cells.map((cell) => ({
      x: step(cell.period),
      value: cell.value,
      lower: cell.lower,
      upper: cell.upper,
      presence: presenceOf(cell),
      isProvisional: cell.flags.includes('P'),
      isRevised: cell.flags.includes('R'),
      isIncomplete: isIncomplete(cell),
    })),
    baseline: baseline?.periodCode && baselineValue !== null ? { x: step(baseline.periodCode), value: baselineValue } : null,
    former: former.map((one) => ({ x: step(one.periodCode), value: one.value })),
    target: targets.map((one) => ({ x: step(one.periodCode), value: one.value })).sort((a, b) => startOf(a.x.code).localeCompare(startOf(b.x.code))),
    breaks,
  }
}
