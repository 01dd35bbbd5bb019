import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Note, Trial } from '#shared/notes/contract.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/** Trials said beforehand (domain 4.1), and what is told elsewhere than in a note (domain 4.5). */

let world: World
let here: TestInitiative
let author: Asker
let other: Asker
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  author = await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Aïssata Diarra' })
  other = await here.person({ role: 'partner_contributor', partner: 'P3' })
})
afterAll(() => world.close())

const trial = {
  title: 'Une halte le samedi',
  hypothesis: 'Les familles viennent plus volontiers le samedi.',
  costLimit: '300 $ et quatre samedis',
  startsOn: '2026-11-07',
  endsOn: '2026-11-28',
  signItWorks: 'Dix familles au troisième samedi',
  signItFails: 'Moins de trois familles deux fois de suite',
  stoppedBy: 'L’intervenante de la halte',
}
const told = { title: 'La halte du samedi', whatHappened: 'Deux familles sont venues.' }

async function declare(more: object = {}): Promise<Trial> {
  const answer = await author.ask<Trial>('POST', here.path('/notes/trials'), { body: { ...trial, ...more } })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const today = (day: string) =>
  world.maintain(here.id, (client) => client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [here.id, `${day}T13:00:00Z`]))
const change = (who: Asker, one: Trial, body: object) =>
  who.ask<Trial>('PATCH', here.path(`/notes/trials/${one.id}`), { body, headers: { 'if-match': `"v${one.version}"` } })

describe('a safe-to-fail trial', () => {
  it('is declared beforehand with hypothesis, limits, both signs and who stops it; each is asked for', async () => {
    expect(await declare()).toMatchObject({ ...trial, declaredOn: '2026-10-15', isMine: true, outcomes: [], abilities: { change: true, share: true } })
    for (const field of Object.keys(trial)) {
      const answer = await author.ask('POST', here.path('/notes/trials'), { body: { ...trial, [field]: '' } })
      expect(answer.status, field).toBe(400)
    }
    const backwards = await author.ask<{ errors: { pointer: string }[] }>('POST', here.path('/notes/trials'), { body: { ...trial, endsOn: '2026-11-01' } })
    expect([backwards.status, backwards.body.errors[0]?.pointer]).toEqual([400, '/endsOn'])
  })

  it('opens a note of either type with the trial attached, read by whoever reads the note; who stops it and its days stay behind', async () => {
    for (const type of ['failure', 'success']) {
      const { id } = await declare()
      const note = await author.ask<Note>('POST', here.path('/notes'), { body: { ...told, type, attribution: 'a_partner', visibility: 'circle', trialId: id } })
      expect(note.status, note.text).toBe(201)
      expect(note.body).toMatchObject({ trial: { startsOn: '2026-11-07', declaredOn: '2026-10-15' }, own: { trialId: id } })
      const read = await other.get<Note>(here.path(`/notes/${note.body.id}`))
      expect(read.body.trial).toMatchObject({ hypothesis: trial.hypothesis, signItFails: trial.signItFails, startsOn: '2026-11', declaredOn: '2026-10' })
      expect(read.text).not.toMatch(/intervenante de la halte|Aïssata/)
      // The trial itself was never opened: it is still its author's.
      expect((await other.get(here.path('/notes/trials'))).text).not.toContain(id)
    }
  })

  it('keeps its words once it has begun: its signs do not follow its outcome', async () => {
    const one = await declare({ startsOn: '2026-10-16' })
    const reworded = await change(author, one, { signItWorks: 'Cinq familles' })
    expect(reworded.status).toBe(200)
    await today('2026-10-16')
    const late = await change(author, reworded.body, { signItWorks: 'Une famille' })
    expect([late.status, (await change(author, reworded.body, { visibility: 'circle' })).status]).toEqual([403, 200])
    await today('2026-10-15')
  })

  it('in the circle is read without a name, and attached by nobody but who declared it', async () => {
    const one = await declare({ visibility: 'circle' })
    const seen = (await other.get<{ items: Trial[] }>(here.path('/notes/trials'))).body.items.find(({ id }) => id === one.id)
    expect(seen).toMatchObject({ isMine: false, abilities: { change: false, share: false } })
    expect(JSON.stringify(seen)).not.toMatch(/P2|Organisation|Diarra/)
    const stolen = await other.ask<{ code: string }>('POST', here.path('/notes'), { body: { ...told, type: 'failure', trialId: one.id } })
    expect([stolen.status, stolen.body.code]).toEqual([422, 'unknown_reference'])
    expect((await change(other, one, { visibility: 'private' })).status).toBe(403)
  })

  it('goes back to its author at once', async () => {
    const one = await declare({ visibility: 'circle' })
    await change(author, one, { visibility: 'private' })
    expect((await other.get(here.path('/notes/trials'))).text).not.toContain(one.id)
    expect((await change(other, one, { visibility: 'circle' })).status).toBe(404)
  })
})

describe('harm, fraud and abuse', () => {
  it('have a channel of the initiative, said by a lead and read by every member', async () => {
    const lead = await here.person({ role: 'backbone', lead: true })
    const funder = await here.person({ role: 'funder' })
    const path = here.path('/notes/reporting-channel')
    expect((await funder.get(path)).body).toEqual({ textFr: null, textEn: null, version: 0 })
    const body = { textFr: 'Ligne d’écoute : 555-0142', textEn: 'Helpline: 555-0142' }
    expect((await lead.ask('PUT', path, { body, headers: { 'if-match': '"v0"' } })).body).toEqual({ ...body, version: 1 })
    expect((await lead.ask('PUT', path, { body, headers: { 'if-match': '"v0"' } })).status).toBe(412)
    expect((await author.get(path)).body).toMatchObject(body)
  })
})

describe('the stage a note is about', () => {
  it('is a link like another, and a filter', async () => {
    const links = [{ kind: 'stage', key: 'organize' }]
    const { body } = await author.ask<Note>('POST', here.path('/notes'), { body: { ...told, type: 'surprise', visibility: 'circle', links } })
    expect(body.links).toMatchObject(links)
    const found = async (stage: string) => (await other.get<{ items: Note[] }>(here.path('/notes'), { stage })).body.items.map(({ id }) => id)
    expect([await found('organize'), await found('sustain')]).toEqual([[body.id], []])
  })
})
