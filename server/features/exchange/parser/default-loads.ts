import { PartnerLoad, TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import { cellText, FileFault, type Table } from '#shared/exchange/table.ts'

/** Headers understood without a mapping, most usual first. */
const HEADERS = {
  code: ['code', 'id'],
  nameFr: ['name_fr', 'nom', 'name'],
  nameEn: ['name_en'],
  level: ['level', 'niveau'],
  parent: ['parent', 'parent_code'],
  population: ['population'],
  shortName: ['short_name', 'sigle'],
  sector: ['sector', 'secteur'],
  joinedOn: ['joined_on'],
  territory: ['territory', 'territoire'],
} as const

function headersOf(table: Table): (key: keyof typeof HEADERS) => string | null {
  const present = new Map((table.rows[0] ?? []).map((cell) => [cellText(cell).toLowerCase(), cellText(cell)]))
  return (key) => HEADERS[key].map((name) => present.get(name)).find((name) => name !== undefined) ?? null
}

const missing = (column: string) => new FileFault('column_not_found', [{ sheet: null, row: 1, column, value: null }])

/** The load of a table whose columns are named code, name, parent, level, population. @throws FileFault column_not_found */
export function defaultTerritoryLoad(table: Table, level: string | null): TerritoryLoad {
  const find = headersOf(table)
  const [code, nameFr, nameEn, levelColumn, parent, population] = [
    find('code'),
    find('nameFr'),
    find('nameEn'),
    find('level'),
    find('parent'),
    find('population'),
  ]
  if (code === null) throw missing('code')
  if (nameFr === null) throw missing('name')
  if (level === null && levelColumn === null) throw missing('level')
  return TerritoryLoad.parse({
    levels: [
      {
        level: level ?? { source: { column: levelColumn } },
        code: { column: code },
        nameFr: { column: nameFr },
        ...(nameEn === null ? {} : { nameEn: { column: nameEn } }),
        parent: parent === null ? [] : [{ column: parent }],
        ...(population === null ? {} : { population: { column: population } }),
        shape: true,
      },
    ],
  })
}

/** The load of a table whose columns are named code, name, joined_on, sector, territory. @throws FileFault column_not_found */
export function defaultPartnerLoad(table: Table, joinedOn: string): PartnerLoad {
  const find = headersOf(table)
  const [code, name, shortName, sector, joined, territory] = [
    find('code'),
    find('nameFr'),
    find('shortName'),
    find('sector'),
    find('joinedOn'),
    find('territory'),
  ]
  if (name === null) throw missing('name')
  return PartnerLoad.parse({
    ...(code === null ? {} : { code: { column: code } }),
    name: { column: name },
    ...(shortName === null ? {} : { shortName: { column: shortName } }),
    sectors: sector === null ? [] : [{ column: sector }],
    joinedOn: joined === null ? { constant: joinedOn } : { column: joined },
    territories: territory === null ? [] : [{ source: { column: territory } }],
  })
}
