import { it } from 'vitest'
import { openWorld } from '../support/world.ts'
it('bench', async () => {
  const world = await openWorld({ connections: 10 })
  const t = await world.buildInitiative({})
  const bb = await t.person({ role: 'backbone', lead: true })
  await world.maintain(t.id, async (c) => {
    const q = (s: string, v: unknown[] = []) => c.query(s, [t.id, ...v])
    await q(`insert into app.territories (initiative_id, level_id, code, name_fr) select $1, $2, 'R'||g, 'R'||g from generate_series(1,17) g`, [t.level.regional])
    await q(`insert into app.territories (initiative_id, level_id, code, name_fr) select $1, $2, 'M'||g, 'M'||g from generate_series(1,1300) g`, [t.level.local])
    await q(`insert into app.reporting_periods (initiative_id, kind, code, starts_on, ends_on) select $1, 'quarter', (2020+g/4)||'-Q'||(g%4+1), make_date(2020+g/4, (g%4)*3+1, 1), (make_date(2020+g/4, (g%4)*3+1, 1) + interval '3 months' - interval '1 day')::date from generate_series(0,23) g`)
    await q(`insert into app.indicators (initiative_id, code, scope, position) select $1, 'I'||g, 'performance', g from generate_series(1,20) g`)
    await q(`insert into app.indicator_versions (initiative_id, indicator_id, number, name_fr, definition_fr, purpose_fr, unit_kind, counting_unit, temporal_kind, direction, frequency)
      select $1, i.id, 1, i.code, i.code, i.code, case when i.position <= 10 then 'count' when i.position <= 15 then 'ratio' else 'mean' end, 'events', 'flow', 'increase', 'quarter' from app.indicators i where i.initiative_id = $1`)
    await q(`insert into app.baselines (initiative_id, indicator_version_id, territory_id, period_id, value) select $1, v.id, t.id, p.id, 10 from app.indicator_versions v, app.territories t join app.territory_levels l on l.id = t.level_id and l.code <> 'local', app.reporting_periods p where v.initiative_id=$1 and t.initiative_id=$1 and p.initiative_id=$1 and p.code='2020-Q1'`)
    await q(`insert into app.target_points (initiative_id, indicator_version_id, scope, period_id, value) select $1, v.id, 'each', p.id, 100 from app.indicator_versions v, app.reporting_periods p where v.initiative_id=$1 and p.initiative_id=$1 and p.code='2025-Q4'`)
    await q(`insert into app.cells (initiative_id, indicator_version_id, period_id, level_id, territory_id, flavour, category, is_top, sum_value, sum_numerator, sum_denominator, sum_value_n, sum_n, lower_bound, upper_bound, reported_count, assigned_count, received_count, expected_weight, received_weight)
      select $1, v.id, p.id, t.level_id, t.id, 'validated', 'TOTAL', t.code='T', case when v.unit_kind='count' then 1234 end, case when v.unit_kind='ratio' then 567 end, case when v.unit_kind='ratio' then 1999 end, case when v.unit_kind='mean' then 99123 end, case when v.unit_kind='mean' then 777 end, 12, 15, 9, 10, 9, 10, 9
      from app.indicator_versions v, app.territories t, app.reporting_periods p where v.initiative_id=$1 and t.initiative_id=$1 and p.initiative_id=$1`)
  })
  await world.owner.query('analyze')
  const { readProgress } = await import('#server/features/progress/service.ts')
  const { readScope, readCells } = await import('#server/features/progress/queries.ts')
  const { inContext } = await import('#server/platform/db/context.ts')
  const actor = { role: 'backbone', partnerId: null, today: '2026-10-15', initiative: { id: t.id, topTerritoryId: t.territory.T, fiscalStartMonth: 4, schoolStartMonth: 9, timeZone: 'America/Toronto' } } as never
  const med = (x: number[]) => x.sort((a, b) => a - b)[Math.floor(x.length / 2)]?.toFixed(2)
  await inContext(world.db, { initiativeId: t.id, actorId: null, role: 'backbone', partnerId: null, commitment: false }, async (trx) => {
    for (const [name, q] of [['Q1', { level: 'regional', period: '2025-Q4' }], ['Q1latest', { level: 'regional' }], ['Q2', { level: 'regional', indicator: 'I12', from: '2020-Q1', to: '2025-Q4' }], ['Qtop', {}]] as const) {
      const times: number[] = [], js: number[] = [], z: number[] = []
      let r: never = null as never
      for (let i = 0; i < 80; i++) { const s = performance.now(); r = await readProgress(trx, actor, { by: 'territory', category: 'TOTAL', basis: 'validated', ...q } as never) as never; times.push(performance.now() - s); const s2 = performance.now(); JSON.stringify(r); js.push(performance.now() - s2) }
      const { progressRoutes } = await import('#shared/progress/contract.ts')
      for (let i = 0; i < 40; i++) { const s = performance.now(); progressRoutes.read.response.parse(r); z.push(performance.now() - s) }
      const sc: number[] = [], ce: number[] = []
      const question = { initiativeId: t.id, today: '2026-10-15', topTerritoryId: t.territory.T!, topOnly: false, level: 'level' in q ? q.level : null, territories: null, indicators: 'indicator' in q ? [q.indicator] : null, partners: null, byPartner: false, latest: 'period' in q || 'from' in q ? null : { by: '2026-10-15', basis: 'validated', partnerIds: null, states: [] } }
      let scope = await readScope(trx, question)
      for (let i = 0; i < 40; i++) { const s = performance.now(); scope = await readScope(trx, question); sc.push(performance.now() - s) }
      const per = 'from' in q ? scope.periods : scope.periods.slice(-2)
      const pairs = { versionIds: scope.versions.flatMap((v) => per.map(() => v.id)), periodIds: scope.versions.flatMap(() => per.map((p) => p.id)) }
      let nrows = 0
      for (let i = 0; i < 40; i++) { const s = performance.now(); nrows = (await readCells(trx, t.id, pairs, scope.places, 'validated', 'TOTAL')).length; ce.push(performance.now() - s) }
      console.log(name, 'total', med(times), 'scope', med(sc), 'cells', med(ce), 'rows', nrows, 'stringify', med(js), 'zod', med(z))
    }
  })
  const { openDatabase } = await import('#server/platform/db/connect.ts')
  const seen: { sql: string; parameters: readonly unknown[] }[] = []
  const pool = world.database.pool('api', 1)
  const logged = openDatabase(pool, (e) => { seen.push({ sql: e.query.sql, parameters: e.query.parameters }) })
  await inContext(logged, { initiativeId: t.id, actorId: null, role: 'backbone', partnerId: null, commitment: false }, (trx) => readProgress(trx, actor, { by: 'territory', category: 'TOTAL', basis: 'validated', } as never))
  const c = await pool.connect(); await c.query('begin'); await c.query(`select app.set_ctx($1, null, 'backbone', null, false)`, [t.id])
  for (const q of seen.filter((q) => /with version|from unnest/.test(q.sql))) { for (let i = 0; i < 3; i++) { const r = await c.query(`explain (analyze, summary) ${q.sql}`, [...q.parameters]); if (i === 2) console.log(r.rows.map((x: Record<string, string>) => x['QUERY PLAN']).filter((l: string) => /actual time=[0-9.]+\.\.(0\.[2-9]|[1-9])/.test(l)).join('\n'), '\n', r.rows.slice(-4).map((x: Record<string, string>) => x['QUERY PLAN']).join('\n')) } }
  await c.query('rollback'); c.release()
  await world.close()
}, 300000)
