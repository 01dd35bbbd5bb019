import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LearningReport, Note, NoteChoices, NoteMeasures, NoteSummary } from '#shared/notes/contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ demo: true })
})
afterAll(() => world.close())

interface Cast {
  here: TestInitiative
  author: Asker
  colleague: Asker
  viewer: Asker
  other: Asker
  lead: Asker
  staff: Asker
  funder: Asker
  reluctant: Asker
}

/** Everyone around the notes of one initiative; the author contributes for P2. */
async function cast(): Promise<Cast> {
  const here = await world.buildInitiative()
  const [author, colleague, viewer, other] = [
    await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Aïssata Diarra' }),
    await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Collègue' }),
    await here.person({ role: 'partner_viewer', partner: 'P2', name: 'Lectrice' }),
    await here.person({ role: 'partner_contributor', partner: 'P3', name: 'Voisin' }),
  ]
  return {
    here,
    author,
    colleague,
    viewer,
    other,
    lead: await here.person({ role: 'backbone', lead: true, name: 'Coordination' }),
    staff: await here.person({ role: 'backbone', name: 'Équipe' }),
    funder: await here.person({ role: 'funder', commitment: true, name: 'Bailleuse' }),
    reluctant: await here.person({ role: 'funder', name: 'Fonds hésitant' }),
  }
}

const three = { type: 'failure', title: 'Trois fois le même formulaire', whatHappened: 'Les parents ont rempli trois formulaires en un mois.' }

