import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeLogger } from '#server/platform/log.ts'
import type { Note } from '#shared/notes/contract.ts'
import { CAUSES, NOTE_STATES, NOTE_TYPES } from '#shared/notes/life.ts'
import { crawl, hasPages, loadPages, walk, type Told } from '../support/walk.ts'
import { png } from '../support/pictures.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { importForm } from '../support/import-form.ts'
import { release } from '../support/release.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/**
 * Reliability P20: what is told in confidence leaves by no way. One note stands on each rung, every one of its texts marked;
 * everything that can be read is read by everybody, and each mark is found by its readers, who asked the same things, and by nobody else.
 */

let world: World
let here: TestInitiative
let log = ''
const people: Record<string, Asker> = {}

const EVERYBODY = ['author', 'colleague', 'viewer', 'other', 'otherViewer', 'coauthor', 'lead', 'staff', 'funder', 'reluctant', 'stranger']
const CIRCLE = ['author', 'colleague', 'viewer', 'other', 'otherViewer', 'coauthor', 'lead', 'staff']
/** Who may read each mark, from domain 4.4 and 5, rows 26–28. */
const READERS: Readonly<Record<string, readonly string[]>> = {
  ΩprivateΩ: ['author'],
  ΩteamΩ: ['author', 'colleague', 'viewer'],
  ΩcircleΩ: CIRCLE,
  // The text before the author reworded it.
  ΩformerΩ: ['author'],
  ΩfunderΩ: [...CIRCLE, 'funder'],
  // What the circle says to itself does not widen with the note.
  ΩanswerΩ: CIRCLE,
  ΩnarrowedΩ: CIRCLE,
  ΩwithdrawnΩ: ['author'],
  ΩhiddenΩ: ['author', 'lead', 'staff'],
  ΩdraftOfBackboneΩ: ['staff'],
  ΩtrialΩ: ['author'],
  ΩtrialOfFunderNoteΩ: [...CIRCLE, 'funder'],
  // Bytes of pictures, and captions: in the file, in the note, nowhere else.
  ΩfileOfPrivateΩ: ['author'],
  ΩfileOfCircleΩ: CIRCLE,
  ΩfileOfFunderΩ: [...CIRCLE, 'funder'],
  ΩfileOfNarrowedΩ: CIRCLE,
  ΩfileOfWithdrawnΩ: ['author'],
  ΩfileOfHiddenΩ: ['lead', 'staff'],
  ΩfileTakenOffΩ: [],
  // The last rung: everybody reads the note, its file and what was decided, and nobody more than before what else there is around it.
  ΩpublicΩ: EVERYBODY,
  ΩfileOfPublicΩ: EVERYBODY,
  ΩanswerToPublicΩ: CIRCLE,
  ΩownerOfPublicΩ: [...CIRCLE, 'funder'],
  ΩformerOfPublicΩ: ['author'],
  ΩpublicThenNarrowedΩ: CIRCLE,
  ΩpublicThenWithdrawnΩ: ['author'],
  // Written with somebody: a draft, its file and its text of before are theirs too, until the author takes the name away or withdraws the note.
  ΩcowrittenΩ: ['author', 'coauthor'],
  ΩfileOfCowrittenΩ: ['author', 'coauthor'],
  ΩformerOfCowrittenΩ: ['author', 'coauthor'],
  ΩcowrittenInTeamΩ: ['author', 'colleague', 'viewer', 'coauthor'],
  ΩcowrittenThenLeftΩ: ['author'],
  ΩcowrittenThenWithdrawnΩ: ['author'],
  // Who stops a trial stays with its declaration.
  ΩstoppedByΩ: ['author'],
}
const MARKS = Object.keys(READERS)

const told = (mark: string) => ({
  type: 'failure',
  title: mark,
  whatHappened: `${mark} est arrivé`,
  whatWasExpected: mark,
  why: mark,
  whatWeLearned: mark,
  whatWeWouldDo: mark,
  causes: ['trust'],
  links: [
    { kind: 'condition', key: 'backbone_support' },
    { kind: 'territory', key: 'T' },
  ],
})

