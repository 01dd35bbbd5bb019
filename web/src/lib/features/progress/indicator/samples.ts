/** Figures for tests of this folder. */
import type { ProgressCell } from '#shared/progress/contract.ts'

/** A reported figure of the whole; what is not said is absent. */
export function cellOf(change: Partial<ProgressCell>): ProgressCell {
  return {
    indicator: 'I',
    territory: 'R',
    level: 'region',
    partner: null,
    period: '2026-Q2',
    category: 'TOTAL',
    value: '1',
    lower: null,
    upper: null,
    additivity: null,
    numerator: null,
    denominator: null,
    n: null,
    presence: 'reported',
    coverage: '1',
    baseline: null,
    target: null,
    expected: null,
    progress: null,
    status: 'no_data',
    reason: 'trajectory',
    flags: [],
    ratio: null,
    periodValue: null,
    computed: null,
    previous: null,
    previousPeriod: null,
    trend: null,
    ...change,
  }
}

/** Figures of quarter after quarter, from the third of 2023. */
export function quarterly(values: readonly (string | null)[], change: Partial<ProgressCell> = {}): ProgressCell[] {
  return values.map((value, index) => {
    const quarter = 2 + index
    return cellOf({ value, presence: value === null ? 'missing' : 'reported', period: `${2023 + Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`, ...change })
  })
}
