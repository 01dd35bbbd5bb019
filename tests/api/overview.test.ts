import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConditionsOverview } from '#shared/conditions/overview.ts'
import { allAt, buildAnswering } from '../support/assessments.ts'
import { buildCoalition } from '../support/coalition.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let demo: Awaited<ReturnType<World['loadDemo']>>
beforeAll(async () => {
  world = await openWorld({ demo: true })
  demo = await world.loadDemo()
})
afterAll(() => world.close())

const overviewFor = async (account: string, options?: { initiative?: string; role?: string }) => {
  const person = await demo.as(account, options)
  const { status, body } = await person.get<ConditionsOverview>(
    `/api/v1/initiatives/${demo.initiatives[options?.initiative ?? 'grandir-entre-rives']}/conditions`,
  )
  expect(status).toBe(200)
  return body
}

describe('GET /api/v1/initiatives/:initiativeId/conditions', () => {
  it('counts the facts of the five conditions from the records of the demo, on its own clock', async () => {
    const { asOf, agenda, activities, measurement, communication, backbone } = await overviewFor('coordination')
    expect(asOf).toBe('2026-10-15')
    expect(agenda.goal).toMatchObject({ state: 'adopted', adoptedOn: '2023-09-12', missing: [] })
    expect(agenda.version).toMatchObject({ number: 2, endorsements: { asked: 1, endorsed: 12, reservations: 1, total: 14 } })
    expect(agenda.reservations?.map((one) => one.partnerCode)).toEqual(['P08'])
    expect(agenda.pictures.map(({ horizonMonths, state }) => [horizonMonths, state])).toEqual([
      [6, 'reviewed'],
      [12, 'reviewed'],
      [36, 'due'],
    ])
    expect(agenda.next).toMatchObject({ kind: 'review_picture', on: '2026-09-12' })
    expect(activities).toMatchObject({
      total: 10,
      planned: 1,
      underWay: 7,
      done: 1,
      stopped: 1,
      indicatorsServed: 9,
      indicators: 10,
      territoryCodes: ['CV', 'R', 'TL'],
    })
    expect([activities.withoutLead.length, activities.withoutGoal.length, activities.next?.kind]).toEqual([1, 0, 'name_lead'])
    expect(measurement).toMatchObject({ indicators: 10, core: 10, population: 1 })
    expect(measurement.toValidate).toBeGreaterThan(0)
    expect(communication.meetings).toMatchObject({
      held: 3,
      skipped: 0,
      agendasOnTime: 3,
      agendasLate: 0,
      agendasNotShared: 0,
      next: { agendaShareBy: '2026-10-25T13:00:00.000Z' },
    })
    expect(communication.updates).toMatchObject({ published: 2, lastOn: '2026-10-01', daysSinceLast: 14, monthsKept: 1, monthsAsked: 12, isSilent: false })
    expect(communication.next).toMatchObject({ kind: 'share_agenda', on: '2026-10-25T13:00:00.000Z' })
    expect(backbone).toMatchObject({
      profile: { form: 'existing_nonprofit', fullTimeEquivalents: '1.6', budget: '148000' },
      covered: { length: 5 },
      gaps: ['policy'],
      next: { kind: 'name_holder', function: 'policy' },
    })
  })

  it('a funder sees published facts: no meeting, no reservation, no planned activity, nothing to do for others', async () => {
    const { agenda, activities, measurement, communication, backbone } = await overviewFor('bailleur')
    expect([agenda.reservations, agenda.version?.endorsements.endorsed]).toEqual([null, 12])
    expect([activities.total, activities.planned, measurement.toValidate, communication.meetings]).toEqual([9, 0, null, null])
    expect(communication.updates.published).toBe(1)
    expect([activities.next, measurement.next, communication.next, backbone.next]).toEqual([null, null, null, null])
  })

  it('a contributor is asked for its own answer, not for what the backbone has to do', async () => {
    const { here, lead, contributor } = await buildCoalition(world)
    const { body: draft } = await lead.ask<{ id: string; version: number }>('POST', here.path('/agenda-versions'), {
      body: { visionFr: 'V', problemStatementFr: 'P', principlesFr: 'P', approachFr: 'A' },
    })
    await lead.ask('POST', here.path(`/agenda-versions/${draft.id}/publication`), { body: {}, headers: { 'if-match': `"v${draft.version}"` } })
    const { body } = await contributor.get<ConditionsOverview>(here.path('/conditions'))
    expect([body.agenda.next?.kind, body.backbone.next, body.measurement.toValidate]).toEqual(['answer_agenda', null, null])
  })

  it('an initiative without any record says so with empty facts, not with errors', async () => {
    const { here, lead } = await buildCoalition(world)
    const { body } = await lead.get<ConditionsOverview>(here.path('/conditions'))
    expect(body).toMatchObject({
      agenda: { goal: null, version: null, reservations: [], pictures: [], next: { kind: 'adopt_goal', id: null } },
      activities: { total: 0, next: null },
      measurement: { period: null, expected: null },
      communication: { meetings: { held: 0, next: null }, updates: { published: 0, lastOn: null, isSilent: true }, next: { kind: 'write_update' } },
      backbone: { profile: null, covered: [], gaps: { length: 6 }, next: { kind: 'describe_backbone' } },
    })
  })

  it('the second demo counts its own records only', async () => {
    const { agenda, activities, backbone } = await overviewFor('coordination', { initiative: 'alliance-benkadi' })
    expect([agenda.version?.endorsements.total, activities.total, backbone.gaps]).toEqual([7, 6, ['public_will', 'policy', 'funding']])
  })

  it('S67 the five conditions are measured twice: records beside the last closed round with its expected ring, « principes » apart', async () => {
    const { agenda, said } = await overviewFor('coordination')
    expect(agenda.version?.endorsements.ratio).toBe('0.857142857143')
    expect(said.round).toMatchObject({ phase: 'sustain', mode: 'anonymous', hidden: null, partners: 14 })
    expect(Object.values(said.conditions).map((one) => [Math.round(one?.score ?? -1), one?.expected])).toEqual([
      [71, 90],
      [63, 80],
      [66, 90],
      [64, 75],
      [68, 90],
    ])
    expect(said.conditions.agenda).toMatchObject({ standing: 'to_strengthen', change: { direction: 'up' }, spread: { dots: { length: 14 } } })
    expect(Math.round(said.conditions.communication?.change?.points ?? 0)).toBe(23)
    expect(said.principles?.score).not.toBeNull()
    expect(said.openUntil).not.toBeNull()
  })

  it('S67 a round of too few takes the place of the one before without any number, and no older one stands in for it', async () => {
    const all = await buildAnswering(world)
    const read = async (person: { get: typeof all.lead.get }) => (await person.get<ConditionsOverview>(all.here.path('/conditions'))).body.said
    const first = await all.open({})
    await all.answerFor(first, ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'], (index) => allAt('five_conditions', (index % 2) + 2))
    expect(await read(all.viewer)).toMatchObject({ round: null, principles: null, openUntil: '2026-10-31' })
    await all.close(first)
    expect((await read(all.viewer)).conditions.agenda).toMatchObject({ score: 62.5, before: null, change: null })
    await world.maintain(all.here.id, (client) =>
      client.query(`update app.assessment_results set told_on = '2026-05-01' where initiative_id = $1`, [all.here.id]).then(() => undefined),
    )
    const second = await all.open({})
    await all.answerFor(second, ['P1', 'P2', 'P3', 'P4'], allAt('five_conditions', 4))
    await all.close(second)
    const now = await read(all.viewer)
    expect(now.round).toMatchObject({ id: second.id, hidden: 'too_few_respondents', respondents: null })
    expect([Object.values(now.conditions), now.principles]).toEqual([[null, null, null, null, null], null])
  })

  it('S67 funders read nothing of it until a decision is recorded, then the scores of the initiative alone', async () => {
    const all = await buildAnswering(world)
    const read = async () => (await all.funder.get<ConditionsOverview>(all.here.path('/conditions'))).body.said
    const round = await all.open({})
    await all.answerFor(round, ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'], (index) => allAt('five_conditions', (index % 2) + 2))
    expect(await read()).toMatchObject({ round: null, openUntil: null })
    await all.close(round)
    expect((await read()).round).toBeNull()
    const body = { decision: 'Décidé au comité', decidedOn: '2026-10-14' }
    expect((await all.lead.ask('POST', all.here.path(`/assessments/${round.id}/sharing`), { body })).status).toBe(200)
    const given = await read()
    expect(given.round).toMatchObject({ id: round.id, phase: null, mode: null, respondents: null, partners: null })
    expect(given.conditions.agenda).toMatchObject({ score: 62.5, spread: null })
    expect(given.principles).toBeNull()
  })
})
