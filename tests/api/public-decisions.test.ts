import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GovernanceBody, GovernanceSeat } from '#shared/governance/contract.ts'
import type { Decision, PublicDecision } from '#shared/governance/decision-contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match } from '../support/coalition.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { release } from '../support/release.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Refused = { code: string }

/** A coalition, with a public release unless said otherwise, and a decision that its body carried against one voice. */
async function setting({ isPublic = true, words = {} as object } = {}) {
  const all = await buildCoalition(world)
  const build = figuresOf(world, all.here)
  await world.maintain(all.here.id, (client) => client.query(`delete from app.indicators where initiative_id = $1 and code = 'SCREEN'`, [all.here.id]))
  const rate = await build.indicator('RATE', { name_fr: 'Dépistage', unit_kind: 'count' })
  await build.figure(rate, 'T', 'P1', '2026-Q3', { value: 56 })
  await build.recompute()
  await release(all.lead, all.here, { name: 'T3', throughPeriod: '2026-Q3' }, isPublic)
  const made = async <T>(path: string, body: object) => {
    const answer = await all.staff.ask<T>('POST', all.here.path(`/governance${path}`), { body })
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  // Neither who sits nor why somebody was against may reach anybody outside the circle.
  const secrets = ['siège', 'raison'].map((name) => plantCanary(name, ({ role }) => role !== 'funder'))
  const body = await made<GovernanceBody>('/bodies', { nameFr: 'Table', kind: 'steering_committee', decisionMode: 'majority', validFrom: '2026-01-01' })
  const seats: GovernanceSeat[] = []
  for (const holderName of [secrets[0], 'Andrée Lacoste', 'Renaud Lévesque'])
    seats.push(await made(`/bodies/${body.id}/seats`, { holderName, isVoting: true, validFrom: '2026-01-01' }))
  const asked = { bodyId: body.id, titleFr: 'Ouvrir la halte le samedi', titleEn: 'Open on Saturdays', textFr: 'De neuf heures à midi.', options: ['Attendre'] }
  const open = await made<Decision>('/decisions', { ...asked, ...words })
  const at = all.here.path(`/governance/decisions/${open.id}`)
  for (const [index, seat] of seats.entries())
    await all.staff.ask('PUT', `${at}/positions/${seat.id}`, { body: { position: index === 0 ? 'against' : 'for', reason: index === 0 ? secrets[1] : null } })
  const close = async () => (await all.staff.ask<Decision>('POST', `${at}/result`, { body: {}, headers: match(open.version) })).body
  const show = (by: Asker, version: number, isShown = true) =>
    by.ask<Decision & Refused>('PUT', `${at}/public`, { body: { isPublic: isShown }, headers: match(version) })
  const address = `/api/v1/public/${all.here.slug}/decisions`
  const everybody = () => world.stranger.get<{ items: PublicDecision[] } & Refused>(address)
  return { all, open, at, close, show, everybody, address, secrets }
}

describe('a decision that everybody reads', () => {
  it('is shown by a lead alone, once there is a result, and off by default: what funders read is another choice', async () => {
    const { all, open, at, close, show, everybody } = await setting()
    expect([(await show(all.lead, open.version)).status, (await show(all.lead, open.version)).body.code]).toEqual([409, 'decision_open'])
    const closed = await close()
    expect([closed.result, closed.publicOn, closed.abilities.show]).toEqual(['carried', null, false])
    const forFunders = await all.staff.ask<Decision>('PATCH', at, { body: { published: true }, headers: match(closed.version) })
    expect([forFunders.body.publishedOn, forFunders.body.publicOn, (await everybody()).body.items]).toEqual(['2026-10-15', null, []])

    const { version } = forFunders.body
    expect([(await show(all.staff, version)).status, (await show(all.contributor, version)).status]).toEqual([403, 404])
    for (const by of [all.viewer, all.funder]) expect((await show(by, version)).status).toBe(404)
    expect((await show(all.lead, version - 1)).status).toBe(412)
    expect((await everybody()).body.items).toEqual([])
    expect((await all.lead.get<Decision>(at)).body.abilities.show).toBe(true)
    const shown = await show(all.lead, version)
    expect([shown.status, shown.body.publicOn, shown.body.version]).toEqual([200, '2026-10-15', version + 1])
    // Said again, it is the same: no second act.
    expect((await show(all.lead, version + 1)).body.version).toBe(version + 1)
    for (const by of [all.staff, all.viewer, all.funder]) expect((await by.get<Decision>(at)).body.publicOn).toBe('2026-10-15')
    await all.staff.ask('PATCH', at, { body: { published: false }, headers: match(version + 1) })
    expect([(await all.funder.get(at)).status, (await everybody()).body.items.length]).toEqual([404, 1])
    expect((await show(all.lead, version + 2, false)).body.publicOn).toBeNull()
    const { rows } = await world.maintain(all.here.id, (client) =>
      client.query(
        `select action, hat_id from app.audit_log where initiative_id = $1 and action in ('decision.show', 'decision.hide') order by at, action desc`,
        [all.here.id],
      ),
    )
    expect(rows).toEqual([
      { action: 'decision.show', hat_id: all.lead.hatId },
      { action: 'decision.hide', hat_id: all.lead.hatId },
    ])
  })

  it('tells what was decided and when, never who sits, who said what, nor how many; taken back, it is gone at the next request', async () => {
    const { all, open, close, show, everybody, address, secrets } = await setting()
    const closed = await close()
    const before = (await everybody()).headers.etag
    const shown = await show(all.lead, closed.version)
    const told = await everybody()
    expect(told.body.items).toEqual([
      {
        id: open.id,
        titleFr: 'Ouvrir la halte le samedi',
        titleEn: 'Open on Saturdays',
        textFr: 'De neuf heures à midi.',
        textEn: null,
        result: 'carried',
        decidedOn: '2026-10-15',
      },
    ])
    for (const secret of secrets) expect(told.text).not.toContain(secret)
    expect([told.headers['cache-control'], told.headers.etag === before]).toEqual(['public, no-cache', false])
    await show(all.lead, shown.body.version, false)
    const again = await world.stranger.ask<{ items: PublicDecision[] }>('GET', address, { headers: { 'if-none-match': String(told.headers.etag) } })
    expect([again.status, again.body.items, again.headers.etag]).toEqual([200, [], before])
  })

  it('is not shown where its words name somebody who has a seat', async () => {
    const { all, close, show, everybody } = await setting({ words: { textFr: 'Andrée Lacoste en répond.' } })
    const refused = await show(all.lead, (await close()).version)
    expect([refused.status, refused.body.code, (await everybody()).body.items]).toEqual([422, 'person_in_text', []])
  })

  it('has no page where no release is public', async () => {
    const { all, close, show, everybody } = await setting({ isPublic: false })
    expect((await show(all.lead, (await close()).version)).status).toBe(200)
    expect((await everybody()).status).toBe(404)
  })

  it('the database alone: the public’s role reads the copy and no decision, whoever has no role reads no published decision', async () => {
    const { all, at, close, show } = await setting()
    const closed = await close()
    await all.staff.ask('PATCH', at, { body: { published: true }, headers: match(closed.version) })
    await show(all.lead, closed.version + 1)
    const client = await world.database.pool('api', 1).connect()
    try {
      await client.query('begin')
      await client.query('select * from app.enter_public($1)', [all.here.slug])
      const count = async (table: string) => (await client.query<{ n: number }>(`select count(*)::int as n from app.${table}`)).rows[0]?.n
      expect([await count('decisions'), await count('decision_positions')]).toEqual([0, 0])
      await client.query('select app.become_release_reader()')
      expect(await count('public_decisions')).toBe(1)
      for (const table of ['decisions', 'decision_positions', 'governance_seats', 'governance_bodies']) {
        await client.query('savepoint before')
        await expect(count(table), table).rejects.toMatchObject({ code: '42501' })
        await client.query('rollback to savepoint before')
      }
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
