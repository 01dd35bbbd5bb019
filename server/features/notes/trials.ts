import { randomUUID } from 'node:crypto'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { ReportingChannel, Trial, TrialChange, TrialInput } from '#shared/notes/contract.ts'
import { isTrialOpen } from '#shared/notes/trials.ts'
import type { z } from 'zod'
import { authorOf } from './access.ts'
import { isOfLeftPartner } from './reading.ts'
import { channelOf, insertTrial, saveChannel, trialsOf, updateTrial, type TrialRow, type TrialValues } from './trial-queries.ts'

function toTrial(actor: Actor, row: TrialRow): Trial {
  const mayWrite = row.is_mine && (actor.role === 'backbone' || actor.role === 'partner_contributor')
  return {
    id: row.id,
    title: row.title,
    hypothesis: row.hypothesis,
    costLimit: row.cost_limit,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    signItWorks: row.sign_it_works,
    signItFails: row.sign_it_fails,
    stoppedBy: row.stopped_by,
    visibility: row.visibility as Trial['visibility'],
    declaredOn: row.declared_on,
    isMine: row.is_mine,
    outcomes: row.outcomes,
    version: row.version,
    abilities: { change: mayWrite && isTrialOpen({ startsOn: row.starts_on }, actor.today), share: mayWrite },
  }
}

/** Trials of the circle and one's own. A partner that has left keeps its own. */
export async function listTrials(trx: Trx, actor: Actor): Promise<{ items: Trial[] }> {
  const left = await isOfLeftPartner(trx, actor)
  const rows = await trialsOf(trx, actor.initiative.id)
  return { items: rows.filter((row) => row.is_mine || !left).map((row) => toTrial(actor, row)) }
}

async function readTrial(trx: Trx, actor: Actor, trialId: string): Promise<Trial> {
  const [row] = await trialsOf(trx, actor.initiative.id, trialId)
  if (row === undefined) throw problem('not_found')
  return toTrial(actor, row)
}

/** The actor's own trial, to tell how it ended. @throws unknown_reference */
export async function ownTrial(trx: Trx, actor: Actor, trialId: string): Promise<TrialRow> {
  const [row] = await trialsOf(trx, actor.initiative.id, trialId)
  if (row?.is_mine !== true) throw problem('unknown_reference', { field: 'trialId', value: trialId })
  return row
}

function requireOrder(startsOn: string, endsOn: string): void {
  if (endsOn < startsOn) throw problem('invalid_request', {}, [{ pointer: '/endsOn', code: 'before_start' }])
}

const audited = (trx: Trx, actor: Actor, action: string, trial: { id: string; visibility: string }, now: Date) =>
  audit(trx, actor, { action, objectType: 'trial', objectId: trial.visibility === 'circle' ? trial.id : null, anonymous: true }, now)

/** Declares a trial. The day of the declaration is written once. */
export async function declareTrial(trx: Trx, actor: Actor, input: TrialInput, now: Date): Promise<Trial> {
  if (await isOfLeftPartner(trx, actor)) throw problem('not_allowed')
  requireOrder(input.startsOn, input.endsOn)
  const id = randomUUID()
  await insertTrial(trx, authorOf(actor), id, { ...valuesOf(input), visibility: input.visibility } as TrialValues, actor.today)
  await audited(trx, actor, 'trial.declare', { id, visibility: input.visibility }, now)
  return readTrial(trx, actor, id)
}

function valuesOf(input: TrialChange): Partial<TrialValues> {
  const columns = {
    title: input.title,
    hypothesis: input.hypothesis,
    cost_limit: input.costLimit,
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    sign_it_works: input.signItWorks,
    sign_it_fails: input.signItFails,
    stopped_by: input.stoppedBy,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

/**
 * Changes the actor's own trial: its words until it begins, its audience at any time.
 * @throws not_allowed for a trial of somebody else, or for the words of one that has begun
 */
export async function changeTrial(trx: Trx, actor: Actor, trialId: string, input: TrialChange, version: number, now: Date): Promise<Trial> {
  const trial = await readTrial(trx, actor, trialId)
  const words = valuesOf(input)
  if (!trial.abilities.share || (Object.keys(words).length > 0 && !trial.abilities.change)) throw problem('not_allowed')
  requireOrder(input.startsOn ?? trial.startsOn, input.endsOn ?? trial.endsOn)
  const visibility = input.visibility ?? trial.visibility
  if (trial.version !== version || !(await updateTrial(trx, actor.initiative.id, trialId, version, { ...words, visibility })))
    throw problem('version_stale', { version: trial.version })
  await audited(trx, actor, 'trial.change', { id: trialId, visibility }, now)
  return readTrial(trx, actor, trialId)
}

/** Where harm, fraud or abuse is told; version 0 when nobody said so yet. */
export async function reportingChannel(trx: Trx, actor: Actor): Promise<z.infer<typeof ReportingChannel>> {
  const row = await channelOf(trx, actor.initiative.id)
  return { textFr: row?.text_fr ?? null, textEn: row?.text_en ?? null, version: row?.version ?? 0 }
}

/** @throws version_stale when somebody changed it meanwhile */
export async function setReportingChannel(trx: Trx, actor: Actor, input: { textFr: string; textEn?: string | null | undefined }, version: number, now: Date) {
  if (!(await saveChannel(trx, actor.initiative.id, version, { text_fr: input.textFr, text_en: input.textEn || null })))
    throw problem('version_stale', { version: (await reportingChannel(trx, actor)).version })
  await audit(trx, actor, { action: 'notes.set_reporting_channel', objectType: 'initiative', objectId: actor.initiative.id }, now)
  return reportingChannel(trx, actor)
}
