import type { YearStarts } from '#shared/values/period.ts'
import type { ImportPreview } from '#shared/exchange/contract.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import type { PartnerLoad, TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import type { Loaded, LoadedPartner, LoadedTerritory } from '#shared/exchange/load-rows.ts'
import type { FileFormat, Mapping } from '#shared/exchange/mapping.ts'
import type { Cell, FileFault } from '#shared/exchange/table.ts'
import type { TargetChoices, TargetColumns } from '#shared/exchange/targets/columns.ts'
import type { LoadedTargets } from '#shared/exchange/targets/load-targets.ts'
import type { TargetLoad } from '#shared/exchange/targets/target-load.ts'
import type { ShapePlace } from '#shared/territories/match-shapes.ts'
import type { Dhis2Document } from './dhis2.ts'
import type { ShapeFile } from './shape-file.ts'

/** What the parsing child is asked for; the bytes of the file follow. */
export type ParseJob =
  /** Without a mapping the file must be one that an export or a template wrote. */
  | { readonly kind: 'extract'; readonly fileName: string; readonly mapping: Mapping | null; readonly starts: YearStarts; readonly kept?: true }
  /** `headerGuessed`: the caller did not say where the header is. `kept`: the bytes are rows that `keep` gave, not a file. */
  | {
      readonly kind: 'preview'
      readonly fileName: string
      readonly format: FileFormat
      readonly headerGuessed: boolean
      readonly sheet: string | null
      readonly kept?: true
    }
  /** Reads a file once for the steps that follow; `dropContacts` empties columns of telephones and addresses of mail first. */
  | { readonly kind: 'keep'; readonly fileName: string; readonly dropContacts: boolean }
  /** Rows of kept tables as the file has them. */
  | { readonly kind: 'rows'; readonly format: FileFormat; readonly places: readonly { readonly sheet: string | null; readonly row: number }[] }
  /** Without a mapping the columns must be named code, name, parent, level. */
  | { readonly kind: 'territories'; readonly fileName: string; readonly mapping: TerritoryLoad | null; readonly level: string | null }
  | { readonly kind: 'partners'; readonly fileName: string; readonly mapping: PartnerLoad | null; readonly joinedOn: string }
  /** Indicators with their baseline, target and actual. `kept`: the bytes are rows that `keep` gave, not a file. */
  | {
      readonly kind: 'targets'
      readonly fileName: string
      readonly mapping: TargetLoad | TargetsByColumns
      readonly starts: YearStarts
      readonly today: string
      readonly kept?: true
    }
  /** GeoJSON or TopoJSON, matched to the territories of a level by a property of its features; null: the one that says most. */
  | { readonly kind: 'shapes'; readonly places: readonly ShapePlace[]; readonly property: string | null }
  /** A `dataValueSet` or metadata of DHIS2, which need no mapping. */
  | { readonly kind: 'dhis2' }

/** A table of indicators read by its columns. */
export interface TargetsByColumns {
  readonly choices: TargetChoices
  readonly topTerritory: string
  /** Null: where the header stands is found. */
  readonly format: FileFormat | null
}

/** A file read once: its rows, compressed, and how its first sheet looks. */
export interface KeptFile {
  /** Gzip of the tables as JSON, in base 64. */
  readonly content: string
  readonly sheets: readonly { readonly name: string; readonly rowCount: number; readonly headerRow: number; readonly headerRows: number }[]
  /** Sheet that looks most like a table of figures. */
  readonly sheet: string
  /** How to read it, when an export or a template of ours wrote it. */
  readonly own: Mapping | null
  readonly preview: ImportPreview
}

export interface JobResults {
  extract: Extraction
  preview: ImportPreview
  keep: KeptFile
  rows: {
    readonly columns: readonly string[]
    readonly rows: readonly { readonly sheet: string | null; readonly row: number; readonly cells: readonly Cell[] }[]
  }
  territories: Loaded<LoadedTerritory>
  partners: Loaded<LoadedPartner>
  dhis2: Dhis2Document
  targets: LoadedTargets & { readonly columns: TargetColumns | null }
  shapes: ShapeFile
}

export type ParseAnswer<K extends ParseJob['kind']> =
  { readonly ok: true; readonly result: JobResults[K] } | { readonly ok: false; readonly code: string; readonly places: FileFault['places'] }
