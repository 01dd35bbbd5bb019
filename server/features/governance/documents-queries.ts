import { sql } from 'kysely'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

const nextVersion = sql<number>`version + 1`

export interface StatutesColumns {
  readonly bodyFr?: string | null | undefined
  readonly bodyEn?: string | null | undefined
  readonly registeredAs?: string | null | undefined
  readonly adoptedOn?: string | null | undefined
}

export function findStatutes(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('statutes')
    .select(['body_fr as bodyFr', 'body_en as bodyEn', 'registered_as as registeredAs', 'adopted_on as adoptedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .executeTakeFirst()
}

export function statutesForUpdate(trx: Trx, initiativeId: string) {
  return trx.selectFrom('statutes').select('version').where('initiative_id', '=', initiativeId).forUpdate().executeTakeFirst()
}

const statutesColumns = (input: StatutesColumns) =>
  blanksToNull({ body_fr: input.bodyFr, body_en: input.bodyEn, registered_as: input.registeredAs, adopted_on: input.adoptedOn })

export async function insertStatutes(trx: Trx, initiativeId: string, input: StatutesColumns): Promise<void> {
  await trx
    .insertInto('statutes')
    .values({ ...statutesColumns(input), initiative_id: initiativeId })
    .execute()
}

export async function updateStatutes(trx: Trx, initiativeId: string, input: StatutesColumns): Promise<void> {
  await trx
    .updateTable('statutes')
    .set({ ...statutesColumns(input), version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .execute()
}

export function findProtocol(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('conflict_protocols')
    .select([
      'steps_fr as stepsFr',
      'steps_en as stepsEn',
      'contact',
      'third_party as thirdParty',
      'time_limits_fr as timeLimitsFr',
      'time_limits_en as timeLimitsEn',
      'adopted_on as adoptedOn',
      'version',
    ])
    .where('initiative_id', '=', initiativeId)
    .executeTakeFirst()
}

export function protocolForUpdate(trx: Trx, initiativeId: string) {
  return trx.selectFrom('conflict_protocols').select('version').where('initiative_id', '=', initiativeId).forUpdate().executeTakeFirst()
}

export interface ProtocolColumns {
  readonly stepsFr: string
  readonly stepsEn?: string | null | undefined
  readonly contact: string
  readonly thirdParty?: string | null | undefined
  readonly timeLimitsFr?: string | null | undefined
  readonly timeLimitsEn?: string | null | undefined
  readonly adoptedOn?: string | null | undefined
}

const protocolColumns = (input: ProtocolColumns) => ({
  steps_fr: input.stepsFr,
  contact: input.contact,
  ...blanksToNull({
    steps_en: input.stepsEn,
    third_party: input.thirdParty,
    time_limits_fr: input.timeLimitsFr,
    time_limits_en: input.timeLimitsEn,
    adopted_on: input.adoptedOn,
  }),
})

export async function insertProtocol(trx: Trx, initiativeId: string, input: ProtocolColumns): Promise<void> {
  await trx
    .insertInto('conflict_protocols')
    .values({ ...protocolColumns(input), initiative_id: initiativeId })
    .execute()
}

export async function updateProtocol(trx: Trx, initiativeId: string, input: ProtocolColumns): Promise<void> {
  await trx
    .updateTable('conflict_protocols')
    .set({ ...protocolColumns(input), version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .execute()
}

/** Why the initiative became active without a protocol, when it did. */
export async function findActivationReason(trx: Trx, initiativeId: string): Promise<string | null> {
  const row = await trx.selectFrom('initiatives').select('activation_reason as reason').where('id', '=', initiativeId).executeTakeFirst()
  return row?.reason ?? null
}
