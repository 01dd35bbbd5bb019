import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FollowUpItem, LearningReport, Note, NoteFacet, NoteMeasures, NoteSummary } from '#shared/notes/contract.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/** The learning cycle (domain 4.6): discussed within 30 days, decided within 60, checked at 90; who is asked, and what a year taught. */

let world: World
let here: TestInitiative
let author: Asker
let owner: Asker
let lead: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld({ demo: true })
  here = await world.buildInitiative({ clockFrozenAt: '2026-01-10T15:00:00Z' })
  author = await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Aïssata Diarra' })
  owner = await here.person({ role: 'partner_contributor', partner: 'P3' })
  lead = await here.person({ role: 'backbone', lead: true })
  funder = await here.person({ role: 'funder', commitment: true })
})
afterAll(() => world.close())

const today = (day: string) =>
  world.maintain(here.id, (client) => client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [here.id, `${day}T15:00:00Z`]))
async function write(more: object = {}): Promise<Note> {
  const answer = await author.ask<Note>('POST', here.path('/notes'), {
    body: { type: 'failure', title: 'La halte', whatHappened: 'Personne n’est venu.', visibility: 'circle', ...more },
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const followUp = async (who: Asker, note: Note) =>
  (await who.get<{ items: FollowUpItem[] }>(here.path('/notes/follow-up'))).body.items.filter(({ noteId }) => noteId === note.id)
const move = async (note: Note, state: string) =>
  (await lead.ask<Note>('PUT', here.path(`/notes/${note.id}/state`), { body: { state }, headers: { 'if-match': `"v${note.version}"` } })).body

describe('the cycle after a failure', () => {
  it('goes from shared to discussed within 30 days, decided within 60, checked at 90, and closed; only whoever carries a step is asked', async () => {
    await today('2026-01-10')
    const note = await write()
    expect(await followUp(lead, note)).toMatchObject([{ step: 'discuss', dueOn: '2026-02', isDue: false, isYours: true }])
    const discussed = await move(note, 'discussed')
    expect(await followUp(lead, note)).toMatchObject([{ step: 'decide', dueOn: '2026-03' }])
    await today('2026-03-11')
    expect(await followUp(lead, note)).toMatchObject([{ step: 'decide', isDue: true }])
    // A day that is counted from the sharing of a note that names nobody is known to whoever wrote it alone.
    expect(await followUp(author, note)).toMatchObject([{ dueOn: '2026-03-11' }])
    // Whoever told the failure is never the one who is asked.
    expect((await followUp(author, note)).map(({ isYours }) => isYours)).toEqual([false])
    const decided = await lead.ask<Note>('POST', here.path(`/notes/${note.id}/adaptations`), {
      body: { decision: 'adapt', text: 'Le samedi', decidedOn: '2026-03-11', ownerPartnerCode: 'P3' },
    })
    expect(decided.status, decided.text).toBe(201)
    for (const [who, isYours] of [
      [owner, true],
      [author, false],
      [lead, false],
    ] as const)
      expect(await followUp(who, note)).toMatchObject([{ step: 'check', dueOn: '2026-06-09', isYours, adaptation: { text: 'Le samedi' } }])
    const checkPath = here.path(`/notes/${note.id}/adaptations/${decided.body.adaptations[0]?.id ?? ''}/checks`)
    await owner.ask('POST', checkPath, { body: { checkedOn: '2026-06-09', result: 'too_early' } })
    expect(await followUp(owner, note)).toHaveLength(1)
    const checked = await owner.ask<Note>('POST', checkPath, { body: { checkedOn: '2026-06-20', result: 'helped' } })
    expect([checked.body.state, await followUp(owner, note)]).toEqual(['followed_up', []])
    expect((await move(checked.body, 'closed')).state).toBe('closed')
    expect(discussed.state).toBe('discussed')
  })

  it('is the circle’s: funders are asked nothing, and of a note withdrawn nothing waits', async () => {
    const note = await write()
    expect((await funder.get(here.path('/notes/follow-up'))).status).toBe(404)
    await author.ask('POST', here.path(`/notes/${note.id}/withdrawal`))
    expect(await followUp(lead, note)).toEqual([])
  })
})

describe('« notes comme la vôtre »', () => {
  it('come nearest first by what they are about, and never by a place that could tell who wrote', async () => {
    await world.maintain(here.id, (client) =>
      client.query('insert into app.partner_territories (initiative_id, partner_id, territory_id) values ($1, $2, $3)', [
        here.id,
        here.partner.P2,
        here.territory.A1,
      ]),
    )
    const backbone = { kind: 'condition', key: 'backbone_support' }
    const stage = { kind: 'stage', key: 'organize' }
    const place = { kind: 'territory', key: 'A1' }
    const one = await write({ title: 'Première', links: [backbone, stage, place] })
    const near = await write({ title: 'Proche', links: [backbone, stage] })
    const far = await write({ title: 'Plus loin', causes: ['trust'], links: [stage] })
    await write({ title: 'Au même endroit, sans le dire', links: [place] })
    const named = await write({ title: 'Au même endroit, signée', attribution: 'named_partner', links: [place] })
    const of = async (who: Asker, note: Note) =>
      (await who.get<{ items: NoteSummary[] }>(here.path(`/notes/${note.id}/similar`))).body.items.map(({ title }) => title)
    expect(await of(owner, one)).toEqual([near.title, far.title])
    expect(await of(owner, named)).toEqual([])
    // Its author knows the place, and finds what the others may not.
    expect(await of(author, named)).toEqual(expect.arrayContaining([one.title]))
  })
})

describe('the learning report of a year', () => {
  it('tells failures first, from what its audience may read and as it reads it, also to the author', async () => {
    await today('2025-05-05')
    const title = (word: string) => `Rapport ${word}`
    await write({ type: 'success', title: title('bon coup'), attribution: 'named_partner' })
    const failure = await write({ title: title('échec'), happenedOn: '2025-04-14' })
    const open = await write({ title: title('ouvert'), type: 'challenge' })
    await author.ask('PUT', here.path(`/notes/${open.id}/visibility`), { body: { visibility: 'funder' }, headers: { 'if-match': `"v${open.version}"` } })
    await author.ask('POST', here.path('/notes'), { body: { type: 'failure', title: title('privé'), whatHappened: 'Rien.' } })
    await owner.ask('POST', here.path(`/notes/${failure.id}/comments`), { body: { kind: 'question', body: 'Entre nous' } })
    await today('2026-10-10')
    const report = async (who: Asker, query: Record<string, string>) => who.get<LearningReport>(here.path('/notes/report'), query)
    const mine = (await report(author, { year: '2025' })).body
    expect(mine.notes.map((note) => note.title)).toEqual([title('échec'), title('ouvert'), title('bon coup')])
    expect(mine.notes[0]).toMatchObject({ isMine: false, own: null, happenedOn: '2025-04', signature: { kind: 'a_partner' }, comments: [] })
    expect(mine.years).toEqual([2026, 2025])
    expect((await report(lead, { year: '2025', audience: 'funder' })).body.notes.map((note) => note.title)).toEqual([title('ouvert')])
    expect((await report(funder, { year: '2025' })).body).toMatchObject({ audience: 'funder', notes: [{ title: title('ouvert') }] })
    expect((await report(funder, { year: '2025', audience: 'circle' })).status).toBe(404)
    expect((await report(lead, { year: '2025', audience: 'public' })).body.notes).toEqual([])
  })
})

describe('measures', () => {
  /** A quarter that is over, as an initiative of its own: five failures shared in it, read from the next one on. */
  async function quarter() {
    const one = await world.buildInitiative({ clockFrozenAt: '2026-05-10T15:00:00Z' })
    const day = (on: string) =>
      world.maintain(one.id, (client) => client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [one.id, `${on}T15:00:00Z`]))
    const writer = await one.person({ role: 'partner_contributor', partner: 'P2' })
    const backbone = await one.person({ role: 'backbone', lead: true })
    const readers = [await one.person({ role: 'partner_viewer', partner: 'P3' }), await one.person({ role: 'funder', commitment: true })]
    const notes: Note[] = []
    for (const title of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const body = { type: 'failure', title, whatHappened: 'Personne n’est venu.', visibility: 'circle' }
      notes.push((await writer.ask<Note>('POST', one.path('/notes'), { body })).body)
    }
    await day('2026-07-03')
    const told = async (who: Asker, over = 'year') => (await who.get<NoteMeasures>(one.path('/notes/measures'), { over })).body
    const everybody = async () => {
      const reports = await Promise.all(readers.map((who) => who.get<LearningReport>(one.path('/notes/report'), { year: '2026' })))
      return JSON.stringify([
        ...(await Promise.all(readers.flatMap((who) => ['year', 'all'].map((over) => told(who, over))))),
        ...reports.map(({ body }) => [body.measuresAsOf, body.measures]),
      ])
    }
    const at = (note: Note) => ({ headers: { 'if-match': `"v${note.version}"` } })
    return { one, day, writer, backbone, readers, notes, told, everybody, at }
  }
  type Quarter = Awaited<ReturnType<typeof quarter>>

  it.each<[string, (all: Quarter, note: Note) => Promise<{ status: number; text: string }>, object]>([
    ['is withdrawn', ({ writer, one }, { id }) => writer.ask('POST', one.path(`/notes/${id}/withdrawal`)), { undecided: 5 }],
    [
      'is narrowed to its team',
      ({ writer, one, at }, note) => writer.ask('PUT', one.path(`/notes/${note.id}/visibility`), { body: { visibility: 'partner' }, ...at(note) }),
      { undecided: 5 },
    ],
    [
      'is hidden',
      ({ backbone, one }, { id }) => backbone.ask('POST', one.path(`/notes/${id}/hiding`), { body: { reason: 'Un enfant s’y reconnaît.' } }),
      { undecided: 5 },
    ],
    [
      'is answered « pas d’adaptation »',
      ({ backbone, one, at }, note) =>
        backbone.ask('PUT', one.path(`/notes/${note.id}/state`), { body: { state: 'no_adaptation', reason: 'Rien à changer.' }, ...at(note) }),
      { undecided: 5, failureShare: '1' },
    ],
    [
      'is no failure any more',
      ({ writer, one, at }, note) => writer.ask('PATCH', one.path(`/notes/${note.id}`), { body: { type: 'success' }, ...at(note) }),
      { undecided: 5, failureShare: '0.833333333333' },
    ],
  ])('as of the end of a quarter do not move when an older note %s, until the next quarter is over', async (_what, change, after) => {
    const all = await quarter()
    const before = await all.everybody()
    expect(await all.told(all.readers[0] as Asker)).toMatchObject({ asOf: '2026-06-30', measures: { failureShare: '1', undecided: 6 } })
    const changed = await change(all, all.notes[0] as Note)
    expect(changed.status, changed.text).toBe(200)
    expect(await all.everybody()).toBe(before)
    // The backbone, which takes part in it, reads what stands now.
    expect((await all.told(all.backbone)).measures).toMatchObject(after)
    await all.day('2026-10-02')
    for (const who of all.readers) expect(await all.told(who)).toMatchObject({ asOf: '2026-09-30', measures: after })
  })

  it('as of the end of a quarter do not count a note that was back in the circle only after it, whatever happened on the days between', async () => {
    const all = await quarter()
    const [note] = all.notes as [Note]
    const put = (from: Note, visibility: string) =>
      all.writer.ask<Note>('PUT', all.one.path(`/notes/${note.id}/visibility`), { body: { visibility }, ...all.at(from) })
    await all.day('2026-06-20')
    const narrowed = (await put(note, 'partner')).body
    // Twice on one day: what stood before that day is what is kept.
    await put((await put((await put(narrowed, 'circle')).body, 'partner')).body, 'private')
    await all.day('2026-07-03')
    const before = await all.everybody()
    expect((await all.told(all.readers[0] as Asker)).measures).toMatchObject({ undecided: 5 })
    const drafted = (await all.writer.get<Note>(all.one.path(`/notes/${note.id}`))).body
    const back = await put((await put(drafted, 'partner')).body, 'circle')
    expect(back.body.visibility, back.text).toBe('circle')
    expect(await all.everybody()).toBe(before)
    expect((await all.told(all.backbone)).measures).toMatchObject({ undecided: 6 })
  })

  it('take no target: no operation writes anything beside them', () => {
    const writes = world.app.routeTable.filter(({ method, url }) => !['GET', 'HEAD'].includes(method) && /measures/.test(url) && /notes/.test(url))
    expect(writes).toEqual([])
  })
})

describe('the demo, as the product computes it from its seeds', () => {
  it('22 notes, failure_share 27 %, failure_adapted_share 83 %, median 41 days with one undecided', async () => {
    const demo = await world.loadDemo()
    const path = `/api/v1/initiatives/${demo.initiatives['grandir-entre-rives'] ?? ''}/notes`
    const reader = await demo.as('lecture')
    const { measures } = (await reader.get<NoteMeasures>(`${path}/measures`, { over: 'all' })).body
    const percent = (share: string | null | undefined) => Math.round(Number(share) * 100)
    expect([percent(measures?.failureShare), percent(measures?.failureAdaptedShare), measures?.medianDaysOfFailures, measures?.undecidedFailures]).toEqual([
      27,
      83,
      '41',
      1,
    ])
    expect((await reader.get<{ items: NoteSummary[] }>(path, { limit: 100 })).body.items).toHaveLength(22)
    // Neither an account of the demo nor anybody else is told more: the one that waits is a failure of « un partenaire ».
    const waiting = (await (await demo.as('coordination')).get<{ items: FollowUpItem[] }>(`${path}/follow-up`)).body.items
    expect(waiting.map(({ title }) => title)).toContain('La halte mobile sans chauffeur sur la Côte')
  })
})

describe('numbers beside the filters of the library', () => {
  it('stand from five notes on, for one facet at a time, of what this reader reads, never by place, indicator or person', async () => {
    for (const title of ['a', 'b', 'c', 'd', 'e']) await write({ type: 'surprise', title, causes: ['timing'], links: [{ kind: 'territory', key: 'T' }] })
    await write({ type: 'surprise', title: 'privée', causes: ['timing'], visibility: 'private' })
    for (const title of ['f', 'g', 'h', 'i']) await write({ type: 'challenge', title, causes: ['data'] })
    const told = async (who: Asker) => (await who.get<{ items: NoteFacet[] }>(here.path('/notes/facets'))).body.items
    const items = await told(lead)
    expect(items.find(({ key }) => key === 'surprise')).toEqual({ facet: 'type', key: 'surprise', count: 5 })
    expect(items.find(({ key }) => key === 'timing')?.count).toBe(5)
    expect(items.every(({ facet, count }) => count >= 5 && ['type', 'condition', 'stage', 'cause', 'state'].includes(facet))).toBe(true)
    expect(items.some(({ key }) => key === 'data')).toBe(false)
    // Not even the author's own private note counts, and a funder counts what it reads.
    expect((await told(author)).find(({ key }) => key === 'surprise')?.count).toBe(5)
    expect(await told(funder)).toEqual([])
  })
})
