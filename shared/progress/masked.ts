import type { ProgressCell } from '#shared/progress/contract.ts'

/** Presence of a figure as it is shown: hidden figures never look like absent ones. */
export type ShownPresence = ProgressCell['presence'] | 'masked'

/** Whether a release hides the figure to protect people. Why it does, small itself or beside a small one, is never shown (domain 3.11). */
export function isMasked(cell: Pick<ProgressCell, 'mask'>): boolean {
  return cell.mask !== undefined && cell.mask !== 'none'
}

/** How the figure is shown: « s » for every hidden one, whatever else it carries. */
export function presenceOf(cell: Pick<ProgressCell, 'mask' | 'presence'>): ShownPresence {
  return isMasked(cell) ? 'masked' : cell.presence
}
