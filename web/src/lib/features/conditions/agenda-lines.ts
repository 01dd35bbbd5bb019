/** Lines that an agenda may have. */
const MOST = 60

/** How many lines a sent form had; a number that no form of ours has is none of its own. */
export function linesOf(text: string | undefined, otherwise: number): number {
  const lines = Number(text ?? '')
  return text !== undefined && text !== '' && Number.isInteger(lines) && lines >= 0 ? Math.min(lines, MOST) : otherwise
}
