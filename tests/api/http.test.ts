import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requirePolicies } from '#server/platform/http/policy.ts'
import { ORIGIN, openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let lead: Asker
beforeAll(async () => {
  world = await openWorld()
  initiative = await world.buildInitiative()
  lead = await initiative.person({ role: 'backbone', lead: true })
})
afterAll(() => world.close())

describe('deny by default', () => {
  it('a route without a policy stops the start', () => {
    const app = Fastify()
    requirePolicies(app as never)
    expect(() => app.get('/forgotten', async () => 'x')).toThrow(/policy/)
  })

  it('endpoints of the account engine that nobody uses are not there', async () => {
    for (const path of [
      '/sign-up/email',
      '/sign-in/social',
      '/update-user',
      '/delete-user',
      '/list-sessions',
      '/request-password-reset',
      '/reset-password',
      '/get-session',
      '/link-social',
      '/verify-password',
    ]) {
      for (const method of ['GET', 'POST'] as const) {
        const { status } = await world.stranger.ask(method, `/api/auth${path}`, method === 'POST' ? { body: {} } : {})
        expect(status, `${method} ${path}`).toBe(404)
      }
    }
  })

  it('a stranger learns nothing of an initiative, existing or not', async () => {
    const answers = await Promise.all(
      [initiative.id, '5e2c9e2c-5d9b-4a4b-9d0a-2f6f0f9a6f11'].map((id) => world.stranger.get(`/api/v1/initiatives/${id}/indicators`)),
    )
    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    const other = await world.buildInitiative()
    const outsider = await other.person({ role: 'backbone', lead: true })
    const [foreign, absent] = await Promise.all(
      [initiative.id, '5e2c9e2c-5d9b-4a4b-9d0a-2f6f0f9a6f11'].map((id) =>
        world.app.inject({ url: `/api/v1/initiatives/${id}/indicators`, headers: { cookie: outsider.cookie ?? '' } }),
      ),
    )
    const bare = (answer: typeof foreign) => ({ status: answer?.statusCode, ...(answer?.json() as object), instance: '' })
    expect(bare(foreign)).toEqual(bare(absent))
    expect(foreign?.statusCode).toBe(404)
  })
})

describe('requests that a browser’s page of another site could make', () => {
  const write = (headers: Record<string, string>, payload = '{"name":"x"}') =>
    world.app.inject({ method: 'PATCH', url: '/api/v1/me', headers: { cookie: lead.cookie ?? '', 'content-type': 'application/json', ...headers }, payload })
  it('are refused without our origin', async () => {
    for (const origin of [undefined, 'https://evil.example', 'null', `${ORIGIN}.evil.example`]) {
      const answer = await write(origin === undefined ? {} : { origin })
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'origin_refused'])
    }
    expect((await write({ origin: ORIGIN })).statusCode).toBe(200)
  })
  it('are refused in any spelling of plain text or form', async () => {
    for (const type of ['text/plain', ' text/plain', 'text/plain;charset=utf-8', 'application/x-www-form-urlencoded', 'Text/Plain', 'application/jsonx', '']) {
      expect((await write({ origin: ORIGIN, 'content-type': type })).statusCode, type).toBeGreaterThanOrEqual(400)
    }
  })
  it('no answer opens itself to another origin, and every answer forbids sniffing and framing', async () => {
    for (const url of ['/api/v1/me', '/live', '/api/v1/openapi.json', '/api/v1/nothing', `/api/v1/initiatives/${initiative.id}/partners`]) {
      const { headers } = await world.app.inject({ url, headers: { origin: 'https://evil.example', cookie: lead.cookie ?? '' } })
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect([headers['x-content-type-options'], headers['x-frame-options']]).toEqual(['nosniff', 'DENY'])
    }
  })
})

describe('what the server reads', () => {
  it('unknown fields, wrong types and deep nesting are refused, each with its place', async () => {
    const unknown = await lead.ask('PATCH', '/api/v1/me', { body: { name: 'x', role: 'admin' } })
    expect(unknown.body).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/role', code: 'unknown_field' }] })
    const typed = await lead.ask('PATCH', '/api/v1/me', { body: { name: 1 } })
    expect(typed.body).toMatchObject({ errors: [{ pointer: '/name' }] })
    const deep = await lead.ask('PATCH', '/api/v1/me', { body: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown })
    expect([deep.status, deep.body.code]).toEqual([400, 'malformed_body'])
    const nul = await lead.ask('PATCH', '/api/v1/me', { body: { name: 'a\u0000b' } })
    expect(nul.status).toBe(400)
    const polluted = await world.app.inject({
      method: 'PATCH',
      url: '/api/v1/me',
      headers: { cookie: lead.cookie ?? '', origin: ORIGIN, 'content-type': 'application/json' },
      payload: '{"__proto__":{"x":1}}',
    })
    expect(polluted.statusCode).toBe(400)
  })
  it('a read that has not changed answers 304 without a body', async () => {
    const first = await lead.get('/api/v1/me')
    const again = await lead.ask('GET', '/api/v1/me', { headers: { 'if-none-match': String(first.headers.etag) } })
    expect([again.status, again.text]).toEqual([304, ''])
  })
})

