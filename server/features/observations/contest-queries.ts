import { sql } from 'kysely'
import type { Contest } from '#shared/observations/contests.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import type { Trx } from '#server/platform/db/context.ts'

export interface ContestRow {
  id: string
  kind: Contest['kind']
  partnerId: string
  partner: string
  partnerName: string
  observationId: string | null
  state: ObservationState | null
  indicator: string | null
  territory: string | null
  period: string | null
  category: string | null
  contributionId: string | null
  contributionKind: NonNullable<Contest['contribution']>['kind'] | null
  descriptionFr: string | null
  descriptionEn: string | null
  openedOn: string
  resolvedOn: string | null
  resolvedSide: Contest['resolvedSide']
  version: number
}

/** Contests, latest first; or one of them. What each is about is joined in: call it with a purpose, and decide what to show. */
export async function listContests(
  trx: Trx,
  initiativeId: string,
  filter: { id?: string | undefined; indicator?: string | undefined; partner?: string | undefined } = {},
): Promise<ContestRow[]> {
  const { rows } = await sql<ContestRow>`
    select c.id, c.kind, c.partner_id as "partnerId", pa.code as partner, og.name as "partnerName", c.observation_id as "observationId", o.state, i.code as indicator,
      t.code as territory, p.code as period, o.category, c.contribution_id as "contributionId", co.kind as "contributionKind", co.description_fr as "descriptionFr",
      co.description_en as "descriptionEn", c.opened_on as "openedOn", c.resolved_on as "resolvedOn", c.resolved_side as "resolvedSide", c.version
    from app.contests c
    join app.partners pa on pa.initiative_id = c.initiative_id and pa.id = c.partner_id
    join app.organizations og on og.initiative_id = pa.initiative_id and og.id = pa.organization_id
    left join app.observations o on o.initiative_id = c.initiative_id and o.id = c.observation_id
    left join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
    left join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
    left join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
    left join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    left join app.contributions co on co.initiative_id = c.initiative_id and co.id = c.contribution_id
    where c.initiative_id = ${initiativeId}::uuid
      ${filter.id === undefined ? sql`` : sql`and c.id = ${filter.id}::uuid`}
      ${filter.indicator === undefined ? sql`` : sql`and i.code = ${filter.indicator}`}
      ${filter.partner === undefined ? sql`` : sql`and pa.code = ${filter.partner}`}
    order by c.resolved_on is not null, c.opened_on desc, c.id limit 500`.execute(trx)
  return rows
}

export interface MessageRow {
  id: string
  side: 'partner' | 'backbone'
  authorId: string | null
  body: string
  saidAt: Date
  isResolution: boolean
  isCarried: boolean | null
}

/** What was said, in order. */
export async function listMessages(trx: Trx, initiativeId: string, contestId: string): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select id, side, author_id as "authorId", body, said_at as "saidAt", is_resolution as "isResolution", is_carried as "isCarried"
    from app.contest_messages where initiative_id = ${initiativeId}::uuid and contest_id = ${contestId}::uuid order by said_at, id`.execute(trx)
  return rows
}

/** What a partner asks releases to carry beside its figure. */
export interface CarriedComment {
  readonly indicator: string
  readonly territory: string
  readonly period: string
  readonly partner: string
  readonly body: string
}

/** Words that partners ask releases to carry, of discussions that are open on undivided figures, in a fixed order. */
export async function readCarriedComments(trx: Trx, initiativeId: string): Promise<CarriedComment[]> {
  const { rows } = await sql<CarriedComment>`
    select i.code as indicator, t.code as territory, p.code as period, pa.code as partner, m.body
    from app.contests c
    cross join lateral (
      select x.body, x.is_carried from app.contest_messages x
      where x.initiative_id = c.initiative_id and x.contest_id = c.id and x.is_carried is not null order by x.said_at desc, x.id limit 1) m
    join app.partners pa on pa.initiative_id = c.initiative_id and pa.id = c.partner_id
    join app.observations o on o.initiative_id = c.initiative_id and o.id = c.observation_id and o.category = 'TOTAL'
    join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
    join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
    join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
    join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    where c.initiative_id = ${initiativeId}::uuid and c.resolved_on is null and m.is_carried
    order by i.code, p.starts_on, pa.code, t.code`.execute(trx)
  return rows
}

/** A contribution's partner. */
export async function partnerOfContribution(trx: Trx, initiativeId: string, contributionId: string): Promise<string | null> {
  const { rows } = await sql<{ partnerId: string }>`
    select partner_id as "partnerId" from app.contributions where initiative_id = ${initiativeId}::uuid and id = ${contributionId}::uuid`.execute(trx)
  return rows[0]?.partnerId ?? null
}

export async function insertContest(
  trx: Trx,
  initiativeId: string,
  contest: { id: string; observationId: string | null; contributionId: string | null; partnerId: string; on: string },
): Promise<void> {
  await sql`
    insert into app.contests (initiative_id, id, kind, observation_id, contribution_id, partner_id, opened_on)
    values (${initiativeId}::uuid, ${contest.id}::uuid, ${contest.observationId === null ? 'contribution' : 'figure'}, ${contest.observationId}::uuid,
      ${contest.contributionId}::uuid, ${contest.partnerId}::uuid, ${contest.on}::date)`.execute(trx)
}

export async function insertMessage(
  trx: Trx,
  initiativeId: string,
  message: {
    contestId: string
    partnerId: string
    side: 'partner' | 'backbone'
    by: string | null
    body: string
    at: Date
    isResolution: boolean
    isCarried: boolean | null
  },
): Promise<void> {
  await sql`
    insert into app.contest_messages (initiative_id, contest_id, partner_id, side, is_resolution, is_carried, author_id, body, said_at)
    values (${initiativeId}::uuid, ${message.contestId}::uuid, ${message.partnerId}::uuid, ${message.side}, ${message.isResolution}, ${message.isCarried}, ${message.by}::uuid, ${message.body},
      ${message.at}::timestamptz)`.execute(trx)
}

/** Locks a contest. @returns its version, and whether it is settled */
export async function lockContest(trx: Trx, initiativeId: string, contestId: string): Promise<{ version: number; isResolved: boolean } | null> {
  const { rows } = await sql<{ version: number; isResolved: boolean }>`
    select version, resolved_on is not null as "isResolved" from app.contests where initiative_id = ${initiativeId}::uuid and id = ${contestId}::uuid for update`.execute(
    trx,
  )
  return rows[0] ?? null
}

/** A new version: somebody spoke, or the contest is settled. */
export async function touchContest(
  trx: Trx,
  initiativeId: string,
  contestId: string,
  resolution: { side: 'partner' | 'backbone'; on: string } | null,
): Promise<void> {
  await sql`
    update app.contests set version = version + 1
      ${resolution === null ? sql`` : sql`, resolved_on = ${resolution.on}::date, resolved_side = ${resolution.side}`}
    where initiative_id = ${initiativeId}::uuid and id = ${contestId}::uuid`.execute(trx)
}
