import type { Answers } from '#shared/assessments/instruments.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** What partners said of their relations in a round, as far as the hat may read. */
export async function listPairRows(trx: Trx, initiativeId: string, roundId: string) {
  const rows = await trx
    .selectFrom('assessment_pairs')
    .select(['partner_id as partnerId', 'about_id as aboutId', 'answers'])
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .execute()
  return rows.map((row) => ({ ...row, answers: row.answers as Answers }))
}
export type PairRow = Awaited<ReturnType<typeof listPairRows>>[number]

export async function savePairRow(trx: Trx, initiativeId: string, roundId: string, partnerId: string, aboutId: string, answers: Answers): Promise<void> {
  await trx
    .insertInto('assessment_pairs')
    .values({ initiative_id: initiativeId, round_id: roundId, partner_id: partnerId, about_id: aboutId, answers: JSON.stringify(answers) })
    .onConflict((conflict) =>
      conflict.columns(['initiative_id', 'round_id', 'partner_id', 'about_id']).doUpdateSet((eb) => ({ answers: eb.ref('excluded.answers') })),
    )
    .execute()
}

/** The sheet of a group; undefined until something was saved. */
export async function groupSheetOf(trx: Trx, initiativeId: string, roundId: string) {
  const row = await trx
    .selectFrom('assessment_group_sheets')
    .select(['answers', 'proofs', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .executeTakeFirst()
  return row === undefined ? undefined : { answers: row.answers as Answers, proofs: row.proofs as Record<string, string>, version: row.version }
}

export interface GroupSheetColumns {
  readonly answers: Answers
  readonly proofs: Readonly<Record<string, string>>
  readonly version: number
}

export async function saveGroupSheetRow(trx: Trx, initiativeId: string, roundId: string, sheet: GroupSheetColumns): Promise<void> {
  const values = { answers: JSON.stringify(sheet.answers), proofs: JSON.stringify(sheet.proofs), version: sheet.version }
  await trx
    .insertInto('assessment_group_sheets')
    .values({ initiative_id: initiativeId, round_id: roundId, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'round_id'])
        .doUpdateSet((eb) => ({ answers: eb.ref('excluded.answers'), proofs: eb.ref('excluded.proofs'), version: eb.ref('excluded.version') })),
    )
    .execute()
}
