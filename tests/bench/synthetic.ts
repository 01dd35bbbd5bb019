import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Client } from 'pg'
import type { DatabaseAddress } from '#server/platform/db/connect.ts'
import type { ManagedPostgres } from '#server/platform/db/embedded.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { ensureRoles } from '#server/platform/db/roles.ts'
import { sessionCookieName } from '#server/platform/http/session.ts'
import { ROOT } from '#server/platform/root.ts'

/** Signs the sessions of the measured servers. */
export const SECRET = 'secret-of-the-bench-0123456789-abcdef'
const PASSWORD = 'password-of-a-throwaway-server'
/** The domain's day: the 24th quarter has ended and is due. */
const CLOCK = '2026-02-15T12:00:00-05:00'
/** How many sets of cells: 20 indicators in 24 quarters. */
const SETS = 480

/** One initiative in a database of its own, and who asks it. */
export interface Synthetic {
  readonly size: number
  readonly address: DatabaseAddress
  /** As the owning role: what DATABASE_URL of the real server names. */
  readonly ownerUrl: string
  /** As the superuser, whom row level security does not bind. */
  readonly bareUrl: string
  readonly initiativeId: string
  readonly slug: string
  readonly cookie: string
  readonly hatId: string
  readonly userId: string
}

/** Ids of the context are made from names, so that one statement can name what another made; the form is a version 4 UUID. */
const NAMED_IDS = `create function pg_temp.named(kind text, n bigint) returns uuid language sql immutable as $$
  select (substr(h, 1, 12) || '4' || substr(h, 14, 3) || '8' || substr(h, 18))::uuid from (select md5(kind || ' ' || n) as h) hashed $$`

/** 20 indicators: 10 counts (two of people who may meet several partners), 5 ratios, 5 means. `n` counts from 0. */
const KIND = `case when n < 10 then 'count' when n < 15 then 'ratio' else 'mean' end`

