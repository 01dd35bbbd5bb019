import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PriorityRound } from '#shared/priorities/contract.ts'
import { rank, resultOf } from '#shared/priorities/order.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const ROUND = {
  title: 'Que faire d’abord?',
  criteria: ['Utile', 'Faisable'],
  closesOn: '2026-10-31',
  candidates: [{ name: 'Transport' }, { name: 'Rappels' }, { name: 'Relève' }],
}
const open = async (all: Coalition, body: object = {}) =>
  (await all.staff.ask<PriorityRound>('POST', all.here.path('/priority-rounds'), { body: { ...ROUND, ...body } })).body
const read = async (all: Coalition, by: Asker, id: string) => (await by.get<PriorityRound>(all.here.path(`/priority-rounds/${id}`))).body
const vote = async (all: Coalition, by: Asker, round: PriorityRound, scores: (number | null)[][], version = 0) =>
  by.ask<PriorityRound>('PUT', all.here.path(`/priority-rounds/${round.id}/ballot`), {
    body: { scores: Object.fromEntries(round.candidates.map(({ id }, index) => [id, scores[index] ?? []])) },
    headers: match(version),
  })
const close = async (all: Coalition, round: PriorityRound) =>
  (await all.staff.ask<PriorityRound>('POST', all.here.path(`/priority-rounds/${round.id}/closing`), { body: {}, headers: match(1) })).body
const nameOf = (round: PriorityRound, id: string) => round.candidates.find((one) => one.id === id)?.name

