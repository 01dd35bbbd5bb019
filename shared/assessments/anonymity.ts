/**
 * Who may be told what of an anonymous round (domain 2.0). A number is told of five people or more, and nothing that is told
 * lets one of fewer be computed: neither from a total and its parts, nor from what is told before and after a reopening.
 */

/** Smallest number of people that a figure speaks of. A round may ask for more, never for fewer. */
export const MIN_RESPONDENTS = 5
/** Smallest number of partners, where partners are compared or counted once each. */
export const MIN_PARTNERS = 3
/** From here on single comments can be shown without telling who is in the room. */
export const MIN_FOR_COMMENTS = 8
/** Fewer active partners than this answer one sheet together. */
export const MIN_ACTIVE_PARTNERS = 5

/** How many people and partners stand behind a figure; null where no partner is kept (trust pulse). */
export interface Basis {
  readonly respondents: number
  readonly partners: number | null
}

export type Hidden = 'too_few_respondents' | 'too_few_partners'

/** Why nothing numeric is told of these people; null when it may be. */
export function hiddenReason({ respondents, partners }: Basis, minimum = MIN_RESPONDENTS): Hidden | null {
  if (respondents < Math.max(minimum, MIN_RESPONDENTS)) return 'too_few_respondents'
  return partners !== null && partners < MIN_PARTNERS ? 'too_few_partners' : null
}

/** Whether leaving out this many people tells nothing of them: nobody, or enough of them. */
export const tellsNothingOf = (people: number, minimum = MIN_RESPONDENTS): boolean => people === 0 || people >= Math.max(minimum, MIN_RESPONDENTS)

export interface Group extends Basis {
  readonly key: string
}

/**
 * Groups of a breakdown that may be shown. Each is large enough, and so is everybody else together: the smallest shown ones go
 * too until the rest is large enough, so that total minus shown never speaks of a few.
 * @param rest people who belong to no group that has a name
 */
export function shownGroups(groups: readonly Group[], rest: Basis = { respondents: 0, partners: 0 }, minimum = MIN_RESPONDENTS): string[] {
  const bySize = [...groups].sort((a, b) => b.respondents - a.respondents || a.key.localeCompare(b.key))
  const shown = bySize.filter((group) => hiddenReason(group, minimum) === null)
  for (;;) {
    const hidden = bySize.filter((group) => !shown.includes(group))
    const others = [...hidden, rest]
    const together = { respondents: others.reduce((sum, one) => sum + one.respondents, 0), partners: others.reduce((sum, one) => sum + (one.partners ?? 0), 0) }
    if (together.respondents === 0 || hiddenReason(together, minimum) === null || shown.length === 0) break
    shown.pop()
  }
  return shown.map(({ key }) => key)
}

/**
 * Whether a reopened round tells new figures. The domain asks for three more answers; two editions also tell their difference,
 * which must speak of five people and three partners like any other figure.
 */
export const mayRepublish = (added: Basis, minimum = MIN_RESPONDENTS): boolean => hiddenReason(added, minimum) === null

/** Whether single comments are shown, or the backbone sums them up. */
export const showsComments = (respondents: number): boolean => respondents >= MIN_FOR_COMMENTS
