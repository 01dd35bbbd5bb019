import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { Pool } from 'pg'
import { expect, it } from 'vitest'
import { buildApp } from '#server/app.ts'
import { AUTH_ENDPOINTS, makeAuth } from '#server/platform/auth.ts'
import type { Database } from '#server/platform/db/schema.ts'
import type { Policy, ServedRoute } from '#server/platform/http/policy.ts'

const origin = 'http://127.0.0.1:3000'

/** The application as it is served, pages included, without a database behind it. */
async function build() {
  const pool = new Pool({ max: 1 })
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (one) => new PostgresIntrospector(one),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  const secret = 'secret-of-the-route-table-0123456789abc'
  const auth = makeAuth({ pool, origin, trustedOrigins: [], secret })
  const app = await buildApp({
    db,
    authPool: pool,
    auth,
    origin,
    trustedOrigins: [],
    sessionSecret: secret,
    now: () => new Date(),
    logger: false,
    web: (_request, response) => void response.end(),
    checkAnswers: false,
  })
  return { app, auth, close: () => Promise.all([app.close(), pool.end()]) }
}

function sentence(policy: Policy): string {
  switch (policy.kind) {
    case 'public':
      return `public: ${policy.reason}`
    case 'session':
      return 'session'
    case 'instance':
      return 'instance'
    case 'tenant':
      return `tenant: ${policy.roles.join(', ')}${policy.lead === true ? ' (lead)' : ''}`
  }
}

const line = ({ method, url, policy }: ServedRoute) => `${method.padEnd(6)} ${url} | ${sentence(policy)}`

it('a new or weakened route is a change that somebody reviews: the table is the checked-in one', async () => {
  const { app, close } = await build()
  const place = ({ url, method }: ServedRoute) => `${url} ${method}`
  const table = [...app.routeTable].sort((a, b) => (place(a) < place(b) ? -1 : 1)).map(line)
  await close()
  await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('routes.snapshot.txt')
})

it('the account engine serves the endpoints that the product uses and no other', async () => {
  const { app, auth, close } = await build()
  const endpoints = Object.values(auth.api as Record<string, { options?: { method?: string | string[] }; path?: string }>).flatMap(({ path, options }) =>
    path === undefined ? [] : [options?.method ?? 'GET'].flat().map((method) => ({ method, path: path.replaceAll(/:\w+/g, 'x') })),
  )
  expect(endpoints.length).toBeGreaterThan(20)
  const used = new Set(AUTH_ENDPOINTS.map(({ method, path }) => `${method} ${path}`))
  for (const { method, path } of endpoints.filter((one) => !used.has(`${one.method} ${one.path}`))) {
    for (const asked of [method, 'GET', 'POST'].filter((one) => !used.has(`${one} ${path}`))) {
      const answer = await app.inject({ method: asked as 'GET', url: `/api/auth${path}`, headers: { origin } })
      expect([answer.statusCode, answer.json<{ code: string }>().code], `${asked} ${path}`).toEqual([404, 'not_found'])
    }
  }
  await close()
})
