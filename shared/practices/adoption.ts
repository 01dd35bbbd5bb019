import { decimal, divide, toTextOrNull } from '#shared/values/decimal.ts'

export const ADOPTION_STATES = ['not_started', 'trying', 'adopted', 'not_applicable'] as const
export type AdoptionState = (typeof ADOPTION_STATES)[number]

/** How partners stand with a practice. */
export interface AdoptionTally {
  readonly adopted: number
  readonly trying: number
  readonly notStarted: number
  readonly notApplicable: number
  /** Partners concerned: those to whom it does not apply are left out (domain S70, 3.3). */
  readonly concerned: number
  /** Adopted ÷ concerned in exact text, as `0.857142857143`; null of nobody. */
  readonly share: string | null
}

/** Counts adoption: 12 adopted and 2 trying of 14 are 85.7 % (domain S70). A partner that said nothing has not started. */
export function tallyAdoption(states: readonly (AdoptionState | null)[]): AdoptionTally {
  const count = (state: AdoptionState) => states.filter((one) => (one ?? 'not_started') === state).length
  const notApplicable = count('not_applicable')
  const adopted = count('adopted')
  const concerned = states.length - notApplicable
  return {
    adopted,
    trying: count('trying'),
    notStarted: count('not_started'),
    notApplicable,
    concerned,
    share: toTextOrNull(divide(decimal(adopted), decimal(concerned))),
  }
}
