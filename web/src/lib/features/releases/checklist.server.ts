import type { RequestEvent } from '@sveltejs/kit'
import type { Locale } from '#shared/i18n/locales.ts'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { progressRoutes } from '#shared/progress/contract.ts'
import { sharingRoutes } from '#shared/releases/sharing.ts'
import { read } from '#lib/api/read.server.ts'
import { checklistOf, type CheckItem } from './checklist.ts'

/** What the initiative's next release is better for, as things stand now. */
export async function readChecklist(
  event: Pick<RequestEvent, 'fetch' | 'url' | 'locals'>,
  initiative: { readonly id: string; readonly slug: string },
  locale: Locale,
): Promise<CheckItem[]> {
  const params = { initiativeId: initiative.id }
  const [{ items: indicators }, { cells }, { items: partners }, { summaryFr, summaryEn, topTerritoryCode }, { contact }, { measurement }] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, progressRoutes.read, { params, query: {} }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, initiativeRoutes.read, { params }),
    read(event, sharingRoutes.readPage, { params }),
    read(event, conditionRoutes.overview, { params }),
  ])
  const hasWhole = topTerritoryCode !== null
  const facts = { indicators, cells, partners: partners.length, hasWhole, summary: summaryFr ?? summaryEn, contact, waiting: measurement.toValidate ?? 0 }
  return checklistOf(facts, `/${locale}/i/${initiative.slug}`, locale)
}
