/** What a file of DHIS2 holds, told from its beginning. */
export type Dhis2Kind = 'values_json' | 'values_csv' | 'metadata'

/** Lists of a metadata file that this product reads. */
export const METADATA_LISTS = [
  'organisationUnits',
  'organisationUnitLevels',
  'organisationUnitGroups',
  'organisationUnitGroupSets',
  'dataElements',
  'dataSets',
  'categoryCombos',
  'categoryOptionCombos',
] as const

/** Other lists with which a metadata file may begin. */
const OTHER_LISTS = [
  'attributes',
  'categories',
  'categoryOptions',
  'constants',
  'dataElementGroups',
  'dataElementGroupSets',
  'indicators',
  'indicatorTypes',
  'optionSets',
  'options',
  'userGroups',
  'userRoles',
  'users',
  'visualizations',
  'legendSets',
  'filledOrganisationUnitLevels',
]

/** Enough of a file to recognise it: what stands before its first list is short. */
export const BEGINNING = 4096

/**
 * Recognises a file of DHIS2: a `dataValueSet` (JSON or CSV) or metadata. Null for anything else, among
 * it the answers of the analytics API, whose rows are totals and not what was reported.
 * @param beginning first characters of the file, `BEGINNING` of them or all
 */
export function recogniseDhis2(beginning: string): Dhis2Kind | null {
  const text = beginning.replace(/^\ufeff/, '').trimStart()
  if (text.startsWith('{')) {
    const first = /"([A-Za-z]+)"\s*:\s*\[/.exec(text)?.[1]
    if (first === 'dataValues') return 'values_json'
    return [...METADATA_LISTS, ...OTHER_LISTS].some((name) => name === first) ? 'metadata' : null
  }
  const columns = (text.split(/\r?\n/, 1)[0] ?? '').toLowerCase().replaceAll('"', '').split(',')
  return ['dataelement', 'period', 'orgunit', 'value'].every((name) => columns.includes(name)) ? 'values_csv' : null
}
