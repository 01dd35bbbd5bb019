import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeText, unescapeText } from './escape.ts'

const PAYLOADS = [
  '=1+1',
  '=HYPERLINK("http://x","y")',
  '+1',
  '-1+2',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\u00a0=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  "'=1",
  "''=1",
  '\t\tx',
]

describe('texts of an export', () => {
  it.each(PAYLOADS)('%j begins no formula', (text) => {
    expect(escapeText(text)).toBe(`'${text}`)
  })

  it.each(['12', 'Île-aux-Coudres', "l'eau", "'ça'", 'a=b', '', ' ', 'P1'])('%j stays as it is', (text) => {
    expect(escapeText(text)).toBe(text)
  })

  it('what was escaped comes back as it was', () => {
    const dangerous = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', ' ', '\u00a0', '＝', 'a', '1'), maxLength: 8 })
    fc.assert(
      fc.property(fc.oneof(dangerous, fc.string({ maxLength: 12 })), (text) => unescapeText(escapeText(text)) === text),
      { numRuns: 5000 },
    )
  })

  it('whatever it is, an escaped text begins with no sign that runs', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', ' ', 'a'), maxLength: 8 }), (text) => {
        expect(escapeText(text)).not.toMatch(/^\s*[=+\-@]|^[\t\r\n]/)
      }),
    )
  })
})
