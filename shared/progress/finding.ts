import type { ProgressCell } from './contract.ts'
import { isMasked } from './masked.ts'

/** Whether too little came for a figure to be compared with whole ones (domain 3.7); it is shown all the same. */
export const isIncomplete = ({ flags }: Pick<ProgressCell, 'flags'>): boolean => flags.includes('incomplete')

/** Figures of one place that compare with its last one: shown, complete, none from before a break. */
export function comparableCells(cells: readonly ProgressCell[]): ProgressCell[] {
  const start = cells.findLastIndex((cell) => cell.flags.includes('break'))
  return cells.slice(Math.max(0, start)).filter((cell) => cell.value !== null && !isMasked(cell) && !isIncomplete(cell))
}

/** Whether a figure may be subtracted from the one before it, which may stand in its series: a part is less than a whole, not a fall. */
export function comparesWithPrevious(cell: Pick<ProgressCell, 'flags' | 'previousPeriod'>, series: readonly ProgressCell[]): boolean {
  const before = series.find(({ period }) => period === cell.previousPeriod)
  return !isIncomplete(cell) && (before === undefined || !isIncomplete(before))
}

/** The first figure that the last one is compared with, where there is no starting point. */
export function firstCompared(cell: Pick<ProgressCell, 'period'> | null | undefined, series: readonly ProgressCell[]): ProgressCell | null {
  const end = series.findIndex(({ period }) => period === cell?.period)
  const first = comparableCells(end < 0 ? series : series.slice(0, end + 1))[0]
  return first === undefined || first.period === cell?.period ? null : first
}

/** Share of the starting point below which a figure has not moved, for words. */
const STEADY = 0.005

/** Which way a figure went since its starting point, whatever was hoped for; null where either is not told, or the figure is incomplete. */
export function moveOf(cell: Pick<ProgressCell, 'value' | 'baseline' | 'flags'>, first: string | null): 'up' | 'down' | 'flat' | null {
  const { value, baseline } = cell
  const start = baseline ?? first
  if (value === null || start === null || isIncomplete(cell)) return null
  const change = Number(value) - Number(start)
  if (Math.abs(change) <= Math.abs(Number(start)) * STEADY) return 'flat'
  return change > 0 ? 'up' : 'down'
}

/** How the finding speaks of a figure beside its target; null where there is no target to speak of. */
export function standingOf(
  cell: Pick<ProgressCell, 'status' | 'reason' | 'target' | 'progress'>,
): 'met' | 'unknown' | 'behind_start' | 'on_track' | 'watch' | 'off_track' | null {
  if (cell.reason === 'target_met') return 'met'
  if (cell.status === 'no_data') return cell.target === null ? null : 'unknown'
  return cell.progress !== null && Number(cell.progress) < 0 ? 'behind_start' : cell.status
}
