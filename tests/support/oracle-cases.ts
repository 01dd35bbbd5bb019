import fc from 'fast-check'
import { naiveCells, type ModelFigure } from './naive-cells.ts'
import type { OracleFigure, OracleRules } from './oracle.ts'
import type { CellComponents, Presence } from '#shared/progress/components.ts'

/** One random initiative: a tree of territories, partners, periods, one indicator and its figures. */
export interface OracleCase {
  readonly rules: OracleRules
  /** Parent of each territory; the first is the top. */
  readonly parents: readonly number[]
  readonly periods: number
  readonly figures: readonly OracleFigure[]
  /** Measured share of people counted twice. */
  readonly rate: string | null
}

const overlap = fc.constantFrom('none' as const, 'possible' as const, 'unknown' as const)

export const rulesArbitrary: fc.Arbitrary<OracleRules> = fc
  .record({
    unitKind: fc.constantFrom(
      'count' as const,
      'count' as const,
      'count' as const,
      'ratio' as const,
      'ratio' as const,
      'mean' as const,
      'currency' as const,
      'milestone' as const,
      'index' as const,
    ),
    countingUnit: fc.constantFrom('persons' as const, 'households' as const, 'events' as const, 'things' as const),
    temporalKind: fc.constantFrom('flow' as const, 'flow' as const, 'stock' as const, 'snapshot' as const),
    accumulation: fc.constantFrom('per_period' as const, 'per_period' as const, 'year_to_date' as const, 'since_start' as const),
    periodsDistinct: fc.boolean(),
    partsUnknown: fc.constantFrom(false, false, true),
    denominatorShared: fc.boolean(),
    overlapPartners: overlap,
    overlapTerritories: overlap,
    direction: fc.constantFrom('increase' as const, 'decrease' as const),
  })
  .map((rules) => ({
    ...rules,
    countingUnit: rules.unitKind === 'currency' ? ('money' as const) : rules.countingUnit,
    accumulation: rules.temporalKind === 'flow' ? rules.accumulation : ('per_period' as const),
    partsUnknown: rules.unitKind === 'ratio' && rules.partsUnknown,
    denominatorShared: rules.unitKind === 'ratio' && rules.denominatorShared,
  }))

interface Draw {
  territory: number
  period: number
  partner: number
  direct: boolean
  presence: OracleFigure['presence']
  a: number
  b: number
  large: boolean
  bare: boolean
  yes: boolean
}

const draw = (territories: number, periods: number): fc.Arbitrary<Draw> =>
  fc.record({
    territory: fc.nat(territories - 1),
    period: fc.nat(periods - 1),
    partner: fc.integer({ min: -1, max: 2 }),
    direct: fc.constantFrom(false, false, false, true),
    presence: fc.constantFrom(
      'reported' as const,
      'reported' as const,
      'reported' as const,
      'reported' as const,
      'missing' as const,
      'not_applicable' as const,
      'not_expected' as const,
    ),
    a: fc.nat(900),
    b: fc.nat(900),
    large: fc.constantFrom(false, false, false, true),
    bare: fc.constantFrom(false, false, true),
    yes: fc.boolean(),
  })

const NONE = { value: null, numerator: null, denominator: null, n: null, yes: null }

/** A figure of the indicator's kind from plain numbers. */
function figureOf(rules: OracleRules, one: Draw): OracleFigure {
  const staysApart = rules.unitKind === 'index' || rules.partsUnknown
  const direct = one.direct || staysApart
  const place = {
    territory: one.territory,
    period: one.period,
    partner: direct && !staysApart ? -1 : one.partner,
    isDirectTotal: direct,
    presence: one.presence,
  }
  if (one.presence !== 'reported') return { ...place, ...NONE }
  const whole = one.large ? String(99_000_000_000_000 + one.a) : String(one.a)
  const decimals = one.large ? `${one.a}${one.b}.${one.b + 1}`.replace(/^0+(?=\d)/, '') : (one.a / 4).toString()
  switch (rules.unitKind) {
    case 'count':
      return { ...place, ...NONE, value: whole }
    case 'currency':
      return { ...place, ...NONE, value: decimals }
    case 'index':
      return { ...place, ...NONE, value: decimals }
    case 'mean':
      return { ...place, ...NONE, value: decimals, n: one.bare ? null : String(one.b + 1) }
    case 'milestone':
      return { ...place, ...NONE, yes: one.yes }
    case 'ratio': {
      if (rules.partsUnknown) return { ...place, ...NONE, value: `0.${one.a}` }
      // Partners who share a denominator report the same one.
      const denominator = rules.denominatorShared && !direct ? (one.territory + 1) * 100 + one.period : one.b + 1
      return { ...place, ...NONE, numerator: String(one.a), denominator: String(denominator) }
    }
  }
}

