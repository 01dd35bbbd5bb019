import type { Trx } from '#server/platform/db/context.ts'
import { withPurpose } from '#server/platform/db/context.ts'
import { concealedCells } from './cell-queries.ts'
import { chained, inOrder, sumOfContent, sumOfIndicator, sumsOfComments } from './checksum.ts'
import { storedComments } from './comment-queries.ts'
import { listReleases } from './queries.ts'
import { catalogueOf } from './reader-queries.ts'

/**
 * Computes the checksums of every published release again, and their chain. Nothing is changed.
 * @returns how many were looked at, and the names of those that are not what was published
 */
export async function verifyReleases(trx: Trx, initiativeId: string): Promise<{ releases: number; changed: string[] }> {
  return withPurpose(trx, 'maintenance', async () => {
    const published = (await listReleases(trx, initiativeId)).filter(({ state }) => state === 'published').reverse()
    const changed: string[] = []
    for (const release of published) {
      const catalogue = await catalogueOf(trx, initiativeId, release.id)
      const sums: string[] = []
      for (const { code } of catalogue?.indicators ?? []) {
        sums.push(sumOfIndicator(code, inOrder(await concealedCells(trx, initiativeId, release.id, code))))
      }
      sums.push(...sumsOfComments(await storedComments(trx, initiativeId, release.id)))
      const content = catalogue === null ? '' : sumOfContent(sums, catalogue)
      const before = published.find(({ checksum }) => checksum === release.previousChecksum)
      const isChained = release.previousChecksum === null ? release === published[0] : before !== undefined && before.number < release.number
      if (!isChained || chained(content, release.previousChecksum) !== release.checksum) changed.push(`${release.name}, ${release.edition} (${release.number})`)
    }
    return { releases: published.length, changed }
  })
}
