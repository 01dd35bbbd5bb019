import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Coauthors, Note, NoteSummary } from '#shared/notes/contract.ts'
import { importForm } from '../support/import-form.ts'
import { png } from '../support/pictures.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let author: Asker
let colleague: Asker
let coauthor: Asker
let second: Asker
let other: Asker
let viewer: Asker
let lead: Asker
let staff: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative()
  author = await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Aline Autrice' })
  colleague = await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Coralie Collègue' })
  coauthor = await here.person({ role: 'partner_contributor', partner: 'P3', name: 'Cosme Coauteur' })
  second = await here.person({ role: 'partner_contributor', partner: 'P3', name: 'Désirée Deuxième' })
  other = await here.person({ role: 'partner_contributor', partner: 'P3', name: 'Odile Autre' })
  viewer = await here.person({ role: 'partner_viewer', partner: 'P3', name: 'Lise Lectrice' })
  lead = await here.person({ role: 'backbone', lead: true, name: 'Réjean Responsable' })
  staff = await here.person({ role: 'backbone', name: 'Simone Soutien' })
  funder = await here.person({ role: 'funder', commitment: true, name: 'Fonds Fictif' })
})
afterAll(() => world.close())

type Refusal = Note & { code: string }
const at = (note: { id: string }, rest = '') => here.path(`/notes/${note.id}${rest}`)
const write = async (visibility = 'private', more: object = {}, who = author) =>
  (await who.ask<Note>('POST', here.path('/notes'), { body: { type: 'failure', title: 'Halte', whatHappened: 'Personne n’est venu', visibility, ...more } }))
    .body
const act = (who: Asker, note: Note, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', rest: string, body?: object, headers: Record<string, string> = {}) =>
  who.ask<Refusal>(method, at(note, rest), { ...(body === undefined ? {} : { body }), headers: { 'if-match': `"v${note.version}"`, ...headers } })
const read = async (who: Asker, note: { id: string }) => (await who.get<Note>(at(note))).body
const name = (note: { id: string }, whom: Asker, who = author) =>
  who.ask<Coauthors & { code: string }>('POST', at(note, '/coauthors'), { body: { hatId: whom.hatId } })
const remove = (note: { id: string }, whom: Asker, who = author) => who.ask<Coauthors & { code: string }>('DELETE', at(note, `/coauthors/${whom.hatId ?? ''}`))
const leave = (note: { id: string }, who: Asker) => who.ask<{ code: string }>('POST', at(note, '/departure'))
/** A note with a co-author. */
async function together(visibility = 'private', more: object = {}, whom = coauthor): Promise<Note> {
  const note = await write(visibility, more)
  expect((await name(note, whom)).status).toBe(201)
  return note
}
const refused = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code]
const told = (note: Note) => note.writing?.coauthors.map((one) => one.name)
const notices = async (who: Asker) =>
  (await who.get<{ items: { kind: string; facts: object; path: string }[] }>(here.path('/notifications'))).body.items.filter(
    ({ kind }) => kind === 'coauthor_named',
  )

