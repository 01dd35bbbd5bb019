import type { Indicator } from '#shared/indicators/contract.ts'
import type { Note } from '#shared/notes/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { ReleaseChange } from '#shared/releases/contract.ts'
import type { ReportIndicator, ReportSection } from '../contract.ts'

/** A name in French, and in English where there is one. */
export interface Named {
  readonly nameFr: string
  readonly nameEn: string | null
}

/** One chosen indicator with its figures as funders read them. */
export interface IndicatorFacts {
  readonly indicator: Indicator
  /** Of the whole initiative, oldest first, of the kind of period that its status counts. */
  readonly series: readonly ProgressCell[]
  readonly latest: ProgressCell | null
  /** The last figure of each place of the level that is told. */
  readonly places: readonly ProgressCell[]
}

/** Everything that the page of a report says: frozen figures, what people wrote, and nothing that is read while it is drawn. */
export interface ReportFacts {
  readonly initiative: Named & { readonly isDemo: boolean }
  readonly title: { readonly fr: string; readonly en: string | null }
  readonly release: {
    readonly number: number
    readonly name: string
    readonly edition: number
    readonly isPreliminary: boolean
    readonly asOf: string
    readonly publishedOn: string
    readonly checksum: string | null
  }
  /** Null for the preview of a draft. */
  readonly version: { readonly number: number; readonly frozenOn: string; readonly reason: string | null } | null
  readonly paper: 'A4' | 'letter'
  readonly isColour: boolean
  readonly sections: readonly ReportSection[]
  readonly texts: readonly ReportIndicator[]
  readonly indicators: readonly IndicatorFacts[]
  /** The level below the whole whose places are told; null where there is none. */
  readonly level: Named | null
  readonly placeNames: ReadonlyMap<string, Named>
  readonly changes: readonly ReleaseChange[]
  readonly notes: readonly Note[]
}
