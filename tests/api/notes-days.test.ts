import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FollowUpItem, LearningReport, Note, NoteSummary } from '#shared/notes/contract.ts'
import type { SearchAnswer } from '#shared/search/contract.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/**
 * The days of a note that is signed with nobody's name (domain 4.4, rule 2): who knows on which day a partner wrote knows who wrote.
 * Whoever writes the note is told days; everybody else months, and no order, page or filter gives a day away.
 */

let world: World
let here: TestInitiative
let author: Asker
let other: Asker
let lead: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-01T15:00:00Z' })
  author = await here.person({ role: 'partner_contributor', partner: 'P2' })
  other = await here.person({ role: 'partner_contributor', partner: 'P3' })
  lead = await here.person({ role: 'backbone', lead: true })
  funder = await here.person({ role: 'funder', commitment: true })
})

const today = (day: string) =>
  world.maintain(here.id, (client) => client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [here.id, `${day}T15:00:00Z`]))
async function write(on: string, title: string, more: object = {}): Promise<Note> {
  await today(on)
  const body = { type: 'failure', title, whatHappened: `La halte ${title}`, happenedOn: '2026-09-14', visibility: 'circle', ...more }
  const answer = await author.ask<Note>('POST', here.path('/notes'), { body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const list = async (who: Asker, query: Record<string, string> = {}) =>
  (await who.get<{ items: NoteSummary[]; next: string | null }>(here.path('/notes'), query)).body
const put = (note: Note, visibility: string) =>
  author.ask<Note>('PUT', here.path(`/notes/${note.id}/visibility`), { body: { visibility }, headers: { 'if-match': `"v${note.version}"` } })

describe('days of a note that names nobody', () => {
  it.each(['a_partner', 'initiative'])('signed %s: leave as months wherever it is read, and as days to whoever writes it', async (attribution) => {
    const shared = (await put(await write('2026-10-07', 'mobile', { attribution }), 'funder')).body
    await today('2026-10-23')
    const edited = await author.ask<Note>('PATCH', here.path(`/notes/${shared.id}`), {
      body: { whatWeLearned: 'Le samedi' },
      headers: { 'if-match': `"v${shared.version}"` },
    })
    expect(edited.body).toMatchObject({ sharedOn: '2026-10-07', editedOn: '2026-10-23', happenedOn: '2026-09-14' })
    await today('2026-11-28')
    if (attribution === 'initiative') {
      const agreed = await lead.ask<Note>('POST', here.path(`/notes/${shared.id}/agreements`), {
        body: { to: 'initiative' },
        headers: { 'if-match': `"v${edited.body.version}"` },
      })
      expect(agreed.body.signature.kind, agreed.text).toBe('initiative')
    }
    const days = /2026-10-07|2026-10-23|2026-09-14|2026-11-06|2026-12-06/
    for (const who of [other, lead, funder]) {
      const read = await who.get<Note>(here.path(`/notes/${shared.id}`))
      expect(read.body).toMatchObject({ sharedOn: '2026-10', editedOn: '2026-10', happenedOn: '2026-09' })
      const found = await who.get<SearchAnswer>(here.path('/search'), { q: 'halte' })
      expect(found.text).toContain('mobile')
      const told = [read, await who.get(here.path('/notes')), found, await who.get(here.path('/notes/report'), { year: '2026' })]
      if (who !== funder) told.push(await who.get(here.path('/notes/follow-up')), await who.get(here.path('/dashboard/news')))
      for (const answer of told) {
        expect(answer.status, answer.text).toBe(200)
        expect(answer.text).not.toMatch(days)
      }
    }
    expect((await other.get<LearningReport>(here.path('/notes/report'), { year: '2026' })).body.notes).toHaveLength(1)
    expect((await lead.get<{ items: FollowUpItem[] }>(here.path('/notes/follow-up'))).body.items).toMatchObject([
      { step: 'discuss', dueOn: '2026-11', isDue: true },
    ])
    expect((await list(author)).items).toMatchObject([{ sharedOn: '2026-10-07' }])
  })

  it('a signed note keeps its days', async () => {
    const note = await write('2026-10-07', 'signée', { attribution: 'named_partner' })
    expect((await other.get<Note>(here.path(`/notes/${note.id}`))).body).toMatchObject({ sharedOn: '2026-10-07', happenedOn: '2026-09-14' })
  })

  it('its place in the list tells no day: it stands at the beginning of its month, among others by lot, and pages go on from there', async () => {
    const signed = (await write('2026-10-12', 'signée', { attribution: 'named_partner', type: 'success' })).id
    const unsigned = [(await write('2026-10-03', 'u1')).id, (await write('2026-10-20', 'u2')).id, (await write('2026-10-29', 'u3')).id]
    const before = (await write('2026-09-30', 'avant', { attribution: 'named_partner', type: 'success' })).id
    await today('2026-11-02')
    const expected = [signed, ...unsigned.toSorted().toReversed(), before]
    expect((await list(other)).items.map(({ id }) => id)).toEqual(expected)
    const paged: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const page = await list(other, { limit: '1', ...(next === '' ? {} : { after: next }) })
      paged.push(...page.items.map(({ id }) => id))
      if (unsigned.includes(page.items[0]?.id ?? '')) expect(page.next).toMatch(/^2026-10-01_/)
      ;({ next } = page)
    }
    expect(paged).toEqual(expected)
  })

  it('a filter by a span of days finds it by its month: asking day after day tells nothing', async () => {
    const note = await write('2026-10-07', 'filtrée')
    const found = async (period: string) => (await list(other, { period })).items.map(({ id }) => id)
    for (const period of ['2026-10-07', '2026-10-08', '2026-10-01', '2026-10-31', '2026-10', '2026-Q4', '2026-09-20/2026-10-02'])
      expect(await found(period), period).toEqual([note.id])
    for (const period of ['2026-09', '2026-11-01', '2026-Q3']) expect(await found(period), period).toEqual([])
  })

  it('the backbone is told that a failure has waited 14 days for an answer, and not since when', async () => {
    const note = await write('2026-10-07', 'sans réponse')
    await today('2026-10-20')
    expect((await list(lead)).items).toMatchObject([{ id: note.id, awaitsAnswer: false }])
    await today('2026-10-21')
    expect((await list(lead)).items).toMatchObject([{ id: note.id, awaitsAnswer: true }])
    expect((await list(other)).items).toMatchObject([{ awaitsAnswer: false }])
  })
})
