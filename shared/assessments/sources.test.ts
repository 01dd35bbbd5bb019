import { describe, expect, it } from 'vitest'
import { INSTRUMENT_KEYS } from './instrument.ts'
import { sourcesOf } from './sources.ts'

describe('further reading', () => {
  it('S78 each of the seven instruments has sources with title, author, year and link, and nothing of their text', () => {
    expect(INSTRUMENT_KEYS).toHaveLength(7)
    for (const key of INSTRUMENT_KEYS) {
      expect(sourcesOf(key).length, key).toBeGreaterThan(0)
      for (const source of sourcesOf(key)) {
        expect(Object.keys(source).sort()).toEqual(['author', 'language', 'link', 'title', 'year'])
        expect([source.title.length > 5 && source.title.length <= 120, source.author.length > 5, source.year > 1950 && source.year <= 2026]).toEqual([
          true,
          true,
          true,
        ])
        expect(new URL(source.link).protocol).toBe('https:')
      }
    }
  })
})
