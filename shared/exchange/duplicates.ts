import { Decimal, toText } from '#shared/values/decimal.ts'
import type { ExtractedRecord } from './extraction.ts'
import type { Mapping } from './mapping.ts'

type Amounts = Pick<ExtractedRecord, 'presence' | 'value' | 'numerator' | 'denominator' | 'sampleN' | 'boolValue' | 'achievedOn' | 'comment' | 'flags'>

/** Rows of one file that mean the same figure, settled as the mapping says. */
export interface Settled<T> {
  readonly kept: readonly T[]
  /** Left out: `duplicate` (alike, or not the one kept) and `added_up` (part of a sum). */
  readonly skipped: Readonly<Record<'duplicate' | 'added_up', number>>
  readonly refused: readonly { readonly item: T; readonly code: 'duplicate' | 'duplicate_differs' | 'duplicate_cannot_be_added' }[]
}

function alike(a: Amounts, b: Amounts): boolean {
  return (
    a.presence === b.presence &&
    a.value === b.value &&
    a.numerator === b.numerator &&
    a.denominator === b.denominator &&
    a.sampleN === b.sampleN &&
    a.boolValue === b.boolValue &&
    a.achievedOn === b.achievedOn
  )
}

function plus(a: string | null, b: string | null): string | null {
  return a === null ? b : b === null ? a : toText(new Decimal(a).plus(b))
}

/** Sum of two rows, or null when it has no meaning: one is missing, or they are answers by yes or no. */
function added<T extends Amounts>(a: T, b: T): T | null {
  if (a.presence !== b.presence || a.boolValue !== null || b.boolValue !== null) return null
  return {
    ...a,
    value: plus(a.value, b.value),
    numerator: plus(a.numerator, b.numerator),
    denominator: plus(a.denominator, b.denominator),
    sampleN: plus(a.sampleN, b.sampleN),
    comment: a.comment ?? b.comment,
    flags: [...new Set([...a.flags, ...b.flags])],
  }
}

/**
 * Settles rows that mean one figure.
 * @param keyOf identity of the figure: indicator, territory, partner, period, category
 */
export function settleDuplicates<T extends Amounts>(items: readonly T[], keyOf: (item: T) => string, policy: Mapping['duplicates']): Settled<T> {
  const places = new Map<string, number>()
  const kept: T[] = []
  const skipped = { duplicate: 0, added_up: 0 }
  const refused: { item: T; code: 'duplicate' | 'duplicate_differs' | 'duplicate_cannot_be_added' }[] = []
  for (const item of items) {
    const key = keyOf(item)
    const place = places.get(key)
    if (place === undefined) {
      places.set(key, kept.length)
      kept.push(item)
      continue
    }
    const first = kept[place] as T
    switch (policy) {
      case 'refuse':
        refused.push({ item, code: 'duplicate' })
        break
      case 'same':
        if (alike(first, item)) skipped.duplicate += 1
        else refused.push({ item, code: 'duplicate_differs' })
        break
      case 'first':
        skipped.duplicate += 1
        break
      case 'last':
        skipped.duplicate += 1
        kept[place] = item
        break
      case 'sum': {
        const sum = added(first, item)
        if (sum === null) refused.push({ item, code: 'duplicate_cannot_be_added' })
        else {
          skipped.added_up += 1
          kept[place] = sum
        }
      }
    }
  }
  return { kept, skipped, refused }
}