async function write(author: Asker, here: TestInitiative, more: object = {}): Promise<Note> {
  const answer = await author.ask<Note>('POST', here.path('/notes'), { body: { ...three, ...more } })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

async function setVisibility(who: Asker, here: TestInitiative, note: { id: string; version: number }, visibility: string) {
  return who.ask<Note>('PUT', here.path(`/notes/${note.id}/visibility`), { body: { visibility }, headers: { 'if-match': `"v${note.version}"` } })
}

/** Climbs from the circle up to the rung. */
async function climb(author: Asker, here: TestInitiative, to: 'circle' | 'funder', more: object = {}): Promise<Note> {
  const note = await write(author, here, { visibility: 'circle', ...more })
  return to === 'circle' ? note : (await setVisibility(author, here, note, 'funder')).body
}

async function idsFor(who: Asker, here: TestInitiative, query: Record<string, string> = {}): Promise<string[]> {
  const answer = await who.get<{ items: NoteSummary[] }>(here.path('/notes'), query)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items.map((item) => item.id)
}

describe('writing a note', () => {
  it('three fields are enough to tell a failure, and it names nobody by default', async () => {
    const { here, author } = await cast()
    const note = await write(author, here)
    expect(note).toMatchObject({
      state: 'draft',
      visibility: 'private',
      isMine: true,
      own: { attribution: 'a_partner', backboneMayContact: false },
      signature: { kind: 'a_partner', person: null, partnerCode: null },
    })
  })

  it.each([
    ['title', { title: '' }],
    ['whatHappened', { whatHappened: ' ' }],
    ['type', { type: 'blame' }],
  ])('without %s nothing is kept and the field is named', async (field, fault) => {
    const { here, author } = await cast()
    const answer = await author.ask<{ errors: { pointer: string }[] }>('POST', here.path('/notes'), { body: { ...three, ...fault } })
    expect([answer.status, answer.body.errors.map((error) => error.pointer)]).toEqual([400, [`/${field}`]])
  })

  it('there is no field for who is responsible', async () => {
    const { here, author } = await cast()
    expect((await author.ask('POST', here.path('/notes'), { body: { ...three, responsible: 'Mme Roy' } })).status).toBe(400)
  })

  it('viewers and funders do not write, and a stranger is asked to sign in', async () => {
    const { here, viewer, funder } = await cast()
    expect((await viewer.ask('POST', here.path('/notes'), { body: three })).status).toBe(404)
    expect((await funder.ask('POST', here.path('/notes'), { body: three })).status).toBe(404)
    expect((await world.stranger.ask('POST', here.path('/notes'), { body: three })).status).toBe(401)
  })

  it('a first audience beyond the circle is not a choice: funders and the public take acts of their own', async () => {
    const { here, author } = await cast()
    for (const visibility of ['funder', 'public']) expect((await author.ask('POST', here.path('/notes'), { body: { ...three, visibility } })).status).toBe(400)
  })

  it('a change needs the version that was read, and after sharing the former text is kept for the author alone', async () => {
    const { here, author, other } = await cast()
    const note = await write(author, here, { visibility: 'circle' })
    const path = here.path(`/notes/${note.id}`)
    expect((await author.ask('PATCH', path, { body: { title: 'Autre' } })).status).toBe(428)
    const changed = await author.ask<Note>('PATCH', path, { body: { title: 'Un seul formulaire suffisait' }, headers: { 'if-match': '"v1"' } })
    expect(changed.body).toMatchObject({ title: 'Un seul formulaire suffisait', version: 2, writing: { formerVersions: 1 } })
    expect(changed.body.editedOn).not.toBeNull()
    expect((await author.ask('PATCH', path, { body: { title: 'Encore' }, headers: { 'if-match': '"v1"' } })).status).toBe(412)
    expect((await author.get(`${path}/versions`)).text).toContain('Trois fois')
    expect((await other.get(`${path}/versions`)).status).toBe(403)
    expect((await other.get(path)).text).not.toContain('Trois fois')
  })
})

describe('the audience ladder', () => {
  it('each rung adds its readers and no others, for the page, the list and the search', async () => {
    const { here, author, colleague, viewer, other, lead, funder } = await cast()
    const readers = { author, colleague, viewer, other, lead, funder }
    const expected: Record<string, (keyof typeof readers)[]> = {
      private: ['author'],
      partner: ['author', 'colleague', 'viewer'],
      circle: ['author', 'colleague', 'viewer', 'other', 'lead'],
      funder: ['author', 'colleague', 'viewer', 'other', 'lead', 'funder'],
    }
    let note = await write(author, here)
    for (const [rung, allowed] of Object.entries(expected)) {
      if (rung !== 'private') note = (await setVisibility(author, here, note, rung)).body
      expect(note.visibility).toBe(rung)
      for (const [name, who] of Object.entries(readers)) {
        const may = allowed.includes(name as keyof typeof readers)
        expect((await who.get(here.path(`/notes/${note.id}`))).status, `${name} reads at ${rung}`).toBe(may ? 200 : 404)
        expect(await idsFor(who, here), `${name} lists at ${rung}`).toEqual(may && rung !== 'private' ? [note.id] : [])
        expect(await idsFor(who, here, { q: 'formulaires' }), `${name} searches at ${rung}`).toEqual(may && rung !== 'private' ? [note.id] : [])
      }
    }
  })

  it('a page of a condition shows what its reader may read: the canary of each rung is there for its readers and nowhere else', async () => {
    const { here, author, colleague, other, staff, funder, reluctant } = await cast()
    const about = { links: [{ kind: 'condition', key: 'shared_measurement' }], title: 'Canari-7319' }
    const told: Record<string, string> = {}
    for (const rung of ['private', 'partner', 'circle'] as const) told[rung] = (await write(author, here, { ...about, visibility: rung })).id
    told.funder = (await climb(author, here, 'funder', about)).id
    const query = { condition: 'shared_measurement', limit: '5' }
    const seen = async (who: Asker) => (await idsFor(who, here, query)).map((id) => Object.entries(told).find(([, one]) => one === id)?.[0]).sort()
    // The author's own drafts stand under « mine », not among what is shared.
    expect(await seen(colleague)).toEqual(['circle', 'funder', 'partner'])
    expect(await seen(staff)).toEqual(['circle', 'funder'])
    expect(await seen(other)).toEqual(['circle', 'funder'])
    expect(await seen(funder)).toEqual(['funder'])
    const refused = await reluctant.get(here.path('/notes'), query)
    expect([refused.status, refused.text.includes('Canari')]).toEqual([403, false])
    expect(await idsFor(staff, here, { condition: 'backbone_support' })).toEqual([])
  })

  it('a text in another language says which, or that it is another one', async () => {
    const { here, author } = await cast()
    for (const language of ['bm', 'iu', 'und']) expect((await write(author, here, { language })).language).toBe(language)
    expect((await author.ask('POST', here.path('/notes'), { body: { ...three, language: 'fr-CA' } })).status).toBe(400)
  })

  it('a note that may not be known answers like one that does not exist, whatever is asked of it', async () => {
    const { here, author, other, lead } = await cast()
    const note = await write(author, here)
    const asks = (id: string): [Asker, Parameters<Asker['ask']>[0], string, object?][] => [
      [other, 'GET', `/notes/${id}`],
      [other, 'PATCH', `/notes/${id}`, { title: 'x' }],
      [other, 'PUT', `/notes/${id}/visibility`, { visibility: 'circle' }],
      [other, 'POST', `/notes/${id}/withdrawal`, {}],
      [other, 'POST', `/notes/${id}/comments`, { kind: 'thanks' }],
      [other, 'GET', `/notes/${id}/versions`],
      [lead, 'POST', `/notes/${id}/hiding`, { reason: 'x' }],
      [lead, 'POST', `/notes/${id}/agreements`, { to: 'public' }],
      [lead, 'PUT', `/notes/${id}/state`, { state: 'discussed' }],
      [lead, 'POST', `/notes/${id}/adaptations`, { decision: 'stop', text: 'x', decidedOn: '2026-01-01' }],
    ]
    const absent = asks(randomUUID())
    for (const [index, [who, method, path, body]] of asks(note.id).entries()) {
      const options = { ...(body === undefined ? {} : { body }), headers: { 'if-match': '"v1"' } }
      const [hidden, missing] = [
        await who.ask(method, here.path(path), options),
        await who.ask(method, here.path((absent[index] as (typeof absent)[number])[2]), options),
      ]
      expect([hidden.status, hidden.body.code], `${method} ${path}`).toEqual([404, 'not_found'])
      expect({ ...hidden.body, instance: '' }).toEqual({ ...missing.body, instance: '' })
      expect(hidden.headers.etag).toBe(missing.headers.etag)
    }
  })

  it('one act climbs one rung; two are refused', async () => {
    const { here, author } = await cast()
    const note = await write(author, here)
    const answer = await setVisibility(author, here, note, 'circle')
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'move_not_allowed', params: { from: 'private', to: 'circle' } }])
  })

  it('only the author moves a note: the backbone reads it and is refused', async () => {
    const { here, author, lead, colleague } = await cast()
    const note = await climb(author, here, 'circle')
    for (const who of [lead, colleague]) for (const to of ['funder', 'partner']) expect((await setVisibility(who, here, note, to)).status).toBe(403)
  })

  it('public takes two acts of two people: the author asks, somebody else of the backbone agrees', async () => {
    const { here, author, lead, other } = await cast()
    const asked = (await setVisibility(author, here, await climb(author, here, 'funder'), 'public')).body
    expect(asked).toMatchObject({ visibility: 'funder', awaits: ['public'], abilities: { share: false } })
    expect((await other.get<Note>(here.path(`/notes/${note(asked)}`))).body.awaits).toEqual([])
    expect((await other.ask('POST', here.path(`/notes/${asked.id}/agreements`), { body: { to: 'public' } })).status).toBe(404)
    const agreed = await lead.ask<Note>('POST', here.path(`/notes/${asked.id}/agreements`), { body: { to: 'public' } })
    expect(agreed.body).toMatchObject({ visibility: 'public', awaits: [] })
  })

  it('without the author’s wish the backbone cannot publish, and a backbone author cannot be the second person', async () => {
    const { here, author, lead, staff } = await cast()
    const silent = await climb(author, here, 'funder')
    expect((await lead.ask('POST', here.path(`/notes/${silent.id}/agreements`), { body: { to: 'public' } })).status).toBe(409)
    const own = (await setVisibility(lead, here, await climb(lead, here, 'funder'), 'public')).body
    const alone = await lead.ask('POST', here.path(`/notes/${own.id}/agreements`), { body: { to: 'public' } })
    expect([alone.status, alone.body.code]).toEqual([403, 'four_eyes'])
    expect((await staff.ask<Note>('POST', here.path(`/notes/${own.id}/agreements`), { body: { to: 'public' } })).body.visibility).toBe('public')
  })

  it('nobody is the second person of a note of their own, though it was written under another hat', async () => {
    const { here, author, staff } = await cast()
    const asBackbone = await here.person({ role: 'backbone', userId: author.userId as string })
    const note = await climb(author, here, 'funder', { attribution: 'initiative' })
    await setVisibility(author, here, note, 'public')
    for (const to of ['public', 'initiative']) {
      const refused = await asBackbone.ask('POST', here.path(`/notes/${note.id}/agreements`), { body: { to } })
      expect([refused.status, refused.body.code]).toEqual([403, 'four_eyes'])
    }
    expect((await staff.ask('POST', here.path(`/notes/${note.id}/agreements`), { body: { to: 'public' } })).status).toBe(200)
  })

  it('narrowing takes effect at once, with everything that hangs on the note', async () => {
    const { here, author, other, lead, funder, colleague } = await cast()
    const shared = await climb(author, here, 'funder', { links: [{ kind: 'condition', key: 'shared_measurement' }] })
    await other.ask('POST', here.path(`/notes/${shared.id}/comments`), { body: { kind: 'us_too' } })
    const adapted = (
      await lead.ask<Note>('POST', here.path(`/notes/${shared.id}/adaptations`), {
        body: { decision: 'adapt', text: 'Un seul formulaire', decidedOn: '2026-01-01' },
      })
    ).body
    const narrowed = await setVisibility(author, here, adapted, 'partner')
    expect([narrowed.status, narrowed.body.comments.length]).toEqual([200, 1])
    for (const who of [other, lead, funder]) {
      expect((await who.get(here.path(`/notes/${shared.id}`))).status).toBe(404)
      expect(await idsFor(who, here)).toEqual([])
      expect(await idsFor(who, here, { condition: 'shared_measurement' })).toEqual([])
    }
    expect(await idsFor(colleague, here)).toEqual([shared.id])
  })

  it('a withdrawn note is gone for everybody else, from any rung', async () => {
    const { here, author, lead, colleague } = await cast()
    const note = await climb(author, here, 'circle')
    expect((await author.ask<Note>('POST', here.path(`/notes/${note.id}/withdrawal`), { body: {} })).body).toMatchObject({
      state: 'withdrawn',
      visibility: 'private',
    })
    for (const who of [lead, colleague]) expect((await who.get(here.path(`/notes/${note.id}`))).status).toBe(404)
    expect(await idsFor(author, here, { view: 'mine' })).toEqual([note.id])
  })

  it('an answer that was kept for a repeated request goes with it', async () => {
    const { here, author, other } = await cast()
    const note = await write(author, here, { visibility: 'circle' })
    const thank = () =>
      other.ask<{ code?: string; whatHappened?: string }>('POST', here.path(`/notes/${note.id}/comments`), {
        body: { kind: 'thanks' },
        headers: { 'idempotency-key': `merci-${note.id}` },
      })
    expect([(await thank()).status, (await thank()).body.whatHappened]).toEqual([201, three.whatHappened])
    await author.ask('POST', here.path(`/notes/${note.id}/withdrawal`))
    const again = await thank()
    expect([again.status, again.body.code]).toEqual([404, 'not_found'])
    const kept = await world.maintain(here.id, async (client) =>
      JSON.stringify((await client.query('select response from app.idempotency_keys where initiative_id = $1', [here.id])).rows),
    )
    expect(kept).not.toContain('formulaires')
  })

  it('two changes at the same moment: one is kept, the other is stale', async () => {
    const { here, author } = await cast()
    const note = await write(author, here, { visibility: 'circle' })
    const change = (title: string) =>
      author.ask<{ code?: string }>('PATCH', here.path(`/notes/${note.id}`), { body: { title }, headers: { 'if-match': `"v${note.version}"` } })
    const answers = await Promise.all([change('Une version'), change('Une autre version')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })

  it('under another hat the same person is not the author: permissions follow the hat', async () => {
    const { here, author } = await cast()
    const note = await write(author, here)
    const asFunder = await here.person({ role: 'funder', commitment: true, userId: author.userId as string, name: 'Aïssata Diarra' })
    expect((await asFunder.get(here.path(`/notes/${note.id}`))).status).toBe(404)
    expect(await idsFor(asFunder, here, { view: 'mine' })).toEqual([])
  })

  it('the audience is counted exactly, and funders count only once they have accepted the commitment', async () => {
    const { here, author } = await cast()
    const { audience, partnerName } = (await author.get<NoteChoices>(here.path('/notes/choices'))).body
    expect(audience).toEqual([
      { rung: 'private', organisations: 0, people: 1 },
      { rung: 'partner', organisations: 1, people: 3 },
      { rung: 'circle', organisations: 3, people: 6 },
      { rung: 'funder', organisations: 3, people: 7 },
      { rung: 'public', organisations: null, people: null },
    ])
    expect(partnerName).toBe('Organisation P2')
  })
})

