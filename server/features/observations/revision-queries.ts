import { sql } from 'kysely'
import type { RevisionReason } from '#shared/observations/life-cycle.ts'
import type { RevisionState } from '#shared/observations/revision-contract.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { FigureRecord } from './write-queries.ts'

type Content = Record<string, unknown>

/** A change that was asked, with what its readers see. */
export interface RequestRow {
  id: string
  observationId: string
  partnerId: string | null
  indicator: string
  territory: string
  territoryName: string
  partner: string | null
  partnerName: string | null
  period: string
  category: string
  old: Content
  new: Content
  reason: RevisionReason
  note: string
  state: RevisionState
  authorId: string | null
  requestedBy: string | null
  requestedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  decisionNote: string | null
  samePerson: boolean
  version: number
}

/** Requests in one state or in any, latest first. */
export async function listRequests(trx: Trx, initiativeId: string, filter: { state: RevisionState | null; limit: number }): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select q.id, q.observation_id as "observationId", q.partner_id as "partnerId", i.code as indicator, t.code as territory, t.name_fr as "territoryName", pa.code as partner,
      g.name as "partnerName", p.code as period, o.category, q.old_figure as old, q.new_figure as new, q.reason, q.note, q.state, q.author_id as "authorId",
      a.name as "requestedBy", q.requested_at as "requestedAt", b.name as "decidedBy", q.decided_at as "decidedAt", q.decision_note as "decisionNote",
      q.same_person as "samePerson", q.version
    from app.revision_requests q
    join app.observations o on o.initiative_id = q.initiative_id and o.id = q.observation_id
    join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
    join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
    join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
    join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    left join app.partners pa on pa.initiative_id = o.initiative_id and pa.id = o.partner_id
    left join app.organizations g on g.initiative_id = pa.initiative_id and g.id = pa.organization_id
    left join app.persons a on a.initiative_id = q.initiative_id and a.user_id = q.author_id
    left join app.persons b on b.initiative_id = q.initiative_id and b.user_id = q.approver_id
    where q.initiative_id = ${initiativeId}::uuid ${filter.state === null ? sql`` : sql`and q.state = ${filter.state}`}
    order by q.requested_at desc, q.id limit ${filter.limit}`.execute(trx)
  return rows
}

/** A request as it is decided, locked. */
export interface LockedRequest {
  id: string
  observationId: string
  seenVersion: number
  new: Content
  reason: RevisionReason
  note: string
  state: RevisionState
  authorId: string | null
  onBehalf: boolean
  version: number
}

export async function requestForUpdate(trx: Trx, initiativeId: string, id: string): Promise<LockedRequest | undefined> {
  const { rows } = await sql<LockedRequest>`
    select q.id, q.observation_id as "observationId", q.seen_version as "seenVersion", q.new_figure as new, q.reason, q.note, q.state, q.author_id as "authorId",
      q.on_behalf as "onBehalf", q.version
    from app.revision_requests q where q.initiative_id = ${initiativeId}::uuid and q.id = ${id}::uuid for update of q`.execute(trx)
  return rows[0]
}

export async function insertRequest(
  trx: Trx,
  facts: { initiativeId: string; actorId: string | null; now: Date },
  request: {
    observationId: string
    partnerId: string | null
    seenVersion: number
    old: Content
    new: Content
    reason: RevisionReason
    note: string
    onBehalf: boolean
  },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into app.revision_requests (initiative_id, observation_id, partner_id, seen_version, old_figure, new_figure, reason, note, author_id, on_behalf, requested_at)
    values (${facts.initiativeId}::uuid, ${request.observationId}::uuid, ${request.partnerId}::uuid, ${request.seenVersion}, ${JSON.stringify(request.old)}::jsonb,
      ${JSON.stringify(request.new)}::jsonb, ${request.reason}, ${request.note}, ${facts.actorId}::uuid, ${request.onBehalf}, ${facts.now}::timestamptz)
    on conflict do nothing returning id`.execute(trx)
  return rows[0]?.id ?? null
}

