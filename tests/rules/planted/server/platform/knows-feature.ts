import { listB } from '../features/b/queries.ts'
export const knowsFeature = listB
