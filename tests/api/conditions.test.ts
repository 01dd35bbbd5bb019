import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AgendaVersion, Endorsement, Goal } from '#shared/conditions/contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ demo: true })
})
afterAll(() => world.close())

const VERSION = {
  visionFr: 'Chaque enfant grandit entouré.',
  problemStatementFr: 'Trop de portes.',
  principlesFr: 'Avec les parents.',
  approachFr: 'Une porte.',
}

async function publish({ here, lead }: Coalition, input: object = VERSION): Promise<AgendaVersion> {
  const { body: draft } = await lead.ask<AgendaVersion>('POST', here.path('/agenda-versions'), { body: input })
  const answer = await lead.ask<AgendaVersion>('POST', here.path(`/agenda-versions/${draft.id}/publication`), { body: {}, headers: match(draft.version) })
  expect(answer.status).toBe(200)
  return answer.body
}

const answerFor = (version: AgendaVersion, partner: string) => version.answers?.find((answer) => answer.partnerCode === partner) as Endorsement

describe('agenda versions (S04)', () => {
  it('a version is drafted, changed, published by a lead, and then stays as it is', async () => {
    const { here, lead, staff } = await buildCoalition(world)
    const { status, body: draft } = await staff.ask<AgendaVersion>('POST', here.path('/agenda-versions'), { body: { visionFr: 'Une vision' } })
    expect([status, draft.number, draft.publishedOn, draft.missing]).toEqual([201, 1, null, ['problem_statement', 'principles', 'approach']])
    const changed = await staff.ask<AgendaVersion>('PATCH', here.path(`/agenda-versions/${draft.id}`), { body: VERSION, headers: match(1) })
    expect([changed.status, changed.body.missing, changed.body.version, changed.headers.etag]).toEqual([200, [], 2, '"v2"'])
    const path = here.path(`/agenda-versions/${draft.id}/publication`)
    expect((await staff.ask('POST', path, { body: {}, headers: match(2) })).body.code).toBe('not_allowed')
    const published = await lead.ask<AgendaVersion>('POST', path, { body: {}, headers: match(2) })
    expect([published.body.publishedOn, published.body.isCurrent, published.body.endorsements]).toEqual([
      '2026-10-15',
      true,
      { asked: 3, endorsed: 0, reservations: 0, total: 3, ratio: '0' },
    ])
    const late = await lead.ask('PATCH', here.path(`/agenda-versions/${draft.id}`), { body: { visionFr: 'Autre' }, headers: match(3) })
    expect([late.status, late.body.code]).toEqual([409, 'agenda_published'])
  })

  it('an incomplete version is refused in a formal initiative; an informal one may go on with one more click', async () => {
    for (const form of ['formal', 'informal'] as const) {
      const { here, lead } = await buildCoalition(world, form)
      const { body: draft } = await lead.ask<AgendaVersion>('POST', here.path('/agenda-versions'), { body: { ...VERSION, approachFr: ' ' } })
      const path = here.path(`/agenda-versions/${draft.id}/publication`)
      const refused = await lead.ask('POST', path, { body: {}, headers: match(1) })
      expect([refused.status, refused.body.code, refused.body.params]).toEqual([422, 'agenda_incomplete', { missing: ['approach'] }])
      expect((await lead.ask('POST', path, { body: { anyway: true }, headers: match(1) })).status).toBe(form === 'formal' ? 422 : 200)
    }
  })

  it('S04 a second version asks all fourteen partners anew; the first and its answers stay readable', async () => {
    const demo = await world.loadDemo()
    const lead = await demo.as('coordination')
    const path = (rest: string) => `/api/v1/initiatives/${demo.initiatives['grandir-entre-rives']}${rest}`
    const before = (await lead.get<{ items: AgendaVersion[] }>(path('/agenda-versions'))).body.items
    expect(before.map((version) => [version.number, version.endorsements.endorsed, version.endorsements.total])).toEqual([
      [2, 12, 14],
      [1, 14, 15],
    ])
    const { body: draft } = await lead.ask<AgendaVersion>('POST', path('/agenda-versions'), { body: VERSION })
    const { body: third } = await lead.ask<AgendaVersion>('POST', path(`/agenda-versions/${draft.id}/publication`), { body: {}, headers: match(draft.version) })
    expect([third.number, third.endorsements]).toEqual([3, { asked: 14, endorsed: 0, reservations: 0, total: 14, ratio: '0' }])
    const after = (await lead.get<{ items: AgendaVersion[] }>(path('/agenda-versions'))).body.items
    expect(after.map((version) => [version.number, version.isCurrent, version.endorsements.endorsed])).toEqual([
      [3, true, 0],
      [2, false, 12],
      [1, false, 14],
    ])
    expect(answerFor(after[1] as AgendaVersion, 'P08').reservations).toContain('transport')
  })

  it('only one draft waits at a time', async () => {
    const { here, lead } = await buildCoalition(world)
    await lead.ask('POST', here.path('/agenda-versions'), { body: VERSION })
    const again = await lead.ask('POST', here.path('/agenda-versions'), { body: VERSION })
    expect([again.status, again.body.code]).toEqual([409, 'already_exists'])
  })

  it('a version number is needed to change, and the latest one', async () => {
    const { here, lead } = await buildCoalition(world)
    const { body: draft } = await lead.ask<AgendaVersion>('POST', here.path('/agenda-versions'), { body: VERSION })
    const path = here.path(`/agenda-versions/${draft.id}`)
    expect((await lead.ask('PATCH', path, { body: { visionFr: 'A' } })).body.code).toBe('version_required')
    await lead.ask('PATCH', path, { body: { visionFr: 'A' }, headers: match(1) })
    const stale = await lead.ask('PATCH', path, { body: { visionFr: 'B' }, headers: match(1) })
    expect([stale.status, stale.body.code, stale.body.params]).toEqual([412, 'version_stale', { version: 2 }])
  })
})

