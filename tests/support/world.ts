import { hashPassword } from 'better-auth/crypto'
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Pool, PoolClient } from 'pg'
import { expect } from 'vitest'
import { buildApp } from '#server/app.ts'
import { sealingKey } from '#server/features/notifications/service.ts'
import { makeAuth } from '#server/platform/auth.ts'
import { openDatabase, openPool, type DatabaseAddress, type Db } from '#server/platform/db/connect.ts'
import { ownerClient } from '#server/platform/db/open.ts'
import type { WebHandler } from '#server/platform/http/web.ts'
import type { PrintPage } from '#server/platform/print-page.ts'
import { sessionCookieName } from '#server/platform/http/session.ts'
import { leakedCanaries } from './canaries.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'

export const ORIGIN = 'http://127.0.0.1:3000'
const SECRET = 'secret-of-the-test-suite-0123456789'
/** The key that secrets of links wait under in the outbox. */
export const MAIL_KEY = sealingKey(SECRET)

/** An answer of the API, its body read as JSON when it is. */
export interface Answer<Body = unknown> {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly text: string
  readonly body: Body
}

export interface AskOptions {
  readonly query?: Record<string, string | number | undefined>
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** Somebody who asks the API: a person under one hat, or a stranger. */
export interface Asker {
  readonly userId: string | null
  readonly hatId: string | null
  readonly cookie: string | null
  /** Any answer, refusals included. */
  ask<Body = Record<string, unknown>>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, options?: AskOptions): Promise<Answer<Body>>
  get<Body = Record<string, unknown>>(path: string, query?: AskOptions['query']): Promise<Answer<Body>>
}

export interface PersonInput {
  readonly role: 'backbone' | 'partner_contributor' | 'partner_viewer' | 'funder'
  readonly partner?: string
  readonly lead?: boolean
  readonly name?: string
  readonly startsOn?: string
  readonly endsOn?: string | null
  readonly commitment?: boolean
  /** Another hat for a person who exists. */
  readonly userId?: string
}

/** An initiative of the test's own. */
export interface TestInitiative {
  readonly id: string
  readonly slug: string
  readonly territory: Readonly<Record<string, string>>
  readonly level: Readonly<Record<string, string>>
  readonly partner: Readonly<Record<string, string>>
  /** `/api/v1/initiatives/<id>` followed by the given path. */
  path(rest: string): string
  person(input: PersonInput): Promise<Asker>
}

