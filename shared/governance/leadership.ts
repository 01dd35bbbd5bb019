/** How a coalition is led (S24). */
export const LEADERSHIP_KINDS = ['lead_organization', 'rotating', 'shared_steering'] as const
export type LeadershipKind = (typeof LEADERSHIP_KINDS)[number]

export interface Term {
  /** First day; a term lasts until the next one begins. */
  readonly startsOn: string
}

/** The term that runs on a day, and the one that follows it; null where the calendar holds none. */
export function termsAround<T extends Term>(calendar: readonly T[], day: string): { current: T | null; next: T | null } {
  const inOrder = [...calendar].sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
  return { current: inOrder.findLast((term) => term.startsOn <= day) ?? null, next: inOrder.find((term) => term.startsOn > day) ?? null }
}

/** Whether a record with a first and a last day holds on a day; both are included. */
export function lastsOn(record: { readonly validFrom: string; readonly validTo: string | null }, day: string): boolean {
  return record.validFrom <= day && (record.validTo === null || record.validTo >= day)
}
