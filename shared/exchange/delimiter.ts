/** Signs that separate columns, in the order that breaks a tie. */
export const DELIMITERS = [';', '\t', ','] as const
export type Delimiter = (typeof DELIMITERS)[number]

const LINES = 200

/** Fields of each of the first lines outside quotes; a quoted line break does not end a line. */
function countsPerLine(text: string, delimiter: string): number[] {
  const counts: number[] = []
  let fields = 1
  let quoted = false
  let blank = true
  for (let index = 0; index < text.length && counts.length < LINES; index += 1) {
    const sign = text[index] as string
    if (sign === '"') quoted = !quoted
    else if (quoted) continue
    else if (sign === delimiter) fields += 1
    else if (sign === '\n') {
      if (!blank) counts.push(fields)
      fields = 1
      blank = true
      continue
    }
    if (sign !== '\r' && sign !== ' ') blank = false
  }
  if (!blank && counts.length < LINES) counts.push(fields)
  return counts
}

/**
 * The sign that cuts most lines into one same number of columns, two or more. Commas inside a header
 * such as `NAME,C,32` or decimal commas do not fool it, because they do not cut every line alike.
 * Null when nothing cuts the file: one column.
 */
export function detectDelimiter(text: string): Delimiter | null {
  let best: { delimiter: Delimiter; share: number; columns: number } | null = null
  for (const delimiter of DELIMITERS) {
    const counts = countsPerLine(text, delimiter)
    const times = new Map<number, number>()
    for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
    const [columns, lines] = [...times].filter(([count]) => count > 1).sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0]
    const share = counts.length === 0 ? 0 : lines / counts.length
    if (share > 0 && (best === null || share > best.share + 1e-9)) best = { delimiter, share, columns }
  }
  return best?.delimiter ?? null
}
