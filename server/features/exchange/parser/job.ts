import type { YearStarts } from '#shared/values/period.ts'
import type { ImportPreview } from '#shared/exchange/contract.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import type { PartnerLoad, TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import type { Loaded, LoadedPartner, LoadedTerritory } from '#shared/exchange/load-rows.ts'
import type { FileFormat, Mapping } from '#shared/exchange/mapping.ts'
import type { FileFault } from '#shared/exchange/table.ts'

/** What the parsing child is asked for; the bytes of the file follow. */
export type ParseJob =
  | { readonly kind: 'extract'; readonly fileName: string; readonly mapping: Mapping; readonly starts: YearStarts }
  /** `headerGuessed`: the caller did not say where the header is. */
  | { readonly kind: 'preview'; readonly fileName: string; readonly format: FileFormat; readonly headerGuessed: boolean; readonly sheet: string | null }
  /** Without a mapping the columns must be named code, name, parent, level. */
  | { readonly kind: 'territories'; readonly fileName: string; readonly mapping: TerritoryLoad | null; readonly level: string | null }
  | { readonly kind: 'partners'; readonly fileName: string; readonly mapping: PartnerLoad | null; readonly joinedOn: string }

export interface JobResults {
  extract: Extraction
  preview: ImportPreview
  territories: Loaded<LoadedTerritory>
  partners: Loaded<LoadedPartner>
}

export type ParseAnswer<K extends ParseJob['kind']> =
  { readonly ok: true; readonly result: JobResults[K] } | { readonly ok: false; readonly code: string; readonly places: FileFault['places'] }
