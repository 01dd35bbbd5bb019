import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { TerritoryChangePreview } from '#shared/territories/change-contract.ts'
import type { TerritoryLife } from '#shared/territories/contract.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let lead: Asker
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** T holds A (A1, A2) and B (B1); P2 owes EVT in A1 and A2, P3 in A2 for the third quarters and in A1 until March, the initiative in A1. */
async function owed(): Promise<void> {
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  lead = await here.person({ role: 'backbone', lead: true })
  await addIndicator(world, here, 'EVT', {})
  await lead.ask('POST', here.path('/indicators/EVT/assignments'), {
    body: {
      items: [
        { territoryCode: 'A1', partnerCode: 'P2', validFrom: '2025-01-01' },
        { territoryCode: 'A2', partnerCode: 'P2', validFrom: '2025-01-01' },
        { territoryCode: 'A2', partnerCode: 'P3', validFrom: '2025-01-01', validTo: '2027-12-31', periodFilter: ['Q3'] },
        { territoryCode: 'A1', partnerCode: 'P3', validFrom: '2025-01-01', validTo: '2025-03-31' },
        { territoryCode: 'A1', validFrom: '2026-06-01', paused: true },
      ],
    },
  })
}
type Answer = TerritoryChangePreview & { code: string; errors?: { pointer: string; code: string }[] }
const ask = (rest: string, body: object) => lead.ask<Answer>('POST', here.path(`/territory-changes${rest}`), { body: { occurredOn: '2026-01-01', ...body } })
const merge = { kind: 'merge', fromCodes: ['A1', 'A2'], to: { code: 'N', nameFr: 'Nouvelle' } }
const lines = ({ carries }: TerritoryChangePreview) => carries.map(({ partnerCode, from, to }) => [partnerCode, from.code, to.code])
const assignments = async () =>
  (await lead.get<IndicatorDetail>(here.path('/indicators/EVT'))).body.assignments
    .map((one) => [one.territoryCode, one.partnerCode, one.validFrom, one.validTo, one.periodFilter, one.paused])
    .filter(([, , from, to]) => to === null || ((to as string) >= '2026-01-01' && (to as string) >= (from as string)))

describe('who goes on reporting after a change of territory (situation 2)', () => {
  it('a merge proposes each thing once for the new place, and makes those that are accepted with their limits', async () => {
    await owed()
    const seen = await ask('/preview', merge)
    expect(seen.status, seen.text).toBe(200)
    expect(lines(seen.body)).toEqual([
      ['P2', 'A1', 'N'],
      ['P3', 'A2', 'N'],
      [null, 'A1', 'N'],
    ])
    expect(seen.body.endedAssignments).toBe(4)
    expect(await assignments()).toHaveLength(4)
    const carry = seen.body.carries.map(({ assignmentId, to }) => ({ assignmentId, toCode: to.code }))
    const done = await ask('', { ...merge, carry: carry.slice(1) })
    expect(done.status, done.text).toBe(201)
    expect(await assignments()).toEqual([
      ['N', 'P3', '2026-01-01', '2027-12-31', ['Q3'], false],
      ['N', null, '2026-06-01', null, null, true],
    ])
  })

  it('a split proposes each part, and nothing goes on unless it is asked for', async () => {
    await owed()
    const split = {
      kind: 'split',
      fromCode: 'A2',
      parts: [
        { code: 'X', nameFr: 'X' },
        { code: 'Y', nameFr: 'Y' },
      ],
    }
    expect(lines((await ask('/preview', split)).body)).toEqual([
      ['P2', 'A2', 'X'],
      ['P2', 'A2', 'Y'],
      ['P3', 'A2', 'X'],
      ['P3', 'A2', 'Y'],
    ])
    expect((await ask('', split)).status).toBe(201)
    expect((await assignments()).map(([place]) => place)).toEqual(['A1', 'A1'])
  })

  it('what a place that goes on owes already is not proposed again; what was not proposed is refused, and nothing changes', async () => {
    await owed()
    const into = { kind: 'merge', fromCodes: ['A2'], to: { code: 'A1' } }
    const seen = await ask('/preview', into)
    expect(lines(seen.body)).toEqual([['P3', 'A2', 'A1']])
    const [first] = seen.body.carries
    const refused = await ask('', { ...into, carry: [{ assignmentId: first?.assignmentId, toCode: 'B1' }] })
    expect([refused.status, refused.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)]).toEqual([422, ['/carry/0 unknown_reference']])
    expect(await assignments()).toHaveLength(4)
    expect((await ask('/preview', { kind: 'transfer', codes: ['A2'], toParentCode: 'B' })).body.carries).toEqual([])
  })
})

it('the life of a code tells when a place ended and what it became', async () => {
  await owed()
  await ask('', merge)
  const life = async (code: string) => (await lead.get<{ items: TerritoryLife[] }>(here.path(`/territories/${code}/life`))).body.items
  expect(await life('A1')).toEqual([
    {
      code: 'A1',
      nameFr: 'Territoire A1',
      nameEn: null,
      validFrom: null,
      lastDay: '2025-12-31',
      became: [{ code: 'N', nameFr: 'Nouvelle', nameEn: null, lastDay: null }],
    },
  ])
  expect(await life('N')).toMatchObject([{ validFrom: '2026-01-01', lastDay: null, became: [] }])
  expect((await lead.get(here.path('/territories/ZZ/life'))).status).toBe(404)
})
