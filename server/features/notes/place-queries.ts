import { sql, type SqlBool } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { OwnOrganisation } from '#shared/notes/language-hints.ts'

/** What notes are linked to and who could be recognised by it; reads other features' tables, writes none. */

const isActive = (today: string) => sql<SqlBool>`p.joined_on <= ${today}::date and (p.left_on is null or p.left_on >= ${today}::date)`

/** Territories with their nearest parent today. */
export function placesOf(trx: Trx, initiativeId: string, today: string) {
  return trx
    .selectFrom('territories as t')
    .innerJoin('territory_levels as l', (join) => join.onRef('l.initiative_id', '=', 't.initiative_id').onRef('l.id', '=', 't.level_id'))
    .leftJoin('territory_parents as u', (join) =>
      join
        .onRef('u.initiative_id', '=', 't.initiative_id')
        .onRef('u.territory_id', '=', 't.id')
        .onRef('u.hierarchy', '=', 'l.hierarchy')
        .on(sql<SqlBool>`u.valid_from <= ${today}::date and (u.valid_to is null or u.valid_to > ${today}::date)`),
    )
    .leftJoin('territories as a', (join) => join.onRef('a.initiative_id', '=', 'u.initiative_id').onRef('a.id', '=', 'u.parent_id'))
    .select(['t.id', 't.code', 't.name_fr', 't.name_en', 'l.code as level_code', 'l.rank', 'a.code as parent_code', 't.valid_to'])
    .where('t.initiative_id', '=', initiativeId)
    .orderBy('l.rank', 'desc')
    .orderBy('t.name_fr')
    .execute()
}

/** Where active partners work today. */
export function partnerPlaces(trx: Trx, initiativeId: string, today: string) {
  return trx
    .selectFrom('partner_territories as w')
    .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'w.initiative_id').onRef('p.id', '=', 'w.partner_id'))
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'w.initiative_id').onRef('t.id', '=', 'w.territory_id'))
    .select(['p.id as partner', 't.code as territory'])
    .where('w.initiative_id', '=', initiativeId)
    .where(isActive(today))
    .where(sql<SqlBool>`w.valid_from <= ${today}::date and (w.valid_to is null or w.valid_to > ${today}::date)`)
    .execute()
}

