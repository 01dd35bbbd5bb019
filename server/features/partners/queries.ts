import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { hatHolds } from '#server/platform/db/hats.ts'
import { isUniqueViolation } from '#server/platform/db/errors.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { PartnerChange } from '#shared/partners/contract.ts'

export interface PartnerRow {
  id: string
  code: string
  organization_id: string
  name: string
  short_name: string | null
  sectors: string[]
  level_code: string | null
  role_fr: string | null
  role_en: string | null
  joined_on: string
  left_on: string | null
  is_backbone_host: boolean
  share_with_funder: boolean
  version: number
  /** Its organisation wears a funder's hat today (S56). */
  is_also_funder: boolean
}

function partners(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .leftJoin('territory_levels as l', (join) => join.onRef('l.initiative_id', '=', 'p.initiative_id').onRef('l.id', '=', 'p.level_id'))
    .select([
      'p.id',
      'p.code',
      'p.organization_id',
      'o.name',
      'o.short_name',
      'o.sectors',
      'l.code as level_code',
      'p.role_fr',
      'p.role_en',
      'p.joined_on',
      'p.left_on',
      'p.is_backbone_host',
      'p.share_with_funder',
      'p.version',
    ])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('role_assignments as r')
            .select('r.id')
            .whereRef('r.initiative_id', '=', 'p.initiative_id')
            .whereRef('r.organization_id', '=', 'p.organization_id')
            .where('r.role', '=', 'funder')
            .where('r.user_id', 'is not', null)
            .where(hatHolds('r')),
        )
        .$castTo<boolean>()
        .as('is_also_funder'),
    )
    .where('p.initiative_id', '=', initiativeId)
}

export interface PartnerFilter {
  readonly level?: string | undefined
  /** Members on this day only. */
  readonly on?: string | undefined
  /** Partners that work in one of these territories. */
  readonly territoryIds?: readonly string[] | undefined
}

/** Partners with their organisation, by code; those that left too, unless a day is given. */
export async function listPartners(trx: Trx, initiativeId: string, { level, on, territoryIds }: PartnerFilter): Promise<PartnerRow[]> {
  let query = partners(trx, initiativeId)
  if (level !== undefined) query = query.where('l.code', '=', level)
  if (on !== undefined) query = query.where('p.joined_on', '<=', on).where((eb) => eb.or([eb('p.left_on', 'is', null), eb('p.left_on', '>=', on)]))
  if (territoryIds !== undefined) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('partner_territories as pt')
          .select('pt.partner_id')
          .whereRef('pt.initiative_id', '=', 'p.initiative_id')
          .whereRef('pt.partner_id', '=', 'p.id')
          .where('pt.territory_id', '=', sql<string>`any(${territoryIds}::uuid[])`),
      ),
    )
  }
  return query.orderBy('p.code').execute() as Promise<PartnerRow[]>
}

export async function findPartner(trx: Trx, initiativeId: string, partnerId: string): Promise<PartnerRow | undefined> {
  return partners(trx, initiativeId).where('p.id', '=', partnerId).executeTakeFirst() as Promise<PartnerRow | undefined>
}

/** Identifier of a partner by its code. */
export async function partnerByCode(trx: Trx, initiativeId: string, code: string): Promise<string | undefined> {
  return (await trx.selectFrom('partners').select('id').where('initiative_id', '=', initiativeId).where('code', '=', code).executeTakeFirst())?.id
}

/** Codes of the territories where partners work, or worked until they left. */
export function listCoverage(trx: Trx, initiativeId: string, partnerIds: readonly string[]) {
  return trx
    .selectFrom('partner_territories as pt')
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'pt.initiative_id').onRef('t.id', '=', 'pt.territory_id'))
    .select(['pt.partner_id', 't.code'])
    .distinct()
    .where('pt.initiative_id', '=', initiativeId)
    .where('pt.partner_id', '=', sql<string>`any(${partnerIds}::uuid[])`)
    .orderBy('t.code')
    .execute()
}

/** What partners bring. */
export function listContributions(trx: Trx, initiativeId: string, partnerIds: readonly string[]) {
  return trx
    .selectFrom('contributions')
    .select(['id', 'partner_id', 'kind', 'description_fr', 'description_en', 'amount', 'hours', 'offered_on', 'confirmed_on'])
    .where('initiative_id', '=', initiativeId)
    .where('partner_id', '=', sql<string>`any(${partnerIds}::uuid[])`)
    .orderBy('kind')
    .orderBy('offered_on')
    .orderBy('id')
    .execute()
}

/** An organisation of this name, whatever its capitals. */
export async function organizationNamed(trx: Trx, initiativeId: string, name: string): Promise<string | undefined> {
  return (
    await trx
      .selectFrom('organizations')
      .select('id')
      .where('initiative_id', '=', initiativeId)
      .where(sql`lower(name)`, '=', name.toLowerCase())
      .limit(1)
      .executeTakeFirst()
  )?.id
}

