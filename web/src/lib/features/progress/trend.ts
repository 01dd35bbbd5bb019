import type { IndicatorVersion } from '#shared/indicators/contract.ts'
import { isUnwritten } from '#shared/indicators/unwritten.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'

/**
 * Whether things get better or worse, where somebody has said which way is better: an import that makes an indicator presumes that more is,
 * and nothing is judged by a presumption. Null where nothing can be told.
 */
export const trendOf = (cell: Pick<ProgressCell, 'trend'> | undefined, version: Pick<IndicatorVersion, 'definitionFr'>): ProgressCell['trend'] =>
  cell === undefined || isUnwritten(version.definitionFr) ? null : cell.trend