describe('who is a co-author', () => {
  it('only the author names one, and only at a state in which the author may edit', async () => {
    const note = await together('circle')
    for (const who of [coauthor, colleague, viewer, lead]) expect(refused(await name(note, second, who)), who.hatId ?? '').toEqual([403, 'not_allowed'])
    expect((await name(note, second, funder)).status).toBe(404)
    const private_ = await write()
    for (const who of [coauthor, colleague, lead]) expect((await name(private_, second, who)).status).toBe(404)
    const decided = await act(lead, note, 'PUT', '/state', { state: 'no_adaptation', reason: 'Rien à changer' })
    expect((await name(note, second)).status).toBe(201)
    expect((await act(author, decided.body, 'PUT', '/state', { state: 'closed' })).status).toBe(200)
    expect(refused(await name(note, other))).toEqual([409, 'note_closed'])
    expect((await remove(note, second)).status).toBe(200)
  })
  it('is somebody of the backbone or a contributor with a hat of today: never oneself under any hat, a viewer, a funder, an ended hat or another initiative', async () => {
    const note = await write()
    const elsewhere = await (await world.buildInitiative()).person({ role: 'partner_contributor', partner: 'P2' })
    const own = await here.person({ role: 'backbone', userId: author.userId as string, name: 'Aline Autrice' })
    const past = await here.person({ role: 'partner_contributor', partner: 'P3', endsOn: '2025-01-01' })
    const future = await here.person({ role: 'backbone', startsOn: '2999-01-01' })
    const unknown = { ...other, hatId: '00000000-0000-4000-8000-000000000000' }
    const { choices } = (await author.get<Coauthors>(at(note, '/coauthors'))).body
    for (const who of [viewer, funder, elsewhere, own, author, past, future, unknown]) {
      expect(refused(await name(note, who))).toEqual([422, 'unknown_reference'])
      expect(choices.map(({ hatId }) => hatId)).not.toContain(who.hatId)
    }
    for (const who of [lead, other, colleague]) expect(choices.map(({ hatId }) => hatId)).toContain(who.hatId)
    expect((await name(note, lead)).status).toBe(201)
    expect((await name(note, colleague)).status).toBe(201)
  })
  it('is offered by name and organisation, never by e-mail address, and to the author alone', async () => {
    const note = await together('circle')
    const list = await author.get<Coauthors>(at(note, '/coauthors'))
    expect(list.text).not.toContain('@')
    expect(list.body.choices).toContainEqual({ hatId: second.hatId, name: 'Désirée Deuxième', organization: 'Organisation P3', isMe: false })
    expect((await coauthor.get<Coauthors>(at(note, '/coauthors'))).body.choices).toEqual([])
  })
  it('has left with its partner: nobody of a partner that has left is named or goes on', async () => {
    const there = await world.buildInitiative()
    const writer = await there.person({ role: 'partner_contributor', partner: 'P2' })
    const leaver = await there.person({ role: 'partner_contributor', partner: 'P3' })
    const note = (await writer.ask<Note>('POST', there.path('/notes'), { body: { type: 'failure', title: 'Halte', whatHappened: 'Rien' } })).body
    const call = () => writer.ask('POST', there.path(`/notes/${note.id}/coauthors`), { body: { hatId: leaver.hatId } })
    expect((await call()).status).toBe(201)
    expect((await leaver.get(there.path(`/notes/${note.id}`))).status).toBe(200)
    await world.maintain(there.id, (client) =>
      client.query(`update app.partners set left_on = current_date - 2 where initiative_id = $1 and code = 'P3'`, [there.id]),
    )
    expect((await leaver.get(there.path(`/notes/${note.id}`))).status).toBe(404)
    expect((await leaver.get<{ items: [] }>(there.path('/notes'), { view: 'mine' })).body.items).toEqual([])
    expect((await call()).status).toBe(422)
  })
  it('naming twice is naming once, and a note has five at most, whatever comes at one moment', async () => {
    const note = await together()
    expect((await name(note, coauthor)).body.items).toHaveLength(1)
    expect((await notices(coauthor)).length).toBeGreaterThan(0)
    const crowd = await Promise.all(Array.from({ length: 6 }, () => here.person({ role: 'backbone' })))
    const answers = await Promise.all(crowd.map((one) => name(note, one)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4)
    expect(answers.filter(({ status }) => status === 422).map(({ body }) => body.code)).toEqual(['coauthors_too_many', 'coauthors_too_many'])
    expect((await read(author, note)).writing?.coauthors).toHaveLength(5)
  })
  it('whose hat has ended gives the place free', async () => {
    const note = await write()
    const crowd = await Promise.all(Array.from({ length: 5 }, () => here.person({ role: 'backbone' })))
    for (const one of crowd) expect((await name(note, one)).status).toBe(201)
    expect((await name(note, second)).status).toBe(422)
    await world.maintain(here.id, (client) => client.query('update app.role_assignments set ends_on = current_date - 1 where id = $1', [crowd[0]?.hatId]))
    expect((await read(author, note)).writing?.coauthors).toHaveLength(4)
    expect((await name(note, second)).status).toBe(201)
  })
  it('is not named while the note is hidden: naming shows it', async () => {
    const note = await together('circle')
    expect((await act(lead, note, 'POST', '/hiding', { reason: 'Une personne y est reconnaissable' })).status).toBe(200)
    expect(refused(await name(note, second))).toEqual([403, 'not_allowed'])
  })
  it('is told so in the product, with not a word of the note, and by no mail', async () => {
    const before = (await notices(second)).length
    const note = await write('private', { title: 'Titre confidentiel' })
    await name(note, second)
    const after = await notices(second)
    expect(after).toHaveLength(before + 1)
    expect(after[0]).toMatchObject({ facts: {}, path: '/notes?view=mine' })
    expect(JSON.stringify(after)).not.toMatch(/confidentiel|Aline/)
    expect(JSON.stringify(after)).not.toContain(note.id)
    const mails = await world.owner.query(`select 1 from auth.mail_outbox where kind = 'coauthor_named'`)
    expect(mails.rows).toEqual([])
    for (const who of [author, other, viewer]) expect(await notices(who)).toEqual([])
  })
})

describe('what a co-author may do', () => {
  it.each(['private', 'partner', 'circle'])('reads and edits a note on the rung « %s », with its links, its former texts and its files', async (visibility) => {
    const note = await together(visibility, { links: [{ kind: 'territory', key: 'A1' }] })
    const file = await author.ask<Note>('POST', at(note, '/attachments'), {
      body: importForm('x.png', png('VUE'), { caption: 'La halte' }),
      headers: { 'if-match': `"v${note.version}"` },
    })
    const seen = await read(coauthor, note)
    expect(seen).toMatchObject({ isMine: false, isCowritten: true, title: 'Halte', abilities: { edit: true, leave: true } })
    expect(seen.links.map(({ key }) => key)).toEqual(['A1'])
    expect((await coauthor.get(at(note, `/attachments/${file.body.attachments[0]?.id ?? ''}`))).status).toBe(200)
    const changed = await act(coauthor, seen, 'PATCH', '', {
      whatHappened: 'Trois familles sont venues',
      language: 'en',
      links: [{ kind: 'territory', key: 'B1' }],
    })
    expect(changed.status, changed.text).toBe(200)
    const [asAuthor, asCoauthor] = [await read(author, note), await read(coauthor, note)]
    for (const one of [asAuthor, asCoauthor])
      expect(one).toMatchObject({ whatHappened: 'Trois familles sont venues', language: 'en', links: [{ key: 'B1' }], visibility })
    for (const who of [author, coauthor]) {
      const { items } = (await who.get<{ items: { content: { what_happened: string } }[] }>(at(note, '/versions'))).body
      expect(items.at(-1)?.content.what_happened).toBe('Personne n’est venu')
    }
  })
  it('finds the note among their own; in both lists it is one that is written together, until nobody else writes it', async () => {
    const note = await together('private', { title: 'Retrouvée' })
    const mine = async (who: Asker) =>
      (await who.get<{ items: NoteSummary[] }>(here.path('/notes'), { view: 'mine', q: 'Retrouvée' })).body.items.map(
        ({ id, isMine, isCowritten, isTogether }) => [id, isMine, isCowritten, isTogether],
      )
    expect(await mine(coauthor)).toEqual([[note.id, false, true, true]])
    expect(await mine(author)).toEqual([[note.id, true, false, true]])
    expect(await mine(other)).toEqual([])
    expect((await remove(note, coauthor)).status).toBe(200)
    expect(await mine(author)).toEqual([[note.id, true, false, false]])
  })
  it('changes neither rung, nor signature, nor contact, nor trial, nor files, nor who writes, and neither withdraws nor previews', async () => {
    const note = await together('circle', { attribution: 'a_partner' })
    const forbidden: [Parameters<typeof act>[2], string, object?][] = [
      ['PUT', '/visibility', { visibility: 'funder' }],
      ['PUT', '/visibility', { visibility: 'private' }],
      ['PATCH', '', { attribution: 'named_partner' }],
      ['PATCH', '', { whatHappened: 'Mieux dit', backboneMayContact: true }],
      ['PATCH', '', { trialId: null }],
      ['POST', '/withdrawal'],
      ['DELETE', '/attachments/00000000-0000-4000-8000-000000000000'],
      ['DELETE', `/coauthors/${coauthor.hatId ?? ''}`],
      ['PUT', '/state', { state: 'discussed' }],
      ['POST', '/adaptations', { decision: 'adapt', text: 'Non', decidedOn: '2026-10-01' }],
    ]
    for (const [method, rest, body] of forbidden)
      expect(refused(await act(coauthor, note, method, rest, body)), `${method} ${rest}`).toEqual([403, 'not_allowed'])
    expect((await coauthor.get(at(note, '/preview?as=circle'))).status).toBe(403)
    const file = await coauthor.ask('POST', at(note, '/attachments'), {
      body: importForm('x.png', png('VUE'), { caption: 'La halte' }),
      headers: { 'if-match': `"v${note.version}"` },
    })
    expect(file.status).toBe(403)
    expect(await read(author, note)).toMatchObject({ version: note.version, whatHappened: 'Personne n’est venu', visibility: 'circle' })
  })
  it('what they write is signed as the author signs, by nobody else', async () => {
    const named = await together('circle', { type: 'success', attribution: 'named_person' })
    expect((await act(coauthor, named, 'PATCH', '', { whatHappened: 'Mieux dit' })).status).toBe(200)
    expect((await read(other, named)).signature).toEqual({ kind: 'named_person', person: 'Aline Autrice', partnerCode: 'P2', partnerName: 'Organisation P2' })
    const anonymous = await together('circle')
    expect((await act(coauthor, anonymous, 'PATCH', '', { type: 'success', whatHappened: 'Mieux dit' })).status).toBe(200)
    expect((await read(other, anonymous)).signature.kind).toBe('a_partner')
    expect(
      await world.maintain(here.id, async (client) => (await client.query('select 1 from app.note_signatures where note_id = $1', [anonymous.id])).rows),
    ).toEqual([])
  })
  it('two who write at one moment: the second is told, and both texts are kept, in a draft too', async () => {
    for (const visibility of ['private', 'circle']) {
      const note = await together(visibility)
      const [first, late] = await Promise.all([
        act(coauthor, note, 'PATCH', '', { whatHappened: 'Texte du coauteur' }),
        act(author, note, 'PATCH', '', { whatHappened: 'Texte de l’autrice' }),
      ])
      expect([first.status, late.status].sort()).toEqual([200, 412])
      const [kept, refusedText, again] =
        first.status === 200 ? ['Texte du coauteur', 'Texte de l’autrice', author] : ['Texte de l’autrice', 'Texte du coauteur', coauthor]
      const now = await read(again as Asker, note)
      expect(now.whatHappened).toBe(kept)
      // The second reads what the first saved, and chooses to put their own in its place.
      expect((await act(again as Asker, now, 'PATCH', '', { whatHappened: refusedText as string })).status).toBe(200)
      for (const who of [author, coauthor]) {
        const { items } = (await who.get<{ items: { content: { what_happened: string } }[] }>(at(note, '/versions'))).body
        expect(items.map(({ content }) => content.what_happened)).toEqual(['Personne n’est venu', kept])
        expect((await read(who, note)).whatHappened).toBe(refusedText)
      }
    }
  })
  it('rewords a hidden note, whose reason they read as its author does', async () => {
    const note = await together('circle')
    await act(lead, note, 'POST', '/hiding', { reason: 'Une personne y est reconnaissable' })
    const hidden = await read(coauthor, note)
    expect(hidden).toMatchObject({ isHidden: true, hiddenReason: 'Une personne y est reconnaissable', attachments: [], comments: [] })
    expect((await act(coauthor, hidden, 'PATCH', '', { whatHappened: 'Sans personne' })).status).toBe(200)
    expect((await other.get(at(note))).status).toBe(404)
  })
})

describe('how it ends', () => {
  it('when the author takes the name away or the co-author leaves, from the next request on', async () => {
    for (const end of [(note: Note) => remove(note, coauthor), (note: Note) => leave(note, coauthor)]) {
      const note = await together()
      expect((await coauthor.get(at(note))).status).toBe(200)
      expect((await end(note)).status).toBe(200)
      for (const rest of ['', '/versions', '/coauthors']) expect((await coauthor.get(at(note, rest))).status).toBe(404)
      expect((await act(coauthor, note, 'PATCH', '', { whatHappened: 'Trop tard' })).status).toBe(404)
      expect((await leave(note, coauthor)).status).toBe(404)
      expect(told(await read(author, note))).toEqual([])
      expect((await remove(note, coauthor)).status).toBe(404)
    }
  })
  it('with the hat, at once, and under no other hat of the same person', async () => {
    const passing = await here.person({ role: 'partner_contributor', partner: 'P3' })
    const elsewhere = await here.person({ role: 'backbone', userId: passing.userId as string })
    const note = await together('private', {}, passing)
    expect((await passing.get(at(note))).status).toBe(200)
    expect((await elsewhere.get(at(note))).status).toBe(404)
    await world.maintain(here.id, (client) => client.query('update app.role_assignments set ends_on = current_date - 1 where id = $1', [passing.hatId]))
    for (const who of [passing, elsewhere]) expect((await who.get(at(note))).status).not.toBe(200)
    expect((await elsewhere.get<{ items: { id: string }[] }>(here.path('/notes'), { view: 'mine' })).body.items.map(({ id }) => id)).not.toContain(note.id)
  })
  it('when the note is withdrawn: nobody but the author reads it, co-authors neither', async () => {
    const note = await together('circle')
    const changed = await act(coauthor, note, 'PATCH', '', { whatHappened: 'Avant' })
    expect((await act(author, changed.body, 'POST', '/withdrawal')).status).toBe(200)
    for (const rest of ['', '/versions', '/coauthors']) expect((await coauthor.get(at(note, rest))).status).toBe(404)
    expect((await coauthor.get<{ items: { id: string }[] }>(here.path('/notes'), { view: 'mine' })).body.items.map(({ id }) => id)).not.toContain(note.id)
    expect((await author.get(at(note))).status).toBe(200)
  })
  it('and what was answered to a co-author is asked again in vain', async () => {
    const note = await together('circle')
    const key = { 'idempotency-key': 'cle-de-coauteur-1' }
    const thank = () => act(coauthor, note, 'POST', '/comments', { kind: 'thanks' }, key)
    expect((await thank()).body.writing?.author.name).toBe('Aline Autrice')
    expect((await thank()).body.writing?.author.name).toBe('Aline Autrice')
    await remove(note, coauthor)
    const again = await thank()
    expect([again.status, again.text.includes('Aline')]).toEqual([404, false])
  })
  it('naming anew lets in again, and what others wrote meanwhile is there', async () => {
    const note = await together()
    const changed = await act(coauthor, note, 'PATCH', '', { whatHappened: 'Premier' })
    await remove(note, coauthor)
    await act(author, changed.body, 'PATCH', '', { whatHappened: 'Entre-temps' })
    expect((await name(note, coauthor)).status).toBe(201)
    expect((await read(coauthor, note)).whatHappened).toBe('Entre-temps')
  })
})

describe('nobody else learns of it', () => {
  it('who writes is told to who writes: not to colleagues, the circle, the backbone or funders, and not how many', async () => {
    const note = await write('circle')
    const before = await Promise.all([colleague, other, lead, staff].map(async (who) => (await who.get(at(note))).text))
    const list = (await other.get(here.path('/notes'), { q: 'Halte' })).text
    expect((await name(note, coauthor)).status).toBe(201)
    expect((await name(note, second)).status).toBe(201)
    expect(await Promise.all([colleague, other, lead, staff].map(async (who) => (await who.get(at(note))).text))).toEqual(before)
    expect((await other.get(here.path('/notes'), { q: 'Halte' })).text).toBe(list)
    for (const who of [colleague, other, lead, staff]) {
      const asked = await who.get<{ code: string }>(at(note, '/coauthors'))
      expect(refused(asked)).toEqual([403, 'not_allowed'])
      expect(await read(who, note)).toMatchObject({ writing: null, isCowritten: false })
    }
    expect((await funder.get(at(note, '/coauthors'))).status).toBe(404)
    expect(told(await read(author, note))).toEqual(['Cosme Coauteur', 'Désirée Deuxième'])
    expect(await read(coauthor, note)).toMatchObject({
      writing: { author: { name: 'Aline Autrice', organization: 'Organisation P2', isMe: false }, coauthors: [{ isMe: true }, { name: 'Désirée Deuxième' }] },
    })
  })
  it('measures count the note once, for its author’s partner alone', async () => {
    const there = await world.buildInitiative()
    const [writer, along] = [
      await there.person({ role: 'partner_contributor', partner: 'P2' }),
      await there.person({ role: 'partner_contributor', partner: 'P3' }),
    ]
    const notes: Note[] = []
    for (let index = 0; index < 5; index++)
      notes.push(
        (
          await writer.ask<Note>('POST', there.path('/notes'), {
            body: { type: 'failure', title: `Essai ${index}`, whatHappened: 'Rien', visibility: 'circle' },
          })
        ).body,
      )
    // The backbone's are of this moment.
    const lead = await there.person({ role: 'backbone', lead: true })
    const live = (await lead.get(there.path('/notes/measures'))).text
    expect(live).toContain('"failureShare":"1"')
    const before = (await writer.get(there.path('/notes/measures'))).text
    await writer.ask('POST', there.path(`/notes/${notes[0]?.id ?? ''}/coauthors`), { body: { hatId: along.hatId } })
    expect((await lead.get(there.path('/notes/measures'))).text).toBe(live)
    expect((await writer.get(there.path('/notes/measures'))).text).toBe(before)
    expect((await along.get(there.path('/notes/measures'))).text).toBe(before)
  })
  it('history tells neither which note, nor who, nor whether somebody came or went', async () => {
    const note = await together('circle')
    await remove(note, coauthor)
    const rows = await world.maintain(
      here.id,
      async (client) =>
        (
          await client.query<{ action: string }>(
            `select action, object_id, actor_id, hat_id, partner_id from app.audit_log where initiative_id = $1 and action like 'note.coauthor%'`,
            [here.id],
          )
        ).rows,
    )
    expect(rows.length).toBeGreaterThan(1)
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
      new Set([JSON.stringify({ action: 'note.coauthors', object_id: null, actor_id: null, hat_id: null, partner_id: null })]),
    )
  })
})

