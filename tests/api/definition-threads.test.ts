import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DefinitionThread } from '#shared/indicators/threads-contract.ts'
import { buildCoalition, match } from '../support/coalition.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let lead: Asker
let staff: Asker
let contributor: Asker
let viewer: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
  ;({ here: initiative, lead, staff, contributor, viewer, funder } = await buildCoalition(world))
  await addIndicator(world, initiative, 'TALK', {})
})
afterAll(() => world.close())

type Thread = DefinitionThread & { code: string }
const path = (rest = '', code = 'TALK') => initiative.path(`/indicators/${code}/definition/threads${rest}`)
const open = (who: Asker, body: string, more: object = {}) => who.ask<Thread>('POST', path(), { body: { body, ...more } })
const reply = (who: Asker, id: string, body: string) => who.ask<Thread>('POST', path(`/${id}/messages`), { body: { body } })
const resolve = (who: Asker, { id, version }: { id: string; version: number }, body?: string) =>
  who.ask<Thread>('POST', path(`/${id}/resolution`), { body: { body }, headers: match(version) })
const list = async (who: Asker) => (await who.get<{ items: Thread[]; abilities: { comment: boolean } }>(path())).body

describe('comments on a definition (domain 5, row 14)', () => {
  it('a partner asks, the backbone answers, the whole circle reads it; funders do not', async () => {
    const asked = await open(contributor, 'Compte-t-on les enfants nés hors région?')
    expect(asked.status, asked.text).toBe(201)
    expect([asked.body.partnerCode, asked.body.versionNumber, asked.body.openedOn, asked.body.abilities]).toEqual([
      'P2',
      1,
      '2026-10-15',
      { reply: true, resolve: true },
    ])
    expect((await reply(staff, asked.body.id, 'Oui.')).status).toBe(201)
    const { items, abilities } = await list(viewer)
    expect(items.map(({ messages }) => messages.map(({ partnerCode, body }) => [partnerCode, body]))).toEqual([
      [
        ['P2', 'Compte-t-on les enfants nés hors région?'],
        [null, 'Oui.'],
      ],
    ])
    // Another partner's people answer, yet do not settle what they did not ask.
    expect([abilities, items[0]?.abilities]).toEqual([{ comment: true }, { reply: true, resolve: false }])
    expect((await funder.get(path())).status).toBe(404)
    expect((await open(funder, 'Et nous?')).status).toBe(404)
  })

  it('the side that asked settles it, or the backbone; then nobody answers any more', async () => {
    const { body: asked } = await open(viewer, 'Une autre question')
    expect((await resolve(contributor, asked)).status).toBe(403)
    expect((await resolve(viewer, { ...asked, version: 9 })).status).toBe(412)
    const settled = await resolve(viewer, asked, 'Merci')
    expect([settled.status, settled.body.resolvedOn, settled.body.resolvedSide, settled.body.abilities]).toEqual([
      200,
      '2026-10-15',
      'partner',
      { reply: false, resolve: false },
    ])
    expect(settled.body.messages.at(-1)).toMatchObject({ body: 'Merci', isResolution: true })
    expect((await reply(lead, asked.id, 'Encore')).body.code).toBe('contest_closed')
    expect((await resolve(lead, settled.body)).body.code).toBe('contest_closed')
    const { body: other } = await open(contributor, 'Et celle-ci')
    expect((await resolve(lead, other)).body.resolvedSide).toBe('backbone')
  })

  it('open ones come first; the backbone sees where an answer is due', async () => {
    await addIndicator(world, initiative, 'QUIET', {})
    const { items } = await list(lead)
    expect(items.map(({ resolvedOn }) => resolvedOn !== null)).toEqual([...items.map(({ resolvedOn }) => resolvedOn !== null)].sort())
    const waiting = await lead.get<{ items: { indicator: string; comments: number; proposals: number }[] }>(initiative.path('/definition-questions'))
    expect(waiting.body.items).toEqual([{ indicator: 'TALK', comments: 1, proposals: 0 }])
    expect((await contributor.get(initiative.path('/definition-questions'))).status).toBe(404)
  })

  it('people of a partner that left read on and say nothing more', async () => {
    const gone = await initiative.person({ role: 'partner_viewer', partner: 'P1' })
    await world.maintain(initiative.id, (client) =>
      client.query(`update app.partners set left_on = '2026-10-01' where initiative_id = $1 and code = 'P1'`, [initiative.id]),
    )
    expect((await list(gone)).abilities).toEqual({ comment: false })
    expect((await open(gone, 'Encore une')).status).toBe(403)
    expect((await open(contributor, 'De quelle version?', { versionNumber: 7 })).body.code).toBe('unknown_reference')
    expect((await open(contributor, '  ')).status).toBe(400)
    expect((await contributor.get(path('', 'NOPE'))).status).toBe(404)
  })
})
