/** What is there already, as far as the first steps ask. */
export interface Beginning {
  readonly hasSummary: boolean
  readonly hasVision: boolean
  readonly territories: number
  readonly partners: number
  readonly indicators: number
  readonly hasFigures: boolean
  /** People with a role or an invitation. */
  readonly people: number
}

export type StepKey = 'vision' | 'partners' | 'indicators' | 'figures' | 'people'

export interface Step {
  readonly key: StepKey
  readonly isDone: boolean
  /** How far the step is, where it counts something; null elsewhere. */
  readonly count: number | null
}

/** Three indicators are enough to begin with (ux 22). */
export const FIRST_INDICATORS = 3

/** The five first steps in their order; each may be left for later. */
export function firstSteps(beginning: Beginning): Step[] {
  return [
    { key: 'vision', isDone: beginning.hasSummary || beginning.hasVision, count: null },
    { key: 'partners', isDone: beginning.partners > 0 && beginning.territories > 0, count: beginning.partners },
    { key: 'indicators', isDone: beginning.indicators >= FIRST_INDICATORS, count: beginning.indicators },
    { key: 'figures', isDone: beginning.hasFigures, count: null },
    { key: 'people', isDone: beginning.people > 1, count: beginning.people },
  ]
}
