import { randomUUID } from 'node:crypto'
import { endAssignmentsOf } from '#server/features/targets/service.ts'
import { pickTerritory, readLevels, refuse, territoriesByCode, territoriesInside } from '#server/features/territories/service.ts'
import { endPartnerAccess } from '#server/features/initiatives/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { Partner, PartnerChange, PartnerInput } from '#shared/partners/contract.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import type { InputError } from '#shared/problems/catalog.ts'
import { fieldsRefused, isOwn, mayEdit, seesSharing } from './access.ts'
import {
  confirmContribution,
  endCoverage,
  findContribution,
  findPartner,
  insertContribution,
  insertOrganization,
  insertPartner,
  listContributions,
  listCoverage,
  listPartners,
  organizationNamed,
  partnerByCode,
  replaceCoverage,
  updateOrganization,
  updatePartner,
  type PartnerRow,
} from './queries.ts'

async function present(trx: Trx, actor: Actor, rows: readonly PartnerRow[]): Promise<Partner[]> {
  const ids = rows.map((row) => row.id)
  const coverage = Map.groupBy(await listCoverage(trx, actor.initiative.id, ids), (row) => row.partner_id)
  // A funder reads the public sheet, not what each partner brings (domain 5, rows 4 and 5).
  const contributions = Map.groupBy(actor.role === 'funder' ? [] : await listContributions(trx, actor.initiative.id, ids), (row) => row.partner_id)
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    sectors: row.sectors,
    levelCode: row.level_code,
    roleFr: row.role_fr,
    roleEn: row.role_en,
    joinedOn: row.joined_on,
    leftOn: row.left_on,
    isBackboneHost: row.is_backbone_host,
    territoryCodes: (coverage.get(row.id) ?? []).map(({ code }) => code),
    contributions: (contributions.get(row.id) ?? []).map((one) => ({
      id: one.id,
      kind: one.kind as Partner['contributions'][number]['kind'],
      descriptionFr: one.description_fr,
      descriptionEn: one.description_en,
      amount: one.amount === null ? null : canonicalText(one.amount),
      hours: one.hours === null ? null : canonicalText(one.hours),
      offeredOn: one.offered_on,
      confirmedOn: one.confirmed_on,
    })),
    shareWithFunder: seesSharing(actor, row.id) ? row.share_with_funder : null,
    isAlsoFunder: row.is_also_funder,
    version: row.version,
    abilities: { edit: mayEdit(actor, row.id) },
  }))
}

/** Partners, by territory (it or a place inside it), level, or membership on a day. */
export async function readPartners(
  trx: Trx,
  actor: Actor,
  filter: { territory?: string | undefined; level?: string | undefined; on?: string | undefined },
): Promise<Partner[]> {
  const territoryIds =
    filter.territory === undefined ? undefined : await territoriesInside(trx, actor.initiative.id, filter.territory, filter.on ?? actor.today)
  return present(trx, actor, await listPartners(trx, actor.initiative.id, { level: filter.level, on: filter.on, territoryIds }))
}

/** @throws not_found */
export async function readPartner(trx: Trx, actor: Actor, partnerId: string): Promise<Partner> {
  const row = await findPartner(trx, actor.initiative.id, partnerId)
  if (row === undefined) throw problem('not_found')
  const [partner] = await present(trx, actor, [row])
  return partner as Partner
}