export interface World {
  readonly app: FastifyInstance
  readonly db: Db
  readonly database: TestDatabase
  readonly owner: Pool
  /** The clock the application reads; move it with `setNow`. */
  setNow(now: Date): void
  readonly stranger: Asker
  /** A person without any hat. */
  account(options?: { admin?: boolean; name?: string }): Promise<Asker>
  /** Levels local/regional/top and territories T (top), A, B (regional), A1, A2, B1 (local); partners P1 (host), P2, P3. */
  buildInitiative(options?: { slug?: string; solo?: boolean; clockFrozenAt?: string }): Promise<TestInitiative>
  /** Both demo initiatives, loaded now unless the world was opened with them; `as` signs a demo account in. */
  loadDemo(): Promise<{ initiatives: Record<string, string>; as: (account: string, options?: { initiative?: string; role?: string }) => Promise<Asker> }>
  /** Work as the owner under a context; row level security binds it too. */
  maintain<T>(initiativeId: string | null, work: (client: PoolClient) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const TERRITORIES = [
  ['T', 'top', null],
  ['A', 'regional', 'T'],
  ['B', 'regional', 'T'],
  ['A1', 'local', 'A'],
  ['A2', 'local', 'A'],
  ['B1', 'local', 'B'],
] as const

function signed(token: string): string {
  const signature = createHmac('sha256', SECRET).update(token).digest('base64')
  return `${sessionCookieName(false)}=${encodeURIComponent(`${token}.${signature}`)}`
}

/** Stands where a browser would print: what it was given comes back as it is. */
const printAsIs: PrintPage = async (page) => Buffer.from(`%PDF-${page}`)

async function seedBothDemos(address: DatabaseAddress): Promise<void> {
  const { seedDemo } = await import('#server/tools/seed-demo.ts')
  const client = ownerClient(address)
  await client.connect()
  await seedDemo({ client, hashPassword, now: new Date() }).finally(() => client.end())
  const pool = openPool(address, 'api', 1, () => undefined)
  const db = openDatabase(pool)
  try {
    const { seedReleases } = await import('#server/tools/seed-demo/releases.ts')
    await seedReleases(db, new Date())
    const { seedReports } = await import('#server/tools/seed-demo/reports.ts')
    await seedReports(db, new Date())
    const { seedAssessments } = await import('#server/tools/seed-demo/assessments.ts')
    await seedAssessments(db, new Date())
  } finally {
    await pool.end()
  }
}

/** Opens a database and the real application on it, with one connection for requests (D37); `web` adds pages, `print` another printer, `mail` a mail server that links are sent by, `demo` both demo initiatives as a first start loads them. */
export async function openWorld(
  options: { demo?: boolean; connections?: number; web?: WebHandler | null; print?: PrintPage | null; logger?: FastifyBaseLogger; mail?: boolean } = {},
): Promise<World> {
  const database = await openTestDatabase(options.demo === true ? { name: 'demo', fill: seedBothDemos } : undefined)
  const owner = database.pool('owner')
  const authPool = database.pool('auth')
  const db = openDatabase(database.pool('api', options.connections ?? 1))
  let now: Date | null = null
  const auth = makeAuth({ pool: authPool, origin: ORIGIN, trustedOrigins: [], secret: SECRET })
  const app = await buildApp({
    db,
    authPool,
    auth,
    origin: ORIGIN,
    trustedOrigins: [],
    sessionSecret: SECRET,
    now: () => now ?? new Date(),
    logger: options.logger ?? false,
    web: options.web ?? null,
    print: options.print === undefined ? printAsIs : options.print,
    hasMailServer: options.mail ?? false,
    checkAnswers: true,
  })

  async function maintain<T>(initiativeId: string | null, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await owner.connect()
    try {
      await client.query('begin')
      await client.query('select app.set_ctx($1, null, $2, null, false)', [initiativeId, 'backbone'])
      await client.query(`select app.set_purpose('maintenance')`)
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }

  function asker(who: { userId: string | null; hatId: string | null; cookie: string | null }, hat: Parameters<typeof leakedCanaries>[1]): Asker {
    const ask: Asker['ask'] = async <Body>(method: string, path: string, { query, body, headers }: AskOptions = {}) => {
      const search = new URLSearchParams(Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
      const answer = await app.inject({
        method: method as 'GET',
        url: `${path}${search.size === 0 ? '' : `?${search}`}`,
        headers: {
          ...(who.cookie === null ? {} : { cookie: who.cookie }),
          ...(who.hatId === null ? {} : { 'maillage-hat': who.hatId }),
          ...(method === 'GET' ? {} : { origin: ORIGIN }),
          ...headers,
        },
        ...(body === undefined ? {} : body instanceof FormData || Buffer.isBuffer(body) ? { payload: body as never } : { payload: body as object }),
      })
      const leaks = leakedCanaries(`${answer.payload}${JSON.stringify(answer.headers)}`, hat)
      expect(leaks, `${method} ${path} showed what this reader may not see`).toEqual([])
      const isJson = String(answer.headers['content-type'] ?? '').includes('json')
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.payload,
        body: (isJson && answer.payload !== '' ? JSON.parse(answer.payload) : null) as Body,
      }
    }
    return { ...who, ask, get: (path, query) => ask('GET', path, query === undefined ? {} : { query }) }
  }

  async function openSession(userId: string): Promise<string> {
    const token = randomBytes(24).toString('base64url')
    await owner.query(`insert into auth.sessions (user_id, token, expires_at) values ($1, $2, now() + interval '12 hours')`, [userId, token])
    return signed(token)
  }

  async function makeAccount(name: string, admin = false): Promise<string> {
    const userId = randomUUID()
    await owner.query('insert into auth.users (id, name, email, email_verified, is_instance_admin) values ($1, $2, $3, true, $4)', [
      userId,
      name,
      `${userId}@test.example`,
      admin,
    ])
    return userId
  }

  async function buildInitiative({
    slug = `i-${randomUUID().slice(0, 8)}`,
    clockFrozenAt,
  }: { slug?: string; clockFrozenAt?: string } = {}): Promise<TestInitiative> {
    const id = randomUUID()
    const level = { local: randomUUID(), regional: randomUUID(), top: randomUUID() }
    const territory = Object.fromEntries(TERRITORIES.map(([code]) => [code, randomUUID()]))
    const partner = { P1: randomUUID(), P2: randomUUID(), P3: randomUUID() }
    await maintain(id, async (client) => {
      await client.query(`insert into app.initiatives (id, slug, name_fr, name_en, clock_frozen_at) values ($1, $2, $3, $4, $5)`, [
        id,
        slug,
        `Démarche ${slug}`,
        `Initiative ${slug}`,
        clockFrozenAt ?? null,
      ])
      for (const [index, code] of (['local', 'regional', 'top'] as const).entries()) {
        await client.query(`insert into app.territory_levels (initiative_id, id, code, rank, name_fr) values ($1, $2, $3, $4, $3)`, [
          id,
          level[code],
          code,
          index + 1,
        ])
      }
      for (const [code, levelCode, parent] of TERRITORIES) {
        await client.query(`insert into app.territories (initiative_id, id, level_id, code, name_fr) values ($1, $2, $3, $4, $5)`, [
          id,
          territory[code],
          level[levelCode],
          code,
          `Territoire ${code}`,
        ])
        if (parent !== null)
          await client.query(`insert into app.territory_parents (initiative_id, territory_id, parent_id) values ($1, $2, $3)`, [
            id,
            territory[code],
            territory[parent],
          ])
      }
      await client.query('update app.initiatives set top_territory_id = $2 where id = $1', [id, territory.T])
      for (const [code, partnerId] of Object.entries(partner)) {
        const organization = randomUUID()
        await client.query('insert into app.organizations (initiative_id, id, name) values ($1, $2, $3)', [id, organization, `Organisation ${code}`])
        await client.query(
          `insert into app.partners (initiative_id, id, organization_id, code, joined_on, is_backbone_host) values ($1, $2, $3, $4, '2020-01-01', $5)`,
          [id, partnerId, organization, code, code === 'P1'],
        )
      }
    })
    return {
      id,
      slug,
      territory,
      level,
      partner,
      path: (rest) => `/api/v1/initiatives/${id}${rest}`,
      async person({
        role,
        partner: partnerCode,
        lead = false,
        name = `${role} ${partnerCode ?? ''}`.trim(),
        startsOn = '2020-01-01',
        endsOn = null,
        commitment = false,
        userId: known,
      }) {
        const userId = known ?? (await makeAccount(name))
        const hatId = randomUUID()
        const partnerId = partnerCode === undefined ? (role === 'backbone' ? partner.P1 : null) : ((partner as Record<string, string>)[partnerCode] ?? null)
        await maintain(id, async (client) => {
          const { rows } = await client.query<{ id: string }>(
            `insert into app.persons (initiative_id, user_id, name) values ($1, $2, $3)
             on conflict (initiative_id, user_id) where user_id is not null do update set name = excluded.name returning id`,
            [id, userId, name],
          )
          await client.query(
            `insert into app.role_assignments (initiative_id, id, user_id, person_id, role, is_lead, partner_id, starts_on, ends_on, learning_commitment_on)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $10 then current_date end)`,
            [id, hatId, userId, rows[0]?.id, role, lead, partnerId, startsOn, endsOn, commitment],
          )
        })
        return asker({ userId, hatId, cookie: await openSession(userId) }, { initiativeSlug: slug, role, partner: partnerCode ?? null, email: null })
      },
    }
  }

  return {
    app,
    db,
    database,
    owner,
    maintain,
    buildInitiative,
    setNow: (value) => (now = value),
    stranger: asker({ userId: null, hatId: null, cookie: null }, { initiativeSlug: null, role: null, partner: null, email: null }),
    async account({ admin = false, name = 'Compte' } = {}) {
      const userId = await makeAccount(name, admin)
      return asker({ userId, hatId: null, cookie: await openSession(userId) }, { initiativeSlug: null, role: null, partner: null, email: null })
    },
    async loadDemo() {
      if (options.demo !== true) await seedBothDemos(database.address)
      const initiatives = await maintain(null, async (trx) =>
        Object.fromEntries((await trx.query<{ slug: string; id: string }>('select slug, id from app.initiatives')).rows.map(({ slug, id }) => [slug, id])),
      )
      return {
        initiatives,
        async as(account, { initiative = 'grandir-entre-rives', role } = {}) {
          const { rows } = await owner.query<{ id: string; email: string }>('select id, email from auth.users where email = $1', [
            `${account}@demo.maillage.example`,
          ])
          const user = rows[0]
          if (user === undefined) throw new Error(`no demo account ${account}`)
          const hats = await maintain(
            initiatives[initiative] ?? null,
            async (trx) =>
              (
                await trx.query<{ id: string; role: string; code: string | null }>(
                  `select r.id, r.role, p.code from app.role_assignments r left join app.partners p on p.initiative_id = r.initiative_id and p.id = r.partner_id
               where r.initiative_id = $1 and r.user_id = $2 order by r.role`,
                  [initiatives[initiative], user.id],
                )
              ).rows,
          )
          const hat = hats.find((one) => role === undefined || one.role === role) ?? null
          return asker(
            { userId: user.id, hatId: hat?.id ?? null, cookie: await openSession(user.id) },
            { initiativeSlug: initiative, role: hat?.role ?? null, partner: hat?.code ?? null, email: user.email },
          )
        },
      }
    },
    async close() {
      await app.close()
      await db.destroy()
      await database.close()
    },
  }
}
