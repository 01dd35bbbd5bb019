import { meanOf } from './numbers.ts'

/** How many answered strong, moderate and weak. */
export interface Counts {
  readonly A: number
  readonly B: number
  readonly C: number
}
export type ItemFlag = 'split' | 'weakness' | 'strength'

export const total = ({ A, B, C }: Counts): number => A + B + C

/** 50 × (2·A + B) ÷ answers, those who did not know left out; null of no answer (domain 2.3). */
export function itemIndex(counts: Counts): number | null {
  return total(counts) === 0 ? null : (50 * (2 * counts.A + counts.B)) / total(counts)
}

/** What an item asks for: opposed views come first, then weakness, then strength; null in between. */
export function itemFlag(counts: Counts): ItemFlag | null {
  const answers = total(counts)
  const index = itemIndex(counts)
  if (index === null) return null
  const [strong, weak] = [counts.A / answers, counts.C / answers]
  if (strong >= 0.25 && weak >= 0.25) return 'split'
  // A third, told as 33 % by the rule: one answer of three is weak.
  if (weak >= 0.33 || index < 40) return 'weakness'
  return strong >= 0.6 && weak <= 0.1 ? 'strength' : null
}

/** Mean of the items' indices; of the six requirements, the overall index: one with six items weighs as one with a single item. */
export function meanIndex(indices: readonly (number | null)[]): number | null {
  return meanOf(indices.filter((index) => index !== null))
}
