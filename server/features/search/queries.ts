import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { askedFor, foldedOnce } from '#server/platform/db/full-text.ts'

/** One thing that was found; `text_*` is what it was found in, beside its name. */
export interface FoundRow {
  key: string
  name_fr: string
  name_en: string | null
  day: string | null
  text_fr: string | null
  text_en: string | null
}

/** A text of a row, or none. */
export type Text = Expression<string | null>

/** All texts of a thing as one. */
const joined = (texts: readonly Text[]) => sql<string>`app.fold(concat_ws(' ', ${sql.join(texts)}))`

/** In either language: a text may quote the other one. */
const vectorOf = (texts: readonly Text[]) => sql`(to_tsvector('french', ${joined(texts)}) || to_tsvector('english', ${joined(texts)}))`

/** A part of a name is enough: people type the beginning of a place or of an organisation. */
const named = (names: readonly Text[], words: string) => sql<SqlBool>`position(${foldedOnce(words)} in ${joined(names)}) > 0`

/** Whether the words stand in the names, or in names and texts by their stems. */
export const found = (names: readonly Text[], texts: readonly Text[], words: string) =>
  sql<SqlBool>`(${named(names, words)} or ${vectorOf([...names, ...texts])} @@ ${askedFor(words)})`

/** Names first, then how much of the text is about it. */
export const order = (names: readonly Text[], texts: readonly Text[], words: string): RawBuilder<unknown> =>
  sql`${named(names, words)} desc, ts_rank(${vectorOf([...names, ...texts])}, ${askedFor(words)}) desc`

/** Definitions in force (domain 5, row 14: every member); archived indicators have left the lists. */
export function findIndicators(trx: Trx, initiativeId: string, words: string, on: string, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`i.code`, sql<string>`v.name_fr`, sql<string>`v.name_en`]
  const texts = [sql<string>`v.definition_fr`, sql<string>`v.definition_en`, sql<string>`v.purpose_fr`, sql<string>`v.purpose_en`]
  return trx
    .selectFrom('indicators as i')
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'i.initiative_id').onRef('v.indicator_id', '=', 'i.id'))
    .select(['i.code as key', 'v.name_fr', 'v.name_en', 'v.definition_fr as text_fr', 'v.definition_en as text_en', sql<string | null>`null::text`.as('day')])
    .where('i.initiative_id', '=', initiativeId)
    .where('i.archived_on', 'is', null)
    .where(
      sql<SqlBool>`v.number = (select max(o.number) from indicator_versions o where o.initiative_id = i.initiative_id and o.indicator_id = i.id
        and (o.valid_from <= ${on}::date or o.number = 1))`,
    )
    .where(found(names, texts, words))
    .orderBy(order(names, texts, words))
    .orderBy('i.position')
    .orderBy('i.code')
    .limit(limit)
    .execute()
}

/** Places, those that have ended too: their figures stay. */
export function findTerritories(trx: Trx, initiativeId: string, words: string, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`t.code`, sql<string>`t.name_fr`, sql<string>`t.name_en`]
  return trx
    .selectFrom('territories as t')
    .innerJoin('territory_levels as l', (join) => join.onRef('l.initiative_id', '=', 't.initiative_id').onRef('l.id', '=', 't.level_id'))
    .select(['t.code as key', 't.name_fr', 't.name_en', 'l.name_fr as text_fr', 'l.name_en as text_en', sql<string | null>`null::text`.as('day')])
    .where('t.initiative_id', '=', initiativeId)
    .where(found(names, [], words))
    .orderBy(order(names, [], words))
    .orderBy('l.rank', 'desc')
    .orderBy('t.code')
    .limit(limit)
    .execute()
}

/** Public sheets of partners (row 4): name and role, nothing of what is kept to the circle. */
export function findPartners(trx: Trx, initiativeId: string, words: string, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`p.code`, sql<string>`o.name`, sql<string>`o.short_name`]
  const texts = [sql<string>`p.role_fr`, sql<string>`p.role_en`]
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.code as key', 'o.name as name_fr', 'p.role_fr as text_fr', 'p.role_en as text_en'])
    .select([sql<string | null>`null::text`.as('name_en'), sql<string | null>`null::text`.as('day')])
    .where('p.initiative_id', '=', initiativeId)
    .where(found(names, texts, words))
    .orderBy(order(names, texts, words))
    .orderBy('p.code')
    .limit(limit)
    .execute()
}

/** Activities (row 13): of those that were not published a funder reads none, here as in the list. */
export function findActivities(trx: Trx, initiativeId: string, words: string, onlyPublished: boolean, limit: number): Promise<FoundRow[]> {
  const names = [sql<string>`a.name_fr`, sql<string>`a.name_en`]
  const texts = [sql<string>`a.description_fr`, sql<string>`a.description_en`]
  return trx
    .selectFrom('activities as a')
    .select(['a.id as key', 'a.name_fr', 'a.name_en', 'a.description_fr as text_fr', 'a.description_en as text_en', sql<string | null>`null::text`.as('day')])
    .where('a.initiative_id', '=', initiativeId)
    .$if(onlyPublished, (qb) => qb.where('a.published_on', 'is not', null))
    .where(found(names, texts, words))
    .orderBy(order(names, texts, words))
    .orderBy('a.starts_on', (ob) => ob.desc().nullsLast())
    .orderBy('a.id')
    .limit(limit)
    .execute()
}
