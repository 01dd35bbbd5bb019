import { sql } from 'kysely'
import type { Dimension, Period } from '#shared/indicators/contract.ts'
import { compiledOnce } from '#server/platform/db/compiled.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Period as CalendarPeriod } from '#shared/values/period.ts'

/** Reporting periods, oldest first; the widest of those that end together comes last. */
export function listPeriods(trx: Trx, initiativeId: string): Promise<Period[]> {
  return trx
    .selectFrom('reporting_periods')
    .select(['id', 'kind', 'code', 'starts_on as startsOn', 'ends_on as endsOn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('ends_on')
    .orderBy('starts_on', 'desc')
    .orderBy('code')
    .execute()
}

const PERIODS_BY_CODES = compiledOnce((db, { initiativeId, codes }: { initiativeId: string; codes: readonly string[] }) =>
  db
    .selectFrom('reporting_periods')
    .select(['id', 'kind', 'code', 'starts_on as startsOn', 'ends_on as endsOn'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .compile(),
)

/** Stored periods of these codes. */
export function periodsByCodes(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<Period[]> {
  return PERIODS_BY_CODES(trx, { initiativeId, codes })
}

/** Creates the periods that do not exist yet. */
export async function insertPeriods(trx: Trx, initiativeId: string, periods: readonly CalendarPeriod[]): Promise<void> {
  await sql`
    insert into app.reporting_periods (initiative_id, kind, code, starts_on, ends_on)
    select ${initiativeId}::uuid, r.kind, r.code, r."startsOn", r."endsOn"
    from json_to_recordset(${JSON.stringify(periods)}::json) as r(kind text, code text, "startsOn" date, "endsOn" date)
    order by r.code on conflict do nothing`.execute(trx)
}

/** Dimensions with their categories, by code. */
export async function listDimensions(trx: Trx, initiativeId: string): Promise<Dimension[]> {
  const { rows } = await sql<Dimension>`
    select d.code, d.name_fr as "nameFr", d.name_en as "nameEn", d.exclusive, d.exhaustive,
      coalesce(json_agg(json_build_object('code', c.code, 'nameFr', c.name_fr, 'nameEn', c.name_en, 'isUnknown', c.is_unknown) order by c.position, c.code)
        filter (where c.id is not null), '[]') as categories
    from app.dimensions d
    left join app.categories c on c.initiative_id = d.initiative_id and c.dimension_id = d.id
    where d.initiative_id = ${initiativeId}::uuid
    group by d.id, d.code, d.name_fr, d.name_en, d.exclusive, d.exhaustive
    order by d.code`.execute(trx)
  return rows
}

/** A dimension to create or change by code; what is not given stays as it is. */
export interface DimensionChange {
  readonly code: string
  readonly nameFr?: string | undefined
  readonly nameEn?: string | null | undefined
  readonly exclusive?: boolean | undefined
  readonly exhaustive?: boolean | undefined
  readonly categories: readonly {
    readonly code: string
    readonly nameFr: string
    readonly nameEn?: string | null | undefined
    readonly isUnknown?: boolean | undefined
  }[]
}

/** Creates or changes dimensions and categories by code; none is removed. Two statements whatever their number. */
export async function upsertDimensions(trx: Trx, initiativeId: string, items: readonly DimensionChange[]): Promise<void> {
  await sql`
    insert into app.dimensions as d (initiative_id, code, name_fr, name_en, exclusive, exhaustive)
    select ${initiativeId}::uuid, r.code, coalesce(r."nameFr", k.name_fr, r.code), case when r."hasNameEn" then r."nameEn" else k.name_en end,
      coalesce(r.exclusive, k.exclusive, false), coalesce(r.exhaustive, k.exhaustive, false)
    from json_to_recordset(${JSON.stringify(items.map(({ categories: _, ...item }) => ({ ...item, hasNameEn: item.nameEn !== undefined })))}::json)
      as r(code text, "nameFr" text, "nameEn" text, "hasNameEn" boolean, exclusive boolean, exhaustive boolean)
    left join app.dimensions k on k.initiative_id = ${initiativeId}::uuid and k.code = r.code
    order by r.code
    on conflict (initiative_id, code) do update set name_fr = excluded.name_fr, name_en = excluded.name_en, exclusive = excluded.exclusive, exhaustive = excluded.exhaustive`.execute(
    trx,
  )
  const categories = items.flatMap((item) =>
    item.categories.map((category, position) => ({ dimension: item.code, position, hasNameEn: category.nameEn !== undefined, ...category })),
  )
  await sql`
    insert into app.categories (initiative_id, dimension_id, code, name_fr, name_en, position, is_unknown)
    select ${initiativeId}::uuid, d.id, r.code, r."nameFr", case when r."hasNameEn" then r."nameEn" else k.name_en end, r.position + coalesce(last.position + 1, 0), coalesce(r."isUnknown", k.is_unknown, false)
    from json_to_recordset(${JSON.stringify(categories)}::json)
      as r(dimension text, code text, "nameFr" text, "nameEn" text, "hasNameEn" boolean, position int, "isUnknown" boolean)
    join app.dimensions d on d.initiative_id = ${initiativeId}::uuid and d.code = r.dimension
    left join app.categories k on k.initiative_id = d.initiative_id and k.dimension_id = d.id and k.code = r.code
    left join lateral (select max(c.position) as position from app.categories c where c.initiative_id = d.initiative_id and c.dimension_id = d.id) last on true
    order by d.id, r.code
    on conflict (initiative_id, dimension_id, code) do update set name_fr = excluded.name_fr, name_en = excluded.name_en, is_unknown = excluded.is_unknown`.execute(
    trx,
  )
}
