import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DraftCheck, FollowUpItem, LearningReport, Note, NoteChoices, NotePreview } from '#shared/notes/contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/** What hangs on a note that names nobody does not name its author either. */

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function cast() {
  const here = await world.buildInitiative()
  return {
    here,
    author: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    colleague: await here.person({ role: 'partner_viewer', partner: 'P2' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
    lead: await here.person({ role: 'backbone', lead: true }),
    funder: await here.person({ role: 'funder', commitment: true }),
  }
}

async function write(author: Asker, here: TestInitiative, more: object = {}): Promise<Note> {
  const body = { type: 'failure', title: 'Une halte', whatHappened: 'Personne ne conduisait.', visibility: 'circle', ...more }
  const answer = await author.ask<Note>('POST', here.path('/notes'), { body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const widen = async (author: Asker, here: TestInitiative, note: Note) => {
  const { version } = (await author.get<Note>(here.path(`/notes/${note.id}`))).body
  return author.ask('PUT', here.path(`/notes/${note.id}/visibility`), { body: { visibility: 'funder' }, headers: { 'if-match': `"v${version}"` } })
}

describe('who carries a decision that followed a note', () => {
  const decide = (who: Asker, here: TestInitiative, note: Note, more: object) =>
    who.ask<Note>('POST', here.path(`/notes/${note.id}/adaptations`), { body: { decision: 'adapt', text: 'Un covoiturage', decidedOn: '2026-01-05', ...more } })

  it('is told to whoever writes a note that names nobody, to the carrier and to the backbone, and to nobody else by any way', async () => {
    const { here, author, colleague, other, lead, funder } = await cast()
    const name = plantCanary('carrier', (hat) => hat.role === 'backbone' || hat.partner === 'P2')
    const note = await write(author, here)
    await decide(lead, here, note, { ownerName: name, ownerPartnerCode: 'P2' })
    await widen(author, here, note)
    const at = here.path(`/notes/${note.id}`)
    for (const who of [author, colleague, lead])
      expect((await who.get<Note>(at)).body.adaptations[0]).toMatchObject({ ownerName: name, ownerPartnerCode: 'P2', isOwnerKept: false })
    const kept = { ownerName: null, ownerPartnerCode: null, ownerPartnerName: null, isOwnerKept: true }
    for (const who of [other, funder]) {
      const told = await who.get<Note>(at)
      expect(told.body.adaptations[0]).toMatchObject({ ...kept, text: 'Un covoiturage' })
      expect(told.text).not.toMatch(/Organisation P2|"P2"/)
    }
    const items = async (who: Asker) => (await who.get<{ items: FollowUpItem[] }>(here.path('/notes/follow-up'))).body.items.map(({ adaptation }) => adaptation)
    expect(await items(other)).toMatchObject([{ owner: null, isOwnerKept: true }])
    expect(await items(lead)).toMatchObject([{ owner: 'Organisation P2', isOwnerKept: false }])
    // What leaves somebody's hands is what its readers get, also to who knows more.
    for (const who of [author, lead, other]) {
      const report = (await who.get<LearningReport>(here.path('/notes/report'), { audience: 'circle' })).body
      expect(report.notes[0]?.adaptations[0]).toMatchObject(kept)
    }
    for (const as of ['circle', 'funder']) expect((await author.get<NotePreview>(`${at}/preview`, { as })).body.note.adaptations[0]).toMatchObject(kept)
  })

  it('reads the same whoever carries it: neither the name nor its absence points to the author', async () => {
    const { here, author, other, lead, funder } = await cast()
    const told = async (ownerPartnerCode: string | null) => {
      const note = await write(author, here)
      await decide(lead, here, note, { ownerPartnerCode })
      await widen(author, here, note)
      const { id: _, ...one } = (await funder.get<Note>(here.path(`/notes/${note.id}`))).body.adaptations[0] as Note['adaptations'][number]
      return { one, note }
    }
    const [own, neighbour, nobody] = [await told('P2'), await told('P1'), await told(null)]
    expect(own.one).toEqual(neighbour.one)
    expect(nobody.one.isOwnerKept).toBe(false)
    // A note that gives its name keeps nothing back.
    const named = await write(author, here, { attribution: 'named_partner' })
    await decide(lead, here, named, { ownerPartnerCode: 'P2' })
    expect((await other.get<Note>(here.path(`/notes/${named.id}`))).body.adaptations[0]).toMatchObject({ ownerPartnerCode: 'P2', isOwnerKept: false })
  })
})

describe('what else is said of a note that names nobody', () => {
  it('reads the same whoever wrote it: alone or with somebody, for a partner that is there or has left, for the backbone', async () => {
    const { here, author, lead, funder } = await cast()
    const staff = await here.person({ role: 'backbone' })
    const leaver = await here.person({ role: 'partner_contributor', partner: 'P1' })
    const coauthor = await here.person({ role: 'partner_contributor', partner: 'P1' })
    const reader = await here.person({ role: 'partner_viewer', partner: 'P3' })
    const ids: string[] = []
    /** Written, changed once, decided on, and read by funders. */
    const told = async (who: Asker, together = false, more: object = {}) => {
      const note = await write(who, here, { failureKind: 'complex', happenedOn: '2026-01-14', ...more })
      ids.push(note.id)
      const at = here.path(`/notes/${note.id}`)
      if (together) expect((await who.ask('POST', `${at}/coauthors`, { body: { hatId: coauthor.hatId } })).status).toBe(201)
      const changed = await (together ? coauthor : who).ask<Note>('PATCH', at, {
        body: { why: 'Un rôle sans nom' },
        headers: { 'if-match': `"v${note.version}"` },
      })
      expect(changed.status, changed.text).toBe(200)
      await lead.ask('POST', `${at}/adaptations`, { body: { decision: 'adapt', text: 'Un covoiturage', decidedOn: '2026-01-20', ownerPartnerCode: 'P3' } })
      expect((await widen(who, here, note)).status).toBe(200)
    }
    await told(author)
    await told(author, true)
    await told(staff)
    await told(leaver)
    await world.maintain(here.id, (client) =>
      client.query(`update app.partners set left_on = current_date - 2 where initiative_id = $1 and id = $2`, [here.id, here.partner.P1]),
    )
    const plain = (text: string) => text.replaceAll(/"id":"[0-9a-f-]{36}"/g, '')
    for (const [name, who] of Object.entries({ reader, lead, funder })) {
      for (const part of ['', '/versions', '/coauthors', '/preview?as=circle']) {
        const answers = await Promise.all(ids.map((id) => who.get<{ code?: string }>(here.path(`/notes/${id}${part}`))))
        // A refusal carries the mark of its own request.
        const said = answers.map(({ status, text, body }) => `${status} ${status === 200 ? plain(text) : body.code}`)
        expect(said, `${name} ${part}`).toEqual(ids.map(() => said[0]))
        expect(said[0]?.startsWith('200'), `${name} ${part}`).toBe(part === '')
      }
      const { items } = (await who.get<{ items: Note[] }>(here.path('/notes'))).body
      expect([items.length, new Set(items.map((item) => plain(JSON.stringify(item)))).size], name).toEqual([4, 1])
      const { notes } = (await who.get<LearningReport>(here.path('/notes/report'))).body
      expect([notes.length, new Set(notes.map((note) => plain(JSON.stringify(note)))).size], name).toEqual([4, 1])
    }
  })

  it('of which kind a failure was is the circle’s: no funder reads it by any way, signed or not, nor does the author see it leave', async () => {
    const { here, author, other, lead, funder } = await cast()
    for (const attribution of ['a_partner', 'named_partner', 'initiative'] as const) {
      const note = await write(author, here, { attribution, failureKind: 'preventable', title: `Une halte ${attribution}` })
      await widen(author, here, note)
      const at = here.path(`/notes/${note.id}`)
      const kindFor = async (who: Asker) => (await who.get<Note>(at)).body.failureKind
      // Beside a name it is nobody's but the author's (domain 4.1).
      const inCircle = attribution === 'named_partner' ? null : 'preventable'
      expect([await kindFor(author), await kindFor(other), await kindFor(lead), await kindFor(funder)], attribution).toEqual([
        'preventable',
        inCircle,
        inCircle,
        null,
      ])
      for (const as of ['funder', 'public']) expect((await author.get<NotePreview>(`${at}/preview`, { as })).body.note.failureKind, as).toBeNull()
    }
    const paths = [
      ...world.app.routeTable
        .filter(({ method, url }) => method === 'GET' && url.startsWith('/api/v1/') && /^[^:]*:initiativeId[^:]*$/.test(url))
        .map(({ url }) => url.replace(':initiativeId', here.id)),
      here.path('/notes/report?audience=funder'),
      here.path('/search?q=halte'),
    ]
    for (const path of paths) expect((await funder.get(path)).text.includes('preventable'), path).toBe(false)
    // What is handed on to funders is what they would get, also to whoever knows more.
    for (const who of [author, lead]) expect((await who.get(here.path('/notes/report?audience=funder'))).text).not.toContain('preventable')
  })
})

describe('what a note that names nobody is linked to', () => {
  const linkKeys = (note: Note) => note.links.map(({ key }) => key).sort()

  /** An indicator with its reporters, an activity with its partners, a place where all three work. */
  async function linked() {
    const people = await cast()
    const { here } = people
    const ids: Record<string, string> = {}
    await world.maintain(here.id, async (client) => {
      for (const partner of Object.values(here.partner))
        await client.query('insert into app.partner_territories (initiative_id, partner_id, territory_id) values ($1, $2, $3)', [
          here.id,
          partner,
          here.territory.A1,
        ])
      for (const [name, partners] of [
        ['narrow', ['P2']],
        ['wide', ['P1', 'P2', 'P3']],
      ] as const) {
        ids[name] = randomUUID()
        await client.query('insert into app.activities (initiative_id, id, name_fr, published_on) values ($1, $2, $3, current_date - 400)', [
          here.id,
          ids[name],
          name,
        ])
        for (const partner of partners)
          await client.query("insert into app.activity_partners (initiative_id, activity_id, partner_id, role) values ($1, $2, $3, 'contributes')", [
            here.id,
            ids[name],
            here.partner[partner],
          ])
      }
    })
    const build = figuresOf(world, here)
    for (const [code, partners] of [
      ['ALONE', ['P2']],
      ['ALL', ['P1', 'P2', 'P3']],
    ] as const) {
      const indicator = await build.indicator(code, { name_fr: code })
      await world.maintain(here.id, async (client) => {
        for (const partner of partners)
          await client.query(
            'insert into app.reporting_assignments (initiative_id, id, indicator_id, partner_id, territory_id, valid_from) values ($1, $2, $3, $4, $5, $6)',
            [here.id, randomUUID(), indicator.id, here.partner[partner], here.territory.A1, '2020-01-01'],
          )
      })
    }
    await build.indicator('PEOPLE', { name_fr: 'PEOPLE' })
    return { ...people, ids }
  }

  it('of indicators and activities of one or two partners, readers get neither the link nor a note found by it', async () => {
    const { here, author, other, lead, funder, ids } = await linked()
    const wide = [
      { kind: 'indicator', key: 'ALL' },
      { kind: 'indicator', key: 'PEOPLE' },
      { kind: 'activity', key: ids.wide },
      { kind: 'territory', key: 'A' },
    ]
    const note = await write(author, here, { links: [...wide, { kind: 'indicator', key: 'ALONE' }, { kind: 'activity', key: ids.narrow }] })
    await widen(author, here, note)
    const at = here.path(`/notes/${note.id}`)
    const all = [...wide.map(({ key }) => key), 'ALONE', ids.narrow].sort()
    expect(linkKeys((await author.get<Note>(at)).body)).toEqual(all)
    const found = async (who: Asker, query: Record<string, string>) =>
      (await who.get<{ items: { id: string }[] }>(here.path('/notes'), query)).body.items.length
    for (const who of [other, lead, funder]) {
      expect(linkKeys((await who.get<Note>(at)).body), 'what three partners work on stays').toEqual(wide.map(({ key }) => key).sort())
      expect([await found(who, { indicator: 'ALONE' }), await found(who, { indicator: 'ALL' }), await found(who, {})]).toEqual([0, 1, 1])
    }
    expect(await found(author, { indicator: 'ALONE' })).toBe(1)
    const preview = (await author.get<NotePreview>(`${at}/preview`, { as: 'funder' })).body
    expect(linkKeys(preview.note)).toEqual(wide.map(({ key }) => key).sort())
    expect(preview.keptBack.map(({ key }) => key).sort()).toEqual(['ALONE', ids.narrow].sort())
    // A note that gives a name has nothing to hide.
    const named = await write(author, here, { attribution: 'named_partner', links: [{ kind: 'indicator', key: 'ALONE' }] })
    expect(linkKeys((await other.get<Note>(here.path(`/notes/${named.id}`))).body)).toEqual(['ALONE'])
  })

  it('evidence of a check points to no indicator that one partner alone reports', async () => {
    const { here, author, other, lead } = await linked()
    const note = await write(author, here)
    const decided = await lead.ask<Note>('POST', here.path(`/notes/${note.id}/adaptations`), {
      body: { decision: 'adapt', text: 'Autrement', decidedOn: '2026-01-05' },
    })
    await lead.ask('POST', here.path(`/notes/${note.id}/adaptations/${decided.body.adaptations[0]?.id}/checks`), {
      body: { checkedOn: '2026-01-06', result: 'helped', evidenceIndicator: 'ALONE' },
    })
    const evidence = async (who: Asker) => (await who.get<Note>(here.path(`/notes/${note.id}`))).body.adaptations[0]?.checks[0]?.evidence
    expect(await evidence(author)).toMatchObject({ key: 'ALONE' })
    expect(await evidence(other)).toBeNull()
  })

  it('a list that keeps notes back goes on to the next ones, each once', async () => {
    const { here, author, other } = await linked()
    const told: string[] = []
    for (const key of ['ALL', 'ALONE', 'ALONE', 'ALL', 'ALONE', 'ALL']) {
      const { id } = await write(author, here, {
        links: [
          { kind: 'territory', key: 'A' },
          { kind: 'indicator', key },
        ],
        title: key,
      })
      if (key === 'ALL') told.push(id)
    }
    const pages: string[] = []
    for (let after: string | null = ''; after !== null;) {
      const page: { items: { id: string }[]; next: string | null } = (
        await other.get<{ items: { id: string }[]; next: string | null }>(here.path('/notes'), {
          territory: 'A',
          indicator: 'ALL',
          limit: '2',
          ...(after === '' ? {} : { after }),
        })
      ).body
      pages.push(...page.items.map(({ id }) => id))
      after = page.next
    }
    expect(pages.sort()).toEqual(told.sort())
  })

  it('is crossed: links that are wide each and fit two partners together are said before sharing, and the narrowest stays behind', async () => {
    const { here, author, other } = await linked()
    const activity = randomUUID()
    await world.maintain(here.id, async (client) => {
      await client.query('insert into app.activities (initiative_id, id, name_fr, published_on) values ($1, $2, $3, current_date - 400)', [
        here.id,
        activity,
        'croisée',
      ])
      for (const code of ['P4', 'P5']) {
        const [organization, partner] = [randomUUID(), randomUUID()]
        await client.query('insert into app.organizations (initiative_id, id, name) values ($1, $2, $3)', [here.id, organization, `Organisation ${code}`])
        await client.query('insert into app.partners (initiative_id, id, organization_id, code, joined_on) values ($1, $2, $3, $4, $5)', [
          here.id,
          partner,
          organization,
          code,
          '2020-01-01',
        ])
        await client.query("insert into app.activity_partners (initiative_id, activity_id, partner_id, role) values ($1, $2, $3, 'contributes')", [
          here.id,
          activity,
          partner,
        ])
      }
      await client.query("insert into app.activity_partners (initiative_id, activity_id, partner_id, role) values ($1, $2, $3, 'contributes')", [
        here.id,
        activity,
        here.partner.P2,
      ])
    })
    const links = [
      { kind: 'indicator', key: 'ALL' },
      { kind: 'activity', key: activity },
    ]
    const check = await author.ask<DraftCheck>('POST', here.path('/notes/draft-check'), { body: { text: '', links } })
    expect(check.body.recognisable).toMatchObject([{ alone: false, wider: null }])
    const note = await write(author, here, { links })
    expect((await other.get<Note>(here.path(`/notes/${note.id}`))).body.links).toHaveLength(1)
    const one = await author.ask<DraftCheck>('POST', here.path('/notes/draft-check'), { body: { text: '', links: links.slice(0, 1) } })
    expect(one.body.recognisable).toEqual([])
  })
})

describe('somebody of the circle who is also a funder', () => {
  const audience = async (who: Asker, here: TestInitiative, rung: string) =>
    (await who.get<NoteChoices>(here.path('/notes/choices'))).body.audience.find((one) => one.rung === rung)

  it('is said with the number of readers, by the name of the funder: by a second hat, or because the organisation gives money too', async () => {
    const { here, author, lead } = await cast()
    expect(await audience(author, here, 'circle')).not.toHaveProperty('alsoFunders')
    const foundation = randomUUID()
    await world.maintain(here.id, async (client) => {
      await client.query('insert into app.organizations (initiative_id, id, name) values ($1, $2, $3)', [here.id, foundation, 'Fondation du Fleuve'])
      const { rows } = await client.query<{ person_id: string; user_id: string }>(
        `select r.person_id, r.user_id from app.role_assignments r where r.initiative_id = $1 and r.partner_id = $2 limit 1`,
        [here.id, here.partner.P3],
      )
      await client.query(
        `insert into app.role_assignments (initiative_id, user_id, person_id, role, organization_id, starts_on) values ($1, $2, $3, 'funder', $4, '2020-01-01')`,
        [here.id, rows[0]?.user_id, rows[0]?.person_id, foundation],
      )
    })
    expect(await audience(author, here, 'circle')).toMatchObject({ alsoFunders: { people: 1, funders: ['Fondation du Fleuve'] } })
    expect(await audience(lead, here, 'circle')).toMatchObject({ alsoFunders: { people: 1 } })
    expect(await audience(author, here, 'partner'), 'of another organisation').not.toHaveProperty('alsoFunders')
    // A partner that gives money too: everybody there is of the funder.
    await world.maintain(here.id, (client) =>
      client.query(
        `update app.role_assignments set organization_id = (select organization_id from app.partners where initiative_id = $1 and id = $2)
         where initiative_id = $1 and role = 'funder' and organization_id = $3`,
        [here.id, here.partner.P2, foundation],
      ),
    )
    expect(await audience(author, here, 'partner')).toMatchObject({ alsoFunders: { people: 1, funders: ['Organisation P2'] } })
    expect((await audience(author, here, 'circle'))?.alsoFunders?.people).toBe(2)
    const note = await write(author, here, { visibility: 'private' })
    expect((await author.get<NotePreview>(here.path(`/notes/${note.id}/preview`), { as: 'circle' })).body.audience.alsoFunders?.people).toBe(2)
  })
})
