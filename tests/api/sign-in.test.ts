import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeSignInLimiter } from '#server/features/accounts/sign-in-limiter.ts'
import { ORIGIN, openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let lead: Asker
beforeAll(async () => {
  world = await openWorld({ connections: 4 })
  here = await world.buildInitiative()
  lead = await here.person({ role: 'backbone', lead: true })
})
afterAll(() => world.close())

const PASSWORD = 'une phrase assez longue'
let count = 0

async function invite(who: Asker, initiative: TestInitiative, email: string): Promise<string> {
  const answer = await who.ask<{ link: string }>('POST', initiative.path('/people'), { body: { name: 'Nom invité', email, role: 'backbone' } })
  return answer.body.link.split('/').at(-1) ?? ''
}
const use = (secret: string, password: string) => world.stranger.ask<{ code?: string }>('POST', `/api/v1/links/${secret}`, { body: { password } })

/** An account with a password, by an invitation. */
async function account(): Promise<string> {
  const email = `entree-${(count += 1)}@sign-in.example`
  expect((await use(await invite(lead, here, email), PASSWORD)).status).toBe(200)
  return email
}

async function signIn(email: string, password: string): Promise<{ status: number; code: string | null; cookie: string }> {
  const answer = await world.app.inject({ method: 'POST', url: '/api/auth/sign-in/email', headers: { origin: ORIGIN }, payload: { email, password } })
  return {
    status: answer.statusCode,
    code: answer.statusCode === 204 ? null : answer.json<{ code: string }>().code,
    cookie: [answer.headers['set-cookie']]
      .flat()
      .map((line) => String(line).split(';')[0])
      .join('; '),
  }
}

describe('guesses of a password', () => {
  it('made at the same moment are counted one by one: ten are tried, the others wait, and so does the right one', async () => {
    const email = await account()
    const answers = await Promise.all(Array.from({ length: 14 }, (_, index) => signIn(email, `une autre phrase ${index}`)))
    expect(answers.map(({ code }) => code).sort()).toEqual([
      ...Array.from({ length: 10 }, () => 'sign_in_refused'),
      ...Array.from({ length: 4 }, () => 'too_many_requests'),
    ])
    expect((await signIn(email.toUpperCase(), PASSWORD)).code).toBe('too_many_requests')
  })

  it('through an invitation count as those of sign-in', async () => {
    const email = await account()
    const elsewhere = await world.buildInitiative()
    const secret = await invite(await elsewhere.person({ role: 'backbone', lead: true }), elsewhere, email)
    for (let guess = 0; guess < 10; guess += 1) expect((await use(secret, `une autre phrase ${guess}`)).body.code).toBe('password_wrong')
    expect((await use(secret, PASSWORD)).body.code).toBe('too_many_requests')
    expect((await signIn(email, PASSWORD)).code).toBe('too_many_requests')
  })

  it('from one address end after a hundred, whatever account they are made on; right ones do not count', async () => {
    const limiter = makeSignInLimiter(world.database.pool('auth'), () => new Date())
    const attempt = (index: number, ip: string) => limiter.check(`inconnu-${index}@sign-in.example`, ip)
    for (let index = 0; index < 100; index += 1) await attempt(index, '203.0.113.7')
    await expect(attempt(100, '203.0.113.7')).rejects.toMatchObject({ code: 'too_many_requests' })
    await expect(attempt(100, '::ffff:203.0.113.7')).rejects.toMatchObject({ code: 'too_many_requests' })
    await attempt(100, '203.0.113.8')
    for (let index = 0; index < 110; index += 1) {
      await attempt(index, '203.0.113.9')
      await limiter.record(`inconnu-${index}@sign-in.example`, '203.0.113.9', true)
    }
  })

  it('from one household count together, however its addresses are written', async () => {
    const limiter = makeSignInLimiter(world.database.pool('auth'), () => new Date())
    const spellings = ['2001:db8::1', '2001:db8:0:0:1:2:3:4', '2001:0db8::ffff', '2001:db8:0:0::9']
    for (let index = 0; index < 100; index += 1) await limiter.check(`maison-${index}@sign-in.example`, spellings[index % 4] ?? '')
    await expect(limiter.check('maison@sign-in.example', '2001:db8::abcd')).rejects.toMatchObject({ code: 'too_many_requests' })
    await limiter.check('maison@sign-in.example', '2001:db8:0:1::1')
  })

  it('leave no address or password that somebody typed behind, and nothing at all after a quarter of an hour', async () => {
    let now = new Date()
    const limiter = makeSignInLimiter(world.database.pool('auth'), () => now)
    await limiter.check('mon mot de passe tapé trop haut', '203.0.113.20')
    const kept = async () => (await world.owner.query<{ key: string }>('select key from auth.rate_limits')).rows.map(({ key }) => key)
    expect((await kept()).join()).not.toContain('mot de passe')
    now = new Date(now.getTime() + 16 * 60_000)
    await limiter.check('quelqu’un', '203.0.113.21')
    expect(await kept()).toHaveLength(2)
  })
})

describe('an invitation', () => {
  it('tells the name that was invited, never that of the account behind the address', async () => {
    const email = await account()
    await world.owner.query(`update auth.users set name = 'Nom du compte' where email = $1`, [email])
    const elsewhere = await world.buildInitiative()
    const secret = await invite(await elsewhere.person({ role: 'backbone', lead: true }), elsewhere, email)
    expect((await world.stranger.get(`/api/v1/links/${secret}`)).body).toMatchObject({ name: 'Nom invité', hasAccount: true })
  })
})

describe('a new password', () => {
  it('ends every other session, whether or not that was asked for', async () => {
    const email = await account()
    const [mine, forgotten] = [await signIn(email, PASSWORD), await signIn(email, PASSWORD)]
    const statusWith = async (cookie: string) => (await world.app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode
    expect([await statusWith(mine.cookie), await statusWith(forgotten.cookie)]).toEqual([200, 200])
    const changed = await world.app.inject({
      method: 'POST',
      url: '/api/auth/change-password',
      headers: { origin: ORIGIN, cookie: mine.cookie },
      payload: { currentPassword: PASSWORD, newPassword: 'une phrase toute neuve', revokeOtherSessions: false },
    })
    expect(changed.statusCode).toBe(204)
    expect([await statusWith(mine.cookie), await statusWith(forgotten.cookie)]).toEqual([200, 401])
  })
})

describe('a session', () => {
  const ago = (cookie: string, column: string, time: string) =>
    world.owner.query(`update auth.sessions set ${column} = now() - $2::interval where token = $1`, [tokenOf(cookie), time])
  const tokenOf = (cookie: string) => decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1)).split('.')[0] as string
  const statusWith = async (cookie: string) => (await world.app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode

  it('lasts while it is used, and ends after twelve hours of rest', async () => {
    const { cookie } = await signIn(await account(), PASSWORD)
    await ago(cookie, 'updated_at', '11 hours 50 minutes')
    expect(await statusWith(cookie)).toBe(200)
    const { rows } = await world.owner.query(`select now() - updated_at < interval '1 minute' as fresh from auth.sessions where token = $1`, [tokenOf(cookie)])
    expect(rows).toEqual([{ fresh: true }])
    await ago(cookie, 'updated_at', '12 hours 1 minute')
    expect(await statusWith(cookie)).toBe(401)
  })

  it('ends seven days after sign-in, however much it is used', async () => {
    const { cookie } = await signIn(await account(), PASSWORD)
    await ago(cookie, 'created_at', '6 days 23 hours')
    expect(await statusWith(cookie)).toBe(200)
    await ago(cookie, 'created_at', '7 days 1 minute')
    expect(await statusWith(cookie)).toBe(401)
  })
})
