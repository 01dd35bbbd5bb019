import type { Activity, ActivityChange, ActivityFilter, ActivityInput } from '#shared/activities/contract.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { isOwn, mayEdit, mayPublish } from './access.ts'
import {
  activityForUpdate,
  insertActivity,
  listActivityIndicators,
  listActivityPartners,
  listActivityRows,
  listReferences,
  replaceActivityIndicators,
  replaceActivityPartners,
  updateActivity,
  type ActivityColumns,
  type PartnerColumns,
} from './queries.ts'

type References = Awaited<ReturnType<typeof listReferences>>

/** Activities for the hat; funders read those that are published (domain 5, row 13). */
export async function listActivities(trx: Trx, actor: Actor, filter: ActivityFilter & { id?: string } = {}): Promise<Activity[]> {
  const initiativeId = actor.initiative.id
  const rows = (await listActivityRows(trx, initiativeId, filter, actor.today)).filter((row) => actor.role !== 'funder' || row.publishedOn !== null)
  const partners = await listActivityPartners(trx, initiativeId)
  const indicators = await listActivityIndicators(trx, initiativeId)
  const ownCode = await ownPartnerCode(trx, actor)
  return rows.map((row) => {
    const own = partners.filter((partner) => partner.activityId === row.id).map(({ activityId: _id, ...partner }) => partner)
    return {
      ...row,
      partners: own,
      indicatorCodes: indicators.filter((one) => one.activityId === row.id).map((one) => one.code),
      abilities: { edit: mayEdit(actor, { partners: own }, ownCode), publish: mayPublish(actor) },
    }
  })
}

async function ownPartnerCode(trx: Trx, actor: Actor): Promise<string | null> {
  if (actor.role !== 'partner_contributor') return null
  return (await listReferences(trx, actor.initiative.id, actor.today)).partners.find((partner) => partner.id === actor.partnerId)?.code ?? null
}

/** @throws not_found */
export async function readActivity(trx: Trx, actor: Actor, id: string): Promise<Activity> {
  const [activity] = await listActivities(trx, actor, { id })
  if (activity === undefined) throw problem('not_found')
  return activity
}

function idOf(rows: readonly { id: string; code: string }[], field: string, code: string): string {
  const row = rows.find((one) => one.code === code)
  if (row === undefined)
    throw problem('unknown_reference', { field, value: code }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value: code } }])
  return row.id
}

const idOrNull = (rows: readonly { id: string; code: string }[], field: string, code: string | null | undefined) =>
  code === null || code === undefined ? code : idOf(rows, field, code)

function columnsOf(input: ActivityChange, references: References): ActivityColumns {
  return {
    name_fr: input.nameFr,
    name_en: input.nameEn,
    description_fr: input.descriptionFr,
    description_en: input.descriptionEn,
    goal_id: idOrNull(references.goals, 'goalId', input.goalId),
    territory_id: idOrNull(references.territories, 'territoryCode', input.territoryCode),
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    state: input.state,
    cost: input.cost,
    levers: input.levers === undefined ? undefined : [...new Set(input.levers)],
  }
}

/** The partners to keep; an adjustment carries the day on which it was written, or the one of the same words before. */
function partnerColumns(input: NonNullable<ActivityInput['partners']>, references: References, before: Activity['partners'], today: string): PartnerColumns[] {
  const seen = new Set<string>()
  return input.map((partner) => {
    if (seen.has(partner.code)) throw problem('invalid_request', {}, [{ pointer: '/partners', code: 'twice', params: { value: partner.code } }])
    seen.add(partner.code)
    const adjustment = blankToNull(partner.adjustmentMade) ?? null
    const kept = before.find(({ code }) => code === partner.code)
    return {
      partner_id: idOf(references.partners, 'partners', partner.code),
      role: partner.role,
      mission_fit: blankToNull(partner.missionFit) ?? null,
      adjustment_made: adjustment,
      adjusted_on: adjustment === null ? null : kept?.adjustmentMade === adjustment ? kept.adjustedOn : today,
    }
  })
}

function requireOrder(startsOn: string | null | undefined, endsOn: string | null | undefined): void {
  if (startsOn && endsOn && endsOn < startsOn) throw problem('dates_reversed', {}, [{ pointer: '/endsOn', code: 'dates_reversed' }])
}

async function saveLinks(trx: Trx, actor: Actor, id: string, input: ActivityChange, references: References, before: Activity['partners'] = []): Promise<void> {
  if (input.partners !== undefined) await replaceActivityPartners(trx, actor.initiative.id, id, partnerColumns(input.partners, references, before, actor.today))
  if (input.indicatorCodes !== undefined) {
    await replaceActivityIndicators(trx, actor.initiative.id, id, [
      ...new Set(input.indicatorCodes.map((code) => idOf(references.indicators, 'indicatorCodes', code))),
    ])
  }
}

/**
 * Adds an activity. A contributor adds those that its partner leads or contributes to.
 * @throws not_allowed, unknown_reference, dates_reversed
 */
export async function addActivity(trx: Trx, actor: Actor, input: ActivityInput, now: Date): Promise<Activity> {
  const references = await listReferences(trx, actor.initiative.id, actor.today)
  const ownCode = references.partners.find((partner) => partner.id === actor.partnerId)?.code ?? null
  if (actor.role !== 'backbone' && !isOwn({ partners: input.partners ?? [] }, ownCode)) throw problem('not_allowed')
  if (input.published === true && !mayPublish(actor)) throw problem('not_allowed')
  requireOrder(input.startsOn, input.endsOn)
  const id = await insertActivity(trx, actor.initiative.id, {
    ...columnsOf(input, references),
    name_fr: input.nameFr,
    published_on: input.published === true ? actor.today : null,
  })
  await saveLinks(trx, actor, id, input, references)
  await audit(trx, actor, { action: 'activity.add', objectType: 'activity', objectId: id }, now)
  return readActivity(trx, actor, id)
}

/**
 * Changes an activity. A contributor changes its partner's own, which stays its own.
 * @throws not_found, not_allowed, version_stale, unknown_reference, dates_reversed
 */
export async function changeActivity(trx: Trx, actor: Actor, id: string, input: ActivityChange, expected: number, now: Date): Promise<Activity> {
  const row = await activityForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  const before = await readActivity(trx, actor, id)
  const references = await listReferences(trx, actor.initiative.id, actor.today)
  const ownCode = references.partners.find((partner) => partner.id === actor.partnerId)?.code ?? null
  if (!before.abilities.edit || (actor.role !== 'backbone' && input.partners !== undefined && !isOwn({ partners: input.partners }, ownCode)))
    throw problem('not_allowed')
  if (input.published !== undefined && input.published !== (row.publishedOn !== null) && !mayPublish(actor)) throw problem('not_allowed')
  requireVersion(row, expected)
  requireOrder(input.startsOn === undefined ? row.startsOn : input.startsOn, input.endsOn === undefined ? row.endsOn : input.endsOn)
  const publishedOn = input.published === undefined ? undefined : input.published ? (row.publishedOn ?? actor.today) : null
  await updateActivity(trx, actor.initiative.id, id, { ...columnsOf(input, references), published_on: publishedOn })
  await saveLinks(trx, actor, id, input, references, before.partners)
  await audit(trx, actor, { action: 'activity.change', objectType: 'activity', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readActivity(trx, actor, id)
}
