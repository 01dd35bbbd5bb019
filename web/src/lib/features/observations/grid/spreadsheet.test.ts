import { describe, expect, it } from 'vitest'
import { exactOf, readCopied } from './spreadsheet.ts'

describe('the number behind a shown text', () => {
  it.each([
    ['1 234,6', '1234.56', '1234.56'],
    ['1,234.6', '1234.56', '1234.56'],
    ['1,234', '1234', '1234'],
    ['1,234', '1.234', '1.234'],
    ['0,3', '0.30000000000000004', '0.3'],
    ['45,6 %', '0.456', '45.6'],
    ['33,3%', '0.33333333333333331', '33.3333333333333'],
    ['1,23E+05', '123456', '123456'],
    ['########', '123456789', '123456789'],
    ['1 500 F CFA', '1500', '1500'],
    ['\u22123', '-3', '-3'],
    ['0', '0', '0'],
  ])('« %s », held as %s, is %s', (shown, held, exact) => expect(exactOf(shown, held)).toBe(exact))

  it.each([
    ['2026-10-02', '46297'],
    ['02/10/2026', '46297'],
    ['12:30', '0.52'],
    ['nd', '0'],
    ['oui', '1'],
    ['', '0'],
    ['12', ''],
    ['12', 'douze'],
  ])('« %s » is read as it stands, whatever is held (%s)', (shown, held) => expect(exactOf(shown, held)).toBeNull())
})

describe('a block copied without a page', () => {
  it('is its plain text', () => {
    expect(readCopied('1 234,6\t\r\n"a\nb"\t0\r\n', '')).toEqual([
      [
        { text: '1 234,6', exact: null },
        { text: '', exact: null },
      ],
      [
        { text: 'a\nb', exact: null },
        { text: '0', exact: null },
      ],
    ])
  })
})
