import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { Triple } from './cell-queries.ts'

/**
 * Puts figures of some versions back as their history says they stood at the end of a day; one that was not there yet becomes a draft
 * and counts nowhere. For a transaction that goes back afterwards: rows are locked in the order of the key, as every writer does.
 * @param partnerId whose figures; null: everybody's
 * @returns what the changed figures are about
 */
export async function putBack(
  trx: Trx,
  initiativeId: string,
  what: { readonly versionIds: readonly string[]; readonly partnerId: string | null; readonly on: string; readonly timeZone: string },
): Promise<Triple[]> {
  const cutoff = sql`((${what.on}::date + 1)::timestamp at time zone ${what.timeZone})`
  const { rows: later } = await sql<{ id: string }>`
    select o.id from app.observations o
    where o.initiative_id = ${initiativeId}::uuid and o.indicator_version_id = any (${what.versionIds}::uuid[])
      ${what.partnerId === null ? sql`` : sql`and o.partner_id = ${what.partnerId}::uuid`}
      and exists (select 1 from app.observation_revisions r where r.initiative_id = o.initiative_id and r.observation_id = o.id and r.at >= ${cutoff})
    order by o.indicator_version_id, o.period_id, o.territory_id, o.partner_id, o.category for update of o`.execute(trx)
  if (later.length === 0) return []
  const { rows } = await sql<Triple>`
    update app.observations o set
      state = coalesce(k.state, 'draft'),
      presence = coalesce(k.figure ->> 'presence', o.presence), presence_reason = case when k.figure is null then o.presence_reason else k.figure ->> 'presence_reason' end,
      value = case when k.figure is null then o.value else (k.figure ->> 'value')::numeric end,
      numerator = case when k.figure is null then o.numerator else (k.figure ->> 'numerator')::numeric end,
      denominator = case when k.figure is null then o.denominator else (k.figure ->> 'denominator')::numeric end,
      sample_n = case when k.figure is null then o.sample_n else (k.figure ->> 'sample_n')::numeric end,
      bool_value = case when k.figure is null then o.bool_value else (k.figure ->> 'bool_value')::boolean end,
      is_direct_total = case when k.figure is null or not k.tells_direct then o.is_direct_total else coalesce((k.figure ->> 'is_direct_total')::boolean, false) end,
      flags = case when k.figure is null then o.flags else coalesce((select array_agg(f.name) from jsonb_array_elements_text(k.figure -> 'flags') as f(name)), '{}') end
    from (
      select x.id, last.state, last.figure,
        exists (select 1 from app.observation_revisions d where d.initiative_id = ${initiativeId}::uuid and d.observation_id = x.id
          and (d.new_figure ? 'is_direct_total' or coalesce(d.old_figure, '{}') ? 'is_direct_total')) as tells_direct
      from unnest(${later.map(({ id }) => id)}::uuid[]) as x(id)
      left join lateral (
        select r.new_state as state, r.new_figure as figure from app.observation_revisions r
        where r.initiative_id = ${initiativeId}::uuid and r.observation_id = x.id and r.at < ${cutoff} order by r.number desc limit 1) last on true) k
    where o.initiative_id = ${initiativeId}::uuid and o.id = k.id
    returning o.indicator_version_id as "versionId", o.territory_id as "territoryId", o.period_id as "periodId"`.execute(trx)
  return rows
}
