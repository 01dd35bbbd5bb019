import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DefinitionHistory } from '#shared/indicators/administration.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { TargetProposal } from '#shared/targets/contract.ts'
import { buildCoalition } from '../support/coalition.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let lead: Asker
let staff: Asker
let contributor: Asker
let viewer: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
  ;({ here: initiative, lead, staff, contributor, viewer, funder } = await buildCoalition(world))
})
afterAll(() => world.close())

type Refusal = { code: string; params: Record<string, unknown>; errors?: { pointer: string; code: string }[] }
const faults = (body: Refusal) => body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)
const path = (rest: string) => initiative.path(`/indicators${rest}`)
const detail = async (code: string, who = staff) => (await who.get<IndicatorDetail>(path(`/${code}`))).body
const propose = (code: string, body: Record<string, unknown>, who = staff) =>
  who.ask<TargetProposal & Refusal>('POST', path(`/${code}/proposals`), { body: { reasonFr: 'Décidé en comité.', ...body } })
const answer = (code: string, { id, version }: { id: string; version: number }, state: string, who = lead) =>
  who.ask<IndicatorDetail & Refusal>('POST', path(`/${code}/proposals/${id}/answer`), { body: { state }, headers: { 'if-match': `"v${version}"` } })
const targets = async (code: string) =>
  (await detail(code)).targetPoints.map(({ periodCode, value, supersededOn, decision, reasonFr }) => [periodCode, value, supersededOn, decision, reasonFr])

describe('targets and baselines act when a lead approves (domain 5, row 15)', () => {
  it('the backbone proposes, nothing changes; a lead approves, and decision, reason and date stay with the points', async () => {
    await addIndicator(world, initiative, 'GO', {})
    expect((await staff.ask('PUT', path('/GO/targets'), { body: { items: [{ periodCode: '2027-Q4', value: '90' }] } })).status).toBe(403)
    expect((await staff.ask('PUT', path('/GO/baselines'), { body: { items: [{ territoryCode: 'T', value: '9' }] } })).status).toBe(403)
    const asked = await propose('GO', {
      kind: 'targets',
      points: [{ periodCode: '2027-Q4', value: '90' }],
      decision: 'Comité du 1er octobre, point 3',
      decidedOn: '2026-10-01',
    })
    expect([asked.status, asked.body.state, asked.body.proposedBy, asked.body.abilities]).toEqual([
      201,
      'proposed',
      'Dominique',
      { answer: false, withdraw: true },
    ])
    expect(await targets('GO')).toEqual([])
    expect(await answer('GO', asked.body, 'approved', staff)).toMatchObject({ status: 403 })
    expect((await answer('GO', asked.body, 'approved')).status).toBe(200)
    expect(await targets('GO')).toEqual([['2027-Q4', '90', null, 'Comité du 1er octobre, point 3', 'Décidé en comité.']])
    expect((await detail('GO')).targetPoints[0]?.decidedOn).toBe('2026-10-01')
    expect(await answer('GO', { ...asked.body, version: 2 }, 'declined')).toMatchObject({
      status: 409,
      body: { code: 'proposal_answered', params: { state: 'approved' } },
    })
  })
  it('a contributor proposes in its partner’s name and may take it back; viewers read, funders know of none', async () => {
    await addIndicator(world, initiative, 'PART', {})
    const { status, body } = await propose('PART', { kind: 'baselines', baselines: [{ territoryCode: 'A1', periodCode: '2025-Q1', value: '12' }] }, contributor)
    expect([status, body.partnerCode, body.abilities]).toEqual([201, 'P2', { answer: false, withdraw: true }])
    expect((await viewer.get<{ items: TargetProposal[] }>(path('/PART/proposals'))).body.items.map(({ id }) => id)).toEqual([body.id])
    expect((await funder.get(path('/PART/proposals'))).status).toBe(404)
    for (const who of [viewer, funder]) expect((await propose('PART', { kind: 'targets', points: [] }, who)).status).toBe(404)
    const takeBack = (who: Asker) => who.ask('POST', path(`/PART/proposals/${body.id}/withdrawal`), { headers: { 'if-match': '"v1"' } })
    expect((await takeBack(staff)).status).toBe(403)
    expect(await takeBack(contributor)).toMatchObject({ status: 200, body: { state: 'withdrawn' } })
    expect((await answer('PART', { ...body, version: 2 }, 'approved')).status).toBe(409)
    expect((await detail('PART')).baselines).toEqual([])
  })
  it('what would be refused is refused when it is proposed; a reason is always asked; a declined one changes nothing', async () => {
    await addIndicator(world, initiative, 'NO', { direction: 'decrease' })
    await lead.ask('PUT', path('/NO/baselines'), { body: { items: [{ territoryCode: 'T', periodCode: '2024-Q1', value: '50' }] } })
    expect(await propose('NO', { kind: 'targets', points: [{ periodCode: '2027-Q4', value: '90' }] })).toMatchObject({
      status: 422,
      body: { code: 'target_on_wrong_side' },
    })
    expect(faults((await propose('NO', { kind: 'targets', points: [{ periodCode: '2027-Q4', value: '9' }], reasonFr: ' ' })).body)).toEqual([
      '/reasonFr too_small',
    ])
    const { body } = await propose('NO', { kind: 'targets', points: [{ periodCode: '2027-Q4', value: '9' }] })
    expect(await answer('NO', { ...body, version: 9 }, 'declined')).toMatchObject({ status: 412 })
    expect((await answer('NO', body, 'declined')).status).toBe(200)
    expect(await targets('NO')).toEqual([])
  })
})

