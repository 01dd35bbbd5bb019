import { sql } from 'kysely'
import type { Presence } from '#shared/progress/components.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** A version of an indicator as an export describes it. */
export interface VersionFacts {
  id: string
  indicator: string
  position: number
  number: number
  scope: string
  isCore: boolean
  validFrom: string
  validTo: string | null
  nameFr: string
  nameEn: string | null
  definitionFr: string
  definitionEn: string | null
  formulaFr: string | null
  formulaEn: string | null
  purposeFr: string
  purposeEn: string | null
  limitsFr: string | null
  limitsEn: string | null
  conditions: string[]
  unitKind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  partsUnknown: boolean
  countingUnit: string
  temporalKind: string
  frequency: string
  direction: string
  overlapPartners: string
  overlapTerritories: string
  displayFactor: string
  decimals: number
  unitLabelFr: string | null
  unitLabelEn: string | null
  currencyCode: string | null
  sourceKind: string
  sourceFr: string | null
  sourceEn: string | null
  licence: string | null
  responsible: string | null
}

/** Every version of the indicators, or of those of the given codes, in the order in which they are shown. */
export async function listVersionFacts(trx: Trx, initiativeId: string, codes: readonly string[] | null): Promise<VersionFacts[]> {
  const { rows } = await sql<VersionFacts>`
    select v.id, i.code as indicator, i.position, v.number, i.scope, i.is_core as "isCore", v.valid_from as "validFrom", v.valid_to as "validTo",
      v.name_fr as "nameFr", v.name_en as "nameEn", v.definition_fr as "definitionFr", v.definition_en as "definitionEn", v.formula_fr as "formulaFr",
      v.formula_en as "formulaEn", v.purpose_fr as "purposeFr", v.purpose_en as "purposeEn", v.limits_fr as "limitsFr", v.limits_en as "limitsEn", v.conditions,
      v.unit_kind as "unitKind", v.parts_unknown as "partsUnknown", v.counting_unit as "countingUnit", v.temporal_kind as "temporalKind", v.frequency, v.direction,
      v.overlap_partners as "overlapPartners", v.overlap_territories as "overlapTerritories", v.display_factor::text as "displayFactor", v.decimals,
      v.unit_label_fr as "unitLabelFr", v.unit_label_en as "unitLabelEn", v.currency_code as "currencyCode", v.source_kind as "sourceKind",
      v.source_fr as "sourceFr", v.source_en as "sourceEn", v.licence, v.responsible
    from app.indicators i
    join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id
    where i.initiative_id = ${initiativeId}::uuid and (${codes}::text[] is null or i.code = any (${codes}::text[]))
    order by i.position, i.code, v.number`.execute(trx)
  return rows
}

export interface PlaceFacts {
  id: string
  code: string
  /** Identifier that another system gives it. */
  externalId: string | null
  level: string
  nameFr: string
  nameEn: string | null
}

/** Every territory with its level. */
export async function listPlaceFacts(trx: Trx, initiativeId: string): Promise<PlaceFacts[]> {
  return trx
    .selectFrom('territories as t')
    .innerJoin('territory_levels as l', (join) => join.onRef('l.initiative_id', '=', 't.initiative_id').onRef('l.id', '=', 't.level_id'))
    .where('t.initiative_id', '=', initiativeId)
    .select(['t.id', 't.code', 't.external_id as externalId', 'l.code as level', 't.name_fr as nameFr', 't.name_en as nameEn'])
    .orderBy('t.code')
    .execute()
}

export interface PartnerFacts {
  id: string
  code: string
  name: string
}

export async function listPartnerFacts(trx: Trx, initiativeId: string): Promise<PartnerFacts[]> {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .where('p.initiative_id', '=', initiativeId)
    .select(['p.id', 'p.code', 'o.name'])
    .orderBy('p.code')
    .execute()
}

export interface PeriodFacts {
  id: string
  code: string
  kind: string
  startsOn: string
  endsOn: string
}

/** Every period, oldest first. */
export async function listPeriodFacts(trx: Trx, initiativeId: string): Promise<PeriodFacts[]> {
  return trx
    .selectFrom('reporting_periods')
    .where('initiative_id', '=', initiativeId)
    .select(['id', 'code', 'kind', 'starts_on as startsOn', 'ends_on as endsOn'])
    .orderBy('ends_on')
    .orderBy('code')
    .execute()
}

/** The name of the initiative in both languages. */
export async function initiativeName(trx: Trx, initiativeId: string): Promise<{ nameFr: string; nameEn: string | null }> {
  return trx.selectFrom('initiatives').where('id', '=', initiativeId).select(['name_fr as nameFr', 'name_en as nameEn']).executeTakeFirstOrThrow()
}

