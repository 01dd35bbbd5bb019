import { sql } from 'kysely'
import type { EndorsementState } from '#shared/conditions/agenda.ts'
import type { AgendaVersionChange, AgendaVersionInput } from '#shared/conditions/contract.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

const COLUMNS = [
  'id',
  'number',
  'vision_fr as visionFr',
  'vision_en as visionEn',
  'problem_statement_fr as problemStatementFr',
  'problem_statement_en as problemStatementEn',
  'principles_fr as principlesFr',
  'principles_en as principlesEn',
  'approach_fr as approachFr',
  'approach_en as approachEn',
  'published_on as publishedOn',
  'version',
] as const

/** Every version that the hat may read, newest first. */
export function listAgendaVersions(trx: Trx, initiativeId: string) {
  return trx.selectFrom('agenda_versions').select(COLUMNS).where('initiative_id', '=', initiativeId).orderBy('number', 'desc').execute()
}
export type AgendaRow = Awaited<ReturnType<typeof listAgendaVersions>>[number]

/** One version, locked. */
export function agendaVersionForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx.selectFrom('agenda_versions').select(COLUMNS).where('initiative_id', '=', initiativeId).where('id', '=', id).forUpdate().executeTakeFirst()
}

function columnsOf(input: AgendaVersionChange) {
  return blanksToNull({
    vision_fr: input.visionFr,
    vision_en: input.visionEn,
    problem_statement_fr: input.problemStatementFr,
    problem_statement_en: input.problemStatementEn,
    principles_fr: input.principlesFr,
    principles_en: input.principlesEn,
    approach_fr: input.approachFr,
    approach_en: input.approachEn,
  })
}

/** A draft with the next number. */
export async function insertAgendaVersion(trx: Trx, initiativeId: string, input: AgendaVersionInput): Promise<string> {
  const { id } = await trx
    .insertInto('agenda_versions')
    .values({
      ...columnsOf(input),
      initiative_id: initiativeId,
      vision_fr: input.visionFr,
      number: sql<number>`(select coalesce(max(number), 0) + 1 from app.agenda_versions where initiative_id = ${initiativeId})`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateAgendaVersion(trx: Trx, initiativeId: string, id: string, input: AgendaVersionChange & { publishedOn?: string }): Promise<void> {
  await trx
    .updateTable('agenda_versions')
    .set({ ...columnsOf(input), published_on: input.publishedOn, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Asks every partner of that day for its answer to a version. */
export async function askPartners(trx: Trx, initiativeId: string, agendaId: string, day: string): Promise<number> {
  const asked = await trx
    .insertInto('endorsements')
    .columns(['initiative_id', 'agenda_version_id', 'partner_id'])
    .expression(
      trx
        .selectFrom('partners')
        .select(['initiative_id', sql<string>`${agendaId}::uuid`.as('agenda_version_id'), 'id'])
        .where('initiative_id', '=', initiativeId)
        .where('joined_on', '<=', day)
        .where((eb) => eb.or([eb('left_on', 'is', null), eb('left_on', '>=', day)])),
    )
    .returning('partner_id')
    .execute()
  return asked.length
}

/** Answers to every version, by partner code. */
export async function listEndorsements(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('endorsements as e')
    .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'e.initiative_id').onRef('p.id', '=', 'e.partner_id'))
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select([
      'e.agenda_version_id as agendaId',
      'e.partner_id as partnerId',
      'p.code as partnerCode',
      'o.name as partnerName',
      'e.state',
      'e.reservations',
      'e.answered_on as answeredOn',
      'e.recorded_on_behalf as recordedOnBehalf',
      'e.version',
    ])
    .where('e.initiative_id', '=', initiativeId)
    .orderBy('p.code')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as EndorsementState }))
}
export type EndorsementRow = Awaited<ReturnType<typeof listEndorsements>>[number]

/** One partner's answer to one version, locked. */
export function endorsementForUpdate(trx: Trx, initiativeId: string, agendaId: string, partnerId: string) {
  return trx
    .selectFrom('endorsements')
    .select(['state', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('agenda_version_id', '=', agendaId)
    .where('partner_id', '=', partnerId)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateEndorsement(
  trx: Trx,
  initiativeId: string,
  agendaId: string,
  partnerId: string,
  answer: { state: EndorsementState; reservations: string | null; answeredOn: string | null; recordedOnBehalf: boolean },
): Promise<void> {
  await trx
    .updateTable('endorsements')
    .set({
      state: answer.state,
      reservations: answer.reservations,
      answered_on: answer.answeredOn,
      recorded_on_behalf: answer.recordedOnBehalf,
      version: sql<number>`version + 1`,
    })
    .where('initiative_id', '=', initiativeId)
    .where('agenda_version_id', '=', agendaId)
    .where('partner_id', '=', partnerId)
    .execute()
}
