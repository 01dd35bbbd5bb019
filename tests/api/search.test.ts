import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Note } from '#shared/notes/contract.ts'
import { FEW_OF_EACH, type FoundKind, type SearchAnswer } from '#shared/search/contract.ts'
import { indicatorBody } from '../authorisation/calls/things.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
let all: Coalition
let committed: Asker
let other: Asker
const names: Record<string, Asker> = {}
beforeAll(async () => {
  world = await openWorld()
  all = await buildCoalition(world)
  committed = await all.here.person({ role: 'funder', commitment: true })
  other = await all.here.person({ role: 'partner_contributor', partner: 'P3' })
  Object.assign(names, { lead: all.lead, staff: all.staff, author: all.contributor, other, viewer: all.viewer, funder: all.funder, committed })
  const { here } = all
  await world.maintain(here.id, async (client) => {
    await client.query(`update app.territories set name_fr = 'Côte du Dépistage' where initiative_id = $1 and code = 'T'`, [here.id])
    await client.query(`update app.partners set role_fr = 'Offre des dépistages' where initiative_id = $1 and code = 'P2'`, [here.id])
  })
  const { definition, ...indicator } = indicatorBody('DEPIST')
  const words = { nameFr: 'Enfants dépistés', nameEn: 'Children screened', definitionFr: 'Part des enfants qui ont eu un dépistage' }
  await made('/indicators', { ...indicator, definition: { ...definition, ...words } })
  await made('/activities', { nameFr: 'Dépister à la vaccination', descriptionFr: 'Un seul formulaire' })
  await made('/activities', { nameFr: 'Dépistage publié', published: true })
  const meeting = await made('/meetings', {
    titleFr: 'Comité',
    startsOn: '2026-11-03',
    startsTime: '09:00',
    items: [{ title: 'Le dépistage', kind: 'discussion' }],
  })
  await made(`/meetings/${meeting.id}/action-items`, { text: 'Chiffrer le dépistage', partnerCode: 'P2', dueOn: '2026-12-01' })
  const pictured = await made('/goals', { statementFr: 'Deux enfants sur trois' })
  await made(`/goals/${pictured.id}/pictures`, {
    horizonMonths: 6,
    descriptionFr: 'Le dépistage dans trois cliniques',
    descriptionEn: 'Three clinics are screening',
  })
  const adopted = await made('/goals', { statementFr: 'Le dépistage pour tous' })
  const body = await made('/governance/bodies', { nameFr: 'Table', kind: 'steering_committee', validFrom: '2026-01-01' })
  await made('/governance/decisions', { bodyId: body.id, titleFr: 'Ouvrir un dépistage', textFr: 'Trois cliniques' })
  const published = await made('/governance/decisions', { bodyId: body.id, titleFr: 'Un fonds', textFr: 'Pour le dépistage' })
  await world.maintain(here.id, async (client) => {
    await client.query(`update app.goals set state = 'adopted', adopted_on = '2026-02-01' where id = $1`, [adopted.id])
    await client.query(`update app.decisions set result = 'carried', decided_on = '2026-05-12', voting_seats = 1, published_on = '2026-05-13' where id = $1`, [
      published.id,
    ])
  })
  await made('/updates', { titleFr: 'Brouillon sur le dépistage', bodyFr: 'x', audience: 'public' })
  await made('/updates', { titleFr: 'Dépistage, pour le cercle', bodyFr: 'x', audience: 'circle', publishedOn: '2026-10-01' })
  await made('/updates', { titleFr: 'Dépistage, pour les bailleurs', bodyFr: 'x', audience: 'funder', publishedOn: '2026-10-01' })
})
afterAll(() => world.close())

