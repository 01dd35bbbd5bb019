import { describe, expect, it } from 'vitest'
import { decimal } from '#shared/values/decimal.ts'
import { formatOfBlock, parseBlock, writeBlock } from './block.ts'
import { readCell, shownText, typedText } from './read-cell.ts'

const words = { yes: 'Oui', no: 'Non' }
const read = (text: string, sign: '.' | ',' | null = null) => {
  const reading = readCell('value', text, sign)
  return reading.kind === 'cell' ? (reading.fault ?? reading.cell.read) : reading.kind === 'absence' ? reading.presence : ''
}
/** What each text may only mean, or the fault that asks the person; in every language the same. */
const STRINGS: Readonly<Record<string, string>> = {
  '0': '0',
  '12': '12',
  '007': '7',
  '12,5': '12.5',
  '12.5': '12.5',
  '1234,5': '1234.5',
  '1234.5': '1234.5',
  '1 234': '1234',
  '1\u00a0234': '1234',
  '1\u202f234': '1234',
  '1\u2009234': '1234',
  '1 234,5': '1234.5',
  '1\u202f234,5': '1234.5',
  '1\u00a0234\u00a0567,89': '1234567.89',
  '1,234.5': '1234.5',
  '1.234,5': '1234.5',
  '1,234,567': '1234567',
  '1.234.567': '1234567',
  '1,234': 'number_ambiguous',
  '1.234': 'number_ambiguous',
  '12,345': 'number_ambiguous',
  '999,999': 'number_ambiguous',
  '0,123': '0.123',
  '0.123': '0.123',
  ',5': '0.5',
  '-3': '-3',
  '−3': '-3',
  '−3,25': '-3.25',
  '+4': '4',
  '45 %': '45',
  '45%': '45',
  '12,5 %': '12.5',
  '1 234,50 $': '1234.5',
  '12 350 000 €': '12350000',
  '1 235 F CFA': '1235',
  '12 x': 'not_a_number',
  '1e5': 'not_a_number',
  '12,34,5': 'not_a_number',
  '1 23': 'not_a_number',
  '1234567890123456': 'too_many_digits',
}

describe('a typed number', () => {
  it('has forty writings here', () => expect(Object.keys(STRINGS)).toHaveLength(40))

  for (const [name, locale] of [
    ['Québec', 'fr-CA'],
    ['France', 'fr'],
    ['Mali', 'fr'],
    ['Canada in English', 'en'],
  ] as const) {
    it(`is never stored as another one, shown and typed back as in ${name}`, () => {
      const wrong: string[] = []
      for (const [text, expected] of Object.entries(STRINGS)) {
        const found = read(text)
        if (found !== expected) wrong.push(`${text}: ${found}`)
        if (!/\d/.test(expected)) continue
        const cell = { raw: text, read: expected }
        // What is shown and what is copied is read again as the same number, by itself or as what it is not: a question.
        for (const again of [shownText('value', cell, locale, words), typedText('value', cell, locale, words)]) {
          const back = read(again, locale === 'en' ? '.' : ',')
          if (back !== expected) wrong.push(`${text} shown as ${again}: ${back}`)
        }
      }
      expect(wrong).toEqual([])
    })
  }

  it('with a comma never becomes ten times larger', () => {
    for (const sign of [null, '.', ','] as const) expect(decimal(read('1234,5', sign) ?? '').toFixed()).toBe('1234.5')
  })

  it('keeps its text when it cannot be read', () =>
    expect(readCell('value', '12 x', null)).toEqual({ kind: 'cell', cell: { raw: '12 x', read: null }, fault: 'not_a_number' }))
})

describe('what is no number', () => {
  it('empty, zero, n.d. and s.o. are four things', () =>
    expect(['', '0', 'nd', 'N.D.', 'so', 's.o.', 'S.O.'].map((text) => read(text))).toEqual([
      '',
      '0',
      'missing',
      'missing',
      'not_applicable',
      'not_applicable',
      'not_applicable',
    ]))
  it('takes the reason typed after the code', () =>
    expect(readCell('value', 'so : école fermée', null)).toEqual({ kind: 'absence', presence: 'not_applicable', reason: 'école fermée' }))
  it('reads yes and no in both languages, and dates', () => {
    const cell = (part: 'done' | 'achievedOn', text: string) => {
      const reading = readCell(part, text, null)
      return reading.kind === 'cell' ? (reading.fault ?? reading.cell.read) : reading.kind
    }
    expect(['Oui', 'yes', 'x', '1', 'non', 'NO', '0', 'peut-être'].map((text) => cell('done', text))).toEqual([
      'yes',
      'yes',
      'yes',
      'yes',
      'no',
      'no',
      'no',
      'not_yes_or_no',
    ])
    expect(['2026-03-31', '31/03/2026', '2026-02-30', 'mars'].map((text) => cell('achievedOn', text))).toEqual([
      '2026-03-31',
      '2026-03-31',
      'not_a_date',
      'not_a_date',
    ])
  })
})

describe('a pasted block', () => {
  it('is split on TAB alone, as Excel writes it: CRLF, quoted line ends, a last empty row', () => {
    expect(parseBlock('1;2\t"a\r\n""b"""\r\n3,5\t4\r\n')).toEqual([
      ['1;2', 'a\n"b"'],
      ['3,5', '4'],
    ])
    expect(parseBlock('5" de pluie\t2')).toEqual([['5" de pluie', '2']])
    expect(parseBlock('1\n\n2')).toEqual([['1'], [''], ['2']])
    expect(parseBlock('')).toEqual([])
  })
  it('goes to the clipboard and comes back the same', () => {
    const block = [
      ['1,5', 'a\tb'],
      ['', 'dit "non"\nici'],
    ]
    expect(parseBlock(writeBlock(block))).toEqual(block)
  })
  it('is read in the habit that one of its numbers settles', () => {
    expect(formatOfBlock(['1,234', '12,5'])).toEqual({ kind: 'known', sign: ',' })
    expect(formatOfBlock(['1,234', '12.5'])).toEqual({ kind: 'known', sign: '.' })
    expect(formatOfBlock(['12', '', 'nd'])).toEqual({ kind: 'known', sign: null })
  })
  it('asks once when nothing settles it, or when two habits meet, with at most three examples', () => {
    expect(formatOfBlock(['1,234', '2,345', '3,456', '4,567'])).toEqual({
      kind: 'ask',
      examples: [
        { text: '1,234', point: '1234', comma: '1.234' },
        { text: '2,345', point: '2345', comma: '2.345' },
        { text: '3,456', point: '3456', comma: '3.456' },
      ],
    })
    expect(formatOfBlock(['1234,5', '1234.5', '1,234']).kind).toBe('ask')
    expect(formatOfBlock(['1234,5', '1234.5']).kind, 'each reads one way only').toBe('known')
  })
})
