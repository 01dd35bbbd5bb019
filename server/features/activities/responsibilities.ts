import type { ObjectKind, ResponsibilityInput, ResponsibleObject } from '#shared/activities/plan-contract.ts'
import { MeetingKind } from '#shared/meetings/contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayHold } from './access.ts'
import { listReferences } from './queries.ts'
import {
  deleteResponsibility,
  insertResponsibility,
  listBodies,
  listNamedIndicators,
  listResponsibilityRows,
  meetingKindsInUse,
  personOfHat,
  responsibilityForUpdate,
  type ResponsibilityRow,
} from './responsibilities-queries.ts'
import { listActivities } from './service.ts'

type Holder = ResponsibleObject['holders'][number]
type Named = Pick<ResponsibleObject, 'key' | 'nameFr' | 'nameEn'>

const toHolder = (actor: Actor, ownCode: string | null, row: ResponsibilityRow): Holder => ({
  partnerCode: row.partnerCode,
  personId: row.personId,
  name: row.partnerName ?? row.personName ?? '',
  role: row.role,
  id: row.id,
  version: row.version,
  abilities: { remove: mayHold(actor, row.partnerCode !== null && row.partnerCode === ownCode) },
})

const objectOf = (kind: ObjectKind, named: Named, holders: Holder[]): ResponsibleObject => ({
  kind,
  ...named,
  holders,
  hasLead: holders.some(({ role }) => role === 'leads'),
})

/**
 * Everything that somebody should lead: activities planned or under way, indicators, series of meetings that are held, governing
 * bodies (S15).
 * Funders read activities that are published, with the partners that these name.
 */
export async function readResponsibilities(trx: Trx, actor: Actor): Promise<ResponsibleObject[]> {
  const initiativeId = actor.initiative.id
  const activities = (await listActivities(trx, actor))
    .filter(({ state }) => state === 'planned' || state === 'under_way')
    .map(({ id, nameFr, nameEn, partners }) =>
      objectOf(
        'activity',
        { key: id, nameFr, nameEn },
        partners.map(({ code, name, role }) => ({ partnerCode: code, personId: null, name, role, id: null, version: null, abilities: { remove: false } })),
      ),
    )
  if (actor.role === 'funder') return activities
  const rows = await listResponsibilityRows(trx, initiativeId)
  const ownCode = await ownCodeOf(trx, actor)
  const holdersOf = (fits: (row: ResponsibilityRow) => boolean) => rows.filter(fits).map((row) => toHolder(actor, ownCode, row))
  const indicators = (await listNamedIndicators(trx, initiativeId)).map(({ code, nameFr, nameEn }) =>
    objectOf(
      'indicator',
      { key: code, nameFr: nameFr ?? code, nameEn },
      holdersOf((row) => row.indicatorCode === code),
    ),
  )
  const kinds = new Set([...(await meetingKindsInUse(trx, initiativeId)), ...rows.map(({ meetingKind }) => meetingKind)])
  const meetings = MeetingKind.options
    .filter((kind) => kinds.has(kind))
    .map((kind) =>
      objectOf(
        'meetings',
        { key: kind, nameFr: null, nameEn: null },
        holdersOf((row) => row.meetingKind === kind),
      ),
    )
  const bodies = (await listBodies(trx, initiativeId, actor.today)).map(({ id, nameFr, nameEn }) =>
    objectOf(
      'body',
      { key: id, nameFr, nameEn },
      holdersOf((row) => row.bodyId === id),
    ),
  )
  return [...activities, ...indicators, ...meetings, ...bodies]
}

async function ownCodeOf(trx: Trx, actor: Actor): Promise<string | null> {
  if (actor.partnerId === null) return null
  return (await listReferences(trx, actor.initiative.id, actor.today)).partners.find(({ id }) => id === actor.partnerId)?.code ?? null
}

const unknown = (field: string, value: string) =>
  problem('unknown_reference', { field, value }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value } }])

/**
 * Gives a partner or a person a part in an indicator, a series of meetings or a governing body. A contributor for its own partner.
 * @throws invalid_request (neither a partner nor a person, or both), unknown_reference, not_allowed, already_exists
 */
export async function addResponsibility(trx: Trx, actor: Actor, input: ResponsibilityInput, now: Date): Promise<{ id: string }> {
  const initiativeId = actor.initiative.id
  const references = await listReferences(trx, initiativeId, actor.today)
  const { partnerCode = null, hatId = null } = input
  if ((partnerCode === null) === (hatId === null)) throw problem('invalid_request', {}, [{ pointer: '/partnerCode', code: 'one_of_two' }])
  const partner = references.partners.find(({ code }) => code === partnerCode)
  if (partnerCode !== null && partner === undefined) throw unknown('partnerCode', partnerCode)
  const personId = hatId === null ? null : await personOfHat(trx, initiativeId, hatId, actor.today)
  if (hatId !== null && personId === null) throw unknown('hatId', hatId)
  const indicator = input.kind === 'indicator' ? references.indicators.find(({ code }) => code === input.key) : undefined
  const meetingKind = input.kind === 'meetings' ? MeetingKind.options.find((kind) => kind === input.key) : undefined
  const body = input.kind === 'body' ? (await listBodies(trx, initiativeId, actor.today)).find(({ id }) => id === input.key) : undefined
  if (indicator === undefined && meetingKind === undefined && body === undefined) throw unknown('key', input.key)
  if (!mayHold(actor, partner !== undefined && partner.id === actor.partnerId)) throw problem('not_allowed')
  const id = await insertResponsibility(trx, initiativeId, {
    indicator_id: indicator?.id ?? null,
    meeting_kind: meetingKind ?? null,
    body_id: body?.id ?? null,
    partner_id: partner?.id ?? null,
    person_id: personId,
    role: input.role,
  })
  if (id === null) throw problem('already_exists', { field: 'partnerCode' })
  await audit(
    trx,
    actor,
    { action: 'responsibility.add', objectType: 'responsibility', objectId: id, details: { kind: input.kind, key: input.key, role: input.role } },
    now,
  )
  return { id }
}

/** @throws not_found, not_allowed, version_stale */
export async function removeResponsibility(trx: Trx, actor: Actor, id: string, expected: number, now: Date): Promise<void> {
  const row = await responsibilityForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  if (!mayHold(actor, row.partnerId !== null && row.partnerId === actor.partnerId)) throw problem('not_allowed')
  requireVersion(row, expected)
  await deleteResponsibility(trx, actor.initiative.id, id)
  await audit(trx, actor, { action: 'responsibility.remove', objectType: 'responsibility', objectId: id }, now)
}
