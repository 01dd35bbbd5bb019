import type { ActivityState } from './contract.ts'

interface Standing {
  readonly id: string
  readonly state: ActivityState
}

/** Activities planned or under way that no link joins to another (domain S69): what is over needs no company any more. */
export function isolated<One extends Standing>(activities: readonly One[], links: readonly { readonly fromId: string; readonly toId: string }[]): One[] {
  const joined = new Set(links.flatMap(({ fromId, toId }) => [fromId, toId]))
  return activities.filter(({ id, state }) => (state === 'planned' || state === 'under_way') && !joined.has(id))
}
