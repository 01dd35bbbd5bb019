import { sql, type ExpressionBuilder, type SqlBool } from 'kysely'
import type { ActivityFilter, ActivityState, Lever, Responsibility } from '#shared/activities/contract.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Database } from '#server/platform/db/schema.ts'

type ActivityBuilder = ExpressionBuilder<Database & { a: Database['activities'] }, 'a'>

const partnersOf = (eb: ActivityBuilder) =>
  eb.selectFrom('activity_partners as ap').whereRef('ap.initiative_id', '=', 'a.initiative_id').whereRef('ap.activity_id', '=', 'a.id')

/** The territory of a code and all that it contains on a day, in every hierarchy. */
const within = (initiativeId: string, code: string, day: string) => sql<string>`
  with recursive inside (id) as (
    select id from app.territories where initiative_id = ${initiativeId} and code = ${code}
    union
    select tp.territory_id from app.territory_parents tp join inside on tp.parent_id = inside.id
    where tp.initiative_id = ${initiativeId} and tp.valid_from <= ${day}::date and (tp.valid_to is null or tp.valid_to > ${day}::date))
  select id from inside`

/** Activities that the hat may read, running ones first. Those without a goal or a lead are the open ones: what is over is neither linked nor taken on any more. */
export async function listActivityRows(trx: Trx, initiativeId: string, filter: ActivityFilter & { id?: string }, day: string) {
  const { id, goal, state, partner, territory, indicator, lever, without } = filter
  const rows = await trx
    .selectFrom('activities as a')
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'a.initiative_id').onRef('t.id', '=', 'a.territory_id'))
    .select([
      'a.id',
      'a.name_fr as nameFr',
      'a.name_en as nameEn',
      'a.description_fr as descriptionFr',
      'a.description_en as descriptionEn',
      'a.goal_id as goalId',
      't.code as territoryCode',
      'a.starts_on as startsOn',
      'a.ends_on as endsOn',
      'a.state',
      'a.cost',
      'a.levers',
      'a.published_on as publishedOn',
      'a.version',
    ])
    .where('a.initiative_id', '=', initiativeId)
    .$if(id !== undefined, (qb) => qb.where('a.id', '=', id as string))
    .$if(goal !== undefined, (qb) => qb.where('a.goal_id', '=', goal as string))
    .$if(state !== undefined, (qb) => qb.where('a.state', '=', state as string))
    .$if(lever !== undefined, (qb) => qb.where(sql<SqlBool>`${lever as string} = any (a.levers)`))
    .$if(without !== undefined, (qb) => qb.where('a.state', 'in', ['planned', 'under_way']))
    .$if(without === 'goal', (qb) => qb.where('a.goal_id', 'is', null))
    .$if(without === 'lead', (qb) => qb.where((eb) => eb.not(eb.exists(partnersOf(eb).select('ap.partner_id').where('ap.role', '=', 'leads')))))
    .$if(partner !== undefined, (qb) =>
      qb.where((eb) =>
        eb.exists(
          partnersOf(eb)
            .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'ap.initiative_id').onRef('p.id', '=', 'ap.partner_id'))
            .select('p.id')
            .where('p.code', '=', partner as string),
        ),
      ),
    )
    .$if(indicator !== undefined, (qb) =>
      qb.where((eb) =>
        eb.exists(
          eb
            .selectFrom('activity_indicators as ai')
            .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'ai.initiative_id').onRef('i.id', '=', 'ai.indicator_id'))
            .whereRef('ai.initiative_id', '=', 'a.initiative_id')
            .whereRef('ai.activity_id', '=', 'a.id')
            .select('i.id')
            .where('i.code', '=', indicator as string),
        ),
      ),
    )
    .$if(territory !== undefined, (qb) => qb.where(sql<SqlBool>`a.territory_id in (${within(initiativeId, territory as string, day)})`))
    .orderBy(sql`array_position(array['under_way', 'planned', 'stopped', 'done'], a.state)`)
    .orderBy('a.starts_on', (ob) => ob.desc().nullsLast())
    .orderBy('a.name_fr')
    .orderBy('a.id')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as ActivityState, levers: row.levers as Lever[] }))
}
export type ActivityRow = Awaited<ReturnType<typeof listActivityRows>>[number]

