import { inContext } from '../platform/db/context.ts'
import { openDatabase, openPool, type DatabaseAddress } from '../platform/db/connect.ts'
import { compareAll } from '../features/observations/service.ts'
import { verifyReleases } from '../features/releases/service.ts'
import { listInitiatives } from './initiative-list.ts'

/** How many differences are spelled out. */
const SHOWN = 20

/**
 * Recomputes every total of every initiative from its figures and compares (D19). Nothing is changed.
 * @returns lines to print, and the number of differences
 */
export async function verifyDatabase(address: DatabaseAddress): Promise<{ lines: string[]; faults: number }> {
  const pool = openPool(address, 'owner', 1, () => undefined)
  const db = openDatabase(pool)
  try {
    const lines: string[] = []
    let faults = 0
    for (const { id, slug } of await listInitiatives(db)) {
      const context = { initiativeId: id, actorId: null, role: 'backbone', partnerId: null, commitment: false }
      const { sets, differences } = await inContext(db, context, (trx) => compareAll(trx, id))
      faults += differences.length
      lines.push(`${slug}: ${sets} sets of totals recomputed, ${differences.length} differences`)
      for (const difference of differences.slice(0, SHOWN)) lines.push(`  ${JSON.stringify(difference)}`)
      const { releases, changed } = await inContext(db, context, (trx) => verifyReleases(trx, id))
      faults += changed.length
      lines.push(`${slug}: ${releases} releases read again, ${changed.length} are not what was published`, ...changed.map((name) => `  ${name}`))
    }
    lines.push(faults === 0 ? 'Every total follows from its figures: 0 differences.' : `${faults} differences: restore a backup, or report this.`)
    return { lines, faults }
  } finally {
    await db.destroy()
  }
}
