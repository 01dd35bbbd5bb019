import type { ProgressCell } from './contract.ts'
import { NOT_PUT_TOGETHER } from './masked.ts'

/**
 * A status as it is shown: a final target that is reached says so; a figure that nothing was set for, or that cannot be put together, is not « without data ».
 * Nor is any other that is there: without a state, it has `no_state`, and its reason says why.
 */
export type ShownStatus = ProgressCell['status'] | 'target_met' | 'no_target' | 'apart' | 'no_state'

/** What an indicator sets beside its targets: a range to stay in is one too. */
interface Aim {
  readonly direction: string
  readonly maintainLo: string | null
  readonly maintainHi: string | null
}

/** Whether something is set that figures are compared with. `aim` is the indicator's version, where it is known. */
export function hasTarget(cell: Pick<ProgressCell, 'status' | 'target'> | undefined, aim?: Aim): boolean {
  if (cell !== undefined && (cell.target !== null || cell.status !== 'no_data')) return true
  return aim?.direction === 'maintain' && (aim.maintainLo !== null || aim.maintainHi !== null)
}

/**
 * The word for a figure's status (domain 3.7 keeps `no_data` and its reason). An incomplete figure without a target lacks the target first:
 * complete, it would have no state either.
 */
export function shownStatusOf(cell: Pick<ProgressCell, 'status' | 'reason' | 'target' | 'value'>, aim?: Aim): ShownStatus {
  if (cell.reason === 'target_met') return 'target_met'
  if (cell.status !== 'no_data') return cell.status
  if (cell.reason === 'no_target') return 'no_target'
  if (cell.reason === NOT_PUT_TOGETHER) return 'apart'
  if (cell.value === null) return 'no_data'
  return cell.reason === 'incomplete' && aim !== undefined && !hasTarget(cell, aim) ? 'no_target' : 'no_state'
}