/** Fourteen active partners: P1 to P3, and eleven more. */
async function fourteen(): Promise<{ all: Coalition; voters: Asker[] }> {
  const all = await buildCoalition(world)
  const partners = all.here.partner as Record<string, string>
  for (let number = 4; number <= 14; number += 1) {
    const code = `P${number}`
    const made = await all.staff.ask<{ id: string }>('POST', all.here.path('/partners'), {
      body: { code, name: `Organisme ${number}`, joinedOn: '2024-01-01' },
    })
    partners[code] = made.body.id
  }
  const voters = [all.contributor]
  for (const partner of ['P1', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9']) voters.push(await all.here.person({ role: 'partner_contributor', partner }))
  return { all, voters }
}

describe('actions put in an order together (S80)', () => {
  it('S80 9 of 14 ballots: order, spread and participation; ballots are not shown by name, and are destroyed', async () => {
    const { all, voters } = await fourteen()
    const round = await open(all)
    for (const [index, voter] of voters.entries()) {
      const answer = await vote(all, voter, round, [[4, index < 3 ? 2 : 4], [2, 2], index === 0 ? [null, null] : [1, 0]])
      expect(answer.status, answer.text).toBe(200)
    }
    const during = await read(all, all.lead, round.id)
    expect([during.ballots, during.partners, during.result, during.own, during.named]).toEqual([9, 14, null, null, []])
    expect((await read(all, voters[1] as Asker, round.id)).own?.scores).toMatchObject({ [round.candidates[0]?.id ?? '']: [4, 2] })
    const closed = await close(all, round)
    expect([closed.state, closed.closedOn, closed.result?.ballots, closed.result?.partners]).toEqual(['closed', '2026-10-15', 9, 14])
    // Means of 3, 3, 3, 4 ×6; deviations of the whole population.
    expect(closed.result?.order?.map((row) => [nameOf(closed, row.candidateId), row.rank, row.mean, row.spread, row.ballots])).toEqual([
      ['Transport', 1, 3.67, 0.47, 9],
      ['Rappels', 2, 2, 0, 9],
      ['Relève', 3, 0.5, 0, 8],
    ])
    for (const person of [all.lead, all.staff, all.viewer, voters[1] as Asker]) {
      const seen = await read(all, person, round.id)
      expect([seen.named, seen.own]).toEqual([[], null])
    }
    const rows = await world.maintain(all.here.id, async (client) => {
      await client.query(`select app.set_purpose('maintenance')`)
      return (await client.query('select 1 from app.priority_ballots where round_id = $1', [round.id])).rowCount
    })
    expect(rows).toBe(0)
  })

  it('one ballot a partner, changed until the closing with the version that was read; the audit tells no score', async () => {
    const all = await buildCoalition(world)
    const round = await open(all)
    expect(
      (
        await vote(all, all.contributor, round, [
          [4, 4],
          [0, 0],
          [1, 1],
        ])
      ).status,
    ).toBe(200)
    const second = await all.here.person({ role: 'partner_contributor', partner: 'P2' })
    expect(
      (
        await vote(all, second, round, [
          [0, 0],
          [0, 0],
          [0, 0],
        ])
      ).status,
    ).toBe(412)
    expect(
      (
        await vote(
          all,
          second,
          round,
          [
            [3, 3],
            [0, 0],
            [0, 0],
          ],
          1,
        )
      ).body.ballots,
    ).toBe(1)
    for (const scores of [[[4], [0], [1]], [[4, 4]]]) expect((await vote(all, all.contributor, round, scores, 2)).status).toBe(400)
    expect(
      (
        await vote(all, all.staff, round, [
          [4, 4],
          [0, 0],
          [1, 1],
        ])
      ).status,
    ).toBe(404)
    expect(
      (
        await vote(all, all.viewer, round, [
          [4, 4],
          [0, 0],
          [1, 1],
        ])
      ).status,
    ).toBe(404)
    await close(all, round)
    const late = await vote(
      all,
      all.contributor,
      round,
      [
        [4, 4],
        [0, 0],
        [1, 1],
      ],
      2,
    )
    expect([late.status, (late.body as unknown as { code: string }).code]).toEqual([409, 'round_closed'])
    const written = async (secretOf: string) =>
      world.maintain(all.here.id, async (client) => {
        await client.query(`select app.set_purpose('maintenance')`)
        const { rows } = await client.query<{ actor_id: string | null; partner_id: string | null; details: unknown }>(
          `select actor_id, partner_id, details from app.audit_log where action = 'priorities.vote' and object_id = $1`,
          [secretOf],
        )
        return rows.map((row) => [row.actor_id, row.partner_id, row.details])
      })
    expect(await written(round.id)).toEqual([
      [null, null, {}],
      [null, null, {}],
    ])
  })

  it('an answer that is kept for a queue holds no ballot', async () => {
    const all = await buildCoalition(world)
    const round = await open(all)
    const scores = Object.fromEntries(round.candidates.map(({ id }) => [id, [4, 4]]))
    const send = () =>
      all.contributor.ask<PriorityRound>('PUT', all.here.path(`/priority-rounds/${round.id}/ballot`), {
        body: { scores },
        headers: { ...match(0), 'idempotency-key': `vote-${round.id}` },
      })
    expect((await send()).body.own?.scores).toEqual(scores)
    const again = await send()
    expect([again.status, again.body.own]).toEqual([200, null])
  })

  it('an order of fewer than five ballots is not told, unless the round is named: then ballots are read by name', async () => {
    const all = await buildCoalition(world)
    const other = await all.here.person({ role: 'partner_contributor', partner: 'P3' })
    const secret = await open(all)
    const named = await open(all, { isNamed: true })
    for (const round of [secret, named])
      for (const voter of [all.contributor, other])
        await vote(all, voter, round, [
          [4, 4],
          [3, 3],
          [1, 1],
        ])
    expect((await close(all, secret)).result).toEqual({ ballots: 2, partners: 3, order: null })
    expect((await read(all, other, named.id)).named).toEqual([])
    const told = await close(all, named)
    expect(told.result?.order?.map(({ rank: place, mean }) => [place, mean])).toEqual([
      [1, 4],
      [2, 3],
      [3, 1],
    ])
    expect((await read(all, all.viewer, named.id)).named.map(({ partnerCode }) => partnerCode).sort()).toEqual(['P2', 'P3'])
  })

  it('the database itself gives no open ballot to the backbone or to another partner', async () => {
    const all = await buildCoalition(world)
    const round = await open(all, { isNamed: true })
    await vote(all, all.contributor, round, [
      [4, 4],
      [3, 3],
      [1, 1],
    ])
    const { setContext } = await import('#server/platform/db/context.ts')
    const seen = async (role: string, partnerId: string | null) =>
      world.db.transaction().execute(async (trx) => {
        await setContext(trx, { initiativeId: all.here.id, actorId: null, role, partnerId, commitment: false })
        return (await trx.selectFrom('priority_ballots').select('round_id').where('initiative_id', '=', all.here.id).execute()).length
      })
    const { P2, P3 } = all.here.partner as Record<string, string>
    expect([await seen('partner_contributor', P2 ?? null), await seen('partner_contributor', P3 ?? null), await seen('backbone', P2 ?? null)]).toEqual([
      1, 0, 0,
    ])
  })

  it('a candidate leads to an activity, one that exists or a new one of its name; funders find no round', async () => {
    const all = await buildCoalition(world)
    const { body: existing } = await all.staff.ask<{ id: string }>('POST', all.here.path('/activities'), { body: { nameFr: 'Halte mobile' } })
    const round = await open(all, { candidates: [{ activityId: existing.id }, { name: 'Rappels' }] })
    expect(round.candidates.map(({ name, activityId }) => [name, activityId])).toEqual([
      ['Halte mobile', existing.id],
      ['Rappels', null],
    ])
    const link = async (body: object) =>
      all.staff.ask<PriorityRound & { code: string }>('PUT', all.here.path(`/priority-rounds/${round.id}/candidates/${round.candidates[1]?.id}/activity`), {
        body,
      })
    expect((await link({})).body.code).toBe('round_open')
    await close(all, round)
    expect((await link({ activityId: all.here.id })).body.code).toBe('unknown_reference')
    const made = (await link({})).body.candidates[1]?.activityId
    expect((await all.viewer.get<{ nameFr: string; state: string }>(all.here.path(`/activities/${made}`))).body).toMatchObject({
      nameFr: 'Rappels',
      state: 'planned',
    })
    expect((await all.funder.get(all.here.path('/priority-rounds'))).status).toBe(404)
    expect((await all.funder.get(all.here.path(`/priority-rounds/${round.id}`))).status).toBe(404)
  })

  it('equal means share a rank; a candidate that fewer than five scored is told without figures', () => {
    expect(rank(['a', 'b', 'c', 'd'], [{ a: [2], b: [4, 0], c: [1] }]).map(({ candidateId, rank: place }) => [candidateId, place])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 3],
      ['d', null],
    ])
    const ballots = Array.from({ length: 5 }, (_, index) => ({ a: [4], b: index === 0 ? [4] : [null] }))
    expect(resultOf(['a', 'b'], ballots, 9, false).order?.map(({ rank: place, ballots: count }) => [place, count])).toEqual([
      [1, 5],
      [null, 0],
    ])
  })
})
