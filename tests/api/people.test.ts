import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '#shared/initiatives/contract.ts'
import { ORIGIN, openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ connections: 4 })
})
afterAll(() => world.close())

interface Invited {
  hatId: string
  link: string | null
  expiresAt: string
  code: string
  errors?: { pointer: string; code: string }[]
}
const PASSWORD = 'une phrase assez longue'
let count = 0
const address = () => `personne-${(count += 1)}@people.example`
const invite = (who: Asker, here: TestInitiative, body: Record<string, unknown>) =>
  who.ask<Invited>('POST', here.path('/people'), { body: { name: 'Nouvelle Personne', email: address(), ...body } })
const secretOf = (answer: { body: { link: string | null } }) => answer.body.link?.split('/').at(-1) ?? ''
const use = (secret: string, body: Record<string, unknown> = {}) =>
  world.stranger.ask<{ email: string; code: string }>('POST', `/api/v1/links/${secret}`, { body: { password: PASSWORD, ...body } })
const people = async (who: Asker, here: TestInitiative) => (await who.get<{ items: Person[] }>(here.path('/people'))).body.items
const change = (who: Asker, here: TestInitiative, hatId: string | null, body: object, version = 1) =>
  who.ask<Person & { code: string }>('PATCH', here.path(`/people/${hatId}`), { body, headers: { 'if-match': `"v${version}"` } })

