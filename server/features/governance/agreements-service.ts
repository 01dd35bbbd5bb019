import { AGREEMENT_SECTIONS, agreementGaps, isReviewDue, type SectionText } from '#shared/governance/agreement.ts'
import type { AgreementChange, PartnershipAgreement } from '#shared/governance/agreement-contract.ts'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { isInCircle, mayEdit, maySpeakFor } from './access.ts'
import {
  agreementForUpdate,
  askToSign,
  insertAgreement,
  listAgreementRows,
  listSectionRows,
  listSignatureRows,
  saveSections,
  signatureForUpdate,
  updateAgreement,
  updateSignature,
  type SectionRow,
} from './agreements-queries.ts'
import { refuseMissing } from './references.ts'
import { listPartnerNames } from './references-queries.ts'

const sectionsOf = (rows: readonly SectionRow[], agreementId: string): SectionText[] =>
  AGREEMENT_SECTIONS.map((section) => {
    const row = rows.find((one) => one.agreementId === agreementId && one.section === section)
    return { section, bodyFr: row?.bodyFr ?? null, bodyEn: row?.bodyEn ?? null }
  })

/** Versions of the agreement, newest first; funders read a summary of those that were in force (domain 5, row 5). */
export async function listAgreements(trx: Trx, actor: Actor): Promise<PartnershipAgreement[]> {
  const initiativeId = actor.initiative.id
  const inCircle = isInCircle(actor)
  const rows = (await listAgreementRows(trx, initiativeId)).filter((row) => inCircle || row.publishedOn !== null)
  const texts = inCircle ? await listSectionRows(trx, initiativeId) : []
  const list = () => listSignatureRows(trx, initiativeId)
  // A funder reads how many signed: who did stays behind its wall.
  const signatures = inCircle ? await list() : await withPurpose(trx, 'maintenance', list)
  const currentId = rows.find((row) => row.publishedOn !== null)?.id
  return rows.map((row) => {
    const own = signatures.filter((one) => one.agreementId === row.id)
    const sections = sectionsOf(texts, row.id)
    const isDraft = row.publishedOn === null
    return {
      ...row,
      isReviewDue: row.id === currentId && isReviewDue(row.reviewOn, actor.today),
      isCurrent: row.id === currentId,
      signed: own.filter((one) => one.signedOn !== null).length,
      asked: own.length,
      sections: inCircle ? sections : null,
      missing: inCircle ? agreementGaps(sections) : null,
      signatures: inCircle
        ? own.map(({ agreementId: _agreement, partnerId, ...one }) => ({ ...one, abilities: { sign: row.id === currentId && maySpeakFor(actor, partnerId) } }))
        : null,
      abilities: { edit: isDraft && mayEdit(actor), publish: isDraft && mayEdit(actor), anyway: actor.initiative.form === 'informal' },
    }
  })
}

async function readAgreement(trx: Trx, actor: Actor, id: string): Promise<PartnershipAgreement> {
  return (await listAgreements(trx, actor)).find((one) => one.id === id) as PartnershipAgreement
}

/** Begins the next version from the one in force (S27). @throws already_exists when a draft waits, invalid_request (a first version without a title) */
export async function draftAgreement(trx: Trx, actor: Actor, input: AgreementChange, now: Date): Promise<PartnershipAgreement> {
  const initiativeId = actor.initiative.id
  const rows = await listAgreementRows(trx, initiativeId)
  if (rows.some((row) => row.publishedOn === null)) throw problem('already_exists', { field: 'draft' })
  const former = rows[0]
  const id = await insertAgreement(trx, initiativeId, {
    number: (former?.number ?? 0) + 1,
    title_fr: input.titleFr ?? former?.titleFr ?? refuseMissing('titleFr'),
    title_en: input.titleEn === undefined ? former?.titleEn : input.titleEn,
    review_on: input.reviewOn,
  })
  if (former !== undefined) await saveSections(trx, initiativeId, id, sectionsOf(await listSectionRows(trx, initiativeId), former.id))
  await saveSections(trx, initiativeId, id, input.sections ?? [])
  await audit(trx, actor, { action: 'agreement.draft', objectType: 'partnership_agreement', objectId: id }, now)
  return readAgreement(trx, actor, id)
}