describe('nothing is overwritten', () => {
  it('a measured baseline that changes is kept with its public reason, the same one again is not', async () => {
    await addIndicator(world, initiative, 'BASE', {})
    const put = (value: string, more: Record<string, unknown> = {}) =>
      lead.ask<IndicatorDetail & Refusal>('PUT', path('/BASE/baselines'), { body: { items: [{ territoryCode: 'T', periodCode: '2024-Q1', value }], ...more } })
    await put('50')
    expect((await put('50.0')).status).toBe(200)
    expect(faults((await put('60')).body)).toEqual(['/reasonFr required'])
    expect((await put('60', { reasonFr: 'Relevé corrigé.', reasonEn: 'Corrected.' })).body.baselines[0]?.value).toBe('60')
    const former = { territoryCode: 'T', periodCode: '2024-Q1', reasonFr: 'Relevé corrigé.', reasonEn: 'Corrected.', replacedOn: '2026-10-15' }
    const read = async (who: Asker) => (await who.get<DefinitionHistory>(path('/BASE/definition/history'))).body.baselines
    expect(await read(lead)).toMatchObject([{ ...former, value: '50', mask: 'none' }])
    // A funder reads that it changed and why; the figure itself only where a release tells it (domain 0.5).
    expect(await read(funder)).toMatchObject([{ ...former, value: null, mask: 'masked' }])
  })
  it('a pending baseline that gets its figure replaces nothing', async () => {
    await addIndicator(world, initiative, 'PEND', {})
    await lead.ask('PUT', path('/PEND/baselines'), { body: { items: [{ territoryCode: 'T', isPending: true }] } })
    expect((await lead.ask('PUT', path('/PEND/baselines'), { body: { items: [{ territoryCode: 'T', periodCode: '2024-Q1', value: '5' }] } })).status).toBe(200)
  })
  it('a target lowered during its own period is told to all, a raised or a distant one is not (situation 14)', async () => {
    await addIndicator(world, initiative, 'LATE', {})
    const put = (items: unknown[]) => lead.ask<IndicatorDetail>('PUT', path('/LATE/targets'), { body: { items, reasonFr: 'Trop haut.' } })
    await put([
      { periodCode: '2026-Q4', value: '90' },
      { periodCode: '2027-Q4', value: '120' },
    ])
    await put([
      { periodCode: '2026-Q4', value: '80' },
      { periodCode: '2027-Q4', value: '100' },
    ])
    const { targetPoints } = await detail('LATE', funder)
    expect(targetPoints.map(({ periodCode, value, loweredLate }) => [periodCode, value, loweredLate])).toEqual([
      ['2026-Q4', '80', false],
      ['2027-Q4', '100', false],
      ['2026-Q4', '90', true],
      ['2027-Q4', '120', false],
    ])
  })
})