async function act(who: Asker, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', note: Note, rest: string, body?: object): Promise<Note> {
  const answer = await who.ask<Note>(method, here.path(`/notes/${note.id}${rest}`), {
    ...(body === undefined ? {} : { body }),
    headers: { 'if-match': `"v${note.version}"` },
  })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body
}

async function write(mark: string, visibility: string, who = people.author as Asker): Promise<Note> {
  const first = await who.ask<Note>('POST', here.path('/notes'), { body: { ...told(mark), visibility: visibility === 'funder' ? 'circle' : visibility } })
  expect(first.status, first.text).toBe(201)
  return visibility === 'funder' ? act(who, 'PUT', first.body, '/visibility', { visibility }) : first.body
}

/** Hangs a picture on a note whose bytes hold the mark; the caption holds it too where it is to be looked for. */
async function attach(note: Note, mark: string, caption = mark): Promise<Note> {
  const answer = await (people.author as Asker).ask<Note>('POST', here.path(`/notes/${note.id}/attachments`), {
    body: importForm('x.png', png(mark), { caption }),
    headers: { 'if-match': `"v${note.version}"` },
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

beforeAll(async () => {
  const logger = makeLogger('trace', { write: (line: string) => void (log += line) })
  world = await openWorld({ web: hasPages ? await loadPages() : null, logger })
  here = await world.buildInitiative()
  people.author = await here.person({ role: 'partner_contributor', partner: 'P2' })
  people.colleague = await here.person({ role: 'partner_contributor', partner: 'P2' })
  people.viewer = await here.person({ role: 'partner_viewer', partner: 'P2' })
  people.other = await here.person({ role: 'partner_contributor', partner: 'P3' })
  people.otherViewer = await here.person({ role: 'partner_viewer', partner: 'P3' })
  people.coauthor = await here.person({ role: 'partner_contributor', partner: 'P3' })
  people.lead = await here.person({ role: 'backbone', lead: true })
  people.staff = await here.person({ role: 'backbone' })
  people.funder = await here.person({ role: 'funder', commitment: true })
  people.reluctant = await here.person({ role: 'funder' })
  people.stranger = world.stranger
  const { author, other, lead, staff } = people as Record<'author' | 'other' | 'lead' | 'staff', Asker>
  const alone = await attach(await write('ΩprivateΩ', 'private'), 'ΩfileOfPrivateΩ')
  const taken = await attach(alone, 'ΩfileTakenOffΩ', 'Prise par erreur')
  await act(author, 'DELETE', taken, `/attachments/${taken.attachments[1]?.id ?? ''}`)
  await write('ΩteamΩ', 'partner')
  const circle = await attach(await write('ΩformerΩ', 'circle'), 'ΩfileOfCircleΩ')
  await act(author, 'PATCH', circle, '', told('ΩcircleΩ'))
  const declared = { costLimit: 'Rien', startsOn: '2026-01-01', endsOn: '2026-02-01', signItWorks: 'Oui', signItFails: 'Non', stoppedBy: 'ΩstoppedByΩ' }
  await author.ask('POST', here.path('/notes/trials'), { body: { ...declared, title: 'ΩtrialΩ', hypothesis: 'ΩtrialΩ' } })
  const trial = await author.ask<{ id: string }>('POST', here.path('/notes/trials'), {
    body: { ...declared, title: 'ΩtrialOfFunderNoteΩ', hypothesis: 'ΩtrialOfFunderNoteΩ' },
  })
  const funder = await act(author, 'PATCH', await attach(await write('ΩfunderΩ', 'funder'), 'ΩfileOfFunderΩ'), '', { trialId: trial.body.id })
  await act(other, 'POST', funder, '/comments', { kind: 'question', body: 'ΩanswerΩ' })
  const decided = await act(lead, 'POST', funder, '/adaptations', { decision: 'adapt', text: 'ΩfunderΩ', decidedOn: '2026-10-01' })
  await act(lead, 'POST', decided, `/adaptations/${decided.adaptations[0]?.id ?? ''}/checks`, { checkedOn: '2026-10-02', result: 'helped', note: 'ΩfunderΩ' })
  // Read while it was wide, then narrowed: nothing of it is kept for those who no longer read.
  const wide = await attach(await write('ΩnarrowedΩ', 'funder'), 'ΩfileOfNarrowedΩ')
  expect((await (people.funder as Asker).get(here.path(`/notes/${wide.id}`))).status).toBe(200)
  await act(author, 'PUT', wide, '/visibility', { visibility: 'circle' })
  await act(author, 'POST', await attach(await write('ΩwithdrawnΩ', 'funder'), 'ΩfileOfWithdrawnΩ'), '/withdrawal')
  await act(lead, 'POST', await attach(await write('ΩhiddenΩ', 'funder'), 'ΩfileOfHiddenΩ'), '/hiding', { reason: 'ΩhiddenΩ expose quelqu’un' })
  await write('ΩdraftOfBackboneΩ', 'private', staff)

  const coauthor = people.coauthor as Asker
  const withCoauthor = async (note: Note) => {
    const named = await author.ask('POST', here.path(`/notes/${note.id}/coauthors`), { body: { hatId: coauthor.hatId } })
    expect(named.status, named.text).toBe(201)
    return note
  }
  const written = await withCoauthor(await attach(await write('ΩformerOfCowrittenΩ', 'private'), 'ΩfileOfCowrittenΩ'))
  await act(coauthor, 'PATCH', written, '', told('ΩcowrittenΩ'))
  await act(coauthor, 'PATCH', await withCoauthor(await write('ΩcowrittenInTeamΩ', 'partner')), '', { causes: ['data'] })
  const left = await act(coauthor, 'PATCH', await withCoauthor(await write('ΩcowrittenThenLeftΩ', 'private')), '', { causes: ['data'] })
  expect((await author.ask('DELETE', here.path(`/notes/${left.id}/coauthors/${coauthor.hatId ?? ''}`))).status).toBe(200)
  await act(
    author,
    'POST',
    await act(coauthor, 'PATCH', await withCoauthor(await write('ΩcowrittenThenWithdrawnΩ', 'circle')), '', { causes: ['data'] }),
    '/withdrawal',
  )

  const build = figuresOf(world, here)
  await build.figure(await build.indicator('RATE', { name_fr: 'Dépistage' }), 'T', 'P1', '2026-Q2', { value: 52 })
  await build.recompute()
  await release(lead, here, { name: 'T2', throughPeriod: '2026-Q2' }, true)
  const publish = async (note: Note) =>
    act(lead, 'POST', await act(author, 'PUT', note, '/visibility', { visibility: 'public' }), '/agreements', { to: 'public' })
  const open = await publish(await attach(await write('ΩformerOfPublicΩ', 'funder'), 'ΩfileOfPublicΩ'))
  const reworded = await act(author, 'PATCH', open, '', told('ΩpublicΩ'))
  await act(other, 'POST', reworded, '/comments', { kind: 'question', body: 'ΩanswerToPublicΩ' })
  await act(lead, 'POST', reworded, '/adaptations', {
    ...{ decision: 'adapt', text: 'ΩpublicΩ', decidedOn: '2026-10-01' },
    ...{ ownerName: 'ΩownerOfPublicΩ', decidedIn: 'ΩownerOfPublicΩ' },
  })
  // Read by everybody, then by nobody but those who still may: from the pages that were kept, too.
  for (const [mark, take] of [
    ['ΩpublicThenNarrowedΩ', (note: Note) => act(author, 'PUT', note, '/visibility', { visibility: 'circle' })],
    ['ΩpublicThenWithdrawnΩ', (note: Note) => act(author, 'POST', note, '/withdrawal')],
  ] as const) {
    const note = await publish(await write(mark, 'funder'))
    expect((await world.stranger.get(`/api/v1/public/${here.slug}/notes/${note.id}`)).text).toContain(mark)
    if (hasPages) expect((await world.stranger.get(`/fr-CA/p/${here.slug}/notes/${note.id}`)).text).toContain(mark)
    await take(note)
  }
}, 120_000)
afterAll(() => world.close())

const formats = ['csv', 'xlsx', 'json', 'datapackage'].map((format) => `?format=${format}&content=figures&period=all`)
const LIST = [
  '?view=mine',
  '?view=hidden',
  '?followUp=open',
  '?condition=backbone_support',
  '?territory=T',
  ...NOTE_TYPES.map((type) => `?type=${type}`),
  ...CAUSES.map((cause) => `?cause=${cause}`),
  ...NOTE_STATES.map((state) => `?state=${state}`),
  ...MARKS.map((mark) => `?q=${encodeURIComponent(mark)}`),
]

/** Every route that only reads, of every note. */
async function addresses(): Promise<string[]> {
  const ids = await world.maintain(here.id, async (client) =>
    (await client.query<{ id: string }>('select id from app.learning_notes where initiative_id = $1', [here.id])).rows.map(({ id }) => id),
  )
  const files = await world.maintain(here.id, async (client) =>
    (await client.query<{ id: string }>('select id from app.note_attachments where initiative_id = $1', [here.id])).rows.map(({ id }) => id),
  )
  const known: Record<string, readonly string[]> = { initiativeId: [here.id], slug: [here.slug], noteId: ids, attachmentId: files }
  const queries: Record<string, readonly string[]> = {
    'notes.list': LIST,
    'search.find': [...MARKS.map((mark) => `?q=${encodeURIComponent(mark)}`), '?q=arriv%C3%A9&kind=note'],
    'notes.preview': ['?as=partner', '?as=circle', '?as=funder', '?as=public'],
    'notes.yearReport': ['?audience=circle', '?audience=funder', '?audience=public'],
    'exports.read': formats,
  }
  return world.app.routeTable
    .filter(({ method, url }) => method === 'GET' && url !== '/*')
    .flatMap(({ url, operation }) => {
      const names = (url.match(/:\w+/g) ?? []).map((name) => name.slice(1))
      const paths = names.reduce<string[]>(
        (all, name) => all.flatMap((path) => (known[name] ?? ['00000000-0000-4000-8000-000000000000']).map((value) => path.replace(`:${name}`, value))),
        [url],
      )
      return paths.flatMap((path) => ['', ...(queries[operation ?? ''] ?? [])].map((query) => `${path}${query}`))
    })
}

const marksIn = (answers: readonly Told[]) => MARKS.filter((mark) => answers.some(({ text }) => text.includes(mark)))
const mayRead = (name: string) => MARKS.filter((mark) => READERS[mark]?.includes(name))

describe('P20 what is told in confidence leaves by no way', { timeout: 300_000 }, () => {
  it.each(EVERYBODY)('%s finds in the whole API what the rungs give, and no more', async (name) => {
    const answers = await walk(world, people[name] as Asker, await addresses())
    expect(answers.filter(({ status }) => status >= 500).map(({ address }) => address)).toEqual([])
    expect(marksIn(answers)).toEqual(mayRead(name))
    const elsewhere = answers.filter(
      ({ address, text }) => text.includes('ΩfileOf') && !/\/notes\/[0-9a-f-]{36}(\/preview\?as=\w+|\/versions|\/attachments\/[0-9a-f-]{36})?$/.test(address),
    )
    expect(elsewhere.map(({ address }) => address)).toEqual([])
  })

  it.skipIf(!hasPages).each(EVERYBODY)('%s finds on pages, in their sources and in what links lead to, no more than that', async (name) => {
    const root = `/fr-CA/i/${here.slug}`
    const starts = [
      ...['notes', 'notes?view=mine', 'notes?view=hidden', 'notes?type=failure', 'notes?condition=backbone_support'],
      ...['territories/T', 'partners', 'partners/P2', 'conditions', 'dashboard', ''],
      // One word that stands in every one of them, and no mark in the address: a page shows what was asked.
      'search?q=arriv%C3%A9&kind=note',
    ].map((path) => `${root}/${path}`.replace(/\/$/, ''))
    starts.push(`/fr-CA/p/${here.slug}/notes`)
    const answers = await crawl(world, people[name] as Asker, starts, 110)
    expect(answers.filter(({ status }) => status >= 500).map(({ address }) => address)).toEqual([])
    // The former text stands behind a disclosure of its author's page.
    expect(marksIn(answers)).toEqual(mayRead(name))
  })

  it('the log of everything above holds none of them', () => {
    expect(log).toContain('answered')
    expect(MARKS.filter((mark) => log.includes(mark) || log.includes(encodeURIComponent(mark)))).toEqual([])
  })
})
