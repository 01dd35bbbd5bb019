import { describe, expect, it } from 'vitest'
import { matchShapes } from './match-shapes.ts'

const places = [
  { code: '01', nameFr: 'La Vallée-aux-Bouleaux', nameEn: null },
  { code: '02', nameFr: 'Les Trois-Lacs', nameEn: 'Three Lakes' },
  { code: '03', nameFr: 'Kayes', nameEn: null },
  { code: '04', nameFr: 'Kayes', nameEn: null },
]

describe('which territory a shape is', () => {
  it('is told by the property that holds the most codes', () => {
    const found = matchShapes(
      ['id', 'CODE'],
      [
        [1, '01'],
        [2, '02'],
        [3, ' 03 '],
      ],
      places,
      null,
    )
    expect([found.property, found.by, [...found.codes]]).toEqual([
      'CODE',
      'code',
      [
        [0, '01'],
        [1, '02'],
        [2, '03'],
      ],
    ])
  })
  it('is told by names where there are no codes, without case, accents and dashes, in either language', () => {
    const found = matchShapes(['nom'], [['la vallee aux bouleaux'], ['THREE LAKES']], places, null)
    expect([found.by, [...found.codes.values()]]).toEqual(['name', ['01', '02']])
  })
  it('is not guessed from a name that two territories bear', () => {
    expect(matchShapes(['nom'], [['Kayes']], places, null).codes.size).toBe(0)
  })
  it('is told by the property that somebody chose, and by no other', () => {
    const found = matchShapes(['a', 'b'], [['01', '02']], places, 'b')
    expect([found.property, [...found.codes.values()]]).toEqual(['b', ['02']])
    expect(matchShapes(['a'], [['01']], places, 'c').property).toBeNull()
  })
  it('is told of several features of one territory', () => {
    expect([...matchShapes(['code'], [['01'], ['01']], places, null).codes.values()]).toEqual(['01', '01'])
  })
})