function note(one: { id: string }): string {
  return one.id
}

describe('attribution is applied before anything leaves', () => {
  it('of a note by « un partenaire », no reader but the author gets the name, the organisation, the day or the recognisable place', async () => {
    const { here, author, colleague, viewer, other, lead, staff, funder } = await cast()
    const place = plantCanary('place', (hat) => hat.role === 'partner_contributor' && hat.partner === 'P2')
    await world.maintain(here.id, async (client) => {
      await client.query('update app.territories set name_fr = $3 where initiative_id = $1 and id = $2', [here.id, here.territory.A1, place])
      await client.query('insert into app.partner_territories (initiative_id, partner_id, territory_id) values ($1, $2, $3)', [
        here.id,
        here.partner.P2,
        here.territory.A1,
      ])
    })
    const note = await climb(author, here, 'funder', { happenedOn: '2026-03-17', links: [{ kind: 'territory', key: 'A1' }] })
    expect(note).toMatchObject({ happenedOn: '2026-03-17', links: [{ kind: 'territory', key: 'A1' }] })
    for (const who of [viewer, other, lead, staff, funder]) {
      const answer = await who.get<Note>(here.path(`/notes/${note.id}`))
      expect(answer.body).toMatchObject({
        happenedOn: '2026-03',
        links: [],
        isMine: false,
        own: null,
        contact: null,
        signature: { kind: 'a_partner', person: null, partnerCode: null, partnerName: null },
      })
      expect(answer.text).not.toMatch(/Aïssata|Organisation P2|"P2"/)
      expect(await idsFor(who, here, { territory: 'A1' }), 'the filter would tell what the page keeps back').toEqual([])
      expect(await idsFor(who, here)).toEqual([note.id])
    }
    expect(await idsFor(author, here, { territory: 'A1' })).toEqual([note.id])
    expect((await colleague.get<Note>(here.path(`/notes/${note.id}`))).body.isMine).toBe(false)
  })

  it('a place where three partners work stays with the note', async () => {
    const { here, author, other } = await cast()
    await world.maintain(here.id, async (client) => {
      for (const partner of Object.values(here.partner))
        await client.query('insert into app.partner_territories (initiative_id, partner_id, territory_id) values ($1, $2, $3)', [
          here.id,
          partner,
          here.territory.A1,
        ])
    })
    const note = await climb(author, here, 'circle', { links: [{ kind: 'territory', key: 'A' }] })
    expect((await other.get<Note>(here.path(`/notes/${note.id}`))).body.links).toMatchObject([{ key: 'A' }])
    expect(await idsFor(other, here, { territory: 'A' })).toEqual([note.id])
  })

  it('the backbone learns the partner only when the author ticked that it may make contact, and then never the person', async () => {
    const { here, author, lead, other } = await cast()
    const note = await climb(author, here, 'circle', { backboneMayContact: true })
    const seen = await lead.get<Note>(here.path(`/notes/${note.id}`))
    expect(seen.body).toMatchObject({ signature: { kind: 'a_partner' }, contact: { partnerCode: 'P2', partnerName: 'Organisation P2' } })
    expect(seen.text).not.toContain('Aïssata')
    expect((await other.get<Note>(here.path(`/notes/${note.id}`))).body.contact).toBeNull()
  })

  it('named_partner gives the organisation, named_person the person too; the kind of failure never stands beside a name', async () => {
    const { here, author, other } = await cast()
    const organisation = await climb(author, here, 'circle', { attribution: 'named_partner', failureKind: 'preventable' })
    expect((await other.get<Note>(here.path(`/notes/${organisation.id}`))).body).toMatchObject({
      signature: { kind: 'named_partner', person: null, partnerCode: 'P2' },
      failureKind: null,
    })
    const person = await climb(author, here, 'circle', { attribution: 'named_person' })
    expect((await other.get<Note>(here.path(`/notes/${person.id}`))).body.signature).toMatchObject({
      kind: 'named_person',
      person: 'Aïssata Diarra',
      partnerName: 'Organisation P2',
    })
    const nobody = await climb(author, here, 'circle', { failureKind: 'preventable' })
    expect((await other.get<Note>(here.path(`/notes/${nobody.id}`))).body.failureKind).toBe('preventable')
  })

  it('taking the name back works at once', async () => {
    const { here, author, other } = await cast()
    const note = await climb(author, here, 'circle', { attribution: 'named_person' })
    await author.ask('PATCH', here.path(`/notes/${note.id}`), { body: { attribution: 'a_partner' }, headers: { 'if-match': `"v${note.version}"` } })
    const answer = await other.get<Note>(here.path(`/notes/${note.id}`))
    expect(answer.body.signature.kind).toBe('a_partner')
    expect(answer.text).not.toMatch(/Aïssata|P2/)
  })

  it('the initiative’s own voice needs the backbone; until it agrees the note is by « un partenaire »', async () => {
    const { here, author, other, lead } = await cast()
    const note = await climb(author, here, 'circle', { attribution: 'initiative' })
    const kind = async () => (await other.get<Note>(here.path(`/notes/${note.id}`))).body.signature.kind
    expect(await kind()).toBe('a_partner')
    await lead.ask('POST', here.path(`/notes/${note.id}/agreements`), { body: { to: 'initiative' } })
    expect(await kind()).toBe('initiative')
  })

  it('a partner that left becomes « un ancien partenaire » where it was named, and stays « un partenaire » where it was not', async () => {
    const { here, author, other } = await cast()
    const [named, unnamed] = [await climb(author, here, 'circle', { attribution: 'named_partner' }), await climb(author, here, 'circle')]
    await world.maintain(here.id, (client) =>
      client.query(`update app.partners set left_on = '2021-01-01' where initiative_id = $1 and id = $2`, [here.id, here.partner.P2]),
    )
    expect((await other.get<Note>(here.path(`/notes/${named.id}`))).body.signature).toEqual({
      kind: 'former_partner',
      person: null,
      partnerCode: null,
      partnerName: null,
    })
    expect((await other.get<Note>(here.path(`/notes/${unnamed.id}`))).body.signature.kind).toBe('a_partner')
  })

  it('a partner that has left reads what it wrote, may withdraw it, and nothing else of the circle', async () => {
    const { here, author, other } = await cast()
    const [own, theirs] = [await climb(author, here, 'circle'), await climb(other, here, 'circle')]
    await world.maintain(here.id, (client) =>
      client.query(`update app.partners set left_on = '2021-01-01' where initiative_id = $1 and id = $2`, [here.id, here.partner.P2]),
    )
    expect(await idsFor(author, here)).toEqual([own.id])
    expect((await author.get(here.path(`/notes/${theirs.id}`))).status).toBe(404)
    expect((await author.ask('POST', here.path('/notes'), { body: three })).status).toBe(403)
    expect((await other.get<NoteChoices>(here.path('/notes/choices'))).body.audience[2]).toEqual({ rung: 'circle', organisations: 2, people: 3 })
    expect((await author.ask('POST', here.path(`/notes/${own.id}/withdrawal`), { body: {} })).status).toBe(200)
  })

  it('the audit log keeps neither who nor which hour, and not even which note while it is not shared', async () => {
    const { here, author } = await cast()
    const private_ = await write(author, here)
    const shared = await climb(author, here, 'circle')
    const rows = await world.maintain(
      here.id,
      async (client) =>
        (
          await client.query<{
            actor_id: string | null
            hat_id: string | null
            role: string | null
            partner_id: string | null
            object_id: string | null
            at: Date
            details: object
          }>(`select actor_id, hat_id, role, partner_id, object_id, at, details from app.audit_log where initiative_id = $1 and action like 'note.%'`, [
            here.id,
          ])
        ).rows,
    )
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) {
      expect([row.actor_id, row.hat_id, row.role, row.partner_id, row.details]).toEqual([null, null, null, null, {}])
      expect([row.at.getUTCHours(), row.at.getUTCMinutes(), row.at.getUTCDay()]).toEqual([0, 0, 1])
    }
    expect(rows.map((row) => row.object_id)).toContain(shared.id)
    expect(rows.map((row) => row.object_id)).not.toContain(private_.id)
  })
})

