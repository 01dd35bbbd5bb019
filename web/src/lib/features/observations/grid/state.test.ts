import { describe, expect, it } from 'vitest'
import { NOTHING, type Stored } from './model.ts'
import type { Figure, Sheet } from './sheet.ts'
import { isReturned, stateOf } from './state.ts'

const RETURNED: Stored = {
  version: 3,
  state: 'returned',
  isEditable: true,
  abilities: ['edit', 'submit'],
  isDirectTotal: false,
  flags: [],
  updatedAt: '2026-11-01T10:00:00Z',
  returnComment: 'Comptez une seule fois',
  content: { ...NOTHING, cells: { numerator: { raw: '5', read: '5' }, denominator: { raw: '9', read: '9' } } },
}

/** A share with both of its cells, and a sheet that knows of nothing else. */
function given(stored: Partial<Stored> = {}, waiting: object | null = null) {
  const figure = { key: 'k', series: { parts: ['numerator', 'denominator'] }, period: 0, savedAt: null, stored: { ...RETURNED, ...stored } }
  const sheet = {
    data: { locale: 'fr-CA', timeZone: 'America/Toronto' },
    waitingOf: () => waiting,
    contentOf: () => figure.stored.content,
    faultOf: () => null,
    warningsOf: () => [],
  }
  return [sheet as unknown as Sheet, figure as unknown as Figure] as const
}

describe('a figure that was given back', () => {
  it('says so with the message, once for its cells', () => {
    const [sheet, figure] = given()
    expect(stateOf(sheet, figure, 'numerator', false)).toMatchObject({ sign: 'returned', words: 'Renvoyée\u00a0: Comptez une seule fois' })
    expect(stateOf(sheet, figure, 'denominator', false).sign).toBeNull()
  })

  it('says it too to who may not correct it, and waits for others', () => {
    const [sheet, figure] = given({ isEditable: false })
    expect(stateOf(sheet, figure, 'numerator', false)).toMatchObject({ sign: 'locked', words: 'Renvoyée\u00a0: Comptez une seule fois' })
    expect(isReturned(sheet, figure)).toBe(false)
  })

  it('is on its way once somebody has typed in it', () => {
    const [sheet, figure] = given({}, { trouble: null })
    expect(stateOf(sheet, figure, 'numerator', false).sign).toBe('waiting')
    expect(isReturned(sheet, figure)).toBe(false)
    expect(isReturned(...given())).toBe(true)
  })
})
