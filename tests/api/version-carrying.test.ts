import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VersionPreview } from '#shared/indicators/carrying-contract.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { IndicatorLimit } from '#shared/indicators/limits-contract.ts'
import type { OverlapEstimate } from '#shared/indicators/overlap-contract.ts'
import { openVersion } from '#server/features/indicators/service.ts'
import { buildCoalition } from '../support/coalition.ts'
import { as, makeActor } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let lead: Asker
let staff: Asker
beforeAll(async () => {
  world = await openWorld()
  ;({ here: initiative, lead, staff } = await buildCoalition(world))
})
afterAll(() => world.close())

const path = (rest: string) => initiative.path(`/indicators${rest}`)
const definition = {
  nameFr: 'Familles rejointes',
  definitionFr: 'Familles de 0 à 5 ans.',
  purposeFr: 'Décider où aller.',
  resultType: 'how_much',
  unitKind: 'count',
  countingUnit: 'households',
  temporalKind: 'flow',
  direction: 'increase',
  frequency: 'quarter',
  overlapPartners: 'possible',
}
const version = (change: object = {}, more: object = {}) => ({
  validFrom: '2027-01-01',
  changeReasonFr: 'De 0 à 6 ans.',
  definition: { ...definition, definitionFr: 'Familles de 0 à 6 ans.', ...change },
  ...more,
})
const preview = async (code: string, body: object) => (await lead.ask<VersionPreview>('POST', path(`/${code}/versions/preview`), { body })).body
const open = (code: string, body: object, who = lead) => who.ask<IndicatorDetail>('POST', path(`/${code}/versions`), { body })
const limits = async (code: string) =>
  (await lead.get<{ items: IndicatorLimit[] }>(path(`/${code}/limits`))).body.items.map((one) => [one.versionNumber, one.partnerCode, one.low, one.high])
const overlaps = async (code: string) =>
  (await lead.get<{ items: OverlapEstimate[] }>(path(`/${code}/overlap-estimates`))).body.items
    .map((one) => [one.versionNumber ?? 0, one.rate, one.appliesFrom])
    .sort()
const assignments = async (code: string) =>
  (await lead.get<IndicatorDetail>(path(`/${code}`))).body.assignments.map((one) => [one.partnerCode, one.validFrom, one.validTo, one.periodFilter])

/** Two limits, an overlap for all versions and one for the first alone, two assignments of which one for the third quarter, a target. */
async function indicator(code: string): Promise<void> {
  await staff.ask('POST', path(''), { body: { code, scope: 'performance', isCore: false, definition } })
  await lead.ask('PUT', path(`/${code}/limits`), {
    body: {
      items: [
        { low: '0', high: '500' },
        { partnerCode: 'P2', high: '90' },
      ],
    },
  })
  for (const [rate, number] of [
    ['0.1', undefined],
    ['0.2', 1],
  ] as const)
    await lead.ask('POST', path(`/${code}/overlap-estimates`), { body: { rate, method: 'sample', estimatedOn: '2026-10-01', versionNumber: number } })
  await lead.ask('POST', path(`/${code}/assignments`), {
    body: {
      items: [
        { territoryCode: 'A1', partnerCode: 'P2', validFrom: '2026-01-01' },
        { territoryCode: 'A1', partnerCode: 'P3', validFrom: '2026-01-01', periodFilter: ['Q3'] },
      ],
    },
  })
  await lead.ask('PUT', path(`/${code}/targets`), { body: { items: [{ periodCode: '2027-Q4', value: '300' }] } })
}

describe('what a new version takes over', () => {
  it('where figures keep their size limits go over and assignments go on; an overlap of the former version waits for a yes; targets start anew', async () => {
    await indicator('SAME')
    expect(await preview('SAME', version())).toEqual({
      number: 2,
      validFrom: '2027-01-01',
      changed: ['definitionFr'],
      limits: { count: 2, outside: 0, against: [], carried: true },
      overlaps: { ofIndicator: 1, ofVersion: 1, isRead: true, carried: false },
      assignments: { count: 2, widened: 0 },
      baselines: 0,
      targets: 1,
    })
    // Looking wrote nothing.
    expect(await limits('SAME')).toHaveLength(2)
    const opened = await open('SAME', version())
    expect(opened.status, opened.text).toBe(201)
    expect(await limits('SAME')).toEqual([
      [2, null, '0', '500'],
      [2, 'P2', null, '90'],
      [1, null, '0', '500'],
      [1, 'P2', null, '90'],
    ])
    expect(await overlaps('SAME')).toEqual([
      [0, '0.1', null],
      [1, '0.2', null],
    ])
    expect(await assignments('SAME')).toEqual([
      ['P2', '2026-01-01', null, null],
      ['P3', '2026-01-01', null, ['Q3']],
    ])
    expect(opened.body.targetPoints.map(({ versionNumber }) => versionNumber)).toEqual([1])
  })

  it('monthly figures: limits of quarters are not taken over by themselves, and who owed one quarter owes every month', async () => {
    await indicator('MONTH')
    const change = { frequency: 'month' }
    const seen = await preview('MONTH', version(change))
    expect([seen.limits, seen.assignments]).toEqual([
      { count: 2, outside: 0, against: ['frequency'], carried: false },
      { count: 2, widened: 1 },
    ])
    await open('MONTH', version(change))
    expect(await limits('MONTH')).toHaveLength(2)
    expect(await assignments('MONTH')).toEqual([
      ['P2', '2026-01-01', null, null],
      ['P3', '2026-01-01', '2026-12-31', ['Q3']],
      ['P3', '2027-01-01', null, null],
    ])
  })

  it('what is asked for is done: limits that still fit, overlaps of the former version; limits that cannot hold are left', async () => {
    await indicator('TOLD')
    await open('TOLD', version({ frequency: 'month' }, { carryLimits: true, carryOverlaps: true }))
    expect(await limits('TOLD')).toHaveLength(4)
    expect(await overlaps('TOLD')).toEqual([
      [0, '0.1', null],
      [1, '0.2', null],
      [2, '0.2', '2027-01-01'],
    ])
    await indicator('SHARE')
    const share = { unitKind: 'ratio', isProportion: true, countingUnit: 'persons', overlapPartners: 'none' }
    expect((await preview('SHARE', version(share, { carryLimits: true, carryOverlaps: true }))).limits).toMatchObject({ count: 2, outside: 2 })
    expect((await preview('SHARE', version(share, { carryOverlaps: true }))).overlaps).toEqual({ ofIndicator: 1, ofVersion: 1, isRead: false, carried: false })
    await open('SHARE', version(share, { carryLimits: true, carryOverlaps: true }))
    expect(await limits('SHARE')).toHaveLength(2)
    await indicator('NO')
    await open('NO', version({}, { carryLimits: false }))
    expect(await limits('NO')).toHaveLength(2)
  })

  it('only a lead opens one, whoever calls the service', async () => {
    await indicator('LEAD')
    expect([(await open('LEAD', version(), staff)).status, (await staff.ask('POST', path('/LEAD/versions/preview'), { body: version() })).status]).toEqual([
      403, 403,
    ])
    const plain = { ...makeActor(initiative, 'backbone'), isLead: false }
    const input = version() as unknown as Parameters<typeof openVersion>[4]
    await expect(as(world.db, plain, (trx) => openVersion(trx, plain, new Date(), 'LEAD', input))).rejects.toMatchObject({ code: 'not_allowed' })
  })
})
