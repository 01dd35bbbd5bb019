import { listForReader } from '#server/features/notes/service.ts'
import { addReport, freezeReport, readReports } from '#server/features/reports/service.ts'
import type { Db } from '#server/platform/db/connect.ts'
import { inTransaction } from '#server/platform/db/transaction.ts'
import type { ReportInput } from '#shared/reports/contract.ts'
import { firstSections } from '#shared/reports/sections.ts'
import { enterAsOperator } from '../operator.ts'

interface DemoReport {
  readonly slug: string
  readonly input: Omit<ReportInput, 'release' | 'sections' | 'notes'>
  readonly summaryFr: string
  readonly summaryEn: string | null
}

const REPORTS: readonly DemoReport[] = [
  {
    slug: 'grandir-entre-rives',
    input: { titleFr: 'Compte rendu aux bailleurs, T1 2026-2027', titleEn: 'Report to funders, first quarter 2026–2027', languages: ['fr', 'en'] },
    summaryFr:
      'Dans l’ensemble de la région, le dépistage à 18 mois suit sa trajectoire. La Côte, elle, n’y est pas : c’est là que nous concentrons nos efforts cette année.\n\nCe qui a changé : moins de formulaires pour les parents, et des rendez-vous pris dès la visite précédente. Ce que nous demandons : du temps pour que la Côte rattrape le reste, et de la souplesse dans l’usage des sommes.',
    summaryEn:
      'In the region as a whole, screening at 18 months follows its path. The Coast does not: this is where we put our efforts this year.\n\nWhat changed: fewer forms for parents, and appointments made at the visit before. What we ask for: time for the Coast to catch up, and flexibility in how sums are used.',
  },
  {
    slug: 'alliance-benkadi',
    input: { titleFr: 'Compte rendu aux bailleurs, T2 2026', languages: ['fr'] },
    summaryFr:
      'Les groupes de femmes suivis se rencontrent et épargnent comme prévu. Les chiffres de la période de soudure restent à lire avec prudence : plusieurs communes n’ont pas pu collecter.',
    summaryEn: null,
  },
]

/** Puts together and freezes one report of each demo that has none: what its funder was handed. */
export async function seedReports(db: Db, now: Date): Promise<void> {
  for (const { slug, input, summaryFr, summaryEn } of REPORTS) {
    await inTransaction(db, async (trx) => {
      const actor = await enterAsOperator(trx, slug, now)
      if (actor === null || !actor.initiative.isDemo || (await readReports(trx, actor)).length > 0) return
      const sections = firstSections().map((one) => (one.kind === 'summary' ? { ...one, textFr: summaryFr, textEn: summaryEn } : one))
      const { items } = await listForReader(trx, actor, { view: 'shared', limit: 100 })
      const notes = items
        .filter(({ visibility }) => visibility === 'funder' || visibility === 'public')
        .slice(0, 2)
        .map(({ id }) => id)
      const report = await addReport(trx, actor, now, { ...input, release: 1, sections, notes })
      await freezeReport(trx, actor, now, report.id, report.version, null)
    })
  }
}
