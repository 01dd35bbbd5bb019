import type {
  Goal,
  GoalChange,
  GoalInput,
  Orphans,
  Population,
  PopulationChange,
  PopulationInput,
  SuccessPicture,
  SuccessPictureChange,
  SuccessPictureInput,
} from '#shared/conditions/contract.ts'
import { dueDates, goalGaps, isFarWithoutFirstStep, pictureDueOn, pictureState } from '#shared/conditions/goal.ts'
import { listActivities } from '#server/features/activities/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { isUniqueViolation } from '#server/platform/db/errors.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { isInCircle, mayDecide, mayDraft, practiceRefuses } from './access.ts'
import {
  datePictures,
  goalForUpdate,
  insertGoal,
  insertPicture,
  listGoalIndicators,
  listGoalRows,
  listPictures,
  pictureForUpdate,
  listIndicatorsWithoutGoal,
  replaceGoalIndicators,
  replacePictureIndicators,
  updateGoal,
  updatePicture,
  type GoalColumns,
  type PictureRow,
} from './goals-queries.ts'
import { insertPopulation, listPopulationRows, populationForUpdate, updatePopulation, type PopulationColumns } from './populations-queries.ts'
import { indicatorIdsOf, territoryIdOf } from './references-service.ts'

const shownPicture = (row: PictureRow, today: string): SuccessPicture => ({ ...row, state: pictureState(row, today) })

/** Goals for the hat, with what each lacks and its pictures; funders read adopted ones. */
export async function listGoals(trx: Trx, actor: Actor): Promise<Goal[]> {
  const initiativeId = actor.initiative.id
  const rows = (await listGoalRows(trx, initiativeId)).filter((row) => isInCircle(actor) || row.state === 'adopted')
  const indicators = await listGoalIndicators(trx, initiativeId)
  const pictures = await listPictures(trx, initiativeId)
  return rows.map((row) => {
    const indicatorCodes = indicators.filter((one) => one.goalId === row.id).map((one) => one.code)
    const firstSteps = rows.filter((one) => one.parentGoalId === row.id).map((one) => one.targetDate)
    return {
      ...row,
      indicatorCodes,
      missing: goalGaps({
        ...row,
        statement: row.statementFr,
        populationOfFocusId: row.populationId,
        indicatorCodes,
        notFeasibleWhy: row.notFeasibleWhyFr ?? row.notFeasibleWhyEn,
      }),
      needsFirstStep: isFarWithoutFirstStep(row, firstSteps, actor.today),
      pictures: pictures.filter((picture) => picture.goalId === row.id).map((picture) => shownPicture(picture, actor.today)),
      abilities: { edit: mayDraft(actor), adopt: row.state === 'draft' && mayDecide(actor), anyway: !practiceRefuses(actor, true) },
    }
  })
}

/** @throws not_found */
export async function readGoal(trx: Trx, actor: Actor, id: string): Promise<Goal> {
  const goal = (await listGoals(trx, actor)).find((one) => one.id === id)
  if (goal === undefined) throw problem('not_found')
  return goal
}

async function columnsOf(trx: Trx, actor: Actor, input: GoalChange, ownId: string | null): Promise<GoalColumns> {
  const unknown = (field: string, value: string) =>
    problem('unknown_reference', { field, value }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value } }])
  if (typeof input.populationId === 'string' && !(await listPopulationRows(trx, actor.initiative.id)).some((one) => one.id === input.populationId))
    throw unknown('populationId', input.populationId)
  if (typeof input.parentGoalId === 'string') {
    // One step down only: a first step has no first step of its own, so no circle can form (S03).
    const parent = (await listGoalRows(trx, actor.initiative.id)).find((one) => one.id === input.parentGoalId)
    if (parent === undefined || parent.id === ownId || parent.parentGoalId !== null) throw unknown('parentGoalId', input.parentGoalId)
  }
  return {
    statement_fr: input.statementFr,
    statement_en: input.statementEn,
    parent_goal_id: input.parentGoalId,
    population_of_focus_id: input.populationId,
    territory_id: await territoryIdOf(trx, actor, input.territoryCode),
    target_date: input.targetDate,
    amount: input.amount,
    not_feasible_alone: input.notFeasibleAlone,
    not_feasible_why_fr: input.notFeasibleWhyFr,
    not_feasible_why_en: input.notFeasibleWhyEn,
  }
}

