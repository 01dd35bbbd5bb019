import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectDecimal, readDigits, readNumber, typedDigits, type NumberFormat } from './number-format.ts'

const POINT: NumberFormat = { decimal: '.', grouping: 'auto' }
const COMMA: NumberFormat = { decimal: ',', grouping: 'auto' }
const read = (text: string, format: NumberFormat) => {
  const found = readNumber(text, format)
  return found.ok ? found.text : found.fault
}

describe('numbers as files write them', () => {
  it.each([
    ['1 234,5', COMMA, '1234.5'],
    ['1\u00a0234,5', COMMA, '1234.5'],
    ['1\u202f234,5', COMMA, '1234.5'],
    ['1.234,5', COMMA, '1234.5'],
    ['1,234.5', POINT, '1234.5'],
    ["12'350'000.25", POINT, '12350000.25'],
    ['12 350 000 €', COMMA, '12350000'],
    ['$1,234', POINT, '1234'],
    ['12 500 FCFA', COMMA, '12500'],
    ['\u2212 3,5', COMMA, '-3.5'],
    ['-0', COMMA, '0'],
    ['+7', POINT, '7'],
    ['.5', POINT, '0.5'],
    ['0,123', COMMA, '0.123'],
    [' 1 063 850,00    ', COMMA, '1063850'],
  ] as const)('%s is %s', (text, format, expected) => expect(read(text, format)).toBe(expected))

  it.each([
    ['1234,5', POINT],
    ['12,34', POINT],
    ['1,23,456', POINT],
    ['1.5', COMMA],
    ['0,123', POINT],
    ['1 23', COMMA],
    ['abc', POINT],
    ['12a', POINT],
    ['1e5', POINT],
    ['', POINT],
    ['1,234,5', COMMA],
    ['--5', POINT],
  ] as const)('%s is refused rather than misread', (text, format) => expect(read(text, format)).toBe('not_a_number'))

  it('1234,5 never becomes 12345, whatever the format', () => {
    for (const decimal of ['.', ','] as const) {
      for (const grouping of ['auto', 'none', 'space', ',', '.', "'"] as const) expect(read('1234,5', { decimal, grouping })).not.toBe('12345')
    }
  })

  it('more than 15 significant digits are refused, and can be read whole to be rounded', () => {
    expect(read('33.280405286439766', POINT)).toBe('too_many_digits')
    expect(readDigits('33.280405286439766', POINT)?.text).toBe('33.280405286439766')
  })

  it('a percent sign is reported: it is not part of the number', () => expect(readNumber('0,28 %', COMMA)).toEqual({ ok: true, text: '0.28', percent: true }))

  it('any number written with a sign and groups of three is read back exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999, max: 999_999_999 }),
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom(' ', '\u00a0', '\u202f', "'", 'other'),
        fc.constantFrom('.', ','),
        (whole, thousandths, sign, decimal) => {
          const separator = sign === 'other' ? (decimal === '.' ? ',' : '.') : sign
          const fraction = String(thousandths).padStart(3, '0')
          const grouped = String(Math.abs(whole)).replace(/\B(?=(\d{3})+$)/g, separator)
          const text = `${whole < 0 ? '-' : ''}${grouped}${decimal}${fraction}`
          const found = readNumber(text, { decimal, grouping: 'auto' })
          expect(found.ok && Number(found.text)).toBe(Number(`${whole < 0 ? '-' : ''}${Math.abs(whole)}.${fraction}`) + 0)
        },
      ),
    )
  })
})

describe('the decimal sign of a column', () => {
  it.each([
    [['1 234,5', '12'], ','],
    [['1,234.5'], '.'],
    [['0.125', '1.234'], '.'],
    [['1,234', '3,14'], ','],
    [['12,350,000', '1,000'], '.'],
    [['1.234.567'], ','],
  ] as const)('%j is written with %s', (values, decimal) => expect(detectDecimal(values)).toEqual({ ok: true, decimal, certain: true }))

  it('whole numbers and spaces say nothing, and nothing needs to be known', () =>
    expect(detectDecimal(['12', '1 234', 'n.d.'])).toEqual({ ok: true, decimal: '.', certain: false }))

  it('is never guessed when every value fits both', () =>
    expect(detectDecimal(['5', '1,234', '2,500'])).toEqual({ ok: false, code: 'number_format_ambiguous', examples: ['1,234', '2,500'] }))

  it('a column that needs both signs is refused with one example of each', () =>
    expect(detectDecimal(['3.14', '2,7'])).toEqual({ ok: false, code: 'number_format_mixed', examples: ['3.14', '2,7'] }))
})

describe('numbers that a workbook stores', () => {
  it.each([
    [0.18181818181818182, '0.181818181818182'],
    [0.1 + 0.2, '0.3'],
    [16, '16'],
    [-2.5, '-2.5'],
    [1e-7, '0.0000001'],
    [123456789012345, '123456789012345'],
    [0, '0'],
  ])('%f is %s', (value, text) => expect(typedDigits(value)).toBe(text))
  it('what is no number is refused', () => expect(typedDigits(Number.NaN)).toBeNull())
})
