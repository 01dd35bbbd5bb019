import type { ConflictProtocol } from '#shared/governance/protocol-contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayEdit } from './access.ts'
import { findActivationReason, findProtocol, insertProtocol, protocolForUpdate, updateProtocol, type ProtocolColumns } from './documents-queries.ts'

/** The conflict protocol, set before disagreements arise (S42). */
export async function readProtocol(
  trx: Trx,
  actor: Actor,
): Promise<{ protocol: ConflictProtocol | null; activationReason: string | null; abilities: { edit: boolean } }> {
  return {
    protocol: (await findProtocol(trx, actor.initiative.id)) ?? null,
    activationReason: await findActivationReason(trx, actor.initiative.id),
    abilities: { edit: mayEdit(actor) },
  }
}

/** Whether the initiative has a protocol that it adopted. */
export async function hasConflictProtocol(trx: Trx, initiativeId: string): Promise<boolean> {
  return ((await findProtocol(trx, initiativeId))?.adoptedOn ?? null) !== null
}

/** @param seen version that the caller read, asked once there is a protocol. @throws date_in_future, version_stale, version_required */
export async function saveProtocol(trx: Trx, actor: Actor, input: ProtocolColumns, seen: () => number, now: Date): Promise<ConflictProtocol> {
  if (typeof input.adoptedOn === 'string' && input.adoptedOn > actor.today)
    throw problem('date_in_future', {}, [{ pointer: '/adoptedOn', code: 'date_in_future' }])
  const row = await protocolForUpdate(trx, actor.initiative.id)
  if (row === undefined) await insertProtocol(trx, actor.initiative.id, input)
  else {
    requireVersion(row, seen())
    await updateProtocol(trx, actor.initiative.id, input)
  }
  await audit(
    trx,
    actor,
    { action: 'protocol.save', objectType: 'conflict_protocol', objectId: actor.initiative.id, details: { adoptedOn: input.adoptedOn ?? null } },
    now,
  )
  return (await readProtocol(trx, actor)).protocol as ConflictProtocol
}
