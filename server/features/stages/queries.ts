import { sql } from 'kysely'
import type { EngagementInput, StageDates } from '#shared/stages/contract.ts'
import type { Engagement, StageCode } from '#shared/stages/stages.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** What was written of each stage. */
export async function listStageRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('stages')
    .select(['code', 'started_on as startedOn', 'ended_on as endedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .execute()
  return rows.map((row) => ({ ...row, code: row.code as StageCode }))
}

/** Engagements that the hat may read: all for the backbone, its own for a partner. */
export async function listEngagementRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('stage_engagements')
    .select(['stage_code as stage', 'partner_id as partnerId', 'planned', 'observed', 'version'])
    .where('initiative_id', '=', initiativeId)
    .execute()
  return rows.map((row) => ({ ...row, planned: row.planned as Engagement | null, observed: row.observed as Engagement | null }))
}

/** Version of a stage, locked, made where nothing was written of it: whoever writes of it waits for whoever does at the same time. */
export async function holdStage(trx: Trx, initiativeId: string, code: StageCode): Promise<{ version: number }> {
  await trx
    .insertInto('stages')
    .values({ initiative_id: initiativeId, code, version: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return trx.selectFrom('stages').select('version').where('initiative_id', '=', initiativeId).where('code', '=', code).forUpdate().executeTakeFirstOrThrow()
}

export async function updateStage(trx: Trx, initiativeId: string, code: StageCode, dates: StageDates): Promise<void> {
  await trx
    .updateTable('stages')
    .set({ started_on: dates.startedOn, ended_on: dates.endedOn, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', code)
    .execute()
}

/** Writes rows of a stage, whose own row is held, in one statement. */
export async function saveEngagements(
  trx: Trx,
  initiativeId: string,
  stage: StageCode,
  rows: readonly (EngagementInput & { readonly partnerId: string })[],
): Promise<void> {
  await trx
    .insertInto('stage_engagements')
    .values(rows.map(({ partnerId, planned, observed }) => ({ initiative_id: initiativeId, stage_code: stage, partner_id: partnerId, planned, observed })))
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'stage_code', 'partner_id'])
        .doUpdateSet((eb) => ({
          planned: eb.ref('excluded.planned'),
          observed: eb.ref('excluded.observed'),
          version: sql<number>`stage_engagements.version + 1`,
        })),
    )
    .execute()
}
