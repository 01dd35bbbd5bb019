import { FileFault } from '../table.ts'
import { tidy } from '../text.ts'
import { METADATA_LISTS } from './recognise.ts'

/** An object of DHIS2 by its identifier. */
export interface Named {
  readonly id: string
  readonly name: string
  /** Its name in French or English where DHIS2 has a translation. */
  readonly nameFr: string | null
  readonly nameEn: string | null
  readonly code: string | null
}

export interface Unit extends Named {
  /** Identifiers from the top unit down to this one. */
  readonly path: readonly string[]
  readonly openedOn: string | null
  readonly closedOn: string | null
  readonly groups: readonly string[]
  readonly geometry: { readonly type: 'Polygon' | 'MultiPolygon'; readonly coordinates: readonly unknown[] } | null
}
export interface UnitLevel extends Named {
  readonly level: number
}
export interface UnitGroup extends Named {
  readonly units: readonly string[]
}
export interface UnitGroupSet extends Named {
  readonly groups: readonly string[]
}
export interface DataElement extends Named {
  readonly description: string
  readonly valueType: string
  readonly aggregationType: string
  readonly domainType: string
  readonly categoryCombo: string | null
}
export interface DataSet extends Named {
  readonly periodType: string
  readonly dataElements: readonly string[]
}
export interface OptionCombo extends Named {
  readonly categoryCombo: string | null
}

/** What this product reads of DHIS2 metadata; several files may be put together. */
export interface Dhis2Metadata {
  readonly units: readonly Unit[]
  readonly levels: readonly UnitLevel[]
  readonly groups: readonly UnitGroup[]
  readonly groupSets: readonly UnitGroupSet[]
  readonly dataElements: readonly DataElement[]
  readonly dataSets: readonly DataSet[]
  readonly categoryCombos: readonly (Named & { readonly optionCombos: readonly string[] })[]
  readonly optionCombos: readonly OptionCombo[]
}

type Raw = Readonly<Record<string, unknown>>

const text = (value: unknown) => (typeof value === 'string' ? tidy(value) : '')
const orNull = (value: string) => (value === '' ? null : value)
const day = (value: unknown) => /^\d{4}-\d{2}-\d{2}/.exec(text(value))?.[0] ?? null
const objects = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter((one): one is Raw => typeof one === 'object' && one !== null) : [])
const ids = (value: unknown) => objects(value).map(({ id }) => text(id))
const idOf = (value: unknown) => orNull(text((value as Raw | null | undefined)?.id))

function translation(raw: Raw, language: string): string | null {
  const found = objects(raw.translations).find((one) => text(one.property) === 'NAME' && text(one.locale).toLowerCase().split(/[_-]/)[0] === language)
  return found === undefined ? null : orNull(text(found.value))
}

function named(raw: Raw): Named {
  const id = text(raw.id)
  return {
    id,
    name: text(raw.name) || text(raw.displayName) || text(raw.shortName) || id,
    nameFr: translation(raw, 'fr'),
    nameEn: translation(raw, 'en'),
    code: orNull(text(raw.code)),
  }
}

/** The shape of a unit: GeoJSON, or the text of coordinates that older servers give. A point has nothing to fill. */
function geometryOf(raw: Raw): Unit['geometry'] {
  const given = raw.geometry as Raw | null | undefined
  if (given?.type === 'Polygon' || given?.type === 'MultiPolygon')
    return Array.isArray(given.coordinates) ? { type: given.type, coordinates: given.coordinates } : null
  const type = { POLYGON: 'Polygon', MULTI_POLYGON: 'MultiPolygon' }[text(raw.featureType)] as 'Polygon' | 'MultiPolygon' | undefined
  if (type === undefined || typeof raw.coordinates !== 'string') return null
  try {
    const coordinates: unknown = JSON.parse(raw.coordinates)
    if (!Array.isArray(coordinates)) return null
    // Both kinds are written with the depth of several polygons.
    return { type: 'MultiPolygon', coordinates }
  } catch {
    return null
  }
}

/** Reads a metadata file; what people did in DHIS2 (users, dates, rights) is left behind. @throws FileFault dhis2_unreadable */
export function metadataOf(document: unknown): Dhis2Metadata {
  const raw = document as Raw | null
  if (typeof raw !== 'object' || raw === null || !METADATA_LISTS.some((name) => Array.isArray(raw[name]))) throw new FileFault('dhis2_unreadable')
  const list = <T extends Named>(name: (typeof METADATA_LISTS)[number], read: (one: Raw) => T): T[] =>
    objects(raw[name])
      .map(read)
      .filter(({ id }) => id !== '')
  return {
    units: list('organisationUnits', (one) => ({
      ...named(one),
      path: text(one.path)
        .split('/')
        .filter((part) => part !== ''),
      openedOn: day(one.openingDate),
      closedOn: day(one.closedDate),
      groups: ids(one.organisationUnitGroups),
      geometry: geometryOf(one),
    })),
    levels: list('organisationUnitLevels', (one) => ({ ...named(one), level: Number(one.level) })),
    groups: list('organisationUnitGroups', (one) => ({ ...named(one), units: ids(one.organisationUnits) })),
    groupSets: list('organisationUnitGroupSets', (one) => ({ ...named(one), groups: ids(one.organisationUnitGroups) })),
    dataElements: list('dataElements', (one) => ({
      ...named(one),
      description: text(one.description),
      valueType: text(one.valueType),
      aggregationType: text(one.aggregationType),
      domainType: text(one.domainType) || 'AGGREGATE',
      categoryCombo: idOf(one.categoryCombo),
    })),
    dataSets: list('dataSets', (one) => ({
      ...named(one),
      periodType: text(one.periodType),
      dataElements: [...ids(one.dataElements), ...objects(one.dataSetElements).flatMap((link) => idOf(link.dataElement) ?? [])],
    })),
    categoryCombos: list('categoryCombos', (one) => ({ ...named(one), optionCombos: ids(one.categoryOptionCombos) })),
    optionCombos: list('categoryOptionCombos', (one) => ({ ...named(one), categoryCombo: idOf(one.categoryCombo) })).concat(
      objects(raw.categoryCombos).flatMap((combo) =>
        objects(combo.categoryOptionCombos)
          .filter((one) => text(one.name) !== '' || text(one.displayName) !== '')
          .map((one) => ({ ...named(one), categoryCombo: idOf(combo) })),
      ),
    ),
  }
}

/** Puts files together: of one object said twice, the last counts. */
export function mergeMetadata(parts: readonly Dhis2Metadata[]): Dhis2Metadata {
  const all = <T extends Named>(pick: (part: Dhis2Metadata) => readonly T[]): T[] => [...new Map(parts.flatMap(pick).map((one) => [one.id, one])).values()]
  return {
    units: all((part) => part.units),
    levels: all((part) => part.levels),
    groups: all((part) => part.groups),
    groupSets: all((part) => part.groupSets),
    dataElements: all((part) => part.dataElements),
    dataSets: all((part) => part.dataSets),
    categoryCombos: all((part) => part.categoryCombos),
    optionCombos: all((part) => part.optionCombos),
  }
}
