import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instrumentOf, type Answers } from '#shared/assessments/instruments.ts'
import { topObstacles, weakestFactor } from '#shared/assessments/mobilisation.ts'
import type { Round } from '#shared/assessments/shapes.ts'
import type { EngagementResult, Stage } from '#shared/stages/contract.ts'
import { breadthOf, currentStage, type Engagement } from '#shared/stages/stages.ts'
import { allAt, buildAnswering, type AnsweringCoalition } from '../support/assessments.ts'
import { match } from '../support/coalition.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Refusal = { code: string; errors?: { pointer: string }[] }
type Engaged = { results?: EngagementResult[]; stage?: Stage; code?: string }
const OPENING = { instrument: 'mobilisation_factors', mode: 'anonymous', purpose: 'x', opensOn: '2026-10-01', closesOn: '2026-10-31' }

/** A closed round on the shared vision, answered by one person of each partner. */
async function told(all: AnsweringCoalition, partners: readonly string[], answers: Answers | ((index: number) => Answers)) {
  const opened = await all.lead.ask<Round>('POST', all.here.path('/assessments'), { body: { ...OPENING, stage: 'shared_vision' } })
  expect(opened.status, opened.text).toBe(201)
  await all.answerFor(opened.body, partners, answers)
  await all.close(opened.body)
  const result = (await all.results('mobilisation_factors')).find(({ roundId }) => roundId === opened.body.id)
  const instrument = instrumentOf('mobilisation_factors', result?.instrumentVersion ?? 0)
  if (result === undefined || instrument === undefined) throw new Error('nothing is told')
  return { result, instrument }
}

const LOW = { ...allAt('mobilisation_factors', 3), ...Object.fromEntries([1, 2, 3].map((n) => [`M4.${n}`, n === 2 ? 0 : 2])) }
const SEVERE = { 'obstacle.staff_turnover': 3, 'obstacle.lack_of_time': 2, 'obstacle.silos': 1 }
const absent = Object.fromEntries(
  Object.keys(allAt('mobilisation_factors', 0))
    .filter((code) => code.startsWith('obstacle.'))
    .map((code) => [code, 0]),
)

describe('a round on mobilisation', () => {
  it('S60: obstacles told by six partners are an ordered list, with what became of each; by four, nothing', async () => {
    const all = await buildAnswering(world)
    const six = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6']
    const first = await told(all, six, { ...LOW, ...absent, ...SEVERE })
    expect(topObstacles(first.instrument, first.result.figures).map(({ code, severity }) => [code.slice(9), severity])).toEqual([
      ['staff_turnover', 100],
      ['lack_of_time', 65],
      ['silos', 35],
    ])
    const then = await told(all, six, { ...LOW, ...absent, ...SEVERE, 'obstacle.staff_turnover': 1, 'obstacle.low_trust': 1 })
    expect(topObstacles(then.instrument, then.result.figures, first.result.figures).map(({ code, change }) => [code.slice(9), change])).toEqual([
      ['lack_of_time', 'stable'],
      ['staff_turnover', 'down'],
      ['low_trust', 'up'],
    ])
    const few = await told(await buildAnswering(world), six.slice(0, 4), { ...LOW, ...SEVERE })
    expect([topObstacles(few.instrument, few.result.figures), weakestFactor(few.instrument, few.result.figures)]).toEqual([[], null])
  })

  it('S61: the weakest factor is named with its lowest statement, and the round says which stage it asked about', async () => {
    const all = await buildAnswering(world)
    const { result, instrument } = await told(all, ['P1', 'P2', 'P3', 'P4', 'P5'], LOW)
    expect([result.stage, weakestFactor(instrument, result.figures)]).toEqual(['shared_vision', { key: 'resources', score: 33.3, item: 'M4.2' }])
    const refused = await all.lead.ask<Refusal>('POST', all.here.path('/assessments'), { body: OPENING })
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, '/stage'])
    const other = await all.open({})
    expect(other.stage).toBeNull()
  })

  it('what a group agreed on together names the same things', () => {
    const instrument = instrumentOf('mobilisation_factors', 1)
    if (instrument === undefined) throw new Error('no instrument')
    const item = (code: string, answer: number) => ({ code, answer, score: null })
    const figures = { dimensions: [{ key: 'motivation', score: 50 }], items: [item('M3.1', 4), item('M3.2', 0), item('obstacle.silos', 2)] }
    expect(weakestFactor(instrument, figures as never)).toEqual({ key: 'motivation', score: 50, item: 'M3.2' })
    expect(topObstacles(instrument, figures as never)).toEqual([{ code: 'obstacle.silos', severity: 66.7, change: null }])
  })
})