async function made(path: string, body: object, by = all.staff): Promise<{ id: string; version: number }> {
  const answer = await by.ask<{ id: string; version: number }>('POST', all.here.path(path), { body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
async function find(by: Asker, q: string, kind?: FoundKind) {
  const answer = await by.get<SearchAnswer>(all.here.path('/search'), { q, kind })
  expect(answer.status, answer.text).toBe(200)
  return Object.fromEntries(answer.body.groups.map(({ kind: one, items }) => [one, items.map(({ nameFr }) => nameFr)]))
}

describe('search across the initiative', () => {
  it('« depistages » finds « dépistage » of every kind, for the backbone', async () => {
    expect(await find(all.staff, 'depistages')).toEqual({
      indicator: ['Enfants dépistés'],
      territory: ['Côte du Dépistage'],
      partner: ['Organisation P2'],
      goal: expect.arrayContaining(['Le dépistage pour tous', 'Deux enfants sur trois']) as string[],
      activity: ['Dépistage publié'],
      decision: ['Ouvrir un dépistage', 'Un fonds'],
      meeting: ['Comité'],
      action: ['Chiffrer le dépistage'],
      update: expect.arrayContaining(['Brouillon sur le dépistage', 'Dépistage, pour le cercle', 'Dépistage, pour les bailleurs']) as string[],
    })
  })

  it('a word of English is found by another of its forms, a part of a name is enough, capitals do not count', async () => {
    expect(await find(all.staff, 'SCREENING')).toMatchObject({ indicator: ['Enfants dépistés'], goal: ['Deux enfants sur trois'] })
    expect(await find(all.staff, 'cote du')).toEqual({ territory: ['Côte du Dépistage'] })
    expect(await find(all.staff, 'de\u0301pistage', 'territory')).toEqual({ territory: ['Côte du Dépistage'] })
  })

  it('each hat finds what its own lists show: no draft, meeting, action, or unpublished activity, goal and decision for a funder', async () => {
    const circle = await find(all.viewer, 'dépistage')
    expect(circle.update?.toSorted()).toEqual(['Dépistage, pour le cercle', 'Dépistage, pour les bailleurs'])
    expect([circle.meeting, circle.action, circle.goal?.length, circle.decision?.length]).toEqual([['Comité'], ['Chiffrer le dépistage'], 2, 2])
    expect(await find(all.funder, 'dépistage')).toEqual({
      indicator: ['Enfants dépistés'],
      territory: ['Côte du Dépistage'],
      partner: ['Organisation P2'],
      goal: ['Le dépistage pour tous'],
      activity: ['Dépistage publié'],
      decision: ['Un fonds'],
      update: ['Dépistage, pour les bailleurs'],
    })
    // Words of drafts, of meetings and of what follows them tell a funder nothing, not even that there is something.
    for (const word of ['formulaire', 'cliniques', 'chiffrer', 'comité']) {
      expect((await all.funder.get(all.here.path('/search'), { q: word })).text, word).toBe('{"groups":[]}')
      expect(Object.keys(await find(all.viewer, word)), word).not.toEqual([])
    }
    expect(await find(all.viewer, 'clinique')).toEqual({ goal: ['Deux enfants sur trois'], decision: ['Ouvrir un dépistage'] })
  })

  it.each(['%%', '_ _', '\\\\', "l'", '-- ;', '"dépistage', 'a & | !b', '😀😀', 'or or', '<->'])('takes any words: %j', async (q) => {
    expect((await all.staff.get(all.here.path('/search'), { q })).status).toBe(200)
    expect(Object.keys(await find(all.funder, q)).filter((kind) => kind === 'meeting' || kind === 'note')).toEqual([])
  })

  it('one character, none, or an unknown kind is a fault of the question', async () => {
    for (const query of [{ q: 'x' }, { q: ' ' }, {}, { q: 'xx', kind: 'people' }])
      expect((await all.staff.get(all.here.path('/search'), query)).status).toBe(400)
  })
})

const RUNGS = {
  private: ['author'],
  partner: ['author'],
  circle: ['lead', 'staff', 'author', 'other', 'viewer'],
  funder: ['lead', 'staff', 'author', 'other', 'viewer', 'committed'],
} as const
type Told = keyof typeof RUNGS
const WORD = 'zibeline'

async function readersOf(word: string): Promise<string[]> {
  const found: string[] = []
  for (const [name, asker] of Object.entries(names)) {
    const { status, text, body } = await asker.get<SearchAnswer>(all.here.path('/search'), { q: word })
    expect(status).toBe(200)
    if (body.groups.length > 0) found.push(name)
    // Nothing tells that there would be something: an empty answer is the same for everybody.
    else expect(text).toBe('{"groups":[]}')
    expect((await find(asker, word, 'note')).note === undefined, name).toBe(body.groups.length === 0)
  }
  return found
}

describe('P20 a note is found by the readers of its rung alone', { timeout: 60_000 }, () => {
  it.each(Object.keys(RUNGS) as Told[])('told to %s: in no result and no number for anybody else, and found by all its readers', async (visibility) => {
    const word = `${WORD}${visibility}`
    const note = (await made(
      '/notes',
      { type: 'failure', title: 'En confiance', whatHappened: `Une ${word}.`, visibility: visibility === 'funder' ? 'circle' : visibility },
      all.contributor,
    )) as Note
    if (visibility === 'funder')
      await all.contributor.ask('PUT', all.here.path(`/notes/${note.id}/visibility`), { body: { visibility }, headers: match(note.version) })
    expect(await readersOf(word)).toEqual(Object.keys(names).filter((name) => (RUNGS[visibility] as readonly string[]).includes(name)))
  })

  it('narrowed, reworded or withdrawn, it has left the search at the next request', async () => {
    const first = (await made('/notes', { type: 'failure', title: 'Titre', whatHappened: 'Une hermine.', visibility: 'circle' }, all.contributor)) as Note
    expect(await readersOf('hermine')).toEqual(['lead', 'staff', 'author', 'other', 'viewer'])
    const act = async (method: 'PUT' | 'PATCH' | 'POST', version: number, rest: string, body?: object) => {
      const answer = await all.contributor.ask<Note>(method, all.here.path(`/notes/${first.id}${rest}`), { ...(body ? { body } : {}), headers: match(version) })
      expect(answer.status, answer.text).toBe(200)
      return answer.body.version
    }
    const reworded = await act('PATCH', first.version, '', { whatHappened: 'Une loutre.' })
    expect([await readersOf('hermine'), (await readersOf('loutres')).length]).toEqual([[], 5])
    const narrowed = await act('PUT', reworded, '/visibility', { visibility: 'private' })
    expect(await readersOf('loutre')).toEqual(['author'])
    await act('PUT', await act('PUT', narrowed, '/visibility', { visibility: 'partner' }), '/visibility', { visibility: 'circle' })
    expect(await readersOf('loutre')).toHaveLength(5)
    await act('POST', 0, '/withdrawal')
    expect(await readersOf('loutre')).toEqual(['author'])
  })

  it('what is hidden is found by its author alone; more notes than are shown are said to be more, without a number', async () => {
    for (let number = 0; number <= FEW_OF_EACH; number++)
      await made('/notes', { type: 'surprise', title: `Genette ${number}`, whatHappened: 'x', visibility: 'circle' }, all.contributor)
    const groups = async (by: Asker) => (await by.get<SearchAnswer>(all.here.path('/search'), { q: 'genettes' })).body.groups
    expect((await groups(all.viewer)).map(({ items, hasMore }) => [items.length, hasMore])).toEqual([[FEW_OF_EACH, true]])
    const one = (await find(all.viewer, 'genette', 'note')).note
    expect(one).toHaveLength(FEW_OF_EACH + 1)
    const hidden = (await groups(all.viewer))[0]?.items[0]?.key ?? ''
    await all.staff.ask('POST', all.here.path(`/notes/${hidden}/hiding`), { body: { reason: 'Nomme quelqu’un' } })
    expect((await groups(all.viewer)).map(({ items, hasMore }) => [items.length, hasMore])).toEqual([[FEW_OF_EACH, false]])
    expect((await find(all.contributor, 'genette', 'note')).note).toHaveLength(FEW_OF_EACH + 1)
  })
})