/** Active partners of activities. */
export function activityPartners(trx: Trx, initiativeId: string, activityIds: readonly string[], today: string) {
  return trx
    .selectFrom('activities as a')
    .leftJoin('activity_partners as w', (join) => join.onRef('w.initiative_id', '=', 'a.initiative_id').onRef('w.activity_id', '=', 'a.id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'w.initiative_id').onRef('p.id', '=', 'w.partner_id').on(isActive(today)))
    .select(['a.id', 'a.name_fr', 'a.name_en', sql<string[]>`coalesce(array_agg(distinct p.id) filter (where p.id is not null), '{}')`.as('partners')])
    .where('a.initiative_id', '=', initiativeId)
    .where(sql<SqlBool>`a.id = any(${[...activityIds]}::uuid[])`)
    .groupBy(['a.id', 'a.name_fr', 'a.name_en'])
    .execute()
}

/** Indicators by code, with the active partners that report them; no partner reports a population indicator. */
export function indicatorPartners(trx: Trx, initiativeId: string, codes: readonly string[], today: string) {
  return trx
    .selectFrom('indicators as i')
    .innerJoin('indicator_versions as v', (join) =>
      join
        .onRef('v.initiative_id', '=', 'i.initiative_id')
        .onRef('v.indicator_id', '=', 'i.id')
        .on(sql<SqlBool>`v.number = (select max(w.number) from indicator_versions w where w.initiative_id = i.initiative_id and w.indicator_id = i.id)`),
    )
    .leftJoin(sql<{ indicator_id: string; partner_id: string }>`app.indicator_reporters(${today}::date)`.as('r'), (join) =>
      join.onRef('r.indicator_id', '=', 'i.id'),
    )
    .select([
      'i.id',
      'i.code',
      'v.name_fr',
      'v.name_en',
      sql<string[]>`coalesce(array_agg(distinct r.partner_id) filter (where r.partner_id is not null), '{}')`.as('partners'),
    ])
    .where('i.initiative_id', '=', initiativeId)
    .where('i.code', 'in', codes.length === 0 ? [''] : [...codes])
    .groupBy(['i.id', 'i.code', 'v.name_fr', 'v.name_en'])
    .execute()
}

/** Names of people of the initiative, for the hint that a note names somebody. */
export async function peopleNames(trx: Trx, initiativeId: string): Promise<string[]> {
  const rows = await trx.selectFrom('persons').select('name').where('initiative_id', '=', initiativeId).execute()
  return rows.map((row) => row.name)
}

export function goalChoices(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('goals')
    .select(['id as key', 'statement_fr as nameFr', 'statement_en as nameEn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('statement_fr')
    .execute()
}

export function activityChoices(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('activities')
    .select(['id as key', 'name_fr as nameFr', 'name_en as nameEn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('name_fr')
    .execute()
}

export function indicatorChoices(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('indicators as i')
    .innerJoin('indicator_versions as v', (join) =>
      join
        .onRef('v.initiative_id', '=', 'i.initiative_id')
        .onRef('v.indicator_id', '=', 'i.id')
        .on(sql<SqlBool>`v.number = (select max(w.number) from indicator_versions w where w.initiative_id = i.initiative_id and w.indicator_id = i.id)`),
    )
    .select(['i.code as key', 'v.name_fr as nameFr', 'v.name_en as nameEn'])
    .where('i.initiative_id', '=', initiativeId)
    .where('i.archived_on', 'is', null)
    .orderBy('i.position')
    .orderBy('i.code')
    .execute()
}

export function partnerChoices(trx: Trx, initiativeId: string, today: string) {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.code as key', 'o.name as nameFr', sql<string | null>`null`.as('nameEn')])
    .where('p.initiative_id', '=', initiativeId)
    .where(isActive(today))
    .orderBy('p.code')
    .execute()
}

/** Codes of periods that have begun, newest first. */
export async function periodCodes(trx: Trx, initiativeId: string, today: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('reporting_periods')
    .select('code')
    .where('initiative_id', '=', initiativeId)
    .where('starts_on', '<=', today)
    .orderBy('starts_on', 'desc')
    .orderBy('code')
    .execute()
  return rows.map((row) => row.code)
}

/** Whether a partner has left: the day it leaves is its last. */
export async function hasLeft(trx: Trx, initiativeId: string, partnerId: string, today: string): Promise<boolean> {
  const row = await trx
    .selectFrom('partners as p')
    .select('p.id')
    .where('p.initiative_id', '=', initiativeId)
    .where('p.id', '=', partnerId)
    .where('p.left_on', '<', today)
    .executeTakeFirst()
  return row !== undefined
}

/** The organisation of a partner: for the label of « au nom de mon organisme », and for the hint that a text names it. */
export async function ownOrganisation(trx: Trx, initiativeId: string, partnerId: string | null): Promise<OwnOrganisation | null> {
  if (partnerId === null) return null
  const row = await trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['o.name', 'o.short_name as shortName'])
    .where('p.initiative_id', '=', initiativeId)
    .where('p.id', '=', partnerId)
    .executeTakeFirst()
  return row ?? null
}

export interface AudienceRow {
  team_people: number
  circle_people: number
  circle_organisations: number
  funder_people: number
  funder_organisations: number
}

/** Whose rung « mon organisme » is. */
export interface Team {
  readonly partnerId: string | null
  readonly isBackbone: boolean
}

const inCircle = (today: string) =>
  sql<boolean>`(r.role = 'backbone' or (r.role in ('partner_contributor', 'partner_viewer') and (p.left_on is null or p.left_on >= ${today}::date)))`
const inTeam = (team: Team) =>
  team.isBackbone
    ? sql<boolean>`(r.role = 'backbone' and r.partner_id is not distinct from ${team.partnerId}::uuid)`
    : sql<boolean>`(r.role in ('partner_contributor', 'partner_viewer') and r.partner_id = ${team.partnerId}::uuid)`

/**
 * People of the circle who also hold a hat of a funder today, or whose organisation is that of one, with that funder's name; without the asker,
 * who knows. Under their hat of the circle they read what funders do not.
 */
export async function circleOfFunders(trx: Trx, initiativeId: string, team: Team, askerId: string, today: string) {
  const { rows } = await sql<{ person: string; funder: string; inTeam: boolean }>`
    select distinct r.person_id as person, coalesce(o.name, s.name) as funder, ${inTeam(team)} as "inTeam"
    from app.role_assignments r
    left join app.partners p on p.initiative_id = r.initiative_id and p.id = r.partner_id
    join app.role_assignments f on f.initiative_id = r.initiative_id and f.role = 'funder'
      and f.starts_on <= current_date and (f.ends_on is null or f.ends_on >= current_date)
      and (f.person_id = r.person_id or f.user_id = r.user_id or f.organization_id = coalesce(p.organization_id, r.organization_id))
    join app.persons s on s.initiative_id = f.initiative_id and s.id = f.person_id
    left join app.organizations o on o.initiative_id = f.initiative_id and o.id = f.organization_id
    where r.initiative_id = ${initiativeId}::uuid and r.starts_on <= current_date and (r.ends_on is null or r.ends_on >= current_date)
      and ${inCircle(today)} and r.user_id is distinct from ${askerId}::uuid
    order by funder`.execute(trx)
  return rows
}

/**
 * Who holds a hat today and would read, counted exactly: organisations and people, by rung. Somebody who was
 * invited and has not signed in yet counts, somebody of a partner that has left does not; funders count only
 * with a valid learning commitment that nobody suspended. Hats hold by the real calendar, as everywhere (app.enter).
 */
export function audienceCounts(trx: Trx, initiativeId: string, team: Team, today: string): Promise<AudienceRow> {
  const circle = inCircle(today)
  const funders = sql`(${circle} or (r.role = 'funder' and r.learning_commitment_on > current_date - 366
    and not exists (select 1 from app.note_suspensions(r.organization_id, r.person_id) n where n.holds)))`
  const own = inTeam(team)
  const organisation = sql`coalesce(p.organization_id, r.organization_id)`
  return trx
    .selectFrom('role_assignments as r')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'r.initiative_id').onRef('p.id', '=', 'r.partner_id'))
    .select([
      sql<number>`(count(distinct r.person_id) filter (where ${own}))::int`.as('team_people'),
      sql<number>`(count(distinct r.person_id) filter (where ${circle}))::int`.as('circle_people'),
      sql<number>`(count(distinct ${organisation}) filter (where ${circle}))::int`.as('circle_organisations'),
      sql<number>`(count(distinct r.person_id) filter (where ${funders}))::int`.as('funder_people'),
      sql<number>`(count(distinct ${organisation}) filter (where ${funders}))::int`.as('funder_organisations'),
    ])
    .where('r.initiative_id', '=', initiativeId)
    .where(sql<SqlBool>`r.starts_on <= current_date and (r.ends_on is null or r.ends_on >= current_date)`)
    .executeTakeFirstOrThrow()
}
