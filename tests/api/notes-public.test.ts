import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Note, NotePreview } from '#shared/notes/contract.ts'
import type { PublicNote, PublicNoteSummary } from '#shared/notes/public.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { importForm } from '../support/import-form.ts'
import { png } from '../support/pictures.ts'
import { release } from '../support/release.ts'
import { hasPages, loadPages } from '../support/walk.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/** Notes without an account (domain 4.4, last rung; 5, rows 28 and 30): with two acts of two people, as attribution says, gone at once. */

let world: World
let here: TestInitiative
const people: Record<'author' | 'other' | 'lead' | 'staff', Asker> = {} as never

beforeAll(async () => {
  world = await openWorld({ web: hasPages ? await loadPages() : null })
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  people.author = await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Aïssata Diarra' })
  people.other = await here.person({ role: 'partner_contributor', partner: 'P3', name: 'Voisin Bavard' })
  people.lead = await here.person({ role: 'backbone', lead: true, name: 'Coordination' })
  people.staff = await here.person({ role: 'backbone', name: 'Équipe' })
  const build = figuresOf(world, here)
  const rate = await build.indicator('RATE', { name_fr: 'Dépistage', name_en: 'Screening' })
  await build.figure(rate, 'T', 'P1', '2026-Q2', { value: 52 })
  await build.recompute()
  await release(people.lead, here, { name: 'T2', throughPeriod: '2026-Q2' }, true)
}, 60_000)
afterAll(() => world.close())

const base = () => `/api/v1/public/${here.slug}/notes`
const list = async () => (await world.stranger.get<{ items: PublicNoteSummary[]; next: string | null }>(base())).body.items
const read = (id: string) => world.stranger.get<PublicNote>(`${base()}/${id}`)

async function act(who: Asker, method: 'POST' | 'PUT' | 'PATCH', note: Note, rest: string, body?: object): Promise<Note> {
  const answer = await who.ask<Note>(method, here.path(`/notes/${note.id}${rest}`), {
    ...(body === undefined ? {} : { body }),
    headers: { 'if-match': `"v${note.version}"` },
  })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body
}
const toFunders = async (more: object = {}) => {
  const body = { type: 'failure', title: 'Trois formulaires', whatHappened: 'Les parents ont rempli trois formulaires.', visibility: 'circle', ...more }
  const answer = await people.author.ask<Note>('POST', here.path('/notes'), { body })
  expect(answer.status, answer.text).toBe(201)
  return act(people.author, 'PUT', answer.body, '/visibility', { visibility: 'funder' })
}
/** The author asks, somebody else of the backbone agrees. */
const publish = async (note: Note) => {
  const asked = await act(people.author, 'PUT', note, '/visibility', { visibility: 'public' })
  return act(people.lead, 'POST', asked, '/agreements', { to: 'public' })
}
const again = async (note: Note) => (await people.author.get<Note>(here.path(`/notes/${note.id}`))).body

