import { describe, expect, it } from 'vitest'
import { extractAround, foldInPlace } from './extract.ts'

describe('words around what was found', () => {
  it('another form of the word is found, with or without accents, and the text keeps its own', () => {
    expect(extractAround('Le dépistage à 18 mois stagne.', 'depistages')).toBe('Le dépistage à 18 mois stagne.')
    expect(extractAround('The screening is late.', 'screenings')).toBe('The screening is late.')
  })

  it('a long text is cut between words, with a sign on the sides that were cut', () => {
    const text = `${'avant '.repeat(60)}dépistage ${'après '.repeat(60)}`
    const extract = extractAround(text, 'dépistage') ?? ''
    expect(extract).toMatch(/^… avant .*dépistage après .* …$/)
    expect(extract.length).toBeLessThan(160)
  })

  it('nothing is said of a text where the word does not stand, nor of none', () => {
    expect([extractAround('Rien ici.', 'dépistage'), extractAround(null, 'x y')]).toEqual([null, null])
  })

  it.each(['', ' ', '%', '…', '😀😀😀', 'œuvre', 'İstanbul', 'e\u0301te\u0301'])('any text is taken: %j', (text) => {
    expect(foldInPlace(text.normalize('NFC')).length).toBe(text.normalize('NFC').length)
    expect(() => extractAround(text, text)).not.toThrow()
  })
})
