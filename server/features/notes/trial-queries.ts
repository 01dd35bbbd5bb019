import { sql, type SqlBool } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { Author } from './write-queries.ts'

/** Trials that the actor may read, latest first: never who declared them. */
export function trialsOf(trx: Trx, initiativeId: string, trialId: string | null = null) {
  let query = trx
    .selectFrom('safe_to_fail_trials as t')
    .select([
      't.id',
      't.title',
      't.hypothesis',
      't.cost_limit',
      't.starts_on',
      't.ends_on',
      't.sign_it_works',
      't.sign_it_fails',
      't.stopped_by',
      't.visibility',
      't.declared_on',
      't.version',
      sql<boolean>`t.id in (select app.my_trials())`.as('is_mine'),
      sql<string[]>`coalesce((select array_agg(x.note_id) from note_trials x where x.initiative_id = t.initiative_id and x.trial_id = t.id), '{}')`.as(
        'outcomes',
      ),
    ])
    .where('t.initiative_id', '=', initiativeId)
  if (trialId !== null) query = query.where('t.id', '=', trialId)
  return query.orderBy('t.starts_on', 'desc').orderBy('t.id').execute()
}
export type TrialRow = Awaited<ReturnType<typeof trialsOf>>[number]

export interface TrialValues {
  title: string
  hypothesis: string
  cost_limit: string
  starts_on: string
  ends_on: string
  sign_it_works: string
  sign_it_fails: string
  stopped_by: string
  visibility: 'private' | 'circle'
}

export async function insertTrial(trx: Trx, author: Author, id: string, values: TrialValues, declaredOn: string): Promise<void> {
  await trx
    .insertInto('safe_to_fail_trials')
    .values({
      initiative_id: author.initiativeId,
      id,
      author_id: author.authorId,
      partner_id: author.partnerId,
      as_backbone: author.asBackbone,
      declared_on: declaredOn,
      ...values,
    })
    .execute()
}

/** @returns whether the trial was at this version and the actor's own */
export async function updateTrial(trx: Trx, initiativeId: string, id: string, version: number, changes: Partial<TrialValues>): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('safe_to_fail_trials')
    .set({ ...changes, version: version + 1 })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** What notes tell the outcome of, as it was declared. */
export function attachedTrials(trx: Trx, initiativeId: string, noteIds: readonly string[]) {
  return trx
    .selectFrom('note_trials as x')
    .select([
      'x.note_id',
      'x.trial_id',
      'x.title',
      'x.hypothesis',
      'x.cost_limit',
      'x.starts_on',
      'x.ends_on',
      'x.sign_it_works',
      'x.sign_it_fails',
      'x.declared_on',
    ])
    .where('x.initiative_id', '=', initiativeId)
    .where(sql<SqlBool>`x.note_id = any(${[...noteIds]}::uuid[])`)
    .execute()
}
export type AttachedRow = Awaited<ReturnType<typeof attachedTrials>>[number]

/** Attaches a trial as it stands to a note, or lets go of it. */
export async function replaceTrial(trx: Trx, initiativeId: string, noteId: string, guard: string, trial: TrialRow | null): Promise<void> {
  await trx.deleteFrom('note_trials').where('initiative_id', '=', initiativeId).where('note_id', '=', noteId).execute()
  if (trial === null) return
  const { id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, declared_on } = trial
  await trx
    .insertInto('note_trials')
    .values({
      initiative_id: initiativeId,
      note_id: noteId,
      guard,
      trial_id: id,
      title,
      hypothesis,
      cost_limit,
      starts_on,
      ends_on,
      sign_it_works,
      sign_it_fails,
      declared_on,
    })
    .execute()
}

export function channelOf(trx: Trx, initiativeId: string) {
  return trx.selectFrom('reporting_channels').select(['text_fr', 'text_en', 'version']).where('initiative_id', '=', initiativeId).executeTakeFirst()
}

/** @returns whether the channel was at this version; 0 is none yet */
export async function saveChannel(trx: Trx, initiativeId: string, version: number, values: { text_fr: string; text_en: string | null }): Promise<boolean> {
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('reporting_channels')
      .values({ initiative_id: initiativeId, ...values })
      .onConflict((on) => on.columns(['initiative_id']).doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await trx
    .updateTable('reporting_channels')
    .set({ ...values, version: version + 1 })
    .where('initiative_id', '=', initiativeId)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