describe('a note that is public', () => {
  it('is read without an account once both have acted, and not before', async () => {
    const note = await toFunders({ title: 'Deux actes' })
    expect((await read(note.id)).status).toBe(404)
    const asked = await act(people.author, 'PUT', note, '/visibility', { visibility: 'public' })
    expect([(await read(note.id)).status, (await list()).some(({ id }) => id === note.id)]).toEqual([404, false])
    await act(people.lead, 'POST', asked, '/agreements', { to: 'public' })
    const told = await read(note.id)
    expect(told.status, told.text).toBe(200)
    expect(told.body).toMatchObject({ title: 'Deux actes', signature: { kind: 'a_partner', person: null, partnerName: null }, sharedOn: '2026-10' })
    expect((await list()).some(({ id }) => id === note.id)).toBe(true)
    expect([told.headers['cache-control'], told.headers.etag !== undefined]).toEqual(['public, no-cache', true])
  })

  it('is another page once an indicator has fewer than three who report it: kept copies are asked anew, and it is told no more', async () => {
    const all = (what: string) => world.maintain(here.id, (client) => client.query(what, [here.id]))
    await all(
      `insert into app.reporting_assignments (initiative_id, id, indicator_id, partner_id, territory_id, valid_from)
       select i.initiative_id, gen_random_uuid(), i.id, p.id, '${here.territory.A1}', '2020-01-01'
       from app.indicators i join app.partners p on p.initiative_id = i.initiative_id and p.code in ('P1', 'P2', 'P3') where i.initiative_id = $1 and i.code = 'RATE'`,
    )
    const note = await toFunders({ title: 'À trois', links: [{ kind: 'indicator', key: 'RATE' }] })
    await publish(note)
    const before = await read(note.id)
    await all(`delete from app.reporting_assignments where initiative_id = $1 and partner_id = '${here.partner.P3}'`)
    const after = await read(note.id)
    await all('delete from app.reporting_assignments where initiative_id = $1')
    expect([before.status, after.status]).toEqual([200, 200])
    expect([before.text.includes('RATE'), after.text.includes('RATE')]).toEqual([true, false])
    expect(after.headers.etag).not.toBe(before.headers.etag)
  })

  it('tells what it is about and what was decided, and neither who wrote it, where, on which day, nor who owns the decision', async () => {
    const note = await toFunders({
      title: 'Sans nom',
      happenedOn: '2026-03-17',
      failureKind: 'preventable',
      causes: ['trust'],
      backboneMayContact: true,
      links: [
        { kind: 'condition', key: 'backbone_support' },
        { kind: 'indicator', key: 'RATE' },
        { kind: 'territory', key: 'T' },
      ],
    })
    await act(people.other, 'POST', note, '/comments', { kind: 'question', body: 'Réservé au cercle' })
    const decided = await act(people.lead, 'POST', note, '/adaptations', {
      decision: 'adapt',
      text: 'Un seul formulaire',
      decidedOn: '2026-10-01',
      ownerName: 'Voisin Bavard',
      ownerPartnerCode: 'P3',
      decidedIn: 'Réunion de mars',
    })
    const adaptation = decided.adaptations[0]?.id ?? ''
    await act(people.lead, 'POST', decided, `/adaptations/${adaptation}/checks`, { checkedOn: '2026-10-02', result: 'helped', note: 'Moins d’abandons' })
    await publish(await again(note))
    const told = await read(note.id)
    expect(told.body).toMatchObject({
      happenedOn: '2026-03',
      causes: ['trust'],
      conditions: ['backbone_support'],
      stages: [],
      indicators: [{ code: 'RATE', nameFr: 'Dépistage', nameEn: 'Screening' }],
      adaptations: [{ decision: 'adapt', text: 'Un seul formulaire', decidedOn: '2026-10-01', checks: [{ result: 'helped', note: 'Moins d’abandons' }] }],
    })
    for (const kept of ['Aïssata', 'Voisin', 'P2', 'P3', 'Réunion', '03-17', 'preventable', 'Réservé', '"T"', 'territory'])
      expect(told.text).not.toContain(kept)
    // What the author is shown beforehand is what everybody gets.
    const preview = (await people.author.get<NotePreview>(here.path(`/notes/${note.id}/preview?as=public`))).body.note
    expect(preview).toMatchObject({ happenedOn: '2026-03', failureKind: null, comments: [] })
    expect(preview.links.map(({ kind }) => kind).sort()).toEqual(['condition', 'indicator'])
    expect(preview.adaptations[0]).toMatchObject({ ownerName: null, ownerPartnerName: null, decidedIn: null, text: 'Un seul formulaire' })
  })

  it('by « un partenaire » is about no indicator that fewer than three partners report', async () => {
    const build = figuresOf(world, here)
    for (const [code, partners] of [
      ['WIDE', ['P1', 'P2', 'P3']],
      ['LONE', ['P2']],
    ] as const) {
      const indicator = await build.indicator(code, { name_fr: code })
      for (const partner of partners) await build.owed(indicator, 'A1', partner)
    }
    await build.recompute()
    await release(people.lead as Asker, here, { name: 'Encore', throughPeriod: '2026-Q2' }, true)
    const links = ['WIDE', 'LONE'].map((key) => ({ kind: 'indicator', key }))
    const codes = async (note: Note) => (await read(note.id)).body.indicators.map(({ code }) => code)
    const silent = await publish(await toFunders({ title: 'Sans le dire', links }))
    expect(await codes(silent)).toEqual(['WIDE'])
    const preview = (await people.author.get<NotePreview>(here.path(`/notes/${silent.id}/preview?as=public`))).body
    expect([preview.note.links.map(({ key }) => key), preview.keptBack.map(({ key }) => key)]).toEqual([['WIDE'], ['LONE']])
    const named = await publish(await toFunders({ title: 'En le disant', attribution: 'named_partner', links }))
    expect((await codes(named)).sort()).toEqual(['LONE', 'WIDE'])
  })

  it('carries a name only as far as its author gave one, under the name of today, and none once the partner has left', async () => {
    const person = await publish(await toFunders({ title: 'Signée', attribution: 'named_person', happenedOn: '2026-03-17' }))
    const partner = await publish(await toFunders({ title: 'De l’organisme', attribution: 'named_partner' }))
    const nameOf = async (id: string) => (await read(id)).body.signature
    const organization = (await nameOf(partner.id)).partnerName
    expect(organization).not.toBeNull()
    expect(await nameOf(person.id)).toEqual({ kind: 'named_person', person: 'Aïssata Diarra', partnerCode: null, partnerName: organization })
    expect((await read(person.id)).body.happenedOn).toBe('2026-03-17')
    expect(await nameOf(partner.id)).toEqual({ kind: 'named_partner', person: null, partnerCode: null, partnerName: organization })
    // The author takes the name back.
    await act(people.author, 'PATCH', await again(person), '', { attribution: 'a_partner' })
    expect((await read(person.id)).text).not.toContain('Aïssata')
    const leave = (day: string | null) =>
      world.maintain(here.id, (client) =>
        client.query('update app.partners set left_on = $2 where initiative_id = $1 and id = $3', [here.id, day, here.partner.P2]),
      )
    await leave('2026-10-14')
    expect((await nameOf(partner.id)).kind).toBe('former_partner')
    expect((await read(partner.id)).text).not.toContain(organization as string)
    await leave(null)
  })

  it('is gone at the next request after it is withdrawn, narrowed or hidden, with its files and from the pages that were kept', async () => {
    const attached = async (title: string) => {
      const note = await toFunders({ title })
      const answer = await people.author.ask<Note>('POST', here.path(`/notes/${note.id}/attachments`), {
        body: importForm('x.png', png('octets'), { caption: 'Le formulaire' }),
        headers: { 'if-match': `"v${note.version}"` },
      })
      expect(answer.status, answer.text).toBe(201)
      const told = await publish(answer.body)
      // The newest, so that it stands on the initiative's own page too.
      await world.maintain(here.id, (client) =>
        client.query(`update app.learning_notes set shared_on = '2026-11-16' where initiative_id = $1 and id = $2`, [here.id, told.id]),
      )
      return told
    }
    const ways: [string, (note: Note) => Promise<unknown>][] = [
      ['retirée', (note) => act(people.author, 'POST', note, '/withdrawal')],
      ['resserrée', (note) => act(people.author, 'PUT', note, '/visibility', { visibility: 'circle' })],
      ['masquée', (note) => act(people.lead, 'POST', note, '/hiding', { reason: 'Expose quelqu’un' })],
    ]
    for (const [way, take] of ways) {
      const note = await attached(`Note ${way}`)
      const file = (await read(note.id)).body.attachments[0]
      expect(file?.caption).toBe('Le formulaire')
      const pages = hasPages ? ['', '/notes', `/notes/${note.id}`].map((rest) => `/en/p/${here.slug}${rest}`) : []
      const shown = async () => [
        (await read(note.id)).status,
        (await world.stranger.get(`${base()}/${note.id}/attachments/${file?.id}`)).status,
        (await list()).some(({ id }) => id === note.id),
        ...(await Promise.all(pages.map(async (page) => (await world.stranger.get(page)).text.includes(`Note ${way}`)))),
      ]
      expect(await shown(), way).toEqual([200, 200, true, ...pages.map(() => true)])
      await take(await again(note))
      expect(await shown(), way).toEqual([404, 404, false, ...pages.map(() => false)])
    }
  })

  it('hangs on the public page of its initiative: none is told where nothing is public, and none under the address of another', async () => {
    const note = await publish(await toFunders({ title: 'Ici seulement' }))
    const there = await world.buildInitiative()
    expect((await world.stranger.get(`/api/v1/public/${there.slug}/notes`)).status).toBe(404)
    expect((await world.stranger.get(`/api/v1/public/${there.slug}/notes/${note.id}`)).status).toBe(404)
    expect((await read(randomUUID())).status).toBe(404)
  })

  it('comes page by page, each once', async () => {
    const all = (await list()).map(({ id }) => id)
    const found: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const page: { items: PublicNoteSummary[]; next: string | null } = (
        await world.stranger.get<{ items: PublicNoteSummary[]; next: string | null }>(`${base()}?limit=2${next === '' ? '' : `&after=${next}`}`)
      ).body
      found.push(...page.items.map(({ id }) => id))
      next = page.next
    }
    expect(found).toEqual(all)
    expect(found.length).toBeGreaterThan(3)
  })

  it.skipIf(!hasPages)('is not listed by search engines unless the public page allows it', async () => {
    const note = (await list())[0]
    for (const path of ['notes', `notes/${note?.id}`]) {
      const page = await world.stranger.get(`/fr-CA/p/${here.slug}/${path}`)
      expect([page.status, page.headers['x-robots-tag'], page.text.includes('<meta name="robots" content="noindex"')], path).toEqual([200, 'noindex', true])
      expect(page.headers['cache-control'], path).toBe('public, no-cache')
    }
    await world.maintain(here.id, (client) =>
      client.query(
        'insert into app.public_pages (initiative_id, is_indexed, version) values ($1, true, 2) on conflict (initiative_id) do update set is_indexed = true, version = 9',
        [here.id],
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect((await world.stranger.get(`/fr-CA/p/${here.slug}/notes`)).text).not.toContain('noindex')
  })
})
