import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Observation, SaveResult } from '#shared/observations/contract.ts'
import type { FigureDetails } from '#shared/observations/entry-contract.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Results = { results: SaveResult[]; code?: string }
const KEY = { indicator: 'COUNT', territory: 'A1', partner: 'P2', period: '2026-Q3', category: 'TOTAL' }

async function cast(): Promise<{ here: TestInitiative; lead: Asker; staff: Asker; own: Asker; other: Asker }> {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  await addIndicator(world, here, 'COUNT', {})
  return {
    here,
    lead: await here.person({ role: 'backbone', lead: true }),
    staff: await here.person({ role: 'backbone' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Awa Traoré' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
  }
}
const save = (who: Asker, here: TestInitiative, ...items: Record<string, unknown>[]) =>
  who.ask<Results>('PUT', here.path('/observations'), { body: { items: items.map((item) => ({ ...KEY, ...item })) } })
const erase = async (who: Asker, here: TestInitiative, ...items: Record<string, unknown>[]) => {
  const { body } = await who.ask<Results>('POST', here.path('/observations/erasure'), {
    body: { items: items.map((item) => ({ ...KEY, version: 1, ...item })) },
  })
  return body.results.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`))
}
const list = async (who: Asker, here: TestInitiative) => (await who.get<{ items: Observation[] }>(here.path('/observations'), {})).body.items
const details = (who: Asker, here: TestInitiative, query: Record<string, string> = {}) =>
  who.get<FigureDetails & { code?: string }>(here.path('/entry/figure'), { ...KEY, ...query })

describe('the side panel of one place to type', () => {
  it('tells the figure as it stands, who left it so, and the twelve before it, newest first', async () => {
    const { here, own } = await cast()
    const quarters = [
      '2023-Q1',
      '2023-Q2',
      '2023-Q3',
      '2023-Q4',
      '2024-Q1',
      '2024-Q2',
      '2024-Q3',
      '2024-Q4',
      '2025-Q1',
      '2025-Q2',
      '2025-Q3',
      '2025-Q4',
      '2026-Q1',
    ]
    await save(own, here, ...quarters.map((period, index) => ({ period, value: String(index) })), { value: '48' })
    const { body } = await details(own, here)
    expect(body.current?.value).toBe('48')
    expect(body.changedBy).toBe('Awa Traoré')
    expect(body.past.map(({ value }) => value)).toEqual(['12', '11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1'])
    expect(body.limits).toBeNull()
    expect(body.definitionFr).not.toBe('')
  })

  it('is closed to another partner, and shows the backbone no draft of a partner', async () => {
    const { here, own, other, lead } = await cast()
    await save(own, here, { value: '48' })
    expect((await details(other, here)).status).toBe(404)
    expect((await details(lead, here)).body.current).toBeNull()
  })

  it('refuses codes that name nothing', async () => {
    const { here, lead } = await cast()
    expect((await details(lead, here, { indicator: 'NONE' })).body.code).toBe('unknown_reference')
    expect((await details(lead, here, { territory: 'NONE' })).body.code).toBe('unknown_reference')
    expect((await details(lead, here, { period: 'then' })).body.code).toBe('invalid_period')
  })
})

describe('erasing a draft', () => {
  it('leaves the place empty, to be typed anew', async () => {
    const { here, own } = await cast()
    await save(own, here, { value: '5' })
    expect(await erase(own, here, {})).toEqual(['changed'])
    expect(await list(own, here)).toEqual([])
    expect(await erase(own, here, {}), 'twice is once').toEqual(['rejected not_found'])
    expect((await save(own, here, { value: '6', version: 0 })).body.results[0]?.outcome).toBe('created')
  })

  it('uses no number twice: whoever still holds what was erased is told, and writes over nothing typed since', async () => {
    const { here, own } = await cast()
    const colleague = await here.person({ role: 'partner_contributor', partner: 'P2' })
    await save(own, here, { value: '5' })
    await erase(own, here, {})
    await save(own, here, { value: '6', version: 0 })
    expect((await save(colleague, here, { value: '7', version: 1 })).body.results[0]).toMatchObject({ outcome: 'conflict', code: 'version_stale' })
    expect((await list(own, here)).map(({ value, version }) => [value, version])).toEqual([['6', 2]])
    await erase(own, here, { version: 2 })
    await save(own, here, { value: '8', version: 0 })
    expect((await list(own, here))[0]?.version).toBe(3)
  })

  it('is refused to who saw another version, and to another partner', async () => {
    const { here, own, other, lead } = await cast()
    await save(own, here, { value: '5' })
    await save(own, here, { value: '6', version: 1 })
    expect(await erase(own, here, {})).toEqual(['conflict version_stale'])
    expect(await erase(other, here, { version: 2 })).toEqual(['rejected partner_not_yours'])
    expect(await erase(lead, here, { version: 2 }), 'a partner’s draft is its own').toEqual(['rejected not_found'])
    expect((await list(own, here))[0]?.value).toBe('6')
  })

  it('is refused for what was handed in once, even when taken back', async () => {
    const { here, own } = await cast()
    await save(own, here, { value: '5' })
    const [draft] = await list(own, here)
    await own.ask('POST', here.path('/observations/submission'), { body: { items: [{ id: draft?.id, version: 1 }] } })
    expect(await erase(own, here, { version: 2 })).toEqual(['rejected move_not_allowed'])
    await own.ask('POST', here.path('/observations/withdrawal'), { body: { items: [{ id: draft?.id, version: 2 }] } })
    expect(await erase(own, here, { version: 3 })).toEqual(['rejected move_not_allowed'])
  })
})
