import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RevisionRequest } from '#shared/observations/revision-contract.ts'
import type { Observation } from '#shared/observations/contract.ts'
import { at, figureAt, handIn, moveAs, save, teamOf, told, type Team } from '../support/checking.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** A validated figure of P2: 12. */
async function validated(team: Team): Promise<Observation> {
  const figure = await handIn(team.own, team.here, { value: '12' })
  await moveAs(team.lead, team.here, 'validation', [at(figure)])
  return figureAt(team.own, team.here)
}
const ask = (who: Asker, { here }: Team, figure: Observation, more: Record<string, unknown> = {}) =>
  who.ask<{ id: string; version: number; code: string; errors?: unknown }>('POST', here.path('/revision-requests'), {
    body: { observationId: figure.id, version: figure.version, figure: { value: '15' }, reason: 'error_correction', note: 'Une colonne oubliée', ...more },
  })
const decide = (who: Asker, { here }: Team, id: string, decision: string, note?: string) =>
  who.ask<{ state: string; version: number; code: string }>('POST', here.path(`/revision-requests/${id}/decision`), {
    body: { decision, ...(note === undefined ? {} : { note }) },
  })
const requests = async (who: Asker, { here }: Team, query: Record<string, string> = {}) =>
  (await who.get<{ items: RevisionRequest[] }>(here.path('/revision-requests'), query)).body.items
const history = (team: Team) =>
  world.maintain(team.here.id, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(
      `select reason, note, old_state, new_state, old_figure ->> 'value' as old, new_figure ->> 'value' as new, author_id, approver_id, same_person
       from app.observation_revisions where initiative_id = $1 order by number desc limit 1`,
      [team.here.id],
    )
    return rows[0]
  })

describe('a validated figure turns out wrong (situation 4)', () => {
  it('its partner asks, the figure stands, another person approves: the old value stays in the history with its reason', async () => {
    const team = await teamOf(world)
    const figure = await validated(team)
    const { status, body } = await ask(team.own, team, figure)
    expect(status).toBe(201)
    expect((await figureAt(team.own, team.here)).value).toBe('12')
    expect(await requests(team.lead, team, { state: 'pending' })).toMatchObject([
      {
        indicator: 'COUNT',
        partner: 'P2',
        period: '2026-Q3',
        old: { value: '12' },
        new: { value: '15' },
        requestedBy: 'Omar Own',
        abilities: ['approve', 'refuse'],
      },
    ])
    expect((await decide(team.staff, team, body.id, 'approve')).body).toMatchObject({ state: 'approved' })
    expect(await figureAt(team.own, team.here)).toMatchObject({ value: '15', state: 'validated', version: figure.version + 1, samePerson: false })
    expect(await history(team)).toEqual({
      reason: 'error_correction',
      note: 'Une colonne oubliée',
      old_state: 'validated',
      new_state: 'validated',
      old: '12',
      new: '15',
      author_id: team.own.userId,
      approver_id: team.staff.userId,
      same_person: false,
    })
  })
  it('nobody approves their own request; the database itself refuses it', async () => {
    const team = await teamOf(world)
    const { body } = await ask(team.lead, team, await validated(team))
    expect((await decide(team.lead, team, body.id, 'approve')).body.code).toBe('four_eyes')
    const alone = world.maintain(team.here.id, (client) =>
      client.query(`update app.revision_requests set state = 'approved', approver_id = author_id, decided_at = now() where initiative_id = $1`, [team.here.id]),
    )
    await expect(alone).rejects.toThrow(/revision_requests_approver_check/)
    expect((await decide(team.staff, team, body.id, 'approve')).status).toBe(200)
    expect((await figureAt(team.own, team.here)).enteredOnBehalf).toBe(true)
  })
  it('a coalition of one coordinator approves its own request, and the figure says so (D41)', async () => {
    const team = await teamOf(world, { solo: true })
    const { body } = await ask(team.lead, team, await validated(team))
    expect((await decide(team.lead, team, body.id, 'approve')).status).toBe(200)
    expect(await figureAt(team.own, team.here)).toMatchObject({ value: '15', samePerson: true })
    expect((await requests(team.own, team))[0]).toMatchObject({ state: 'approved', samePerson: true })
  })
  it('a contributor neither approves nor refuses, withdraws its own request only, and sees no other partner’s', async () => {
    const team = await teamOf(world)
    const { body } = await ask(team.own, team, await validated(team))
    expect((await decide(team.own, team, body.id, 'approve')).status).toBe(403)
    expect((await decide(team.other, team, body.id, 'withdraw')).status).toBe(404)
    expect(await requests(team.other, team)).toEqual([])
    expect(await requests(team.viewer, team)).toMatchObject([{ abilities: [] }])
    expect((await team.funder.get(team.here.path('/revision-requests'))).status).toBe(404)
    expect((await decide(team.lead, team, body.id, 'withdraw')).status).toBe(403)
    expect((await decide(team.own, team, body.id, 'withdraw')).body).toMatchObject({ state: 'withdrawn' })
    expect((await decide(team.lead, team, body.id, 'approve')).body.code).toBe('revision_decided')
  })
  it('a refusal says why', async () => {
    const team = await teamOf(world)
    const { body } = await ask(team.own, team, await validated(team))
    expect((await decide(team.lead, team, body.id, 'refuse')).status).toBe(400)
    expect((await decide(team.lead, team, body.id, 'refuse', 'La source dit 12')).body).toMatchObject({ state: 'refused' })
    expect((await requests(team.own, team))[0]).toMatchObject({ state: 'refused', decisionNote: 'La source dit 12', decidedBy: 'Line Lead' })
  })
  it('one request at a time, of a figure that stands as it was seen, and for something sound that changes it', async () => {
    const team = await teamOf(world)
    const draft = await handIn(team.own, team.here, { territory: 'A2', value: '1' })
    expect((await ask(team.own, team, draft)).body.code).toBe('revision_not_possible')
    const figure = await validated(team)
    expect((await ask(team.own, team, { ...figure, version: 1 })).body.code).toBe('version_stale')
    expect((await ask(team.own, team, figure, { figure: { value: '12.0' } })).body.code).toBe('revision_without_change')
    expect((await ask(team.own, team, figure, { figure: { value: '-1' } })).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/figure/value', code: 'negative' }],
    })
    expect((await ask(team.own, team, figure, { note: '' })).status).toBe(400)
    expect((await ask(team.other, team, figure)).body.code).toBe('not_found')
    expect((await ask(team.viewer, team, figure)).status).toBe(404)
    const { body } = await ask(team.own, team, figure)
    expect((await ask(team.lead, team, figure)).body.code).toBe('revision_pending')
    await moveAs(team.lead, team.here, 'reopening', [at(figure)], { comment: 'À revoir' })
    expect((await decide(team.lead, team, body.id, 'approve')).body.code).toBe('revision_outdated')
  })
  it('a published figure keeps its state, and totals follow the change', async () => {
    const team = await teamOf(world)
    const figure = await validated(team)
    await world.maintain(team.here.id, (client) =>
      client.query(`update app.observations set state = 'published' where initiative_id = $1 and id = $2`, [team.here.id, figure.id]),
    )
    const { body } = await ask(team.own, team, figure, { reason: 'late_data' })
    await decide(team.lead, team, body.id, 'approve')
    expect(await figureAt(team.own, team.here)).toMatchObject({ value: '15', state: 'published' })
    const { rows } = await world.maintain(team.here.id, (client) =>
      client.query<{ total: string }>(
        `select c.sum_value::text as total from app.cells c where c.initiative_id = $1 and c.territory_id = $2 and c.flavour = 'validated' and c.category = 'TOTAL'`,
        [team.here.id, team.here.territory.A1],
      ),
    )
    expect(rows).toEqual([{ total: '15' }])
  })
})

