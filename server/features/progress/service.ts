/** What other features read of progress. */
export { readCompleteness } from './completeness.ts'
export { readProgressKnownOn } from './known.ts'
export { readProgress, type Progress } from './read.ts'
