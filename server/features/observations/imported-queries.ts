import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { ENDED_KEY, keepVersions } from './ended-figures.ts'
import type { FigureKey } from './queries.ts'

/** A figure that an import wrote, as far as taking it back needs to know. */
export interface ImportedFigure {
  id: string
  versionId: string
  territoryId: string
  periodId: string
  indicator: string
  territory: string
  partner: string | null
  period: string
  category: string
  /** State that stands; null when somebody removed the figure since. */
  state: string | null
  isCreated: boolean
  /** Somebody changed it after the import. */
  isTouched: boolean
}

/** Before an import replaces these figures, which the transaction has locked: keeps their whole rows, with the version that it makes. */
export async function keepReplaced(trx: Trx, initiativeId: string, importId: string, partnerId: string | null, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into app.imported_figures (initiative_id, import_id, observation_id, partner_id, version, former)
    select o.initiative_id, ${importId}::uuid, o.id, ${partnerId}::uuid, o.version + 1, to_jsonb(o)
    from app.observations o where o.initiative_id = ${initiativeId}::uuid and o.id = any (${ids}::uuid[])`.execute(trx)
}

/** After an import has created these figures. */
export async function keepCreated(trx: Trx, initiativeId: string, importId: string, partnerId: string | null, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into app.imported_figures (initiative_id, import_id, observation_id, partner_id, version)
    select o.initiative_id, ${importId}::uuid, o.id, ${partnerId}::uuid, o.version
    from app.observations o where o.initiative_id = ${initiativeId}::uuid and o.id = any (${ids}::uuid[])`.execute(trx)
}

/** Which of these keys hold a reported figure. */
export async function reportedAmong(trx: Trx, initiativeId: string, keys: readonly FigureKey[]): Promise<FigureKey[]> {
  // One by one by the key, whatever the planner thinks of a list whose length it does not know and a table that is being filled.
  const { rows } = await sql<FigureKey>`
    select k."versionId", k."periodId", k."territoryId", k."partnerId", k.category
    from json_to_recordset(${JSON.stringify(keys)}::json) as k("versionId" uuid, "periodId" uuid, "territoryId" uuid, "partnerId" uuid, category text)
    cross join lateral (
      select 1 from app.observations o
      where o.initiative_id = ${initiativeId}::uuid and o.indicator_version_id = k."versionId" and o.period_id = k."periodId" and o.territory_id = k."territoryId"
        and o.partner_id is not distinct from k."partnerId" and o.category = k.category and o.presence = 'reported' offset 0) held`.execute(trx)
  return rows
}

/** What an import wrote with what stands now, locked. */
export async function importedForUpdate(trx: Trx, initiativeId: string, importId: string): Promise<ImportedFigure[]> {
  await sql`
    select 1 from app.observations o where o.initiative_id = ${initiativeId}::uuid
      and o.id in (select f.observation_id from app.imported_figures f where f.initiative_id = ${initiativeId}::uuid and f.import_id = ${importId}::uuid)
    order by o.indicator_version_id, o.period_id, o.territory_id, o.partner_id, o.category for update of o`.execute(trx)
  const { rows } = await sql<ImportedFigure>`
    select f.observation_id as id, o.indicator_version_id as "versionId", o.territory_id as "territoryId", o.period_id as "periodId", i.code as indicator, t.code as territory,
      pa.code as partner, p.code as period, o.category, o.state, f.former is null as "isCreated",
      o.id is null or o.version <> f.version or o.import_id is distinct from f.import_id as "isTouched"
    from app.imported_figures f
    left join app.observations o on o.initiative_id = f.initiative_id and o.id = f.observation_id
    left join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
    left join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
    left join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
    left join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    left join app.partners pa on pa.initiative_id = o.initiative_id and pa.id = o.partner_id
    where f.initiative_id = ${initiativeId}::uuid and f.import_id = ${importId}::uuid
    order by i.code, p.code, t.code, pa.code, o.category`.execute(trx)
  return rows
}

