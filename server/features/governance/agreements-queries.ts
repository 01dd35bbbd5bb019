import { sql } from 'kysely'
import type { AgreementSectionName } from '#shared/governance/agreement.ts'
import { blankToNull, blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

const nextVersion = sql<number>`version + 1`

/** Versions of the agreement, newest first. */
export function listAgreementRows(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('partnership_agreements')
    .select(['id', 'number', 'title_fr as titleFr', 'title_en as titleEn', 'review_on as reviewOn', 'published_on as publishedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('number', 'desc')
    .execute()
}
export type AgreementRow = Awaited<ReturnType<typeof listAgreementRows>>[number]

export async function listSectionRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('agreement_sections')
    .select(['agreement_id as agreementId', 'section', 'body_fr as bodyFr', 'body_en as bodyEn'])
    .where('initiative_id', '=', initiativeId)
    .execute()
  return rows.map((row) => ({ ...row, section: row.section as AgreementSectionName }))
}
export type SectionRow = Awaited<ReturnType<typeof listSectionRows>>[number]

/** Who was asked to sign which version, and who did. */
export function listSignatureRows(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('signatures as s')
    .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 's.initiative_id').onRef('p.id', '=', 's.partner_id'))
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select([
      's.agreement_id as agreementId',
      's.partner_id as partnerId',
      'p.code as partnerCode',
      'o.name as partnerName',
      's.person_name as personName',
      's.signed_on as signedOn',
      's.recorded_on_behalf as recordedOnBehalf',
      's.version',
    ])
    .where('s.initiative_id', '=', initiativeId)
    .orderBy('p.code')
    .execute()
}
export type SignatureRow = Awaited<ReturnType<typeof listSignatureRows>>[number]

/** One version, locked. */
export function agreementForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('partnership_agreements')
    .select(['id', 'number', 'published_on as publishedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface AgreementColumns {
  title_fr?: string | undefined
  title_en?: string | null | undefined
  review_on?: string | null | undefined
  published_on?: string | undefined
}

export async function insertAgreement(trx: Trx, initiativeId: string, columns: AgreementColumns & { number: number; title_fr: string }): Promise<string> {
  const { id } = await trx
    .insertInto('partnership_agreements')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateAgreement(trx: Trx, initiativeId: string, id: string, columns: AgreementColumns): Promise<void> {
  await trx
    .updateTable('partnership_agreements')
    .set({ ...blanksToNull(columns), version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Writes sections, each whole. */
export async function saveSections(
  trx: Trx,
  initiativeId: string,
  agreementId: string,
  sections: readonly { section: AgreementSectionName; bodyFr?: string | null | undefined; bodyEn?: string | null | undefined }[],
): Promise<void> {
  if (sections.length === 0) return
  await trx
    .insertInto('agreement_sections')
    .values(
      sections.map((one) => ({
        initiative_id: initiativeId,
        agreement_id: agreementId,
        section: one.section,
        body_fr: blankToNull(one.bodyFr) ?? null,
        body_en: blankToNull(one.bodyEn) ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'agreement_id', 'section'])
        .doUpdateSet((eb) => ({ body_fr: eb.ref('excluded.body_fr'), body_en: eb.ref('excluded.body_en') })),
    )
    .execute()
}

/** Asks every partner of a day to sign. */
export async function askToSign(trx: Trx, initiativeId: string, agreementId: string, partnerIds: readonly string[]): Promise<void> {
  if (partnerIds.length === 0) return
  await trx
    .insertInto('signatures')
    .values(partnerIds.map((partner_id) => ({ initiative_id: initiativeId, agreement_id: agreementId, partner_id })))
    .execute()
}

/** Version of one signature, locked. */
export function signatureForUpdate(trx: Trx, initiativeId: string, agreementId: string, partnerId: string) {
  return trx
    .selectFrom('signatures')
    .select('version')
    .where('initiative_id', '=', initiativeId)
    .where('agreement_id', '=', agreementId)
    .where('partner_id', '=', partnerId)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateSignature(
  trx: Trx,
  initiativeId: string,
  target: { agreementId: string; partnerId: string },
  columns: { person_name: string | null; signed_on: string | null; recorded_on_behalf: boolean },
): Promise<void> {
  await trx
    .updateTable('signatures')
    .set({ ...columns, version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .where('agreement_id', '=', target.agreementId)
    .where('partner_id', '=', target.partnerId)
    .execute()
}
