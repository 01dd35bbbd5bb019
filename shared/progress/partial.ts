import type { ProgressCell } from './contract.ts'

/** Whether a figure rests on less than what was expected (domain 3.10). Of a hidden figure nothing is told, not even that. */
export function isPartial({ value, coverage, flags }: Pick<ProgressCell, 'value' | 'coverage' | 'flags'>): boolean {
  return value !== null && (flags.includes('incomplete') || (coverage !== null && Number(coverage) < 1))
}
