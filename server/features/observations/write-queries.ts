import { sql } from 'kysely'
import { compiledOnce } from '#server/platform/db/compiled.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** A figure ready to be stored; the keys are the names of the record set below. */
export interface FigureRecord {
  readonly id: string
  readonly v: string
  readonly t: string
  readonly pa: string | null
  readonly p: string
  readonly category: string
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
  readonly bool: boolean | null
  readonly achieved: string | null
  readonly amount: string | null
  readonly currency: string | null
  readonly rate: string | null
  readonly rated: string | null
  readonly presence: string
  readonly reason: string | null
  readonly state: string
  readonly direct: boolean
  readonly flags: readonly string[]
  readonly comment: string | null
  readonly behalf: boolean
  readonly version: number
}

/** What all figures of one write share. */
export interface WriteFacts {
  readonly initiativeId: string
  readonly actorId: string | null
  readonly origin: 'partner' | 'backbone' | 'import'
  readonly importId: string | null
  readonly now: Date
}

const recordset = (records: string) => sql`json_to_recordset(${records}::json) as r(id uuid, v uuid, t uuid, pa uuid, p uuid, category text,
  value numeric, numerator numeric, denominator numeric, n numeric, bool boolean, achieved date, amount numeric, currency text, rate numeric, rated date,
  presence text, reason text, state text, direct boolean, flags text[], comment text, behalf boolean, version integer)`

/** The facts of a write, and its records as JSON. */
type Sent = WriteFacts & { readonly records: string }

const INSERT = compiledOnce((db, { initiativeId, actorId, origin, importId, now, records }: Sent) =>
  sql<{ id: string; version: number }>`
    insert into app.observations (initiative_id, id, indicator_version_id, territory_id, partner_id, period_id, category, value, numerator, denominator, sample_n, bool_value, achieved_on,
      amount_original, currency_code, fx_rate, fx_date, presence, presence_reason, state, is_direct_total, flags, comment, origin, entered_on_behalf, entered_by, submitted_at,
      validated_by, validated_at, import_id, version, updated_at)
    select ${initiativeId}::uuid, r.id, r.v, r.t, r.pa, r.p, r.category, r.value, r.numerator, r.denominator, r.n, r.bool, r.achieved,
      r.amount, r.currency, r.rate, r.rated, r.presence, r.reason, r.state, r.direct, r.flags, r.comment, ${origin}, r.behalf, ${actorId}::uuid,
      case when r.state <> 'draft' then ${now}::timestamptz end, case when r.state = 'validated' then ${actorId}::uuid end,
      case when r.state = 'validated' then ${now}::timestamptz end, ${importId}::uuid, coalesce(gone.version, 0) + 1, ${now}::timestamptz
    from ${recordset(records)}
    left join app.ended_figures gone on gone.initiative_id = ${initiativeId}::uuid and gone.indicator_version_id = r.v and gone.period_id = r.p and gone.territory_id = r.t
      and gone.partner_id is not distinct from r.pa and gone.category = r.category
    order by r.v, r.p, r.t, r.pa, r.category
    on conflict on constraint observations_one_current_key do nothing
    returning id, version`.compile(db),
)

/**
 * Inserts new figures in key order, each under the version that follows the last one its key ever had.
 * @returns ids that were written with their versions: another may hold the key meanwhile
 */
export async function insertFigures(trx: Trx, facts: WriteFacts, records: readonly FigureRecord[]): Promise<Map<string, number>> {
  if (records.length === 0) return new Map()
  return new Map((await INSERT(trx, { ...facts, records: JSON.stringify(records) })).map(({ id, version }) => [id, version]))
}

const UPDATE = compiledOnce((db, { initiativeId, actorId, origin, importId, now, records }: Sent) =>
  sql`
    update app.observations o set
      value = r.value, numerator = r.numerator, denominator = r.denominator, sample_n = r.n, bool_value = r.bool, achieved_on = r.achieved,
      amount_original = r.amount, currency_code = r.currency, fx_rate = r.rate, fx_date = r.rated, presence = r.presence, presence_reason = r.reason, state = r.state,
      is_direct_total = r.direct, flags = r.flags, comment = r.comment, origin = ${origin}, entered_on_behalf = r.behalf, entered_by = ${actorId}::uuid,
      submitted_at = case when r.state <> 'draft' then ${now}::timestamptz end, same_person = false,
      validated_by = case when r.state = 'validated' then ${actorId}::uuid end, validated_at = case when r.state = 'validated' then ${now}::timestamptz end,
      import_id = ${importId}::uuid, version = r.version, updated_at = ${now}::timestamptz
    from ${recordset(records)}
    where o.initiative_id = ${initiativeId}::uuid and o.id = r.id`.compile(db),
)

/** Replaces figures that the transaction has locked. */
export async function updateFigures(trx: Trx, facts: WriteFacts, records: readonly FigureRecord[]): Promise<void> {
  if (records.length > 0) await UPDATE(trx, { ...facts, records: JSON.stringify(records) })
}

/** One line of a figure's append-only history. */
export interface RevisionRecord {
  readonly observation: string
  readonly number: number
  readonly partner: string | null
  readonly old: Readonly<Record<string, unknown>> | null
  readonly new: Readonly<Record<string, unknown>>
  readonly oldState: string | null
  readonly newState: string
  readonly reason: string
  readonly note: string | null
  readonly approver: string | null
}

type RevisionFacts = Pick<WriteFacts, 'initiativeId' | 'actorId' | 'now'>

const INSERT_REVISIONS = compiledOnce((db, { initiativeId, actorId, now, records }: RevisionFacts & { readonly records: string }) =>
  sql`
    insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason, note, author_id, approver_id, at)
    select ${initiativeId}::uuid, r.observation, r.number, r.partner, r.old, r.new, r."oldState", r."newState", r.reason, r.note, ${actorId}::uuid, r.approver, ${now}::timestamptz
    from json_to_recordset(${records}::json)
      as r(observation uuid, number integer, partner uuid, old jsonb, new jsonb, "oldState" text, "newState" text, reason text, note text, approver uuid)`.compile(
    db,
  ),
)

export async function insertRevisions(trx: Trx, facts: RevisionFacts, revisions: readonly RevisionRecord[]): Promise<void> {
  if (revisions.length > 0) await INSERT_REVISIONS(trx, { ...facts, records: JSON.stringify(revisions) })
}