describe('what is told in confidence never leaves by any way', () => {
  it('texts of private and partner notes are in no answer of the API for anybody else', async () => {
    const { here, author, viewer, other, lead, staff, funder } = await cast()
    const ownTeam = (hat: { role: string | null; partner: string | null }) =>
      hat.partner === 'P2' && (hat.role === 'partner_contributor' || hat.role === 'partner_viewer')
    const secret = plantCanary('private', (hat) => hat.role === 'partner_contributor' && hat.partner === 'P2')
    const team = plantCanary('team', ownTeam)
    await write(author, here, { title: secret, whatHappened: secret, whatWeLearned: secret, links: [{ kind: 'condition', key: 'backbone_support' }] })
    await write(author, here, { title: team, whatHappened: team, visibility: 'partner', links: [{ kind: 'condition', key: 'backbone_support' }] })
    const paths = Object.values((world.app as unknown as { routeTable: { method: string; url: string }[] }).routeTable)
      .filter(({ method, url }) => method === 'GET' && url.startsWith('/api/v1/') && (url.match(/:\w+/g) ?? []).every((param) => param === ':initiativeId'))
      .map(({ url }) => url.replace(':initiativeId', here.id))
    expect(paths.length).toBeGreaterThan(3)
    // The client of every asker looks for canaries in each answer it gets.
    for (const who of [viewer, other, lead, staff, funder, world.stranger]) {
      for (const path of paths) await who.get(path)
      for (const query of [{ q: secret }, { q: 'private' }, { condition: 'backbone_support' }, { view: 'mine' }, { view: 'hidden' }])
        await who.get(here.path('/notes'), query)
    }
    expect(await idsFor(viewer, here)).toHaveLength(1)
  })
})

