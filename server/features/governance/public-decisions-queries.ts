import type { Result } from '#shared/governance/decision.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Whether everybody reads a decision. */
export async function isShown(trx: Trx, initiativeId: string, decisionId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('public_decisions')
    .select('decision_id')
    .where('initiative_id', '=', initiativeId)
    .where('decision_id', '=', decisionId)
    .executeTakeFirst()
  return row !== undefined
}

/** Copies what everybody may read of a decision, and nothing else of it. */
export async function insertShown(trx: Trx, initiativeId: string, decisionId: string, publicOn: string): Promise<void> {
  await trx
    .insertInto('public_decisions')
    .columns(['initiative_id', 'decision_id', 'title_fr', 'title_en', 'text_fr', 'text_en', 'result', 'decided_on', 'public_on'])
    .expression((eb) =>
      eb
        .selectFrom('decisions as d')
        .select(['d.initiative_id', 'd.id', 'd.title_fr', 'd.title_en', 'd.text_fr', 'd.text_en', 'd.result', 'd.decided_on'])
        .select(eb.cast(eb.val(publicOn), 'date').as('public_on'))
        .where('d.initiative_id', '=', initiativeId)
        .where('d.id', '=', decisionId),
    )
    .execute()
}

export async function deleteShown(trx: Trx, initiativeId: string, decisionId: string): Promise<void> {
  await trx.deleteFrom('public_decisions').where('initiative_id', '=', initiativeId).where('decision_id', '=', decisionId).execute()
}

/** What everybody reads, the newest decision first, as the readers' role sees it. */
export async function shownDecisions(trx: Trx, initiativeId: string, most: number) {
  const rows = await trx
    .selectFrom('public_decisions')
    .select(['decision_id as id', 'title_fr as titleFr', 'title_en as titleEn', 'text_fr as textFr', 'text_en as textEn', 'result', 'decided_on as decidedOn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('decided_on', 'desc')
    .orderBy('decision_id')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...row, result: row.result as Result }))
}
