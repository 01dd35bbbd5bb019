import { describe, expect, it } from 'vitest'
import { categoryText, parseCategory } from './category.ts'
import { isCounted, mayMove, MOVES, refusalOf, type Move, type ObservationState } from './life-cycle.ts'
import { countsAsReceived, hasFigure } from './presence.ts'

const STATES: readonly ObservationState[] = ['draft', 'submitted', 'returned', 'validated', 'published']

describe('the life of a figure (domain 3.12)', () => {
  it.each([
    ['edit', ['draft', 'returned']],
    ['submit', ['draft', 'returned']],
    ['take_back', ['submitted']],
    ['return', ['submitted']],
    ['validate', ['submitted']],
    ['reopen', ['validated']],
    ['publish', ['validated']],
  ] as const)('%s starts from %j alone', (move: Move, from: readonly ObservationState[]) => {
    expect(STATES.filter((state) => mayMove(move, state))).toEqual(from)
  })
  it('what is published is told apart from what is only too far', () => {
    expect(refusalOf('edit', 'published')).toBe('observation_published')
    expect(refusalOf('edit', 'validated')).toBe('move_not_allowed')
    expect(refusalOf('submit', 'draft')).toBeNull()
  })
  it('only giving back and reopening ask for a comment', () => {
    expect(
      Object.entries(MOVES)
        .filter(([, rule]) => rule.needsComment)
        .map(([move]) => move),
    ).toEqual(['return', 'reopen'])
  })
  it('a draft and a returned figure count in nothing', () => {
    expect(STATES.filter(isCounted)).toEqual(['submitted', 'validated', 'published'])
    expect([countsAsReceived('not_applicable', 'submitted'), countsAsReceived('missing', 'submitted'), countsAsReceived('reported', 'draft')]).toEqual([
      true,
      false,
      false,
    ])
    expect(hasFigure('missing')).toBe(false)
  })
})

describe('category texts (D26)', () => {
  it('pairs are sorted, so that one category has one text', () => {
    expect(categoryText(parseCategory('sex:f;age:0-5') ?? [])).toBe('age:0-5;sex:f')
    expect(categoryText(parseCategory('TOTAL') ?? [])).toBe('TOTAL')
  })
  it.each(['sex', 'sex:', ':f', 'sex:f;sex:m', ''])('%j is no category', (text) => expect(parseCategory(text)).toBeNull())
})