/** One line of history for every figure that an import is about to give back. */
export async function recordUndo(trx: Trx, initiativeId: string, importId: string, actorId: string | null, now: Date): Promise<void> {
  await sql`
    insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason, author_id, at)
    select f.initiative_id, f.observation_id, f.version + 1, o.partner_id, r.new_figure, coalesce(r.old_figure, '{}'), o.state,
      coalesce(f.former ->> 'state', 'withdrawn'), 'import_undone', ${actorId}::uuid, ${now}::timestamptz
    from app.imported_figures f
    join app.observations o on o.initiative_id = f.initiative_id and o.id = f.observation_id
    join app.observation_revisions r on r.initiative_id = f.initiative_id and r.observation_id = f.observation_id and r.number = f.version
    where f.initiative_id = ${initiativeId}::uuid and f.import_id = ${importId}::uuid`.execute(trx)
}

/** Gives the figures that an import replaced their former row back, under a version of their own. */
export async function restoreFormer(trx: Trx, initiativeId: string, importId: string): Promise<void> {
  await sql`
    update app.observations o set
      value = b.value, numerator = b.numerator, denominator = b.denominator, sample_n = b.sample_n, bool_value = b.bool_value, achieved_on = b.achieved_on,
      amount_original = b.amount_original, currency_code = b.currency_code, fx_rate = b.fx_rate, fx_date = b.fx_date, presence = b.presence, presence_reason = b.presence_reason,
      state = b.state, is_direct_total = b.is_direct_total, flags = b.flags, comment = b.comment, return_comment = b.return_comment, origin = b.origin,
      entered_on_behalf = b.entered_on_behalf, entered_by = b.entered_by, submitted_at = b.submitted_at, validated_by = b.validated_by, validated_at = b.validated_at,
      same_person = b.same_person, import_id = b.import_id, updated_at = b.updated_at, version = o.version + 1
    from app.imported_figures f
    cross join lateral jsonb_populate_record(null::app.observations, f.former) b
    where f.initiative_id = ${initiativeId}::uuid and f.import_id = ${importId}::uuid and f.former is not null and o.initiative_id = f.initiative_id and o.id = f.observation_id`.execute(
    trx,
  )
}

/** Removes the figures that an import created and nobody touched; their history ends one version later. */
export async function removeCreated(trx: Trx, initiativeId: string, importId: string): Promise<void> {
  await sql`
    with gone as (
      delete from app.observations o using app.imported_figures f
      where f.initiative_id = ${initiativeId}::uuid and f.import_id = ${importId}::uuid and f.former is null and o.initiative_id = f.initiative_id and o.id = f.observation_id
        and o.version = f.version and o.import_id = f.import_id
      returning ${ENDED_KEY}, o.version + 1 as version)
    ${keepVersions(initiativeId)}`.execute(trx)
}

/** These figures are no longer to be taken back: they stay as they are. */
export async function leaveImported(trx: Trx, initiativeId: string, importId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    delete from app.imported_figures f
    where f.initiative_id = ${initiativeId}::uuid and f.import_id = ${importId}::uuid and f.observation_id = any (${ids}::uuid[])`.execute(trx)
}

export async function forgetImported(trx: Trx, initiativeId: string, importIds: readonly string[]): Promise<void> {
  if (importIds.length === 0) return
  await sql`delete from app.imported_figures f where f.initiative_id = ${initiativeId}::uuid and f.import_id = any (${importIds}::uuid[])`.execute(trx)
}

/** Sets of cells of these periods in which no cell is left: they would hold the period back. */
export async function removeEmptySets(trx: Trx, initiativeId: string, periodIds: readonly string[]): Promise<void> {
  if (periodIds.length === 0) return
  await sql`
    delete from app.cell_sets s where s.initiative_id = ${initiativeId}::uuid and s.period_id = any (${periodIds}::uuid[])
      and not exists (select 1 from app.cells c where c.initiative_id = s.initiative_id and c.indicator_version_id = s.indicator_version_id and c.period_id = s.period_id)`.execute(
    trx,
  )
}

/** Sets of cells of these indicators in which no cell is left: they would hold the indicator back. */
export async function removeEmptySetsOf(trx: Trx, initiativeId: string, indicatorIds: readonly string[]): Promise<void> {
  if (indicatorIds.length === 0) return
  await sql`
    delete from app.cell_sets s using app.indicator_versions v
    where s.initiative_id = ${initiativeId}::uuid and v.initiative_id = s.initiative_id and v.id = s.indicator_version_id and v.indicator_id = any (${indicatorIds}::uuid[])
      and not exists (select 1 from app.cells c where c.initiative_id = s.initiative_id and c.indicator_version_id = s.indicator_version_id and c.period_id = s.period_id)`.execute(
    trx,
  )
}
