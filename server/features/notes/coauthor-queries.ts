import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { hatHolds } from '#server/platform/db/hats.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { MOST_COAUTHORS, type Coauthor, type Note } from '#shared/notes/contract.ts'
import type { Author } from './write-queries.ts'

/** Who a hat is, as those who write with it know them. */
const NAMED = sql`s.name, o.name as organization`
const OF_HAT = sql`
  join app.persons s on s.initiative_id = r.initiative_id and s.id = r.person_id
  left join app.partners p on p.initiative_id = r.initiative_id and p.id = r.partner_id
  left join app.organizations o on o.initiative_id = p.initiative_id and o.id = p.organization_id`
const HOLDS = hatHolds('r')

/** Co-authors of a note, those whose hat holds; row level security shows them to the author and to each other. */
async function coauthorsOf(trx: Trx, actor: Actor, noteId: string): Promise<Coauthor[]> {
  const { rows } = await sql<Coauthor>`
    select c.hat_id as "hatId", ${NAMED}, c.hat_id = ${actor.hatId}::uuid as "isMe"
    from app.note_coauthors c join app.role_assignments r on r.initiative_id = c.initiative_id and r.id = c.hat_id ${OF_HAT}
    where c.initiative_id = ${actor.initiative.id}::uuid and c.note_id = ${noteId}::uuid and c.left_on is null and ${HOLDS}
    order by s.name, c.hat_id`.execute(trx)
  return rows
}

/** Which of the actor's own notes somebody else writes too. */
export async function writtenTogether(trx: Trx, initiativeId: string, noteIds: readonly string[]): Promise<Set<string>> {
  if (noteIds.length === 0) return new Set()
  const { rows } = await sql<{ noteId: string }>`
    select distinct c.note_id as "noteId" from app.note_coauthors c
    join app.role_assignments r on r.initiative_id = c.initiative_id and r.id = c.hat_id
    where c.initiative_id = ${initiativeId}::uuid and c.note_id = any(${noteIds}::uuid[]) and c.left_on is null and ${HOLDS}`.execute(trx)
  return new Set(rows.map(({ noteId }) => noteId))
}

/** The author of a note that the actor co-writes. */
async function authorNamed(trx: Trx, actor: Actor, noteId: string): Promise<{ name: string; organization: string | null }> {
  const { rows } = await sql<{ name: string; organization: string | null }>`
    select s.name, o.name as organization from app.note_coauthors c
    join app.persons s on s.initiative_id = c.initiative_id and s.user_id = c.author_id
    left join app.partners p on p.initiative_id = c.initiative_id and p.id = c.author_partner_id
    left join app.organizations o on o.initiative_id = p.initiative_id and o.id = p.organization_id
    where c.initiative_id = ${actor.initiative.id}::uuid and c.note_id = ${noteId}::uuid and c.hat_id = ${actor.hatId}::uuid`.execute(trx)
  return rows[0] ?? { name: '', organization: null }
}

/** Everybody who writes a note, for one of them. */
export async function writersOf(trx: Trx, actor: Actor, noteId: string, isMine: boolean): Promise<Pick<NonNullable<Note['writing']>, 'author' | 'coauthors'>> {
  const author = isMine ? { name: actor.name, organization: null, isMe: true } : { ...(await authorNamed(trx, actor, noteId)), isMe: false }
  return { author, coauthors: await coauthorsOf(trx, actor, noteId) }
}

/**
 * Hats that the author may name: of the backbone, and of contributors of partners that have not left, held today by somebody who has an account
 * and is not the author, under whatever hat.
 */
export async function choicesOf(trx: Trx, actor: Actor): Promise<(Coauthor & { userId: string })[]> {
  const { rows } = await sql<Coauthor & { userId: string }>`
    select r.id as "hatId", r.user_id as "userId", ${NAMED}, false as "isMe" from app.role_assignments r ${OF_HAT}
    where r.initiative_id = ${actor.initiative.id}::uuid and ${HOLDS} and r.user_id is not null and r.user_id <> ${actor.userId}::uuid
      and (r.role = 'backbone' or (r.role = 'partner_contributor' and (p.left_on is null or p.left_on >= ${actor.today}::date)))
    order by (r.role = 'backbone') desc, o.name, s.name, r.id`.execute(trx)
  return rows
}