/** Identifiers behind the codes of a sheet; every unknown one is a fault. */
async function resolve(
  trx: Trx,
  actor: Actor,
  input: Pick<PartnerChange, 'levelCode' | 'territoryCodes'>,
): Promise<{ levelId: string | null | undefined; territoryIds: string[] | undefined }> {
  const faults: InputError[] = []
  let levelId: string | null | undefined = input.levelCode === undefined ? undefined : null
  if (input.levelCode !== undefined && input.levelCode !== null) {
    levelId = (await readLevels(trx, actor.initiative.id)).find((level) => level.code === input.levelCode)?.id
    if (levelId === undefined) faults.push({ pointer: '/levelCode', code: 'unknown_reference', params: { field: 'levelCode', value: input.levelCode } })
  }
  let territoryIds: string[] | undefined
  if (input.territoryCodes !== undefined) {
    const known = await territoriesByCode(trx, actor.initiative.id)
    territoryIds = [...new Set(input.territoryCodes)].flatMap((code) => {
      const place = pickTerritory(known.get(code) ?? [], actor.today)
      if (place === null) faults.push({ pointer: '/territoryCodes', code: 'unknown_reference', params: { field: 'territoryCodes', value: code } })
      return place === null ? [] : [place.id]
    })
  }
  refuse(faults)
  return { levelId, territoryIds }
}

function refuseFields(actor: Actor, fields: readonly (keyof PartnerChange)[]): void {
  const refused = fieldsRefused(actor, fields)
  if (refused.length > 0)
    throw problem(
      'not_allowed',
      {},
      refused.map((field) => ({ pointer: `/${field}`, code: 'not_allowed' })),
    )
}

/** @throws already_exists (code), unknown_reference, dates_reversed, not_allowed (sharing is the partner's choice) */
export async function createPartner(trx: Trx, actor: Actor, input: PartnerInput, now: Date): Promise<Partner> {
  if (input.shareWithFunder) refuseFields(actor, ['shareWithFunder'])
  refuseDates(input.joinedOn, input.leftOn)
  const { levelId, territoryIds } = await resolve(trx, actor, input)
  const id = randomUUID()
  const initiativeId = actor.initiative.id
  const organizationId = (await organizationNamed(trx, initiativeId, input.name)) ?? (await insertOrganization(trx, initiativeId, input))
  await insertPartner(trx, initiativeId, id, organizationId, {
    code: input.code,
    level_id: levelId,
    role_fr: input.roleFr,
    role_en: input.roleEn,
    joined_on: input.joinedOn,
    left_on: input.leftOn,
    is_backbone_host: input.isBackboneHost,
  })
  await replaceCoverage(trx, initiativeId, id, territoryIds ?? [])
  await audit(trx, actor, { action: 'partners.create', objectType: 'partner', objectId: id, details: { code: input.code } }, now)
  return readPartner(trx, actor, id)
}

function refuseDates(joinedOn: string, leftOn: string | null | undefined): void {
  if (leftOn !== null && leftOn !== undefined && leftOn < joinedOn) throw problem('dates_reversed', {}, [{ pointer: '/leftOn', code: 'dates_reversed' }])
}

/** The fields of a change that say something new. */
function newFields(current: Partner, change: PartnerChange): (keyof PartnerChange)[] {
  return (Object.keys(change) as (keyof PartnerChange)[]).filter((field) => {
    const [next, now] = [change[field], current[field as keyof Partner]]
    if (next === undefined) return false
    return Array.isArray(next) ? JSON.stringify([...next].sort()) !== JSON.stringify([...(now as string[])].sort()) : (next ?? null) !== (now ?? null)
  })
}

/**
 * Changes a sheet. When a partner leaves, what it owed after that day is no longer expected, its people read
 * for 90 days more, and its figures stay (situation 1).
 * @throws not_found, not_allowed (with the fields), version_stale, already_exists, unknown_reference, dates_reversed
 */
