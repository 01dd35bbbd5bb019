import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contest, ContestThread } from '#shared/observations/contests.ts'
import type { Observation } from '#shared/observations/contract.ts'
import type { ReleaseComment } from '#shared/releases/contract.ts'
import { verifyReleases } from '#server/features/releases/service.ts'
import { inContext } from '#server/platform/db/context.ts'
import { plantCanary } from '../support/canaries.ts'
import { release } from '../support/release.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Answer = ContestThread & { code?: string }
const open = (who: Asker, here: TestInitiative, body: object) =>
  who.ask<Answer>('POST', here.path('/contests'), { body: { body: 'Ce chiffre n’est pas le nôtre', ...body } })
const list = async (who: Asker, here: TestInitiative, query: Record<string, string> = {}) =>
  (await who.get<{ items: Contest[] }>(here.path('/contests'), query)).body.items
const reply = (who: Asker, here: TestInitiative, id: string, body = 'Voyons cela') =>
  who.ask<Answer>('POST', here.path(`/contests/${id}/messages`), { body: { body } })
const resolve = (who: Asker, here: TestInitiative, id: string, version: number, note = 'Chiffre corrigé ensemble') =>
  who.ask<Answer>('POST', here.path(`/contests/${id}/resolution`), { body: { note }, headers: { 'if-match': `"v${version}"` } })

