/** What a backbone does for the whole (S75, after FSG's six functions). */
export const BACKBONE_FUNCTIONS = ['guide_vision', 'support_activities', 'measurement_practice', 'public_will', 'policy', 'funding'] as const
export type BackboneFunctionName = (typeof BACKBONE_FUNCTIONS)[number]

/** What support may be made of (S74). */
export const BACKBONE_ELEMENTS = ['people', 'money', 'outside_support', 'frameworks', 'training', 'communities_of_practice', 'governance'] as const
export type BackboneElement = (typeof BACKBONE_ELEMENTS)[number]

export const BACKBONE_FORMS = ['funder_based', 'new_nonprofit', 'existing_nonprofit', 'government', 'shared', 'steering_driven'] as const
export type BackboneForm = (typeof BACKBONE_FORMS)[number]

/** How those who hold a function see it (S75). */
export const REVIEW_STANDINGS = ['in_place', 'partly', 'to_build'] as const
export type ReviewStanding = (typeof REVIEW_STANDINGS)[number]

export interface Dated {
  readonly validFrom: string
  /** Last day; null while it lasts. */
  readonly validTo: string | null
}

/** Whether a dated record holds on a day; both ends are included. */
export function holdsOn(record: Dated, day: string): boolean {
  return record.validFrom <= day && (record.validTo === null || record.validTo >= day)
}

export interface FunctionHolding extends Dated {
  readonly function: BackboneFunctionName
  readonly partnerCode: string | null
  readonly holderName: string | null
}

/** Functions that somebody holds on a day, and those that nobody does, in their usual order (S75). */
export function coveredFunctions(holdings: readonly FunctionHolding[], day: string): { covered: BackboneFunctionName[]; gaps: BackboneFunctionName[] } {
  const held = new Set(holdings.filter((one) => holdsOn(one, day) && (one.partnerCode !== null || one.holderName !== null)).map((one) => one.function))
  return { covered: BACKBONE_FUNCTIONS.filter((name) => held.has(name)), gaps: BACKBONE_FUNCTIONS.filter((name) => !held.has(name)) }
}
