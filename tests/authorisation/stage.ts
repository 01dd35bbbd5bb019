import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { DEMO_PASSWORD } from '#shared/accounts/demo.ts'
import { openWorld, ORIGIN, type Answer, type World } from '../support/world.ts'

/** Columns of the matrix, in its order: the seven demo accounts (one of them under each of its hats), a stranger, and the lead of another initiative. */
export const ACTORS = [
  'stranger',
  'coordination',
  'equipe',
  'contribution',
  'lecture',
  'bailleur',
  'deux_chapeaux_funder',
  'deux_chapeaux_p14',
  'admin',
  'lead_elsewhere',
] as const
export type ActorName = (typeof ACTORS)[number]

/** Somebody signed in through the door that people use; a stranger has nothing. */
export interface Actor {
  readonly name: ActorName
  readonly userId: string | null
  readonly cookie: string | null
  readonly hatId: string | null
}

/** A call with its address filled in: the same for whoever makes it. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Both demos with their accounts signed in, and a second copy of the first one that only its own lead may enter. */
export interface Stage {
  readonly world: World
  /** The first demo, and the copy that nobody of it may enter. */
  readonly here: string
  readonly elsewhere: string
  readonly benkadi: string
  readonly actors: Readonly<Record<ActorName, Actor>>
  /** A word that nothing has yet. */
  unique(): string
  /** Rows of the first demo (or of another initiative); `$1` is its id. */
  rows<Row extends object>(text: string, values?: readonly unknown[], initiativeId?: string): Promise<Row[]>
  send<Body = Record<string, unknown>>(actor: Actor, request: Request): Promise<Answer<Body>>
  /** A call that must succeed: for making what a test needs. */
  make<Body = Record<string, unknown>>(by: ActorName, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Body>
  /** One word for all that is stored, but what a refusal may leave behind. */
  fingerprint(except?: readonly string[]): Promise<string>
  close(): Promise<void>
}

const HAUT_RIVAGE = 'grandir-entre-rives'
const BENKADI = 'alliance-benkadi'
const LEAD_ELSEWHERE = 'ailleurs@authorisation.example'
/** A refusal may be written down. */
const TRACES = ['audit_log', 'idempotency_keys', 'rls_exempt', 'definer_allowed', 'schema_migrations']

async function signIn(world: World, email: string): Promise<string> {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { origin: ORIGIN },
    payload: { email, password: DEMO_PASSWORD },
  })
  if (answer.statusCode !== 204) throw new Error(`${email} could not sign in: ${answer.payload}`)
  return [answer.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')
}