/** A change that a file asks for. */
export interface FileRequest {
  readonly observation: string
  readonly partner: string | null
  readonly seen: number
  readonly old: Content
  readonly new: Content
  readonly behalf: boolean
}

/** Requests of one import, all for one reason. */
export async function insertRequests(
  trx: Trx,
  facts: { initiativeId: string; actorId: string | null; now: Date },
  shared: { importId: string | null; reason: RevisionReason; note: string },
  requests: readonly FileRequest[],
): Promise<void> {
  if (requests.length === 0) return
  await sql`
    insert into app.revision_requests (initiative_id, observation_id, partner_id, seen_version, old_figure, new_figure, reason, note, author_id, on_behalf, requested_at, import_id)
    select ${facts.initiativeId}::uuid, r.observation, r.partner, r.seen, r.old, r.new, ${shared.reason}, ${shared.note}, ${facts.actorId}::uuid, r.behalf,
      ${facts.now}::timestamptz, ${shared.importId}::uuid
    from json_to_recordset(${JSON.stringify(requests)}::json) as r(observation uuid, partner uuid, seen integer, old jsonb, new jsonb, behalf boolean)
    on conflict do nothing`.execute(trx)
}

/** What is asked and not decided of these figures, by figure. */
export async function pendingRequests(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Map<string, Content>> {
  const { rows } = await sql<{ id: string; content: Content }>`
    select q.observation_id as id, q.new_figure as content from app.revision_requests q
    where q.initiative_id = ${initiativeId}::uuid and q.observation_id = any (${ids}::uuid[]) and q.state = 'pending'`.execute(trx)
  return new Map(rows.map(({ id, content }) => [id, content]))
}

/** Withdraws what an import asked and nobody decided. @returns how many */
export async function withdrawRequestsOf(trx: Trx, facts: { initiativeId: string; actorId: string | null; now: Date }, importId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update app.revision_requests set state = 'withdrawn', approver_id = ${facts.actorId}::uuid, decided_at = ${facts.now}::timestamptz, version = version + 1
    where initiative_id = ${facts.initiativeId}::uuid and import_id = ${importId}::uuid and state = 'pending'`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

export async function storeDecision(
  trx: Trx,
  facts: { initiativeId: string; actorId: string | null; now: Date },
  decision: { id: string; state: RevisionState; samePerson: boolean; note: string | null },
): Promise<void> {
  await sql`
    update app.revision_requests set state = ${decision.state}, approver_id = ${facts.actorId}::uuid, same_person = ${decision.samePerson},
      decision_note = ${decision.note}, decided_at = ${facts.now}::timestamptz, version = version + 1
    where initiative_id = ${facts.initiativeId}::uuid and id = ${decision.id}::uuid`.execute(trx)
}

/** A locked figure takes the content that was asked; its state stays. */
export async function applyRevision(
  trx: Trx,
  facts: { initiativeId: string; actorId: string | null; now: Date },
  record: FigureRecord,
  { authorId, samePerson }: { authorId: string | null; samePerson: boolean },
): Promise<void> {
  await sql`
    update app.observations o set
      value = r.value, numerator = r.numerator, denominator = r.denominator, sample_n = r.n, bool_value = r.bool, achieved_on = r.achieved,
      amount_original = r.amount, currency_code = r.currency, fx_rate = r.rate, fx_date = r.rated, presence = r.presence, presence_reason = r.reason,
      entered_by = ${authorId}::uuid, entered_on_behalf = o.entered_on_behalf or r.behalf, validated_by = ${facts.actorId}::uuid, validated_at = ${facts.now}::timestamptz,
      same_person = ${samePerson}, version = r.version, updated_at = ${facts.now}::timestamptz
    from json_to_record(${JSON.stringify(record)}::json) as r(id uuid, value numeric, numerator numeric, denominator numeric, n numeric, bool boolean, achieved date,
      amount numeric, currency text, rate numeric, rated date, presence text, reason text, behalf boolean, version integer)
    where o.initiative_id = ${facts.initiativeId}::uuid and o.id = r.id`.execute(trx)
}
