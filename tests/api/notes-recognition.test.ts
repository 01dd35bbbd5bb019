import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FollowUpItem, LearningReport, Note, NotePreview } from '#shared/notes/contract.ts'
import { plantCanary } from '../support/canaries.ts'
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