export async function insertOrganization(
  trx: Trx,
  initiativeId: string,
  organization: { name: string; shortName?: string | null | undefined; sectors?: readonly string[] },
): Promise<string> {
  const row = await trx
    .insertInto('organizations')
    .values({ initiative_id: initiativeId, name: organization.name, short_name: organization.shortName ?? null, sectors: [...(organization.sectors ?? [])] })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function updateOrganization(
  trx: Trx,
  initiativeId: string,
  organizationId: string,
  change: Pick<PartnerChange, 'name' | 'shortName' | 'sectors'>,
): Promise<void> {
  const values = given({ name: change.name, short_name: change.shortName, sectors: change.sectors })
  if (Object.keys(values).length > 0)
    await trx.updateTable('organizations').set(values).where('initiative_id', '=', initiativeId).where('id', '=', organizationId).execute()
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

async function orTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error, 'partners_code_key'))
      throw problem('already_exists', { field: 'code' }, [{ pointer: '/code', code: 'already_exists', params: { field: 'code' } }])
    throw error
  }
}

export interface PartnerValues {
  code?: string | undefined
  level_id?: string | null | undefined
  role_fr?: string | null | undefined
  role_en?: string | null | undefined
  joined_on?: string | undefined
  left_on?: string | null | undefined
  is_backbone_host?: boolean | undefined
  share_with_funder?: boolean | undefined
}

/** @throws already_exists (code) */
export function insertPartner(
  trx: Trx,
  initiativeId: string,
  id: string,
  organizationId: string,
  values: PartnerValues & { code: string; joined_on: string },
): Promise<unknown> {
  return orTaken(() =>
    trx
      .insertInto('partners')
      .values({ ...given(values), initiative_id: initiativeId, id, organization_id: organizationId, code: values.code, joined_on: values.joined_on })
      .execute(),
  )
}

/** Writes what was given when the version still holds. @throws already_exists (code) */
export async function updatePartner(trx: Trx, initiativeId: string, id: string, version: number, values: PartnerValues): Promise<boolean> {
  const row = await orTaken(() =>
    trx
      .updateTable('partners')
      .set({ ...given(values), version: sql<number>`version + 1` })
      .where('initiative_id', '=', initiativeId)
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id')
      .executeTakeFirst(),
  )
  return row !== undefined
}

/** The territories of a partner are these from now on. */
export async function replaceCoverage(trx: Trx, initiativeId: string, partnerId: string, territoryIds: readonly string[]): Promise<void> {
  await trx
    .deleteFrom('partner_territories')
    .where('initiative_id', '=', initiativeId)
    .where('partner_id', '=', partnerId)
    .where((eb) => eb.not(eb('territory_id', '=', sql<string>`any(${territoryIds}::uuid[])`)))
    .execute()
  await sql`insert into app.partner_territories (initiative_id, partner_id, territory_id)
    select ${initiativeId}::uuid, ${partnerId}::uuid, t from unnest(${territoryIds}::uuid[]) as t
    where not exists (select 1 from app.partner_territories x where x.initiative_id = ${initiativeId}::uuid and x.partner_id = ${partnerId}::uuid and x.territory_id = t)`.execute(
    trx,
  )
}

/** When a partner leaves, or does not after all, its coverage ends the day after. */
export async function endCoverage(trx: Trx, initiativeId: string, partnerId: string, leftOn: string | null): Promise<void> {
  await trx
    .updateTable('partner_territories')
    .set({ valid_to: leftOn === null ? null : sql<string>`greatest(${leftOn}::date, valid_from) + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('partner_id', '=', partnerId)
    .execute()
}

export async function insertContribution(
  trx: Trx,
  initiativeId: string,
  contribution: {
    partnerId: string
    kind: string
    descriptionFr: string | null
    descriptionEn: string | null
    amount: string | null
    hours: string | null
    offeredOn: string
    confirmedOn: string | null
  },
): Promise<string> {
  const row = await trx
    .insertInto('contributions')
    .values({
      initiative_id: initiativeId,
      partner_id: contribution.partnerId,
      kind: contribution.kind,
      description_fr: contribution.descriptionFr,
      description_en: contribution.descriptionEn,
      amount: contribution.amount,
      hours: contribution.hours,
      offered_on: contribution.offeredOn,
      confirmed_on: contribution.confirmedOn,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export function findContribution(trx: Trx, initiativeId: string, contributionId: string) {
  return trx
    .selectFrom('contributions')
    .select(['id', 'partner_id', 'confirmed_on'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', contributionId)
    .executeTakeFirst()
}

/** Confirms once; a second time changes nothing. */
export async function confirmContribution(trx: Trx, initiativeId: string, contributionId: string, on: string): Promise<void> {
  await trx
    .updateTable('contributions')
    .set({ confirmed_on: on, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', contributionId)
    .where('confirmed_on', 'is', null)
    .execute()
}