/** Signs in with the password and gives an asker's cookie. */
async function signIn(email: string, password = PASSWORD): Promise<string> {
  const answer = await world.app.inject({ method: 'POST', url: '/api/auth/sign-in/email', headers: { origin: ORIGIN }, payload: { email, password } })
  return [answer.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')
}
const statusWith = async (cookie: string, url: string) => (await world.app.inject({ method: 'GET', url, headers: { cookie } })).statusCode

async function withLead() {
  const here = await world.buildInitiative()
  return { here, lead: await here.person({ role: 'backbone', lead: true, name: 'Camille Aubin' }) }
}

describe('GET people', () => {
  it('the backbone reads addresses, dates and last use; partners names and roles; a funder finds nothing', async () => {
    const { here, lead } = await withLead()
    const viewer = await here.person({ role: 'partner_viewer', partner: 'P2', name: 'Andrée Lacoste' })
    const funder = await here.person({ role: 'funder', name: 'Claude Rivard' })
    await here.person({ role: 'partner_contributor', partner: 'P3', name: 'Partie Depuis', endsOn: '2024-01-01' })
    await invite(lead, here, { role: 'backbone', name: 'Pas Encore' })
    const full = await people(lead, here)
    expect(full.map(({ name, details }) => [name, details?.state])).toEqual([
      ['Camille Aubin', 'active'],
      ['Pas Encore', 'invited'],
      ['Partie Depuis', 'ended'],
      ['Andrée Lacoste', 'active'],
      ['Claude Rivard', 'active'],
    ])
    expect(full[3]?.details).toMatchObject({ email: `${viewer.userId}@test.example`, startsOn: '2020-01-01', lastSeenAt: expect.any(String) })
    expect(full[1]?.details?.invitationExpiresAt).toEqual(expect.any(String))
    for (const who of [viewer, await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Sacha Dumoulin' })]) {
      const names = await who.get<{ items: Person[] }>(here.path('/people'))
      expect(names.body.items.some(({ name }) => name === 'Pas Encore' || name === 'Partie Depuis')).toBe(false)
      expect(names.body.items.every(({ details }) => details === null)).toBe(true)
      expect(names.text).not.toContain('@')
    }
    expect((await funder.get(here.path('/people'))).status).toBe(404)
  })
})

describe('an invitation', () => {
  it('is accepted once through its link, and the role is there at once', async () => {
    const { here, lead } = await withLead()
    const email = address()
    const made = await invite(lead, here, { role: 'partner_contributor', partnerCode: 'P2', email: email.toUpperCase(), name: 'Sacha Dumoulin' })
    expect([made.status, made.body.link]).toEqual([201, expect.stringMatching(/^\/fr-CA\/links\/[\w-]{32}$/)])
    expect((await world.stranger.get(`/api/v1/links/${secretOf(made)}`)).body).toMatchObject({
      kind: 'invitation',
      email,
      name: 'Sacha Dumoulin',
      role: 'partner_contributor',
      hasAccount: false,
    })
    expect((await use(secretOf(made), { password: 'court' })).body.code).toBe('password_too_short')
    expect((await use(secretOf(made))).body).toEqual({ email })
    expect((await use(secretOf(made))).body.code).toBe('link_invalid')
    expect(await statusWith(await signIn(email), here.path('/partners'))).toBe(200)
    expect((await people(lead, here)).find((one) => one.hatId === made.body.hatId)).toMatchObject({ partnerCode: 'P2', details: { email, state: 'active' } })
  })

  it('used by twenty at the same moment is given to one', async () => {
    const { here, lead } = await withLead()
    const made = await invite(lead, here, { role: 'backbone' })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => use(secretOf(made), { password: `une phrase assez longue ${index}` })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 404)])
  })

  it('and another, of one new address, both used at the same moment, make one account: whoever comes second tries again', async () => {
    const [one, other] = [await withLead(), await withLead()]
    const email = address()
    const links = [await invite(one.lead, one.here, { role: 'backbone', email }), await invite(other.lead, other.here, { role: 'backbone', email })].map(
      secretOf,
    )
    const answers = await Promise.all(links.map((secret) => use(secret)))
    for (const [index, { status }] of answers.entries()) if (status === 503) answers[index] = await use(links[index] as string)
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const cookie = await signIn(email)
    expect([await statusWith(cookie, one.here.path('')), await statusWith(cookie, other.here.path(''))]).toEqual([200, 200])
  })

  it('for somebody who has an account asks for that account’s own password', async () => {
    const { here, lead } = await withLead()
    const other = await withLead()
    const email = address()
    await use(secretOf(await invite(lead, here, { role: 'backbone', email })))
    const second = await invite(other.lead, other.here, { role: 'funder', email, organization: 'Fonds Boréal' })
    expect((await use(secretOf(second), { password: 'un tout autre secret' })).body.code).toBe('password_wrong')
    expect((await use(secretOf(second))).status).toBe(200)
    const cookie = await signIn(email)
    expect([await statusWith(cookie, here.path('')), await statusWith(cookie, other.here.path(''))]).toEqual([200, 200])
  })

  it('is renewed by a new link, which ends the former; an accepted one is not', async () => {
    const { here, lead } = await withLead()
    const made = await invite(lead, here, { role: 'backbone' })
    const again = await lead.ask<Invited>('POST', here.path(`/people/${made.body.hatId}/invitation`))
    expect([again.status, (await world.stranger.get(`/api/v1/links/${secretOf(made)}`)).status]).toEqual([201, 404])
    expect((await use(secretOf(again))).status).toBe(200)
    const late = await lead.ask<Invited>('POST', here.path(`/people/${made.body.hatId}/invitation`))
    expect([late.status, late.body.code]).toEqual([409, 'invitation_accepted'])
  })

  it('asked for again with the same key prepares no second role, and does not say the secret twice', async () => {
    const { here, lead } = await withLead()
    const body = { name: 'Une Personne', email: address(), role: 'backbone' }
    const send = () => lead.ask<Invited>('POST', here.path('/people'), { body, headers: { 'idempotency-key': 'cle-de-l-invitation' } })
    const [first, second] = [await send(), await send()]
    expect([second.status, second.body.hatId, first.body.link === null, second.body.link]).toEqual([201, first.body.hatId, false, null])
    const stored = await world.maintain(here.id, async (client) =>
      JSON.stringify((await client.query('select response from app.idempotency_keys where initiative_id = $1', [here.id])).rows),
    )
    expect(stored).toContain(first.body.hatId)
    expect(stored).not.toContain(secretOf(first))
  })

  it('the lead invites anybody, other staff nobody, a contributor viewers of its own partner', async () => {
    const { here } = await withLead()
    const staff = await here.person({ role: 'backbone' })
    const contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
    expect((await invite(staff, here, { role: 'partner_viewer', partnerCode: 'P2' })).body.code).toBe('not_allowed')
    for (const body of [
      { role: 'partner_viewer', partnerCode: 'P3' },
      { role: 'partner_contributor', partnerCode: 'P2' },
      { role: 'backbone' },
      { role: 'funder' },
    ]) {
      const refused = await invite(contributor, here, body)
      expect([refused.status, refused.body.code], JSON.stringify(body)).toEqual([403, 'not_allowed'])
    }
    expect((await invite(contributor, here, { role: 'partner_viewer' })).status).toBe(201)
    for (const role of ['partner_viewer', 'funder'] as const)
      expect((await invite(await here.person({ role, partner: 'P2' }), here, { role: 'backbone' })).status).toBe(404)
  })

  it('names a partner that exists for a partner’s role, dates in order, and a role not held already', async () => {
    const { here, lead } = await withLead()
    const faults = async (body: Record<string, unknown>) => {
      const answer = await invite(lead, here, body)
      return [answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]
    }
    expect(await faults({ role: 'partner_viewer' })).toEqual([400, 'invalid_request', '/partnerCode'])
    expect(await faults({ role: 'partner_viewer', partnerCode: 'P99' })).toEqual([422, 'unknown_reference', '/partnerCode'])
    expect(await faults({ role: 'funder', isLead: true })).toEqual([400, 'invalid_request', '/isLead'])
    expect(await faults({ role: 'backbone', startsOn: '2030-02-01', endsOn: '2030-01-01' })).toEqual([422, 'dates_reversed', '/endsOn'])
    expect(await faults({ role: 'backbone', email: 'pas une adresse' })).toEqual([400, 'invalid_request', '/email'])
    const email = address()
    await invite(lead, here, { role: 'backbone', email })
    expect(await faults({ role: 'backbone', email })).toEqual([409, 'already_exists', '/email'])
    expect((await invite(lead, here, { role: 'funder', email, organization: 'Fonds Boréal' })).status).toBe(201)
  })
})

