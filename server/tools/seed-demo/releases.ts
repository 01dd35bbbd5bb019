import { buildInDatabase, settleInDatabase } from '#server/features/releases/job.ts'
import { beginRelease, publish, readReleases } from '#server/features/releases/service.ts'
import { inTransaction } from '#server/platform/db/transaction.ts'
import type { Db } from '#server/platform/db/connect.ts'
import { enterAsOperator } from '../operator.ts'

/** The demos' last closed quarter, as each initiative names it. */
const RELEASES = [
  {
    slug: 'grandir-entre-rives',
    name: 'T1 2026-2027',
    throughPeriod: '2026-Q2',
    notesFr: 'Premier trimestre de l’année financière 2026-2027.',
    notesEn: 'First quarter of fiscal year 2026–2027.',
  },
  { slug: 'alliance-benkadi', name: 'T2 2026', throughPeriod: '2026-Q2', notesFr: 'Deuxième trimestre de 2026.', notesEn: 'Second quarter of 2026.' },
] as const

/** Builds and publishes the release of each demo that has none: what its funder and the public read. */
export async function seedReleases(db: Db, now: Date): Promise<void> {
  for (const { slug, ...input } of RELEASES) {
    const begun = await inTransaction(db, async (trx) => {
      const actor = await enterAsOperator(trx, slug, now)
      if (actor === null || !actor.initiative.isDemo || (await readReleases(trx, actor)).length > 0) return null
      const release = await beginRelease(trx, actor, now, { ...input, isPreliminary: false, scope: { partners: true } })
      return { actor, number: release.number }
    })
    if (begun === null) continue
    const { actor, number } = begun
    await buildInDatabase(db, actor, number, now)
    await inTransaction(db, async (trx) => {
      const lead = await enterAsOperator(trx, slug, now)
      if (lead === null) return
      const built = (await readReleases(trx, lead)).find((one) => one.number === number)
      if (built?.state === 'ready') await publish(trx, lead, now, String(number), built.version, true)
    })
    await settleInDatabase(db, actor, number)
  }
}
