import { describe, expect, it } from 'vitest'
import { readParties } from './parties.ts'

describe('parties of the form that opens a round', () => {
  it('are read one a line, typed ones first, English names by their line; nothing typed is no party', () => {
    expect(readParties('Municipalités\r\n\n Communautaire ', 'Municipal side\n', [{ nameFr: 'Santé', nameEn: 'Health' }])).toEqual({
      parties: [
        { nameFr: 'Municipalités', nameEn: 'Municipal side' },
        { nameFr: 'Communautaire', nameEn: null },
        { nameFr: 'Santé', nameEn: 'Health' },
      ],
      fault: null,
    })
    expect(readParties(' \n', '', [])).toEqual({ parties: [], fault: null })
  })
  it('are two to six of different names, none too long, with no English name too many', () => {
    const field = (typed: string, english = '') => readParties(typed, english, []).fault?.field
    expect(field('A')).toBe('parties')
    expect(field('A\nB\nC\nD\nE\nF\nG')).toBe('parties')
    expect(field('A\na')).toBe('parties')
    expect(field(`A\n${'b'.repeat(81)}`)).toBe('parties')
    expect(field('A\nB', 'X\nY\nZ')).toBe('partiesEn')
    expect(field('A\nB', '\nY')).toBeUndefined()
  })
})
