import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CollectionEvent } from '#shared/observations/events.ts'
import type { Completeness } from '#shared/progress/completeness.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** SERVED: P1 and P2 in A1, P3 in B1, with a target; only P1 reported in the second quarter. */
async function build() {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  const figures = figuresOf(world, here)
  const served = await figures.indicator('SERVED')
  await figures.owed(served, 'A1', 'P1')
  await figures.owed(served, 'A1', 'P2')
  await figures.owed(served, 'B1', 'P3')
  await figures.baseline(served, 'T', '2025-Q4', { value: 300 })
  await figures.target(served, '2027-Q4', '900')
  await figures.figure(served, 'A1', 'P1', '2026-Q2', { value: 100, submitted_at: '2026-07-10' })
  await figures.recompute()
  return {
    here,
    figures,
    served,
    backbone: await here.person({ role: 'backbone' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    funder: await here.person({ role: 'funder' }),
  }
}
type Declared = { event: CollectionEvent | null; count: number; partners: { partner: string | null; count: number }[]; code?: string }
const declare = (who: Asker, here: TestInitiative, filters: Record<string, string[]>, change: object = {}) =>
  who.ask<Declared>('POST', here.path('/collection-events'), {
    body: { noteFr: 'Inondations d’avril', filters: { periods: ['2026-Q2'], ...filters }, ...change },
  })
const counts = async (who: Asker, here: TestInitiative) => (await who.get<Completeness>(here.path('/completeness'), { period: '2026-Q2' })).body
const cell = async (who: Asker, here: TestInitiative, query: Record<string, string> = {}) =>
  (await who.get<{ cells: ProgressCell[] }>(here.path('/progress'), { indicator: 'SERVED', period: '2026-Q2', ...query })).body.cells[0]
const events = async (who: Asker, here: TestInitiative) => (await who.get<{ items: CollectionEvent[] }>(here.path('/collection-events'))).body.items

describe('an event that stops the collection (situation 19)', () => {
  it('a dry run counts by partner what would be excused, and writes nothing', async () => {
    const { here, backbone } = await build()
    const { body } = await declare(backbone, here, {}, { dryRun: true })
    expect(body).toEqual({
      event: null,
      count: 2,
      partners: [
        { partner: 'P2', name: 'Organisation P2', count: 1 },
        { partner: 'P3', name: 'Organisation P3', count: 1 },
      ],
    })
    expect(await events(backbone, here)).toEqual([])
  })

  it('completeness leaves excused reports out, the total is incomplete and flagged S, never off track', async () => {
    const { here, backbone } = await build()
    expect(await counts(backbone, here)).toMatchObject({ expected: 3, received: 1, excused: 0 })
    expect((await declare(backbone, here, {})).body.count).toBe(2)
    expect(await counts(backbone, here)).toMatchObject({ expected: 1, received: 1, excused: 2 })
    expect(await cell(backbone, here)).toMatchObject({
      value: '100',
      status: 'no_data',
      reason: 'incomplete',
      flags: expect.arrayContaining(['S', 'incomplete']),
    })
    expect(await cell(backbone, here, { territory: 'B' })).toMatchObject({ value: null, status: 'no_data', reason: 'incomplete', flags: ['S'] })
    expect(await cell(backbone, here, { territory: 'B', period: '2026-Q1' })).not.toMatchObject({ flags: ['S'] })
  })

  it('filters meet: territories stand for what lies in them', async () => {
    const { here, backbone } = await build()
    const count = async (filters: Record<string, string[]>) => (await declare(backbone, here, filters, { dryRun: true })).body.count
    expect(await count({ territories: ['B'] })).toBe(1)
    expect(await count({ territories: ['T'] })).toBe(2)
    expect(await count({ territories: ['B'], partners: ['P2'] })).toBe(0)
    expect(await count({ indicators: ['SERVED'], partners: ['P2', 'P3'] })).toBe(2)
    // Nobody reported in the first quarter: all three of it too.
    expect(await count({ periods: ['2026-Q1', '2026-Q2'] })).toBe(5)
  })

  it('what is excused is in nobody’s list, and a figure that arrives all the same counts', async () => {
    const { here, backbone, own } = await build()
    const due = async () =>
      (await own.get<{ groups: { items: { period: string }[] }[] }>(here.path('/observations/due'))).body.groups.flatMap(({ items }) => items)
    expect((await due()).some(({ period }) => period === '2026-Q2')).toBe(true)
    await declare(backbone, here, { partners: ['P2'] })
    expect((await due()).some(({ period }) => period === '2026-Q2')).toBe(false)
    await own.ask('PUT', here.path('/observations'), {
      body: { items: [{ indicator: 'SERVED', territory: 'A1', partner: 'P2', period: '2026-Q2', value: '40' }] },
    })
    const [draft] = (await own.get<{ items: { id: string; version: number }[] }>(here.path('/observations'))).body.items
    await own.ask('POST', here.path('/observations/submission'), {
      body: { items: [{ id: draft?.id, version: draft?.version, confirmed: true, comment: 'Reçu après la crue' }] },
    })
    expect(await counts(backbone, here)).toMatchObject({ expected: 3, received: 2, excused: 0 })
  })

  it('lifting it makes the reports expected again; both acts are written down', async () => {
    const { here, backbone } = await build()
    const { event } = (await declare(backbone, here, {})).body
    const lift = (version: number) =>
      backbone.ask<CollectionEvent & { code?: string }>('POST', here.path(`/collection-events/${event?.id}/lifting`), {
        body: { reason: 'La collecte a repris' },
        headers: { 'if-match': `"v${version}"` },
      })
    expect((await lift(9)).body.code).toBe('version_stale')
    expect((await lift(1)).body).toMatchObject({ liftedOn: '2026-10-15', liftedReason: 'La collecte a repris', reports: 0, abilities: { lift: false } })
    expect((await lift(2)).body.code).toBe('event_lifted')
    expect(await counts(backbone, here)).toMatchObject({ expected: 3, received: 1, excused: 0 })
    expect(await cell(backbone, here, { territory: 'B' })).toMatchObject({ reason: 'not_reported', flags: [] })
    const { rows } = await world.maintain(here.id, (client) =>
      client.query(
        `select action, details ->> 'count' as count from app.audit_log where initiative_id = $1 and object_type = 'collection_event' order by sequence`,
        [here.id],
      ),
    )
    expect(rows).toEqual([
      { action: 'collection_event.declare', count: '2' },
      { action: 'collection_event.lift', count: '2' },
    ])
  })

  it('every member reads the note; what it excuses only the backbone and, of its own, a partner', async () => {
    const { here, backbone, own, funder } = await build()
    await declare(backbone, here, {})
    const read = async (who: Asker) =>
      (await events(who, here)).map(({ noteFr, reports, filters, abilities }) => [noteFr, reports, filters !== null, abilities.lift])
    expect([await read(backbone), await read(own), await read(funder)]).toEqual([
      [['Inondations d’avril', 2, true, true]],
      [['Inondations d’avril', 1, false, false]],
      [['Inondations d’avril', null, false, false]],
    ])
    for (const who of [own, funder]) expect((await declare(who, here, {})).status).toBe(404)
  })

  it('unknown codes and an empty choice are refused', async () => {
    const { here, backbone } = await build()
    const code = async (filters: Record<string, string[]>) => (await declare(backbone, here, filters)).body.code
    expect(await code({ partners: ['P9'] })).toBe('unknown_reference')
    expect(await code({ indicators: ['NOPE'] })).toBe('unknown_reference')
    expect(await code({ territories: ['ZZ'] })).toBe('unknown_reference')
    expect(await code({ periods: ['hier'] })).toBe('invalid_period')
    expect(await code({ partners: ['P1'] })).toBe('nothing_to_excuse')
  })
})
