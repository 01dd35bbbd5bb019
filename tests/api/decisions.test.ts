import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DefinitionHistory } from '#shared/indicators/administration.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { TargetProposal } from '#shared/targets/contract.ts'
import { answerProposal, saveBaselines, saveTargets } from '#server/features/targets/service.ts'
import { buildCoalition, match } from '../support/coalition.ts'
import { addIndicator, as, makeActor } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let lead: Asker
let contributor: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
  ;({ here: initiative, lead, contributor, funder } = await buildCoalition(world))
})
afterAll(() => world.close())

const path = (rest: string) => initiative.path(`/indicators${rest}`)
const DECIDED = { decision: 'Comité du 1er octobre, point 3', decidedBy: 'Comité de pilotage', decidedOn: '2026-10-01' }
const detail = async (code: string, who = lead) => (await who.get<IndicatorDetail>(path(`/${code}`))).body

describe('a target says who decided it, when, why, and what it replaced (3.5, situation 14)', () => {
  it('the new point names the one whose place it took; the old one says why it ended and by whom', async () => {
    await addIndicator(world, initiative, 'GOAL', {})
    const save = (value: string | null, reasonFr?: string) =>
      lead.ask<IndicatorDetail>('PUT', path('/GOAL/targets'), {
        body: { items: value === null ? [] : [{ periodCode: '2027-Q4', value, ...DECIDED }], ...(reasonFr === undefined ? {} : { reasonFr }) },
      })
    await save('90')
    await save('80', 'Trop haut.')
    const points = (await detail('GOAL')).targetPoints
    const [now, before] = [points.find(({ value }) => value === '80'), points.find(({ value }) => value === '90')]
    expect(now).toMatchObject({ ...DECIDED, reasonFr: 'Trop haut.', setBy: 'Camille', replacesId: before?.id, supersededOn: null })
    expect(before).toMatchObject({ supersededOn: '2026-10-15', supersededReasonFr: 'Trop haut.', supersededBy: 'Camille', replacesId: null })
    // Withdrawn without another in its place: the reason stays all the same.
    await save(null, 'Plus de mesure.')
    expect((await detail('GOAL')).targetPoints.find(({ value }) => value === '80')).toMatchObject({ supersededReasonFr: 'Plus de mesure.' })
    // Funders read decisions and reasons, not the names of people.
    expect((await detail('GOAL', funder)).targetPoints.find(({ value }) => value === '80')).toMatchObject({ ...DECIDED, setBy: null, supersededBy: null })
  })

  it('a starting point too; what stood keeps how it had been decided, and the same figure again keeps its decision', async () => {
    await addIndicator(world, initiative, 'START', {})
    const save = (value: string, more: object = {}) =>
      lead.ask<IndicatorDetail>('PUT', path('/START/baselines'), {
        body: { items: [{ territoryCode: 'T', periodCode: '2025-Q4', value, ...more }], ...REASON },
      })
    const REASON = { reasonFr: 'Première mesure.' }
    await save('10', DECIDED)
    await save('10')
    expect((await detail('START')).baselines).toMatchObject([{ value: '10', ...DECIDED, reasonFr: 'Première mesure.', setBy: 'Camille' }])
    await lead.ask('PUT', path('/START/baselines'), {
      body: { items: [{ territoryCode: 'T', periodCode: '2025-Q4', value: '12' }], reasonFr: 'Dossiers retrouvés.' },
    })
    expect((await detail('START')).baselines).toMatchObject([{ value: '12', decision: null, decidedOn: '2026-10-15', reasonFr: 'Dossiers retrouvés.' }])
    const { baselines } = (await lead.get<DefinitionHistory>(path('/START/definition/history'))).body
    expect(baselines).toMatchObject([
      { value: '10', ...DECIDED, setReasonFr: 'Première mesure.', reasonFr: 'Dossiers retrouvés.', replacedBy: 'Camille', replacedOn: '2026-10-15' },
    ])
  })

  it('a proposal of a partner carries who decided to the point that it becomes', async () => {
    await addIndicator(world, initiative, 'ASKED', {})
    const asked = await contributor.ask<TargetProposal>('POST', path('/ASKED/proposals'), {
      body: { kind: 'targets', points: [{ periodCode: '2027-Q4', value: '70' }], reasonFr: 'Nos moyens.', ...DECIDED },
    })
    expect([asked.status, asked.body.decidedBy]).toEqual([201, 'Comité de pilotage'])
    await lead.ask('POST', path(`/ASKED/proposals/${asked.body.id}/answer`), { body: { state: 'approved' }, headers: match(asked.body.version) })
    expect((await detail('ASKED')).targetPoints).toMatchObject([{ value: '70', ...DECIDED, reasonFr: 'Nos moyens.' }])
  })
})

it('only a lead or the operator sets and approves, whoever calls the service', async () => {
  await addIndicator(world, initiative, 'WALL', {})
  const asked = await contributor.ask<TargetProposal>('POST', path('/WALL/proposals'), {
    body: { kind: 'targets', points: [{ periodCode: '2027-Q4', value: '70' }], reasonFr: 'Nos moyens.' },
  })
  const now = new Date()
  const operator = makeActor(initiative, 'backbone')
  const points = { items: [{ scope: 'whole' as const, category: 'TOTAL', periodCode: '2027-Q4', value: '1' }] }
  for (const plain of [{ ...operator, isLead: false }, makeActor(initiative, 'partner_contributor', { partnerId: initiative.partner.P2 ?? null })]) {
    const refused = (work: (trx: Parameters<typeof saveTargets>[0]) => Promise<unknown>) =>
      expect(as(world.db, plain, work), plain.role).rejects.toMatchObject({ code: 'not_allowed' })
    await refused((trx) => saveTargets(trx, plain, now, 'WALL', points))
    await refused((trx) => saveBaselines(trx, plain, now, 'WALL', { items: [{ territoryCode: 'T', category: 'TOTAL', isPending: true }] }))
    await refused((trx) => answerProposal(trx, plain, now, 'WALL', asked.body.id, { state: 'approved' }, asked.body.version))
  }
  await as(world.db, operator, (trx) => saveTargets(trx, operator, now, 'WALL', points))
  expect((await detail('WALL')).targetPoints).toMatchObject([{ value: '1' }])
})
