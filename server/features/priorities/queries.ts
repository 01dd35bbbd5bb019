import { sql } from 'kysely'
import type { Ballot, PriorityResult } from '#shared/priorities/order.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'

/** Rounds, newest first. */
export async function listRoundRows(trx: Trx, initiativeId: string, id?: string) {
  const rows = await trx
    .selectFrom('priority_rounds')
    .select(['id', 'title', 'criteria', 'is_named as isNamed', 'closes_on as closesOn', 'state', 'closed_on as closedOn', 'result', 'version'])
    .where('initiative_id', '=', initiativeId)
    .$if(id !== undefined, (qb) => qb.where('id', '=', id as string))
    .orderBy('state', 'desc')
    .orderBy('closes_on', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as 'open' | 'closed', result: row.result as PriorityResult | null }))
}
export type RoundRow = Awaited<ReturnType<typeof listRoundRows>>[number]

/** State and version of one round, locked: a ballot waits for a closing, and the other way round. */
export async function roundForUpdate(trx: Trx, initiativeId: string, id: string) {
  const row = await trx
    .selectFrom('priority_rounds')
    .select(['id', 'criteria', 'is_named as isNamed', 'closes_on as closesOn', 'state', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, state: row.state as 'open' | 'closed' }
}

export type HeldRound = NonNullable<Awaited<ReturnType<typeof roundForUpdate>>>

/** Open rounds whose last day is before a day. */
export async function overdueRounds(trx: Trx, initiativeId: string, today: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('priority_rounds')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('state', '=', 'open')
    .where('closes_on', '<', today)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** How many partners there are on a day: as many ballots there could be. */
export async function countPartners(trx: Trx, initiativeId: string, day: string): Promise<number> {
  const { count } = await trx
    .selectFrom('partners')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('initiative_id', '=', initiativeId)
    .where('joined_on', '<=', day)
    .where((eb) => eb.or([eb('left_on', 'is', null), eb('left_on', '>=', day)]))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function moveClosing(trx: Trx, initiativeId: string, id: string, closesOn: string): Promise<void> {
  await trx
    .updateTable('priority_rounds')
    .set({ closes_on: closesOn, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

export function listCandidateRows(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('priority_candidates')
    .select(['id', 'round_id as roundId', 'name', 'activity_id as activityId'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('round_id')
    .orderBy('position')
    .execute()
}

export async function insertRound(
  trx: Trx,
  initiativeId: string,
  round: { title: string; criteria: string[]; is_named: boolean; closes_on: string },
  candidates: readonly { name: string; activity_id: string | null }[],
): Promise<string> {
  const { id } = await trx
    .insertInto('priority_rounds')
    .values({ ...round, initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('priority_candidates')
    .values(candidates.map((candidate, position) => ({ ...candidate, initiative_id: initiativeId, round_id: id, position })))
    .execute()
  return id
}

/** How many partners have voted, by round; never which: counted beyond what the hat reads. */
export async function countBallots(trx: Trx, initiativeId: string): Promise<Map<string, number>> {
  const rows = await withPurpose(trx, 'maintenance', () =>
    trx
      .selectFrom('priority_ballots')
      .select((eb) => ['round_id as roundId', eb.fn.countAll<string>().as('count')])
      .where('initiative_id', '=', initiativeId)
      .groupBy('round_id')
      .execute(),
  )
  return new Map(rows.map(({ roundId, count }) => [roundId, Number(count)]))
}

/** Ballots that the hat may read: its own partner's while a round is open, all of a named round that is closed. */
export async function listReadableBallots(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('priority_ballots as b')
    .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'b.initiative_id').onRef('p.id', '=', 'b.partner_id'))
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['b.round_id as roundId', 'b.partner_id as partnerId', 'p.code', 'o.name', 'b.scores', 'b.is_told as isTold', 'b.version'])
    .where('b.initiative_id', '=', initiativeId)
    .orderBy('o.name')
    .orderBy('p.code')
    .execute()
  return rows.map((row) => ({ ...row, scores: row.scores as Record<string, (number | null)[]> }))
}
export type BallotRow = Awaited<ReturnType<typeof listReadableBallots>>[number]

/** Every ballot of a round that closes, without its partner. */
export async function ballotsToCount(trx: Trx, initiativeId: string, roundId: string): Promise<Ballot[]> {
  const rows = await withPurpose(trx, 'maintenance', () =>
    trx.selectFrom('priority_ballots').select('scores').where('initiative_id', '=', initiativeId).where('round_id', '=', roundId).execute(),
  )
  return rows.map(({ scores }) => scores as unknown as Ballot)
}

/** Version of a partner's own ballot, 0 while there is none. */
export async function ballotVersion(trx: Trx, initiativeId: string, roundId: string, partnerId: string): Promise<number> {
  const row = await trx
    .selectFrom('priority_ballots')
    .select('version')
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .where('partner_id', '=', partnerId)
    .executeTakeFirst()
  return row?.version ?? 0
}

export async function saveBallot(trx: Trx, initiativeId: string, roundId: string, partnerId: string, scores: Ballot): Promise<void> {
  const text = JSON.stringify(scores)
  await trx
    .insertInto('priority_ballots')
    .values({ initiative_id: initiativeId, round_id: roundId, partner_id: partnerId, scores: sql`${text}::jsonb` })
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'round_id', 'partner_id'])
        .doUpdateSet({ scores: sql`${text}::jsonb`, version: sql<number>`priority_ballots.version + 1` }),
    )
    .execute()
}

/** Closes a round with what it tells; ballots that were announced as named are shown, the others cease to be. */
export async function closeRound(trx: Trx, initiativeId: string, id: string, isNamed: boolean, closedOn: string, result: PriorityResult): Promise<void> {
  await trx
    .updateTable('priority_rounds')
    .set({ state: 'closed', closed_on: closedOn, result: sql`${JSON.stringify(result)}::jsonb`, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
  await withPurpose(trx, 'maintenance', async () => {
    if (isNamed) await trx.updateTable('priority_ballots').set({ is_told: true }).where('initiative_id', '=', initiativeId).where('round_id', '=', id).execute()
    else await trx.deleteFrom('priority_ballots').where('initiative_id', '=', initiativeId).where('round_id', '=', id).execute()
  })
}

export async function linkCandidate(trx: Trx, initiativeId: string, roundId: string, candidateId: string, activityId: string): Promise<void> {
  await trx
    .updateTable('priority_candidates')
    .set({ activity_id: activityId })
    .where('initiative_id', '=', initiativeId)
    .where('round_id', '=', roundId)
    .where('id', '=', candidateId)
    .execute()
}
