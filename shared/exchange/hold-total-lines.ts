import type { Place } from './source.ts'
import { cellText, type Cell, type Table } from './table.ts'
import { holdTotals, type NamedCell, type TotalLine } from './total-lines.ts'
import { isTotalWord } from './totals.ts'

/** What holding totals asks of a reading of the rows. */
interface LookingReading {
  readonly takes: (cells: readonly Cell[]) => boolean
  readonly columns: readonly number[]
  readonly look: (place: Place) => NamedCell | null
}

/** Lines of totals with what they say and what the other lines give; the rows are read once more, only where there is such a line. */
export function totalLines(
  table: Table,
  indexes: readonly number[],
  readings: readonly LookingReading[],
  rows: Iterable<{ index: number; cells: readonly Cell[] }>,
  placeOf: (index: number, column: number) => Place,
): TotalLine[] {
  function* cellsOf(index: number, cells: readonly Cell[]): Generator<NamedCell> {
    for (const reading of readings) {
      if (!reading.takes(cells)) continue
      for (const column of reading.columns) {
        const cell = reading.look(placeOf(index, column))
        if (cell !== null) yield cell
      }
    }
  }
  function* lines(): Generator<NamedCell> {
    for (const { index, cells } of rows) yield* cellsOf(index, cells)
  }
  const rowAt = (index: number) => table.rows[index] ?? []
  const held = holdTotals(
    indexes.flatMap((index) => [...cellsOf(index, rowAt(index))]),
    lines(),
  )
  return indexes.map((index) => ({
    sheet: table.sheet,
    row: index + 1,
    text: rowAt(index).map(cellText).find(isTotalWord) ?? '',
    held: held.filter(({ row }) => row === index + 1),
  }))
}
