import { sql } from 'kysely'
import type { Assignment } from '#shared/targets/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

export interface AssignmentRecord {
  readonly territory: string
  readonly partner: string | null
  readonly from: string
  readonly to: string | null
  readonly endings: readonly string[] | null
  readonly paused: boolean
}

/** Keeps assignments as they stand before a change: who owed what, as it was known on a day. */
const keep = (trx: Trx, at: Date, rest: ReturnType<typeof sql>) =>
  sql`
    insert into app.assignment_revisions (initiative_id, assignment_id, valid_to, period_filter, paused, replaced_at)
    select a.initiative_id, a.id, a.valid_to, a.period_filter, a.paused, ${at}::timestamptz
    from app.reporting_assignments a ${rest}`.execute(trx)

/** Says who owes a figure; one that begins on the same day for the same place and partner is changed. */
export async function saveAssignmentRows(trx: Trx, initiativeId: string, indicatorId: string, records: readonly AssignmentRecord[], at: Date): Promise<void> {
  const given = sql`json_to_recordset(${JSON.stringify(records)}::json) as r(territory uuid, partner uuid, "from" date, "to" date, endings text[], paused boolean)`
  const same = sql`a.initiative_id = ${initiativeId}::uuid and a.indicator_id = ${indicatorId}::uuid and a.territory_id = r.territory
      and a.partner_id is not distinct from r.partner and a.valid_from = r."from"
      and (a.valid_to, a.period_filter, a.paused) is distinct from (r."to", r.endings, r.paused)`
  await keep(trx, at, sql`join ${given} on ${same}`)
  await sql`
    update app.reporting_assignments a set valid_to = r."to", period_filter = r.endings, paused = r.paused
    from ${given} where ${same}`.execute(trx)
  await sql`
    insert into app.reporting_assignments (initiative_id, indicator_id, territory_id, partner_id, valid_from, valid_to, period_filter, paused, created_at)
    select ${initiativeId}::uuid, ${indicatorId}::uuid, r.territory, r.partner, r."from", r."to", r.endings, r.paused, ${at}::timestamptz
    from ${given}
    where not exists (
      select 1 from app.reporting_assignments a
      where a.initiative_id = ${initiativeId}::uuid and a.indicator_id = ${indicatorId}::uuid and a.territory_id = r.territory
        and a.partner_id is not distinct from r.partner and a.valid_from = r."from")`.execute(trx)
}

/** Ends what a partner owes after a day, or what is owed in territories. @returns indicators and territories concerned */
export async function endAssignments(
  trx: Trx,
  initiativeId: string,
  whose: { readonly partnerId: string } | { readonly territoryIds: readonly string[] },
  on: string,
  at: Date,
): Promise<{ indicatorId: string; territoryId: string }[]> {
  const concerned = sql`a.initiative_id = ${initiativeId}::uuid and (a.valid_to is null or a.valid_to > ${on}::date)
    and ${'partnerId' in whose ? sql`a.partner_id = ${whose.partnerId}::uuid` : sql`a.territory_id = any (${whose.territoryIds}::uuid[])`}`
  await keep(trx, at, sql`where ${concerned}`)
  const { rows } = await sql<{ indicatorId: string; territoryId: string }>`
    update app.reporting_assignments a set valid_to = greatest(${on}::date, a.valid_from - 1)
    where ${concerned} returning a.indicator_id as "indicatorId", a.territory_id as "territoryId"`.execute(trx)
  return rows
}

