import { describe, expect, it } from 'vitest'
import { faultOf, inputOf, isEmpty, saysSame, withText } from './content.ts'
import { NOTHING, partsOf, type Content, type Series } from './model.ts'
import { contentOfObservation } from './server-content.ts'
import { unsentFile } from './csv.ts'

function series(kind: Series['kind'], change: Partial<Series> = {}): Series {
  return {
    kind,
    parts: partsOf(kind, false),
    indicator: 'A',
    name: 'A',
    territory: 'T',
    territoryName: 'T',
    category: 'TOTAL',
    categoryName: '',
    scope: 'performance',
    isProportion: kind === 'ratio',
    partsUnknown: false,
    indexMin: null,
    indexMax: null,
    currency: 'XOF',
    factor: '1',
    decimals: 0,
    unit: '',
    resultUnit: '',
    accumulation: 'per_period',
    statusPeriods: null,
    limits: null,
    past: [],
    previous: null,
    figures: [],
    ...change,
  }
}
const facts = { today: '2026-11-25', partner: 'P1' }
const typed = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).reduce<Content>((content, [part, text]) => withText(content, part as 'value', text), NOTHING)
const fault = (kind: Series['kind'], texts: Readonly<Record<string, string>>, change: Partial<Series> = {}) =>
  faultOf(typed(texts), series(kind, change), facts)

describe('a figure being typed', () => {
  it('of each kind is checked here as on the server', () => {
    expect(fault('count', { value: '12,5' })).toMatchObject({ code: 'not_an_integer', part: 'value' })
    expect(fault('ratio', { numerator: '20', denominator: '10' })).toMatchObject({ code: 'numerator_above_denominator', part: 'numerator' })
    expect(fault('mean', { value: '3,2', sampleN: '0' })).toMatchObject({ code: 'sample_below_one', part: 'sampleN' })
    expect(fault('index', { value: '120' }, { indexMin: '0', indexMax: '100' })).toMatchObject({ code: 'outside_range' })
    expect(fault('currency', { value: '12,5' })).toMatchObject({ code: 'currency_without_decimals', part: 'value' })
    expect(fault('milestone', { done: 'oui', achievedOn: '2027-01-01' })).toMatchObject({ code: 'achieved_on_in_future', part: 'achievedOn' })
    for (const [kind, texts] of [
      ['count', { value: '12' }],
      ['ratio', { numerator: '5', denominator: '10' }],
      ['mean', { value: '3,2', sampleN: '40' }],
      ['index', { value: '7' }],
      ['currency', { value: '1 500 F CFA' }],
      ['milestone', { done: 'oui', achievedOn: '2026-01-31' }],
      ['milestone', { done: 'non' }],
    ] as const)
      expect(fault(kind, texts), kind).toBeNull()
  })
  it('whose other cell is still to come is incomplete, not wrong', () => {
    expect(fault('ratio', { numerator: '5' })).toEqual({ part: 'denominator', code: 'denominator_required', isWaiting: true })
    expect(fault('milestone', { done: 'oui' })).toMatchObject({ code: 'achieved_on_required', isWaiting: true })
  })
  it('keeps a text that is no number, and says so', () => {
    const content = typed({ value: '12 x' })
    expect([content.cells.value?.raw, faultOf(content, series('count'), facts)?.code]).toEqual(['12 x', 'not_a_number'])
  })
  it('ends an absence with a number, and a number with an absence', () => {
    expect(withText(typed({ value: 'nd' }), 'value', '5')).toMatchObject({ presence: 'reported', cells: { value: { read: '5' } } })
    expect(withText(typed({ numerator: '5', denominator: '9' }), 'denominator', 'nd')).toMatchObject({ presence: 'missing', cells: {} })
    expect(isEmpty(withText(typed({ value: 'nd' }), 'value', ''))).toBe(true)
  })
  it('asks why for s.o. alone', () => {
    expect(fault('count', { value: 'so' })).toMatchObject({ code: 'reason_required', part: null })
    expect(fault('count', { value: 'so : école fermée' })).toBeNull()
    expect(fault('count', { value: 'nd' })).toBeNull()
  })
  it('is sent in the unit that is stored', () => {
    const key = { partner: 'P1', period: '2026-Q3', version: 2, isDirectTotal: false, flags: ['E'] }
    expect(inputOf(typed({ value: '61,9' }), series('index', { factor: '100' }), key)).toMatchObject({
      value: '0.619',
      version: 2,
      flags: ['E'],
      presence: 'reported',
    })
    expect(inputOf(typed({ value: 'so : fermé' }), series('count'), key)).toEqual({
      indicator: 'A',
      territory: 'T',
      partner: 'P1',
      period: '2026-Q3',
      category: 'TOTAL',
      presence: 'not_applicable',
      presenceReason: 'fermé',
      isDirectTotal: false,
      flags: ['E'],
      comment: null,
      version: 2,
    })
  })
  it('comes back from the server as it was typed', () => {
    const told = {
      presence: 'reported' as const,
      presenceReason: null,
      comment: null,
      value: '0.619',
      numerator: null,
      denominator: null,
      sampleN: '40',
      boolValue: null,
      achievedOn: null,
      amountOriginal: null,
      currencyCode: null,
      fxRate: null,
      fxDate: null,
    }
    expect(saysSame(contentOfObservation(told, series('mean', { factor: '100' })), typed({ value: '61,9', sampleN: '40' }))).toBe(true)
    const money = contentOfObservation(
      { ...told, value: '655957', amountOriginal: '1000', currencyCode: 'EUR', fxRate: '655.957', fxDate: '2026-01-31' },
      series('currency'),
    )
    expect([money.cells.value?.read, money.currency, money.rate, money.rateDate]).toEqual(['1000', 'EUR', '655.957', '2026-01-31'])
  })
})

describe('the file of unsent values', () => {
  it('is inert in a spreadsheet, and a negative number stays one', () => {
    const waiting = {
      scope: 'me',
      key: '2026-Q3\tP1\tA\tT\tTOTAL',
      content: { ...typed({ value: '−3,5' }), comment: '=HYPERLINK("x")' },
      input: null,
      version: 0,
      since: '2026-11-25T10:00:00Z',
      sent: null,
      trouble: null,
    }
    const [, line] = unsentFile([waiting], 'fr-CA', ['a'], { yes: 'Oui', no: 'Non' }).split('\r\n')
    expect(line).toBe(`A;T;P1;2026-Q3;TOTAL;"-3,5";;;;;;"'=HYPERLINK(""x"")";2026-11-25T10:00:00Z`)
  })
})
