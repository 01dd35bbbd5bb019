import { randomUUID } from 'node:crypto'
import type { Incident, IncidentInput, PersonalReason } from '#shared/incidents/contract.ts'
import { addMonths } from '#shared/values/calendar-date.ts'
import { translate } from '#shared/i18n/translate.ts'
import { audit, type Doer } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { insertIncident, listIncidents, lockIncident, updateIncident, type IncidentRow } from './queries.ts'

/** Years that the register keeps an incident, from the day on which the organisation was aware of it. */
const KEPT_MONTHS = 5 * 12
const ATTEMPTS = 5

export const toIncident = (row: IncidentRow): Incident => ({ ...row, openedAt: row.openedAt.toISOString(), keptUntil: addMonths(row.awareOn, KEPT_MONTHS) })

/** What the law asks of a register before it is a sound one. @throws invalid_request with every fault */
function checkIncident(input: IncidentInput, today: string): void {
  const faults: { pointer: string; code: string }[] = []
  const fault = (field: string, code: string) => faults.push({ pointer: `/${field}`, code })
  if (input.occurredTo != null && input.occurredTo < input.occurredFrom) fault('occurredTo', 'reversed')
  if (input.awareOn > today) fault('awareOn', 'too_big')
  if (input.awareOn < input.occurredFrom) fault('awareOn', 'reversed')
  if (input.risk !== 'not_assessed' && !input.riskReasons) fault('riskReasons', 'required')
  if (input.closedOn != null && input.risk === 'not_assessed') fault('risk', 'required')
  if (input.closedOn != null && !input.measures) fault('measures', 'required')
  // A serious risk is told to the authority and to the people, or the register says why not.
  if (input.closedOn != null && input.risk === 'serious' && (input.authorityNotifiedOn == null || input.personsNotifiedOn == null) && !input.noticeNote)
    fault('noticeNote', 'required')
  if (faults.length > 0) throw problem('invalid_request', {}, faults)
}

async function open(
  trx: Trx,
  doer: Doer,
  now: Date,
  incident: { origin: Incident['origin']; reason: PersonalReason | null; input: IncidentInput },
): Promise<{ id: string; number: number }> {
  const id = randomUUID()
  const { id: initiativeId } = doer.initiative
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const number = await insertIncident(trx, initiativeId, { id, ...incident, by: actorIdOf(doer), now })
    if (number === undefined) continue
    await audit(
      trx,
      doer,
      { action: 'incident.open', objectType: 'privacy_incident', objectId: id, details: { number, origin: incident.origin, reason: incident.reason } },
      now,
    )
    return { id, number }
  }
  throw problem('unavailable', { retrySeconds: 1 })
}

export async function readIncidents(trx: Trx, actor: Actor): Promise<Incident[]> {
  return (await listIncidents(trx, actor.initiative.id)).map(toIncident)
}

/** @throws not_found */
export async function readIncident(trx: Trx, actor: Actor, id: string): Promise<Incident> {
  const [row] = await listIncidents(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  return toIncident(row)
}

/** @throws invalid_request */
export function openIncident(trx: Trx, doer: Doer, today: string, now: Date, input: IncidentInput): Promise<{ id: string; number: number }> {
  checkIncident(input, today)
  return open(trx, doer, now, { origin: 'other', reason: null, input })
}

/**
 * One click after an import that stopped at people's data (situation 18): whoever imports opens it, the backbone's leads read it. Nothing
 * of the file is kept, its name neither; the register says which kind of data was seen.
 */
export async function openFromImport(trx: Trx, actor: Actor, now: Date, reason: PersonalReason): Promise<{ number: number }> {
  const { mainLanguage } = actor.initiative
  const locale = mainLanguage === 'en' ? 'en' : 'fr-CA'
  const input: IncidentInput = {
    information: translate(`incidents_kind_${reason}`, {}, locale),
    circumstances: translate('incidents_from_import', {}, locale),
    occurredFrom: actor.today,
    awareOn: actor.today,
    isPeriodApproximate: false,
    isCountApproximate: false,
    risk: 'not_assessed',
  }
  // The register is not theirs to read: its next number is found for them.
  const { number } = await withPurpose(trx, 'maintenance', () => open(trx, actor, now, { origin: 'import', reason, input }))
  return { number }
}

/** @throws not_found, version_stale, invalid_request */
export async function changeIncident(trx: Trx, actor: Actor, now: Date, id: string, input: IncidentInput, seen: number): Promise<Incident> {
  const initiativeId = actor.initiative.id
  const stored = await lockIncident(trx, initiativeId, id)
  if (stored === undefined) throw problem('not_found')
  requireVersion(stored, seen)
  checkIncident(input, actor.today)
  await updateIncident(trx, initiativeId, id, input, now)
  const details = { risk: input.risk, closedOn: input.closedOn ?? null, authorityNotifiedOn: input.authorityNotifiedOn ?? null }
  await audit(trx, actor, { action: 'incident.change', objectType: 'privacy_incident', objectId: id, details }, now)
  return readIncident(trx, actor, id)
}
