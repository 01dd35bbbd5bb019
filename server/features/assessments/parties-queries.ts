import { sql } from 'kysely'
import type { Answers } from '#shared/assessments/instruments.ts'
import type { PartySheet } from '#shared/assessments/parties.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { SAVES_KEPT } from './answering-queries.ts'

/** Parties of the rounds that the reader may see, in the order in which they were entered. */
export function listParties(trx: Trx, initiativeId: string, roundId?: string) {
  return trx
    .selectFrom('assessment_parties')
    .select(['round_id as roundId', 'position', 'name_fr as nameFr', 'name_en as nameEn'])
    .where('initiative_id', '=', initiativeId)
    .$if(roundId !== undefined, (qb) => qb.where('round_id', '=', roundId as string))
    .orderBy('round_id')
    .orderBy('position')
    .execute()
}

export async function insertParties(
  trx: Trx,
  initiativeId: string,
  roundId: string,
  parties: readonly { readonly nameFr: string; readonly nameEn?: string | null | undefined }[],
): Promise<void> {
  await trx
    .insertInto('assessment_parties')
    .values(
      parties.map(({ nameFr, nameEn }, index) => ({
        initiative_id: initiativeId,
        round_id: roundId,
        position: index + 1,
        name_fr: nameFr,
        name_en: nameEn ?? null,
      })),
    )
    .execute()
}

/** Reads on as the holder of the link of a party; null when it leads to no open round. */
export async function enterParty(trx: Trx, initiativeId: string, linkHash: string): Promise<{ roundId: string; party: number } | null> {
  const { rows } = await sql<{ roundId: string; party: number }>`
    select e.round_id as "roundId", e.party from app.enter_party(${initiativeId}::uuid, ${linkHash}) e`.execute(trx)
  return rows[0] ?? null
}

/** Which parties have a link, and which sent their sheet: nothing of what it says. */
export function listPartyLinks(trx: Trx, initiativeId: string, roundId: string) {
  return trx
    .selectFrom('assessment_party_sheets')
    .select(['position', 'is_sent as isSent'])
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .execute()
}

/** Gives a party its link, or another one in place of it; what was filled in stays. */
export async function putPartyLink(trx: Trx, initiativeId: string, roundId: string, position: number, linkHash: string): Promise<void> {
  await trx
    .insertInto('assessment_party_sheets')
    .values({ initiative_id: initiativeId, round_id: roundId, position, link_hash: linkHash })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'round_id', 'position']).doUpdateSet({ link_hash: linkHash }))
    .execute()
}

/** The sheet of the link that was entered. @param isHeld until the transaction ends: a save that comes meanwhile waits */
export async function partySheetOf(trx: Trx, initiativeId: string, roundId: string, position: number, isHeld = false) {
  const row = await trx
    .selectFrom('assessment_party_sheets')
    .$if(isHeld, (qb) => qb.forUpdate())
    .select(['answers', 'people', 'is_sent as isSent', 'saves'])
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .where('position', '=', position)
    .executeTakeFirstOrThrow()
  return { ...row, answers: row.answers as Answers }
}

/** Adds answers to those that are there, in one statement: two people of a party may have the same sheet open. */
export async function savePartySheet(
  trx: Trx,
  initiativeId: string,
  roundId: string,
  position: number,
  { answers, people, isSent, key }: { answers: Answers; people: number | null; isSent: boolean; key: string | null },
): Promise<void> {
  await trx
    .updateTable('assessment_party_sheets')
    .set({
      answers: sql`answers || ${JSON.stringify(answers)}::jsonb`,
      people,
      is_sent: isSent,
      saves: sql`(${key === null ? [] : [key]}::uuid[] || saves)[1:${SAVES_KEPT}]`,
    })
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .where('position', '=', position)
    .execute()
}

/** Every party of a round with what it sent, in the order in which they were entered. */
export async function sentPartySheets(trx: Trx, initiativeId: string, roundId: string): Promise<PartySheet[]> {
  const rows = await trx
    .selectFrom('assessment_parties as p')
    .leftJoin('assessment_party_sheets as s', (join) =>
      join
        .onRef('s.initiative_id', '=', 'p.initiative_id')
        .onRef('s.round_id', '=', 'p.round_id')
        .onRef('s.position', '=', 'p.position')
        .on('s.is_sent', '=', true),
    )
    .select(['p.name_fr as nameFr', 'p.name_en as nameEn', 's.people', 's.answers'])
    .where('p.initiative_id', '=', initiativeId)
    .where('p.round_id', '=', roundId)
    .orderBy('p.position')
    .execute()
  return rows.map((row) => ({ ...row, answers: (row.answers ?? {}) as Answers }))
}

export async function deletePartySheets(trx: Trx, initiativeId: string, roundId: string): Promise<void> {
  await trx.deleteFrom('assessment_party_sheets').where('initiative_id', '=', initiativeId).where('round_id', '=', roundId).execute()
}