/** Territories that are or ever lay within those of the given codes: figures stay where they were. */
export async function territoriesWithin(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive within as (
      select w.id, l.hierarchy from app.territories w join app.territory_levels l on l.initiative_id = w.initiative_id and l.id = w.level_id
      where w.initiative_id = ${initiativeId}::uuid and w.code = any (${codes}::text[])
      union
      select p.territory_id, within.hierarchy from within join app.territory_parents p on p.initiative_id = ${initiativeId}::uuid and p.parent_id = within.id
        and p.hierarchy = within.hierarchy)
    select distinct id from within`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Which figures, everything looked up; null means all. */
export interface FigureQuestion {
  readonly initiativeId: string
  readonly states: readonly ObservationState[]
  readonly versionIds: readonly string[] | null
  readonly territoryIds: readonly string[] | null
  readonly partnerIds: readonly string[] | null
  readonly periodIds: readonly string[] | null
  readonly category: string | null
}

const conditions = ({ states, territoryIds, partnerIds, category }: FigureQuestion) => sql`x.state = any (${states}::text[])
  ${territoryIds === null ? sql`` : sql`and x.territory_id = any (${territoryIds}::uuid[])`}
  ${partnerIds === null ? sql`` : sql`and x.partner_id = any (${partnerIds}::uuid[])`}
  ${category === null ? sql`` : sql`and x.category = ${category}`}`

/** One version and period, and how many figures it has. */
export interface Slot {
  versionId: string
  periodId: string
  count: number
}

/** Versions and periods that have figures, as far as row level security shows them. */
export async function countSlots(trx: Trx, question: FigureQuestion): Promise<Slot[]> {
  const { initiativeId, versionIds, periodIds } = question
  const { rows } = await sql<Slot>`
    select x.indicator_version_id as "versionId", x.period_id as "periodId", count(*)::int as count
    from app.observations x
    where x.initiative_id = ${initiativeId}::uuid and ${conditions(question)}
      ${versionIds === null ? sql`` : sql`and x.indicator_version_id = any (${versionIds}::uuid[])`}
      ${periodIds === null ? sql`` : sql`and x.period_id = any (${periodIds}::uuid[])`}
    group by 1, 2`.execute(trx)
  return rows
}

export interface FigureRow {
  versionId: string
  periodId: string
  territoryId: string
  partnerId: string | null
  category: string
  presence: Presence
  presenceReason: string | null
  value: string | null
  numerator: string | null
  denominator: string | null
  sampleN: string | null
  boolValue: boolean | null
  achievedOn: string | null
  amountOriginal: string | null
  currencyCode: string | null
  fxRate: string | null
  fxDate: string | null
  isDirectTotal: boolean
  state: ObservationState
  flags: string[]
  comment: string | null
  version: number
  changedAt: Date
  /** An event excuses that nothing came in (situation 19). */
  isExcused: boolean
}

/** Stands for no partner in the order of keys. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** The key of the last figure of a page. */
export type PageEnd = Pick<FigureRow, 'territoryId' | 'partnerId' | 'category'>

/**
 * Figures of some versions and periods, at most `limit` of each, after a key: a page is read by index, whatever the
 * number of figures before it.
 */
export async function readFigurePage(
  trx: Trx,
  question: FigureQuestion,
  slots: readonly Pick<Slot, 'versionId' | 'periodId'>[],
  after: PageEnd | null,
  limit: number,
): Promise<FigureRow[]> {
  const beyond =
    after === null
      ? sql``
      : sql`and (x.territory_id, coalesce(x.partner_id, ${NOBODY}::uuid), x.category)
    > (${after.territoryId}::uuid, ${after.partnerId ?? NOBODY}::uuid, ${after.category})`
  const { rows } = await sql<FigureRow>`
    select s.v as "versionId", s.p as "periodId", o.territory_id as "territoryId", o.partner_id as "partnerId", o.category, o.presence,
      o.presence_reason as "presenceReason", o.value, o.numerator, o.denominator, o.sample_n as "sampleN", o.bool_value as "boolValue", o.achieved_on as "achievedOn",
      o.amount_original as "amountOriginal", o.currency_code as "currencyCode", o.fx_rate as "fxRate", o.fx_date as "fxDate", o.is_direct_total as "isDirectTotal",
      o.state, o.flags, o.comment, o.version, o.updated_at as "changedAt",
      o.presence in ('missing', 'not_expected') and o.category = 'TOTAL' and exists (select 1 from app.excused_reports e
        join app.indicator_versions v on v.initiative_id = e.initiative_id and v.indicator_id = e.indicator_id
        where e.initiative_id = o.initiative_id and v.id = o.indicator_version_id and e.period_id = o.period_id and e.territory_id = o.territory_id
          and e.partner_id is not distinct from o.partner_id) as "isExcused"
    from unnest(${slots.map(({ versionId }) => versionId)}::uuid[], ${slots.map(({ periodId }) => periodId)}::uuid[]) with ordinality as s(v, p, place)
    cross join lateral (
      select x.* from app.observations x
      where x.initiative_id = ${question.initiativeId}::uuid and x.indicator_version_id = s.v and x.period_id = s.p and ${conditions(question)} ${beyond}
      order by x.territory_id, coalesce(x.partner_id, ${NOBODY}::uuid), x.category limit ${limit}) o
    order by s.place`.execute(trx)
  return rows
}