/** Every assignment, by indicator, partner and place; `from` leaves out what ended before that day. */
export function listAllAssignments(
  trx: Trx,
  initiativeId: string,
  filter: { indicator?: string | undefined; partner?: string | undefined; territory?: string | undefined },
  from: string | null,
): Promise<(Assignment & { indicatorId: string; territoryId: string; leftOn: string | null })[]> {
  return trx
    .selectFrom('reporting_assignments as a')
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'a.initiative_id').onRef('i.id', '=', 'a.indicator_id'))
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'a.initiative_id').onRef('t.id', '=', 'a.territory_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'a.initiative_id').onRef('p.id', '=', 'a.partner_id'))
    .select(['a.id', 'i.code as indicator', 't.code as territoryCode', 'p.code as partnerCode', 'a.valid_from as validFrom', 'a.valid_to as validTo'])
    .select(['a.period_filter as periodFilter', 'a.paused', 'a.indicator_id as indicatorId', 'a.territory_id as territoryId', 'p.left_on as leftOn'])
    .where('a.initiative_id', '=', initiativeId)
    .where('i.archived_on', 'is', null)
    .$if(filter.indicator !== undefined, (query) => query.where('i.code', '=', filter.indicator as string))
    .$if(filter.partner !== undefined, (query) => query.where('p.code', '=', filter.partner as string))
    .$if(filter.territory !== undefined, (query) => query.where('t.code', '=', filter.territory as string))
    .$if(from !== null, (query) => query.where((eb) => eb.or([eb('a.valid_to', 'is', null), eb('a.valid_to', '>=', from)])))
    .orderBy('i.position')
    .orderBy('i.code')
    .orderBy('p.code')
    .orderBy('t.code')
    .orderBy('a.valid_from')
    .orderBy('a.id')
    .execute()
}

/** Changes assignments; only what is given. @returns indicators and territories concerned, one for each row */
export async function changeAssignmentRows(
  trx: Trx,
  initiativeId: string,
  ids: readonly string[],
  change: { paused?: boolean | undefined; valid_to?: string | null | undefined; period_filter?: string[] | null | undefined },
  at: Date,
): Promise<{ indicatorId: string; territoryId: string }[]> {
  await keep(trx, at, sql`where a.initiative_id = ${initiativeId}::uuid and a.id = any (${ids}::uuid[])`)
  return trx
    .updateTable('reporting_assignments')
    .set({
      ...(change.paused === undefined ? {} : { paused: change.paused }),
      ...(change.valid_to === undefined ? {} : { valid_to: change.valid_to }),
      ...(change.period_filter === undefined ? {} : { period_filter: change.period_filter }),
    })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', sql<string>`any (${ids}::uuid[])`)
    .returning(['indicator_id as indicatorId', 'territory_id as territoryId'])
    .execute()
}

/** Which assignments of an indicator are in force at some time between two days, by place and partner. */
export async function overlappingAssignments(
  trx: Trx,
  initiativeId: string,
  indicatorId: string,
  from: string,
  to: string | null,
): Promise<{ territory: string; partner: string | null }[]> {
  return trx
    .selectFrom('reporting_assignments')
    .select(['territory_id as territory', 'partner_id as partner'])
    .where('initiative_id', '=', initiativeId)
    .where('indicator_id', '=', indicatorId)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', from)]))
    .$if(to !== null, (query) => query.where('valid_from', '<=', to as string))
    .execute()
}

/** Assignments of an indicator that hold at some time from a day on. */
export function holdingAssignments(trx: Trx, initiativeId: string, indicatorId: string, from: string) {
  return trx
    .selectFrom('reporting_assignments')
    .select(['id', 'territory_id as territory', 'partner_id as partner', 'valid_from as from', 'valid_to as to', 'period_filter as periodFilter', 'paused'])
    .where('initiative_id', '=', initiativeId)
    .where('indicator_id', '=', indicatorId)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', from)]))
    .execute()
}

/** Partners by code who are there on a day. */
export function partnersOn(trx: Trx, initiativeId: string, codes: readonly string[], on: string) {
  return trx
    .selectFrom('partners')
    .select(['id', 'code'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .where((eb) => eb.or([eb('left_on', 'is', null), eb('left_on', '>=', on)]))
    .execute()
}

/** Where partners work on a day. */
export function coverage(trx: Trx, initiativeId: string, partnerIds: readonly string[], on: string): Promise<{ partner: string; territory: string }[]> {
  return trx
    .selectFrom('partner_territories')
    .select(['partner_id as partner', 'territory_id as territory'])
    .where('initiative_id', '=', initiativeId)
    .where('partner_id', '=', sql<string>`any (${partnerIds}::uuid[])`)
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', on)]))
    .execute()
}

/** Ids of indicators that some goal asks for. */
export async function indicatorsWithGoal(trx: Trx, initiativeId: string): Promise<Set<string>> {
  const rows = await trx.selectFrom('goal_indicators').select('indicator_id').where('initiative_id', '=', initiativeId).distinct().execute()
  return new Set(rows.map((row) => row.indicator_id))
}