describe('funders', () => {
  it('read nothing before the learning commitment: the same answer for every address', async () => {
    const { here, author, reluctant } = await cast()
    const note = await climb(author, here, 'funder')
    for (const path of ['/notes', '/notes/measures', `/notes/${note.id}`, `/notes/${randomUUID()}`]) {
      const answer = await reluctant.get(here.path(path))
      expect([answer.status, answer.body.code], path).toEqual([403, 'commitment_required'])
    }
  })

  it('a commitment older than a year no longer opens the notes', async () => {
    const { here, author } = await cast()
    await climb(author, here, 'funder')
    const funder = await here.person({ role: 'funder', commitment: true })
    expect(await idsFor(funder, here)).toHaveLength(1)
    await world.maintain(here.id, (client) =>
      client.query(`update app.role_assignments set learning_commitment_on = current_date - 367 where initiative_id = $1 and id = $2`, [here.id, funder.hatId]),
    )
    expect((await funder.get(here.path('/notes'))).status).toBe(403)
  })

  it('read what is shared with them and its adaptations, but not what the circle said to itself', async () => {
    const { here, author, other, lead, funder } = await cast()
    const said = plantCanary('comment', (hat) => hat.role !== 'funder')
    const note = await climb(author, here, 'funder')
    await other.ask('POST', here.path(`/notes/${note.id}/comments`), { body: { kind: 'idea', body: said } })
    await lead.ask('POST', here.path(`/notes/${note.id}/adaptations`), { body: { decision: 'adapt', text: 'Un seul formulaire', decidedOn: '2026-01-01' } })
    const seen = (await funder.get<Note>(here.path(`/notes/${note.id}`))).body
    expect([seen.comments, seen.adaptations.map((adaptation) => adaptation.text)]).toEqual([[], ['Un seul formulaire']])
    expect(Object.values(seen.abilities).every((ability) => !ability)).toBe(true)
    expect((await funder.get<{ items: NoteSummary[] }>(here.path('/notes'))).body.items[0]?.commentCount).toBe(0)
  })
})