describe('four eyes', () => {
  const askPublic = async (note: Note) => (await act(author, note, 'PUT', '/visibility', { visibility: 'public' })).body
  const atFunder = async (whom?: Asker) => {
    const note = await write('circle')
    if (whom !== undefined) await name(note, whom)
    return (await act(author, note, 'PUT', '/visibility', { visibility: 'funder' })).body
  }
  it('a co-author of the backbone neither publishes, nor hides, nor shows again what they write', async () => {
    const asked = await askPublic(await atFunder(staff))
    expect((await read(staff, asked)).abilities).toMatchObject({ agree: false, hide: false, unhide: false })
    expect(refused(await act(staff, asked, 'POST', '/agreements', { to: 'public' }))).toEqual([403, 'four_eyes'])
    expect((await act(staff, asked, 'POST', '/hiding', { reason: 'Non' })).status).toBe(403)
    expect((await act(lead, asked, 'POST', '/agreements', { to: 'public' })).status).toBe(200)
  })
  it('nor under another hat, nor once they have written and left', async () => {
    const both = await here.person({ role: 'partner_contributor', partner: 'P3' })
    const asBackbone = await here.person({ role: 'backbone', userId: both.userId as string })
    const asked = await askPublic(await atFunder(both))
    expect(refused(await act(asBackbone, asked, 'POST', '/agreements', { to: 'public' }))).toEqual([403, 'four_eyes'])
    expect(refused(await act(asBackbone, asked, 'POST', '/hiding', { reason: 'Non' }))).toEqual([403, 'four_eyes'])
    const other_ = await atFunder(staff)
    const written = await act(staff, other_, 'PATCH', '', { whatHappened: 'J’y ai écrit' })
    await leave(other_, staff)
    const public_ = await askPublic(written.body)
    expect(refused(await act(staff, public_, 'POST', '/agreements', { to: 'public' }))).toEqual([403, 'four_eyes'])
  })
  it('whoever was named and has written nothing is free again when they leave: nobody is kept from moderating by being named', async () => {
    const note = await atFunder(staff)
    await leave(note, staff)
    expect((await act(staff, note, 'POST', '/hiding', { reason: 'Une personne y est reconnaissable' })).status).toBe(200)
  })
})