/** Partners of every activity, those who lead first. */
export async function listActivityPartners(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('activity_partners as ap')
    .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'ap.initiative_id').onRef('p.id', '=', 'ap.partner_id'))
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select([
      'ap.activity_id as activityId',
      'p.code',
      'o.name',
      'ap.role',
      'ap.mission_fit as missionFit',
      'ap.adjustment_made as adjustmentMade',
      'ap.adjusted_on as adjustedOn',
    ])
    .where('ap.initiative_id', '=', initiativeId)
    .orderBy(sql`array_position(array['leads', 'contributes', 'is_consulted', 'is_informed'], ap.role)`)
    .orderBy('p.code')
    .execute()
  return rows.map((row) => ({ ...row, role: row.role as Responsibility }))
}

/** Indicator codes of every activity. */
export function listActivityIndicators(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('activity_indicators as ai')
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'ai.initiative_id').onRef('i.id', '=', 'ai.indicator_id'))
    .select(['ai.activity_id as activityId', 'i.code'])
    .where('ai.initiative_id', '=', initiativeId)
    .orderBy('i.position')
    .orderBy('i.code')
    .execute()
}

/** Dates and version of one activity, locked. */
export function activityForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('activities')
    .select(['id', 'starts_on as startsOn', 'ends_on as endsOn', 'published_on as publishedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface ActivityColumns {
  goal_id?: string | null | undefined
  name_fr?: string | undefined
  name_en?: string | null | undefined
  description_fr?: string | null | undefined
  description_en?: string | null | undefined
  territory_id?: string | null | undefined
  starts_on?: string | null | undefined
  ends_on?: string | null | undefined
  state?: ActivityState | undefined
  cost?: string | null | undefined
  levers?: Lever[] | undefined
  published_on?: string | null | undefined
}

export async function insertActivity(trx: Trx, initiativeId: string, columns: ActivityColumns & { name_fr: string }): Promise<string> {
  const { id } = await trx
    .insertInto('activities')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateActivity(trx: Trx, initiativeId: string, id: string, columns: ActivityColumns): Promise<void> {
  await trx
    .updateTable('activities')
    .set({ ...blanksToNull(columns), version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

export interface PartnerColumns {
  partner_id: string
  role: Responsibility
  mission_fit: string | null
  adjustment_made: string | null
  adjusted_on: string | null
}

/** The partners of an activity become exactly these. */
export async function replaceActivityPartners(trx: Trx, initiativeId: string, activityId: string, partners: readonly PartnerColumns[]): Promise<void> {
  await trx.deleteFrom('activity_partners').where('initiative_id', '=', initiativeId).where('activity_id', '=', activityId).execute()
  if (partners.length === 0) return
  await trx
    .insertInto('activity_partners')
    .values(partners.map((partner) => ({ ...partner, initiative_id: initiativeId, activity_id: activityId })))
    .execute()
}

/** The indicators of an activity become exactly these. */
export async function replaceActivityIndicators(trx: Trx, initiativeId: string, activityId: string, indicatorIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('activity_indicators').where('initiative_id', '=', initiativeId).where('activity_id', '=', activityId).execute()
  if (indicatorIds.length === 0) return
  await trx
    .insertInto('activity_indicators')
    .values(indicatorIds.map((indicator_id) => ({ initiative_id: initiativeId, activity_id: activityId, indicator_id })))
    .execute()
}

/** Identifiers of the codes and goals that an activity points at. */
export async function listReferences(trx: Trx, initiativeId: string, day: string) {
  return {
    partners: await trx.selectFrom('partners').select(['id', 'code']).where('initiative_id', '=', initiativeId).execute(),
    indicators: await trx.selectFrom('indicators').select(['id', 'code']).where('initiative_id', '=', initiativeId).execute(),
    goals: await trx.selectFrom('goals').select(['id', 'id as code']).where('initiative_id', '=', initiativeId).execute(),
    territories: await trx
      .selectFrom('territories')
      .select(['id', 'code'])
      .where('initiative_id', '=', initiativeId)
      .where((eb) => eb.or([eb('valid_from', 'is', null), eb('valid_from', '<=', day)]))
      .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', day)]))
      .execute(),
  }
}
