import type { Extraction, ExtractedRecord, Reference } from '#shared/exchange/extraction.ts'
import { isShare, storedValue, type ShareReading } from '#shared/exchange/percent.ts'
import { fold } from '#shared/exchange/text.ts'
import { categoryText, type CategoryPair } from '#shared/observations/category.ts'
import { isNeverAggregated } from '#shared/indicators/definition.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import type { PartnerRow, TerritoryRow, VersionRow } from './queries.ts'
import type { Resolved, TerritoryBook } from './resolve-places.ts'
import { readShares, scaleFault, shownOf, type ReadShares } from './resolve-shares.ts'

/** A record of the file with everything looked up. */
export interface ReadyFigure extends ExtractedRecord {
  readonly versionId: string
  readonly isOfficial: boolean
  /** A part of a whole, kept as 0.619 and often written 61.9. */
  readonly isShare: boolean
  readonly territoryId: string
  readonly partnerId: string | null
  readonly periodId: string
  readonly category: string
  readonly isDirectTotal: boolean
}

export interface RefusedRecord {
  readonly record: ExtractedRecord
  readonly column: string | null
  readonly code: string
  readonly value: string | null
  /** Where a category is at fault. */
  readonly dimension: string | null
}

/** Sources whose figures for a whole community need nobody's validation (D30). */
const OFFICIAL = new Set(['official', 'administrative', 'survey'])

function partnerFinder(partners: readonly PartnerRow[]): (reference: Reference) => Resolved<string> {
  const byCode = new Map(partners.map((partner) => [partner.code, partner.id]))
  const byName = new Map<string, Set<string>>()
  for (const { id, name, short_name: short } of partners) {
    for (const text of [name, short]) if (text !== null) byName.set(fold(text), (byName.get(fold(text)) ?? new Set()).add(id))
  }
  return ({ text, by }) => {
    const found = by === 'code' ? [byCode.get(text)].filter((id) => id !== undefined) : [...(byName.get(fold(text)) ?? [])]
    const [id] = found
    return id === undefined ? { ok: false, code: 'partner_unknown' } : found.length > 1 ? { ok: false, code: 'partner_ambiguous' } : { ok: true, found: id }
  }
}

/** The version that gives a figure its meaning: the newest that holds on the last day of the period. */
function versionFinder(versions: readonly VersionRow[]): (code: string, day: string) => VersionRow | 'unknown' | 'no_version' {
  const byCode = new Map<string, VersionRow[]>()
  for (const version of versions) byCode.set(version.code, [...(byCode.get(version.code) ?? []), version])
  return (code, day) => {
    const list = byCode.get(code)
    if (list === undefined) return 'unknown'
    return list.find((version) => version.valid_from <= day && (version.valid_to === null || version.valid_to >= day)) ?? 'no_version'
  }
}

function isDirect(record: ExtractedRecord, version: VersionRow, territory: TerritoryRow, partnerId: string | null): boolean {
  if (record.directTotal !== 'auto') return record.directTotal
  const definition = { unitKind: version.unit_kind as 'count', partsUnknown: version.parts_unknown }
  return partnerId === null && (territory.has_parts || isNeverAggregated(definition))
}

/**
 * Looks every code of an extraction up, in memory: the queries were made once for the whole file.
 * A contributor's rows are of its own partner, which is also who they belong to when the file names nobody.
 */
export function resolveRecords(
  extraction: Extraction,
  actor: Actor,
  books: {
    readonly territories: TerritoryBook
    readonly territoryFaults: ReadonlyMap<number, string>
    readonly partners: readonly PartnerRow[]
    readonly versions: readonly VersionRow[]
    readonly categories: readonly Resolved<CategoryPair>[]
    readonly periodIds: ReadonlyMap<string, string>
    /** Names of the indicators, by code. */
    readonly names: ReadonlyMap<string, readonly string[]>
    readonly saidShares: Readonly<Record<string, ShareReading>>
  },
): { ready: ReadyFigure[]; refused: RefusedRecord[]; shares: Map<string, ReadShares> } {
  const findPartner = partnerFinder(books.partners)
  const partners = extraction.partners.map(findPartner)
  const findVersion = versionFinder(books.versions)
  const ownPartner = actor.role === 'partner_contributor' ? actor.partnerId : null
  const known = new Map<string, { version: ReturnType<typeof findVersion>; territory: Resolved<TerritoryRow> }>()
  const ready: ReadyFigure[] = []
  const refused: RefusedRecord[] = []

  const lookUp = (record: ExtractedRecord) => {
    const key = `${record.indicator} ${record.territory} ${record.period}`
    let one = known.get(key)
    if (one === undefined) {
      const { endsOn } = extraction.periods[record.period] as Extraction['periods'][number]
      const indicator = extraction.indicators[record.indicator] as Reference
      const territory = extraction.territories[record.territory] as Extraction['territories'][number]
      one = { version: findVersion(indicator.text, endsOn), territory: books.territories.find(territory, endsOn) }
      known.set(key, one)
    }
    return one
  }
  const shares = readShares(extraction, (record) => lookUp(record).version, books.names, books.saidShares)

  for (const record of extraction.records) {
    const before = refused.length
    const refuse = (reference: { column: string | null; text: string }, code: string, dimension: string | null = null) =>
      void refused.push({ record, column: reference.column, code, value: reference.text, dimension })
    const indicator = extraction.indicators[record.indicator] as Reference
    const territoryReference = extraction.territories[record.territory] as Extraction['territories'][number]
    const period = extraction.periods[record.period] as Extraction['periods'][number]

    const found = lookUp(record)
    if (found.version === 'unknown') refuse(indicator, 'indicator_unknown')
    else if (found.version === 'no_version') refuse(indicator, 'indicator_no_version')
    if (!found.territory.ok) refuse(territoryReference, books.territoryFaults.get(record.territory) ?? found.territory.code)

    let partnerId = ownPartner
    if (record.partner >= 0) {
      const partner = partners[record.partner] as Resolved<string>
      const reference = extraction.partners[record.partner] as Reference
      if (!partner.ok) refuse(reference, partner.code)
      else if (ownPartner !== null && partner.found !== ownPartner) refuse(reference, 'partner_not_yours')
      else partnerId = partner.found
    }

    const pairs: CategoryPair[] = []
    for (const index of record.categories) {
      const category = books.categories[index] as Resolved<CategoryPair>
      if (category.ok) pairs.push(category.found)
      else {
        const reference = extraction.categories[index] as Extraction['categories'][number]
        refuse(reference, category.code, reference.dimension)
      }
    }
    if (typeof found.version !== 'string') {
      const fault = scaleFault(record, found.version, shares)
      if (fault !== null) refused.push({ record, column: record.column, code: fault, value: record.value, dimension: null })
    }
    if (refused.length > before || typeof found.version === 'string' || !found.territory.ok) continue
    const share = isShare(shownOf(found.version))
    const inPercent = record.inPercent === true || (record.isScaleOpen === true && shares.get(found.version.code)?.reading === 'percent')
    ready.push({
      ...record,
      inPercent,
      value: storedValue({ ...record, inPercent }, share),
      isShare: share,
      versionId: found.version.version_id,
      isOfficial: OFFICIAL.has(found.version.source_kind),
      territoryId: found.territory.found.id,
      partnerId,
      periodId: books.periodIds.get(period.code) as string,
      category: categoryText(pairs),
      isDirectTotal: isDirect(record, found.version, found.territory.found, partnerId),
    })
  }
  return { ready, refused, shares }
}
