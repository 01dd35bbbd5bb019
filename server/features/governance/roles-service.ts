import type { GovernanceRole, RoleChange, RoleInput, Statutes } from '#shared/governance/contract.ts'
import { lastsOn } from '#shared/governance/leadership.ts'
import { isOffice, uncoveredRoles, type StandingRole } from '#shared/governance/roles.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayEdit } from './access.ts'
import { findStatutes, insertStatutes, statutesForUpdate, updateStatutes, type StatutesColumns } from './documents-queries.ts'
import { insertRole, listRoleRows, roleForUpdate, updateRole } from './leadership-queries.ts'
import { partnerIdOf, refuseMissing, requireOrder } from './references.ts'

const isFormal = (actor: Actor) => actor.initiative.form === 'formal'

async function listHoldings(trx: Trx, actor: Actor): Promise<GovernanceRole[]> {
  return (await listRoleRows(trx, actor.initiative.id)).map((row) => ({ ...row, isCurrent: lastsOn(row, actor.today) }))
}

/** Roles with holder and deputy, and those that nobody holds today (S26). Officers stand with the statutes. */
export async function readRoles(trx: Trx, actor: Actor): Promise<{ items: GovernanceRole[]; uncovered: StandingRole[]; abilities: { edit: boolean } }> {
  const items = (await listHoldings(trx, actor)).filter(({ role }) => !isOffice(role))
  return { items, uncovered: uncoveredRoles(items, actor.today), abilities: { edit: mayEdit(actor) } }
}

async function readRole(trx: Trx, actor: Actor, id: string): Promise<GovernanceRole> {
  return (await listHoldings(trx, actor)).find((one) => one.id === id) as GovernanceRole
}

/** An informal initiative has no officers to read or write (S07). */
function requireShown(actor: Actor, role: GovernanceRole['role']): void {
  if (isOffice(role) && !isFormal(actor)) throw problem('not_formal')
}

/** @throws not_formal, unknown_reference, dates_reversed, invalid_request (nobody named, or no name for another role) */
export async function addRole(trx: Trx, actor: Actor, input: RoleInput, now: Date): Promise<GovernanceRole> {
  requireShown(actor, input.role)
  requireOrder({ validFrom: input.validFrom, validTo: input.validTo ?? null })
  if (input.role === 'other' && (blankToNull(input.otherName) ?? null) === null) refuseMissing('otherName')
  const partnerId = await partnerIdOf(trx, actor, input.partnerCode)
  if ((partnerId ?? null) === null && (blankToNull(input.holderName) ?? null) === null) refuseMissing('holderName')
  const id = await insertRole(trx, actor.initiative.id, {
    role: input.role,
    other_name: input.role === 'other' ? input.otherName : null,
    partner_id: partnerId,
    holder_name: input.holderName,
    deputy_name: input.deputyName,
    valid_from: input.validFrom,
    valid_to: input.validTo,
  })
  await audit(trx, actor, { action: 'role.name_holder', objectType: 'governance_role', objectId: id, details: { role: input.role } }, now)
  return readRole(trx, actor, id)
}

/** @throws not_found, version_stale, not_formal, unknown_reference, dates_reversed, invalid_request (nobody named) */
export async function changeRole(trx: Trx, actor: Actor, id: string, input: RoleChange, expected: number, now: Date): Promise<GovernanceRole> {
  const row = await roleForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireShown(actor, row.role)
  requireVersion(row, expected)
  requireOrder({ validFrom: input.validFrom ?? row.validFrom, validTo: input.validTo === undefined ? row.validTo : input.validTo })
  if (row.role === 'other' && input.otherName !== undefined && (blankToNull(input.otherName) ?? null) === null) refuseMissing('otherName')
  const partnerId = await partnerIdOf(trx, actor, input.partnerCode)
  const holder = input.holderName === undefined ? row.holderName : (blankToNull(input.holderName) ?? null)
  if ((partnerId === undefined ? row.partnerId : partnerId) === null && holder === null) refuseMissing('holderName')
  await updateRole(trx, actor.initiative.id, id, {
    other_name: row.role === 'other' ? input.otherName : undefined,
    partner_id: partnerId,
    holder_name: input.holderName,
    deputy_name: input.deputyName,
    valid_from: input.validFrom,
    valid_to: input.validTo,
  })
  await audit(trx, actor, { action: 'role.change_holder', objectType: 'governance_role', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readRole(trx, actor, id)
}

/** Statutes and officers; in an informal initiative they are not shown, and stay as they are (S07). */
export async function readStatutes(trx: Trx, actor: Actor): Promise<Statutes> {
  if (!isFormal(actor)) return { isFormal: false, statutes: null, officers: [], abilities: { edit: false } }
  return {
    isFormal: true,
    statutes: (await findStatutes(trx, actor.initiative.id)) ?? null,
    officers: (await listHoldings(trx, actor)).filter(({ role }) => isOffice(role)),
    abilities: { edit: mayEdit(actor) },
  }
}

/** @param seen version that the caller read, asked once there are statutes. @throws not_formal, version_stale, version_required */
export async function saveStatutes(trx: Trx, actor: Actor, input: StatutesColumns, seen: () => number, now: Date): Promise<Statutes> {
  if (!isFormal(actor)) throw problem('not_formal')
  const row = await statutesForUpdate(trx, actor.initiative.id)
  if (row === undefined) await insertStatutes(trx, actor.initiative.id, input)
  else {
    requireVersion(row, seen())
    await updateStatutes(trx, actor.initiative.id, input)
  }
  await audit(trx, actor, { action: 'statutes.save', objectType: 'statutes', objectId: actor.initiative.id }, now)
  return readStatutes(trx, actor)
}