describe('a period locks 90 days after its due date (domain 3.12)', () => {
  it('until then one person of the backbone reopens a validated figure with a reason; the change has two people all the same', async () => {
    const team = await teamOf(world, { clockFrozenAt: '2027-01-18T13:00:00Z' })
    const figure = await validated(team)
    expect([figure.locksOn, (await figureAt(team.lead, team.here)).abilities]).toEqual(['2027-01-18', ['reopen', 'request_revision']])
    expect((await moveAs(team.own, team.here, 'reopening', [at(figure)], { comment: 'x' })).status).toBe(404)
    expect((await moveAs(team.lead, team.here, 'reopening', [at(figure)])).status).toBe(400)
    expect(told(await moveAs(team.lead, team.here, 'reopening', [at(figure)], { comment: 'Doublons ?', reason: 'deduplication' }))).toEqual(['changed'])
    const reopened = await figureAt(team.own, team.here)
    expect(reopened).toMatchObject({ state: 'returned', returnComment: 'Doublons ?' })
    await save(team.own, team.here, { value: '11', version: reopened.version })
    await moveAs(team.own, team.here, 'submission', [at(await figureAt(team.own, team.here))])
    await moveAs(team.staff, team.here, 'validation', [at(await figureAt(team.own, team.here))])
    expect(await history(team)).toMatchObject({
      reason: 'deduplication',
      note: 'Doublons ?',
      old: '12',
      new: '11',
      author_id: team.own.userId,
      approver_id: team.staff.userId,
    })
  })
  it('from the day after, only a request that two people make changes it', async () => {
    const team = await teamOf(world, { clockFrozenAt: '2027-01-19T13:00:00Z' })
    const figure = await validated(team)
    expect((await figureAt(team.lead, team.here)).abilities).toEqual(['request_revision'])
    expect(told(await moveAs(team.lead, team.here, 'reopening', [at(figure)], { comment: 'x' }))).toEqual(['rejected period_locked'])
    const { body } = await ask(team.lead, team, figure)
    expect((await decide(team.staff, team, body.id, 'approve')).status).toBe(200)
  })
})
