import type { KnownPeriod, Neighbour } from '#shared/progress/assemble.ts'
import { comparesWithYearBefore, isRunning } from '#shared/progress/assemble.ts'
import type { Rules } from '#shared/progress/rules.ts'
import { addMonths } from '#shared/values/calendar-date.ts'
import { periodKindOf } from '#shared/values/period.ts'

/** What is shown of one version and what has to be read besides: periods before, for trends and running totals. */
export interface VersionPlan {
  readonly rules: Rules
  readonly shown: readonly KnownPeriod[]
  /** Shown periods and their context, oldest first. */
  readonly read: readonly KnownPeriod[]
  readonly previousOf: (period: KnownPeriod) => Neighbour | null
  readonly precedingOf: (period: KnownPeriod) => Neighbour | null
}

/** The version that holds at the end of a period: the last one that had begun. */
export function versionOn(versions: readonly Rules[], day: string): Rules | null {
  return versions.reduce<Rules | null>((held, one) => (one.validFrom <= day && (held === null || one.validFrom > held.validFrom) ? one : held), null)
}

/** Periods of one kind, oldest first, and for each the one before and the one a year before. */
class Calendar {
  readonly periods: readonly KnownPeriod[]
  readonly #index: ReadonlyMap<string, number>
  readonly #byStart: ReadonlyMap<string, KnownPeriod>
  constructor(periods: readonly KnownPeriod[]) {
    this.periods = periods
    this.#index = new Map(periods.map((period, index) => [period.id, index]))
    this.#byStart = new Map(periods.map((period) => [period.startsOn, period]))
  }

  comparableBefore(period: KnownPeriod, rules: Rules): KnownPeriod | null {
    if (comparesWithYearBefore(rules)) return this.#byStart.get(addMonths(period.startsOn, -12)) ?? null
    return this.before(period, rules)
  }

  before(period: KnownPeriod, rules: Rules): KnownPeriod | null {
    if (rules.frequency === 'every_n_years') return this.#byStart.get(addMonths(period.startsOn, -12 * (rules.everyNYears ?? 1))) ?? null
    const index = this.#index.get(period.id)
    return index === undefined ? null : (this.periods[index - 1] ?? null)
  }
}

/**
 * Which figures to read: for each indicator and shown period the version that held then; never a
 * comparison or a total across two versions (domain 3.4, situation 3).
 * @param shownOf periods to show of an indicator, any kind
 * @param withBaselines also read each baseline's own period: partners start from their own figure
 */
export function planVersions(
  versions: readonly Rules[],
  periods: readonly KnownPeriod[],
  shownOf: (indicatorId: string) => readonly KnownPeriod[],
  withBaselines: boolean,
): VersionPlan[] {
  const calendars = new Map<string, Calendar>()
  const calendarOf = (kind: string) => {
    const known = calendars.get(kind) ?? new Calendar(periods.filter((period) => period.kind === kind))
    calendars.set(kind, known)
    return known
  }
  const byIndicator = Map.groupBy(versions, (rules) => rules.indicatorId)
  const plans: VersionPlan[] = []
  for (const [indicatorId, ofIndicator] of byIndicator) {
    const shownByVersion = Map.groupBy(shownOf(indicatorId), (period) => versionOn(ofIndicator, period.endsOn))
    for (const [rules, shown] of shownByVersion) {
      if (rules === null || shown.length === 0) continue
      const neighbour = (before: KnownPeriod | null) =>
        before === null ? null : { period: before, isOtherVersion: versionOn(ofIndicator, before.endsOn) !== rules }
      const previousOf = (period: KnownPeriod) => neighbour(calendarOf(period.kind).comparableBefore(period, rules))
      const precedingOf = (period: KnownPeriod) => neighbour(calendarOf(period.kind).before(period, rules))
      const read = new Map(shown.map((period) => [period.id, period]))
      const add = (period: KnownPeriod) => read.set(period.id, period)
      for (const period of shown) {
        const previous = previousOf(period)
        if (previous !== null && !previous.isOtherVersion) add(previous.period)
      }
      if (isRunning(rules)) {
        const last = shown[shown.length - 1] as KnownPeriod
        for (const period of calendarOf(periodKindOf(rules.frequency)).periods) {
          if (period.endsOn <= last.endsOn && versionOn(ofIndicator, period.endsOn) === rules) add(period)
        }
      }
      if (withBaselines && rules.targets.some((target) => target.partnerId !== null)) {
        const starts = new Set([...rules.baselines.values()].map((baseline) => baseline.period?.code))
        for (const period of periods) if (starts.has(period.code)) add(period)
      }
      plans.push({ rules, shown, previousOf, precedingOf, read: [...read.values()].sort((a, b) => (a.endsOn < b.endsOn ? -1 : a.endsOn > b.endsOn ? 1 : 0)) })
    }
  }
  return plans
}