/** Statements that build everything but the figures; $1 is the initiative. */
const CONTEXT = [
  `insert into app.initiatives (id, slug, name_fr, name_en, clock_frozen_at) values ($1, 'mesure', 'Démarche mesurée', 'Measured initiative', '${CLOCK}')`,
  `insert into app.territory_levels (initiative_id, id, code, rank, name_fr) select $1::uuid, pg_temp.named('level', n), (array['municipalite', 'mrc', 'region', 'province'])[n], n,
     (array['Municipalité', 'MRC', 'Région', 'Province'])[n] from generate_series(1, 4) n`,
  `insert into app.territories (initiative_id, id, level_id, code, name_fr)
   select $1::uuid, pg_temp.named('municipality', n), pg_temp.named('level', 1), 'V' || lpad(n::text, 4, '0'), 'Municipalité ' || n from generate_series(0, 1284) n
   union all select $1::uuid, pg_temp.named('mrc', n), pg_temp.named('level', 2), 'M' || lpad(n::text, 3, '0'), 'MRC ' || n from generate_series(0, 103) n
   union all select $1::uuid, pg_temp.named('region', n), pg_temp.named('level', 3), 'R' || lpad(n::text, 2, '0'), 'Région ' || n from generate_series(0, 16) n
   union all select $1::uuid, pg_temp.named('top', 0), pg_temp.named('level', 4), 'QC', 'Ensemble'`,
  `insert into app.territory_parents (initiative_id, territory_id, parent_id)
   select $1::uuid, pg_temp.named('municipality', n), pg_temp.named('mrc', n % 104) from generate_series(0, 1284) n
   union all select $1::uuid, pg_temp.named('mrc', n), pg_temp.named('region', n % 17) from generate_series(0, 103) n
   union all select $1::uuid, pg_temp.named('region', n), pg_temp.named('top', 0) from generate_series(0, 16) n`,
  // Round outlines of 24 points on a grid: what a map draws.
  `insert into app.territory_shapes (initiative_id, territory_id, geometry)
   select $1::uuid, pg_temp.named(kind, n), jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array((
     select jsonb_agg(jsonb_build_array(round((-79 + n % wide * step + step / 2.2 * cos(i * pi() / 12))::numeric, 4), round((45 + n / wide * step + step / 2.2 * sin(i * pi() / 12))::numeric, 4)) order by i)
     from (select 0 as i union all select generate_series(1, 23) union all select 24) ring)))
   from (select 'municipality' as kind, n, 40 as wide, 0.5::float8 as step from generate_series(0, 1284) n
     union all select 'mrc', n, 12, 1.6 from generate_series(0, 103) n union all select 'region', n, 5, 4 from generate_series(0, 16) n) shape`,
  `update app.initiatives set top_territory_id = pg_temp.named('top', 0) where id = $1`,
  `insert into app.organizations (initiative_id, id, name) select $1::uuid, pg_temp.named('organization', n), 'Organisation ' || n from generate_series(0, 59) n`,
  `insert into app.partners (initiative_id, id, organization_id, code, joined_on, is_backbone_host)
   select $1::uuid, pg_temp.named('partner', n), pg_temp.named('organization', n), 'P' || lpad(n::text, 2, '0'), '2019-01-01', n = 0 from generate_series(0, 59) n`,
  `insert into app.reporting_periods (initiative_id, id, kind, code, starts_on, ends_on)
   select $1::uuid, pg_temp.named('period', n), 'quarter', to_char(begins, 'YYYY"-Q"Q'), begins, (begins + interval '3 months - 1 day')::date
   from (select n, (date '2020-01-01' + n * interval '3 months')::date as begins from generate_series(0, 31) n) quarter`,
  `insert into app.indicators (initiative_id, id, code, scope, position) select $1::uuid, pg_temp.named('indicator', n), 'I' || lpad(n::text, 2, '0'), 'performance', n from generate_series(0, 19) n`,
  `insert into app.indicator_versions (initiative_id, id, indicator_id, number, name_fr, definition_fr, purpose_fr, unit_kind, counting_unit, temporal_kind, direction, is_proportion, display_factor, decimals,
     frequency, overlap_partners)
   select $1::uuid, pg_temp.named('version', n), pg_temp.named('indicator', n), 1, 'Indicateur ' || n, 'Figure synthétique.', 'Mesurer la vitesse.', ${KIND},
     case when n in (8, 9) then 'persons' when n < 10 then 'events' else 'persons' end, case when n < 10 then 'flow' else 'stock' end, case when n % 4 = 3 then 'decrease' else 'increase' end,
     n between 10 and 14, case when n between 10 and 14 then 100 else 1 end, case when n < 10 then 0 else 1 end, 'quarter', case when n in (8, 9) then 'possible' else 'none' end
   from generate_series(0, 19) n`,
  // From the first quarter: of the whole, each region and each MRC. Numbers near those of the figures, so that every status occurs.
  `insert into app.baselines (initiative_id, indicator_version_id, territory_id, period_id, value, numerator, denominator)
   select $1::uuid, pg_temp.named('version', n), place.id, pg_temp.named('period', 0), case when n < 10 then place.many * (40 + n) when n >= 15 then 40 + n end,
     case when n between 10 and 14 then 350 + n end, case when n between 10 and 14 then 1000 end
   from generate_series(0, 19) n
   cross join (select pg_temp.named('top', 0) as id, 1285 as many union all select pg_temp.named('region', r), 75 from generate_series(0, 16) r
     union all select pg_temp.named('mrc', m), 12 from generate_series(0, 103) m) place`,
  `insert into app.target_points (initiative_id, indicator_version_id, scope, period_id, value, decided_on)
   select $1::uuid, pg_temp.named('version', n), scope, pg_temp.named('period', due), case when n < 10 then many * (40 + n) * (1 + way * sign) when n < 15 then (0.35 + n * 0.001) * (1 + way * sign) else (40 + n) * (1 + way * sign) end,
     '2020-01-15'
   from generate_series(0, 19) n
   cross join (values ('whole', 1285), ('each', 75)) as s(scope, many)
   cross join (values (15, 0.2), (31, 0.4)) as t(due, way)
   cross join lateral (select case when n % 4 = 3 then -1 else 1 end as sign) direction`,
]

/** Figures spread evenly: consecutive ones go to consecutive sets, then to the next municipality; $2 is how many. */
const FIGURES = `
  insert into app.observations (initiative_id, id, indicator_version_id, territory_id, partner_id, period_id, category, value, numerator, denominator, sample_n, presence, presence_reason, state, origin,
    submitted_at, validated_at)
  select $1::uuid, gen_random_uuid(), pg_temp.named('version', n), pg_temp.named('municipality', unit % 1285), pg_temp.named('partner', partner), pg_temp.named('period', quarter), 'TOTAL',
    case when is_missing then null when n < 10 then 30 + swing % 40 + quarter when n >= 15 then 35 + swing % 20 + quarter * 0.5 end,
    case when not is_missing and n between 10 and 14 then 6 + swing % 9 + quarter / 4 end, case when not is_missing and n between 10 and 14 then 25 + swing % 20 end,
    case when not is_missing and n >= 15 then 8 + swing % 30 end, case when is_missing then 'missing' else 'reported' end, case when is_missing then 'Non reçu' end,
    case when i % 53 = 7 then 'submitted' else 'validated' end, 'partner', ends_on + interval '9 days', case when i % 53 <> 7 then ends_on + interval '12 days' end
  from (
    select i, i % 20 as n, i / 20 % 24 as quarter, i / ${SETS} as unit, (i / ${SETS} % 1285 * 7 + i / ${SETS} / 1285 * 29) % 60 as partner, i * 7919 % 1009 as swing, i % 61 = 11 as is_missing
    from generate_series(0::bigint, $2::bigint - 1) i) figure
  join app.reporting_periods rp on rp.initiative_id = $1::uuid and rp.id = pg_temp.named('period', quarter)`

