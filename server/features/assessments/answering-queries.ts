import { sql } from 'kysely'
import type { Answers } from '#shared/assessments/instruments.ts'
import type { Wave } from '#shared/assessments/tally.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** What the function that enters a link tells: its round, and the token and tag that go on a new sheet. */
export interface Entered {
  readonly roundId: string
  readonly partnerToken: string | null
  readonly groupTag: string | null
}

/** Enters an initiative by its address, as somebody without a role. */
export async function enterAddress(trx: Trx, slug: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select e.initiative_id as id from app.enter_public(${slug}) e`.execute(trx)
  return rows[0]?.id ?? null
}

/** Reads on as the holder of a link; null when it leads to no open round. */
export async function enterInvitation(trx: Trx, initiativeId: string, linkHash: string, sheetKey: string): Promise<Entered | null> {
  const { rows } = await sql<Entered>`
    select e.round_id as "roundId", e.partner_token as "partnerToken", e.group_tag as "groupTag"
    from app.enter_invitation(${initiativeId}::uuid, ${linkHash}, ${sheetKey}) e`.execute(trx)
  return rows[0] ?? null
}

/** Name of the initiative that somebody without an account answers for. */
export function nameOf(trx: Trx, initiativeId: string) {
  return trx.selectFrom('initiatives').select(['name_fr as nameFr', 'name_en as nameEn']).where('id', '=', initiativeId).executeTakeFirstOrThrow()
}

/** The day of an initiative: by its fixed clock, else in its time zone. */
export async function dayOf(trx: Trx, initiativeId: string): Promise<string> {
  const { rows } = await sql<{ today: string }>`select app.day_of(${initiativeId}::uuid)::text as today`.execute(trx)
  return rows[0]?.today ?? ''
}

/** The sheet of the link that was entered. */
export async function sheetOf(trx: Trx, initiativeId: string, roundId: string, sheetKey: string) {
  const row = await trx
    .selectFrom('assessment_sheets')
    .select(['answers', 'comment', 'is_sent as isSent'])
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .where('sheet_key', '=', sheetKey)
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, answers: row.answers as Answers }
}

/** A save of a sheet without a name. */
export interface SheetSave {
  readonly partnerToken: string | null
  readonly groupTag: string | null
  readonly answers: Answers
  /** Undefined leaves the comment as it is. */
  readonly comment: string | null | undefined
  readonly isSent: boolean
  /** One that was applied already changes nothing. */
  readonly key: string | null
}

/** Keys of saves that a sheet remembers: more than a device can have on their way. */
export const SAVES_KEPT = 20

/** Adds answers to those that are there, in one statement: the same link may be open twice. Sent once, a sheet stays sent. */
export async function saveSheet(trx: Trx, initiativeId: string, roundId: string, sheetKey: string, save: SheetSave): Promise<void> {
  const saves = save.key === null ? [] : [save.key]
  const comment = save.comment === undefined ? sql`s.comment` : sql`excluded.comment`
  await sql`
    insert into app.assessment_sheets as s (initiative_id, round_id, sheet_key, partner_token, group_tag, answers, comment, is_sent, saves)
    values (${initiativeId}, ${roundId}, ${sheetKey}, ${save.partnerToken}, ${save.groupTag}, ${JSON.stringify(save.answers)}::jsonb, ${save.comment ?? null}, ${save.isSent}, ${saves}::uuid[])
    on conflict (initiative_id, round_id, sheet_key) do update set answers = s.answers || excluded.answers, comment = ${comment},
      is_sent = s.is_sent or excluded.is_sent, saves = (excluded.saves || s.saves)[1:${SAVES_KEPT}]
    where not (s.saves && excluded.saves)`.execute(trx)
}

/** Notes that the link that was entered sent its sheet: when, and which, is not kept. */
export async function markUsed(trx: Trx, initiativeId: string, linkHash: string): Promise<void> {
  await trx.updateTable('assessment_invitations').set({ used: true }).where('initiative_id', '=', initiativeId).where('secret_hash', '=', linkHash).execute()
}

/** Adds links of a partner; one that is there already stays as it is. */
export async function insertInvitations(trx: Trx, initiativeId: string, roundId: string, partnerId: string, hashes: readonly string[]): Promise<void> {
  await trx
    .insertInto('assessment_invitations')
    .values(hashes.map((secret_hash) => ({ initiative_id: initiativeId, round_id: roundId, partner_id: partnerId, secret_hash })))
    .onConflict((conflict) => conflict.columns(['initiative_id', 'secret_hash']).doNothing())
    .execute()
}

/** How many links each partner has, and how many were used. */
export async function countInvitations(trx: Trx, initiativeId: string, roundId: string) {
  return trx
    .selectFrom('assessment_invitations')
    .select(['partner_id as partnerId', sql<number>`count(*)::int`.as('made'), sql<number>`(count(*) filter (where used))::int`.as('used')])
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .groupBy('partner_id')
    .execute()
}

/** Partners that answered in a wave that is over. */
export async function participantsOf(trx: Trx, initiativeId: string, roundId: string): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('assessment_participations')
    .select('partner_id')
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .execute()
  return new Set(rows.map((row) => row.partner_id))
}

export async function insertSecret(trx: Trx, initiativeId: string, roundId: string, secret: string): Promise<void> {
  await trx.insertInto('assessment_secrets').values({ initiative_id: initiativeId, round_id: roundId, secret }).execute()
}

/** The secret of an open round; null after it closed, or once a backup came back. */
export async function secretOf(trx: Trx, initiativeId: string, roundId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('assessment_secrets')
    .select('secret')
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .executeTakeFirst()
  return row?.secret ?? null
}

/** Groups of a breakdown: level or first sector of every partner that there ever was. */
export async function groupsOf(trx: Trx, initiativeId: string, breakdown: 'level' | 'sector'): Promise<string[]> {
  const { rows } =
    breakdown === 'level'
      ? await sql<{ tag: string }>`select l.code as tag from app.territory_levels l where l.initiative_id = ${initiativeId}`.execute(trx)
      : await sql<{ tag: string }>`select distinct o.sectors[1] as tag from app.organizations o
          where o.initiative_id = ${initiativeId} and o.sectors[1] is not null`.execute(trx)
  return rows.map(({ tag }) => tag)
}

/** What was sent in a round; in no order that anybody made. */
export async function sentSheets(trx: Trx, initiativeId: string, roundId: string) {
  const rows = await trx
    .selectFrom('assessment_sheets')
    .select(['partner_token as partner', 'group_tag as group', 'answers', 'comment'])
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .where('is_sent', '=', true)
    .execute()
  return rows.map((row) => ({ ...row, answers: row.answers as Answers }))
}

export async function wavesOf(trx: Trx, initiativeId: string, roundId: string): Promise<Wave[]> {
  const rows = await trx
    .selectFrom('assessment_waves')
    .select('tally')
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .orderBy('number')
    .execute()
  return rows.map((row) => row.tally as Wave)
}

export async function insertWave(trx: Trx, initiativeId: string, roundId: string, number: number, tally: Wave): Promise<void> {
  await trx
    .insertInto('assessment_waves')
    .values({ initiative_id: initiativeId, round_id: roundId, number, tally: JSON.stringify(tally) })
    .execute()
}

export async function insertComments(trx: Trx, initiativeId: string, roundId: string, bodies: readonly string[]): Promise<void> {
  if (bodies.length === 0) return
  await trx
    .insertInto('assessment_comments')
    .values(bodies.map((body) => ({ initiative_id: initiativeId, round_id: roundId, body })))
    .execute()
}

/** Ends what could lead from an answer to somebody: which partners took part stays, their links, tokens and sheets go. */
export async function severAnswers(trx: Trx, initiativeId: string, roundId: string): Promise<void> {
  await trx
    .insertInto('assessment_participations')
    .columns(['initiative_id', 'round_id', 'partner_id'])
    .expression((eb) =>
      eb
        .selectFrom('assessment_invitations')
        .select(['initiative_id', 'round_id', 'partner_id'])
        .where('initiative_id', '=', initiativeId)
        .where('round_id', '=', roundId)
        .where('used', '=', true)
        .groupBy(['initiative_id', 'round_id', 'partner_id']),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  for (const table of ['assessment_sheets', 'assessment_invitations', 'assessment_secrets'] as const)
    await trx.deleteFrom(table).where('initiative_id', '=', initiativeId).where('round_id', '=', roundId).execute()
}
