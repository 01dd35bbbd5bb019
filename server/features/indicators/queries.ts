import { sql } from 'kysely'
import type { DefinitionInput, IndicatorVersion } from '#shared/indicators/contract.ts'
import { compiledOnce } from '#server/platform/db/compiled.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { versionValues } from './version-values.ts'

/** Every column of a version under the contract's name. */
export const VERSION_COLUMNS = [
  'v.id',
  'v.number',
  'v.valid_from as validFrom',
  'v.valid_to as validTo',
  'v.change_reason_fr as changeReasonFr',
  'v.change_reason_en as changeReasonEn',
  'v.name_fr as nameFr',
  'v.name_en as nameEn',
  'v.definition_fr as definitionFr',
  'v.definition_en as definitionEn',
  'v.formula_fr as formulaFr',
  'v.formula_en as formulaEn',
  'v.purpose_fr as purposeFr',
  'v.purpose_en as purposeEn',
  'v.limits_fr as limitsFr',
  'v.limits_en as limitsEn',
  'v.conditions',
  'v.result_type as resultType',
  'v.unit_kind as unitKind',
  'v.counting_unit as countingUnit',
  'v.temporal_kind as temporalKind',
  'v.accumulation',
  'v.tracked_accumulation as trackedAccumulation',
  'v.periods_distinct as periodsDistinct',
  'v.direction',
  'v.maintain_lo as maintainLo',
  'v.maintain_hi as maintainHi',
  'v.containment',
  'v.is_proportion as isProportion',
  'v.parts_unknown as partsUnknown',
  'v.denominator_shared as denominatorShared',
  'v.complete_list as completeList',
  'v.display_factor as displayFactor',
  'v.decimals',
  'v.unit_label_fr as unitLabelFr',
  'v.unit_label_en as unitLabelEn',
  'v.currency_code as currencyCode',
  'v.index_min as indexMin',
  'v.index_max as indexMax',
  'v.frequency',
  'v.every_n_years as everyNYears',
  'v.status_periods as statusPeriods',
  'v.overlap_partners as overlapPartners',
  'v.overlap_territories as overlapTerritories',
  'v.tolerance',
  'v.on_track_ratio as onTrackRatio',
  'v.watch_ratio as watchRatio',
  'v.min_coverage as minCoverage',
  'v.min_denominator as minDenominator',
  'v.due_days as dueDays',
  'v.source_kind as sourceKind',
  'v.source_fr as sourceFr',
  'v.source_en as sourceEn',
  'v.licence',
  'v.responsible',
  'v.suppression_applies as suppressionApplies',
] as const

const INDICATOR_COLUMNS = [
  'i.id',
  'i.code',
  'i.is_core as isCore',
  'i.position',
  's.story_fr as storyFr',
  's.story_en as storyEn',
  's.what_would_work_fr as whatWouldWorkFr',
  's.what_would_work_en as whatWouldWorkEn',
  's.told_on as storyOn',
  'i.archived_on as archivedOn',
  'i.version',
] as const

export const scopeOf = sql<'population' | 'performance'>`i.scope`.as('scope')

/** A version with the indicator it belongs to. */
export interface VersionRow extends IndicatorVersion {
  readonly indicatorId: string
  readonly code: string
  readonly scope: 'population' | 'performance'
}

/** Versions beside the indicators they belong to. */
export const versionTables = (trx: Pick<Trx, 'selectFrom'>) =>
  trx
    .selectFrom('indicator_versions as v')
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'v.initiative_id').onRef('i.id', '=', 'v.indicator_id'))

function versions(trx: Pick<Trx, 'selectFrom'>, initiativeId: string) {
  return versionTables(trx)
    .select([...VERSION_COLUMNS, 'v.indicator_id as indicatorId', 'i.code'])
    .select(scopeOf)
    .where('v.initiative_id', '=', initiativeId)
    .$castTo<VersionRow>()
}

