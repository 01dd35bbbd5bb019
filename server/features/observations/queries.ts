import { sql } from 'kysely'
import type { Presence } from '#shared/progress/components.ts'
import { LOCK_DAYS, type ObservationState } from '#shared/observations/life-cycle.ts'
import { compiledOnce } from '#server/platform/db/compiled.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { dueDateOf } from '#server/platform/db/due-date.ts'

/** A figure as it is read: codes for its key. */
export interface ObservationRow {
  id: string
  indicator: string
  territory: string
  partner: string | null
  period: string
  category: string
  partnerId: string | null
  versionId: string
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
  state: ObservationState
  isDirectTotal: boolean
  flags: string[]
  comment: string | null
  returnComment: string | null
  enteredOnBehalf: boolean
  samePerson: boolean
  version: number
  updatedAt: Date
  origin: string
  enteredBy: string | null
  isUnderReview: boolean
  locksOn: string
}

const FIGURE_COLUMNS = sql`o.id, i.code as indicator, t.code as territory, pa.code as partner, p.code as period, o.category, o.partner_id as "partnerId",
  o.indicator_version_id as "versionId", o.presence, o.presence_reason as "presenceReason", o.value, o.numerator, o.denominator, o.sample_n as "sampleN", o.bool_value as "boolValue",
  o.achieved_on as "achievedOn", o.amount_original as "amountOriginal", o.currency_code as "currencyCode", o.fx_rate as "fxRate", o.fx_date as "fxDate", o.state,
  o.is_direct_total as "isDirectTotal", o.flags, o.comment, o.return_comment as "returnComment", o.entered_on_behalf as "enteredOnBehalf", o.same_person as "samePerson",
  o.version, o.updated_at as "updatedAt", o.origin, o.entered_by as "enteredBy", (${dueDateOf('o.partner_id')} + ${LOCK_DAYS}::integer)::text as "locksOn",
  (o.state = 'submitted' and exists (select 1 from app.review_claims c
    where c.initiative_id = o.initiative_id and c.period_id = o.period_id and c.partner_id is not distinct from o.partner_id)) as "isUnderReview"`

const FIGURE_TABLES = sql`app.observations o
  join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
  join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
  join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
  left join app.partners pa on pa.initiative_id = o.initiative_id and pa.id = o.partner_id`

export interface FigureFilter {
  readonly versionIds: readonly string[] | null
  readonly territoryIds: readonly string[] | null
  readonly partnerId: string | null
  readonly periodId: string | null
  readonly state: ObservationState | null
  readonly after: string | null
  readonly limit: number
}

/** Figures that row level security lets this hat read, by id after a key. */
export async function listObservations(trx: Trx, initiativeId: string, filter: FigureFilter): Promise<ObservationRow[]> {
  const { rows } = await sql<ObservationRow>`
    select ${FIGURE_COLUMNS} from ${FIGURE_TABLES}
    where o.initiative_id = ${initiativeId}::uuid
      ${filter.versionIds === null ? sql`` : sql`and o.indicator_version_id = any (${filter.versionIds}::uuid[])`}
      ${filter.territoryIds === null ? sql`` : sql`and o.territory_id = any (${filter.territoryIds}::uuid[])`}
      ${filter.partnerId === null ? sql`` : sql`and o.partner_id = ${filter.partnerId}::uuid`}
      ${filter.periodId === null ? sql`` : sql`and o.period_id = ${filter.periodId}::uuid`}
      ${filter.state === null ? sql`` : sql`and o.state = ${filter.state}`}
      ${filter.after === null ? sql`` : sql`and o.id > ${filter.after}::uuid`}
    order by o.id limit ${filter.limit}`.execute(trx)
  return rows
}

/** Figures of one partner (or of nobody) in one period, in the indicators' order. */
export async function listFiguresOf(trx: Trx, initiativeId: string, partnerId: string | null, periodId: string): Promise<ObservationRow[]> {
  const { rows } = await sql<ObservationRow>`
    select ${FIGURE_COLUMNS} from ${FIGURE_TABLES}
    where o.initiative_id = ${initiativeId}::uuid and o.period_id = ${periodId}::uuid
      and ${partnerId === null ? sql`o.partner_id is null` : sql`o.partner_id = ${partnerId}::uuid`}
      and o.indicator_version_id in (select w.id from app.indicator_versions w where w.initiative_id = ${initiativeId}::uuid)
    order by i.position, i.code, t.code, o.category limit 5000`.execute(trx)
  return rows
}

