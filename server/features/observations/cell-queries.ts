import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** What a cell is about: one version of an indicator, one territory, one period. */
export interface Triple {
  readonly versionId: string
  readonly territoryId: string
  readonly periodId: string
}

/** Cells of the triples and of everything above them (D19). @returns how many cells were written or removed */
export async function recomputeTriples(trx: Trx, initiativeId: string, triples: readonly Triple[]): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    select app.recompute_cells(${initiativeId}::uuid, ${triples.map((triple) => triple.versionId)}::uuid[], ${triples.map((triple) => triple.territoryId)}::uuid[],
      ${triples.map((triple) => triple.periodId)}::uuid[]) as written`.execute(trx)
  return rows[0]?.written ?? 0
}

/** Sets of cells that stand or should stand, in key order. */
export async function listSets(trx: Trx, initiativeId: string): Promise<{ versionId: string; periodId: string }[]> {
  const { rows } = await sql<{ versionId: string; periodId: string }>`
    select indicator_version_id as "versionId", period_id as "periodId" from app.list_sets(${initiativeId}::uuid)`.execute(trx)
  return rows
}

/** Makes the cells of one set anew from the figures alone. */
export async function rebuildSet(trx: Trx, initiativeId: string, set: { versionId: string; periodId: string }): Promise<void> {
  await sql`select app.rebuild_set(${initiativeId}::uuid, ${set.versionId}::uuid, ${set.periodId}::uuid)`.execute(trx)
}

export interface CellDifference {
  readonly versionId: string
  readonly periodId: string
  readonly territoryId: string
  readonly flavour: string
  readonly category: string
  readonly stored: unknown
  readonly computed: unknown
}

/** Cells of one set that differ from what the figures give; leaves the set rebuilt. */
export async function compareSet(trx: Trx, initiativeId: string, set: { versionId: string; periodId: string }): Promise<CellDifference[]> {
  const { rows } = await sql<Omit<CellDifference, 'versionId' | 'periodId'>>`
    select territory_id as "territoryId", flavour, category, stored, computed
    from app.compare_set(${initiativeId}::uuid, ${set.versionId}::uuid, ${set.periodId}::uuid)`.execute(trx)
  return rows.map((row) => ({ ...set, ...row }))
}

/** Triples of existing sets that an indicator's assignments of these territories touch. */
export async function owedTriples(trx: Trx, initiativeId: string, indicatorId: string, territoryIds: readonly string[]): Promise<Triple[]> {
  const { rows } = await sql<Triple>`
    select s.indicator_version_id as "versionId", t.id as "territoryId", s.period_id as "periodId"
    from app.cell_sets s
    join app.indicator_versions v on v.initiative_id = s.initiative_id and v.id = s.indicator_version_id and v.indicator_id = ${indicatorId}::uuid
    cross join unnest(${territoryIds}::uuid[]) as t(id)
    where s.initiative_id = ${initiativeId}::uuid`.execute(trx)
  return rows
}
