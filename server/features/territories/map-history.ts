import type { Trx } from '#server/platform/db/context.ts'
import type { LinkRow, TerritoryPlan, TerritoryRow } from './plan.ts'
import { insertMapRevision, mapRevisionsSince, putBackRows, type FormerLinks, type FormerTerritory } from './map-history-queries.ts'

/** Keeps what a change of the map replaces: rows whose dates or level change, links that are put anew, and what did not exist. */
export async function keepMap(
  trx: Trx,
  initiativeId: string,
  before: { readonly territories: readonly TerritoryRow[]; readonly links: readonly LinkRow[] },
  plan: Pick<TerritoryPlan, 'changed' | 'links'>,
  created: readonly string[],
  now: Date,
): Promise<void> {
  const known = new Map(before.territories.map((row) => [row.id, row]))
  const territories = plan.changed.flatMap((row): FormerTerritory[] => {
    const old = known.get(row.id)
    if (old === undefined || (old.level_id === row.level_id && old.valid_from === row.valid_from && old.valid_to === row.valid_to)) return []
    return [{ id: old.id, level_id: old.level_id, valid_from: old.valid_from, valid_to: old.valid_to }]
  })
  const links = plan.links
    .filter(({ territoryId }) => known.has(territoryId))
    .map(({ territoryId, hierarchy }): FormerLinks => ({
      territoryId,
      hierarchy,
      rows: before.links.filter((link) => link.territory_id === territoryId && link.hierarchy === hierarchy),
    }))
  if (territories.length + links.length + created.length > 0) await insertMapRevision(trx, initiativeId, { territories, links, created }, now)
}

/**
 * Puts the map back as it was known at the end of a day: later merges, splits and corrections are undone. Names stay today's. For a
 * transaction that goes back afterwards.
 * @returns whether anything was otherwise
 */
export async function putBackMap(trx: Trx, initiative: { readonly id: string; readonly timeZone: string }, on: string): Promise<boolean> {
  const revisions = await mapRevisionsSince(trx, initiative.id, on, initiative.timeZone)
  if (revisions.length === 0) return false
  // Newest first: what the oldest of them replaced stands last.
  const territories = new Map(revisions.flatMap((revision) => revision.territories.map((row) => [row.id, row])))
  const links = new Map(revisions.flatMap((revision) => revision.links.map((one) => [`${one.territoryId} ${one.hierarchy}`, one])))
  await putBackRows(trx, initiative.id, {
    territories: [...territories.values()],
    links: [...links.values()],
    created: revisions.flatMap(({ created }) => created),
  })
  return true
}
