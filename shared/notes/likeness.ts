/** « Notes comme la vôtre » (domain 4.6): by what two notes are about, never by who wrote them. */

export interface About {
  readonly links: readonly { readonly kind: string; readonly key: string }[]
  readonly causes: readonly string[]
}

/** What two notes share weighs by how much it narrows: an activity says more than a stage. */
const WEIGHTS: Readonly<Record<string, number>> = { activity: 4, indicator: 3, goal: 2, condition: 2, territory: 2, stage: 1 }

/** How much two notes are about the same; 0 when they share nothing. */
export function likeness(one: About, other: About): number {
  const keys = new Set(one.links.map(({ kind, key }) => `${kind}|${key}`))
  const shared = new Set(other.links.map(({ kind, key }) => `${kind}|${key}`).filter((key) => keys.has(key)))
  const linked = [...shared].reduce((sum, key) => sum + (WEIGHTS[key.split('|')[0] ?? ''] ?? 1), 0)
  return linked + other.causes.filter((cause) => one.causes.includes(cause)).length
}

/** Order in which a learning report tells: failures first (domain 4.6). */
export const REPORT_ORDER = ['failure', 'challenge', 'surprise', 'success'] as const
