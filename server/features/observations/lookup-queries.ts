import { sql } from 'kysely'
import { compiledOnce } from '#server/platform/db/compiled.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { hatHolds } from '#server/platform/db/hats.ts'
import { dueDate } from '#server/platform/db/due-date.ts'

/** Codes to look up. */
interface Named {
  readonly initiativeId: string
  readonly codes: readonly string[]
}

/** People who write figures today, as the backbone or for a partner, with their hats' partners. */
export async function activeWriters(trx: Trx, initiativeId: string): Promise<{ userId: string; role: string; partnerId: string | null }[]> {
  return trx
    .selectFrom('role_assignments')
    .select([sql<string>`user_id`.as('userId'), 'role', 'partner_id as partnerId'])
    .where('initiative_id', '=', initiativeId)
    .where('role', 'in', ['backbone', 'partner_contributor'])
    .where('user_id', 'is not', null)
    .where(hatHolds('role_assignments'))
    .execute()
}

/** Partners with the last day of each. */
export function listPartners(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.id', 'p.code', 'o.name', 'p.left_on as leftOn', 'p.joined_on as joinedOn'])
    .where('p.initiative_id', '=', initiativeId)
    .orderBy('p.code')
    .execute()
}

const PARTNERS_NAMED = compiledOnce((db, { initiativeId, codes }: Named) =>
  db
    .selectFrom('partners')
    .select(['id', 'code', 'left_on as leftOn'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .compile(),
)

/** Partners by code, with the last day of each. */
export function partnersNamed(trx: Trx, initiativeId: string, codes: readonly string[]) {
  return PARTNERS_NAMED(trx, { initiativeId, codes })
}

/** First days of periods, by id. */
export async function periodStarts(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('reporting_periods')
    .select(['id', 'starts_on'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', sql<string>`any (${ids}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, row.starts_on]))
}

/** Codes of the dimensions whose categories exclude one another. */
export async function exclusiveDimensions(trx: Trx, initiativeId: string): Promise<Set<string>> {
  const rows = await trx.selectFrom('dimensions').select('code').where('initiative_id', '=', initiativeId).where('exclusive', '=', true).execute()
  return new Set(rows.map(({ code }) => code))
}

/** A dimension whose categories make up the whole: the unknown one receives what is missing (domain 3.9). */
export interface CompleteDimension {
  readonly code: string
  /** Codes of its categories but the unknown one. */
  readonly known: string[]
  readonly unknown: string
}

/** Exclusive and exhaustive dimensions that have an unknown category. */
export async function completeDimensions(trx: Trx, initiativeId: string): Promise<CompleteDimension[]> {
  const { rows } = await sql<CompleteDimension>`
    select d.code, array_agg(c.code order by c.position, c.code) filter (where not c.is_unknown) as known, min(c.code) filter (where c.is_unknown) as unknown
    from app.dimensions d join app.categories c on c.initiative_id = d.initiative_id and c.dimension_id = d.id
    where d.initiative_id = ${initiativeId}::uuid and d.exclusive and d.exhaustive
    group by d.id, d.code having bool_or(c.is_unknown) and not bool_and(c.is_unknown) order by d.code`.execute(trx)
  return rows
}

const TERRITORIES_NAMED = compiledOnce((db, { initiativeId, codes }: Named) =>
  db
    .selectFrom('territories')
    .select(['id', 'code', 'valid_from as validFrom', 'valid_to as validTo'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .compile(),
)

/** Territories by code; one code may have had several, each with its dates. */
export function territoriesNamed(trx: Trx, initiativeId: string, codes: readonly string[]) {
  return TERRITORIES_NAMED(trx, { initiativeId, codes })
}

/** The codes that a batch of typed figures names. */
interface NamedKeys {
  readonly initiativeId: string
  readonly territories: readonly string[]
  readonly partners: readonly string[]
  readonly periods: readonly string[]
}

/** What a code names: a territory or a partner with the days from and until which it is one, or a period. */
export interface NamedKey {
  readonly kind: 'territory' | 'partner' | 'period'
  readonly id: string
  readonly code: string
  readonly from: string | null
  readonly until: string | null
}

const KEYS_NAMED = compiledOnce((db, { initiativeId, territories, partners, periods }: NamedKeys) =>
  sql<NamedKey>`
    select 'territory' as kind, id, code, valid_from as "from", valid_to as until from app.territories
    where initiative_id = ${initiativeId}::uuid and code = any (${territories}::text[])
    union all
    select 'partner', id, code, joined_on, left_on from app.partners where initiative_id = ${initiativeId}::uuid and code = any (${partners}::text[])
    union all
    select 'period', id, code, starts_on, ends_on from app.reporting_periods where initiative_id = ${initiativeId}::uuid and code = any (${periods}::text[])`.compile(
    db,
  ),
)

/** Everything that keys of figures name, in one question: saving one value asks it every time. */
export function keysNamed(trx: Trx, keys: NamedKeys): Promise<NamedKey[]> {
  return KEYS_NAMED(trx, keys)
}

/** Who owes what to whom in one period: the indicators' order. */
export interface OwedRow {
  versionId: string
  indicator: string
  territoryId: string
  territory: string
  territoryName: string
  dueOn: string
}

export async function owedBy(
  trx: Trx,
  initiativeId: string,
  partnerId: string | null,
  period: { kind: string; code: string; endsOn: string },
): Promise<OwedRow[]> {
  const ending = period.code.split('-')[1] ?? ''
  const { rows } = await sql<OwedRow>`
    select distinct v.id as "versionId", i.code as indicator, t.id as "territoryId", t.code as territory, t.name_fr as "territoryName",
      (${dueDate({ endsOn: sql`${period.endsOn}::date`, period: 'p', version: 'v', partner: 'a.partner_id' })})::text as "dueOn", i.position
    from app.reporting_assignments a
    join app.indicators i on i.initiative_id = a.initiative_id and i.id = a.indicator_id
    join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id
      and v.valid_from <= ${period.endsOn}::date and (v.valid_to is null or v.valid_to >= ${period.endsOn}::date)
    join app.territories t on t.initiative_id = a.initiative_id and t.id = a.territory_id
    left join app.reporting_periods p on p.initiative_id = a.initiative_id and p.code = ${period.code}
    where a.initiative_id = ${initiativeId}::uuid and ${partnerId === null ? sql`a.partner_id is null` : sql`a.partner_id = ${partnerId}::uuid`}
      and not a.paused and a.valid_from <= ${period.endsOn}::date and (a.valid_to is null or a.valid_to >= ${period.endsOn}::date)
      and (a.period_filter is null or ${ending} = any (a.period_filter))
      and ${period.kind} = case v.frequency when 'every_n_years' then 'year' else v.frequency end
    order by i.position, i.code, t.code`.execute(trx)
  return rows
}

/** Frequencies of what a partner (or nobody in particular) owes on a day, most often first. */
export async function frequenciesOwed(trx: Trx, initiativeId: string, partnerId: string | null): Promise<{ frequency: string; count: number }[]> {
  const { rows } = await sql<{ frequency: string; count: number }>`
    select v.frequency, count(*)::int as count
    from app.reporting_assignments a
    join app.indicator_versions v on v.initiative_id = a.initiative_id and v.indicator_id = a.indicator_id and v.valid_to is null
    where a.initiative_id = ${initiativeId}::uuid and ${partnerId === null ? sql`a.partner_id is null` : sql`a.partner_id = ${partnerId}::uuid`} and not a.paused
    group by v.frequency order by count desc, v.frequency`.execute(trx)
  return rows
}

/** Ids and names of territories. */
export function territoryNames(trx: Trx, initiativeId: string, codes: readonly string[]) {
  return trx
    .selectFrom('territories')
    .select(['id', 'code', 'name_fr as nameFr'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .execute()
}
