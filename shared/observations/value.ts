import type { Presence } from '#shared/progress/components.ts'
import { Decimal, divide, parseDecimal, toText } from '#shared/values/decimal.ts'
import { hasFigure, needsReason } from './presence.ts'
import { aboveWhole } from './whole.ts'

/** What a version and its initiative say of a typed figure (domain 3.2, 3.3). */
export interface ValueRules {
  readonly unitKind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  readonly scope: 'population' | 'performance'
  readonly isProportion: boolean
  readonly displayFactor: string
  readonly partsUnknown: boolean
  readonly indexMin: string | null
  readonly indexMax: string | null
  /** Currency of the indicator's values, the initiative's when it names none. */
  readonly currencyCode: string
}

/** A figure as it is given: decimals as text in storage units. */
export interface GivenFigure {
  readonly presence: Presence
  readonly presenceReason: string | null
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly sampleN: string | null
  readonly boolValue: boolean | null
  readonly achievedOn: string | null
  readonly amountOriginal: string | null
  readonly currencyCode: string | null
  readonly fxRate: string | null
  readonly fxDate: string | null
  readonly flags: readonly string[]
}

/** Every hard fault of a figure; each has a sentence in the message files. */
export const VALUE_FAULTS = [
  'not_a_number',
  'too_many_digits',
  'value_required',
  'figure_with_absence',
  'reason_required',
  'not_for_this_kind',
  'not_an_integer',
  'negative',
  'numerator_required',
  'denominator_required',
  'denominator_not_positive',
  'numerator_above_denominator',
  'above_whole',
  'outside_range',
  'sample_below_one',
  'rate_required',
  'rate_not_positive',
  'currency_without_decimals',
  'achieved_on_required',
  'achieved_on_in_future',
  'achieved_on_without_yes',
  'partner_on_population_indicator',
] as const
export type ValueFaultCode = (typeof VALUE_FAULTS)[number]
export type ValueField = keyof Omit<GivenFigure, 'flags' | 'presence'> | 'presence' | 'partner'
export interface ValueFault {
  readonly field: ValueField
  readonly code: ValueFaultCode
}

/** The figure in canonical form, or all its faults. */
export type CheckedFigure = { readonly ok: true; readonly figure: GivenFigure } | { readonly ok: false; readonly faults: readonly ValueFault[] }

type NumberField = 'value' | 'numerator' | 'denominator' | 'sampleN' | 'amountOriginal' | 'fxRate'
const NUMBERS: readonly NumberField[] = ['value', 'numerator', 'denominator', 'sampleN', 'amountOriginal', 'fxRate']
const MONEY: readonly ValueField[] = ['amountOriginal', 'currencyCode', 'fxRate', 'fxDate']
/** Fields that a figure of each kind may fill. */
const FIELDS: Readonly<Record<ValueRules['unitKind'], readonly ValueField[]>> = {
  count: ['value'],
  ratio: ['value', 'numerator', 'denominator'],
  mean: ['value', 'sampleN'],
  index: ['value', 'sampleN'],
  currency: ['value', ...MONEY],
  milestone: ['boolValue', 'achievedOn'],
}
const FIGURE_FIELDS: readonly ValueField[] = ['value', 'numerator', 'denominator', 'sampleN', 'boolValue', 'achievedOn', ...MONEY]
/** ISO 4217 currencies without minor unit. */
const WITHOUT_DECIMALS = new Set(['XOF', 'XAF', 'XPF', 'GNF', 'BIF', 'DJF', 'KMF', 'RWF', 'CLP', 'ISK', 'JPY', 'KRW', 'PYG', 'UGX', 'VND', 'VUV'])

const NOTHING = {
  value: null,
  numerator: null,
  denominator: null,
  sampleN: null,
  boolValue: null,
  achievedOn: null,
  amountOriginal: null,
  currencyCode: null,
  fxRate: null,
  fxDate: null,
} as const

type Numbers = Readonly<Record<NumberField, Decimal | null>>
type Refuse = (field: ValueField, code: ValueFaultCode) => void

function checkRatio(given: GivenFigure, numbers: Numbers, rules: ValueRules, refuse: Refuse): void {
  const { value, numerator, denominator } = numbers
  const isAbove = aboveWhole(given, rules)?.isFault === true
  if (numerator === null && denominator === null && (rules.partsUnknown || given.flags.includes('parts_unknown'))) {
    if (value === null) refuse('value', 'value_required')
    else if (rules.isProportion && value.lt(0)) refuse('value', 'negative')
    else if (isAbove) refuse('value', 'above_whole')
    return
  }
  if (value !== null) refuse('value', 'not_for_this_kind')
  if (numerator === null) refuse('numerator', 'numerator_required')
  if (denominator === null) refuse('denominator', 'denominator_required')
  else if (denominator.lte(0)) refuse('denominator', 'denominator_not_positive')
  if (rules.isProportion && numerator?.lt(0) === true) refuse('numerator', 'negative')
  if (isAbove && numerator !== null && denominator !== null) refuse('numerator', 'numerator_above_denominator')
}

function checkNumbers(given: GivenFigure, numbers: Numbers, rules: ValueRules, refuse: Refuse): void {
  const { value, sampleN } = numbers
  if (rules.unitKind === 'ratio') return checkRatio(given, numbers, rules, refuse)
  if (value === null) return refuse('value', 'value_required')
  if (rules.unitKind === 'count') {
    if (!value.isInteger()) refuse('value', 'not_an_integer')
    if (value.lt(0)) refuse('value', 'negative')
  }
  if (rules.unitKind === 'index' && ((rules.indexMin !== null && value.lt(rules.indexMin)) || (rules.indexMax !== null && value.gt(rules.indexMax))))
    refuse('value', 'outside_range')
  if (sampleN?.lt(1) === true) refuse('sampleN', 'sample_below_one')
}