/** Figures of one place, one period and one partner are one; a total entered directly is one more. */
function distinct(figures: readonly OracleFigure[]): OracleFigure[] {
  return [...new Map(figures.map((figure) => [`${figure.territory} ${figure.period} ${figure.partner}`, figure])).values()]
}

/** Cases over a fixed tree, or over random ones of up to seven territories. */
export function caseArbitrary(fixedParents?: readonly number[]): fc.Arbitrary<OracleCase> {
  const trees =
    fixedParents === undefined
      ? fc.array(fc.nat(5), { maxLength: 6 }).map((list) => [-1, ...list.map((parent, index) => parent % (index + 1))])
      : fc.constant(fixedParents)
  return fc
    .tuple(rulesArbitrary, trees, fc.integer({ min: 1, max: 4 }))
    .chain(([rules, parents, periods]) =>
      fc.record({
        rules: fc.constant(rules),
        parents: fc.constant(parents),
        periods: fc.constant(periods),
        figures: fc.array(draw(parents.length, periods), { maxLength: 24 }).map((list) => distinct(list.map((one) => figureOf(rules, one)))),
        rate: fc.constantFrom(null, null, '0.3', '0.05', '0.999', '0'),
      }),
    )
}

export const VERSION = 'v'
export const territoryId = (index: number) => `t${index}`
export const periodId = (index: number) => `p${index}`

/** The components of every cell of a case, from the model of the tables. */
export function componentsOf({ rules, parents, periods, figures }: OracleCase): Map<string, CellComponents> {
  const model = naiveCells({
    versions: [
      {
        id: VERSION,
        weighs: rules.unitKind === 'ratio' || rules.unitKind === 'mean' || rules.unitKind === 'index',
        keepsApart: rules.unitKind === 'index' || rules.partsUnknown,
        denominatorShared: rules.denominatorShared,
        overlapPartners: rules.overlapPartners !== 'none',
        overlapTerritories: rules.overlapTerritories !== 'none',
      },
    ],
    periods: Array.from({ length: periods }, (_, index) => ({ id: periodId(index), endsOn: `2026-0${index + 1}-28` })),
    territories: parents.map((_, index) => territoryId(index)),
    parentOf: Object.fromEntries(parents.map((parent, index) => [territoryId(index), parent < 0 ? null : territoryId(parent)])),
    figures: figures.map((figure, index): ModelFigure => ({
      version: VERSION,
      territory: territoryId(figure.territory),
      period: periodId(figure.period),
      partner: figure.partner < 0 ? null : `P${figure.partner}`,
      category: 'TOTAL',
      state: 'validated',
      presence: figure.presence,
      direct: figure.isDirectTotal,
      flags: [],
      id: String(index).padStart(4, '0'),
      value: figure.value,
      numerator: figure.numerator,
      denominator: figure.denominator,
      n: figure.n,
      bool: figure.yes,
    })),
    owed: [],
    sets: new Set(Array.from({ length: periods }, (_, index) => `${VERSION} ${periodId(index)}`)),
  })
  return new Map([...model].filter(([key]) => key.endsWith(' validated TOTAL')).map(([key, row]) => [key.split(' ').slice(1, 3).join(' '), cellOf(row)]))
}

/** A row of the table `cells` as the product's functions read it. */
export function cellOf(row: Record<string, unknown>): CellComponents {
  const text = (name: string) => row[name] as string | null
  const count = (name: string) => Number(row[name])
  return {
    sumValue: text('sum_value'),
    sumNumerator: text('sum_numerator'),
    sumDenominator: text('sum_denominator'),
    sumValueN: text('sum_value_n'),
    sumN: text('sum_n'),
    lowerBound: text('lower_bound'),
    upperBound: text('upper_bound'),
    yesCount: count('yes_count'),
    noCount: count('no_count'),
    reportedCount: count('reported_count'),
    missingCount: count('missing_count'),
    notApplicableCount: count('not_applicable_count'),
    notExpectedCount: count('not_expected_count'),
    weightMissingCount: count('weight_missing_count'),
    ownValue: text('own_value'),
    ownNumerator: text('own_numerator'),
    ownDenominator: text('own_denominator'),
    ownN: text('own_n'),
    ownBool: row.own_bool as boolean | null,
    ownPresence: row.own_presence as Presence | null,
    expectedWeight: text('expected_weight') ?? '0',
    receivedWeight: text('received_weight') ?? '0',
    flags: row.flags as string[],
  }
}
