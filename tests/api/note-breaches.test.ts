import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me } from '#shared/accounts/contract.ts'
import type { NoteBreach, NoteSuspension } from '#shared/notes/breaches.ts'
import type { Note } from '#shared/notes/contract.ts'
import type { Notification } from '#shared/notifications/contract.ts'
import { sweepInitiative } from '#server/tools/reminders/sweep.ts'
import { plantCanary } from '../support/canaries.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function cast() {
  const here = await world.buildInitiative()
  return {
    here,
    lead: await here.person({ role: 'backbone', lead: true, name: 'Coordination' }),
    staff: await here.person({ role: 'backbone', name: 'Équipe' }),
    author: await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Aïssata Diarra' }),
    filer: await here.person({ role: 'partner_viewer', partner: 'P3', name: 'Voisine' }),
    funder: await here.person({ role: 'funder', commitment: true, name: 'Bailleuse' }),
    colleague: await here.person({ role: 'funder', commitment: true, name: 'Autre fonds' }),
  }
}

const atVersion = (version: number) => ({ headers: { 'if-match': `"v${version}"` } })

async function funderNote(author: Asker, here: TestInitiative): Promise<Note> {
  const note = (
    await author.ask<Note>('POST', here.path('/notes'), { body: { type: 'failure', title: 'Dépistage', whatHappened: 'Arrivé', visibility: 'circle' } })
  ).body
  return (await author.ask<Note>('PUT', here.path(`/notes/${note.id}/visibility`), { body: { visibility: 'funder' }, ...atVersion(note.version) })).body
}

async function funderId(who: Asker, here: TestInitiative, name: string): Promise<string> {
  const { body } = await who.get<{ funders: { id: string; name: string }[] }>(here.path('/note-breaches'))
  return body.funders.find((one) => one.name === name)?.id ?? ''
}

