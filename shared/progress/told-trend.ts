import { isUnwritten } from '#shared/indicators/unwritten.ts'
import type { ProgressCell } from './contract.ts'

/**
 * Whether things get better or worse, where somebody has said which way is better: an import that makes an indicator presumes that more is,
 * and nothing is judged by a presumption. Null where nothing can be told.
 */
export const toldTrend = (cell: Pick<ProgressCell, 'trend'> | null | undefined, version: { readonly definitionFr: string }): ProgressCell['trend'] =>
  cell == null || isUnwritten(version.definitionFr) ? null : cell.trend
