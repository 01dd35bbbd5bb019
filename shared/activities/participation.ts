/** From least to most: how far those concerned shape what concerns them (domain S53). */
export const DEPTHS = ['informed', 'consulted', 'co_decided', 'led'] as const
export type Depth = (typeof DEPTHS)[number]
export const MOMENTS = ['design', 'delivery', 'evaluation'] as const
export type Moment = (typeof MOMENTS)[number]

/** Decided together, or led by those concerned. */
export const isShared = (depth: Depth): boolean => depth === 'co_decided' || depth === 'led'

/** Who decided together changed something: until it says what, a record waits to be completed (S53). */
export function isToComplete(record: { readonly depth: Depth; readonly whatChanged: string | null }): boolean {
  return isShared(record.depth) && (record.whatChanged === null || record.whatChanged.trim() === '')
}

/** Activities decided with those concerned, of all that are or were carried out or planned: those that were stopped count too. */
export function sharedCount(
  activities: readonly { readonly id: string }[],
  records: readonly { readonly activityId: string | null; readonly depth: Depth }[],
): { shared: number; activities: number } {
  const deep = new Set(records.flatMap(({ activityId, depth }) => (activityId !== null && isShared(depth) ? [activityId] : [])))
  return { shared: activities.filter(({ id }) => deep.has(id)).length, activities: activities.length }
}
