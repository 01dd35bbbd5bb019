import type { ImportResult, Rejection } from '#shared/exchange/contract.ts'
import { settleDuplicates } from '#shared/exchange/duplicates.ts'
import { seemsPercent, type ShareReading } from '#shared/exchange/percent.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { savepoint } from '#server/platform/db/savepoint.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { removeUnusedCategories, removeUnusedPeriods, versionsNamed } from '#server/features/indicators/service.ts'
import {
  fillRests,
  keepConfirmations,
  keyText,
  reportedKeys,
  REVISION_REQUESTED,
  writeFigures,
  type ResolvedFigure,
  type WriteOptions,
} from '#server/features/observations/service.ts'
import { removeUnusedTerritories } from '#server/features/territories/service.ts'
import { listTerritories } from './queries.ts'
import { resolveAll, type Made } from './resolve-all.ts'
import type { ReadyFigure } from './resolve.ts'
import type { ReadShares } from './resolve-shares.ts'
import { unusualOf, warningSums, type UnusualFigure, type WrittenFigure } from './unusual.ts'

/** Figures handed over at once: one statement's worth, and one step of the progress that is told. */
const CHUNK = 5000

/** A refused place, with the dimension where a category is at fault. */
export interface PlacedRejection extends Rejection {
  readonly dimension: string | null
}

export type StoredBefore = Parameters<NonNullable<WriteOptions['onChange']>>[1]

export interface Performing {
  readonly extraction: Extraction
  readonly duplicates: Parameters<typeof settleDuplicates>[2]
  /** How shares are written, by code of the indicator, where somebody said. */
  readonly shares?: Readonly<Record<string, ShareReading>>
  readonly partial: boolean
  /** Null plans only: nothing is written. */
  readonly importId: string | null
  /** Each figure that is or would be written, with what it replaces; or that two people are asked to change. */
  readonly onChange?: (figure: ReadyFigure, before: StoredBefore, isAsked: boolean) => void
  /** What was confirmed of unusual figures, by kind of warning. */
  readonly confirmed?: ReadonlyMap<string, string | null>
  /** Why changes are asked for, of figures that two people change now. */
  readonly askNote: string
  readonly onProgress?: (done: number, total: number) => void
}

export interface Performed {
  readonly state: 'done' | 'refused'
  readonly result: ImportResult
  /** Every refused place, in the order of the file. */
  readonly rejections: readonly PlacedRejection[]
  /** Figures that are or would be written and look unusual. */
  readonly unusual: readonly UnusualFigure[]
  readonly made: Made
  /** How the shares of each indicator were read, where the file leaves it open; by code. */
  readonly shares: ReadonlyMap<string, ReadShares>
}

interface Tally {
  created: number
  changed: number
  unchanged: number
  requested: number
  completed: number
  rejected: number
  readonly rejections: PlacedRejection[]
  readonly skippedBy: Record<string, number>
}

function toFigure(ready: ReadyFigure): ResolvedFigure {
  return {
    versionId: ready.versionId,
    territoryId: ready.territoryId,
    partnerId: ready.partnerId,
    periodId: ready.periodId,
    category: ready.category,
    presence: ready.presence,
    presenceReason: ready.presenceReason,
    value: ready.value,
    numerator: ready.numerator,
    denominator: ready.denominator,
    sampleN: ready.sampleN,
    boolValue: ready.boolValue,
    achievedOn: ready.achievedOn,
    isDateAssumed: ready.isDateAssumed === true,
    amountOriginal: ready.money?.amount ?? null,
    currencyCode: ready.money?.currency ?? null,
    fxRate: ready.money?.rate ?? null,
    fxDate: ready.money?.ratedOn ?? null,
    isDirectTotal: ready.isDirectTotal,
    flags: [...ready.flags],
    comment: ready.comment,
  }
}

