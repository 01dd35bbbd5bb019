import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Note, NotePreview } from '#shared/notes/contract.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/** « Comme un lecteur »: what the author is shown of each rung is what its readers get, word for word. */

let world: World
let here: TestInitiative
let author: Asker
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative()
  author = await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Aïssata Diarra' })
})
afterAll(() => world.close())

const text = { type: 'failure', title: 'La halte mobile', whatHappened: 'Personne ne conduisait.', failureKind: 'complex', happenedOn: '2026-03-14' }

async function write(more: object = {}): Promise<Note> {
  const answer = await author.ask<Note>('POST', here.path('/notes'), { body: { ...text, ...more } })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
async function preview(note: Note, as: string): Promise<NotePreview> {
  const answer = await author.get<NotePreview>(here.path(`/notes/${note.id}/preview`), { as })
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}
const climb = async (note: Note, visibility: string) =>
  (await author.ask<Note>('PUT', here.path(`/notes/${note.id}/visibility`), { body: { visibility }, headers: { 'if-match': `"v${note.version}"` } })).body

/** What of a note is text or attribution; what a reader may do with it is not. */
const read = ({ abilities: _, version: __, ...told }: Note) => told

describe('a preview', () => {
  it.each(['a_partner', 'named_partner', 'named_person', 'initiative'])(
    'of a note signed %s shows what a reader of that rung then gets, and tells no more',
    async (attribution) => {
      const draft = await write({ attribution, visibility: 'private', links: [{ kind: 'condition', key: 'backbone_support' }] })
      const before = { circle: await preview(draft, 'circle'), funder: await preview(draft, 'funder') }
      const other = await here.person({ role: 'partner_contributor', partner: 'P3' })
      const funder = await here.person({ role: 'funder', commitment: true })
      const inCircle = await climb(await climb(draft, 'partner'), 'circle')
      expect(read(before.circle.note)).toEqual(read((await other.get<Note>(here.path(`/notes/${draft.id}`))).body))
      await climb(inCircle, 'funder')
      expect(read(before.funder.note)).toEqual(read((await funder.get<Note>(here.path(`/notes/${draft.id}`))).body))
      expect([before.circle.note.own, before.circle.note.isMine, before.circle.note.contact]).toEqual([null, false, null])
      if (attribution === 'a_partner') {
        expect(before.circle.note).toMatchObject({ happenedOn: '2026-03', signature: { kind: 'a_partner', partnerName: null, person: null } })
        expect(JSON.stringify(before)).not.toContain('Aïssata')
      }
    },
  )

  it('counts exactly who would read, and counts again when somebody comes', async () => {
    const note = await write()
    const first = await preview(note, 'circle')
    await here.person({ role: 'partner_viewer', partner: 'P3' })
    const second = await preview(note, 'circle')
    expect(second.audience.people).toBe((first.audience.people ?? 0) + 1)
    expect((await preview(note, 'public')).audience).toEqual({ rung: 'public', organisations: null, people: null })
  })

  it('advises on names in the text and on links of fewer than three partners, and says what the backbone would learn', async () => {
    const note = await write({
      whatHappened: 'M. Tremblay et Aïssata Diarra n’étaient pas là.',
      backboneMayContact: true,
      links: [{ kind: 'territory', key: (await author.get<{ territories: { key: string }[] }>(here.path('/notes/choices'))).body.territories.at(-1)?.key }],
    })
    const { check, backboneLearnsPartner, note: asRead } = await preview(note, 'circle')
    expect(check.hints.map(({ text: passage }) => passage)).toEqual(['M. Tremblay', 'Aïssata Diarra'])
    expect(backboneLearnsPartner).toBe(true)
    // The place of one partner does not leave; what does not leave is no danger to warn of.
    expect([asRead.links, check.recognisable]).toEqual([[], []])
    expect((await preview(note, 'partner')).backboneLearnsPartner).toBe(false)
  })

  it('is the author’s alone', async () => {
    const note = await write({ visibility: 'circle' })
    for (const role of ['backbone', 'partner_viewer'] as const) {
      const who = await here.person({ role, ...(role === 'backbone' ? {} : { partner: 'P2' }) })
      expect((await who.get(here.path(`/notes/${note.id}/preview`), { as: 'public' })).status).toBe(403)
    }
  })
})
