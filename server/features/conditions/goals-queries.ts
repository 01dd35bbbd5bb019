import { sql } from 'kysely'
import type { SuccessPictureChange, SuccessPictureInput } from '#shared/conditions/contract.ts'
import type { Horizon } from '#shared/conditions/goal.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

const goalsOf = (trx: Trx, initiativeId: string) =>
  trx
    .selectFrom('goals as g')
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'g.initiative_id').onRef('t.id', '=', 'g.territory_id'))
    .leftJoin('persons as p', (join) => join.onRef('p.initiative_id', '=', 'g.initiative_id').onRef('p.user_id', '=', 'g.adopted_by'))
    .select([
      'g.id',
      'g.parent_goal_id as parentGoalId',
      'g.statement_fr as statementFr',
      'g.statement_en as statementEn',
      'g.population_of_focus_id as populationId',
      't.code as territoryCode',
      'g.target_date as targetDate',
      'g.amount',
      'g.not_feasible_alone as notFeasibleAlone',
      'g.not_feasible_why_fr as notFeasibleWhyFr',
      'g.not_feasible_why_en as notFeasibleWhyEn',
      'g.state',
      'g.adopted_on as adoptedOn',
      'p.name as adoptedByName',
      'g.version',
    ])
    .where('g.initiative_id', '=', initiativeId)

/** Goals that the hat may read, adopted ones first. */
export async function listGoalRows(trx: Trx, initiativeId: string) {
  const rows = await goalsOf(trx, initiativeId).orderBy('g.state').orderBy('g.adopted_on').orderBy('g.target_date').orderBy('g.id').execute()
  return rows.map((row) => ({ ...row, state: row.state as 'draft' | 'adopted' }))
}
export type GoalRow = Awaited<ReturnType<typeof listGoalRows>>[number]

/** State and version of one goal, locked. */
export function goalForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('goals')
    .select(['id', 'state', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Indicator codes of every goal. */
export function listGoalIndicators(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('goal_indicators as gi')
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'gi.initiative_id').onRef('i.id', '=', 'gi.indicator_id'))
    .select(['gi.goal_id as goalId', 'i.code'])
    .where('gi.initiative_id', '=', initiativeId)
    .orderBy('i.position')
    .orderBy('i.code')
    .execute()
}

export interface GoalColumns {
  statement_fr?: string | undefined
  statement_en?: string | null | undefined
  parent_goal_id?: string | null | undefined
  population_of_focus_id?: string | null | undefined
  territory_id?: string | null | undefined
  target_date?: string | null | undefined
  amount?: string | null | undefined
  not_feasible_alone?: boolean | undefined
  not_feasible_why_fr?: string | null | undefined
  not_feasible_why_en?: string | null | undefined
}