/** P2 has a submitted figure and a contribution; somebody stands on each side and beside. */
async function cast() {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  await addIndicator(world, here, 'COUNT', {})
  const own = await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Bakary Sidibé' })
  await own.ask('PUT', here.path('/observations'), {
    body: { items: [{ indicator: 'COUNT', territory: 'A1', partner: 'P2', period: '2026-Q3', value: '12' }] },
  })
  const draft = (await own.get<{ items: Observation[] }>(here.path('/observations'))).body.items[0] as Observation
  const { rows } = await world.maintain(here.id, (client) =>
    client.query<{ id: string }>(
      `insert into app.contributions (initiative_id, partner_id, kind, description_fr) values ($1, $2, 'resources', 'Un local') returning id`,
      [here.id, here.partner.P2],
    ),
  )
  return {
    here,
    own,
    draft,
    contributionId: rows[0]?.id ?? '',
    backbone: await here.person({ role: 'backbone', name: 'Amélie Roy' }),
    viewer: await here.person({ role: 'partner_viewer', partner: 'P2' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
    funder: await here.person({ role: 'funder' }),
    submit: () => own.ask('POST', here.path('/observations/submission'), { body: { items: [{ id: draft.id, version: draft.version }] } }),
    become: (state: string) =>
      world.maintain(here.id, (client) => client.query('update app.observations set state = $2 where initiative_id = $1', [here.id, state])),
    age: (on: string) => world.maintain(here.id, (client) => client.query('update app.contests set opened_on = $2 where initiative_id = $1', [here.id, on])),
  }
}

describe('a partner disputes how its figure or contribution is shown (situation 10)', () => {
  it('« Contester » opens a thread that both sides read and either settles with a note', async () => {
    const { here, own, viewer, backbone, draft, submit } = await cast()
    await submit()
    const opened = await open(own, here, { observationId: draft.id })
    expect(opened.status).toBe(201)
    const { id, version } = opened.body
    expect(opened.body).toMatchObject({
      kind: 'figure',
      partner: 'P2',
      figure: { indicator: 'COUNT', territory: 'A1', period: '2026-Q3' },
      days: 0,
      isLong: false,
      version: 1,
    })
    const answered = (await reply(backbone, here, id)).body
    expect(answered.messages.map(({ side, name, body }) => [side, name, body])).toEqual([
      ['partner', 'Bakary Sidibé', 'Ce chiffre n’est pas le nôtre'],
      ['backbone', 'Amélie Roy', 'Voyons cela'],
    ])
    expect((await viewer.get<Answer>(here.path(`/contests/${id}`))).body).toMatchObject({ abilities: { read: true, reply: false, resolve: false } })
    expect((await resolve(own, here, id, version)).body.code).toBe('version_stale')
    const settled = (await resolve(own, here, id, answered.version)).body
    expect(settled).toMatchObject({ resolvedOn: '2026-10-15', resolvedSide: 'partner', abilities: { read: true, reply: false, resolve: false } })
    expect(settled.messages.at(-1)).toMatchObject({ body: 'Chiffre corrigé ensemble', isResolution: true })
    expect((await reply(backbone, here, id)).body.code).toBe('contest_closed')
    expect((await open(own, here, { observationId: draft.id })).status).toBe(201)
    const { rows } = await world.maintain(here.id, (client) =>
      client.query(`select action from app.audit_log where initiative_id = $1 and object_type = 'contest' order by sequence`, [here.id]),
    )
    expect(rows.map((row: { action: string }) => row.action)).toEqual(['contest.open', 'contest.reply', 'contest.resolve', 'contest.open'])
  })

  it('the circle knows that something is in discussion and not what is said; of a figure not whose', async () => {
    const { here, own, backbone, other, funder, viewer, draft, contributionId, submit, become } = await cast()
    await submit()
    const secret = plantCanary('contestation', ({ role, partner }) => role === 'backbone' || partner === 'P2')
    const { id } = (await open(own, here, { observationId: draft.id, body: secret })).body
    await open(own, here, { contributionId, body: secret })
    // What was not validated is shown to nobody else, and so is that it is disputed.
    expect((await list(other, here)).map(({ kind }) => kind)).toEqual(['contribution'])
    await become('validated')
    const seen = await list(other, here, { indicator: 'COUNT' })
    expect(seen).toMatchObject([
      { kind: 'figure', partner: null, observationId: null, figure: { indicator: 'COUNT', period: '2026-Q3' }, abilities: { read: false } },
    ])
    expect(await list(other, here, { partner: 'P2' })).toMatchObject([{ kind: 'contribution', partner: 'P2', contributionId }])
    expect((await list(backbone, here)).map(({ partner }) => partner)).toEqual(['P2', 'P2'])
    expect((await list(viewer, here)).map(({ abilities }) => abilities.read)).toEqual([true, true])
    expect((await other.get(here.path(`/contests/${id}`))).status).toBe(404)
    expect((await funder.get(here.path('/contests'))).status).toBe(404)
    expect((await reply(other, here, id)).status).toBe(404)
    expect((await resolve(other, here, id, 1)).status).toBe(404)
    // Settled, it is nobody else's any more.
    await resolve(backbone, here, id, 1)
    expect((await list(other, here)).map(({ kind }) => kind)).toEqual(['contribution'])
  })

  it('after 30 days without agreement it says so, until it is settled', async () => {
    const { here, own, backbone, contributionId, age } = await cast()
    const { id } = (await open(own, here, { contributionId })).body
    await age('2026-09-16')
    expect(await list(backbone, here)).toMatchObject([{ days: 29, isLong: false }])
    await age('2026-09-15')
    expect(await list(own, here)).toMatchObject([{ days: 30, isLong: true }])
    await resolve(backbone, here, id, 1)
    expect(await list(own, here)).toMatchObject([{ days: 30, isLong: false, resolvedSide: 'backbone' }])
  })

  it('only its own contributors dispute what is shown, once at a time, and never a draft', async () => {
    const { here, own, backbone, other, viewer, draft, contributionId, submit } = await cast()
    expect((await open(own, here, { observationId: draft.id })).body.code).toBe('contest_draft')
    await submit()
    for (const who of [backbone, viewer]) expect((await open(who, here, { observationId: draft.id })).status).toBe(404)
    for (const item of [{ observationId: draft.id }, { contributionId }]) expect((await open(other, here, item)).status).toBe(404)
    await open(own, here, { contributionId })
    expect((await open(own, here, { contributionId })).body.code).toBe('contest_open')
    expect((await open(own, here, {})).status).toBe(400)
    expect((await open(own, here, { contributionId, observationId: draft.id })).status).toBe(400)
  })

  it('a release carries what the partner says of its figure, for whoever reads that figure there, until it is withdrawn or settled', async () => {
    const { here, own, backbone, other, viewer, funder, draft, contributionId, submit, become } = await cast()
    const lead = await here.person({ role: 'backbone', lead: true })
    await submit()
    await become('validated')
    const { id } = (await open(own, here, { observationId: draft.id })).body
    const carry = (who: Asker, isCarried: boolean, body = 'Une salle était fermée tout l’été', contest = id) =>
      who.ask<Answer>('POST', here.path(`/contests/${contest}/messages`), { body: { body, isCarried } })
    const said = async (who: Asker) =>
      (await who.get<{ items: ReleaseComment[] }>(here.path('/releases/latest/comments'))).body.items.map(
        ({ indicator, territory, period, partner, body, value }) => [indicator, territory, period, partner, body, value].join(' | '),
      )
    // It is the partner's to ask, and there is nothing to stand beside a contribution.
    for (const who of [backbone, lead]) expect((await carry(who, true)).status).toBe(403)
    expect((await carry(other, true)).status).toBe(404)
    expect((await carry(own, true, 'x'.repeat(501))).status).toBe(400)
    const contribution = (await open(own, here, { contributionId })).body.id
    expect((await carry(own, true, 'Non', contribution)).status).toBe(403)

    expect((await carry(own, true)).body).toMatchObject({ carried: 'Une salle était fermée tout l’été', mayCarry: true })
    await release(lead, here, { name: 'T1', throughPeriod: '2026-Q3' })
    const told = 'COUNT | A1 | 2026-Q3 | P2 | Une salle était fermée tout l’été | 12'
    for (const who of [lead, backbone, own, viewer, other]) expect(await said(who)).toEqual([told])
    // A funder reads the figures of partners that agreed, and so their words.
    expect(await said(funder)).toEqual([])
    await world.maintain(here.id, (client) => client.query(`update app.partners set share_with_funder = true where initiative_id = $1`, [here.id]))
    await release(lead, here, { name: 'T2', throughPeriod: '2026-Q3' })
    expect(await said(funder)).toEqual([told])

    expect((await carry(own, false, 'Plus besoin')).body.carried).toBeNull()
    expect(await said(funder), 'what is published stays').toEqual([told])
    await release(lead, here, { name: 'T3', throughPeriod: '2026-Q3' })
    expect(await said(lead)).toEqual([])
    const again = (await carry(own, true)).body
    await resolve(own, here, id, again.version)
    await release(lead, here, { name: 'T4', throughPeriod: '2026-Q3' })
    expect(await said(lead)).toEqual([])
    const checked = await inContext(world.db, { initiativeId: here.id, actorId: null, role: 'backbone', partnerId: null, commitment: false }, (trx) =>
      verifyReleases(trx, here.id),
    )
    expect(checked).toEqual({ releases: 4, changed: [] })
  })

  it('no words stand beside a hidden figure: they could say what it hides', async () => {
    const { here, own, draft, submit, become } = await cast()
    const lead = await here.person({ role: 'backbone', lead: true })
    await world.maintain(here.id, async (client) => {
      await client.query(`update app.indicator_versions set counting_unit = 'persons', suppression_applies = true where initiative_id = $1`, [here.id])
      await client.query(`update app.observations set value = 3 where initiative_id = $1`, [here.id])
    })
    await submit()
    await become('validated')
    const { id } = (await open(own, here, { observationId: draft.id })).body
    await own.ask('POST', here.path(`/contests/${id}/messages`), { body: { body: 'Trois personnes', isCarried: true } })
    await release(lead, here, { name: 'T1', throughPeriod: '2026-Q3' })
    expect((await own.get<{ items: ReleaseComment[] }>(here.path('/releases/latest/comments'))).body.items).toEqual([])
    const kept = await world.maintain(here.id, (client) => client.query('select 1 from app.release_comments where initiative_id = $1', [here.id]))
    expect(kept.rowCount, 'nor are they in the release at all').toBe(0)
  })
})
