import { sql } from 'kysely'
import type { DefinitionHistory } from '#shared/indicators/administration.ts'
import type { DefinitionInput } from '#shared/indicators/contract.ts'
import type { DefinitionChange } from '#shared/indicators/meaning.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { versionValues } from './version-values.ts'

/** Writes a definition over a version's: only where its meaning stays. */
export async function updateDefinition(trx: Trx, initiativeId: string, versionId: string, definition: DefinitionInput): Promise<void> {
  await trx.updateTable('indicator_versions').set(versionValues(definition)).where('initiative_id', '=', initiativeId).where('id', '=', versionId).execute()
}

/** Keeps what each field said before it was corrected. */
export async function insertEdits(
  trx: Trx,
  initiativeId: string,
  versionId: string,
  editedBy: string | null,
  at: Date,
  changes: readonly (DefinitionChange & { readonly reason: string | null })[],
): Promise<void> {
  await trx
    .insertInto('definition_edits')
    .values(
      changes.map(({ field, from, to, reason }) => ({
        initiative_id: initiativeId,
        indicator_version_id: versionId,
        field,
        old_value: from,
        new_value: to,
        reason,
        edited_by: editedBy,
        edited_at: at,
      })),
    )
    .execute()
}

/** Corrections within versions, newest first. */
export async function listEdits(trx: Trx, initiativeId: string, versionIds: readonly string[]): Promise<DefinitionHistory['edits']> {
  const rows = await trx
    .selectFrom('definition_edits as e')
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'e.initiative_id').onRef('v.id', '=', 'e.indicator_version_id'))
    .leftJoin('persons as p', (join) => join.onRef('p.initiative_id', '=', 'e.initiative_id').onRef('p.user_id', '=', 'e.edited_by'))
    .select(['v.number as versionNumber', 'e.field', 'e.old_value as from', 'e.new_value as to', 'e.edited_at as editedAt', 'p.name as editedBy', 'e.reason'])
    .where('e.initiative_id', '=', initiativeId)
    .where('e.indicator_version_id', '=', sql<string>`any (${versionIds}::uuid[])`)
    .orderBy('e.edited_at', 'desc')
    .orderBy('e.field')
    .execute()
  return rows.map((row) => ({ ...row, editedAt: row.editedAt.toISOString() }))
}

/** Starting points as they were, last replaced first. */
export function listBaselineRevisions(
  trx: Trx,
  initiativeId: string,
  versionIds: readonly string[],
): Promise<Omit<DefinitionHistory['baselines'][number], 'mask'>[]> {
  return trx
    .selectFrom('baseline_revisions as b')
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'b.initiative_id').onRef('t.id', '=', 'b.territory_id'))
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'b.initiative_id').onRef('v.id', '=', 'b.indicator_version_id'))
    .leftJoin('reporting_periods as p', (join) => join.onRef('p.initiative_id', '=', 'b.initiative_id').onRef('p.id', '=', 'b.period_id'))
    .leftJoin('persons as by', (join) => join.onRef('by.initiative_id', '=', 'b.initiative_id').onRef('by.user_id', '=', 'b.replaced_by'))
    .select(['by.name as replacedBy', 'b.decision', 'b.decided_by as decidedBy', 'b.decided_on as decidedOn'])
    .select(['b.set_reason_fr as setReasonFr', 'b.set_reason_en as setReasonEn'])
    .select([
      'v.number as versionNumber',
      't.code as territoryCode',
      'b.category',
      'p.code as periodCode',
      'b.value',
      'b.numerator',
      'b.denominator',
      'b.sample_n as sampleN',
      'b.reason_fr as reasonFr',
      'b.reason_en as reasonEn',
      'b.replaced_on as replacedOn',
    ])
    .where('b.initiative_id', '=', initiativeId)
    .where('b.indicator_version_id', '=', sql<string>`any (${versionIds}::uuid[])`)
    .orderBy('b.replaced_on', 'desc')
    .orderBy('t.code')
    .orderBy('b.category')
    .orderBy('b.id')
    .execute()
}
