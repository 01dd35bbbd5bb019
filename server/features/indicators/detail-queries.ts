import { sql } from 'kysely'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Baselines of an indicator's versions. */
export function listBaselines(trx: Trx, initiativeId: string, versionIds: readonly string[]) {
  return trx
    .selectFrom('baselines as b')
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'b.initiative_id').onRef('t.id', '=', 'b.territory_id'))
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'b.initiative_id').onRef('v.id', '=', 'b.indicator_version_id'))
    .leftJoin('reporting_periods as p', (join) => join.onRef('p.initiative_id', '=', 'b.initiative_id').onRef('p.id', '=', 'b.period_id'))
    .leftJoin('persons as who', (join) => join.onRef('who.initiative_id', '=', 'b.initiative_id').onRef('who.user_id', '=', 'b.set_by'))
    .select(['b.decision', 'b.decided_by as decidedBy', 'b.decided_on as decidedOn', 'b.reason_fr as reasonFr', 'b.reason_en as reasonEn', 'who.name as setBy'])
    .select([
      'v.number as versionNumber',
      't.code as territoryCode',
      'b.category',
      'p.code as periodCode',
      'b.value',
      'b.numerator',
      'b.denominator',
      'b.sample_n as sampleN',
      'b.is_pending as isPending',
      'b.due_on as dueOn',
      'b.source_fr as sourceFr',
      'b.source_en as sourceEn',
    ])
    .where('b.initiative_id', '=', initiativeId)
    .where('b.indicator_version_id', '=', sql<string>`any (${versionIds}::uuid[])`)
    .orderBy('v.number', 'desc')
    .orderBy('t.code')
    .orderBy('b.category')
    .execute()
}

/** Target points of an indicator's versions, those of partners included, superseded ones last. */
export function listTargetPoints(trx: Trx, initiativeId: string, versionIds: readonly string[]) {
  return trx
    .selectFrom('target_points as tp')
    .innerJoin('reporting_periods as p', (join) => join.onRef('p.initiative_id', '=', 'tp.initiative_id').onRef('p.id', '=', 'tp.period_id'))
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'tp.initiative_id').onRef('v.id', '=', 'tp.indicator_version_id'))
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'tp.initiative_id').onRef('t.id', '=', 'tp.territory_id'))
    .leftJoin('partners as pa', (join) => join.onRef('pa.initiative_id', '=', 'tp.initiative_id').onRef('pa.id', '=', 'tp.partner_id'))
    .leftJoin('persons as who', (join) => join.onRef('who.initiative_id', '=', 'tp.initiative_id').onRef('who.user_id', '=', 'tp.set_by'))
    .leftJoin('persons as by', (join) => join.onRef('by.initiative_id', '=', 'tp.initiative_id').onRef('by.user_id', '=', 'tp.superseded_by'))
    .select(['tp.decided_by as decidedBy', 'who.name as setBy', 'tp.replaces_id as replacesId', 'by.name as supersededBy'])
    .select(['tp.superseded_reason_fr as supersededReasonFr', 'tp.superseded_reason_en as supersededReasonEn'])
    .select([
      'tp.id',
      'v.number as versionNumber',
      't.code as territoryCode',
      'pa.code as partnerCode',
      'pa.share_with_funder as isShared',
      'tp.category',
      'p.code as periodCode',
      'p.starts_on as startsOn',
      'p.ends_on as endsOn',
      'tp.value',
      'tp.decision',
      'tp.decided_on as decidedOn',
      'tp.reason_fr as reasonFr',
      'tp.reason_en as reasonEn',
      'tp.superseded_on as supersededOn',
    ])
    .select(sql<'whole' | 'each' | 'one'>`tp.scope`.as('scope'))
    .where('tp.initiative_id', '=', initiativeId)
    .where('tp.indicator_version_id', '=', sql<string>`any (${versionIds}::uuid[])`)
    .orderBy(sql`tp.superseded_on nulls first`)
    .orderBy('v.number', 'desc')
    .orderBy('p.ends_on')
    .orderBy('tp.id')
    .execute()
}

export function listOverlapEstimates(trx: Trx, initiativeId: string, versionIds: readonly string[]): Promise<IndicatorDetail['overlapEstimates']> {
  return trx
    .selectFrom('overlap_estimates as o')
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'o.initiative_id').onRef('t.id', '=', 'o.territory_id'))
    .select(['t.code as territoryCode', 'o.rate', 'o.method', 'o.estimated_on as estimatedOn', 'o.note_fr as noteFr', 'o.note_en as noteEn'])
    .where('o.initiative_id', '=', initiativeId)
    .where('o.withdrawn_at', 'is', null)
    .where(
      sql<boolean>`(o.indicator_version_id = any (${versionIds}::uuid[]) or o.indicator_id in (
        select v.indicator_id from app.indicator_versions v where v.initiative_id = ${initiativeId}::uuid and v.id = any (${versionIds}::uuid[])))`,
    )
    .orderBy('o.estimated_on')
    .orderBy('o.id')
    .execute()
}

/** Who owes an indicator's figure, where and when. */
export function listAssignments(trx: Trx, initiativeId: string, indicatorId: string): Promise<IndicatorDetail['assignments']> {
  return trx
    .selectFrom('reporting_assignments as a')
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'a.initiative_id').onRef('t.id', '=', 'a.territory_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'a.initiative_id').onRef('p.id', '=', 'a.partner_id'))
    .select([
      'a.id',
      't.code as territoryCode',
      'p.code as partnerCode',
      'a.valid_from as validFrom',
      'a.valid_to as validTo',
      'a.period_filter as periodFilter',
      'a.paused',
    ])
    .where('a.initiative_id', '=', initiativeId)
    .where('a.indicator_id', '=', indicatorId)
    .orderBy('t.code')
    .orderBy('p.code')
    .orderBy('a.valid_from')
    .orderBy('a.id')
    .execute()
}
