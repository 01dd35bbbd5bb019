import type { EngagementInput, EngagementResult, EngagementRow, Stage, StageDates } from '#shared/stages/contract.ts'
import { breadthOf, currentStage, isLived, STAGE_CODES, STAGES, type StageCode } from '#shared/stages/stages.ts'
import { readPartners } from '#server/features/partners/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { holdStage, listEngagementRows, listStageRows, saveEngagements, updateStage } from './queries.ts'

/** The eight stages, with active partners for the backbone and its own row for a partner (S62). */
export async function listStages(trx: Trx, actor: Actor): Promise<Stage[]> {
  const rows = await listStageRows(trx, actor.initiative.id)
  const engagements = await listEngagementRows(trx, actor.initiative.id)
  const isBackbone = actor.role === 'backbone'
  const partners = (await readPartners(trx, actor, { on: actor.today })).filter(({ id }) => isBackbone || id === actor.partnerId)
  const current = currentStage(rows, actor.today)
  return STAGES.map(({ code, breadth }) => {
    const row = rows.find((one) => one.code === code)
    const engaged = partners.map((partner) => {
      const own = engagements.find(({ stage, partnerId }) => stage === code && partnerId === partner.id)
      return {
        partnerCode: partner.code,
        partnerName: partner.name,
        planned: own?.planned ?? null,
        observed: own?.observed ?? null,
        version: own?.version ?? 0,
      }
    })
    const reach = breadthOf(breadth, engaged)
    return {
      code,
      breadth,
      startedOn: row?.startedOn ?? null,
      endedOn: row?.endedOn ?? null,
      isCurrent: code === current,
      engagements: engaged,
      // A stage that has not begun, or is over, asks nothing.
      reach: isBackbone ? { ...reach, isAlert: reach.isAlert && row !== undefined && isLived(row, actor.today) } : null,
      version: row?.version ?? 0,
      abilities: { edit: isBackbone },
    }
  })
}

/** @throws not_found (none of the eight) */
function codeOf(text: string): StageCode {
  const code = STAGE_CODES.find((one) => one === text)
  if (code === undefined) throw problem('not_found')
  return code
}

const readStage = async (trx: Trx, actor: Actor, code: StageCode): Promise<Stage> =>
  (await listStages(trx, actor)).find((stage) => stage.code === code) as Stage

/** Says when a stage began and ended; several may be lived at once. @throws not_found, version_stale, dates_reversed */
export async function dateStage(trx: Trx, actor: Actor, stage: string, dates: StageDates, expected: number, now: Date): Promise<Stage> {
  const code = codeOf(stage)
  requireVersion(await holdStage(trx, actor.initiative.id, code), expected)
  if (dates.endedOn !== null && (dates.startedOn === null || dates.endedOn < dates.startedOn))
    throw problem('dates_reversed', {}, [{ pointer: '/endedOn', code: 'dates_reversed' }])
  await updateStage(trx, actor.initiative.id, code, dates)
  await audit(trx, actor, { action: 'stages.date', objectType: 'stage', objectId: code, details: dates }, now)
  return readStage(trx, actor, code)
}

/**
 * Says how much of active partners a stage was meant to ask, and how much was seen: every row that changed in one act, each against the version
 * that was read. A row that somebody else wrote meanwhile is left as it is and said so; the others are saved.
 * @throws not_found (stage)
 */
export async function engage(
  trx: Trx,
  actor: Actor,
  stage: string,
  items: readonly EngagementRow[],
  now: Date,
): Promise<{ results: EngagementResult[]; stage: Stage }> {
  const code = codeOf(stage)
  await holdStage(trx, actor.initiative.id, code)
  const partners = new Map((await readPartners(trx, actor, { on: actor.today })).map((partner) => [partner.code, partner.id]))
  const stored = (await listEngagementRows(trx, actor.initiative.id)).filter((row) => row.stage === code)
  const saved: (EngagementInput & { partnerId: string; partner: string })[] = []
  const results = items.map(({ partner, version, planned, observed }, index): EngagementResult => {
    const partnerId = partners.get(partner)
    const before = stored.find((row) => row.partnerId === partnerId)
    const refused = (why: string): EngagementResult => ({ partner, outcome: 'rejected', code: why })
    if (partnerId === undefined) return refused('unknown_reference')
    if (items.findIndex((one) => one.partner === partner) !== index) return refused('already_exists')
    // Sent again, or written alike by two: nobody loses anything.
    if ((before?.planned ?? null) === planned && (before?.observed ?? null) === observed) return { partner, outcome: 'unchanged', code: null }
    if ((before?.version ?? 0) !== version) return refused('version_stale')
    saved.push({ partnerId, partner, planned, observed })
    return { partner, outcome: 'saved', code: null }
  })
  if (saved.length > 0) {
    await saveEngagements(trx, actor.initiative.id, code, saved)
    const rows = saved.map(({ partnerId: _id, ...row }) => row)
    await audit(trx, actor, { action: 'stages.engage', objectType: 'stage', objectId: code, details: { rows } }, now)
  }
  return { results, stage: await readStage(trx, actor, code) }
}