describe('what cannot be stored', () => {
  it('is refused as the sender’s mistake, never told as a defect of ours', async () => {
    const day = await lead.ask('POST', initiative.path('/updates'), { body: { titleFr: 'x', bodyFr: 'x', publishedOn: '0000-01-01' } })
    expect([day.status, day.body.code]).toEqual([400, 'invalid_request'])
  })
  it('a resource with a version is never answered as unchanged because its version is the same', async () => {
    const first = await lead.get(initiative.path(''))
    expect(first.headers.etag).toBe('"v1"')
    expect((await lead.ask('GET', initiative.path(''), { headers: { 'if-none-match': '"v1"' } })).status).toBe(200)
  })
})

describe('Idempotency-Key', () => {
  const post = (key: string, title: string) =>
    lead.ask<{ id: string; code?: string }>('POST', initiative.path('/updates'), {
      headers: { 'idempotency-key': key },
      body: { titleFr: title, bodyFr: 'Texte', audience: 'circle', publishedOn: '2026-01-05' },
    })
  it('the same request twice is applied once and answered alike', async () => {
    const [first, second] = [await post('key-of-a-queued-write', 'Une fois'), await post('key-of-a-queued-write', 'Une fois')]
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id])
    const { body } = await lead.get<{ items: { titleFr: string }[] }>(initiative.path('/updates'))
    expect(body.items.filter((item) => item.titleFr === 'Une fois')).toHaveLength(1)
  })
  it('the same key with another body is refused, and so is a key too short to be unique', async () => {
    expect((await post('key-of-a-queued-write', 'Autre chose')).body.code).toBe('idempotency_key_reused')
    expect((await post('short', 'Court')).body.code).toBe('idempotency_key_invalid')
  })
})

describe('an Idempotency-Key of yesterday', () => {
  it('is free again, and what was answered under it is gone', async () => {
    const post = (title: string) =>
      lead.ask('POST', initiative.path('/updates'), {
        headers: { 'idempotency-key': 'cle-de-la-veille' },
        body: { titleFr: title, bodyFr: 'Texte', audience: 'circle' },
      })
    expect((await post('Hier')).status).toBe(201)
    await world.maintain(initiative.id, (client) =>
      client.query(`update app.idempotency_keys set created_at = now() - interval '25 hours' where initiative_id = $1 and key = 'cle-de-la-veille'`, [
        initiative.id,
      ]),
    )
    expect((await post('Aujourd’hui')).status).toBe(201)
  })
})

describe('hats', () => {
  it('everything is evaluated on the one hat worn, not on the union', async () => {
    const funder = await initiative.person({ role: 'funder', userId: lead.userId as string })
    expect((await funder.get(initiative.path('/people'))).status).toBe(404)
    expect((await lead.get(initiative.path('/people'))).status).toBe(200)
  })
  it('a hat that ended while its holder worked answers 409 when they hold another, 404 when none is left', async () => {
    const person = await initiative.person({ role: 'partner_viewer', partner: 'P2' })
    expect((await person.get(initiative.path('/partners'))).status).toBe(200)
    await world.maintain(initiative.id, (client) =>
      client.query(`update app.role_assignments set ends_on = current_date - 1 where initiative_id = $1 and id = $2`, [initiative.id, person.hatId]),
    )
    expect((await person.get(initiative.path('/partners'))).status).toBe(404)
    await initiative.person({ role: 'partner_viewer', partner: 'P3', userId: person.userId as string })
    expect((await person.get(initiative.path('/partners'))).body).toMatchObject({ status: 409, code: 'hat_ended' })
  })
  it('suspending an account ends its sessions at once', async () => {
    const person = await initiative.person({ role: 'partner_viewer', partner: 'P2' })
    await world.owner.query('update auth.users set suspended_at = now() where id = $1', [person.userId])
    expect((await person.get('/api/v1/me')).status).toBe(401)
  })
})