export async function insertGoal(trx: Trx, initiativeId: string, columns: GoalColumns & { statement_fr: string }): Promise<string> {
  const { id } = await trx
    .insertInto('goals')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateGoal(
  trx: Trx,
  initiativeId: string,
  id: string,
  columns: GoalColumns & { state?: 'adopted'; adopted_on?: string; adopted_by?: string },
): Promise<void> {
  await trx
    .updateTable('goals')
    .set({ ...blanksToNull(columns), version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** The indicators of a goal become exactly these. */
export async function replaceGoalIndicators(trx: Trx, initiativeId: string, goalId: string, indicatorIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('goal_indicators').where('initiative_id', '=', initiativeId).where('goal_id', '=', goalId).execute()
  if (indicatorIds.length === 0) return
  await trx
    .insertInto('goal_indicators')
    .values(indicatorIds.map((indicator_id) => ({ initiative_id: initiativeId, goal_id: goalId, indicator_id })))
    .execute()
}

const PICTURE = [
  'id',
  'goal_id as goalId',
  'horizon_months as horizonMonths',
  'description_fr as descriptionFr',
  'description_en as descriptionEn',
  'due_on as dueOn',
  'reviewed_on as reviewedOn',
  'version',
] as const

/** Indicators of every picture, with the figure that it imagines. */
function listPictureIndicators(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('success_picture_indicators as pi')
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'pi.initiative_id').onRef('i.id', '=', 'pi.indicator_id'))
    .select(['pi.picture_id as pictureId', 'i.code', 'pi.expected'])
    .where('pi.initiative_id', '=', initiativeId)
    .orderBy('i.position')
    .orderBy('i.code')
    .execute()
}

/** The indicators of a picture become exactly these. */
export async function replacePictureIndicators(
  trx: Trx,
  initiativeId: string,
  pictureId: string,
  indicators: readonly { readonly id: string; readonly expected: string | null }[],
): Promise<void> {
  await trx.deleteFrom('success_picture_indicators').where('initiative_id', '=', initiativeId).where('picture_id', '=', pictureId).execute()
  if (indicators.length === 0) return
  await trx
    .insertInto('success_picture_indicators')
    .values(indicators.map(({ id, expected }) => ({ initiative_id: initiativeId, picture_id: pictureId, indicator_id: id, expected })))
    .execute()
}

/** Codes of followed indicators that no goal is linked to (S05). */
export async function listIndicatorsWithoutGoal(trx: Trx, initiativeId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('indicators as i')
    .select('i.code')
    .where('i.initiative_id', '=', initiativeId)
    .where('i.archived_on', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('goal_indicators as gi').select('gi.goal_id').where('gi.initiative_id', '=', initiativeId).whereRef('gi.indicator_id', '=', 'i.id'),
        ),
      ),
    )
    .orderBy('i.position')
    .orderBy('i.code')
    .execute()
  return rows.map(({ code }) => code)
}

/** Pictures of success, nearest first, with their indicators. */
export async function listPictures(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('success_pictures')
    .select(PICTURE)
    .where('initiative_id', '=', initiativeId)
    .orderBy('goal_id')
    .orderBy('horizon_months')
    .execute()
  const indicators = await listPictureIndicators(trx, initiativeId)
  return rows.map((row) => ({
    ...row,
    horizonMonths: row.horizonMonths as Horizon,
    indicators: indicators.filter(({ pictureId }) => pictureId === row.id).map(({ code, expected }) => ({ code, expected })),
  }))
}
export type PictureRow = Awaited<ReturnType<typeof listPictures>>[number]

/** One picture, locked. */
export function pictureForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('success_pictures')
    .select(['id', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function insertPicture(trx: Trx, initiativeId: string, goalId: string, input: SuccessPictureInput, dueOn: string | null): Promise<string> {
  const { id } = await trx
    .insertInto('success_pictures')
    .values({
      ...blanksToNull({ description_en: input.descriptionEn }),
      initiative_id: initiativeId,
      goal_id: goalId,
      horizon_months: input.horizonMonths,
      description_fr: input.descriptionFr,
      due_on: dueOn,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updatePicture(trx: Trx, initiativeId: string, id: string, input: SuccessPictureChange): Promise<void> {
  await trx
    .updateTable('success_pictures')
    .set({
      ...blanksToNull({ description_fr: input.descriptionFr, description_en: input.descriptionEn }),
      reviewed_on: input.reviewedOn,
      version: sql<number>`version + 1`,
    })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Sets the due dates of a goal's pictures, by horizon in months. */
export async function datePictures(trx: Trx, initiativeId: string, goalId: string, dates: Readonly<Record<Horizon, string>>): Promise<void> {
  for (const [horizon, dueOn] of Object.entries(dates)) {
    await trx
      .updateTable('success_pictures')
      .set({ due_on: dueOn, version: sql<number>`version + 1` })
      .where('initiative_id', '=', initiativeId)
      .where('goal_id', '=', goalId)
      .where('horizon_months', '=', Number(horizon))
      .execute()
  }
}
