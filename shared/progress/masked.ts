import type { ProgressCell } from '#shared/progress/contract.ts'

/** Flag of a place without a figure of its own whose parts, places below or partners, cannot be put together: shares without parts, indices, means without a size. */
export const NOT_PUT_TOGETHER = 'not_put_together'

/** Presence of a figure as it is shown: hidden figures, and those that stand below without a sum, never look like absent ones. */
export type ShownPresence = ProgressCell['presence'] | 'masked' | typeof NOT_PUT_TOGETHER

/** Whether a release hides the figure to protect people. Why it does, small itself or beside a small one, is never shown (domain 3.11). */
export function isMasked(cell: Pick<ProgressCell, 'mask'>): boolean {
  return cell.mask !== undefined && cell.mask !== 'none'
}

/** How the figure is shown: « s » for every hidden one, whatever else it carries. */
export function presenceOf(cell: Pick<ProgressCell, 'mask' | 'presence' | 'flags'>): ShownPresence {
  if (isMasked(cell)) return 'masked'
  return cell.presence === 'missing' && cell.flags.includes(NOT_PUT_TOGETHER) ? NOT_PUT_TOGETHER : cell.presence
}
