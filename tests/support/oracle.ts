/**
 * What a total must be, worked out from domain 3.4 alone: exact fractions on whole numbers, every figure
 * looked at each time, nothing shared with the product. Slow, short and meant to be read beside the table.
 */

/** An exact fraction; the divisor is positive. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
function make(n: bigint, d: bigint): Fraction {
  const by = gcd(n, d) || 1n
  return d < 0n ? { n: -n / by, d: -d / by } : { n: n / by, d: d / by }
}
export function read(text: string): Fraction {
  const [whole = '', part = ''] = text.split('.')
  return make(BigInt(`${whole}${part}`), 10n ** BigInt(part.length))
}
const plus = (a: Fraction, b: Fraction) => make(a.n * b.d + b.n * a.d, a.d * b.d)
const times = (a: Fraction, b: Fraction) => make(a.n * b.n, a.d * b.d)
const over = (a: Fraction, b: Fraction) => make(a.n * b.d, a.d * b.n)
const larger = (a: Fraction, b: Fraction) => (a.n * b.d >= b.n * a.d ? a : b)
const smaller = (a: Fraction, b: Fraction) => (larger(a, b) === a ? b : a)
const ONE = make(1n, 1n)

const sum = (all: readonly Fraction[]) => (all.length === 0 ? null : all.reduce(plus))
const most = (all: readonly Fraction[]) => (all.length === 0 ? null : all.reduce(larger))

/** Twelve decimals, half away from zero, no zeros at the end: what a reader of the API gets. */
export function write(value: Fraction): string {
  const negative = value.n < 0n
  const scaled = (negative ? -value.n : value.n) * 10n ** 12n
  let digits = scaled / value.d
  if ((scaled % value.d) * 2n >= value.d) digits += 1n
  const text = digits.toString().padStart(13, '0')
  const plain = `${text.slice(0, -12)}.${text.slice(-12)}`.replace(/\.?0+$/, '')
  return negative && plain !== '0' ? `-${plain}` : plain
}

export interface OracleRules {
  readonly unitKind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  readonly countingUnit: 'persons' | 'households' | 'events' | 'things' | 'money'
  readonly temporalKind: 'flow' | 'stock' | 'snapshot'
  readonly accumulation: 'per_period' | 'year_to_date' | 'since_start'
  readonly periodsDistinct: boolean
  readonly partsUnknown: boolean
  readonly denominatorShared: boolean
  readonly overlapPartners: 'none' | 'possible' | 'unknown'
  readonly overlapTerritories: 'none' | 'possible' | 'unknown'
  readonly direction: 'increase' | 'decrease'
}

export interface OracleFigure {
  readonly territory: number
  readonly period: number
  /** −1: nobody's, of a whole community. */
  readonly partner: number
  /** Entered for the territory as a whole. */
  readonly isDirectTotal: boolean
  readonly presence: 'reported' | 'missing' | 'not_applicable' | 'not_expected'
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
  readonly yes: boolean | null
}

/** What is known of one territory in one period, before anything is divided. */
interface Known {
  own: boolean
  value: Fraction | null
  lower: Fraction | null
  upper: Fraction | null
  numerator: Fraction | null
  denominator: Fraction | null
  weighted: Fraction | null
  n: Fraction | null
  yes: bigint
  no: bigint
  withoutWeight: boolean
}

/** A total as the product must give it. */
export interface OracleTotal {
  readonly value: Fraction | null
  readonly lower: Fraction | null
  readonly upper: Fraction | null
  readonly numerator: Fraction | null
  readonly denominator: Fraction | null
  readonly n: Fraction | null
  readonly isOwn: boolean
  readonly withoutWeight: boolean
}

const given = (all: readonly (Fraction | null)[]) => all.filter((one) => one !== null)
const parse = (text: string | null) => (text === null ? null : read(text))

