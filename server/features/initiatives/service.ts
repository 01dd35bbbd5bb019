import type { PoolClient } from 'pg'
import type { Initiative, InitiativeChange } from '#shared/initiatives/contract.ts'
import { MODULES } from '#shared/initiatives/modules.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { hasConflictProtocol } from '#server/features/governance/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { putAccountBehindHat, windDownHats } from './hat-queries.ts'
import { acceptCommitment, findInitiative, isTimeZone, updateInitiative, updateTopTerritory } from './queries.ts'

/** The commitment holds a year, a leap day included (app.enter). */
const COMMITMENT_DAYS = 365
/** Days during which people of a partner that left still read. */
const READING_DAYS = 90

/** The initiative as this hat may read it: a funder sees no settings (domain 5, row 1). */
export async function readInitiative(trx: Trx, actor: Actor): Promise<Initiative> {
  const row = await findInitiative(trx, actor.initiative.id)
  if (row === undefined) throw problem('not_found')
  return {
    id: row.id,
    slug: row.slug,
    nameFr: row.name_fr,
    nameEn: row.name_en,
    summaryFr: row.summary_fr,
    summaryEn: row.summary_en,
    mainLanguage: row.main_language as 'fr' | 'en',
    languages: row.languages,
    state: row.state as Initiative['state'],
    isDemo: row.is_demo,
    clockFrozenAt: row.clock_frozen_at?.toISOString() ?? null,
    today: actor.today,
    timeZone: row.time_zone,
    currencyCode: row.currency_code,
    fiscalStartMonth: row.fiscal_start_month,
    schoolStartMonth: row.school_start_month,
    topTerritoryCode: row.top_code,
    modules: row.modules as Initiative['modules'],
    settings:
      actor.role === 'funder'
        ? null
        : {
            form: row.form as 'informal',
            phase: row.phase as 'initiate',
            territoryPreset: row.territory_preset as 'generic',
            smallCountK: row.small_count_k,
            minDenominator: row.min_denominator,
            guardsMoney: row.guards_money,
            plannedEndOn: row.planned_end_on,
          },
    version: row.version,
    abilities: { edit: actor.isLead },
  }
}

/** @throws unknown_reference */
export async function requireTimeZone(trx: Trx, name: string | undefined): Promise<void> {
  if (name === undefined || (await isTimeZone(trx, name))) return
  throw problem('unknown_reference', { field: 'timeZone', value: name }, [
    { pointer: '/timeZone', code: 'unknown_reference', params: { field: 'timeZone', value: name } },
  ])
}

/**
 * Why an initiative becomes active without a conflict protocol: null when it has one, or was active before; an informal one is
 * advised on its pages and need not say (S42, D41). Undefined where activity is not touched.
 * @throws protocol_missing for a formal initiative that gives no reason
 */
async function reasonOfActivation(trx: Trx, actor: Actor, change: InitiativeChange): Promise<string | null | undefined> {
  if (change.state !== 'active' || actor.initiative.state === 'active') return undefined
  if (await hasConflictProtocol(trx, actor.initiative.id)) return null
  const reason = blankToNull(change.activationReason) ?? null
  if (reason === null && (change.form ?? actor.initiative.form) === 'formal')
    throw problem('protocol_missing', {}, [{ pointer: '/activationReason', code: 'protocol_missing' }])
  return reason
}

/** @throws version_stale, unknown_reference (time zone), protocol_missing */
export async function changeInitiative(trx: Trx, actor: Actor, input: InitiativeChange, version: number, now: Date): Promise<Initiative> {
  await requireTimeZone(trx, input.timeZone)
  const { modules } = input
  const change = {
    ...input,
    activationReason: await reasonOfActivation(trx, actor, input),
    ...(modules === undefined ? {} : { modules: MODULES.filter((one) => modules.includes(one)) }),
  }
  if ((await updateInitiative(trx, actor.initiative.id, version, change)) === null) {
    throw problem('version_stale', { version: (await findInitiative(trx, actor.initiative.id))?.version ?? 0 })
  }
  await audit(
    trx,
    actor,
    {
      action: 'initiative.change',
      objectType: 'initiative',
      objectId: actor.initiative.id,
      details: { fields: Object.keys(input), ...(change.activationReason === undefined ? {} : { activationReason: change.activationReason }) },
    },
    now,
  )
  return readInitiative(trx, actor)
}

/** Sets the territory of the whole initiative; true when it was another. */
export function setTopTerritory(trx: Trx, initiativeId: string, territoryId: string): Promise<boolean> {
  return updateTopTerritory(trx, initiativeId, territoryId)
}

/** A funder accepts the learning commitment: learning notes may be read with it (domain 4.5). @throws note_access_suspended */
export async function acceptLearningCommitment(trx: Trx, actor: Actor, now: Date): Promise<{ acceptedOn: string; renewOn: string }> {
  if (actor.notesSuspended === true) throw problem('note_access_suspended')
  const acceptedOn = await acceptCommitment(trx, actor.initiative.id, actor.hatId)
  await audit(trx, actor, { action: 'commitment.accept', objectType: 'role_assignment', objectId: actor.hatId }, now)
  return { acceptedOn, renewOn: addDays(acceptedOn, COMMITMENT_DAYS) }
}

/** A partner that left keeps reading for 90 days, then its people's access ends (domain 5). */
export function endPartnerAccess(trx: Trx, initiativeId: string, partnerId: string, leftOn: string): Promise<void> {
  return windDownHats(trx, initiativeId, partnerId, leftOn, READING_DAYS)
}

/** Puts an account behind the hat that was prepared for it, in the transaction that consumes the invitation; false when the hat has ended. */
export function acceptHat(client: PoolClient, link: { initiativeId: string; hatId: string }, userId: string, name: string | null): Promise<boolean> {
  return putAccountBehindHat(client, link, userId, name)
}
