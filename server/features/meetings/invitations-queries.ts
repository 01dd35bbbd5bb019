import type { Trx } from '#server/platform/db/context.ts'
import { hatHolds } from '#server/platform/db/hats.ts'

const named = <T extends { userId: string | null }>(rows: readonly T[]) => rows.flatMap((row) => (row.userId === null ? [] : [{ ...row, userId: row.userId }]))

/** People with an account who wear a funder's hat, by name. */
export async function listFunderPeople(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('persons as n')
    .select(['n.id as personId', 'n.name', 'n.user_id as userId'])
    .where('n.initiative_id', '=', initiativeId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('role_assignments as r')
          .select('r.id')
          .whereRef('r.initiative_id', '=', 'n.initiative_id')
          .whereRef('r.person_id', '=', 'n.id')
          .where('r.role', '=', 'funder')
          .where(hatHolds('r')),
      ),
    )
    .orderBy('n.name')
    .orderBy('n.id')
    .execute()
  return named(rows)
}

/** People behind accounts, by name. */
export async function peopleOfAccounts(trx: Trx, initiativeId: string, accounts: readonly string[]) {
  if (accounts.length === 0) return []
  const rows = await trx
    .selectFrom('persons')
    .select(['id as personId', 'name', 'user_id as userId'])
    .where('initiative_id', '=', initiativeId)
    .where('user_id', 'in', [...accounts])
    .orderBy('name')
    .orderBy('id')
    .execute()
  return named(rows)
}

/** Accounts that read a meeting; foreign keys carry them to its agenda. */
export async function setInvited(trx: Trx, initiativeId: string, meetingId: string, accounts: string[]): Promise<void> {
  await trx.updateTable('meetings').set({ invited: accounts }).where('initiative_id', '=', initiativeId).where('id', '=', meetingId).execute()
}

/** Accounts that a meeting invites. */
export async function invitedAccounts(trx: Trx, initiativeId: string, meetingId: string): Promise<string[]> {
  const row = await trx.selectFrom('meetings').select('invited').where('initiative_id', '=', initiativeId).where('id', '=', meetingId).executeTakeFirst()
  return row?.invited ?? []
}
