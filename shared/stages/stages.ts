/** A stage calls on everybody, or on those whom it concerns (domain 2.6). */
export type Breadth = 'broad' | 'targeted'

/** The eight stages in their order, each with the breadth that it asks for (S62). */
export const STAGES = [
  { code: 'portrait', breadth: 'targeted' },
  { code: 'diagnosis', breadth: 'targeted' },
  { code: 'shared_vision', breadth: 'broad' },
  { code: 'prioritisation', breadth: 'broad' },
  { code: 'governance_planning', breadth: 'targeted' },
  { code: 'implementation', breadth: 'targeted' },
  { code: 'monitoring', breadth: 'targeted' },
  { code: 'evaluation', breadth: 'broad' },
] as const satisfies readonly { code: string; breadth: Breadth }[]
export type StageCode = (typeof STAGES)[number]['code']
export const STAGE_CODES = STAGES.map(({ code }) => code)

/** How much a partner takes part in a stage. */
export const ENGAGEMENTS = ['none', 'informed', 'active', 'intense'] as const
export type Engagement = (typeof ENGAGEMENTS)[number]

/** What was planned for a partner and what was seen; null where nobody said it. */
export interface Engaged {
  readonly planned: Engagement | null
  readonly observed: Engagement | null
}

/** How wide a stage is lived: partners seen active or more, of those that it calls on. */
export interface StageBreadth {
  readonly engaged: number
  readonly of: number
  /** Whole percent, for people; the alert follows the exact share. Null of nobody. */
  readonly percent: number | null
  readonly isAlert: boolean
}

/** Shares, in percent, below which a stage is said to be lived by too few (domain 2.6). */
const NEEDED: Readonly<Record<Breadth, number>> = { broad: 75, targeted: 80 }

const isActive = (engagement: Engagement | null) => engagement === 'active' || engagement === 'intense'

/**
 * How wide a stage is lived. A broad stage counts every active partner, a targeted one those that were planned active or more.
 * Nothing is alerted of a stage where nobody that it calls on was observed yet: not looked at is not absent.
 * @param partners every active partner
 */
export function breadthOf(breadth: Breadth, partners: readonly Engaged[]): StageBreadth {
  const called = breadth === 'broad' ? partners : partners.filter(({ planned }) => isActive(planned))
  const engaged = called.filter(({ observed }) => isActive(observed)).length
  const isSeen = called.some(({ observed }) => observed !== null)
  return {
    engaged,
    of: called.length,
    percent: called.length === 0 ? null : Math.round((100 * engaged) / called.length),
    isAlert: isSeen && called.length > 0 && 100 * engaged < NEEDED[breadth] * called.length,
  }
}

interface Dated {
  readonly startedOn: string | null
  readonly endedOn: string | null
}

/** Whether a stage began and is not over; several may be lived at once. */
export const isLived = ({ startedOn, endedOn }: Dated, today: string): boolean =>
  startedOn !== null && startedOn <= today && (endedOn === null || endedOn >= today)

/** The stage that is lived today: the last one that began and has not ended. */
export function currentStage(stages: readonly (Dated & { code: StageCode })[], today: string): StageCode | null {
  const lived = stages.filter((stage) => isLived(stage, today))
  const order = (code: StageCode) => STAGE_CODES.indexOf(code)
  return lived.toSorted((a, b) => (a.startedOn ?? '').localeCompare(b.startedOn ?? '') || order(a.code) - order(b.code)).at(-1)?.code ?? null
}
