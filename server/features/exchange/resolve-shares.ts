import type { Extraction, ExtractedRecord } from '#shared/exchange/extraction.ts'
import type { SharesRead } from '#shared/exchange/draft-contract.ts'
import { isReadInPercent, isShare, saysPercent, shareReading, type ShareReading } from '#shared/exchange/percent.ts'
import { decimal } from '#shared/values/decimal.ts'
import type { VersionRow } from './queries.ts'

export const shownOf = ({ unit_kind: unitKind, is_proportion: isProportion, display_factor: displayFactor }: VersionRow) => ({
  unitKind,
  isProportion,
  displayFactor,
})

/** How the shares of one indicator are read, and which figures say so. */
export interface ReadShares extends Omit<SharesRead, 'indicator'> {
  readonly versionId: string
}

/**
 * Reads how a file writes its shares where nobody said: indicator by indicator, on all of its values, whatever else is wrong with
 * their rows, so that a check and the import after it say the same.
 * @param said by code, what somebody decided
 */
export function readShares(
  extraction: Extraction,
  versionOf: (record: ExtractedRecord) => VersionRow | string,
  names: ReadonlyMap<string, readonly string[]>,
  said: Readonly<Record<string, ShareReading>>,
): Map<string, ReadShares> {
  const open = extraction.records.flatMap((record) => {
    const version = record.isScaleOpen === true && record.value !== null ? versionOf(record) : ''
    return typeof version !== 'string' && isReadInPercent(shownOf(version)) ? [{ value: record.value as string, version }] : []
  })
  return new Map(
    [...Map.groupBy(open, ({ version }) => version.code)].map(([code, members]) => {
      const { version } = members[0] as (typeof open)[number]
      const values = members.map(({ value }) => value)
      const own = said[code]
      const told = { saysPercent: (names.get(code) ?? []).some(saysPercent), displayFactor: version.display_factor }
      const reading = own ?? shareReading(values, told)
      const bySize = [...new Set(values)].sort((a, b) => decimal(b).abs().comparedTo(decimal(a).abs()))
      const examples = reading === 'unclear' ? [bySize[0], bySize.at(-1)] : bySize.slice(0, 1)
      return [
        code,
        { versionId: version.version_id, reading, isSaid: own !== undefined, count: values.length, examples: examples.filter((one) => one !== undefined) },
      ]
    }),
  )
}

/** Why a figure cannot be read as its scale stands; null when it can. */
export function scaleFault(record: ExtractedRecord, version: VersionRow, shares: ReadonlyMap<string, ReadShares>): string | null {
  if (record.isSigned === true && !isShare(shownOf(version))) return 'percent_without_scale'
  const isOpen = record.isScaleOpen === true && record.value !== null && isReadInPercent(shownOf(version))
  return isOpen && shares.get(version.code)?.reading === 'unclear' ? 'percent_unclear' : null
}
