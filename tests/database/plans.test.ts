import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listNotes } from '#server/features/notes/queries.ts'
import { treeBelow } from '#server/features/progress/queries.ts'
import { inContext } from '#server/platform/db/context.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** 8,400 figures of one indicator: 100 months of six places in fourteen categories; so many that one key has more levels than another. */
async function fill(here: TestInitiative): Promise<string> {
  const { versionId } = await addIndicator(world, here, 'SERVED', { frequency: 'month' })
  await world.maintain(here.id, async (client) => {
    await client.query(
      `insert into app.reporting_periods (initiative_id, kind, code, starts_on, ends_on)
       select $1, 'month', to_char(day, 'YYYY-MM'), day, (day + interval '1 month - 1 day')::date
       from generate_series('2015-01-01'::timestamp, '2023-04-01', interval '1 month') as day`,
      [here.id],
    )
    await client.query(
      `insert into app.observations (initiative_id, indicator_version_id, territory_id, period_id, category, value, state)
       select $1, $2, t.id, p.id, 'C' || c, 1, 'validated'
       from app.territories t cross join app.reporting_periods p cross join generate_series(1, 14) as c where t.initiative_id = $1 and p.initiative_id = $1`,
      [here.id, versionId],
    )
  })
  return versionId
}

it('the figures of a place are looked up by indicator, period and territory also in an initiative that the statistics have never seen', async () => {
  await fill(await world.buildInitiative())
  await world.maintain(null, (client) => client.query('analyze app.observations'))
  const fresh = await world.buildInitiative()
  const versionId = await fill(fresh)
  const client = await world.database.pool('api').connect()
  try {
    await client.query('begin')
    await client.query(`select app.set_ctx($1, null, 'backbone', null, false)`, [fresh.id])
    await client.query('set local plan_cache_mode = force_custom_plan')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain select held.value from unnest($2::uuid[], $3::uuid[]) as u(t, p) cross join lateral (
         select * from app.observations x
         where x.initiative_id = $1 and x.indicator_version_id = $4 and x.territory_id = u.t and x.period_id = u.p offset 0) held`,
      [fresh.id, Object.values(fresh.territory), Object.values(fresh.territory), versionId],
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index Cond: .*initiative_id.*indicator_version_id.*period_id.*territory_id/)
  } finally {
    await client.query('rollback')
    client.release()
  }
})

interface PlanNode {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly Plans?: readonly PlanNode[]
}
const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

it('what lies below a place is found link by link: the other places of the initiative are not read', async () => {
  const here = await world.buildInitiative()
  await world.maintain(here.id, async (client) => {
    await client.query(
      `with place as (
         insert into app.territories (initiative_id, level_id, code, name_fr)
         select $1, $2, 'V' || n, 'Village ' || n from generate_series(1, 1500) n returning id)
       insert into app.territory_parents (initiative_id, territory_id, parent_id) select $1, place.id, $3 from place`,
      [here.id, here.level.local, here.territory.B],
    )
  })
  await world.maintain(null, (client) => client.query('analyze app.territory_parents'))
  const context = { initiativeId: here.id, actorId: null, role: 'backbone', partnerId: null, commitment: false }
  const { rows } = await inContext(world.db, context, (trx) =>
    sql<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>`
      explain (analyze, format json) with recursive ${treeBelow(here.id, [here.territory.A as string])} select id from tree`.execute(trx),
  )
  const links = nodesOf(rows[0]?.['QUERY PLAN'][0].Plan as PlanNode).filter((node) => node['Relation Name'] === 'territory_parents')
  // The plan tells a mean of each loop, rounded.
  const read = Math.round(links.reduce((total, node) => total + node['Actual Rows'] * node['Actual Loops'], 0))
  expect(links).not.toEqual([])
  expect(read, 'A1 and A2').toBe(2)
})

it('a page of the notes comes from the index that gives its order: of 10,000 notes it reads those that it shows', async () => {
  const here = await world.buildInitiative()
  await world.maintain(here.id, (client) =>
    client.query(
      `insert into app.learning_notes (initiative_id, type, title, what_happened, visibility, state, attribution, shared_on, author_id, partner_id)
       select $1, (array['success', 'failure', 'challenge', 'surprise'])[1 + n % 4], 'Note ' || n, repeat('Ce qui s’est passé. ', 20), (array['circle', 'funder'])[1 + n % 2],
         'shared', (array['a_partner', 'named_partner', 'initiative'])[1 + n % 3], '2020-01-01'::date + n % 2000, gen_random_uuid(), $2
       from generate_series(1, 10000) n`,
      [here.id, here.partner.P2],
    ),
  )
  await world.maintain(null, (client) => client.query('analyze app.learning_notes'))
  const question = { view: 'shared', openFollowUp: false, limit: 31 } as const
  for (const role of ['backbone', 'partner_contributor', 'funder'] as const) {
    const context = {
      initiativeId: here.id,
      actorId: here.id,
      role,
      partnerId: role === 'partner_contributor' ? (here.partner.P3 as string) : null,
      commitment: true,
    }
    const { days, read } = await inContext(world.db, context, async (trx) => {
      const first = await listNotes(trx, here.id, { ...question, after: null })
      const last = first.at(-1)
      const second = await listNotes(trx, here.id, { ...question, after: { day: last?.list_day ?? '', id: last?.id ?? '' } })
      const { rows } = await sql<{ whole: number; one: number }>`
        select seq_tup_read::int as whole, idx_tup_fetch::int as one from pg_stat_xact_user_tables where relname = 'learning_notes'`.execute(trx)
      return { days: [...first, ...second].map(({ list_day: day }) => day), read: rows[0] }
    })
    expect(days).toHaveLength(62)
    expect(days, role).toEqual(days.toSorted().toReversed())
    expect(read?.whole, role).toBe(0)
    // Funders read one note in two, so that it looks at the others too.
    expect(read?.one, role).toBeLessThanOrEqual(role === 'funder' ? 250 : 62)
  }
})
