import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACTORS, type ActorName } from './stage.ts'

/**
 * What one actor gets for one call. The statuses: 401 a stranger; 404 the hat has no such operation, or may not know
 * that the thing exists; 403 the thing is known to the hat, and the act is somebody else's; `200 refused` the batch is
 * answered, every row of it refused.
 */
export interface Cell {
  readonly status: number
  readonly rowsRefused: boolean
}

/** One line: a route, or one kind of object behind it (`notes.read#private`). */
export interface Line {
  readonly id: string
  readonly operation: string
  readonly cells: Readonly<Record<ActorName, Cell>>
}

function readCell(text: string, where: string): Cell {
  const match = /^(\d{3})( refused)?$/.exec(text)
  if (match?.[1] === undefined) throw new Error(`matrix.csv, ${where}: no status in « ${text} »`)
  return { status: Number(match[1]), rowsRefused: match[2] !== undefined }
}

/** Whether the call does what it asks. */
export const isAllowed = (cell: Cell): boolean => cell.status < 300 && !cell.rowsRefused

/** The matrix as it was written by hand; a missing or odd cell, a line twice, stop here. */
export function readMatrix(): Line[] {
  const [head, ...lines] = readFileSync(join(import.meta.dirname, 'matrix.csv'), 'utf8')
    .trim()
    .split('\n')
  const columns = (head ?? '').split(',')
  if (columns.join() !== ['route', ...ACTORS].join()) throw new Error(`matrix.csv: its columns are ${columns.join()}`)
  const seen = new Set<string>()
  return lines.map((text) => {
    const [id = '', ...cells] = text.split(',')
    if (seen.has(id)) throw new Error(`matrix.csv: ${id} stands twice`)
    seen.add(id)
    if (cells.length !== ACTORS.length) throw new Error(`matrix.csv, ${id}: ${cells.length} cells for ${ACTORS.length} actors`)
    return {
      id,
      operation: id.split('#')[0] ?? '',
      cells: Object.fromEntries(ACTORS.map((actor, index) => [actor, readCell(cells[index] ?? '', `${id}, ${actor}`)])) as Line['cells'],
    }
  })
}