describe('endorsements (S04)', () => {
  it('a contributor endorses for its own partner, and for no other', async () => {
    const all = await buildCoalition(world)
    const version = await publish(all)
    const path = (partner: string) => all.here.path(`/agenda-versions/${version.id}/endorsements/${partner}`)
    const own = await all.contributor.ask<Endorsement>('PUT', path('P2'), { body: { state: 'endorsed' }, headers: match(1) })
    expect(own.body).toMatchObject({ partnerCode: 'P2', state: 'endorsed', answeredOn: '2026-10-15', recordedOnBehalf: false, version: 2 })
    const other = await all.contributor.ask('PUT', path('P3'), { body: { state: 'endorsed' }, headers: match(1) })
    expect([other.status, other.body.code]).toEqual([403, 'not_allowed'])
    expect((await all.viewer.ask('PUT', path('P3'), { body: { state: 'endorsed' }, headers: match(1) })).status).toBe(404)
    expect((await all.contributor.ask('PUT', path('P2'), { body: { state: 'asked' }, headers: match(1) })).body.code).toBe('version_stale')
  })

  it('the backbone may note an answer that it was given, and the record says so', async () => {
    const all = await buildCoalition(world)
    const version = await publish(all)
    const answer = await all.staff.ask<Endorsement>('PUT', all.here.path(`/agenda-versions/${version.id}/endorsements/P3`), {
      body: { state: 'endorsed' },
      headers: match(1),
    })
    expect(answer.body).toMatchObject({ state: 'endorsed', recordedOnBehalf: true })
  })

  it('reservations come with their text, read by the circle and never by funders', async () => {
    const all = await buildCoalition(world)
    const version = await publish(all)
    const path = all.here.path(`/agenda-versions/${version.id}/endorsements/P2`)
    const empty = await all.contributor.ask<{ errors: { pointer: string }[] }>('PUT', path, { body: { state: 'reservations' }, headers: match(1) })
    expect([empty.status, empty.body.errors[0]?.pointer]).toEqual([400, '/reservations'])
    const text = plantCanary('reservation', (hat) => hat.initiativeSlug === all.here.slug && hat.role !== 'funder')
    await all.contributor.ask('PUT', path, { body: { state: 'reservations', reservations: text }, headers: match(1) })
    const read = (await all.viewer.get<AgendaVersion>(all.here.path(`/agenda-versions/${version.id}`))).body
    expect(answerFor(read, 'P2').reservations).toBe(text)
    const shown = (await all.funder.get<AgendaVersion>(all.here.path(`/agenda-versions/${version.id}`))).body
    expect([shown.answers, shown.endorsements.reservations]).toEqual([null, 1])
    await all.funder.get(all.here.path('/conditions'))
  })

  it('an earlier version takes no more answers', async () => {
    const all = await buildCoalition(world)
    const first = await publish(all)
    await publish(all)
    const late = await all.contributor.ask('PUT', all.here.path(`/agenda-versions/${first.id}/endorsements/P2`), {
      body: { state: 'endorsed' },
      headers: match(1),
    })
    expect([late.status, late.body.code]).toEqual([409, 'agenda_not_current'])
  })

  it('a partner or a version that is not there is not found', async () => {
    const all = await buildCoalition(world)
    const version = await publish(all)
    for (const path of [`/agenda-versions/${version.id}/endorsements/P9`, `/agenda-versions/${randomUUID()}/endorsements/P2`]) {
      expect((await all.lead.ask('PUT', all.here.path(path), { body: { state: 'endorsed' }, headers: match(1) })).status).toBe(404)
    }
  })
})

