import type { ProgressCell } from './contract.ts'

/** Whether something that was expected is missing from a cell, so that an event can explain it. */
export function lacksReports(cell: ProgressCell): boolean {
  return cell.category === 'TOTAL' && (cell.value === null || (cell.coverage !== null && cell.coverage !== '1'))
}

/** A cell that an event stopped, in whole or in part (domain 8, situation 19): flag S, and incomplete instead of not reported. */
export function excusedCell(cell: ProgressCell): ProgressCell {
  return { ...cell, flags: [...new Set([...cell.flags, 'S'])].sort(), reason: cell.reason === 'not_reported' ? 'incomplete' : cell.reason }
}