/** Blanks that would erase nothing, or would erase what nobody asked to erase, are left out. */
async function withoutBlanks(trx: Trx, actor: Actor, ready: readonly ReadyFigure[], tally: Tally): Promise<readonly ReadyFigure[]> {
  const blanks = ready.filter(({ blank }) => blank !== undefined)
  const standing = await reportedKeys(trx, actor, blanks)
  return ready.filter((figure) => {
    const isLeftOut = figure.blank !== undefined && standing.has(keyText(figure)) === (figure.blank === 'may_fill')
    if (isLeftOut) tally.skippedBy.blank = (tally.skippedBy.blank ?? 0) + 1
    return !isLeftOut
  })
}

async function write(
  trx: Trx,
  actor: Actor,
  now: Date,
  ready: readonly ReadyFigure[],
  how: Performing,
  tally: Tally,
): Promise<{ accepted: ReadyFigure[]; written: WrittenFigure[] }> {
  const { importId, onChange, onProgress, askNote } = how
  const official = new Set(ready.filter(({ isOfficial }) => isOfficial).map(({ versionId }) => versionId))
  // Figures of one period and version together: their totals are recomputed once, not once a chunk.
  const ordered = [...ready].sort((a, b) =>
    a.versionId + a.periodId < b.versionId + b.periodId ? -1 : a.versionId + a.periodId > b.versionId + b.periodId ? 1 : 0,
  )
  const accepted: ReadyFigure[] = []
  const written: WrittenFigure[] = []
  // Accepted, but for those of which a change is only asked for: what stands there is another number.
  const landed: ReadyFigure[] = []
  const aim = importId === null ? { planOnly: true } : { importId }
  for (let start = 0; start < ordered.length; start += CHUNK) {
    const chunk = ordered.slice(start, start + CHUNK)
    const results = await writeFigures(trx, actor, now, chunk.map(toFigure), {
      origin: 'import',
      askNote,
      ...aim,
      onChange: (index, before, isAsked) => {
        const figure = chunk[index] as ReadyFigure
        if (!isAsked) written.push({ figure, before })
        onChange?.(figure, before, isAsked)
      },
      stateOf: (figure) => (actor.role === 'backbone' && figure.partnerId === null && official.has(figure.versionId) ? 'validated' : 'submitted'),
    })
    results.forEach((result, index) => {
      const record = chunk[index] as ReadyFigure
      if (result.outcome === 'created' || result.outcome === 'changed' || result.outcome === 'unchanged') {
        tally[result.code === REVISION_REQUESTED ? 'requested' : result.outcome] += 1
        accepted.push(record)
        if (result.code !== REVISION_REQUESTED) landed.push(record)
        return
      }
      tally.rejected += 1
      tally.rejections.push({
        sheet: record.sheet,
        row: record.row,
        column: record.column,
        code: result.code === 'above_whole' && seemsPercent(record, record.isShare) ? 'percent_without_scale' : (result.code ?? result.outcome),
        value: record.value ?? record.numerator,
        dimension: null,
      })
    })
    onProgress?.(Math.min(ordered.length, start + CHUNK), ordered.length)
    // Between two chunks others get their turn: a large file is no reason to wait.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const versions = await versionsNamed(trx, actor.initiative.id, [...new Set(landed.map(({ versionId }) => versionId))])
  tally.completed = await fillRests(trx, actor, now, landed.map(toFigure), versions, { origin: 'import', ...aim })
  return { accepted, written }
}

/** Removes what was made for rows that were refused in the end; what is left. */
async function leaveOnlyUsed(trx: Trx, actor: Actor, made: Made, accepted: readonly ReadyFigure[]): Promise<{ territories: number; categories: number }> {
  const { id } = actor.initiative
  const periods = new Set(accepted.map(({ periodId }) => periodId))
  await removeUnusedPeriods(
    trx,
    id,
    made.periods.filter((period) => !periods.has(period)),
  )
  const used = new Set(accepted.flatMap(({ category }) => category.split(';')))
  const count = made.dimensions.reduce((sum, { categories }) => sum + categories.length, 0)
  const idle = made.dimensions.map((one) => ({ ...one, categories: one.categories.filter((code) => !used.has(`${one.code}:${code}`)) }))
  const removed = await removeUnusedCategories(
    trx,
    id,
    idle.filter(({ categories }) => categories.length > 0),
  )
  const places = made.territories.length === 0 ? [] : await listTerritories(trx, id)
  const standing = new Set(accepted.map(({ territoryId }) => territoryId))
  const idlePlaces = places.filter((place) => made.territories.includes(place.code) && !standing.has(place.id)).map(({ code }) => code)
  return { territories: made.territories.length - (await removeUnusedTerritories(trx, id, idlePlaces)), categories: count - removed }
}

const inFileOrder = (a: Rejection, b: Rejection) => (a.sheet ?? '').localeCompare(b.sheet ?? '') || (a.row ?? 0) - (b.row ?? 0)

/**
 * Imports the figures of an extraction (domain 5, row 24; P9), or plans it: all or nothing unless partial; the
 * second import of the same file changes nothing. Figures land submitted, or validated when an official
 * source tells of a whole community and the backbone imports it (D30).
 */
export async function perform(trx: Trx, actor: Actor, now: Date, how: Performing): Promise<Performed> {
  const { extraction, importId, partial } = how
  const tally: Tally = {
    created: 0,
    changed: 0,
    unchanged: 0,
    requested: 0,
    completed: 0,
    rejected: extraction.rejected,
    rejections: extraction.rejections.map((one) => ({ ...one, dimension: null })),
    skippedBy: { ...extraction.skipped },
  }
  const before = await savepoint(trx, 'import_figures')
  const found = await resolveAll(trx, actor, now, extraction, how.shares)
  tally.rejected += new Set(found.refused.map(({ record }) => record)).size
  for (const { record, column, code, value, dimension } of found.refused)
    tally.rejections.push({ sheet: record.sheet, row: record.row, column, code, value: value === '' ? null : value, dimension })

  const settled = settleDuplicates(found.ready, (one) => `${one.versionId} ${one.territoryId} ${one.partnerId} ${one.periodId} ${one.category}`, how.duplicates)
  for (const [why, count] of Object.entries(settled.skipped)) if (count > 0) tally.skippedBy[why] = (tally.skippedBy[why] ?? 0) + count
  tally.rejected += settled.refused.length
  for (const { item, code } of settled.refused)
    tally.rejections.push({ sheet: item.sheet, row: item.row, column: item.column, code, value: item.value ?? item.numerator, dimension: null })

  const { accepted, written } = await write(trx, actor, now, await withoutBlanks(trx, actor, settled.kept, tally), how, tally)
  const state = tally.rejected > 0 && !partial ? 'refused' : 'done'
  const unusual = await unusualOf(trx, actor, written)
  if (importId !== null && state === 'done' && how.confirmed !== undefined) await keepConfirmations(trx, actor, now, importId, unusual, how.confirmed)
  const planned = importId === null
  const left =
    planned || state === 'refused'
      ? { territories: found.made.territories.length, categories: found.made.dimensions.reduce((sum, { categories }) => sum + categories.length, 0) }
      : await leaveOnlyUsed(trx, actor, found.made, accepted)
  if (planned || state === 'refused') await before.back()

  const kept = planned || state === 'done'
  const rejections = [...tally.rejections].sort(inFileOrder)
  return {
    state,
    rejections,
    unusual,
    made: found.made,
    shares: found.shares,
    result: {
      read: extraction.read,
      created: kept ? tally.created : 0,
      changed: kept ? tally.changed : 0,
      unchanged: kept ? tally.unchanged : 0,
      requested: kept ? tally.requested : 0,
      ...(kept && tally.completed > 0 ? { completed: tally.completed } : {}),
      skipped: Object.values(tally.skippedBy).reduce((sum, count) => sum + count, 0),
      rejected: tally.rejected,
      skippedBy: tally.skippedBy,
      territoriesCreated: kept ? left.territories : 0,
      categoriesCreated: kept ? left.categories : 0,
      warnings: warningSums(unusual),
      rejections: rejections.slice(0, MAXIMUM_REJECTIONS).map(({ dimension: _dimension, ...one }) => one),
    },
  }
}

/** Rejections that an answer names; all are counted. */
export const MAXIMUM_REJECTIONS = 500
