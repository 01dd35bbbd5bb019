import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me } from '#shared/accounts/contract.ts'
import type { Note } from '#shared/notes/contract.ts'
import type { Notification } from '#shared/notifications/contract.ts'
import type { Observation } from '#shared/observations/contract.ts'
import { sentencesOf, titleOf } from '#shared/notifications/wording.ts'
import { sweepAll, sweepInitiative } from '#server/tools/reminders/sweep.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const list = async (who: Asker, here: TestInitiative) => (await who.get<{ unread: number; items: Notification[] }>(here.path('/notifications'))).body
const kinds = async (who: Asker, here: TestInitiative) => (await list(who, here)).items.map(({ kind }) => kind).sort()
const said = async (who: Asker, here: TestInitiative) =>
  (await list(who, here)).items
    .flatMap(({ kind, facts }) => sentencesOf(kind, facts, 'fr-CA', 'America/Toronto'))
    .map((text) => text.replace(/[\u00a0\u202f]/g, ' '))
    .sort()
/** Sweeps as if it were this moment; without moments of its own, the test's people have nothing else to be told. */
const sweep = (here: TestInitiative, now: string) => sweepInitiative(world.db, here.slug, new Date(now))

async function cast() {
  const here = await world.buildInitiative()
  // It began this autumn, and told its news: nothing is missing yet.
  await world.maintain(here.id, async (client) => {
    await client.query(`update app.initiatives set created_at = '2026-10-01' where id = $1`, [here.id])
    await client.query(
      `insert into app.update_posts (initiative_id, title_fr, body_fr, audience, published_on) values ($1, 'Nouvelles', 'Texte', 'circle', '2026-10-10')`,
      [here.id],
    )
  })
  return {
    here,
    lead: await here.person({ role: 'backbone', lead: true }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    colleague: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
    viewer: await here.person({ role: 'partner_viewer', partner: 'P2' }),
    funder: await here.person({ role: 'funder', commitment: true }),
  }
}

describe('a failure that nobody answers', () => {
  it('reminds the backbone after 14 days to thank and to ask, once; not its author, nobody after an answer, and no word of the note', async () => {
    const { here, lead, own, other, viewer, funder } = await cast()
    const write = async (title: string) =>
      (await own.ask<Note>('POST', here.path('/notes'), { body: { type: 'failure', title, whatHappened: title, visibility: 'circle' } })).body
    const [silent, answered, success] = [await write('Ω sans réponse'), await write('Ω répondue'), await write('Ω')]
    await lead.ask('POST', here.path(`/notes/${answered.id}/comments`), { body: { kind: 'thanks' } })
    await world.maintain(here.id, async (client) => {
      await client.query(`update app.learning_notes set shared_on = '2026-10-11' where initiative_id = $1`, [here.id])
      await client.query(`update app.learning_notes set type = 'success' where id = $1`, [success.id])
    })
    expect(await sweep(here, '2026-10-24T15:00:00Z')).toBe(0)
    expect(await sweep(here, '2026-10-25T15:00:00Z')).toBe(1)
    expect(await sweep(here, '2026-10-26T15:00:00Z')).toBe(0)
    expect(await said(lead, here)).toEqual([
      '1 note d’apprentissage n’a pas eu de réponse en 14 jours. Remerciez et posez une question : on raconte à qui écoute.',
    ])
    for (const who of [own, other, viewer, funder]) expect(await kinds(who, here)).toEqual([])
    const { rows } = await world.owner.query('select * from auth.mail_outbox where initiative_id = $1', [here.id])
    expect([rows.length, JSON.stringify(rows).includes('Ω'), JSON.stringify(rows).includes(silent.id)]).toEqual([1, false, false])
    expect(titleOf('failure_unanswered', {}, 'fr-CA')).toBe('Une note attend une réponse')
  })
})

describe('figures', () => {
  it('are asked for within the week before, and again when the day has passed, of the contributors who owe them: once each', async () => {
    const { here, lead, own, colleague, other, viewer, funder } = await cast()
    const figures = figuresOf(world, here)
    const served = await figures.indicator('SERVED')
    for (const place of ['A1', 'A2']) await figures.owed(served, place, 'P2', '2026-07-01')
    expect(await sweep(here, '2026-10-12T15:00:00Z')).toBe(0)
    expect(await sweep(here, '2026-10-13T15:00:00Z')).toBe(2)
    expect([await sweep(here, '2026-10-13T16:00:00Z'), await sweep(here, '2026-10-20T23:00:00Z')]).toEqual([0, 0])
    expect(await sweep(here, '2026-10-21T15:00:00Z')).toBe(2)
    for (const who of [own, colleague])
      expect(await said(who, here)).toEqual([
        '2 chiffres sont attendus d’ici le 20 octobre 2026.',
        '2 chiffres étaient attendus le 20 octobre 2026. S’ils n’existent pas, vous pouvez le dire : une absence expliquée n’est pas un retard.',
      ])
    for (const who of [lead, other, viewer, funder]) expect(await kinds(who, here)).toEqual([])
    expect((await list(own, here)).items[0]?.path).toBe('/entry')
  })

  it('that are given back are told in the transaction that gives them back: one for the act, no comment, no name', async () => {
    const { here, lead, own, other } = await cast()
    const served = await figuresOf(world, here).indicator('SERVED')
    for (const place of ['A1', 'A2']) await figuresOf(world, here).owed(served, place, 'P2', '2026-07-01')
    const place = { indicator: 'SERVED', partner: 'P2', period: '2026-Q3' }
    const items = ['A1', 'A2'].map((territory) => ({ ...place, territory, value: '5' }))
    await own.ask('PUT', here.path('/observations'), { body: { items } })
    const stored = async () => (await own.get<{ items: Observation[] }>(here.path('/observations'))).body.items.map(({ id, version }) => ({ id, version }))
    const confirmed = (await stored()).map((item) => ({ ...item, confirmed: true, comment: 'En retard' }))
    await own.ask('POST', here.path('/observations/submission'), { body: { items: confirmed } })
    await lead.ask('POST', here.path('/observations/return'), { body: { items: await stored(), comment: 'Ω le total semble double' } })
    expect(await said(own, here)).toEqual(['2 chiffres vous reviennent avec un commentaire.'])
    expect(await kinds(other, here)).toEqual([])
    const { rows } = await world.owner.query('select * from auth.mail_outbox where initiative_id = $1', [here.id])
    expect(JSON.stringify(rows)).not.toContain('Ω')
    // A refused move tells nothing.
    await lead.ask('POST', here.path('/observations/return'), { body: { items: await stored(), comment: 'encore' } })
    expect(await kinds(own, here)).toHaveLength(1)
  })
})

describe('meetings and news', () => {
  it('S33 a meeting whose agenda is not shared is recalled to the backbone alone at −72 h, and anew when it moves', async () => {
    const { here, lead, own } = await cast()
    const meeting = async (startsAt: string, shared: string | null = null) =>
      (
        await world.maintain(here.id, (client) =>
          client.query<{ id: string }>(
            `insert into app.meetings (initiative_id, title_fr, kind, starts_at, agenda_shared_at) values ($1, 'Ω secret', 'steering', $2, $3) returning id`,
            [here.id, startsAt, shared],
          ),
        )
      ).rows[0]?.id
    const id = await meeting('2026-11-02T14:00:00Z')
    await meeting('2026-11-02T15:00:00Z', '2026-10-29T00:00:00Z')
    expect(await sweep(here, '2026-10-30T13:59:00Z')).toBe(0)
    expect(await sweep(here, '2026-10-30T14:00:00Z')).toBe(1)
    expect(await said(lead, here)).toEqual([
      'L’ordre du jour de la rencontre du 2 novembre 2026 à 9 h 00 n’est pas partagé. Partagé avant le 31 octobre 2026 à 10 h 00, il arrive à temps.',
    ])
    expect(await kinds(own, here)).toEqual([])
    await world.maintain(here.id, (client) =>
      client.query(`update app.meetings set starts_at = '2026-11-01T14:00:00Z' where initiative_id = $1 and id = $2`, [here.id, id]),
    )
    expect([await sweep(here, '2026-10-30T15:00:00Z'), await sweep(here, '2026-10-30T16:00:00Z')]).toEqual([1, 0])
  })

  it('S40 45 days without an update: the backbone is reminded, once until there is one', async () => {
    const { here, lead, own, funder } = await cast()
    expect(await sweep(here, '2026-11-23T20:00:00Z')).toBe(0)
    expect([await sweep(here, '2026-11-24T15:00:00Z'), await sweep(here, '2026-12-15T15:00:00Z')]).toEqual([1, 0])
    expect([await kinds(lead, here), await kinds(own, here), await kinds(funder, here)]).toEqual([['update_due'], [], []])
  })
})

describe('what was learned', () => {
  it('an adaptation is recalled to who looks after it, never to who told the failure; neither note nor adaptation is named anywhere', async () => {
    const { here, lead, own, other } = await cast()
    const note = await own.ask<Note>('POST', here.path('/notes'), {
      body: { type: 'failure', title: 'Ω titre', whatHappened: 'Ω récit', visibility: 'circle' },
    })
    const decided = await lead.ask<Note>('POST', here.path(`/notes/${note.body.id}/adaptations`), {
      body: { decision: 'adapt', text: 'Ω adaptation', decidedOn: '2026-01-11', ownerPartnerCode: 'P3' },
    })
    expect(decided.status, decided.text).toBe(201)
    await sweep(here, '2026-11-10T15:00:00Z')
    expect(await kinds(other, here)).toEqual(['adaptation_due'])
    for (const who of [own, lead]) expect(await kinds(who, here)).not.toContain('adaptation_due')
    expect((await list(other, here)).items[0]?.path).toBe('/notes/follow-up')
    const told = await world.maintain(
      here.id,
      async (client) => (await client.query('select facts from app.notifications where initiative_id = $1', [here.id])).rows,
    )
    const mails = (await world.owner.query('select * from auth.mail_outbox where initiative_id = $1', [here.id])).rows
    expect(JSON.stringify([told, mails])).not.toMatch(/Ω|record|note/)
  })

  it('the month in short is made from what each hat may read: a note told to the team alone counts for nobody, a funder reads releases', async () => {
    const { here, lead, own, other, viewer, funder } = await cast()
    const reluctant = await here.person({ role: 'funder' })
    const clock = (at: string | null) =>
      world.maintain(here.id, (client) => client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [here.id, at]))
    await clock('2026-10-15T15:00:00Z')
    world.setNow(new Date('2026-10-15T15:00:00Z'))
    const figures = figuresOf(world, here)
    const served = await figures.indicator('SERVED', { name_fr: 'Familles jointes', name_en: 'Families reached' })
    await figures.owed(served, 'A1', 'P2', '2026-07-01')
    const stored = async () => (await own.get<{ items: Observation[] }>(here.path('/observations'))).body.items.map(({ id, version }) => ({ id, version }))
    await own.ask('PUT', here.path('/observations'), {
      body: { items: [{ indicator: 'SERVED', partner: 'P2', period: '2026-Q3', territory: 'A1', value: '12' }] },
    })
    await own.ask('POST', here.path('/observations/submission'), { body: { items: await stored() } })
    await lead.ask('POST', here.path('/observations/validation'), { body: { items: await stored() } })
    for (const visibility of ['circle', 'partner'])
      await own.ask('POST', here.path('/notes'), { body: { type: 'challenge', title: 'Ω', whatHappened: 'Ω', visibility } })
    await clock(null)
    await sweep(here, '2026-11-02T15:00:00Z')
    const digest = async (who: Asker) =>
      (await list(who, here)).items.filter(({ kind }) => kind === 'digest').flatMap(({ facts }) => sentencesOf('digest', facts, 'en', 'America/Toronto'))
    const circle = ['1 learning note was shared.', '1 update was published.']
    expect(await digest(lead)).toEqual(['New validated figures: Families reached.', ...circle])
    expect(await digest(viewer)).toEqual(['New validated figures: Families reached.', ...circle])
    // Figures of a partner are its own and the backbone's; its team's note too.
    expect(await digest(other)).toEqual(circle)
    // An update of the circle, notes of the circle, live figures: none of it is a funder's.
    expect([await digest(funder), await digest(reluctant)]).toEqual([[], []])
    expect(await sweep(here, '2026-11-03T15:00:00Z')).toBe(0)
  })
})