describe('what follows a note', () => {
  it('answers are signed by the same ladder: nobody by default, « équipe de soutien » for the backbone', async () => {
    const { here, author, other, lead } = await cast()
    const note = await climb(author, here, 'circle')
    const path = here.path(`/notes/${note.id}/comments`)
    await other.ask('POST', path, { body: { kind: 'us_too' } })
    await other.ask('POST', path, { body: { kind: 'offer_of_help', body: 'Nous prêtons notre salle.', signature: 'named_partner' } })
    const { body } = await lead.ask<Note>('POST', path, { body: { kind: 'thanks' } })
    expect(body.comments.map((comment) => [comment.signature.kind, comment.signature.name]).sort()).toEqual([
      ['a_partner', null],
      ['backbone', null],
      ['named_partner', 'Organisation P3'],
    ])
    expect((await author.get(here.path(`/notes/${note.id}`))).text).not.toContain('Voisin')
    expect((await other.ask('POST', path, { body: { kind: 'thanks', signature: 'backbone' } })).status).toBe(422)
    expect((await other.ask('POST', path, { body: { kind: 'question' } })).status).toBe(400)
  })

  it('a comment is taken back by the person who said it, and by nobody else', async () => {
    const { here, author, other, lead } = await cast()
    const note = await climb(author, here, 'circle')
    const said = (await other.ask<Note>('POST', here.path(`/notes/${note.id}/comments`), { body: { kind: 'idea', body: 'Un formulaire unique' } })).body
      .comments[0] as Note['comments'][number]
    expect(said.isMine).toBe(true)
    for (const who of [lead, author]) expect((await who.ask('DELETE', here.path(`/notes/${note.id}/comments/${said.id}`))).status).toBe(404)
    expect((await other.ask<Note>('DELETE', here.path(`/notes/${note.id}/comments/${said.id}`))).body.comments).toEqual([])
  })

  it('a decision is checked by the partner that owns it, which follows the note up; « trop tôt » does not', async () => {
    const { here, author, other, viewer, lead } = await cast()
    const note = await climb(author, here, 'circle')
    const decided = (
      await lead.ask<Note>('POST', here.path(`/notes/${note.id}/adaptations`), {
        body: { decision: 'adapt', text: 'Un formulaire unique', decidedOn: '2026-02-01', ownerPartnerCode: 'P3', dueOn: '2026-04-01' },
      })
    ).body
    expect(decided).toMatchObject({ state: 'adaptation_decided', followUp: { step: 'check', dueOn: '2026-04-01' } })
    const checks = here.path(`/notes/${note.id}/adaptations/${decided.adaptations[0]?.id}/checks`)
    const body = { checkedOn: '2026-04-02', result: 'too_early' }
    expect((await viewer.ask('POST', checks, { body })).status).toBe(403)
    expect((await other.ask<Note>('POST', checks, { body })).body.state).toBe('adaptation_decided')
    expect((await other.ask<Note>('POST', checks, { body: { ...body, result: 'helped' } })).body).toMatchObject({
      state: 'followed_up',
      followUp: { step: 'close' },
    })
  })

  it('the backbone hides a note that exposes somebody; its author reads why, rewords, and the rest of the circle sees nothing meanwhile', async () => {
    const { here, author, other, lead, viewer } = await cast()
    const note = await climb(author, here, 'circle')
    await other.ask('POST', here.path(`/notes/${note.id}/comments`), { body: { kind: 'thanks' } })
    expect((await other.ask('POST', here.path(`/notes/${note.id}/hiding`), { body: { reason: 'x' } })).status).toBe(404)
    await lead.ask('POST', here.path(`/notes/${note.id}/hiding`), { body: { reason: 'Une mère y est reconnaissable.' } })
    for (const who of [other, viewer]) expect((await who.get(here.path(`/notes/${note.id}`))).status).toBe(404)
    expect(await idsFor(lead, here, { view: 'hidden' })).toEqual([note.id])
    const seen = (await author.get<Note>(here.path(`/notes/${note.id}`))).body
    expect(seen).toMatchObject({ hiddenReason: 'Une mère y est reconnaissable.', abilities: { edit: true, share: false, withdraw: true } })
    await author.ask('PATCH', here.path(`/notes/${note.id}`), {
      body: { whatHappened: 'Des parents ont renoncé.' },
      headers: { 'if-match': `"v${seen.version}"` },
    })
    expect((await lead.ask<Note>('DELETE', here.path(`/notes/${note.id}/hiding`))).body.isHidden).toBe(false)
    expect((await other.get<Note>(here.path(`/notes/${note.id}`))).body).toMatchObject({
      whatHappened: 'Des parents ont renoncé.',
      hiddenReason: null,
      comments: [{ kind: 'thanks' }],
    })
  })

  it('a note with answers can be withdrawn while it is hidden', async () => {
    const { here, author, other, lead } = await cast()
    const note = await climb(author, here, 'circle')
    await other.ask('POST', here.path(`/notes/${note.id}/comments`), { body: { kind: 'thanks' } })
    await lead.ask('POST', here.path(`/notes/${note.id}/hiding`), { body: { reason: 'Un enfant y est reconnaissable.' } })
    expect((await author.ask('POST', here.path(`/notes/${note.id}/withdrawal`), { body: {} })).status).toBe(200)
    expect(await idsFor(lead, here, { view: 'hidden' })).toEqual([])
  })

  it('« aucune adaptation » needs its reason, and a closed note no longer changes', async () => {
    const { here, author, lead } = await cast()
    const note = await climb(author, here, 'circle')
    const state = (who: Asker, version: number, body: object) =>
      who.ask<Note>('PUT', here.path(`/notes/${note.id}/state`), { body, headers: { 'if-match': `"v${version}"` } })
    expect((await state(lead, note.version, { state: 'no_adaptation' })).status).toBe(400)
    expect((await state(lead, note.version, { state: 'closed' })).status).toBe(409)
    const decided = (await state(lead, note.version, { state: 'no_adaptation', reason: 'La crue ne se reproduira pas.' })).body
    const closed = (await state(lead, decided.version, { state: 'closed' })).body
    const edit = await author.ask('PATCH', here.path(`/notes/${note.id}`), { body: { title: 'Autre' }, headers: { 'if-match': `"v${closed.version}"` } })
    expect([closed.state, edit.status, edit.body.code]).toEqual(['closed', 409, 'note_closed'])
  })
})