async function lockDraft(trx: Trx, actor: Actor, id: string, expected: number) {
  const row = await agreementForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  if (row.publishedOn !== null) throw problem('agreement_in_force')
  return row
}

/** @throws not_found, version_stale, agreement_in_force (a change is a new version) */
export async function changeAgreement(trx: Trx, actor: Actor, id: string, input: AgreementChange, expected: number, now: Date): Promise<PartnershipAgreement> {
  await lockDraft(trx, actor, id, expected)
  await updateAgreement(trx, actor.initiative.id, id, { title_fr: input.titleFr, title_en: input.titleEn, review_on: input.reviewOn })
  await saveSections(trx, actor.initiative.id, id, input.sections ?? [])
  await audit(trx, actor, { action: 'agreement.change', objectType: 'partnership_agreement', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readAgreement(trx, actor, id)
}

/**
 * Puts a version in force: signatures are asked anew of every partner of the day, earlier ones stay with their version (S27).
 * @throws not_found, version_stale, agreement_in_force, agreement_incomplete (advice in an informal initiative)
 */
export async function publishAgreement(
  trx: Trx,
  actor: Actor,
  id: string,
  { anyway }: { anyway: boolean },
  expected: number,
  now: Date,
): Promise<PartnershipAgreement> {
  const row = await lockDraft(trx, actor, id, expected)
  const missing = agreementGaps(sectionsOf(await listSectionRows(trx, actor.initiative.id), id))
  if (missing.length > 0 && !(anyway && actor.initiative.form === 'informal')) throw problem('agreement_incomplete', { missing })
  await updateAgreement(trx, actor.initiative.id, id, { published_on: actor.today })
  const asked = (await listPartnerNames(trx, actor.initiative.id, actor.today)).filter((partner) => partner.isActive)
  await askToSign(
    trx,
    actor.initiative.id,
    id,
    asked.map((partner) => partner.id),
  )
  await audit(
    trx,
    actor,
    { action: 'agreement.publish', objectType: 'partnership_agreement', objectId: id, details: { number: row.number, asked: asked.length, missing } },
    now,
  )
  return readAgreement(trx, actor, id)
}

/**
 * A partner signs the version in force, or takes its signature back.
 * @throws not_found, not_allowed (another partner), agreement_not_current, version_stale, date_in_future
 */
export async function signAgreement(
  trx: Trx,
  actor: Actor,
  target: { agreementId: string; partner: string },
  input: { personName: string | null; signedOn?: string | undefined },
  expected: number,
  now: Date,
): Promise<PartnershipAgreement> {
  const initiativeId = actor.initiative.id
  const rows = await listAgreementRows(trx, initiativeId)
  const partner = (await listPartnerNames(trx, initiativeId, actor.today)).find((one) => one.code === target.partner)
  if (partner === undefined || !rows.some((row) => row.id === target.agreementId)) throw problem('not_found')
  if (!maySpeakFor(actor, partner.id)) throw problem('not_allowed')
  if (rows.find((row) => row.publishedOn !== null)?.id !== target.agreementId) throw problem('agreement_not_current')
  const signature = await signatureForUpdate(trx, initiativeId, target.agreementId, partner.id)
  if (signature === undefined) throw problem('not_found')
  requireVersion(signature, expected)
  const signedOn = input.personName === null ? null : (input.signedOn ?? actor.today)
  if (signedOn !== null && signedOn > actor.today) throw problem('date_in_future', {}, [{ pointer: '/signedOn', code: 'date_in_future' }])
  const recordedOnBehalf = signedOn !== null && actor.role === 'backbone' && actor.partnerId !== partner.id
  await updateSignature(
    trx,
    initiativeId,
    { agreementId: target.agreementId, partnerId: partner.id },
    { person_name: input.personName, signed_on: signedOn, recorded_on_behalf: recordedOnBehalf },
  )
  const action = signedOn === null ? 'agreement.unsign' : 'agreement.sign'
  await audit(
    trx,
    actor,
    { action, objectType: 'partnership_agreement', objectId: target.agreementId, details: { partner: partner.code, recordedOnBehalf } },
    now,
  )
  return readAgreement(trx, actor, target.agreementId)
}
