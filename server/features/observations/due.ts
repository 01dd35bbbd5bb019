import type { z } from 'zod'
import type { dueRoutes } from '#shared/observations/due.ts'
import { addMonths } from '#shared/values/calendar-date.ts'
import { periodOf, shiftPeriod, type Period, type PeriodKind } from '#shared/values/period.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { divisionsOf } from './divisions.ts'
import { listDue, nextDue } from './due-queries.ts'
import { listPartners } from './lookup-queries.ts'

const KINDS: readonly PeriodKind[] = ['month', 'quarter', 'semester', 'year', 'school_year', 'fiscal_year']
/** How far back something is still asked for: older gaps stay in the completeness, not in anybody's list. */
const MONTHS_BACK = 24

/** Periods that have ended within reach, and the running ones, in which the next dates lie. */
function periodsAround({ initiative, today }: Actor): { ended: Period[]; running: Period[] } {
  const since = addMonths(today, -MONTHS_BACK)
  const running = KINDS.map((kind) => periodOf(kind, today, initiative))
  const ended = running.flatMap((period) => {
    const before: Period[] = []
    for (let one = shiftPeriod(period, -1, initiative); one.endsOn >= since; one = shiftPeriod(one, -1, initiative)) before.push(one)
    return before
  })
  return { ended, running }
}

/**
 * What is due, overdue or was given back, by partner, period and indicator, what is due first leading; the home of entry. A partner's
 * people have their own list, the backbone everybody's and what it collects itself.
 * @throws not_found (another partner's list), unknown_reference
 */
export async function readDue(trx: Trx, actor: Actor, query: { partner?: string | undefined }): Promise<z.output<typeof dueRoutes.list.response>> {
  const { id } = actor.initiative
  const partners = await listPartners(trx, id)
  const asked = query.partner === undefined ? undefined : partners.find(({ code }) => code === query.partner)
  if (actor.role !== 'backbone' && (actor.partnerId === null || (query.partner !== undefined && asked?.id !== actor.partnerId))) throw problem('not_found')
  if (query.partner !== undefined && asked === undefined) throw problem('unknown_reference', { field: 'partner', value: query.partner })
  const partnerId = actor.role === 'backbone' ? asked?.id : actor.partnerId

  const { ended, running } = periodsAround(actor)
  const rows = await listDue(trx, id, partnerId, ended)
  const divisions = await divisionsOf(
    trx,
    id,
    rows.flatMap(({ returned }) => returned),
  )
  const byId = new Map(partners.map((partner) => [partner.id, partner]))
  const groups = [...Map.groupBy(rows, (row) => row.partnerId)].map(([key, list]) => {
    const partner = key === null ? undefined : byId.get(key)
    return {
      partner: partner?.code ?? null,
      name: partner?.name ?? null,
      items: list.map(({ partnerId: _partner, returned, ...item }) => ({
        ...item,
        isOverdue: item.dueOn < actor.today,
        returned: returned.length,
        returnedFigures: returned.map(({ versionId: _version, ...figure }) => ({
          ...figure,
          categoryFr: divisions.nameOf(figure.category, 'fr'),
          categoryEn: divisions.nameOf(figure.category, 'en'),
        })),
      })),
    }
  })
  return {
    asOf: actor.today,
    groups: groups.sort((a, b) => ((a.partner ?? '') < (b.partner ?? '') ? -1 : 1)),
    next: await nextDue(trx, id, partnerId, running),
  }
}
