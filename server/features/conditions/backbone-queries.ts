import { sql } from 'kysely'
import type { BackboneElement, BackboneForm, BackboneFunctionName, ReviewStanding } from '#shared/conditions/backbone.ts'
import type { BackboneProfileChange, BackboneProfileInput } from '#shared/conditions/contract.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Descriptions of the backbone over time, newest first. */
export async function listProfiles(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('backbone_profiles')
    .select([
      'id',
      'form',
      'elements',
      'full_time_equivalents as fullTimeEquivalents',
      'budget',
      'currency_code as currencyCode',
      'valid_from as validFrom',
      'valid_to as validTo',
      'note_fr as noteFr',
      'note_en as noteEn',
      'version',
    ])
    .where('initiative_id', '=', initiativeId)
    .orderBy('valid_from', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, form: row.form as BackboneForm, elements: row.elements as BackboneElement[] }))
}
export type ProfileRow = Awaited<ReturnType<typeof listProfiles>>[number]

/** One description, locked. */
export function profileForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('backbone_profiles')
    .select(['id', 'valid_from as validFrom', 'valid_to as validTo', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

function profileColumns(input: BackboneProfileChange) {
  return blanksToNull({
    form: input.form,
    elements: input.elements,
    full_time_equivalents: input.fullTimeEquivalents,
    budget: input.budget,
    valid_from: input.validFrom,
    valid_to: input.validTo,
    note_fr: input.noteFr,
    note_en: input.noteEn,
  })
}

export async function insertProfile(trx: Trx, initiativeId: string, input: BackboneProfileInput, currencyCode: string): Promise<string> {
  const { id } = await trx
    .insertInto('backbone_profiles')
    .values({ ...profileColumns(input), initiative_id: initiativeId, form: input.form, valid_from: input.validFrom, currency_code: currencyCode })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateProfile(trx: Trx, initiativeId: string, id: string, input: BackboneProfileChange): Promise<void> {
  await trx
    .updateTable('backbone_profiles')
    .set({ ...profileColumns(input), version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Ends, on the day before, the descriptions that began earlier and are still open. */
export async function closeProfilesBefore(trx: Trx, initiativeId: string, day: string): Promise<void> {
  await trx
    .updateTable('backbone_profiles')
    .set({ valid_to: sql<string>`${day}::date - 1`, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('valid_to', 'is', null)
    .where('valid_from', '<', day)
    .execute()
}

/** Who holds and held which function. */
export async function listFunctions(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('backbone_functions as f')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'f.initiative_id').onRef('p.id', '=', 'f.partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select([
      'f.id',
      'f.function',
      'f.partner_id as partnerId',
      'p.code as partnerCode',
      'o.name as partnerName',
      'f.holder_name as holderName',
      'f.deputy_name as deputyName',
      'f.valid_from as validFrom',
      'f.valid_to as validTo',
      'f.version',
    ])
    .where('f.initiative_id', '=', initiativeId)
    .orderBy('f.valid_from', 'desc')
    .orderBy('p.code')
    .orderBy('f.id')
    .execute()
  return rows.map((row) => ({ ...row, function: row.function as BackboneFunctionName }))
}
export type FunctionRow = Awaited<ReturnType<typeof listFunctions>>[number]

/** The last review of each function, for whom row level security lets read it. */
export async function listLastReviews(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('backbone_reviews')
    .distinctOn('function_id')
    .select(['function_id as functionId', 'standing', 'note', 'reviewed_on as reviewedOn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('function_id')
    .orderBy('reviewed_on', 'desc')
    .orderBy('recorded_at', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, standing: row.standing as ReviewStanding }))
}

export async function insertReview(
  trx: Trx,
  initiativeId: string,
  review: { functionId: string; partnerId: string | null; standing: ReviewStanding; note: string | null; reviewedOn: string; recordedAt: Date },
): Promise<void> {
  await trx
    .insertInto('backbone_reviews')
    .values({
      initiative_id: initiativeId,
      function_id: review.functionId,
      partner_id: review.partnerId,
      standing: review.standing,
      note: review.note,
      reviewed_on: review.reviewedOn,
      recorded_at: review.recordedAt,
    })
    .execute()
}

/** One holding, locked. */
export function functionForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('backbone_functions')
    .select(['id', 'partner_id as partnerId', 'holder_name as holderName', 'valid_from as validFrom', 'valid_to as validTo', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface FunctionColumns {
  function?: BackboneFunctionName | undefined
  partner_id?: string | null | undefined
  holder_name?: string | null | undefined
  deputy_name?: string | null | undefined
  valid_from?: string | undefined
  valid_to?: string | null | undefined
}

export async function insertFunction(
  trx: Trx,
  initiativeId: string,
  columns: FunctionColumns & { function: BackboneFunctionName; valid_from: string },
): Promise<string> {
  const { id } = await trx
    .insertInto('backbone_functions')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateFunction(trx: Trx, initiativeId: string, id: string, columns: FunctionColumns): Promise<void> {
  await trx
    .updateTable('backbone_functions')
    .set({ ...blanksToNull(columns), version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}
