import type { OverlapEstimate } from '#shared/indicators/overlap-contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Estimates of an indicator and of its versions that were not withdrawn, newest first. */
export function listOverlaps(trx: Trx, initiativeId: string, indicatorId: string, versionIds: readonly string[]): Promise<OverlapEstimate[]> {
  return trx
    .selectFrom('overlap_estimates as o')
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'o.initiative_id').onRef('t.id', '=', 'o.territory_id'))
    .leftJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'o.initiative_id').onRef('v.id', '=', 'o.indicator_version_id'))
    .select([
      'o.id',
      'v.number as versionNumber',
      't.code as territoryCode',
      'o.rate',
      'o.estimated_on as estimatedOn',
      'o.applies_from as appliesFrom',
      'o.applies_to as appliesTo',
      'o.note_fr as noteFr',
      'o.note_en as noteEn',
    ])
    .select((eb) => eb.ref('o.method').$castTo<OverlapEstimate['method']>().as('method'))
    .where('o.initiative_id', '=', initiativeId)
    .where('o.withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('o.indicator_id', '=', indicatorId), eb('o.indicator_version_id', 'in', [...versionIds])]))
    .orderBy('o.estimated_on', 'desc')
    .orderBy('o.created_at', 'desc')
    .orderBy('o.id')
    .execute()
}

export interface OverlapRecord {
  readonly indicatorId: string | null
  readonly versionId: string | null
  readonly territoryId: string | null
  readonly rate: string
  readonly method: OverlapEstimate['method']
  readonly estimatedOn: string
  readonly appliesFrom: string | null
  readonly appliesTo: string | null
  readonly noteFr: string | null
  readonly noteEn: string | null
}

/** Records an estimate. @returns its identifier */
export async function insertOverlap(trx: Trx, initiativeId: string, record: OverlapRecord, now: Date): Promise<string> {
  const { id } = await trx
    .insertInto('overlap_estimates')
    .values({
      initiative_id: initiativeId,
      indicator_id: record.indicatorId,
      indicator_version_id: record.versionId,
      territory_id: record.territoryId,
      rate: record.rate,
      method: record.method,
      estimated_on: record.estimatedOn,
      applies_from: record.appliesFrom,
      applies_to: record.appliesTo,
      note_fr: record.noteFr,
      note_en: record.noteEn,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Withdraws an estimate of the indicator. @returns whether there was one */
export async function withdrawOverlap(
  trx: Trx,
  initiativeId: string,
  indicatorId: string,
  versionIds: readonly string[],
  estimateId: string,
  now: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('overlap_estimates')
    .set({ withdrawn_at: now })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', estimateId)
    .where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('indicator_id', '=', indicatorId), eb('indicator_version_id', 'in', [...versionIds])]))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
