import { decimal, divide, toTextOrNull } from '#shared/values/decimal.ts'
import { lastsOn } from './leadership.ts'

/** Below so many voting seats a count would name people: the circle then reads none. */
export const FEWEST_SEATS = 5

export interface SeatFacts {
  readonly isVoting: boolean
  /** The holder said so; never inferred. */
  readonly isDeclared: boolean
  readonly validFrom: string
  readonly validTo: string | null
}

export interface SeatShare {
  readonly voting: number
  readonly declared: number
  /** Voting seats with lived experience ÷ voting seats, 0–1 as text; null without a voting seat. */
  readonly share: string | null
}

/** How much the people living the issue decide (S11): consultation without a vote does not count. */
export function livedExperienceShare(seats: readonly SeatFacts[], day: string): SeatShare {
  const voting = seats.filter((seat) => seat.isVoting && lastsOn(seat, day))
  const declared = voting.filter((seat) => seat.isDeclared).length
  return { voting: voting.length, declared, share: toTextOrNull(divide(decimal(declared), decimal(voting.length))) }
}
