import { sql } from 'kysely'
import type { PastValue } from '#shared/observations/entry-contract.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { ENDED_KEY, keepVersions } from './ended-figures.ts'
import type { FigureKey } from './queries.ts'

/** Figures of the same series before a day, newest first. */
export async function figuresBefore(trx: Trx, initiativeId: string, key: Omit<FigureKey, 'periodId'>, startsOn: string, limit: number): Promise<PastValue[]> {
  const { rows } = await sql<PastValue>`
    select p.code as period, o.presence, o.value, o.numerator, o.denominator, o.sample_n as "sampleN", o.bool_value as "boolValue", o.state
    from app.reporting_periods p
    join app.observations o on o.initiative_id = p.initiative_id and o.indicator_version_id = ${key.versionId}::uuid and o.period_id = p.id
      and o.territory_id = ${key.territoryId}::uuid and o.category = ${key.category}
      and ${key.partnerId === null ? sql`o.partner_id is null` : sql`o.partner_id = ${key.partnerId}::uuid`}
    where p.initiative_id = ${initiativeId}::uuid and p.ends_on < ${startsOn}::date
    order by p.ends_on desc limit ${limit}`.execute(trx)
  return rows
}

/** A former figure of one place to type. */
export interface RecentRow extends PastValue {
  readonly versionId: string
  readonly territoryId: string
  readonly category: string
}

/** The last figures before a day of each version, place and category of one partner, newest first. */
export async function recentFigures(
  trx: Trx,
  initiativeId: string,
  partnerId: string | null,
  startsOn: string,
  places: readonly Pick<RecentRow, 'versionId' | 'territoryId' | 'category'>[],
  limit: number,
): Promise<RecentRow[]> {
  if (places.length === 0) return []
  const { rows } = await sql<RecentRow>`
    select k.version as "versionId", k.territory as "territoryId", k.category, last.*
    from unnest(${places.map((place) => place.versionId)}::uuid[], ${places.map((place) => place.territoryId)}::uuid[], ${places.map((place) => place.category)}::text[])
      as k(version, territory, category)
    cross join lateral (
      select p.code as period, o.value, o.numerator, o.denominator, o.sample_n as "sampleN", o.bool_value as "boolValue", o.presence, o.state
      from app.reporting_periods p
      join app.observations o on o.initiative_id = p.initiative_id and o.indicator_version_id = k.version and o.period_id = p.id and o.territory_id = k.territory
        and ${partnerId === null ? sql`o.partner_id is null` : sql`o.partner_id = ${partnerId}::uuid`} and o.category = k.category
      where p.initiative_id = ${initiativeId}::uuid and p.ends_on < ${startsOn}::date
      order by p.ends_on desc limit ${limit}) last`.execute(trx)
  return rows
}

/** Name under which the initiative knows a user. */
export async function personName(trx: Trx, initiativeId: string, userId: string): Promise<string | null> {
  const row = await trx.selectFrom('persons').select('name').where('initiative_id', '=', initiativeId).where('user_id', '=', userId).executeTakeFirst()
  return row?.name ?? null
}

/** Of these figures, those that were once more than a draft. */
export async function everHandedIn(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('observation_revisions')
    .select('observation_id')
    .distinct()
    .where('initiative_id', '=', initiativeId)
    .where('observation_id', '=', sql<string>`any (${ids}::uuid[])`)
    .where('new_state', '<>', 'draft')
    .execute()
  return new Set(rows.map((row) => row.observation_id))
}

/** Removes locked drafts, and keeps the number of their last version. @returns those that are gone */
export async function deleteDrafts(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    with gone as (
      delete from app.observations o where o.initiative_id = ${initiativeId}::uuid and o.id = any (${ids}::uuid[]) and o.state = 'draft'
      returning o.id, ${ENDED_KEY}, o.version),
    kept as (${keepVersions(initiativeId)})
    select id from gone`.execute(trx)
  return new Set(rows.map((row) => row.id))
}