export async function changePartner(trx: Trx, actor: Actor, partnerId: string, change: PartnerChange, version: number, now: Date): Promise<Partner> {
  const initiativeId = actor.initiative.id
  const row = await findPartner(trx, initiativeId, partnerId)
  if (row === undefined) throw problem('not_found')
  if (!mayEdit(actor, partnerId)) throw problem('not_allowed')
  const fields = newFields(await readPartner(trx, actor, partnerId), change)
  refuseFields(actor, fields)
  refuseDates(change.joinedOn ?? row.joined_on, change.leftOn === undefined ? row.left_on : change.leftOn)
  const { levelId, territoryIds } = await resolve(trx, actor, change)
  const written = await updatePartner(trx, initiativeId, partnerId, version, {
    code: change.code,
    level_id: levelId,
    role_fr: change.roleFr,
    role_en: change.roleEn,
    joined_on: change.joinedOn,
    left_on: change.leftOn,
    is_backbone_host: change.isBackboneHost,
    share_with_funder: change.shareWithFunder,
  })
  if (!written) throw problem('version_stale', { version: row.version })
  await updateOrganization(trx, initiativeId, row.organization_id, change)
  if (territoryIds !== undefined && fields.includes('territoryCodes')) await replaceCoverage(trx, initiativeId, partnerId, territoryIds)
  if (fields.includes('leftOn')) {
    await endCoverage(trx, initiativeId, partnerId, change.leftOn ?? null)
    if (typeof change.leftOn === 'string') {
      await endAssignmentsOf(trx, initiativeId, partnerId, change.leftOn, now)
      await endPartnerAccess(trx, initiativeId, partnerId, change.leftOn)
    }
  }
  await audit(trx, actor, { action: 'partners.change', objectType: 'partner', objectId: partnerId, details: { fields } }, now)
  return readPartner(trx, actor, partnerId)
}

interface ContributionInput {
  readonly kind: string
  readonly descriptionFr?: string | null | undefined
  readonly descriptionEn?: string | null | undefined
  readonly amount?: string | null | undefined
  readonly hours?: string | null | undefined
}

/**
 * Notes what a partner brings. Typed by the backbone it is "à confirmer" until the partner confirms it (S08).
 * @throws not_found, not_allowed
 */
export async function addContribution(trx: Trx, actor: Actor, partnerId: string, input: ContributionInput, now: Date): Promise<Partner> {
  const partner = await readPartner(trx, actor, partnerId)
  if (!mayEdit(actor, partnerId)) throw problem('not_allowed')
  const id = await insertContribution(trx, actor.initiative.id, {
    partnerId,
    kind: input.kind,
    descriptionFr: input.descriptionFr ?? null,
    descriptionEn: input.descriptionEn ?? null,
    amount: input.amount ?? null,
    hours: input.hours ?? null,
    offeredOn: actor.today,
    confirmedOn: isOwn(actor, partnerId) ? actor.today : null,
  })
  await audit(
    trx,
    actor,
    { action: 'contributions.create', objectType: 'contribution', objectId: id, details: { partner: partner.code, kind: input.kind } },
    now,
  )
  return readPartner(trx, actor, partnerId)
}

/**
 * The partner confirms what it brings; nobody else can.
 * @throws not_found, not_allowed
 */
export async function confirmOwnContribution(trx: Trx, actor: Actor, contributionId: string, now: Date): Promise<Partner> {
  const contribution = await findContribution(trx, actor.initiative.id, contributionId)
  if (contribution === undefined) throw problem('not_found')
  if (!isOwn(actor, contribution.partner_id)) throw problem('not_allowed')
  if (contribution.confirmed_on === null) {
    await confirmContribution(trx, actor.initiative.id, contributionId, actor.today)
    await audit(trx, actor, { action: 'contributions.confirm', objectType: 'contribution', objectId: contributionId }, now)
  }
  return readPartner(trx, actor, contribution.partner_id)
}

/** Identifier of a partner by its code. @throws unknown_reference */
export async function partnerIdOf(trx: Trx, initiativeId: string, code: string): Promise<string> {
  const id = await partnerByCode(trx, initiativeId, code)
  if (id === undefined)
    throw problem('unknown_reference', { field: 'partnerCode', value: code }, [
      { pointer: '/partnerCode', code: 'unknown_reference', params: { field: 'partnerCode', value: code } },
    ])
  return id
}

/** The organisation of this name, made when there is none. */
export async function ensureOrganization(trx: Trx, initiativeId: string, name: string): Promise<string> {
  return (await organizationNamed(trx, initiativeId, name)) ?? insertOrganization(trx, initiativeId, { name })
}
