import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { FigureKey } from './queries.ts'

/** Who is checking a partner's figures of a period. */
export interface Claim {
  partnerId: string | null
  periodId: string
  userId: string
  name: string
  at: Date
}

type Place = Pick<FigureKey, 'partnerId' | 'periodId'>

/** Claims on the forms of these figures, or on all forms. */
export async function claimsOn(trx: Trx, initiativeId: string, places: readonly Place[] | null): Promise<Claim[]> {
  if (places?.length === 0) return []
  const { rows } = await sql<Claim>`
    select c.partner_id as "partnerId", c.period_id as "periodId", c.claimed_by as "userId", coalesce(s.name, '') as name, c.claimed_at as at
    from app.review_claims c
    left join app.persons s on s.initiative_id = c.initiative_id and s.user_id = c.claimed_by
    where c.initiative_id = ${initiativeId}::uuid
      ${places === null ? sql`` : sql`and c.period_id = any (${[...new Set(places.map(({ periodId }) => periodId))]}::uuid[])`}`.execute(trx)
  return places === null ? rows : rows.filter((row) => places.some((place) => place.periodId === row.periodId && place.partnerId === row.partnerId))
}

/** Takes the claim on one form. @returns whose it is then: somebody else's stands unless it is taken over */
export async function insertClaim(
  trx: Trx,
  facts: { initiativeId: string; userId: string; now: Date },
  { partnerId, periodId }: Place,
  takesOver: boolean,
): Promise<string> {
  const { rows } = await sql<{ userId: string }>`
    insert into app.review_claims as c (initiative_id, partner_id, period_id, claimed_by, claimed_at)
    values (${facts.initiativeId}::uuid, ${partnerId}::uuid, ${periodId}::uuid, ${facts.userId}::uuid, ${facts.now}::timestamptz)
    on conflict on constraint review_claims_one_key do update set
      claimed_at = case when ${takesOver} then excluded.claimed_at else c.claimed_at end,
      claimed_by = case when ${takesOver} then excluded.claimed_by else c.claimed_by end
    returning claimed_by as "userId"`.execute(trx)
  return rows[0]?.userId ?? facts.userId
}

/** Gives one's own claim on a form up. */
export async function deleteClaim(trx: Trx, initiativeId: string, userId: string, { partnerId, periodId }: Place): Promise<void> {
  await sql`
    delete from app.review_claims
    where initiative_id = ${initiativeId}::uuid and claimed_by = ${userId}::uuid and period_id = ${periodId}::uuid
      and partner_id is not distinct from ${partnerId}::uuid`.execute(trx)
}

/** Ends the claims on forms of which nothing is left to check. */
export async function endClaims(trx: Trx, initiativeId: string, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  await sql`
    delete from app.review_claims c
    where c.initiative_id = ${initiativeId}::uuid and c.period_id = any (${[...new Set(places.map(({ periodId }) => periodId))]}::uuid[])
      and not exists (select 1 from app.observations o
        where o.initiative_id = c.initiative_id and o.period_id = c.period_id and o.state = 'submitted' and o.partner_id is not distinct from c.partner_id)`.execute(
    trx,
  )
}