/** A figure entered for the whole: it stands for everything below it. */
function ofOwn(figure: OracleFigure): Known {
  const [value, numerator, denominator, n] = [parse(figure.value), parse(figure.numerator), parse(figure.denominator), parse(figure.n)]
  return {
    own: true,
    value,
    lower: value,
    upper: value,
    numerator,
    denominator: numerator === null ? null : denominator,
    weighted: value !== null && n !== null ? times(value, n) : null,
    n: value !== null ? n : null,
    yes: figure.yes === true ? 1n : 0n,
    no: figure.yes === false ? 1n : 0n,
    withoutWeight: value !== null && n === null,
  }
}

/** The figure entered for the whole; where partners have shares without parts, or indices, side by side, none of theirs is. */
function wholeOf(rules: OracleRules, figures: readonly OracleFigure[], territory: number, period: number): OracleFigure | undefined {
  const entered = figures.filter((one) => one.territory === territory && one.period === period && one.isDirectTotal)
  const reported = entered.filter((one) => one.presence === 'reported')
  const nobodys = reported.find((one) => one.partner < 0)
  const parties = new Set(entered.filter((one) => one.partner >= 0 && ['reported', 'missing'].includes(one.presence)).map((one) => one.partner))
  const areKeptApart = (rules.unitKind === 'index' || rules.partsUnknown) && parties.size > 1
  return nobodys ?? (areKeptApart ? undefined : reported[0])
}

/** Everything that the figures of a territory and of those below it make (columns 1 and 2 of the table). */
function knownOf(rules: OracleRules, figures: readonly OracleFigure[], parents: readonly number[], territory: number, period: number): Known {
  const direct = wholeOf(rules, figures, territory, period)
  return direct === undefined ? computedOf(rules, figures, parents, territory, period) : ofOwn(direct)
}

function computedOf(rules: OracleRules, figures: readonly OracleFigure[], parents: readonly number[], territory: number, period: number): Known {
  const partners = figures.filter((one) => one.territory === territory && one.period === period && one.presence === 'reported' && !one.isDirectTotal)
  const children = parents.flatMap((parent, child) => (parent === territory ? [knownOf(rules, figures, parents, child, period)] : []))
  const values = given(partners.map((one) => parse(one.value)))
  const denominators = given(partners.map((one) => (one.numerator === null ? null : parse(one.denominator))))
  const weighed = partners.filter((one) => one.value !== null && one.n !== null)

  const ofPartners = rules.overlapPartners === 'none' ? sum(values) : most(values)
  const lowers = given(children.map((one) => one.lower))
  const ofChildren = rules.overlapTerritories === 'none' ? sum(lowers) : most(lowers)
  // A parent's own activity may meet the people of its parts, unless nobody is ever counted twice.
  const overlaps = rules.overlapPartners !== 'none' || rules.overlapTerritories !== 'none'
  const upper = sum(given([sum(values), ...children.map((one) => one.upper)]))
  return {
    own: false,
    value: sum(given([sum(values), ...children.map((one) => one.value)])),
    lower: overlaps ? most(given([ofPartners, ofChildren])) : upper,
    upper,
    numerator: sum(given([...partners.map((one) => parse(one.numerator)), ...children.map((one) => one.numerator)])),
    denominator: sum(given([rules.denominatorShared ? most(denominators) : sum(denominators), ...children.map((one) => one.denominator)])),
    weighted: sum(given([...weighed.map((one) => times(read(one.value ?? '0'), read(one.n ?? '0'))), ...children.map((one) => one.weighted)])),
    n: sum(given([...weighed.map((one) => parse(one.n)), ...children.map((one) => one.n)])),
    yes: BigInt(partners.filter((one) => one.yes === true).length) + children.reduce((all, one) => all + one.yes, 0n),
    no: BigInt(partners.filter((one) => one.yes === false).length) + children.reduce((all, one) => all + one.no, 0n),
    withoutWeight: partners.some((one) => one.value !== null && one.n === null) || children.some((one) => one.withoutWeight),
  }
}

