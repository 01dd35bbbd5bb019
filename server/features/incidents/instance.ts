import type { Incident, IncidentInput } from '#shared/incidents/contract.ts'
import { setContext, withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Session } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { listIncidents, listInitiatives } from './queries.ts'
import { openIncident, toIncident } from './service.ts'

type Named = Awaited<ReturnType<typeof listInitiatives>>

/** Enters an initiative without a hat: the register alone is read or written there. */
async function within<T>(trx: Trx, session: Session, initiativeId: string, work: () => Promise<T>): Promise<T> {
  await setContext(trx, { initiativeId, actorId: session.userId, role: null, partnerId: null, commitment: false })
  return withPurpose(trx, 'maintenance', work)
}

/** Incidents of every initiative (domain 5, row 42): administrators answer for them and read no content. */
export async function readInstanceIncidents(trx: Trx, session: Session): Promise<{ initiatives: Named; items: (Incident & { initiativeId: string })[] }> {
  const initiatives = await withPurpose(trx, 'maintenance', () => listInitiatives(trx))
  const items: (Incident & { initiativeId: string })[] = []
  for (const { id } of initiatives)
    for (const row of await within(trx, session, id, () => listIncidents(trx, id))) items.push({ ...toIncident(row), initiativeId: id })
  return { initiatives, items: items.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1)) }
}

/** @throws not_found (no such initiative), invalid_request */
export async function openInstanceIncident(
  trx: Trx,
  session: Session,
  now: Date,
  initiativeId: string,
  input: IncidentInput,
): Promise<{ id: string; number: number }> {
  const known = await withPurpose(trx, 'maintenance', () => listInitiatives(trx))
  if (!known.some(({ id }) => id === initiativeId)) throw problem('not_found')
  const doer = { userId: session.userId, hatId: null, role: null, partnerId: null, initiative: { id: initiativeId } }
  return within(trx, session, initiativeId, () => openIncident(trx, doer, now.toISOString().slice(0, 10), now, input))
}