/** Opens the world with both demos, signs every account in once, and founds the other initiative through the API. */
export async function openStage(): Promise<Stage> {
  const world = await openWorld({ demo: true })
  const { initiatives } = await world.loadDemo()
  const [here, benkadi] = [initiatives[HAUT_RIVAGE] as string, initiatives[BENKADI] as string]
  const tables = (
    await world.owner.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and c.relkind in ('r', 'p') order by 1`,
    )
  ).rows.map(({ name }) => name)
  let count = 0

  const rows: Stage['rows'] = async <Row extends object>(text: string, values: readonly unknown[] = [], initiativeId = here) =>
    world.maintain(initiativeId, async (client: PoolClient) => (await client.query<Row>(text, [initiativeId, ...values])).rows)

  const send: Stage['send'] = async <Body>(actor: Actor, { method, path, body, headers }: Request) => {
    const answer = await world.app.inject({
      method: method as 'GET',
      url: path,
      headers: {
        ...(method === 'GET' || method === 'HEAD' ? {} : { origin: ORIGIN }),
        ...(actor.cookie === null ? {} : { cookie: actor.cookie }),
        ...(actor.hatId === null ? {} : { 'maillage-hat': actor.hatId }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const isJson = String(answer.headers['content-type'] ?? '').includes('json')
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.payload,
      body: (isJson && answer.payload !== '' ? JSON.parse(answer.payload) : null) as Body,
    }
  }

  const account = async (name: ActorName, email: string, role: string | null, initiativeId: string): Promise<Actor> => {
    const [user] = (await world.owner.query<{ id: string }>('select id from auth.users where email = $1', [email])).rows
    const [hat] =
      role === null
        ? []
        : await rows<{ id: string }>(
            'select id from app.role_assignments where initiative_id = $1 and user_id = $2 and role = $3',
            [user?.id, role],
            initiativeId,
          )
    return { name, userId: user?.id ?? null, hatId: hat?.id ?? null, cookie: await signIn(world, email) }
  }
  const demo = (name: ActorName, role: string | null, mailbox = name) => account(name, `${mailbox}@demo.maillage.example`, role, here)
  const people: Partial<Record<ActorName, Actor>> = {
    stranger: { name: 'stranger', userId: null, cookie: null, hatId: null },
    coordination: await demo('coordination', 'backbone'),
    equipe: await demo('equipe', 'backbone'),
    contribution: await demo('contribution', 'partner_contributor'),
    lecture: await demo('lecture', 'partner_viewer'),
    bailleur: await demo('bailleur', 'funder'),
    admin: await demo('admin', null),
  }
  const actors = people as Record<ActorName, Actor>
  const twoHats = await account('deux_chapeaux_funder', 'deux-chapeaux@demo.maillage.example', 'funder', here)
  const [otherHat] = await rows<{ id: string }>(
    `select id from app.role_assignments where initiative_id = $1 and user_id = $2 and role = 'partner_contributor'`,
    [twoHats.userId],
  )
  actors.deux_chapeaux_funder = twoHats
  actors.deux_chapeaux_p14 = { ...twoHats, name: 'deux_chapeaux_p14', hatId: otherHat?.id ?? null }

  const make: Stage['make'] = async <Body>(by: ActorName, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await send<Body>(actors[by], { method, path, headers, ...(body === undefined ? {} : { body }) })
    if (answer.status < 200 || answer.status > 299) throw new Error(`${by} could not ${method} ${path}: ${answer.text}`)
    return answer.body
  }
  const founded = await make<{ id: string; link: string }>('admin', 'POST', '/api/v1/initiatives', {
    slug: 'ailleurs',
    nameFr: 'Une autre démarche',
    start: 'example',
    lead: { name: 'Dana Lefort', email: LEAD_ELSEWHERE },
  })
  await make('stranger', 'POST', `/api/v1/links/${founded.link.split('/').at(-1)}`, { password: DEMO_PASSWORD })
  actors.lead_elsewhere = await account('lead_elsewhere', LEAD_ELSEWHERE, 'backbone', founded.id)
  // One funder has accepted the learning commitment, the other has not.
  await make('deux_chapeaux_funder', 'POST', `/api/v1/initiatives/${here}/learning-commitment`)

  async function fingerprint(except: readonly string[] = []): Promise<string> {
    const counted = tables.filter((name) => !TRACES.includes(name) && !except.includes(name))
    // A row that was written, even with what it held before, carries the number of the transaction that wrote it.
    const sum = (name: string) => `select '${name}' as name, count(*) || ':' || coalesce(sum(t.xmin::text::bigint), 0) as content from ${name} t`
    const text = `${counted.map((name) => sum(`app.${name}`)).join(' union all ')} union all select $1::text, '' order by 1`
    // Named, so that its hundreds of tables are planned once; in order, so that no other plan changes it.
    const content = (initiativeId: string) =>
      world.maintain(initiativeId, async (client) =>
        JSON.stringify((await client.query({ name: `kept without ${except.join()}`, text, values: [initiativeId] })).rows),
      )
    const kept = `${['auth.users', 'auth.credentials', 'auth.one_use_links', 'auth.account_events', 'auth.password_link_uses'].map(sum).join(' union all ')} order by 1`
    return `${await content(here)}${await content(founded.id)}${JSON.stringify((await world.owner.query(kept)).rows)}`
  }

  return {
    world,
    here,
    elsewhere: founded.id,
    benkadi,
    actors,
    unique: () => `m${(count += 1)}-${randomUUID().slice(0, 6)}`,
    rows,
    send,
    make,
    fingerprint,
    close: () => world.close(),
  }
}
