import { currentVersions } from '#server/features/indicators/service.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import { saveAssignmentRows } from './assignment-queries.ts'
import { heldIn, owedIn, putBackAssignmentRows } from './carry-queries.ts'

/** An assignment of a territory that ends, as it would go on in a territory that succeeds it. */
export interface Carry {
  readonly assignmentId: string
  readonly indicatorId: string
  readonly indicator: string
  readonly nameFr: string
  readonly nameEn: string | null
  readonly partnerId: string | null
  readonly partnerCode: string | null
  readonly fromId: string
  readonly toId: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly periodFilter: readonly string[] | null
  readonly paused: boolean
}

/**
 * What is owed in territories that end, for each territory that succeeds them; nothing where the same partner owes the same
 * figure there already, and once where several territories become one.
 */
export async function proposeCarries(
  trx: Trx,
  initiativeId: string,
  moves: readonly { readonly fromId: string; readonly toId: string }[],
  on: string,
): Promise<Carry[]> {
  if (moves.length === 0) return []
  const names = new Map((await currentVersions(trx, initiativeId, on)).map((version) => [version.indicatorId, version]))
  const key = (one: { indicatorId: string; partnerId: string | null }, territoryId: string) => `${one.indicatorId} ${one.partnerId ?? ''} ${territoryId}`
  const tos = moves.map(({ toId }) => toId)
  const taken = new Set((await heldIn(trx, initiativeId, tos, on)).map((one) => key(one, one.territoryId)))
  const froms = moves.map(({ fromId }) => fromId)
  return (await owedIn(trx, initiativeId, froms, on)).flatMap((owed) =>
    moves.flatMap(({ fromId, toId }) => {
      const version = names.get(owed.indicatorId)
      const name = key(owed, toId)
      if (version === undefined || owed.territoryId !== fromId || taken.has(name)) return []
      taken.add(name)
      const { territoryId: _from, validFrom, ...rest } = owed
      return [{ ...rest, indicator: version.code, nameFr: version.nameFr, nameEn: version.nameEn, fromId, toId, validFrom: validFrom > on ? validFrom : on }]
    }),
  )
}

/** Makes the assignments that go on; the caller brings the cells up to date. */
export async function carryAssignments(trx: Trx, initiativeId: string, carries: readonly Carry[], now: Date): Promise<void> {
  for (const [indicatorId, list] of Map.groupBy(carries, (one) => one.indicatorId))
    await saveAssignmentRows(
      trx,
      initiativeId,
      indicatorId,
      list.map((one) => ({ territory: one.toId, partner: one.partnerId, from: one.validFrom, to: one.validTo, endings: one.periodFilter, paused: one.paused })),
      now,
    )
}

/** Assignments of an indicator as they were known at the end of a day, for a transaction that goes back. @returns territories concerned */
export function putBackAssignments(
  trx: Trx,
  initiative: { readonly id: string; readonly timeZone: string },
  indicatorId: string,
  on: string,
): Promise<string[]> {
  return withPurpose(trx, 'maintenance', () => putBackAssignmentRows(trx, initiative.id, indicatorId, { on, timeZone: initiative.timeZone }))
}
