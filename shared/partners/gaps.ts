/** What a partner can bring (S08). */
export const CONTRIBUTION_KINDS = ['legitimacy', 'resources', 'expertise', 'access', 'people_power'] as const
export type ContributionKind = (typeof CONTRIBUTION_KINDS)[number]

export interface KindHeld {
  readonly kind: ContributionKind
  /** Partners that confirmed it. */
  readonly holders: number
  readonly state: 'missing' | 'fragile' | 'fine'
}

/**
 * How many partners hold each kind of contribution, confirmed by themselves: nobody is a gap, one is fragile, two are fine (S09).
 * What waits for a confirmation holds nothing yet.
 * @param partners those of the day: what a partner brought goes with it
 */
export function kindsHeld(
  partners: readonly { readonly contributions: readonly { readonly kind: ContributionKind; readonly confirmedOn: string | null }[] }[],
): KindHeld[] {
  return CONTRIBUTION_KINDS.map((kind) => {
    const holders = partners.filter(({ contributions }) => contributions.some((one) => one.kind === kind && one.confirmedOn !== null)).length
    return { kind, holders, state: holders === 0 ? 'missing' : holders === 1 ? 'fragile' : 'fine' }
  })
}