describe('finding notes', () => {
  it('finds words without their accents and endings, in French and in English', async () => {
    const { here, author, other } = await cast()
    const french = await climb(author, here, 'circle', { title: 'Deux départs, aucune relève', whatHappened: 'L’équipe s’est vidée.' })
    const english = await climb(author, here, 'circle', { title: 'Nobody read the leaflets', whatHappened: 'We printed hundreds.', language: 'en' })
    expect(await idsFor(other, here, { q: 'releve' })).toEqual([french.id])
    expect(await idsFor(other, here, { q: 'départ' })).toEqual([french.id])
    expect(await idsFor(other, here, { q: 'leaflet' })).toEqual([english.id])
    expect(await idsFor(other, here, { q: '"; drop table' })).toEqual([])
  })

  it('filters by type, cause, state, condition and open follow-up, successes and failures mixed without one', async () => {
    const { here, author, other } = await cast()
    const failure = await climb(author, here, 'circle', { causes: ['process'], links: [{ kind: 'condition', key: 'common_agenda' }] })
    const success = await climb(author, here, 'circle', { type: 'success', title: 'Une soirée pleine' })
    expect((await idsFor(other, here)).sort()).toEqual([failure.id, success.id].sort())
    for (const query of [{ type: 'failure' }, { cause: 'process' }, { condition: 'common_agenda' }, { followUp: 'open' }])
      expect(await idsFor(other, here, query as Record<string, string>)).toEqual([failure.id])
    expect(await idsFor(other, here, { state: 'shared', type: 'success' })).toEqual([success.id])
    expect((await other.get(here.path('/notes'), { period: '2026-13' })).status).toBe(422)
  })

  it('pages by what was read last, without losing or repeating a note', async () => {
    const { here, author, other } = await cast()
    for (let index = 0; index < 5; index += 1) await climb(author, here, 'circle', { title: `Note ${index}` })
    const seen: string[] = []
    let after: string | null = null
    do {
      const page: { items: NoteSummary[]; next: string | null } = (
        await other.get<{ items: NoteSummary[]; next: string | null }>(here.path('/notes'), { limit: 2, ...(after === null ? {} : { after }) })
      ).body
      seen.push(...page.items.map((item) => item.id))
      after = page.next
    } while (after !== null)
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
  })

  it.each(['partner', 'author', 'attribution', 'organisation', 'sort', 'groupBy', 'person'])('there is no filter, sort or group by %s', async (name) => {
    const { here, lead } = await cast()
    const answer = await lead.get<{ errors: { code: string }[] }>(here.path('/notes'), { [name]: 'P2' })
    expect([answer.status, answer.body.errors[0]?.code]).toEqual([400, 'unknown_field'])
  })
})

