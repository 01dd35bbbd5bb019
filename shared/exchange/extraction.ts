import type { Period } from '#shared/values/period.ts'
import type { TotalLine } from './total-lines.ts'

/** What a file gave, before any code of it is looked up: references are places in the lists of distinct ones. */
export interface Extraction {
  readonly read: number
  readonly skipped: Readonly<Record<string, number>>
  readonly rejected: number
  readonly rejections: readonly FileRejection[]
  readonly indicators: readonly Reference[]
  readonly territories: readonly TerritoryReference[]
  readonly partners: readonly Reference[]
  readonly periods: readonly Period[]
  readonly categories: readonly CategoryReference[]
  readonly records: readonly ExtractedRecord[]
  /** Lines of totals that were left out, in the order of the file; absent where there is none. */
  readonly totals?: readonly TotalLine[]
}

export interface FileRejection {
  readonly sheet: string | null
  readonly row: number | null
  readonly column: string | null
  readonly code: string
  readonly value: string | null
}

export interface Reference {
  readonly text: string
  readonly by: 'code' | 'name'
  readonly column: string | null
}

export interface TerritoryReference extends Reference {
  readonly level: string | null
  /** What to make of it when nobody knows it; null refuses. */
  readonly create: {
    readonly level: string
    readonly code: string | null
    readonly under: TerritoryReference | null
    /** A place of its own, though another is written alike. */
    readonly isApart?: boolean
  } | null
}

export interface CategoryReference {
  readonly dimension: string
  readonly text: string
  /** Given by the mapping; else the text is a code or a name. */
  readonly code: string | null
  readonly create: boolean
  readonly column: string | null
}

export type ExtractedPresence = 'reported' | 'missing' | 'not_applicable' | 'not_expected'

/** One figure of the file. Decimals are canonical text in storage units. */
export interface ExtractedRecord {
  readonly sheet: string | null
  readonly row: number
  readonly column: string | null
  readonly indicator: number
  readonly territory: number
  /** −1: no partner. */
  readonly partner: number
  readonly period: number
  readonly categories: readonly number[]
  readonly presence: ExtractedPresence
  readonly presenceReason: string | null
  readonly value: string | null
  /** The value is in per cent if its indicator is a share. */
  readonly inPercent?: boolean
  /** Nobody said how shares are written here: the values of its indicator tell. */
  readonly isScaleOpen?: boolean
  /** The file writes a sign of per cent, and it was divided by a hundred: only a share may. */
  readonly isSigned?: boolean
  readonly numerator: string | null
  readonly denominator: string | null
  readonly sampleN: string | null
  readonly boolValue: boolean | null
  readonly achievedOn: string | null
  /** The source says yes and not since when: a date that stands is better than this one. */
  readonly isDateAssumed?: boolean
  /** An amount in another currency, with its rate. */
  readonly money?:
    { readonly amount: string; readonly currency: string | null; readonly rate: string | null; readonly ratedOn: string | null } | null | undefined
  readonly comment: string | null
  /** What the file writes where a number carries a mark, `39*`: it is in the comment, and counted. */
  readonly marked?: readonly string[]
  readonly flags: readonly string[]
  readonly directTotal: boolean | 'auto'
  /** The file has a blank here: `may_fill` is written where no figure stands, `erase` only where one does. */
  readonly blank?: 'may_fill' | 'erase'
}

/** A list that keeps each thing once and gives its place. */
export class Distinct<T> {
  readonly items: T[] = []
  readonly #places = new Map<string, number>()
  place(key: string, make: () => T): number {
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.items.push(make())
    this.#places.set(key, this.items.length - 1)
    return this.items.length - 1
  }
}
