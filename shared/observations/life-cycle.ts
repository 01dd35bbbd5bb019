export type ObservationState = 'draft' | 'submitted' | 'returned' | 'validated' | 'published'
export type Move = 'edit' | 'submit' | 'take_back' | 'return' | 'validate' | 'reopen' | 'publish'

interface MoveRule {
  readonly from: readonly ObservationState[]
  readonly to: ObservationState
  /** Whose move it is: who writes the figure, or who checks it. */
  readonly by: 'writer' | 'checker'
  readonly needsComment: boolean
}

/**
 * The life of a figure (domain 3.12): every allowed move, once. What was validated is reopened until its period
 * locks; later, and when it is published, it changes by a revision that two people make.
 */
export const MOVES: Readonly<Record<Move, MoveRule>> = {
  edit: { from: ['draft', 'returned'], to: 'draft', by: 'writer', needsComment: false },
  submit: { from: ['draft', 'returned'], to: 'submitted', by: 'writer', needsComment: false },
  take_back: { from: ['submitted'], to: 'draft', by: 'writer', needsComment: false },
  return: { from: ['submitted'], to: 'returned', by: 'checker', needsComment: true },
  validate: { from: ['submitted'], to: 'validated', by: 'checker', needsComment: false },
  reopen: { from: ['validated'], to: 'returned', by: 'checker', needsComment: true },
  publish: { from: ['validated'], to: 'published', by: 'checker', needsComment: false },
}

export function mayMove(move: Move, from: ObservationState): boolean {
  return MOVES[move].from.includes(from)
}

/** Why a move is refused, as a problem's code. */
export function refusalOf(move: Move, from: ObservationState): 'observation_published' | 'move_not_allowed' | null {
  if (mayMove(move, from)) return null
  return from === 'published' ? 'observation_published' : 'move_not_allowed'
}

/** Days after the due date when a period locks (domain 3.12). */
export const LOCK_DAYS = 90

/** Why a figure changes after it was validated (domain 3.12). */
export const REVISION_REASONS = ['late_data', 'error_correction', 'source_revision', 'definition_change', 'deduplication', 'territory_change'] as const
export type RevisionReason = (typeof REVISION_REASONS)[number]

/** States whose figures count in what is computed. */
export function isCounted(state: ObservationState): boolean {
  return state === 'submitted' || state === 'validated' || state === 'published'
}
