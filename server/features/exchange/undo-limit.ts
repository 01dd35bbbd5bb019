/** Days during which an import can be taken back. */
export const UNDO_DAYS = 7

/** Until when an import that ended then can be taken back. */
export function undoLimit(endedAt: Date): Date {
  return new Date(endedAt.getTime() + UNDO_DAYS * 86_400_000)
}