describe('PATCH people', () => {
  it('an ended access ends with the next request, and its invitation with it', async () => {
    const { here, lead } = await withLead()
    const contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
    expect((await contributor.get(here.path('/partners'))).status).toBe(200)
    const ended = await change(lead, here, contributor.hatId, { endNow: true })
    expect([ended.status, ended.body.details?.state]).toEqual([200, 'ended'])
    expect((await contributor.get(here.path('/partners'))).status).toBe(404)
    const made = await invite(lead, here, { role: 'backbone' })
    expect((await change(lead, here, made.body.hatId, { endNow: true })).body.details?.state).toBe('ended')
    expect((await use(secretOf(made))).body.code).toBe('link_invalid')
  })

  it('a hat that ended answers 409 to who still acts under it while another holds', async () => {
    const { here, lead } = await withLead()
    const funder = await here.person({ role: 'funder' })
    const partner = await here.person({ role: 'partner_contributor', partner: 'P2', userId: funder.userId as string })
    await change(lead, here, partner.hatId, { endNow: true })
    const refused = await partner.get(here.path('/partners'))
    expect([refused.status, refused.body.code]).toEqual([409, 'hat_ended'])
    expect((await funder.get(here.path('/partners'))).status).toBe(200)
  })

  it('a role that starts later does not hold yet', async () => {
    const { here, lead } = await withLead()
    const viewer = await here.person({ role: 'partner_viewer', partner: 'P2' })
    const later = await change(lead, here, viewer.hatId, { startsOn: '2999-01-01' })
    expect([later.body.details?.state, (await viewer.get(here.path('/partners'))).status]).toEqual(['upcoming', 404])
  })

  it('the last lead stays: another one must lead first', async () => {
    const { here, lead } = await withLead()
    for (const body of [{ endNow: true }, { endsOn: '2999-01-01' }, { isLead: false }, { startsOn: '2999-01-01' }]) {
      const refused = await change(lead, here, lead.hatId, body)
      expect([refused.status, refused.body.code], JSON.stringify(body)).toEqual([422, 'last_lead'])
    }
    const other = await here.person({ role: 'backbone' })
    expect((await change(lead, here, other.hatId, { isLead: true })).body.isLead).toBe(true)
    expect((await change(lead, here, lead.hatId, { endNow: true })).status).toBe(200)
    expect((await change(other, here, other.hatId, { endNow: true }, 2)).body.code).toBe('last_lead')
  })

  it('two leads who end each other at the same moment leave one', async () => {
    const { here, lead } = await withLead()
    const other = await here.person({ role: 'backbone', lead: true })
    const answers = await Promise.all([change(lead, here, other.hatId, { endNow: true }), change(other, here, lead.hatId, { endNow: true })])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const left = await world.maintain(
      here.id,
      async (client) =>
        (await client.query('select id from app.role_assignments where initiative_id = $1 and is_lead and ends_on is null', [here.id])).rowCount,
    )
    expect(left).toBe(1)
  })

  it('needs the version, the lead, and a person of this initiative', async () => {
    const { here, lead } = await withLead()
    const viewer = await here.person({ role: 'partner_viewer', partner: 'P2' })
    const foreign = await (await withLead()).here.person({ role: 'partner_viewer', partner: 'P2' })
    expect((await lead.ask('PATCH', here.path(`/people/${viewer.hatId}`), { body: { endNow: true } })).status).toBe(428)
    expect((await change(lead, here, viewer.hatId, { endNow: true }, 7)).body.code).toBe('version_stale')
    expect((await change(lead, here, foreign.hatId, { endNow: true })).status).toBe(404)
    expect((await change(await here.person({ role: 'backbone' }), here, viewer.hatId, { endNow: true })).body.code).toBe('not_allowed')
    expect((await change(viewer, here, viewer.hatId, { endNow: true })).status).toBe(404)
    expect((await change(lead, here, viewer.hatId, { endsOn: '2019-12-31' })).body.code).toBe('dates_reversed')
  })
})

