import { sql } from 'kysely'
import type { GovernanceRole, LeadershipInput, LeadershipModel } from '#shared/governance/contract.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

const nextVersion = sql<number>`version + 1`

/** Leadership models, newest first. */
export async function listModelRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('leadership_models as l')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'l.initiative_id').onRef('p.id', '=', 'l.partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .leftJoin('governance_bodies as b', (join) => join.onRef('b.initiative_id', '=', 'l.initiative_id').onRef('b.id', '=', 'l.body_id'))
    .select([
      'l.id',
      'l.kind',
      'p.code as partnerCode',
      'o.name as partnerName',
      'l.body_id as bodyId',
      'b.name_fr as bodyNameFr',
      'b.name_en as bodyNameEn',
      'l.note_fr as noteFr',
      'l.note_en as noteEn',
      'l.valid_from as validFrom',
      'l.valid_to as validTo',
      'l.version',
    ])
    .where('l.initiative_id', '=', initiativeId)
    .orderBy('l.valid_from', 'desc')
    .orderBy('l.id')
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as LeadershipModel['kind'] }))
}

/** Terms of every calendar, in order. */
export function listTermRows(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('leadership_terms as t')
    .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 't.initiative_id').onRef('p.id', '=', 't.partner_id'))
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['t.model_id as modelId', 't.starts_on as startsOn', 'p.code as partnerCode', 'o.name as partnerName', 't.holder_name as holderName'])
    .where('t.initiative_id', '=', initiativeId)
    .orderBy('t.starts_on')
    .execute()
}

/** Version of one model, locked. */
export function modelForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('leadership_models')
    .select(['id', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

const modelColumns = (input: LeadershipInput, partnerId: string | null) =>
  blanksToNull({
    kind: input.kind,
    partner_id: partnerId,
    body_id: input.bodyId ?? null,
    note_fr: input.noteFr,
    note_en: input.noteEn,
    valid_from: input.validFrom,
    valid_to: input.validTo,
  })

export async function insertModel(trx: Trx, initiativeId: string, input: LeadershipInput, partnerId: string | null): Promise<string> {
  const { id } = await trx
    .insertInto('leadership_models')
    .values({ ...modelColumns(input, partnerId), initiative_id: initiativeId, kind: input.kind, valid_from: input.validFrom })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateModel(trx: Trx, initiativeId: string, id: string, input: LeadershipInput, partnerId: string | null): Promise<void> {
  await trx
    .updateTable('leadership_models')
    .set({ ...modelColumns(input, partnerId), version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Ends, on the day before, the models that began earlier and are still open. */
export async function closeModelsBefore(trx: Trx, initiativeId: string, day: string): Promise<void> {
  await trx
    .updateTable('leadership_models')
    .set({ valid_to: sql<string>`${day}::date - 1`, version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .where('valid_to', 'is', null)
    .where('valid_from', '<', day)
    .execute()
}

/** The calendar of a model becomes exactly this. */
export async function replaceTerms(
  trx: Trx,
  initiativeId: string,
  modelId: string,
  terms: readonly { startsOn: string; partnerId: string; holderName: string | null }[],
): Promise<void> {
  await trx.deleteFrom('leadership_terms').where('initiative_id', '=', initiativeId).where('model_id', '=', modelId).execute()
  if (terms.length === 0) return
  await trx
    .insertInto('leadership_terms')
    .values(
      terms.map((term) => ({
        initiative_id: initiativeId,
        model_id: modelId,
        starts_on: term.startsOn,
        partner_id: term.partnerId,
        holder_name: term.holderName,
      })),
    )
    .execute()
}

/** Who holds and held which role. */
export async function listRoleRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('governance_roles as r')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'r.initiative_id').onRef('p.id', '=', 'r.partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select([
      'r.id',
      'r.role',
      'r.other_name as otherName',
      'p.code as partnerCode',
      'o.name as partnerName',
      'r.holder_name as holderName',
      'r.deputy_name as deputyName',
      'r.valid_from as validFrom',
      'r.valid_to as validTo',
      'r.version',
    ])
    .where('r.initiative_id', '=', initiativeId)
    .orderBy('r.valid_from', 'desc')
    .orderBy('r.id')
    .execute()
  return rows.map((row) => ({ ...row, role: row.role as GovernanceRole['role'] }))
}

/** One holding, locked. */
export async function roleForUpdate(trx: Trx, initiativeId: string, id: string) {
  const row = await trx
    .selectFrom('governance_roles')
    .select(['id', 'role', 'partner_id as partnerId', 'holder_name as holderName', 'valid_from as validFrom', 'valid_to as validTo', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, role: row.role as GovernanceRole['role'] }
}

export interface RoleColumns {
  other_name?: string | null | undefined
  partner_id?: string | null | undefined
  holder_name?: string | null | undefined
  deputy_name?: string | null | undefined
  valid_from?: string | undefined
  valid_to?: string | null | undefined
}

export async function insertRole(trx: Trx, initiativeId: string, columns: RoleColumns & { role: string; valid_from: string }): Promise<string> {
  const { id } = await trx
    .insertInto('governance_roles')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateRole(trx: Trx, initiativeId: string, id: string, columns: RoleColumns): Promise<void> {
  await trx
    .updateTable('governance_roles')
    .set({ ...blanksToNull(columns), version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}