/** Versions by their ids. */
export function versionsByIds(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<VersionRow[]> {
  return versions(trx, initiativeId)
    .where('v.id', '=', sql<string>`any (${ids}::uuid[])`)
    .execute()
}

function newestFirst(trx: Pick<Trx, 'selectFrom'>, initiativeId: string) {
  return versions(trx, initiativeId).orderBy('i.position').orderBy('i.code').orderBy('v.number', 'desc')
}

const VERSIONS_OF = compiledOnce((db, { initiativeId, codes }: { initiativeId: string; codes: readonly string[] }) =>
  newestFirst(db, initiativeId)
    .where('i.code', '=', sql<string>`any (${codes}::text[])`)
    .compile(),
)

/** Every version of some indicators, or of all, newest first. */
export function listVersions(trx: Trx, initiativeId: string, codes: readonly string[] | null): Promise<VersionRow[]> {
  return codes === null ? newestFirst(trx, initiativeId).execute() : VERSIONS_OF(trx, { initiativeId, codes })
}

/** The version of every indicator that holds on a day, in the indicators' order; archived ones left out. */
export function versionsOn(trx: Trx, initiativeId: string, on: string): Promise<VersionRow[]> {
  return versions(trx, initiativeId)
    .where('v.valid_from', '<=', on)
    .where((eb) => eb.or([eb('v.valid_to', 'is', null), eb('v.valid_to', '>=', on)]))
    .where((eb) => eb.or([eb('i.archived_on', 'is', null), eb('i.archived_on', '>', on)]))
    .orderBy('i.position')
    .orderBy('i.code')
    .execute()
}

/** Indicators without their versions. */
export function listIndicators(trx: Trx, initiativeId: string, code: string | null) {
  return (
    trx
      .selectFrom('indicators as i')
      // What is shown to every reader: the published story of the whole curve.
      .leftJoin('indicator_stories as s', (join) =>
        join
          .onRef('s.initiative_id', '=', 'i.initiative_id')
          .onRef('s.indicator_id', '=', 'i.id')
          .on('s.period_id', 'is', null)
          .on('s.published_on', 'is not', null)
          .on('s.withdrawn_on', 'is', null),
      )
      .select(INDICATOR_COLUMNS)
      .select(scopeOf)
      .where('i.initiative_id', '=', initiativeId)
      .$if(code !== null, (query) => query.where('i.code', '=', code))
      .orderBy('i.position')
      .orderBy('i.code')
      .execute()
  )
}

/** One indicator, locked. */
export function indicatorForUpdate(trx: Trx, initiativeId: string, code: string) {
  return trx
    .selectFrom('indicators as i')
    .select(['i.id', 'i.code', 'i.is_core', 'i.archived_on', 'i.version'])
    .select(scopeOf)
    .where('i.initiative_id', '=', initiativeId)
    .where('i.code', '=', code)
    .forUpdate()
    .executeTakeFirst()
}

/** Codes of the dimensions of versions. */
export function dimensionsOfVersions(trx: Trx, initiativeId: string, versionIds: readonly string[]) {
  return trx
    .selectFrom('indicator_dimensions as d')
    .innerJoin('dimensions as x', (join) => join.onRef('x.initiative_id', '=', 'd.initiative_id').onRef('x.id', '=', 'd.dimension_id'))
    .select(['d.indicator_version_id as versionId', 'x.code', 'x.exclusive'])
    .where('d.initiative_id', '=', initiativeId)
    .where('d.indicator_version_id', '=', sql<string>`any (${versionIds}::uuid[])`)
    .orderBy('x.code')
    .execute()
}

/** Codes of the core list; the initiative's row is locked so that two never pass the limit together. */
export async function coreCodesForUpdate(trx: Trx, initiativeId: string): Promise<string[]> {
  await trx.selectFrom('initiatives').select('id').where('id', '=', initiativeId).forNoKeyUpdate().execute()
  const rows = await trx
    .selectFrom('indicators')
    .select('code')
    .where('initiative_id', '=', initiativeId)
    .where('is_core', '=', true)
    .where('archived_on', 'is', null)
    .orderBy('position')
    .orderBy('code')
    .execute()
  return rows.map(({ code }) => code)
}

export async function countCore(trx: Trx, initiativeId: string): Promise<number> {
  const row = await trx
    .selectFrom('indicators')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('initiative_id', '=', initiativeId)
    .where('is_core', '=', true)
    .where('archived_on', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

export async function insertIndicator(
  trx: Trx,
  initiativeId: string,
  indicator: { id: string; code: string; scope: 'population' | 'performance'; isCore: boolean; position: number },
): Promise<void> {
  await trx
    .insertInto('indicators')
    .values({
      initiative_id: initiativeId,
      id: indicator.id,
      code: indicator.code,
      scope: indicator.scope,
      is_core: indicator.isCore,
      position: indicator.position,
    })
    .execute()
}

export async function insertVersion(
  trx: Trx,
  initiativeId: string,
  version: {
    id: string
    indicatorId: string
    number: number
    validFrom?: string
    reasonFr?: string | null
    reasonEn?: string | null
    definition: DefinitionInput
  },
): Promise<void> {
  await trx
    .insertInto('indicator_versions')
    .values({
      initiative_id: initiativeId,
      id: version.id,
      indicator_id: version.indicatorId,
      number: version.number,
      ...(version.validFrom === undefined ? {} : { valid_from: version.validFrom }),
      change_reason_fr: version.reasonFr ?? null,
      change_reason_en: version.reasonEn ?? null,
      ...versionValues(version.definition),
    })
    .execute()
}

/** Ends a version on a day. */
export async function closeVersion(trx: Trx, initiativeId: string, versionId: string, on: string): Promise<void> {
  await trx.updateTable('indicator_versions').set({ valid_to: on }).where('initiative_id', '=', initiativeId).where('id', '=', versionId).execute()
}

/** Whether figures stand under a version for periods that end on or after a day. */
export async function hasFiguresFrom(trx: Trx, initiativeId: string, versionId: string, from: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select 1 from app.reporting_periods rp
      where rp.initiative_id = ${initiativeId}::uuid and rp.ends_on >= ${from}::date and (
        exists (select 1 from app.observations o where o.initiative_id = rp.initiative_id and o.indicator_version_id = ${versionId}::uuid and o.period_id = rp.id)
        or exists (select 1 from app.cell_sets s where s.initiative_id = rp.initiative_id and s.indicator_version_id = ${versionId}::uuid and s.period_id = rp.id))) as found`.execute(
    trx,
  )
  return rows[0]?.found ?? false
}

/** Links a version to dimensions by code. @returns the codes found */
export async function linkDimensions(trx: Trx, initiativeId: string, versionIds: readonly string[], codes: readonly string[]): Promise<string[]> {
  const found = await trx
    .selectFrom('dimensions')
    .select(['id', 'code'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .execute()
  if (found.length > 0 && versionIds.length > 0) {
    await trx
      .insertInto('indicator_dimensions')
      .values(versionIds.flatMap((versionId) => found.map(({ id }) => ({ initiative_id: initiativeId, indicator_version_id: versionId, dimension_id: id }))))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  return found.map(({ code }) => code)
}

/** Unlinks dimensions from a version, those that its figures are divided by left out. @returns how many went */
export async function unlinkDimensions(trx: Trx, initiativeId: string, versionId: string, codes: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from app.indicator_dimensions l using app.dimensions d
    where l.initiative_id = ${initiativeId}::uuid and l.indicator_version_id = ${versionId}::uuid
      and d.initiative_id = l.initiative_id and d.id = l.dimension_id and d.code = any (${codes}::text[])
      and not exists (
        select 1 from app.observations o
        where o.initiative_id = l.initiative_id and o.indicator_version_id = l.indicator_version_id and position(';' || d.code || ':' in ';' || o.category) > 0)`.execute(
    trx,
  )
  return Number(numAffectedRows ?? 0)
}

/** Changes what does not alter meaning. @returns the new version number */
export async function updateIndicator(
  trx: Trx,
  initiativeId: string,
  id: string,
  change: Partial<{ is_core: boolean; archived_on: string | null; position: number }>,
): Promise<void> {
  await trx
    .updateTable('indicators')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}
