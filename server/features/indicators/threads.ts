import { randomUUID } from 'node:crypto'
import type { DefinitionThread } from '#shared/indicators/threads-contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { listVersions, type VersionRow } from './queries.ts'
import { holdingOn } from './reading.ts'
import {
  insertThread,
  insertThreadMessage,
  leavingDay,
  listThreadMessages,
  listThreads,
  settleThread,
  threadForUpdate,
  type ThreadRow,
} from './thread-queries.ts'

/** For whom a hat speaks: its partner; null: the backbone, whoever hosts it. */
const sideOf = (actor: Actor): string | null => (actor.role === 'backbone' ? null : actor.partnerId)

/** People of a partner that left read on, and say nothing more (domain 5). */
async function maySpeak(trx: Trx, actor: Actor): Promise<boolean> {
  const partnerId = sideOf(actor)
  if (actor.role === 'funder') return false
  if (partnerId === null) return actor.role === 'backbone'
  const leftOn = await leavingDay(trx, actor.initiative.id, partnerId)
  return leftOn === null || leftOn >= actor.today
}

const maySettle = (actor: Actor, row: Pick<ThreadRow, 'partnerId'>) => actor.role === 'backbone' || (row.partnerId !== null && row.partnerId === sideOf(actor))

async function versionsOr404(trx: Trx, actor: Actor, code: string): Promise<VersionRow[]> {
  const versions = await listVersions(trx, actor.initiative.id, [code])
  if (versions.length === 0) throw problem('not_found')
  return versions
}

async function present(trx: Trx, actor: Actor, rows: readonly ThreadRow[], speaks: boolean): Promise<DefinitionThread[]> {
  const said = await listThreadMessages(
    trx,
    actor.initiative.id,
    rows.map(({ id }) => id),
  )
  const messages = Map.groupBy(said, ({ threadId }) => threadId)
  return rows.map(({ partnerId, ...row }) => {
    const isOpen = row.resolvedOn === null
    return {
      ...row,
      messages: (messages.get(row.id) ?? []).map(({ threadId: _, saidAt, ...message }) => ({ ...message, saidAt: saidAt.toISOString() })),
      abilities: { reply: isOpen && speaks, resolve: isOpen && speaks && maySettle(actor, { partnerId }) },
    }
  })
}

/** Comments on a definition with their answers, open ones first. @throws not_found */
export async function readThreads(trx: Trx, actor: Actor, code: string): Promise<{ items: DefinitionThread[]; abilities: { comment: boolean } }> {
  const [{ indicatorId }] = (await versionsOr404(trx, actor, code)) as [VersionRow]
  const comment = await maySpeak(trx, actor)
  return { items: await present(trx, actor, await listThreads(trx, actor.initiative.id, indicatorId), comment), abilities: { comment } }
}

/** The thread and whether this hat speaks in it. @throws not_found */
async function threadOr404(trx: Trx, actor: Actor, code: string, id: string): Promise<{ row: ThreadRow; speaks: boolean }> {
  const [{ indicatorId }] = (await versionsOr404(trx, actor, code)) as [VersionRow]
  const [row] = await listThreads(trx, actor.initiative.id, indicatorId, id)
  if (row === undefined) throw problem('not_found')
  return { row, speaks: await maySpeak(trx, actor) }
}

async function readThread(trx: Trx, actor: Actor, code: string, id: string): Promise<DefinitionThread> {
  const { row, speaks } = await threadOr404(trx, actor, code, id)
  const [thread] = await present(trx, actor, [row], speaks)
  return thread as DefinitionThread
}

const say = (trx: Trx, actor: Actor, now: Date, threadId: string, body: string, isResolution = false) =>
  insertThreadMessage(trx, actor.initiative.id, { threadId, partnerId: sideOf(actor), authorId: actorIdOf(actor), body, isResolution, at: now })

/**
 * Comments on a definition (domain 5, row 14).
 * @throws not_found, not_allowed (the partner left), unknown_reference (a version)
 */
export async function openThread(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  input: { body: string; versionNumber?: number | undefined },
): Promise<DefinitionThread> {
  const versions = await versionsOr404(trx, actor, code)
  if (!(await maySpeak(trx, actor))) throw problem('not_allowed')
  const version = input.versionNumber === undefined ? holdingOn(versions, actor.today) : versions.find(({ number }) => number === input.versionNumber)
  if (version === undefined) throw problem('unknown_reference', { field: 'versionNumber', value: String(input.versionNumber) })
  const id = randomUUID()
  const { indicatorId, number } = version
  await insertThread(trx, actor.initiative.id, { id, indicatorId, versionNumber: number, partnerId: sideOf(actor), on: actor.today })
  await say(trx, actor, now, id, input.body)
  await audit(trx, actor, { action: 'definition_thread.open', objectType: 'definition_thread', objectId: id, details: { code, versionNumber: number } }, now)
  return readThread(trx, actor, code, id)
}

/** Answers a comment. @throws not_found, not_allowed, contest_closed (it is settled) */
export async function replyToThread(trx: Trx, actor: Actor, now: Date, code: string, id: string, body: string): Promise<DefinitionThread> {
  const { row, speaks } = await threadOr404(trx, actor, code, id)
  if (!speaks) throw problem('not_allowed')
  if (row.resolvedOn !== null) throw problem('contest_closed')
  await say(trx, actor, now, id, body)
  await audit(trx, actor, { action: 'definition_thread.reply', objectType: 'definition_thread', objectId: id, details: { code } }, now)
  return readThread(trx, actor, code, id)
}

/** Settles a comment, with a last word or none. @throws not_found, not_allowed (another partner's), contest_closed, version_stale */
export async function resolveThread(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  id: string,
  body: string | null,
  ifMatch: number,
): Promise<DefinitionThread> {
  const { row, speaks } = await threadOr404(trx, actor, code, id)
  if (!speaks || !maySettle(actor, row)) throw problem('not_allowed')
  const stored = await threadForUpdate(trx, actor.initiative.id, id)
  if (stored === undefined) throw problem('not_allowed')
  if (stored.resolvedOn !== null) throw problem('contest_closed')
  requireVersion(stored, ifMatch)
  if (body !== null) await say(trx, actor, now, id, body, true)
  await settleThread(trx, actor.initiative.id, id, actor.role === 'backbone' ? 'backbone' : 'partner', actor.today)
  await audit(trx, actor, { action: 'definition_thread.resolve', objectType: 'definition_thread', objectId: id, details: { code } }, now)
  return readThread(trx, actor, code, id)
}
