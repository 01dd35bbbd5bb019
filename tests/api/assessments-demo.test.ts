import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Round, RoundResult } from '#shared/assessments/shapes.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
let lead: Asker
let base: string
beforeAll(async () => {
  world = await openWorld({ demo: true })
  const demo = await world.loadDemo()
  lead = await demo.as('coordination')
  base = `/api/v1/initiatives/${demo.initiatives['grandir-entre-rives']}`
})
afterAll(() => world.close())

const results = async (instrument: string) => (await lead.get<{ items: RoundResult[] }>(`${base}/assessment-results`, { instrument })).body.items

describe('the demo’s instruments, computed by the product from seeded answers (domain 7.1)', () => {
  it('five conditions over three years', async () => {
    const told = (await results('five_conditions')).map(({ closedOn, figures }) => [
      closedOn.slice(0, 4),
      ...figures.dimensions.map(({ score }) => Math.round(score ?? -1)),
    ])
    expect(told).toEqual([
      ['2023', 62, 38, 30, 52, 58],
      ['2024', 60, 47, 48, 41, 61],
      ['2025', 71, 63, 66, 64, 68],
    ])
  })
  it('six trust pulses, and how many could tell of a failure', async () => {
    const told = (await results('trust_pulse')).map(({ figures }) => [
      Math.round(figures.dimensions[0]?.score ?? -1),
      Math.round(100 * (figures.items.find(({ code }) => code === 'T5')?.favourableShare ?? -1)),
    ])
    expect(told).toEqual([
      [61, 20],
      [58, 15],
      [46, 12],
      [57, 40],
      [66, 55],
      [71, 62],
    ])
  })
  it('ninety-one pairs of the ladder, from 22 % to 47 % that coordinate at least', async () => {
    const told = (await results('collaboration_ladder')).map(({ figures: { ladder } }) => [
      ladder?.pairs,
      ladder?.counts,
      Math.round(100 * (ladder?.shareCoordinating ?? -1)),
    ])
    expect(told).toEqual([
      [91, [29, 42, 14, 5, 1], 22],
      [91, [12, 36, 27, 12, 4], 47],
    ])
  })
  it('six requirements of the diagnostic, with contributions that split', async () => {
    const [told] = await results('partnership_diagnostic')
    expect(told?.figures.dimensions.map(({ score }) => Math.round(score ?? -1))).toEqual([74, 58, 66, 61, 49, 63])
    expect(told?.figures.items.find(({ code }) => code === 'D14')?.flag).toBe('split')
    expect(told?.agreed.map(({ code }) => code)).toEqual(['D03', 'D14'])
  })
  it('a round of this autumn is open, and tells nothing yet', async () => {
    const { body } = await lead.get<{ items: Round[] }>(`${base}/assessments`)
    expect(body.items.filter(({ state }) => state === 'open').map(({ instrument, opensOn }) => [instrument, opensOn])).toEqual([
      ['five_conditions', '2026-10-05'],
    ])
    expect((await results('five_conditions')).length).toBe(3)
  })
})
