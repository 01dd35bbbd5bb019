import { describe, expect, it } from 'vitest'
import { firstSteps, type Beginning } from './first-steps.ts'

const nothing: Beginning = { hasSummary: false, hasVision: false, territories: 0, partners: 0, indicators: 0, hasFigures: false, people: 1 }
const done = (beginning: Partial<Beginning>) =>
  firstSteps({ ...nothing, ...beginning })
    .filter(({ isDone }) => isDone)
    .map(({ key }) => key)

describe('firstSteps', () => {
  it('a new initiative has everything before it: its own lead is no invitation', () => {
    expect(done({})).toEqual([])
  })
  it('partners without a territory are half of a step', () => {
    expect(done({ partners: 4 })).toEqual([])
    expect(done({ partners: 1, territories: 1 })).toEqual(['partners'])
  })
  it('two indicators are not yet three', () => {
    expect([done({ indicators: 2 }), done({ indicators: 3 })]).toEqual([[], ['indicators']])
  })
  it('each step is done by what it is about, in any order', () => {
    expect(done({ hasFigures: true, people: 2, hasSummary: true })).toEqual(['vision', 'figures', 'people'])
  })
})
