import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Observation, SaveResult } from '#shared/observations/contract.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let own: Asker
let colleague: Asker
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  await addIndicator(world, here, 'COUNT', {})
  own = await here.person({ role: 'partner_contributor', partner: 'P2' })
  colleague = await here.person({ role: 'partner_contributor', partner: 'P2' })
})
afterAll(() => world.close())

type Results = { results: SaveResult[]; code?: string }
const save = (who: Asker, period: string, value: string, version: number, key?: string) =>
  who.ask<Results>('PUT', here.path('/observations'), {
    headers: key === undefined ? {} : { 'idempotency-key': key },
    body: { items: [{ indicator: 'COUNT', territory: 'A1', partner: 'P2', period, category: 'TOTAL', value, version }] },
  })
const stored = async (period: string) =>
  (await own.get<{ items: Observation[] }>(here.path('/observations'), {})).body.items.find((one) => one.period === period)

describe('a queue that lost the answer sends the same figures again', () => {
  it('and is told what was answered the first time, though a colleague has changed the figure meanwhile', async () => {
    const first = await save(own, '2026-Q1', '41', 0, 'queue-lost-its-answer')
    expect(first.body.results[0]).toMatchObject({ outcome: 'created', version: 1 })
    expect((await save(colleague, '2026-Q1', '50', 1)).body.results[0]).toMatchObject({ outcome: 'changed', version: 2 })
    const again = await save(own, '2026-Q1', '41', 0, 'queue-lost-its-answer')
    expect(again.body.results).toEqual(first.body.results)
    expect((await stored('2026-Q1'))?.value, 'the newer figure stands').toBe('50')
    expect((await save(own, '2026-Q1', '41', 0)).body.results[0]?.outcome, 'without its key it would meet itself').toBe('conflict')
  })

  it('and nothing is written twice when both arrive at once', async () => {
    const both = await Promise.all([1, 2].map(() => save(own, '2026-Q2', '7', 0, 'queue-of-two-tabs')))
    expect(both.map(({ body }) => body.results[0])).toEqual([both[0]?.body.results[0], both[0]?.body.results[0]])
    expect(await stored('2026-Q2')).toMatchObject({ value: '7', version: 1 })
  })

  it('and other figures under its key are refused: they are another request', async () => {
    await save(own, '2025-Q4', '1', 0, 'queue-key-of-one-request')
    const other = await save(own, '2025-Q4', '2', 1, 'queue-key-of-one-request')
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
    expect((await stored('2025-Q4'))?.value).toBe('1')
  })

  it('and the key is its author’s own: a colleague’s same key is another request', async () => {
    await save(own, '2025-Q3', '1', 0, 'queue-key-of-two-people')
    expect((await save(colleague, '2025-Q3', '2', 1, 'queue-key-of-two-people')).body.results[0]).toMatchObject({ outcome: 'changed', version: 2 })
  })
})
