import type { Place } from './model.ts'
import type { Figure, Sheet } from './sheet.ts'

/** The active cell, and the other corner of the range. */
export interface Selection {
  readonly active: Place
  readonly corner: Place
}

export interface Size {
  readonly lines: number
  readonly columns: number
}

export const single = (place: Place): Selection => ({ active: place, corner: place })

const within = (value: number, count: number) => Math.max(0, Math.min(value, count - 1))
const clamp = (place: Place, { lines, columns }: Size): Place => ({ line: within(place.line, lines), column: within(place.column, columns) })

/** The cell so many lines and columns away, inside the sheet. */
export function moved({ active }: Selection, lines: number, columns: number, size: Size): Selection {
  return single(clamp({ line: active.line + lines, column: active.column + columns }, size))
}

/** The range after its far corner moved: the active cell stays. */
export function extended({ active, corner }: Selection, lines: number, columns: number, size: Size): Selection {
  return { active, corner: clamp({ line: corner.line + lines, column: corner.column + columns }, size) }
}

/** First and last line and column of a range. */
export interface Range {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export function rangeOf({ active, corner }: Selection): Range {
  return {
    top: Math.min(active.line, corner.line),
    bottom: Math.max(active.line, corner.line),
    left: Math.min(active.column, corner.column),
    right: Math.max(active.column, corner.column),
  }
}

export function placesOf({ top, bottom, left, right }: Range): Place[] {
  const places: Place[] = []
  for (let line = top; line <= bottom; line += 1) for (let column = left; column <= right; column += 1) places.push({ line, column })
  return places
}

/** Where each cell of a block lands: from the range's first cell; one cell fills the whole range, as in a spreadsheet. */
export function landing<Cell extends { readonly text: string }>(
  range: Range,
  block: readonly (readonly Cell[])[],
  size: Size,
): (Cell & { readonly place: Place })[] {
  const only = block.length === 1 && block[0]?.length === 1 ? block[0][0] : undefined
  if (only !== undefined) return placesOf(range).map((place) => ({ ...only, place }))
  return block.flatMap((row, down) =>
    row.flatMap((cell, across) => {
      const place = { line: range.top + down, column: range.left + across }
      return place.line < size.lines && place.column < size.columns ? [{ ...cell, place }] : []
    }),
  )
}

/** Figures of the selected range; none when one cell alone is active. */
export function selectedFigures(sheet: Sheet, selection: Selection): Figure[] {
  const places = placesOf(rangeOf(selection))
  return places.length < 2 ? [] : [...new Set(places.flatMap((place) => sheet.figureAt(place) ?? []))]
}
