import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '#server/platform/root.ts'
import { DEMO_ACCOUNTS } from '#shared/accounts/demo.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let initiatives: Record<string, string>
beforeAll(async () => {
  world = await openWorld()
  ;({ initiatives } = await world.loadDemo())
})
afterAll(() => world.close())

const HAUT_RIVAGE = 'grandir-entre-rives'
const BENKADI = 'alliance-benkadi'
const ask = <Row>(slug: string, sql: string) =>
  world.maintain(initiatives[slug] ?? null, async (client) => (await client.query(sql, [initiatives[slug]])).rows as Row[])
const figures = (slug: string) =>
  readFileSync(join(ROOT, 'seeds/demo', slug, 'observations.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

describe('the demo: figures', () => {
  it('all 662 lines of the series land: 661 current figures and one former value', async () => {
    expect(figures(HAUT_RIVAGE).length + figures(BENKADI).length).toBe(662)
    const counts = await Promise.all(
      [HAUT_RIVAGE, BENKADI].map((slug) =>
        ask<{ figures: number; corrected: number }>(
          slug,
          `
      select (select count(*)::int from app.observations where initiative_id = $1) as figures,
        (select count(*)::int from app.observation_revisions where initiative_id = $1 and reason = 'late_data') as corrected`,
        ),
      ),
    )
    expect(counts.map(([row]) => row)).toEqual([
      { figures: 522, corrected: 1 },
      { figures: 139, corrected: 0 },
    ])
  })

  it('every line of the file is a figure with the same parts, in the state the file says', async () => {
    for (const slug of [HAUT_RIVAGE, BENKADI]) {
      const rows = await ask<{ key: string; figure: string; state: string; presence: string }>(
        slug,
        `
        select concat_ws(',', i.code, t.code, p.code, o.category) as key, o.state, o.presence,
          concat_ws(',', coalesce(o.value::text, case o.bool_value when true then 'yes' when false then 'no' end, ''), coalesce(o.numerator::text, ''), coalesce(o.denominator::text, ''), coalesce(o.sample_n::text, '')) as figure
        from app.observations o
        join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
        join app.indicators i on i.initiative_id = o.initiative_id and i.id = v.indicator_id
        join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
        join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
        left join app.partners pa on pa.initiative_id = o.initiative_id and pa.id = o.partner_id
        where o.initiative_id = $1 order by i.code, t.code, pa.code, p.code`,
      )
      const stored = rows.map((row) => (row.presence === 'missing' ? `${row.key} missing` : `${row.key} ${row.figure} ${row.state}`)).sort()
      const written = figures(slug)
        .filter(([, , , , , , , , , state]) => state !== 'superseded')
        .map(
          ([indicator, territory, , period, category, value, numerator, denominator, n, state]) =>
            `${indicator},${territory},${period},${category} ${state === 'missing' ? 'missing' : `${value},${numerator},${denominator},${n} ${state}`}`,
        )
        .sort()
      expect(stored).toEqual(written)
    }
  })

  it('the corrected figure of the Coast keeps its former value', async () => {
    const revisions = await ask<{ number: number; old: unknown; new: unknown; reason: string; day: string }>(
      HAUT_RIVAGE,
      `
      select number, old_figure->>'numerator' as old, new_figure->>'numerator' as new, reason, to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day
      from app.observation_revisions where initiative_id = $1 and observation_id = (
        select observation_id from app.observation_revisions where initiative_id = $1 and reason = 'late_data') order by number`,
    )
    expect(revisions.map(({ number, old, new: next, reason }) => ({ number, old, next, reason }))).toEqual([
      { number: 1, old: null, next: '10', reason: 'validation' },
      { number: 2, old: '10', next: '11', reason: 'late_data' },
    ])
    expect(revisions[1]?.day).toBe('2025-02-10')
  })

  it('each region’s cell is the sum of its parts, computed again here from the figures alone', async () => {
    const wrong = await ask(
      HAUT_RIVAGE,
      `
      with recursive below as (
        select id as root, id from app.territories where initiative_id = $1
        union all select below.root, tp.territory_id from below join app.territory_parents tp on tp.initiative_id = $1 and tp.parent_id = below.id),
      again as (
        select o.indicator_version_id, below.root, o.period_id, sum(o.numerator) as numerator, sum(o.denominator) as denominator, sum(o.value) as value, sum(o.value * o.sample_n) as weighted
        from app.observations o join below on below.id = o.territory_id
        where o.initiative_id = $1 and o.state in ('validated', 'published') and not o.is_direct_total and o.presence = 'reported'
        group by o.indicator_version_id, below.root, o.period_id)
      select * from again full join app.cells c on c.indicator_version_id = again.indicator_version_id and c.territory_id = again.root and c.period_id = again.period_id
      where coalesce(c.initiative_id, $1) = $1 and coalesce(c.flavour, 'validated') = 'validated' and c.own_presence is null
        and (c.sum_numerator is distinct from again.numerator or c.sum_denominator is distinct from again.denominator
          or c.sum_value is distinct from again.value or c.sum_value_n is distinct from again.weighted)`,
    )
    expect(wrong).toEqual([])
  })

  it('population figures carry no partner', async () => {
    for (const slug of [HAUT_RIVAGE, BENKADI]) {
      expect(
        await ask(
          slug,
          `
        select 1 from app.observations o join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
        join app.indicators i on i.initiative_id = o.initiative_id and i.id = v.indicator_id
        where o.initiative_id = $1 and i.scope = 'population' and o.partner_id is not null`,
        ),
      ).toEqual([])
    }
  })
})

describe('the demo: people, notes and conditions', () => {
  it('every announced account exists, with the hats of the specification and no learning commitment yet', async () => {
    const accounts = await world.owner.query<{ email: string; is_instance_admin: boolean }>('select email, is_instance_admin from auth.users order by email')
    expect(accounts.rows.map(({ email }) => email)).toEqual(DEMO_ACCOUNTS.map(({ email }) => email).sort())
    expect(accounts.rows.filter((row) => row.is_instance_admin).map(({ email }) => email)).toEqual(['admin@demo.maillage.example'])
    const hats = await ask<{ hat: string; learning_commitment_on: string | null }>(
      HAUT_RIVAGE,
      `
      select concat_ws(' ', split_part(p.email, '@', 1), r.role, case when r.is_lead then 'lead' end, pa.code) as hat, r.learning_commitment_on
      from app.role_assignments r join app.persons p on p.initiative_id = r.initiative_id and p.id = r.person_id
      left join app.partners pa on pa.initiative_id = r.initiative_id and pa.id = r.partner_id where r.initiative_id = $1 order by 1`,
    )
    expect(hats.map(({ hat }) => hat)).toEqual([
      'bailleur funder',
      'contribution partner_contributor P02',
      'coordination backbone lead P01',
      'deux-chapeaux funder',
      'deux-chapeaux partner_contributor P14',
      'equipe backbone P01',
      'lecture partner_viewer P05',
    ])
    expect(hats.every((hat) => hat.learning_commitment_on === null)).toBe(true)
  })

  it('twenty-two notes are shared, with the measures of the specification', async () => {
    const [notes] = await ask(
      HAUT_RIVAGE,
      `
      select count(*)::int as shared, count(*) filter (where type = 'success')::int as success, count(*) filter (where type = 'challenge')::int as challenge,
        count(*) filter (where type = 'failure')::int as failure, count(*) filter (where type = 'surprise')::int as surprise
      from app.learning_notes where initiative_id = $1 and visibility in ('circle', 'funder', 'public')`,
    )
    expect(notes).toEqual({ shared: 22, success: 7, challenge: 6, failure: 6, surprise: 3 })
    const days = await ask<{ days: number; is_checked_in_time: boolean }>(
      HAUT_RIVAGE,
      `
      select a.decided_on - n.shared_on as days, f.checked_on <= a.due_on + 14 and f.result in ('helped', 'partly') as is_checked_in_time
      from app.learning_notes n join app.adaptations a on a.initiative_id = n.initiative_id and a.note_id = n.id
      left join app.follow_up_checks f on f.initiative_id = a.initiative_id and f.adaptation_id = a.id where n.initiative_id = $1 and n.type = 'failure' order by 1`,
    )
    expect(days.map((row) => row.days)).toEqual([18, 34, 41, 63, 97])
    expect(days.every((row) => row.is_checked_in_time)).toBe(true)
  })

  it('every part of the five conditions is there, in both initiatives', async () => {
    const tables = [
      'agenda_versions',
      'endorsements',
      'goals',
      'goal_indicators',
      'success_pictures',
      'activities',
      'activity_partners',
      'activity_links',
      'responsibilities',
      'participation_records',
      'shared_practices',
      'practice_adoptions',
      'priority_rounds',
      'priority_candidates',
      'stages',
      'stage_engagements',
      'meetings',
      'governance_bodies',
      'governance_seats',
      'seat_declarations',
      'leadership_models',
      'governance_roles',
      'decisions',
      'decision_positions',
      'partnership_agreements',
      'agreement_sections',
      'signatures',
      'conflict_protocols',
      'attendances',
      'update_posts',
      'backbone_profiles',
      'backbone_functions',
      'populations_of_focus',
      'contributions',
      'territory_shapes',
      'reporting_assignments',
      'note_comments',
      'note_links',
      'audit_log',
    ]
    for (const slug of [HAUT_RIVAGE, BENKADI]) {
      const [row] = await ask<Record<string, number>>(
        slug,
        `select ${tables.map((table) => `(select count(*)::int from app.${table} where initiative_id = $1) as ${table}`).join(', ')}`,
      )
      expect(Object.entries(row ?? {}).filter(([, count]) => count === 0)).toEqual([])
    }
    const transfer = await ask(
      BENKADI,
      `
      select f.code as from, t.code as to, s.kind from app.territory_successions s join app.territories f on f.id = s.from_id join app.territories t on t.id = s.to_id where s.initiative_id = $1`,
    )
    expect(transfer).toEqual([{ from: 'KY', to: 'SG', kind: 'transfer' }])
  })

  it('computing every cell again changes nothing (D19)', async () => {
    const checksum = `select md5(string_agg(c::text, '|' order by c.indicator_version_id, c.territory_id, c.period_id, c.flavour, c.category)) as sum from app.cells c where c.initiative_id = $1`
    const before = await ask(HAUT_RIVAGE, checksum)
    await world.maintain(initiatives[HAUT_RIVAGE] ?? null, (client) =>
      client.query(
        `
      select app.recompute_cells($1, array_agg(v), array_agg(t), array_agg(p)) from (
        select distinct indicator_version_id as v, territory_id as t, period_id as p from app.observations where initiative_id = $1) x`,
        [initiatives[HAUT_RIVAGE]],
      ),
    )
    expect(await ask(HAUT_RIVAGE, checksum)).toEqual(before)
  })
})