describe('reading what one was told', () => {
  it('is of one person under one hat; unread are counted with the account, and marked one by one or all at once', async () => {
    const { here, lead, own } = await cast()
    const twoHats = await here.person({ role: 'funder', userId: own.userId ?? '' })
    await world.maintain(here.id, (client) => client.query(`delete from app.update_posts where initiative_id = $1`, [here.id]))
    const served = await figuresOf(world, here).indicator('SERVED')
    await figuresOf(world, here).owed(served, 'A1', 'P2', '2026-04-01')
    await sweep(here, '2026-10-15T15:00:00Z')
    await sweep(here, '2026-10-25T15:00:00Z')
    const { unread, items } = await list(own, here)
    expect([unread, items.length]).toEqual([2, 2])
    expect((await own.get<Me>('/api/v1/me')).body.initiatives.find(({ id }) => id === here.id)?.unread).toBe(2)
    expect((await list(twoHats, here)).items).toEqual([])
    const read = (who: Asker, body: object) => who.ask<{ unread: number }>('POST', here.path('/notifications/read'), { body })
    // Somebody else's is not theirs to mark.
    await read(lead, { ids: items.map(({ id }) => id) })
    expect((await list(own, here)).unread).toBe(2)
    expect((await read(own, { ids: [items[0]?.id] })).body.unread).toBe(1)
    expect((await read(own, {})).body.unread).toBe(0)
  })

  it('a clock that stands still reminds nobody in real time', async () => {
    const frozen = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const contributor = await frozen.person({ role: 'partner_contributor', partner: 'P2' })
    await figuresOf(world, frozen).owed(await figuresOf(world, frozen).indicator('SERVED'), 'A1', 'P2', '2026-07-01')
    await sweepAll(world.db, new Date('2026-10-15T13:00:00Z'), (slug, error) => {
      throw new Error(`${slug}: ${String(error)}`)
    })
    expect(await kinds(contributor, frozen)).toEqual([])
  })
})
