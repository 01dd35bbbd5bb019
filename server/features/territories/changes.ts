import { randomUUID } from 'node:crypto'
import { recomputeAll } from '#server/features/observations/service.ts'
import { carryAssignments, endAssignmentsOfTerritories, proposeCarries, type Carry } from '#server/features/targets/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { ReviewItem, TerritoryChangeInput, TerritoryChangePreview } from '#shared/territories/change-contract.ts'
import type { Succession } from '#shared/territories/contract.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import type { Known, MapDraft } from './change-draft.ts'
import { brokenBy, planChange } from './change-plan.ts'
import { keepMap } from './map-history.ts'
import type { TerritoryRow } from './plan.ts'
import { levelsForUpdate, listAllTerritories, listLinks, writePlan } from './queries.ts'
import { refuse, type Writer } from './service.ts'
import { readSuccessions } from './shapes.ts'
import { countLeft, insertSuccessions, listReviews, type ReviewRow } from './succession-queries.ts'

/** Who changes the map: the initiative's top stays where it is. */
interface MapWriter extends Writer {
  readonly initiative: { readonly id: string; readonly topTerritoryId: string | null }
}

const named = (row: TerritoryRow) => ({ code: row.code, nameFr: row.name_fr, nameEn: row.name_en })

function toReview(row: ReviewRow): ReviewItem {
  return {
    what: row.what,
    indicator: row.indicator,
    nameFr: row.name_fr,
    nameEn: row.name_en,
    territory: { code: row.territory_code, nameFr: row.territory_fr, nameEn: row.territory_en },
    period: row.period,
    value: row.value,
    occurredOn: row.occurred_on,
  }
}

/** Targets and starting points that were decided for a territory as it was before a change: to look at again, never moved. */
export async function readReviews(trx: Trx, initiativeId: string): Promise<ReviewItem[]> {
  return (await listReviews(trx, initiativeId, null)).map(toReview)
}

interface Worked {
  readonly draft: MapDraft
  readonly known: Known
  /** What is owed where a territory ends and could go on where it goes on. */
  readonly carries: readonly Carry[]
}

async function work(trx: Trx, actor: MapWriter, input: TerritoryChangeInput): Promise<Worked> {
  const { id, topTerritoryId } = actor.initiative
  const levels = await levelsForUpdate(trx, id)
  const known = { levels, territories: await listAllTerritories(trx, id), links: await listLinks(trx, id), topTerritoryId }
  const draft = planChange(input, known, actor.today, randomUUID)
  refuse(draft.faults)
  const ended = new Set(draft.ended.map((row) => row.id))
  const moves = draft.successions.filter(({ fromId, kind }) => ended.has(fromId) && (kind === 'merge' || kind === 'split'))
  return { draft, known, carries: await proposeCarries(trx, id, moves, draft.day) }
}

async function describe(trx: Trx, actor: MapWriter, input: TerritoryChangeInput, { draft, carries }: Worked): Promise<TerritoryChangePreview> {
  const { id } = actor.initiative
  const broken = brokenBy(draft)
  const parentOf = (row: TerritoryRow) => {
    const link = draft.parentsOf(row.id).find((one) => one.hierarchy === draft.levelOf(row).hierarchy)
    return link === undefined ? null : draft.row(link.parent_id).code
  }
  const endedIds = draft.ended.map((row) => row.id)
  const left = endedIds.length === 0 ? { assignments: 0, figures: 0 } : await countLeft(trx, id, endedIds, draft.day)
  const [rename] = draft.renamed
  const touched = [...endedIds.map((one) => ({ id: one, ended: true })), ...broken.map((row) => ({ id: row.id, ended: false }))]
  const reviews =
    touched.length === 0
      ? []
      : await listReviews(
          trx,
          id,
          touched.map((one) => ({ ...one, on: draft.day })),
        )
  return {
    kind: input.kind,
    occurredOn: draft.day,
    ended: draft.ended.map(named),
    created: draft.created.map((row) => ({ ...named(row), levelCode: draft.levelOf(row).code, parentCode: parentOf(row) })),
    moved: [...draft.moved]
      .sort((a, b) => (a.child.code < b.child.code ? -1 : 1))
      .map(({ child, from, to }) => ({ ...named(child), fromCode: from?.code ?? null, toCode: to.code })),
    renamed: rename === undefined ? null : { ...named(rename.row), formerCode: rename.former.code, formerNameFr: rename.former.name_fr },
    broken: broken.map(named),
    reviews: reviews.map(toReview),
    endedAssignments: left.assignments,
    carries: carries.map(({ assignmentId, indicator, nameFr, nameEn, partnerCode, fromId, toId }) => ({
      assignmentId,
      indicator,
      nameFr,
      nameEn,
      partnerCode,
      from: named(draft.row(fromId)),
      to: named(draft.row(toId)),
    })),
    figuresLeft: left.figures,
  }
}

