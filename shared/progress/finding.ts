import type { ProgressCell } from './contract.ts'

/** Share of the starting point below which a figure has not moved, for words. */
const STEADY = 0.005

/** Which way a figure went since its starting point, whatever was hoped for; null where either is not told. */
export function moveOf({ value, baseline }: Pick<ProgressCell, 'value' | 'baseline'>, first: string | null): 'up' | 'down' | 'flat' | null {
  const start = baseline ?? first
  if (value === null || start === null) return null
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