/** A stored figure as far as a write compares it. */
export interface StoredFigure {
  id: string
  versionId: string
  territoryId: string
  partnerId: string | null
  periodId: string
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
  flags: string[]
  comment: string | null
  state: ObservationState
  origin: string
  enteredBy: string | null
  version: number
}

const STORED_COLUMNS = sql`o.id, o.indicator_version_id as "versionId", o.territory_id as "territoryId", o.partner_id as "partnerId", o.period_id as "periodId", o.category,
  o.presence, o.presence_reason as "presenceReason", o.value, o.numerator, o.denominator, o.sample_n as "sampleN", o.bool_value as "boolValue", o.achieved_on as "achievedOn",
  o.amount_original as "amountOriginal", o.currency_code as "currencyCode", o.fx_rate as "fxRate", o.fx_date as "fxDate", o.is_direct_total as "isDirectTotal", o.flags, o.comment,
  o.state, o.origin, o.entered_by as "enteredBy", o.version`
/** One order for every writer: locks are taken in the order of the key. */
const KEY_ORDER = sql`o.indicator_version_id, o.period_id, o.territory_id, o.partner_id, o.category`

export interface FigureKey {
  readonly versionId: string
  readonly territoryId: string
  readonly partnerId: string | null
  readonly periodId: string
  readonly category: string
}

const distinct = <Value>(values: readonly Value[]) => [...new Set(values)]

/** The parts of some keys, each a list. */
interface KeyParts {
  readonly initiativeId: string
  readonly versionIds: readonly string[]
  readonly periodIds: readonly string[]
  readonly territoryIds: readonly string[]
  readonly partnerIds: readonly string[]
  readonly orOfNobody: boolean
  readonly categories: readonly string[]
}

function partsOf(initiativeId: string, keys: readonly FigureKey[]): KeyParts {
  const partnerIds = distinct(keys.map((key) => key.partnerId))
  return {
    initiativeId,
    versionIds: distinct(keys.map((key) => key.versionId)),
    periodIds: distinct(keys.map((key) => key.periodId)),
    territoryIds: distinct(keys.map((key) => key.territoryId)),
    partnerIds: partnerIds.filter((id) => id !== null),
    orOfNobody: partnerIds.includes(null),
    categories: distinct(keys.map((key) => key.category)),
  }
}

/**
 * Figures that agree with each part of some key: these keys' own and few others. Lists of single parts are
 * looked up fast whatever the database believes of a table that has just grown; a join of keys is not.
 */
const nearKeys = (parts: KeyParts) => sql`o.initiative_id = ${parts.initiativeId}::uuid and o.indicator_version_id = any (${parts.versionIds}::uuid[])
    and o.period_id = any (${parts.periodIds}::uuid[]) and o.territory_id = any (${parts.territoryIds}::uuid[])
    and (o.partner_id = any (${parts.partnerIds}::uuid[]) or (o.partner_id is null and ${parts.orOfNobody}::boolean))`

const FIGURES_FOR_UPDATE = compiledOnce((db, parts: KeyParts) =>
  sql<StoredFigure>`
    select ${STORED_COLUMNS} from app.observations o
    where ${nearKeys(parts)} and o.category = any (${parts.categories}::text[])
    order by ${KEY_ORDER} for update of o`.compile(db),
)

/** Stored figures of these keys and of few beside them, locked in the order of the key: writers that meet wait, and never for each other. */
export async function figuresForUpdate(trx: Trx, initiativeId: string, keys: readonly FigureKey[]): Promise<StoredFigure[]> {
  return keys.length === 0 ? [] : FIGURES_FOR_UPDATE(trx, partsOf(initiativeId, keys))
}

/** Stored figures by id, locked. */
export async function figuresByIdForUpdate(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<StoredFigure[]> {
  const { rows } = await sql<StoredFigure>`
    select ${STORED_COLUMNS} from app.observations o
    where o.initiative_id = ${initiativeId}::uuid and o.id = any (${ids}::uuid[])
    order by ${KEY_ORDER} for update of o`.execute(trx)
  return rows
}

/** Counted figures beside these, in every category: what a breakdown is checked against. */
export async function siblingsOf(trx: Trx, initiativeId: string, keys: readonly FigureKey[]): Promise<StoredFigure[]> {
  const place = (key: FigureKey) => [key.versionId, key.periodId, key.territoryId, key.partnerId].join(' ')
  const places = new Set(keys.map(place))
  const { rows } = await sql<StoredFigure>`
    select ${STORED_COLUMNS} from app.observations o where ${nearKeys(partsOf(initiativeId, keys))} and o.state in ('submitted', 'validated', 'published')`.execute(
    trx,
  )
  return rows.filter((row) => places.has(place(row)))
}
