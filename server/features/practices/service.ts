import { tallyAdoption } from '#shared/practices/adoption.ts'
import type { AdoptionInput, PracticeChange, PracticeInput, SharedPractice } from '#shared/practices/contract.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayAdopt } from './access.ts'
import {
  findAdoption,
  findIndicator,
  insertPractice,
  listActivePartners,
  listAdoptionRows,
  listPracticeRows,
  practiceForUpdate,
  saveAdoption,
  updatePractice,
  type ActivePartner,
  type AdoptionRow,
  type PracticeColumns,
  type PracticeRow,
} from './queries.ts'

function toPractice(actor: Actor, row: PracticeRow, partners: readonly ActivePartner[], adoptions: readonly AdoptionRow[]): SharedPractice {
  const own = adoptions.filter(({ practiceId }) => practiceId === row.id)
  const standing = partners.map((partner) => {
    const said = own.find(({ partnerId }) => partnerId === partner.id)
    return {
      partnerCode: partner.code,
      partnerName: partner.name,
      state: said?.state ?? ('not_started' as const),
      sinceOn: said?.sinceOn ?? null,
      evidence: said?.evidence ?? null,
      version: said?.version ?? 0,
      abilities: { edit: mayAdopt(actor, partner.id) },
    }
  })
  const isFunder = actor.role === 'funder'
  return {
    ...row,
    adoptions: isFunder ? null : standing,
    // A funder reads the figure of a release, never one of the day (domain 0.5).
    tally: isFunder ? null : tallyAdoption(standing.map(({ state }) => state)),
    abilities: { edit: actor.role === 'backbone', feed: actor.role === 'backbone' && row.indicatorCode !== null },
  }
}

/** Practices that the hat may read, with where each active partner stands. */
export async function listPractices(trx: Trx, actor: Actor, id?: string): Promise<SharedPractice[]> {
  const initiativeId = actor.initiative.id
  const rows = (await listPracticeRows(trx, initiativeId, id)).filter((row) => actor.role !== 'funder' || row.publishedOn !== null)
  const partners = await listActivePartners(trx, initiativeId, actor.today)
  const adoptions = await listAdoptionRows(trx, initiativeId)
  return rows.map((row) => toPractice(actor, row, partners, adoptions))
}

/** @throws not_found */
export async function readPractice(trx: Trx, actor: Actor, id: string): Promise<SharedPractice> {
  const [practice] = await listPractices(trx, actor, id)
  if (practice === undefined) throw problem('not_found')
  return practice
}

/** @throws unknown_reference, not_a_milestone */
async function columnsOf(trx: Trx, actor: Actor, input: PracticeChange): Promise<PracticeColumns> {
  const { indicatorCode } = input
  const indicator = indicatorCode == null ? undefined : await findIndicator(trx, actor.initiative.id, indicatorCode)
  if (indicatorCode != null && indicator === undefined) {
    const params = { field: 'indicatorCode', value: indicatorCode }
    throw problem('unknown_reference', params, [{ pointer: '/indicatorCode', code: 'unknown_reference', params }])
  }
  if (indicator !== undefined && indicator.unitKind !== 'milestone')
    throw problem('not_a_milestone', { indicator: indicatorCode ?? '' }, [{ pointer: '/indicatorCode', code: 'not_a_milestone' }])
  return {
    name_fr: input.nameFr,
    name_en: input.nameEn,
    definition_fr: input.definitionFr,
    definition_en: input.definitionEn,
    edition: input.edition,
    starts_on: input.startsOn,
    indicator_id: indicatorCode == null ? indicatorCode : indicator?.id,
  }
}

/** @throws unknown_reference, not_a_milestone */
export async function addPractice(trx: Trx, actor: Actor, input: PracticeInput, now: Date): Promise<SharedPractice> {
  const id = await insertPractice(trx, actor.initiative.id, {
    ...(await columnsOf(trx, actor, input)),
    name_fr: input.nameFr,
    published_on: input.published === true ? actor.today : null,
  })
  await audit(trx, actor, { action: 'practice.add', objectType: 'shared_practice', objectId: id }, now)
  return readPractice(trx, actor, id)
}

/** @throws not_found, version_stale, unknown_reference, not_a_milestone */
export async function changePractice(trx: Trx, actor: Actor, id: string, input: PracticeChange, expected: number, now: Date): Promise<SharedPractice> {
  const row = await practiceForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  const publishedOn = input.published === undefined ? undefined : input.published ? (row.publishedOn ?? actor.today) : null
  await updatePractice(trx, actor.initiative.id, id, { ...(await columnsOf(trx, actor, input)), published_on: publishedOn })
  await audit(trx, actor, { action: 'practice.change', objectType: 'shared_practice', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readPractice(trx, actor, id)
}

/**
 * Says where an active partner stands. The day since when is today unless told, and stays while the state does.
 * @throws not_found (practice or partner), not_allowed (another partner's), version_stale, date_in_future
 */
export async function adopt(trx: Trx, actor: Actor, id: string, code: string, input: AdoptionInput, expected: number, now: Date): Promise<SharedPractice> {
  const initiativeId = actor.initiative.id
  if ((await practiceForUpdate(trx, initiativeId, id)) === undefined) throw problem('not_found')
  const partner = (await listActivePartners(trx, initiativeId, actor.today)).find((one) => one.code === code)
  if (partner === undefined) throw problem('not_found')
  if (!mayAdopt(actor, partner.id)) throw problem('not_allowed')
  const before = await findAdoption(trx, initiativeId, id, partner.id)
  requireVersion({ version: before?.version ?? 0 }, expected)
  if (input.sinceOn != null && input.sinceOn > actor.today) throw problem('date_in_future', {}, [{ pointer: '/sinceOn', code: 'date_in_future' }])
  const sinceOn = input.sinceOn ?? (before?.state === input.state ? before.sinceOn : actor.today)
  await saveAdoption(trx, initiativeId, id, partner.id, { state: input.state, sinceOn, evidence: blankToNull(input.evidence) ?? null })
  await audit(trx, actor, { action: 'practice.adopt', objectType: 'shared_practice', objectId: id, details: { partner: code, state: input.state } }, now)
  return readPractice(trx, actor, id)
}