/** @throws unknown_reference */
export async function draftGoal(trx: Trx, actor: Actor, input: GoalInput, now: Date): Promise<Goal> {
  const id = await insertGoal(trx, actor.initiative.id, { ...(await columnsOf(trx, actor, input, null)), statement_fr: input.statementFr })
  await replaceGoalIndicators(trx, actor.initiative.id, id, await indicatorIdsOf(trx, actor, input.indicatorCodes ?? []))
  await audit(trx, actor, { action: 'goal.draft', objectType: 'goal', objectId: id }, now)
  return readGoal(trx, actor, id)
}

/**
 * Changes a goal. An adopted goal may not lose one of its five parts, but for advice in an informal initiative.
 * @throws not_found, version_stale, unknown_reference, goal_incomplete
 */
export async function changeGoal(trx: Trx, actor: Actor, id: string, { anyway = false, ...input }: GoalChange, expected: number, now: Date): Promise<Goal> {
  const row = await goalForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  const before = await readGoal(trx, actor, id)
  await updateGoal(trx, actor.initiative.id, id, await columnsOf(trx, actor, input, id))
  if (input.indicatorCodes !== undefined) await replaceGoalIndicators(trx, actor.initiative.id, id, await indicatorIdsOf(trx, actor, input.indicatorCodes))
  const after = await readGoal(trx, actor, id)
  const lost = after.missing.filter((part) => !before.missing.includes(part))
  if (after.state === 'adopted' && lost.length > 0 && practiceRefuses(actor, anyway)) throw problem('goal_incomplete', { missing: lost })
  await audit(
    trx,
    actor,
    { action: 'goal.change', objectType: 'goal', objectId: id, details: { fields: Object.keys(input), ...(lost.length > 0 ? { lost } : {}) } },
    now,
  )
  return after
}

/**
 * Adopts a goal: dated, its author recorded, its pictures due from that day (S01, S02).
 * @throws not_found, version_stale, move_not_allowed (adopted already), date_in_future, goal_incomplete (advice in an informal initiative)
 */
export async function adoptGoal(
  trx: Trx,
  actor: Actor,
  id: string,
  { adoptedOn, anyway }: { adoptedOn?: string | null | undefined; anyway: boolean },
  expected: number,
  now: Date,
): Promise<Goal> {
  const row = await goalForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  if (row.state === 'adopted') throw problem('move_not_allowed', { from: 'adopted', to: 'adopted' })
  const day = adoptedOn ?? actor.today
  if (day > actor.today) throw problem('date_in_future', {}, [{ pointer: '/adoptedOn', code: 'date_in_future' }])
  const { missing } = await readGoal(trx, actor, id)
  if (missing.length > 0 && practiceRefuses(actor, anyway)) throw problem('goal_incomplete', { missing })
  await updateGoal(trx, actor.initiative.id, id, { state: 'adopted', adopted_on: day, adopted_by: actor.userId })
  await datePictures(trx, actor.initiative.id, id, dueDates(day))
  await audit(trx, actor, { action: 'goal.adopt', objectType: 'goal', objectId: id, details: { adoptedOn: day, missing } }, now)
  return readGoal(trx, actor, id)
}

async function readPicture(trx: Trx, actor: Actor, id: string): Promise<SuccessPicture> {
  const row = (await listPictures(trx, actor.initiative.id)).find((one) => one.id === id)
  if (row === undefined) throw problem('not_found')
  return shownPicture(row, actor.today)
}

async function saveFigures(trx: Trx, actor: Actor, id: string, indicators: SuccessPictureInput['indicators']): Promise<void> {
  if (indicators === undefined) return
  const figures = new Map(indicators.map(({ code, expected }) => [code, expected]))
  const rows: { id: string; expected: string | null }[] = []
  for (const [code, expected] of figures) rows.push(...(await indicatorIdsOf(trx, actor, [code])).map((indicator) => ({ id: indicator, expected })))
  await replacePictureIndicators(trx, actor.initiative.id, id, rows)
}