/** What a change of the map would bring; nothing is written. @throws every fault of the change */
export async function previewChange(trx: Trx, actor: MapWriter, input: TerritoryChangeInput): Promise<TerritoryChangePreview> {
  return describe(trx, actor, input, await work(trx, actor, input))
}

/** The carries that are asked for, of those proposed; what is not among them is a fault. */
function chosenCarries({ draft, carries }: Worked, asked: TerritoryChangeInput['carry']): Carry[] {
  const find = ({ assignmentId, toCode }: NonNullable<TerritoryChangeInput['carry']>[number]) =>
    carries.find((one) => one.assignmentId === assignmentId && draft.row(one.toId).code === toCode)
  const chosen = (asked ?? []).flatMap((one, index) => {
    const carry = find(one)
    if (carry === undefined) draft.refuse(`/carry/${index}`, 'unknown_reference', { field: 'carry', value: one.toCode })
    return carry ?? []
  })
  refuse(draft.faults)
  return [...new Set(chosen)]
}

/**
 * Changes the map from a day on, in one go (domain 3.13, situation 2): territories that end and begin, what lies in
 * them, who owes figures there, the history. Cells follow; targets and starting points stay, to be looked at again.
 * @throws unknown_reference, territory_not_there, territory_dates, territory_parent_level, territory_levels_differ,
 *   territory_parts_missing, territory_weights, territory_is_top, territory_already_inside, already_exists, date_in_future
 */
export async function applyChange(
  trx: Trx,
  actor: MapWriter,
  now: Date,
  input: TerritoryChangeInput,
): Promise<TerritoryChangePreview & { successions: Succession[] }> {
  const { id } = actor.initiative
  const worked = await work(trx, actor, input)
  const { draft, known } = worked
  const carries = chosenCarries(worked, input.carry)
  const preview = await describe(trx, actor, input, worked)
  // A code that serves again is free before it is taken.
  const changed = [...draft.ended, ...draft.renamed.map(({ row }) => row)]
  const created = draft.created.map((row) => row.id)
  await keepMap(trx, id, known, { changed, links: draft.relinked }, created, now)
  await writePlan(trx, id, { created: draft.created, changed, links: draft.relinked, unchanged: 0, faults: [] })
  const notes = { occurredOn: draft.day, noteFr: input.noteFr ?? null, noteEn: input.noteEn ?? null }
  const written = await insertSuccessions(
    trx,
    id,
    draft.successions.map((row) => ({ ...row, ...notes })),
  )
  const lastDay = addDays(draft.day, -1)
  if (draft.ended.length > 0)
    await endAssignmentsOfTerritories(
      trx,
      id,
      draft.ended.map((row) => row.id),
      lastDay,
      now,
    )
  await carryAssignments(trx, id, carries, now)
  if (input.kind !== 'rename') await recomputeAll(trx, id)
  const details = {
    kind: input.kind,
    on: draft.day,
    ended: preview.ended.map(({ code }) => code),
    created: preview.created.map(({ code }) => code),
    moved: preview.moved.length,
    carried: carries.length,
    ...(preview.renamed === null ? {} : { renamed: preview.renamed.code, former: preview.renamed.formerNameFr }),
  }
  await audit(trx, actor, { action: 'territories.applyChange', objectType: 'territory_succession', details }, now)
  return { ...preview, successions: (await readSuccessions(trx, id)).filter((one) => written.has(one.id)) }
}
