import { sql, type SqlBool } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { found, order, type FoundRow } from './queries.ts'

/** Goals with their pictures of success (row 3): drafts are the circle's, funders read what was adopted. */
export function findGoals(trx: Trx, initiativeId: string, words: string, onlyAdopted: boolean, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`g.statement_fr`, sql<string>`g.statement_en`]
  const pictured = (language: 'fr' | 'en') => sql<string | null>`(select string_agg(${sql.ref(`s.description_${language}`)}, ' · ' order by s.horizon_months)
    from success_pictures s where s.initiative_id = g.initiative_id and s.goal_id = g.id)`
  const told = (language: 'fr' | 'en') => sql<string | null>`nullif(concat_ws(' · ', ${sql.ref(`g.not_feasible_why_${language}`)}, ${pictured(language)}), '')`
  const texts = [told('fr'), told('en')]
  return trx
    .selectFrom('goals as g')
    .select(['g.id as key', 'g.statement_fr as name_fr', 'g.statement_en as name_en', 'g.target_date as day'])
    .select([told('fr').as('text_fr'), told('en').as('text_en')])
    .where('g.initiative_id', '=', initiativeId)
    .$if(onlyAdopted, (qb) => qb.where('g.state', '=', 'adopted'))
    .where(found(names, texts, words))
    .orderBy(order(names, texts, words))
    .orderBy('g.target_date')
    .orderBy('g.id')
    .limit(limit)
    .execute()
}

/** Decisions (row 8): the circle finds all, funders those that were published; who said what is found by nobody. */
export function findDecisions(trx: Trx, initiativeId: string, words: string, onlyPublished: boolean, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`d.title_fr`, sql<string>`d.title_en`]
  const texts = [sql<string>`d.text_fr`, sql<string>`d.text_en`]
  return trx
    .selectFrom('decisions as d')
    .select(['d.id as key', 'd.title_fr as name_fr', 'd.title_en as name_en', 'd.text_fr', 'd.text_en', 'd.decided_on as day'])
    .where('d.initiative_id', '=', initiativeId)
    .$if(onlyPublished, (qb) => qb.where('d.published_on', 'is not', null))
    .where(found(names, texts, words))
    .orderBy(order(names, texts, words))
    .orderBy('d.decided_on', (ob) => ob.desc().nullsFirst())
    .orderBy('d.id')
    .limit(limit)
    .execute()
}

/** What follows from meetings (row 9: the circle), open ones first. */
export function findActions(trx: Trx, initiativeId: string, words: string, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`a.text`]
  return trx
    .selectFrom('action_items as a')
    .select(['a.id as key', 'a.text as name_fr', 'a.due_on as day'])
    .select([sql<string | null>`null::text`.as('name_en'), sql<string | null>`null::text`.as('text_fr'), sql<string | null>`null::text`.as('text_en')])
    .where('a.initiative_id', '=', initiativeId)
    .where(found(names, [], words))
    .orderBy(sql<SqlBool>`a.state = 'open'`, 'desc')
    .orderBy(order(names, [], words))
    .orderBy('a.due_on')
    .orderBy('a.id')
    .limit(limit)
    .execute()
}

/**
 * Meetings with the points of their agendas (row 9); the day is of the initiative's clock. `guest`, an account of a funder, finds those to
 * which it is invited: by their agenda once that is shared, by what was decided where the minutes are.
 */
export function findMeetings(trx: Trx, initiativeId: string, words: string, timeZone: string, guest: string | null, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`m.title_fr`, sql<string>`m.title_en`]
  const agenda = sql<string | null>`(select string_agg(concat_ws(' : ', g.title, g.expected_outcome), ' · ' order by g.position) from agenda_items g
    where g.initiative_id = m.initiative_id and g.meeting_id = m.id and (${guest}::uuid is null or m.agenda_shared_at is not null))`
  const decided = (language: 'fr' | 'en') =>
    sql<string | null>`case when ${guest}::uuid is null or m.record_is_shared then ${sql.ref(`m.decisions_${language}`)} end`
  const texts = [decided('fr'), decided('en'), agenda]
  return trx
    .selectFrom('meetings as m')
    .select(['m.id as key', 'm.title_fr as name_fr', 'm.title_en as name_en'])
    .select([
      sql<string | null>`to_char(m.starts_at at time zone ${timeZone}, 'YYYY-MM-DD')`.as('day'),
      sql<string | null>`nullif(concat_ws(' · ', ${decided('fr')}, ${agenda}), '')`.as('text_fr'),
      sql<string | null>`nullif(concat_ws(' · ', coalesce(${decided('en')}, ${decided('fr')}), ${agenda}), '')`.as('text_en'),
    ])
    .where('m.initiative_id', '=', initiativeId)
    .$if(guest !== null, (qb) => qb.where(sql<SqlBool>`${guest}::uuid = any(m.invited)`))
    .where(found(names, texts, words))
    .orderBy(order(names, texts, words))
    .orderBy('m.starts_at', 'desc')
    .orderBy('m.id')
    .limit(limit)
    .execute()
}

/** What updates a hat may read (row 39): the backbone drafts too, others what is published by today, funders what is meant for them. */
export interface UpdateReader {
  readonly drafts: boolean
  readonly circle: boolean
  readonly today: string
}

export function findUpdates(trx: Trx, initiativeId: string, words: string, reader: UpdateReader, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`u.title_fr`, sql<string>`u.title_en`]
  const texts = [sql<string>`u.body_fr`, sql<string>`u.body_en`]
  return trx
    .selectFrom('update_posts as u')
    .select(['u.id as key', 'u.title_fr as name_fr', 'u.title_en as name_en', 'u.body_fr as text_fr', 'u.body_en as text_en', 'u.published_on as day'])
    .where('u.initiative_id', '=', initiativeId)
    .$if(!reader.drafts, (qb) => qb.where('u.published_on', '<=', reader.today))
    .$if(!reader.circle, (qb) => qb.where('u.audience', 'in', ['funder', 'public']))
    .where(found(names, texts, words))
    .orderBy(order(names, texts, words))
    .orderBy('u.published_on', (ob) => ob.desc().nullsFirst())
    .orderBy('u.id')
    .limit(limit)
    .execute()
}