const EMPTY: OracleTotal = { value: null, lower: null, upper: null, numerator: null, denominator: null, n: null, isOwn: false, withoutWeight: false }

function ownTotal(rules: OracleRules, known: Known, figure: OracleFigure): OracleTotal {
  const { numerator, denominator } = known
  const quotient = numerator !== null && denominator !== null ? over(numerator, denominator) : null
  const value = rules.unitKind === 'milestone' ? make(known.yes, 1n) : (quotient ?? known.value)
  return { ...EMPTY, value, numerator, denominator, n: parse(figure.n), isOwn: true }
}

/**
 * The figure of one territory in one period.
 * @param rate measured share of people counted twice, or null
 */
export function totalOf(
  rules: OracleRules,
  figures: readonly OracleFigure[],
  parents: readonly number[],
  territory: number,
  period: number,
  rate: string | null,
): OracleTotal {
  const direct = wholeOf(rules, figures, territory, period)
  const known = knownOf(rules, figures, parents, territory, period)
  if (direct !== undefined) return ownTotal(rules, known, direct)
  const { value, lower, upper, numerator, denominator, weighted, n, yes, no } = known
  switch (rules.unitKind) {
    case 'count': {
      const isPeople = rules.countingUnit === 'persons' || rules.countingUnit === 'households'
      if (!isPeople || (rules.overlapPartners === 'none' && rules.overlapTerritories === 'none')) return { ...EMPTY, value }
      if (lower === null || upper === null) return EMPTY
      const estimate = rate === null ? null : smaller(upper, larger(lower, times(upper, plus(ONE, times(make(-1n, 1n), read(rate))))))
      return { ...EMPTY, value: estimate ?? (rules.direction === 'increase' ? lower : upper), lower, upper }
    }
    case 'currency':
      return { ...EMPTY, value }
    case 'ratio':
      if (rules.partsUnknown || numerator === null || denominator === null) return EMPTY
      return { ...EMPTY, value: over(numerator, denominator), numerator, denominator }
    case 'mean':
      return { ...EMPTY, value: weighted === null || n === null ? null : over(weighted, n), n, withoutWeight: known.withoutWeight }
    case 'milestone':
      if (yes + no === 0n) return EMPTY
      return { ...EMPTY, value: make(yes, yes + no), numerator: make(yes, 1n), denominator: make(yes + no, 1n) }
    case 'index':
      return EMPTY
  }
}

/** The figure of one territory over all periods, oldest first (column 3 of the table); missing ones are left out, never zero. */
export function overPeriods(rules: OracleRules, totals: readonly OracleTotal[]): Fraction | null {
  const there = totals.filter((one) => one.value !== null)
  const last = there.at(-1)?.value ?? null
  const values = given(there.map((one) => one.value))
  const isPeople = rules.countingUnit === 'persons' || rules.countingUnit === 'households'
  switch (rules.unitKind) {
    case 'count':
      if (rules.temporalKind !== 'flow' || rules.accumulation !== 'per_period') return last
      return isPeople && !rules.periodsDistinct ? null : sum(values)
    case 'currency':
      return rules.temporalKind === 'flow' && rules.accumulation === 'per_period' ? sum(values) : last
    case 'ratio': {
      if (rules.partsUnknown || rules.temporalKind !== 'flow' || rules.accumulation !== 'per_period') return last
      const numerator = sum(given(there.map((one) => one.numerator)))
      const denominator = sum(given(there.map((one) => one.denominator)))
      return numerator === null || denominator === null ? null : over(numerator, denominator)
    }
    case 'mean': {
      if (rules.temporalKind !== 'flow' || rules.accumulation !== 'per_period') return last
      const weighed = there.filter((one) => one.n !== null)
      const n = sum(given(weighed.map((one) => one.n)))
      const weighted = sum(weighed.map((one) => times(one.value as Fraction, one.n as Fraction)))
      return n === null || weighted === null ? null : over(weighted, n)
    }
    case 'index':
    case 'milestone':
      return last
  }
}
