import { decimal, divide, toTextOrNull } from '#shared/values/decimal.ts'

/** Parts of an agenda version besides its vision (S04). */
export const AGENDA_PARTS = ['problem_statement', 'principles', 'approach'] as const
export type AgendaPart = (typeof AGENDA_PARTS)[number]

export interface AgendaContent {
  readonly problemStatement: string | null
  readonly principles: string | null
  readonly approach: string | null
}

/** Parts that a version still lacks before it is published. */
export function agendaGaps(agenda: AgendaContent): AgendaPart[] {
  const texts: Record<AgendaPart, string | null> = { problem_statement: agenda.problemStatement, principles: agenda.principles, approach: agenda.approach }
  return AGENDA_PARTS.filter((part) => (texts[part] ?? '').trim() === '')
}

export type EndorsementState = 'asked' | 'endorsed' | 'reservations'

/** How the partners answered one version. */
export interface EndorsementCount {
  readonly asked: number
  readonly endorsed: number
  readonly reservations: number
  readonly total: number
  /** Endorsed ÷ all partners who were asked, 0–1 as text; null when nobody was. A reservation is no endorsement. */
  readonly ratio: string | null
}

/** Counts the answers to one version and gives its endorsement rate. */
export function endorsementRate(states: readonly EndorsementState[]): EndorsementCount {
  const count = (state: EndorsementState) => states.filter((one) => one === state).length
  const endorsed = count('endorsed')
  return {
    asked: count('asked'),
    endorsed,
    reservations: count('reservations'),
    total: states.length,
    ratio: toTextOrNull(divide(decimal(endorsed), decimal(states.length))),
  }
}
