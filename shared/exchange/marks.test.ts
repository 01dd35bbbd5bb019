import { describe, expect, it } from 'vitest'
import { readMarked } from './marks.ts'

const POINT = { decimal: '.', grouping: 'auto' } as const
const COMMA = { decimal: ',', grouping: 'auto' } as const
const read = (text: string, format: typeof POINT | typeof COMMA = POINT) => {
  const found = readMarked(text, format)
  return found === null ? null : [found.digits, found.mark, ...found.flags]
}

describe('a number that carries a mark', () => {
  it.each([
    ['39*', ['39', '*']],
    ['39 **', ['39', '**']],
    ['39†', ['39', '†']],
    ['39¹', ['39', '¹']],
    ['39 (1)', ['39', '(1)']],
    ['39[a]', ['39', '[a]']],
    ['1 234 (1)(2)', ['1234', '(1)(2)']],
    ['−3*', ['-3', '*']],
    ['12 350 $*', ['12350', '*']],
    ['39 r', ['39', 'r']],
  ])('%s is the number and its mark', (text, expected) => expect(read(text)).toEqual(expected))

  it('a comma and a sign of per cent stay with the number, on whichever side of the mark', () => {
    expect([read('39,5*', COMMA), read('39,5 %*', COMMA), read('39,5* %', COMMA)]).toEqual([
      ['39.5', '*'],
      ['39.5', '*'],
      ['39.5', '*'],
    ])
    expect(readMarked('39,5* %', COMMA)?.percent).toBe(true)
  })

  it('« p » says provisional and « e » estimated; « r » says a revision, which the product keeps itself', () => {
    expect(['39p', '39 (p)', '39 p*', '39 e', '39r', '39 pr'].map((text) => read(text)?.slice(2))).toEqual([['P'], ['P'], ['P'], ['E'], [], ['P']])
  })

  it.each(['39 k', '39 M', '39M', '39 h', '39 j', '2e', '39 (12)', '*', 'p', 'n.d.*', '(39)', '39', '39*5', '12 x', '1e5', 'T1 p'])(
    '%s is no number with a mark',
    (text) => expect(read(text)).toBeNull(),
  )
})
