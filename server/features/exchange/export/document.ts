import type { Readable } from 'node:stream'
import type { YearStarts } from '#shared/values/period.ts'
import type { Column, ExportContent, ExportLanguage } from '#shared/exchange/export/columns.ts'
import type { ReleaseName } from '#shared/releases/name.ts'
import type { FigureRow, PartnerFacts, PeriodFacts, PlaceFacts, VersionFacts } from './queries.ts'

/** What an export says of itself. */
export interface About {
  readonly initiativeId: string
  readonly slug: string
  /** Name of the initiative in the language of the export. */
  readonly name: string
  readonly content: ExportContent
  readonly language: ExportLanguage
  readonly isDemo: boolean
  /** First months of its school and fiscal years. */
  readonly starts: YearStarts
  readonly exportedAt: Date
  /** The domain's day. */
  readonly asOf: string
  readonly productVersion: string
  /** Filters that were asked for, by their name in the request. */
  /** The release that the figures are from; null for live ones. */
  readonly release: ReleaseName | null
  readonly filters: Readonly<Record<string, string>>
  /** Sentences for people, without line breaks: what, when, with which filters. */
  readonly lines: readonly string[]
}

/** A figure with the codes and definitions that its ids stand for. */
export interface ExportFigure {
  readonly row: FigureRow
  readonly version: VersionFacts
  readonly place: PlaceFacts
  readonly partner: PartnerFacts | null
  readonly period: PeriodFacts
}

/** One row, a text for each column: exact decimals with a point, dates YYYY-MM-DD; null is blank. */
export type Row = readonly (string | null)[]

/** An export before it is written in some format. Pages are read while they are written, once. */
export interface ExportDocument {
  readonly about: About
  readonly columns: readonly Column[]
  /** Definitions of the indicators that may appear, and the territories and partners. */
  readonly versions: readonly VersionFacts[]
  readonly places: readonly PlaceFacts[]
  readonly partners: readonly PartnerFacts[]
  readonly pages: () => AsyncIterable<readonly Row[]>
  /** The figures themselves, for formats that have their own columns; null when the content is cells. */
  readonly figures: (() => AsyncIterable<readonly ExportFigure[]>) | null
}

/** Writes a document in one format, page by page. */
export interface Writer {
  readonly extension: string
  readonly mediaType: string
  readonly write: (document: ExportDocument) => Readable
}
