/** A run of words that stayed, left or came. */
export interface DiffPart {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

const wordsOf = (text: string | null) => (text ?? '').split(/(?<=\s)(?=\S)/).filter((word) => word !== '')

/** Lengths of the longest common run of words from each pair of positions to the ends. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = lengths[i] as number[]
      row[j] = before[i]?.trim() === after[j]?.trim() ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  return lengths
}

/** What changed from one text to the next, word by word; the parts that stayed or came make the new text. */
export function textDiff(before: string | null, after: string | null): DiffPart[] {
  const [old, fresh] = [wordsOf(before), wordsOf(after)]
  const lengths = commonLengths(old, fresh)
  const parts: { kind: DiffPart['kind']; text: string }[] = []
  const push = (kind: DiffPart['kind'], text: string) => {
    const last = parts.at(-1)
    if (last?.kind === kind) last.text += text
    else parts.push({ kind, text })
  }
  let [i, j] = [0, 0]
  while (i < old.length || j < fresh.length) {
    const [left, right] = [old[i], fresh[j]]
    if (left !== undefined && right !== undefined && left.trim() === right.trim()) {
      push('same', right)
      i += 1
      j += 1
    } else if (left !== undefined && (right === undefined || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      push('removed', left)
      i += 1
    } else {
      push('added', right as string)
      j += 1
    }
  }
  return parts
}