/** What serves no goal: activities planned or under way, and indicators (S05). */
export async function readOrphans(trx: Trx, actor: Actor): Promise<Orphans> {
  const activities = (await listActivities(trx, actor)).filter(({ state, goalId }) => goalId === null && (state === 'planned' || state === 'under_way'))
  return {
    activities: activities.map(({ id, nameFr, nameEn }) => ({ id, nameFr, nameEn })),
    indicators: await listIndicatorsWithoutGoal(trx, actor.initiative.id),
  }
}

/** @throws not_found, unknown_reference, already_exists (one picture a horizon) */
export async function addPicture(trx: Trx, actor: Actor, goalId: string, input: SuccessPictureInput, now: Date): Promise<SuccessPicture> {
  const goal = await readGoal(trx, actor, goalId)
  try {
    const id = await insertPicture(trx, actor.initiative.id, goalId, input, pictureDueOn(goal.adoptedOn, input.horizonMonths))
    await saveFigures(trx, actor, id, input.indicators)
    await audit(
      trx,
      actor,
      { action: 'picture.add', objectType: 'success_picture', objectId: id, details: { goal: goalId, horizonMonths: input.horizonMonths } },
      now,
    )
    return await readPicture(trx, actor, id)
  } catch (error) {
    if (isUniqueViolation(error, 'success_pictures_horizon_key'))
      throw problem('already_exists', { field: 'horizonMonths' }, [{ pointer: '/horizonMonths', code: 'already_exists', params: { field: 'horizonMonths' } }])
    throw error
  }
}

/** @throws not_found, version_stale, date_in_future, unknown_reference */
export async function changePicture(trx: Trx, actor: Actor, id: string, input: SuccessPictureChange, expected: number, now: Date): Promise<SuccessPicture> {
  const row = await pictureForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  if (typeof input.reviewedOn === 'string' && input.reviewedOn > actor.today)
    throw problem('date_in_future', {}, [{ pointer: '/reviewedOn', code: 'date_in_future' }])
  await updatePicture(trx, actor.initiative.id, id, input)
  await saveFigures(trx, actor, id, input.indicators)
  await audit(trx, actor, { action: input.reviewedOn === undefined ? 'picture.change' : 'picture.review', objectType: 'success_picture', objectId: id }, now)
  return readPicture(trx, actor, id)
}

/** Populations of focus (S06). */
export async function listPopulations(trx: Trx, actor: Actor): Promise<Population[]> {
  return (await listPopulationRows(trx, actor.initiative.id)).map((row) => ({ ...row, abilities: { edit: mayDraft(actor) } }))
}

async function readPopulation(trx: Trx, actor: Actor, id: string): Promise<Population> {
  return (await listPopulations(trx, actor)).find((one) => one.id === id) as Population
}

async function populationColumns(trx: Trx, actor: Actor, input: PopulationChange): Promise<PopulationColumns> {
  return {
    label_fr: input.labelFr,
    label_en: input.labelEn,
    age_range: input.ageRange,
    territory_id: await territoryIdOf(trx, actor, input.territoryCode),
    estimated_size: input.estimatedSize,
    size_source: input.sizeSource,
    size_year: input.sizeYear,
  }
}

/** @throws unknown_reference */
export async function addPopulation(trx: Trx, actor: Actor, input: PopulationInput, now: Date): Promise<Population> {
  const id = await insertPopulation(trx, actor.initiative.id, { ...(await populationColumns(trx, actor, input)), label_fr: input.labelFr })
  await audit(trx, actor, { action: 'population.add', objectType: 'population_of_focus', objectId: id }, now)
  return readPopulation(trx, actor, id)
}

/** @throws not_found, version_stale, unknown_reference */
export async function changePopulation(trx: Trx, actor: Actor, id: string, input: PopulationChange, expected: number, now: Date): Promise<Population> {
  const row = await populationForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  await updatePopulation(trx, actor.initiative.id, id, await populationColumns(trx, actor, input))
  await audit(trx, actor, { action: 'population.change', objectType: 'population_of_focus', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readPopulation(trx, actor, id)
}