/** Whoever reported owes. */
const ASSIGNMENTS = `
  insert into app.reporting_assignments (initiative_id, indicator_id, territory_id, partner_id, valid_from)
  select distinct $1::uuid, iv.indicator_id, o.territory_id, o.partner_id, date '2020-01-01'
  from app.observations o join app.indicator_versions iv on iv.initiative_id = o.initiative_id and iv.id = o.indicator_version_id where o.initiative_id = $1`

export function urlOf(postgres: ManagedPostgres, user: string, password: string, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${postgres.port}/${database}`
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Makes every cell from the figures, two sets at a time: the machine has two cores. */
async function fillCells(url: string, initiativeId: string): Promise<void> {
  const queue = await withClient(
    url,
    async (client) =>
      (
        await client.query<{ v: string; p: string }>(
          'select distinct indicator_version_id as v, period_id as p from app.observations where initiative_id = $1 order by 1, 2',
          [initiativeId],
        )
      ).rows,
  )
  const worker = () =>
    withClient(url, async (client) => {
      for (let set = queue.shift(); set !== undefined; set = queue.shift())
        await client.query('select app.rebuild_set($1, $2, $3)', [initiativeId, set.v, set.p])
    })
  await Promise.all([worker(), worker()])
}

/** Builds one database with one initiative of `size` observations, its cells, and a signed-in lead of the backbone. */
export async function buildSynthetic(postgres: ManagedPostgres, size: number): Promise<Synthetic> {
  const database = `bench_${size}`
  const owner = `${database}_owner`
  const admin = urlOf(postgres, postgres.superuser, postgres.password, 'postgres')
  await withClient(admin, async (client) => {
    await client.query(`create role ${owner} login createrole createdb password '${PASSWORD}'`)
    await client.query(`create database ${database} owner ${owner}`)
  })
  const address: DatabaseAddress = {
    host: '127.0.0.1',
    port: postgres.port,
    database,
    owner,
    ownerPassword: PASSWORD,
    rolePrefix: database,
    rolePassword: PASSWORD,
  }
  const ownerUrl = urlOf(postgres, owner, PASSWORD, database)
  const bareUrl = urlOf(postgres, postgres.superuser, postgres.password, database)
  await withClient(ownerUrl, async (client) => {
    await ensureRoles(client, database, PASSWORD)
    await migrate(client, join(ROOT, 'migrations'))
  })
  const [initiativeId, userId, hatId] = [randomUUID(), randomUUID(), randomUUID()]
  const token = randomBytes(24).toString('base64url')
  await withClient(bareUrl, async (client) => {
    // The rows are right by construction: checking a million references one by one would take longer than all the rest.
    await client.query('set session_replication_role = replica')
    await client.query(`set work_mem = '128MB'`)
    await client.query(NAMED_IDS)
    for (const statement of CONTEXT) await client.query(statement, [initiativeId])
    await client.query(FIGURES, [initiativeId, size])
    await client.query(ASSIGNMENTS, [initiativeId])
    const personId = randomUUID()
    await client.query(`insert into auth.users (id, name, email, email_verified) values ($1, 'Coordination', 'coordination@bench.example', true)`, [userId])
    await client.query(`insert into auth.sessions (user_id, token, expires_at) values ($1, $2, now() + interval '12 hours')`, [userId, token])
    await client.query(`insert into app.persons (initiative_id, id, user_id, name) values ($1, $2, $3, 'Coordination')`, [initiativeId, personId, userId])
    await client.query(
      `insert into app.role_assignments (initiative_id, id, user_id, person_id, role, is_lead, partner_id, starts_on)
       select $1::uuid, $2, $3, $4, 'backbone', true, p.id, '2020-01-01' from app.partners p where p.initiative_id = $1 and p.is_backbone_host`,
      [initiativeId, hatId, userId, personId],
    )
    await client.query('analyze')
  })
  await fillCells(bareUrl, initiativeId)
  await withClient(bareUrl, (client) => client.query('vacuum analyze'))
  const signature = createHmac('sha256', SECRET).update(token).digest('base64')
  return {
    size,
    address,
    ownerUrl,
    bareUrl,
    initiativeId,
    slug: 'mesure',
    userId,
    hatId,
    cookie: `${sessionCookieName(false)}=${encodeURIComponent(`${token}.${signature}`)}`,
  }
}