describe('how wide a stage is lived', () => {
  const partners = (active: number, of: number, planned: Engagement = 'active') =>
    Array.from({ length: of }, (_, index) => ({ planned, observed: index < active ? ('active' as const) : ('informed' as const) }))

  it('S62: 10 of 14 active at a broad stage are 71 % and an alert, 11 are 79 % and none', () => {
    expect(breadthOf('broad', partners(10, 14))).toEqual({ engaged: 10, of: 14, percent: 71, isAlert: true })
    expect(breadthOf('broad', partners(11, 14))).toEqual({ engaged: 11, of: 14, percent: 79, isAlert: false })
    expect(breadthOf('broad', partners(3, 4)).isAlert).toBe(false)
  })

  it('a targeted stage looks at those that were planned for it, and asks four in five; one that nobody looked at alerts nobody', () => {
    const rest = { planned: 'informed', observed: 'none' } as const
    expect(breadthOf('targeted', [...partners(4, 5), rest])).toMatchObject({ engaged: 4, of: 5, isAlert: false })
    expect(breadthOf('targeted', [...partners(3, 4), rest])).toMatchObject({ engaged: 3, of: 4, isAlert: true })
    expect(breadthOf('broad', [{ planned: 'active', observed: null }]).isAlert).toBe(false)
  })

  it('the stage of today is the last that began and is not over', () => {
    const stages = [
      { code: 'portrait', startedOn: '2026-01-01', endedOn: '2026-02-01' },
      { code: 'implementation', startedOn: '2026-05-01', endedOn: null },
      { code: 'monitoring', startedOn: '2026-03-01', endedOn: null },
      { code: 'evaluation', startedOn: '2027-01-01', endedOn: null },
    ] as const
    expect([currentStage(stages, '2026-01-15'), currentStage(stages, '2026-06-01'), currentStage(stages, '2026-02-15')]).toEqual([
      'portrait',
      'implementation',
      null,
    ])
  })
})

describe('stages of an initiative', () => {
  it('S62: the backbone writes the grid and reads the alert, a partner reads its own row, a funder nothing', async () => {
    const all = await buildAnswering(world)
    const path = all.here.path('/stages')
    const items = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'].map((partner, index) => ({
      partner,
      version: 0,
      planned: 'active',
      observed: index < 5 ? 'intense' : 'informed',
    }))
    const answer = await all.staff.ask<Engaged>('PUT', `${path}/shared_vision/engagements`, { body: { items } })
    expect([answer.status, answer.body.results?.map(({ outcome }) => outcome)], answer.text).toEqual([200, items.map(() => 'saved')])
    const dated = await all.staff.ask<Stage>('PUT', `${path}/shared_vision`, { body: { startedOn: '2026-10-01', endedOn: null }, headers: match(0) })
    expect([dated.status, dated.body.isCurrent, dated.body.version, dated.body.reach]).toEqual([
      200,
      true,
      1,
      { engaged: 5, of: 8, percent: 63, isAlert: true },
    ])
    const stageOf = async (person: typeof all.viewer) => (await person.get<{ items: Stage[] }>(path)).body.items.find(({ code }) => code === 'shared_vision')
    const own = await stageOf(all.viewer)
    expect([own?.reach, own?.abilities.edit, own?.engagements.map(({ partnerCode, observed }) => [partnerCode, observed])]).toEqual([
      null,
      false,
      [['P3', 'intense']],
    ])
    expect((await all.funder.get(path)).status).toBe(404)
    const reversed = await all.lead.ask<Refusal>('PUT', `${path}/portrait`, { body: { startedOn: null, endedOn: '2026-01-01' }, headers: match(0) })
    expect([reversed.status, reversed.body.code]).toEqual([422, 'dates_reversed'])
  })

  it('the grid is saved in one call with a result for each row: what another wrote meanwhile stays, the others are saved, in one act of history', async () => {
    const all = await buildAnswering(world)
    const save = (items: object[], who = all.staff, stage = 'shared_vision') =>
      who.ask<Engaged>('PUT', all.here.path(`/stages/${stage}/engagements`), { body: { items } })
    const row = (partner: string, version: number, planned: string | null, observed: string | null = null) => ({ partner, version, planned, observed })
    await save([row('P1', 0, 'active'), row('P2', 0, 'active')])
    await save([row('P2', 1, 'intense')], all.lead)
    const { status, body } = await save([
      row('P1', 1, 'active', 'informed'),
      row('P2', 1, 'informed'),
      row('P3', 0, 'intense'),
      row('P3', 0, 'none'),
      row('P4', 0, null),
      row('P99', 0, 'active'),
    ])
    expect([status, body.results?.map(({ partner, outcome, code }) => [partner, outcome, code])]).toEqual([
      200,
      [
        ['P1', 'saved', null],
        ['P2', 'rejected', 'version_stale'],
        ['P3', 'saved', null],
        ['P3', 'rejected', 'already_exists'],
        ['P4', 'unchanged', null],
        ['P99', 'rejected', 'unknown_reference'],
      ],
    ])
    expect(body.stage?.engagements.slice(0, 4).map(({ planned, observed, version }) => [planned, observed, version])).toEqual([
      ['active', 'informed', 2],
      ['intense', null, 2],
      ['intense', null, 1],
      [null, null, 0],
    ])
    // The same sent again loses nothing and says so.
    expect((await save([row('P1', 1, 'active', 'informed')])).body.results?.[0]?.outcome).toBe('unchanged')
    expect((await save([row('P1', 2, 'active')], all.contributor)).status).toBe(404)
    expect((await save([row('P1', 2, 'active')], all.staff, 'ailleurs')).status).toBe(404)
    const acts = await world.maintain(all.here.id, async (client) => {
      const { rows } = await client.query<{ details: { rows: { partner: string }[] } }>(
        `select details from app.audit_log where initiative_id = $1 and action = 'stages.engage' order by sequence`,
        [all.here.id],
      )
      return rows.map(({ details }) => details.rows.map(({ partner }) => partner))
    })
    expect(acts).toEqual([['P1', 'P2'], ['P2'], ['P1', 'P3']])
  })
})
