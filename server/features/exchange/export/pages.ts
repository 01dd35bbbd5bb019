import type { Trx } from '#server/platform/db/context.ts'
import type { ExportFigure } from './document.ts'
import {
  readFigurePage,
  type FigureQuestion,
  type FigureRow,
  type PartnerFacts,
  type PeriodFacts,
  type PlaceFacts,
  type Slot,
  type VersionFacts,
} from './queries.ts'

/** Figures of one page: what memory holds of an export, whatever its size. */
export const PAGE = 1000
/** Versions and periods that one statement asks for. */
const SLOTS_AT_ONCE = 500

/** Runs work in a transaction of its own, under the hat as it is then. */
export type Again = <T>(work: (trx: Trx) => Promise<T>) => Promise<T>

/** What the ids of figures stand for. */
export interface Books {
  readonly versions: ReadonlyMap<string, VersionFacts>
  readonly places: ReadonlyMap<string, PlaceFacts>
  readonly partners: ReadonlyMap<string, PartnerFacts>
  readonly periods: ReadonlyMap<string, PeriodFacts>
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Slots in the order of the file: as indicators are shown, then by version and period. */
export function inOrder(slots: readonly Slot[], books: Books): Slot[] {
  const places = new Map([...books.versions.keys()].map((id, index) => [id, index]))
  const endOf = (slot: Slot) => `${books.periods.get(slot.periodId)?.endsOn ?? ''} ${books.periods.get(slot.periodId)?.code ?? ''}`
  return slots
    .filter(({ versionId, periodId }) => books.versions.has(versionId) && books.periods.has(periodId))
    .sort((a, b) => (places.get(a.versionId) ?? 0) - (places.get(b.versionId) ?? 0) || compare(endOf(a), endOf(b)))
}

/** Slots that make a page together; one that fills more than a page stands alone. */
export function inGroups(slots: readonly Slot[]): Slot[][] {
  const groups: Slot[][] = []
  let size = 0
  for (const slot of slots) {
    const last = groups[groups.length - 1]
    if (last !== undefined && size + slot.count <= PAGE && last.length < SLOTS_AT_ONCE) {
      last.push(slot)
      size += slot.count
    } else {
      groups.push([slot])
      size = slot.count
    }
  }
  return groups
}

function toFigures(rows: readonly FigureRow[], books: Books): ExportFigure[] {
  return rows.flatMap((row): ExportFigure[] => {
    const [version, place, period] = [books.versions.get(row.versionId), books.places.get(row.territoryId), books.periods.get(row.periodId)]
    if (version === undefined || place === undefined || period === undefined) return []
    return [{ row, version, place, period, partner: row.partnerId === null ? null : (books.partners.get(row.partnerId) ?? null) }]
  })
}

/** One order inside a page: indicator and period as the slots stand, then territory, partner and category by code. */
function sorted(figures: ExportFigure[], slots: readonly Slot[]): ExportFigure[] {
  const places = new Map(slots.map(({ versionId, periodId }, index) => [`${versionId} ${periodId}`, index]))
  const placeOf = ({ row }: ExportFigure) => places.get(`${row.versionId} ${row.periodId}`) ?? 0
  return figures.sort(
    (a, b) =>
      placeOf(a) - placeOf(b) ||
      compare(a.place.code, b.place.code) ||
      compare(a.partner?.code ?? '', b.partner?.code ?? '') ||
      Number(b.row.category === 'TOTAL') - Number(a.row.category === 'TOTAL') ||
      compare(a.row.category, b.row.category),
  )
}

/**
 * Pages of figures, each read in a short transaction of its own while the one before is written: a slow reader holds no
 * connection, and a hat that ends meanwhile ends the file.
 */
export async function* figurePages(again: Again, question: FigureQuestion, slots: readonly Slot[], books: Books): AsyncGenerator<ExportFigure[]> {
  for (const group of inGroups(slots)) {
    let after: FigureRow | null = null
    for (;;) {
      const last: FigureRow | null = after
      const rows: FigureRow[] = await again((trx) => readFigurePage(trx, question, group, last, PAGE))
      if (rows.length > 0) yield sorted(toFigures(rows, books), group)
      // Only a version and period that stands alone may go on: its rows come in the order of its keys.
      if (group.length > 1 || rows.length < PAGE) break
      after = rows[rows.length - 1] ?? null
    }
  }
}