describe('POST password-reset', () => {
  const reset = (who: Asker, here: TestInitiative, hatId: string | null) => who.ask<Invited>('POST', here.path(`/people/${hatId}/password-reset`))

  it('gives a link for half an hour that chooses a new password and ends the open sessions', async () => {
    const { here, lead } = await withLead()
    const email = address()
    const made = await invite(lead, here, { role: 'backbone', email })
    await use(secretOf(made))
    const cookie = await signIn(email)
    const answer = await reset(lead, here, made.body.hatId)
    expect(answer.status).toBe(201)
    const minutes = (Date.parse(answer.body.expiresAt) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(29)
    expect(minutes).toBeLessThanOrEqual(30)
    expect((await use(secretOf(answer), { password: 'un nouveau secret bien long' })).status).toBe(200)
    expect(await statusWith(cookie, '/api/v1/me')).toBe(401)
    expect(await statusWith(await signIn(email, 'un nouveau secret bien long'), '/api/v1/me')).toBe(200)
  })

  it('is refused for an account that is used elsewhere: a lead must not enter another initiative', async () => {
    const { here, lead } = await withLead()
    const other = await withLead()
    const both = await here.person({ role: 'partner_viewer', partner: 'P2' })
    await other.here.person({ role: 'funder', userId: both.userId as string, startsOn: '2020-01-01', endsOn: '2021-01-01' })
    const refused = await reset(lead, here, both.hatId)
    expect([refused.status, refused.body.code]).toEqual([403, 'account_elsewhere'])
    const admin = await world.account({ admin: true })
    const hat = await here.person({ role: 'backbone', userId: admin.userId as string })
    expect((await reset(lead, here, hat.hatId)).body.code).toBe('account_elsewhere')
  })

  it('is refused for oneself, for an invitation that waits, to other roles, and across initiatives', async () => {
    const { here, lead } = await withLead()
    const viewer = await here.person({ role: 'partner_viewer', partner: 'P2' })
    expect((await reset(lead, here, lead.hatId)).body.code).toBe('not_allowed')
    expect((await reset(lead, here, (await invite(lead, here, { role: 'backbone' })).body.hatId)).body.code).toBe('invitation_pending')
    expect((await reset(await here.person({ role: 'backbone' }), here, viewer.hatId)).body.code).toBe('not_allowed')
    expect((await reset(await here.person({ role: 'partner_contributor', partner: 'P2' }), here, viewer.hatId)).status).toBe(404)
    expect((await reset((await withLead()).lead, here, viewer.hatId)).status).toBe(404)
  })
})

describe('accounts of the installation', () => {
  interface Row {
    id: string
    email: string
    suspendedAt: string | null
    code: string
    link: string
    next: string | null
    items: Row[]
  }

  it('only an instance administrator reads them, a page at a time and by name or address', async () => {
    const admin = await world.account({ admin: true })
    const person = await world.account({ name: 'Zénon Introuvable' })
    expect((await person.get('/api/v1/accounts')).status).toBe(404)
    const found = await admin.get<Row>('/api/v1/accounts', { search: 'zénon' })
    expect(found.body.items.map(({ id }) => id)).toEqual([person.userId])
    expect((await admin.get<Row>('/api/v1/accounts', { after: 'zzzz' })).body.items).toEqual([])
  })

  it('a suspended account is out with its next request and back when restored', async () => {
    const admin = await world.account({ admin: true })
    const { lead, here } = await withLead()
    expect((await lead.get(here.path('/people'))).status).toBe(200)
    expect((await admin.ask<Row>('PUT', `/api/v1/accounts/${lead.userId}/suspension`)).body.suspendedAt).toEqual(expect.any(String))
    expect((await lead.get(here.path('/people'))).status).toBe(401)
    expect((await admin.ask<Row>('DELETE', `/api/v1/accounts/${lead.userId}/suspension`)).body.suspendedAt).toBeNull()
    expect((await admin.ask<Row>('PUT', `/api/v1/accounts/${admin.userId}/suspension`)).body.code).toBe('not_allowed')
    expect((await lead.ask('PUT', `/api/v1/accounts/${admin.userId}/suspension`)).status).toBe(401)
    const events = await world.owner.query('select action from auth.account_events where user_id = $1 order by at', [lead.userId])
    expect(events.rows).toEqual([{ action: 'account.suspend' }, { action: 'account.restore' }])
  })

  it('the administrator gives a reset link to anybody but itself', async () => {
    const admin = await world.account({ admin: true })
    const person = await world.account()
    const answer = await admin.ask<Row>('POST', `/api/v1/accounts/${person.userId}/password-reset`)
    expect([answer.status, (await use(answer.body.link.split('/').at(-1) ?? '')).status]).toEqual([201, 200])
    expect((await admin.ask<Row>('POST', `/api/v1/accounts/${admin.userId}/password-reset`)).body.code).toBe('not_allowed')
    expect((await admin.ask<Row>('POST', `/api/v1/accounts/00000000-0000-4000-8000-000000000000/password-reset`)).status).toBe(404)
  })
})