describe('before sharing', () => {
  it('warns where fewer than three partners work and offers the level above; population indicators warn nobody', async () => {
    const { here, author } = await cast()
    await world.maintain(here.id, async (client) => {
      await client.query('insert into app.partner_territories (initiative_id, partner_id, territory_id) values ($1, $2, $3)', [
        here.id,
        here.partner.P2,
        here.territory.A1,
      ])
      for (const partner of ['P1', 'P3'] as const)
        await client.query('insert into app.partner_territories (initiative_id, partner_id, territory_id) values ($1, $2, $3)', [
          here.id,
          here.partner[partner],
          here.territory.A2,
        ])
    })
    const answer = await author.ask('POST', here.path('/notes/draft-check'), {
      body: {
        text: 'M. Tremblay aurait dû prévenir Aïssata Diarra.',
        links: [
          { kind: 'territory', key: 'A1' },
          { kind: 'territory', key: 'A' },
        ],
      },
    })
    expect(answer.body.recognisable).toMatchObject([{ kind: 'territory', key: 'A1', wider: 'A', widerNameFr: 'Territoire A' }])
    expect(answer.body.hints).toEqual([
      { kind: 'person', text: 'M. Tremblay' },
      { kind: 'blame', text: 'aurait dû' },
      { kind: 'person', text: 'Aïssata Diarra' },
    ])
  })
})

describe('learning measures', () => {
  it('are shown from five notes on, for the whole initiative, and voice breadth not to funders', async () => {
    const { here, author, other, lead, funder } = await cast()
    const today = (day: string) =>
      world.maintain(here.id, (client) => client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [here.id, `${day}T15:00:00Z`]))
    await today('2026-11-20')
    for (let index = 0; index < 4; index += 1) await climb(index % 2 === 0 ? author : other, here, 'circle', { type: index === 0 ? 'failure' : 'success' })
    const measures = async (who: Asker) => (await who.get<NoteMeasures>(here.path('/notes/measures'))).body
    expect((await measures(lead)).measures).toBeNull()
    await climb(author, here, 'circle', { type: 'challenge' })
    await write(author, here, { type: 'failure' })
    expect((await measures(lead)).measures).toMatchObject({
      failureShare: '0.2',
      candourShare: '0.4',
      undecided: 2,
      voiceBreadth: '0.666666666667',
      medianDaysToAdaptation: null,
    })
    // To everybody else a number that moves would tell that somebody has just written, and whether that partner had before.
    for (const who of [funder, author, other]) expect(await measures(who)).toMatchObject({ asOf: '2026-09-30', measures: null })
    expect((await measures(lead)).asOf).toBeNull()
    await today('2027-01-05')
    expect((await measures(funder)).measures).toMatchObject({ failureShare: '0.2', voiceBreadth: null })
    expect(await measures(author)).toMatchObject({
      asOf: '2026-12-31',
      measures: { failureShare: '0.2', candourShare: '0.4', voiceBreadth: '0.5', isVoiceBreadthAtLeast: true },
    })
    const before = (await other.get(here.path('/notes/measures'))).text
    const note = await climb(lead, here, 'circle', { type: 'failure' })
    await lead.ask('POST', here.path(`/notes/${note.id}/adaptations`), { body: { decision: 'adapt', text: 'Autrement', decidedOn: '2027-01-05' } })
    expect((await other.get(here.path('/notes/measures'))).text).toBe(before)
    expect((await measures(lead)).measures).toMatchObject({ voiceBreadth: '1', isVoiceBreadthAtLeast: false })
    // A report is handed on: whoever asks gets what its audience gets.
    expect((await lead.get<LearningReport>(here.path('/notes/report'), { year: '2027' })).body).toMatchObject({
      measuresAsOf: '2026-12-31',
      measures: { failureShare: '0.2', voiceBreadth: '0.5' },
    })
    await today('2026-11-20')
    expect([(await measures(lead)).prompts, (await measures(author)).prompts]).toEqual([{ isSilentAboutFailures: false, inviteFirstFailure: false }, null])
  })
})

describe('the demo tells the story of the specification', () => {
  it('22 shared notes, 27 % of failures, five of six adapted with a median of 41 days, one failure undecided', async () => {
    const demo = await world.loadDemo()
    const lead = await demo.as('coordination')
    const path = `/api/v1/initiatives/${demo.initiatives['grandir-entre-rives']}/notes`
    expect((await lead.get<NoteMeasures>(`${path}/measures`, { over: 'all' })).body.measures).toMatchObject({
      failureShare: '0.272727272727',
      failureAdaptedShare: '0.833333333333',
      medianDaysOfFailures: '41',
      helpedShare: '1',
    })
    const { items } = (await lead.get<{ items: NoteSummary[] }>(path, { limit: 100 })).body
    expect(items.filter((item) => item.sharedOn !== null)).toHaveLength(22)
    const undecided = items.find((item) => item.type === 'failure' && item.adaptationCount === 0)
    expect(undecided).toMatchObject({ title: 'La halte mobile sans chauffeur sur la Côte', signature: { kind: 'a_partner' }, followUp: { isDue: true } })
  })
})