/** Amount, currency and rate; the value is the amount in the indicator's currency. */
function checkMoney(given: GivenFigure, numbers: Numbers, rules: ValueRules, refuse: Refuse): Partial<GivenFigure> {
  const amount = numbers.amountOriginal ?? numbers.value
  const currency = given.currencyCode ?? rules.currencyCode
  if (amount === null) {
    refuse('amountOriginal', 'value_required')
    return {}
  }
  if (WITHOUT_DECIMALS.has(currency) && !amount.isInteger()) refuse('amountOriginal', 'currency_without_decimals')
  const isForeign = currency !== rules.currencyCode
  if (numbers.fxRate?.lte(0) === true) refuse('fxRate', 'rate_not_positive')
  if (isForeign && numbers.fxRate === null) refuse('fxRate', 'rate_required')
  const rate = isForeign ? (numbers.fxRate ?? new Decimal(1)) : new Decimal(1)
  const value = amount.times(rate).toDecimalPlaces(WITHOUT_DECIMALS.has(rules.currencyCode) ? 0 : 12)
  return { amountOriginal: toText(amount), currencyCode: currency, fxRate: toText(rate), fxDate: given.fxDate, value: toText(value) }
}

function checkMilestone(given: GivenFigure, today: string, refuse: Refuse): void {
  if (given.boolValue === null) refuse('boolValue', 'value_required')
  if (given.boolValue === true && given.achievedOn === null) refuse('achievedOn', 'achieved_on_required')
  if (given.boolValue !== true && given.achievedOn !== null) refuse('achievedOn', 'achieved_on_without_yes')
  if (given.achievedOn !== null && given.achievedOn > today) refuse('achievedOn', 'achieved_on_in_future')
}

function readNumbers(given: GivenFigure, refuse: Refuse): Numbers {
  const read = (field: NumberField) => {
    const text = given[field]
    if (text === null) return null
    const parsed = parseDecimal(text)
    if (parsed.ok) return parsed.value
    refuse(field, parsed.fault)
    return null
  }
  return {
    value: read('value'),
    numerator: read('numerator'),
    denominator: read('denominator'),
    sampleN: read('sampleN'),
    amountOriginal: read('amountOriginal'),
    fxRate: read('fxRate'),
  }
}

/**
 * Hard checks of a figure (domain 3.3): all faults at once, none blocks another. A ratio 0 ÷ 0 becomes
 * « not applicable » (nobody was concerned). Nothing here reads a clock or throws.
 * @param options.today day that a milestone may not pass; `reasonRequired` false for files, whose marker is the reason
 */
export function checkFigure(given: GivenFigure, rules: ValueRules, options: { today: string; hasPartner: boolean; reasonRequired?: boolean }): CheckedFigure {
  const faults: ValueFault[] = []
  const refuse: Refuse = (field, code) => void faults.push({ field, code })
  const answer = (figure: GivenFigure): CheckedFigure => (faults.length > 0 ? { ok: false, faults } : { ok: true, figure })
  const reason = given.presenceReason === '' ? null : given.presenceReason

  if (options.hasPartner && rules.scope === 'population') refuse('partner', 'partner_on_population_indicator')
  if (!hasFigure(given.presence)) {
    for (const field of FIGURE_FIELDS) if (given[field as keyof GivenFigure] !== null) refuse(field, 'figure_with_absence')
    if (options.reasonRequired !== false && needsReason(given.presence) && reason === null) refuse('presenceReason', 'reason_required')
    return answer({ ...given, ...NOTHING, presenceReason: reason })
  }
  for (const field of FIGURE_FIELDS)
    if (given[field as keyof GivenFigure] !== null && !FIELDS[rules.unitKind].includes(field)) refuse(field, 'not_for_this_kind')
  const numbers = readNumbers(given, refuse)
  if (faults.some(({ code }) => code === 'not_a_number' || code === 'too_many_digits')) return answer(given)

  if (rules.unitKind === 'ratio' && numbers.denominator?.isZero() === true && numbers.numerator?.isZero() === true) {
    return answer({ ...given, ...NOTHING, presence: 'not_applicable', presenceReason: 'denominator_zero' })
  }
  const canonical = Object.fromEntries(NUMBERS.map((field) => [field, numbers[field] === null ? null : toText(numbers[field])])) as Record<
    NumberField,
    string | null
  >
  if (rules.unitKind === 'milestone') {
    checkMilestone(given, options.today, refuse)
    return answer({ ...given, ...NOTHING, presenceReason: null, boolValue: given.boolValue, achievedOn: given.achievedOn })
  }
  if (rules.unitKind === 'currency') return answer({ ...given, ...NOTHING, presenceReason: null, ...checkMoney(given, numbers, rules, refuse) })
  checkNumbers(given, numbers, rules, refuse)
  return answer({ ...given, ...canonical, presenceReason: null })
}

/** The number a reader sees for stored parts, before the display factor: a share is 0.619. */
export function displayedValue(figure: Pick<GivenFigure, 'value' | 'numerator' | 'denominator'>): string | null {
  if (figure.numerator === null || figure.denominator === null) return figure.value
  const quotient = divide(new Decimal(figure.numerator), new Decimal(figure.denominator))
  return quotient === null ? null : toText(quotient)
}