describe('who reads what is not published (domain 5, row 3)', () => {
  it('funders read neither drafts of the agenda nor draft goals; strangers and other initiatives nothing', async () => {
    const all = await buildCoalition(world)
    const mayRead = (hat: { initiativeSlug: string | null; role: string | null }) => hat.initiativeSlug === all.here.slug && hat.role !== 'funder'
    const vision = plantCanary('vision', mayRead)
    const statement = plantCanary('statement', mayRead)
    const { body: draft } = await all.lead.ask<AgendaVersion>('POST', all.here.path('/agenda-versions'), { body: { visionFr: vision } })
    const { body: goal } = await all.lead.ask<Goal>('POST', all.here.path('/goals'), { body: { statementFr: statement } })
    const elsewhere = await buildCoalition(world)
    for (const path of ['/conditions', '/agenda-versions', '/goals', '/populations', '/backbone']) {
      expect((await all.funder.get(all.here.path(path))).status).toBe(200)
      expect((await elsewhere.lead.get(all.here.path(path))).status).toBe(404)
      expect((await world.stranger.get(all.here.path(path))).status).toBe(401)
    }
    for (const path of [`/agenda-versions/${draft.id}`, `/goals/${goal.id}`]) {
      expect((await all.funder.get(all.here.path(path))).status).toBe(404)
      expect((await all.viewer.get(all.here.path(path))).status).toBe(200)
    }
  })

  it('nobody but the backbone drafts; nobody but its leads adopts, publishes or describes it', async () => {
    const { here, staff, contributor, viewer, funder } = await buildCoalition(world)
    for (const [path, body] of [
      ['/agenda-versions', VERSION],
      ['/goals', { statementFr: 'But' }],
      ['/populations', { labelFr: 'Enfants' }],
    ] as const) {
      for (const person of [contributor, viewer, funder]) expect((await person.ask('POST', here.path(path), { body })).status, path).toBe(404)
      expect((await staff.ask('POST', here.path(path), { body })).status, path).toBe(201)
    }
    const described = await staff.ask('POST', here.path('/backbone/profiles'), { body: { form: 'shared', validFrom: '2026-01-01' } })
    expect([described.status, described.body.code]).toEqual([403, 'not_allowed'])
  })
})
