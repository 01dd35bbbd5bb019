import { sql, type SqlBool } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** What hangs on notes. Every question starts from notes that the actor may read; the guard of each part is the second wall. */

const amongst = (noteIds: readonly string[]) => sql<SqlBool>`x.note_id = any(${[...noteIds]}::uuid[])`

/** Names that authors gave. The backbone also gets the partner of an author who ticked that it may make contact. */
export function signaturesOf(trx: Trx, initiativeId: string, noteIds: readonly string[]) {
  return trx
    .selectFrom('note_signatures as x')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'x.initiative_id').onRef('p.id', '=', 'x.partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['x.note_id', 'x.audience', 'x.person_name', 'p.code as partner_code', 'o.name as partner_name', 'p.left_on as partner_left_on'])
    .where('x.initiative_id', '=', initiativeId)
    .where(amongst(noteIds))
    .execute()
}
export type SignatureRow = Awaited<ReturnType<typeof signaturesOf>>[number]

/** Links with the names of what they point to. */
export function linksOf(trx: Trx, initiativeId: string, noteIds: readonly string[]) {
  return trx
    .selectFrom('note_links as x')
    .leftJoin('goals as g', (join) => join.onRef('g.initiative_id', '=', 'x.initiative_id').onRef('g.id', '=', 'x.goal_id'))
    .leftJoin('activities as a', (join) => join.onRef('a.initiative_id', '=', 'x.initiative_id').onRef('a.id', '=', 'x.activity_id'))
    .leftJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'x.initiative_id').onRef('i.id', '=', 'x.indicator_id'))
    .leftJoin('indicator_versions as v', (join) =>
      join
        .onRef('v.initiative_id', '=', 'i.initiative_id')
        .onRef('v.indicator_id', '=', 'i.id')
        .on(sql<SqlBool>`v.number = (select max(w.number) from indicator_versions w where w.initiative_id = i.initiative_id and w.indicator_id = i.id)`),
    )
    .leftJoin('reporting_periods as r', (join) => join.onRef('r.initiative_id', '=', 'x.initiative_id').onRef('r.id', '=', 'x.period_id'))
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'x.initiative_id').onRef('t.id', '=', 'x.territory_id'))
    .select([
      'x.note_id',
      'x.kind',
      'x.goal_id',
      'x.activity_id',
      'x.condition',
      'x.stage',
      'x.territory_id',
      'i.code as indicator_code',
      't.code as territory_code',
      'r.code as period_code',
      sql<string | null>`coalesce(v.name_fr, a.name_fr, t.name_fr, g.statement_fr)`.as('name_fr'),
      sql<string | null>`coalesce(v.name_en, a.name_en, t.name_en, g.statement_en)`.as('name_en'),
    ])
    .where('x.initiative_id', '=', initiativeId)
    .where(amongst(noteIds))
    .orderBy('x.kind')
    .orderBy('x.id')
    .execute()
}
export type LinkRow = Awaited<ReturnType<typeof linksOf>>[number]

/** Decisions that followed notes, oldest first. */
export function adaptationsOf(trx: Trx, initiativeId: string, noteIds: readonly string[]) {
  return trx
    .selectFrom('adaptations as x')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'x.initiative_id').onRef('p.id', '=', 'x.owner_partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select([
      'x.id',
      'x.note_id',
      'x.decision',
      'x.text',
      'x.decided_on',
      'x.decided_in',
      'x.owner_name',
      'x.owner_partner_id',
      'p.code as owner_code',
      'o.name as owner_partner_name',
      'x.due_on',
      'x.version',
    ])
    .where('x.initiative_id', '=', initiativeId)
    .where(amongst(noteIds))
    .orderBy('x.decided_on')
    .orderBy('x.id')
    .execute()
}
export type AdaptationRow = Awaited<ReturnType<typeof adaptationsOf>>[number]

/** Checks of adaptations, oldest first. */
export function checksOf(trx: Trx, initiativeId: string, noteIds: readonly string[]) {
  return trx
    .selectFrom('follow_up_checks as x')
    .leftJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'x.initiative_id').onRef('i.id', '=', 'x.evidence_indicator_id'))
    .leftJoin('indicator_versions as v', (join) =>
      join
        .onRef('v.initiative_id', '=', 'i.initiative_id')
        .onRef('v.indicator_id', '=', 'i.id')
        .on(sql<SqlBool>`v.number = (select max(w.number) from indicator_versions w where w.initiative_id = i.initiative_id and w.indicator_id = i.id)`),
    )
    .select(['x.id', 'x.note_id', 'x.adaptation_id', 'x.checked_on', 'x.result', 'x.note', 'x.next', 'i.code as indicator_code', 'v.name_fr', 'v.name_en'])
    .where('x.initiative_id', '=', initiativeId)
    .where(amongst(noteIds))
    .orderBy('x.checked_on')
    .orderBy('x.id')
    .execute()
}
export type CheckRow = Awaited<ReturnType<typeof checksOf>>[number]

/** What the circle answered, oldest first; `is_mine` through the authorship that only its author sees. */
export function commentsOf(trx: Trx, initiativeId: string, noteIds: readonly string[]) {
  return trx
    .selectFrom('note_comments as x')
    .leftJoin('note_comment_authorships as own', (join) => join.onRef('own.initiative_id', '=', 'x.initiative_id').onRef('own.comment_id', '=', 'x.id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'x.initiative_id').onRef('p.id', '=', 'x.signed_partner_id'))
    .select([
      'x.id',
      'x.note_id',
      'x.kind',
      'x.body',
      'x.language',
      'x.said_on',
      'x.signature',
      'x.signed_name',
      'p.left_on as partner_left_on',
      sql<boolean>`own.comment_id is not null`.as('is_mine'),
    ])
    .where('x.initiative_id', '=', initiativeId)
    .where(amongst(noteIds))
    .orderBy('x.said_on')
    .orderBy('x.id')
    .execute()
}
export type CommentRow = Awaited<ReturnType<typeof commentsOf>>[number]