describe('situation 12, a funder uses a failure note against a partner', () => {
  it('the partner files a breach, a lead suspends at once: no note is found by any way, figures and releases stay, and lifting opens again', async () => {
    const { here, lead, author, filer, funder, colleague } = await cast()
    const note = await funderNote(author, here)
    const filed = await filer.ask<NoteBreach>('POST', here.path('/note-breaches'), {
      body: { funderId: await funderId(filer, here, 'Bailleuse'), whatHappened: 'Une aide a été retirée', noteId: note.id },
    })
    expect([filed.status, filed.body.note?.title, filed.body.filedBy], filed.text).toEqual([201, 'Dépistage', null])
    const seen = (await lead.get<{ items: NoteBreach[] }>(here.path('/note-breaches'))).body.items
    expect(seen[0]).toMatchObject({ filedBy: { name: 'Voisine', partnerName: 'Organisation P3' }, funder: { name: 'Bailleuse' } })
    const told = (await lead.get<{ items: Notification[] }>(here.path('/notifications'))).body.items
    expect(told.map(({ kind, facts, path }) => [kind, facts, path])).toEqual([['breach_filed', {}, '/notes/breaches']])

    const notePaths = ['/notes', `/notes/${note.id}`, `/notes/${note.id}/similar`, '/notes/measures', '/notes/report']
    expect((await funder.get(here.path(`/notes/${note.id}`))).status).toBe(200)
    const suspended = await lead.ask<NoteSuspension>('POST', here.path('/note-suspensions'), {
      body: { funderId: seen[0]?.funder.id, until: '2999-12-31', reason: 'Ω raison' },
    })
    expect([suspended.status, suspended.body.holds], suspended.text).toEqual([201, true])
    for (const path of notePaths) {
      const answer = await funder.get(here.path(path))
      expect([answer.status, answer.body.code], path).toEqual([403, 'note_access_suspended'])
    }
    expect((await funder.get<{ items: unknown[] }>(here.path('/search'), { q: 'Dépistage' })).body.items ?? []).toEqual([])
    const hat = (await funder.get<Me>('/api/v1/me')).body.initiatives[0]?.hats[0]
    expect(hat?.learningCommitmentOn).toBeNull()
    expect(((await funder.ask('POST', here.path('/learning-commitment'))).body as { code: string }).code).toBe('note_access_suspended')
    const own = await funder.get<object>(here.path('/learning-commitment'))
    expect(own.body).toEqual({ acceptedOn: null, suspensions: [{ startsOn: suspended.body.startsOn, until: '2999-12-31', liftedOn: null, holds: true }] })
    expect(own.text).not.toContain('Ω')
    for (const path of ['/progress', '/releases', '/indicators']) expect((await funder.get(here.path(path))).status, path).toBe(200)
    // Nobody else is concerned.
    expect((await colleague.get(here.path(`/notes/${note.id}`))).status).toBe(200)

    const lifted = await lead.ask<NoteSuspension>('PATCH', here.path(`/note-suspensions/${suspended.body.id}`), {
      body: { reason: 'Nous en avons parlé' },
      ...atVersion(suspended.body.version),
    })
    expect([lifted.body.holds, lifted.body.liftReason], lifted.text).toEqual([false, 'Nous en avons parlé'])
    expect((await funder.get(here.path(`/notes/${note.id}`))).status).toBe(200)
    expect(
      (
        await lead.ask<{ code: string }>('PATCH', here.path(`/note-suspensions/${suspended.body.id}`), {
          body: { reason: 'Encore' },
          ...atVersion(lifted.body.version),
        })
      ).body.code,
    ).toBe('suspension_over')
    // Both sides keep reading that it was.
    expect((await funder.get<{ suspensions: unknown[] }>(here.path('/learning-commitment'))).body.suspensions).toHaveLength(1)

    const closed = await lead.ask<NoteBreach>('PATCH', here.path(`/note-breaches/${filed.body.id}`), {
      body: { outcome: 'Le bailleur a rendu l’aide.' },
      ...atVersion(filed.body.version),
    })
    expect(closed.status, closed.text).toBe(200)
    expect((await filer.get<{ items: NoteBreach[] }>(here.path('/note-breaches'))).body.items[0]).toMatchObject({
      outcome: 'Le bailleur a rendu l’aide.',
      isMine: true,
      filedBy: null,
    })
  })

  it('what came of a breach is said once: answered again, also from a page that is out of date, it stays as it was and says so', async () => {
    const { here, lead, filer } = await cast()
    const other = await here.person({ role: 'backbone', lead: true, name: 'Deuxième' })
    const { body: filed } = await filer.ask<NoteBreach>('POST', here.path('/note-breaches'), {
      body: { funderId: await funderId(filer, here, 'Bailleuse'), whatHappened: 'Une aide a été retirée' },
    })
    const close = (who: Asker, outcome: string, version: number) =>
      who.ask<NoteBreach & { code?: string }>('PATCH', here.path(`/note-breaches/${filed.id}`), { body: { outcome }, ...atVersion(version) })
    const closed = await close(lead, 'L’aide est rendue.', filed.version)
    expect(closed.status, closed.text).toBe(200)
    for (const version of [closed.body.version, filed.version]) {
      const again = await close(other, 'Rien à dire', version)
      expect([again.status, again.body.code]).toEqual([409, 'breach_closed'])
    }
    expect((await filer.get<{ items: NoteBreach[] }>(here.path('/note-breaches'))).body.items).toMatchObject([
      { outcome: 'L’aide est rendue.', version: closed.body.version },
    ])
  })

  it('a typo in what came of a breach is corrected by a lead: who reads the breach reads the former words and the reason, nobody else does', async () => {
    const { here, lead, staff, author, filer, funder } = await cast()
    const isLeadOrFiler = (hat: { role: string | null; partner: string | null }) => hat.role === 'backbone' || hat.partner === 'P3'
    const [typo, why] = [plantCanary('typo', isLeadOrFiler), plantCanary('why', isLeadOrFiler)]
    const { body: filed } = await filer.ask<NoteBreach>('POST', here.path('/note-breaches'), {
      body: { funderId: await funderId(filer, here, 'Bailleuse'), whatHappened: 'Une aide a été retirée' },
    })
    const correct = (who: Asker, outcome: string, version: number, reason = why) =>
      who.ask<NoteBreach & { code?: string }>('POST', here.path(`/note-breaches/${filed.id}/corrections`), { body: { outcome, reason }, ...atVersion(version) })
    expect((await correct(lead, 'x', filed.version)).body.code).toBe('breach_open')
    const closed = (await lead.ask<NoteBreach>('PATCH', here.path(`/note-breaches/${filed.id}`), { body: { outcome: typo }, ...atVersion(filed.version) })).body
    expect((await correct(lead, typo, closed.version)).body.code).toBe('correction_unchanged')
    expect((await correct(lead, 'x', closed.version, ' ')).status, 'a reason is asked').toBe(400)
    const first = await correct(lead, 'L’aide est rendu.', closed.version)
    expect([first.status, first.body.closedOn], first.text).toEqual([201, closed.closedOn])
    expect((await correct(lead, 'Autre', closed.version)).status, 'of a page that is out of date').toBe(412)
    const second = await correct(lead, 'L’aide est rendue.', first.body.version, 'Accord')
    for (const who of [staff, author, filer, funder]) expect([403, 404]).toContain((await correct(who, 'Non', second.body.version)).status)
    const seen = (await filer.get<{ items: NoteBreach[] }>(here.path('/note-breaches'))).body.items
    const day = seen[0]?.corrections[0]?.correctedOn
    expect([seen[0]?.outcome, seen[0]?.corrections]).toEqual([
      'L’aide est rendue.',
      [
        { former: 'L’aide est rendu.', reason: 'Accord', correctedOn: day },
        { former: typo, reason: why, correctedOn: day },
      ],
    ])
    for (const who of [staff, author, funder]) expect((await who.get(here.path('/note-breaches'))).text).not.toMatch(/rendu|Accord/)
    const acts = await world.maintain(here.id, (client) =>
      client.query<{ actor_id: string; details: object }>(
        `select actor_id, details from app.audit_log where initiative_id = $1 and action = 'note_breach.correct'`,
        [here.id],
      ),
    )
    expect(acts.rows).toEqual([1, 2].map(() => ({ actor_id: lead.userId, details: {} })))
  })

  it('every hat of the organisation is closed, and the day after the last one it opens by itself', async () => {
    const { here, lead, author, funder, colleague } = await cast()
    await funderNote(author, here)
    await world.maintain(here.id, async (client) => {
      const { rows } = await client.query<{ id: string }>(`insert into app.organizations (initiative_id, name) values ($1, 'Fondation') returning id`, [
        here.id,
      ])
      await client.query(`update app.role_assignments set organization_id = $2 where initiative_id = $1 and role = 'funder'`, [here.id, rows[0]?.id])
    })
    const { body } = await lead.ask<NoteSuspension>('POST', here.path('/note-suspensions'), {
      body: { funderId: await funderId(lead, here, 'Fondation'), reason: 'Raison' },
    })
    for (const who of [funder, colleague]) expect((await who.get(here.path('/notes'))).status).toBe(403)
    await world.maintain(here.id, (client) =>
      client.query('update app.note_access_suspensions set starts_on = current_date - 9, until = current_date - 2 where initiative_id = $1', [here.id]),
    )
    for (const who of [funder, colleague]) expect((await who.get(here.path('/notes'))).status).toBe(200)
    const lifted = await lead.ask<{ code: string }>('PATCH', here.path(`/note-suspensions/${body.id}`), {
      body: { reason: 'Trop tard' },
      headers: { 'if-match': `"v${body.version}"` },
    })
    expect(lifted.body.code, 'what is over is not lifted').toBe('suspension_over')
  })

  it('who filed, what and why it was suspended is read by the leads and the filer alone: no member by any route, no audit row, no row of the database', async () => {
    const { here, lead, staff, author, filer, funder } = await cast()
    const isLeadOrFiler = (hat: { role: string | null; partner: string | null }) => hat.role === 'backbone' || hat.partner === 'P3'
    const what = plantCanary('breach', isLeadOrFiler)
    const why = plantCanary('suspension', ({ role }) => role === 'backbone')
    const id = await funderId(filer, here, 'Bailleuse')
    await filer.ask('POST', here.path('/note-breaches'), { body: { funderId: id, whatHappened: what } })
    await lead.ask('POST', here.path('/note-suspensions'), { body: { funderId: id, reason: why } })
    const paths = world.app.routeTable
      .filter(({ method, url }) => method === 'GET' && url.startsWith('/api/v1/') && (url.match(/:\w+/g) ?? []).every((param) => param === ':initiativeId'))
      .map(({ url }) => url.replace(':initiativeId', here.id))
    for (const who of [staff, author, funder, world.stranger])
      for (const path of paths) {
        const { text } = await who.get(path)
        expect([text.includes(what), text.includes(why)], path).toEqual([false, false])
      }
    const { rows } = await world.maintain(here.id, (client) =>
      client.query<{ actor_id: string | null; object_id: string | null; details: object; action: string }>(
        `select * from app.audit_log where initiative_id = $1 and action like 'note\\_%' order by sequence`,
        [here.id],
      ),
    )
    expect(rows.map(({ action, actor_id, details }) => [action, actor_id === null, details])).toEqual([
      ['note_breach.file', true, {}],
      ['note_access.suspend', false, {}],
    ])
    expect(rows[0]?.object_id).toBeNull()
    // Row level security: even with the backbone's role, a context that is not a lead's own reads nothing.
    const api = world.database.pool('api')
    const client = await api.connect()
    const count = async (table: string) => (await client.query<{ n: number }>(`select count(*)::int as n from app.${table}`)).rows[0]?.n
    try {
      for (const [actor, forged] of [
        [staff.userId, `${here.id}:${lead.userId ?? ''}`],
        [lead.userId, ''],
      ] as const) {
        await client.query('begin')
        await client.query('select app.set_ctx($1, $2, $3, null, false)', [here.id, actor, 'backbone'])
        await client.query(`set local app.lead = '${forged}'`)
        expect([await count('note_breaches'), await count('note_access_suspensions')]).toEqual([0, 0])
        await client.query('rollback')
      }
    } finally {
      client.release()
    }
  })

  it('the digest of a suspended funder tells no note, that of another does', async () => {
    const { here, lead, author, funder, colleague } = await cast()
    await world.maintain(here.id, (client) => client.query(`update app.initiatives set created_at = '2026-10-01' where id = $1`, [here.id]))
    const note = await funderNote(author, here)
    await world.maintain(here.id, (client) => client.query(`update app.learning_notes set shared_on = '2026-09-10' where id = $1`, [note.id]))
    await lead.ask('POST', here.path('/note-suspensions'), { body: { funderId: await funderId(lead, here, 'Bailleuse'), reason: 'Raison' } })
    await sweepInitiative(world.db, here.slug, new Date('2026-10-02T12:00:00Z'))
    const notesOf = async (who: Asker) => (await who.get<{ items: Notification[] }>(here.path('/notifications'))).body.items.map(({ facts }) => facts.notes)
    expect([await notesOf(funder), await notesOf(colleague)]).toEqual([[], [1]])
  })

  it('only a funder, and a note that the filer reads, can be named', async () => {
    const { here, author, filer, lead } = await cast()
    const secret = (await author.ask<Note>('POST', here.path('/notes'), { body: { type: 'failure', title: 'Seule', whatHappened: 'Seule' } })).body
    const body = { funderId: await funderId(filer, here, 'Bailleuse'), whatHappened: 'x' }
    for (const wrong of [
      { ...body, noteId: secret.id },
      { ...body, funderId: secret.id },
    ])
      expect((await filer.ask<{ code: string }>('POST', here.path('/note-breaches'), { body: wrong })).body.code).toBe('unknown_reference')
    expect(
      (await lead.ask('POST', here.path('/note-suspensions'), { body: { ...body, whatHappened: undefined, reason: 'x', until: '2000-01-01' } })).status,
    ).toBe(400)
  })
})