/** Makes two namings at one moment follow each other: the author's own row is there once. */
export async function lockAuthorship(trx: Trx, initiativeId: string, noteId: string): Promise<void> {
  await trx.selectFrom('note_authorships').select('note_id').where('initiative_id', '=', initiativeId).where('note_id', '=', noteId).forUpdate().execute()
}

/**
 * Names a co-author in a place that is free; somebody who had left has the row of before.
 * @returns whether there was a place
 */
export async function insertCoauthor(trx: Trx, author: Author, noteId: string, hat: { hatId: string; userId: string }): Promise<boolean> {
  const { rows } = await sql<{ hat_id: string }>`
    insert into app.note_coauthors (initiative_id, note_id, hat_id, user_id, position, author_id, author_partner_id, author_as_backbone)
    select ${author.initiativeId}::uuid, ${noteId}::uuid, ${hat.hatId}::uuid, ${hat.userId}::uuid, place, ${author.authorId}::uuid, ${author.partnerId}::uuid, ${author.asBackbone}::boolean
    from generate_series(1, ${MOST_COAUTHORS}::int) as place
    where not exists (select 1 from app.note_coauthors c
      where c.initiative_id = ${author.initiativeId}::uuid and c.note_id = ${noteId}::uuid and c.position = place and c.left_on is null)
    order by place limit 1
    on conflict on constraint note_coauthors_pkey do update set position = excluded.position, left_on = null
    returning hat_id`.execute(trx)
  return rows.length > 0
}

/**
 * Ends what co-authors of a note may do: of one hat, of every hat that holds no more, or of all. Whoever had written stays known to four eyes alone.
 * @returns how many there were
 */
export async function removeCoauthors(trx: Trx, actor: Actor, noteId: string, which: { hatId: string } | 'ended' | 'all'): Promise<number> {
  const chosen =
    which === 'all'
      ? sql`true`
      : which === 'ended'
        ? sql`not exists (select 1 from app.role_assignments r where r.initiative_id = c.initiative_id and r.id = c.hat_id and ${HOLDS})`
        : sql`c.hat_id = ${which.hatId}::uuid`
  const of = sql`c.initiative_id = ${actor.initiative.id}::uuid and c.note_id = ${noteId}::uuid and c.left_on is null and ${chosen}`
  const { rows } = await sql`select app.forget_coauthor(c.note_id, c.user_id) from app.note_coauthors c where ${of}`.execute(trx)
  if (rows.length === 0) return 0
  await sql`delete from app.note_coauthors c where ${of} and not c.has_written`.execute(trx)
  await sql`update app.note_coauthors c set left_on = ${actor.today}::date where ${of}`.execute(trx)
  return rows.length
}

/** From now on four eyes count this co-author. */
export async function markWritten(trx: Trx, actor: Actor, noteId: string): Promise<void> {
  await trx
    .updateTable('note_coauthors')
    .set({ has_written: true })
    .where('initiative_id', '=', actor.initiative.id)
    .where('note_id', '=', noteId)
    .where('hat_id', '=', actor.hatId)
    .where('has_written', '=', false)
    .execute()
}

/** Under which hat the note was written that the actor co-writes: former texts are kept there. */
export async function authorOfCowritten(trx: Trx, actor: Actor, noteId: string): Promise<Author> {
  const row = await trx
    .selectFrom('note_coauthors')
    .select(['author_id', 'author_partner_id', 'author_as_backbone'])
    .where('initiative_id', '=', actor.initiative.id)
    .where('note_id', '=', noteId)
    .where('hat_id', '=', actor.hatId)
    .executeTakeFirstOrThrow()
  return { initiativeId: actor.initiative.id, authorId: row.author_id, partnerId: row.author_partner_id, asBackbone: row.author_as_backbone }
}
