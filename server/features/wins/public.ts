import type { Celebrations } from '#shared/wins/contract.ts'
import { asReleaseReader, openRelease, type Visitor } from '#server/features/releases/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { problem } from '#server/platform/http/problem.ts'
import { publicRecognitions, publicWins } from './queries.ts'
import { toldBy } from './told.ts'

/** What a public page shows of each; the rest is older. */
const MOST = 6

/**
 * Wins and recognitions for everybody, read as the role that can read what is public and nothing else: it sees neither who was asked nor
 * what was answered, and a name only while its holder agrees. A win stands as long as the public release tells its figure.
 * @throws not_found when nothing is public
 */
export async function readCelebrations(trx: Trx, visitor: Visitor): Promise<Celebrations> {
  const { id } = visitor.initiative
  const found = await asReleaseReader(trx, async () => {
    const open = await openRelease(trx, visitor, visitor.number)
    if (open === null) return null
    const wins = await toldBy(trx, id, open, await publicWins(trx, id, MOST))
    return {
      wins: wins.map(({ id: winId, textFr, textEn, publishedOn }) => ({ id: winId, textFr, textEn, publishedOn })),
      recognitions: await publicRecognitions(trx, id, MOST),
    }
  })
  if (found === null) throw problem('not_found')
  return found
}
