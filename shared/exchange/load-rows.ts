import { detectDecimal, readNumber } from './number-format.ts'
import type { FileRejection, TerritoryReference } from './extraction.ts'
import type { LoadedLevel, PartnerLoad, TerritoryLoad } from './load-mapping.ts'
import { allHold, sourceReader, type Place, type Reader } from './source.ts'
import { dataRows, readHeader, type Header, type Table } from './table.ts'
import { slug, tidy } from './text.ts'

/** A place read from a file. */
export interface LoadedTerritory {
  readonly row: number
  readonly level: string
  readonly code: string
  readonly nameFr: string
  readonly nameEn: string | null
  readonly parent: string | null
  readonly population: number | null
  readonly validFrom: string | null
  readonly geometry: unknown
}

export interface LoadedPartner {
  readonly row: number
  readonly code: string
  readonly name: string
  readonly shortName: string | null
  readonly sectors: readonly string[]
  readonly joinedOn: string
  readonly territories: readonly TerritoryReference[]
}

export interface Loaded<T> {
  readonly read: number
  readonly skipped: number
  readonly items: readonly T[]
  readonly rejections: readonly FileRejection[]
}

const NAME_LIMIT = 200

function* rowsOf(table: Table, mapping: { skip: TerritoryLoad['skip'] }, header: Header, fileName: string): Generator<{ place: Place; skip: boolean }> {
  const skips = mapping.skip.map(({ when }) => allHold(when, header))
  for (const { row, cells } of dataRows(table, header)) {
    yield { place: { table, header, fileName, carried: new Map(), index: row - 1, column: -1 }, skip: skips.some((skip) => skip(cells)) }
  }
}

interface PreparedLevel {
  readonly rule: LoadedLevel
  readonly level: (place: Place) => string
  readonly code: Reader
  readonly nameFr: Reader
  readonly nameEn: Reader | null
  readonly parents: readonly Reader[]
  readonly population: Reader | null
  readonly validFrom: Reader | null
}

function prepareLevel(rule: LoadedLevel, header: Header, fileName: string): PreparedLevel {
  const prepare = (source: Parameters<typeof sourceReader>[0] | undefined) => (source === undefined ? null : sourceReader(source, header, fileName))
  const { level } = rule
  let levelOf: PreparedLevel['level']
  if (typeof level === 'string') levelOf = () => level
  else {
    const read = sourceReader(level.source, header, fileName)
    const codes = new Map(Object.entries(level.codes).map(([text, code]) => [tidy(text), code]))
    levelOf = (place) => {
      const { text } = read(place)
      return codes.get(text) ?? text
    }
  }
  return {
    rule,
    level: levelOf,
    code: sourceReader(rule.code, header, fileName),
    nameFr: sourceReader(rule.nameFr, header, fileName),
    nameEn: prepare(rule.nameEn),
    parents: rule.parent.map((source) => sourceReader(source, header, fileName)),
    population: prepare(rule.population),
    validFrom: prepare(rule.validFrom),
  }
}

interface Seen {
  item: LoadedTerritory
  votes: Map<string, { count: number; row: number }>
}

/** Code and possible parents of every level on one row. */
function chainOf(levels: readonly PreparedLevel[], place: Place): { code: string; parents: string[] }[] {
  return levels.map((level) => ({ code: level.code(place).text, parents: level.parents.map((parent) => parent(place).text).filter((text) => text !== '') }))
}

function winner(seen: Seen): string | null {
  const [first] = [...seen.votes].sort((a, b) => b[1].count - a[1].count || a[1].row - b[1].row)
  return first === undefined || first[0] === '' ? null : first[0]
}

/**
 * Reads places and their parents from rows. A territory named by many rows is one; where its rows
 * disagree on the parent, the mapping says whether that is refused or the majority counts.
 * @param geometries shape of each data row, by its place in the table, for files of shapes
 */
export function loadTerritories(
  table: Table,
  mapping: TerritoryLoad,
  fileName: string,
  geometries: ReadonlyMap<number, unknown> = new Map(),
): Loaded<LoadedTerritory> {
  const header = readHeader(table, mapping.file)
  const levels = mapping.levels.map((rule) => prepareLevel(rule, header, fileName))
  const seen = new Map<string, Seen>()
  const rejections: FileRejection[] = []
  const refuse = (row: number, column: string | null, code: string, value: string | null) =>
    void rejections.push({ sheet: table.sheet, row, column, code, value })
  const rows = [...rowsOf(table, mapping, header, fileName)]
  const kept = rows.filter(({ skip }) => !skip).map(({ place }) => ({ place, chain: chainOf(levels, place) }))

  const populations = detectDecimal(kept.flatMap(({ place }) => levels.map((level) => level.population?.(place).text ?? '')))
  for (const { place, chain } of kept) {
    const row = place.index + 1
    levels.forEach((level, depth) => {
      const { code, parents } = chain[depth] as (typeof chain)[number]
      const found = level.code(place)
      if (code === '') {
        if (depth === 0) refuse(row, found.column, 'code_blank', null)
        return
      }
      const name = level.nameFr(place).text.slice(0, NAME_LIMIT)
      const key = code
      let known = seen.get(key)
      const levelCode = level.level(place)
      if (known !== undefined && known.item.level !== levelCode) return refuse(row, found.column, 'code_twice', code)
      if (known === undefined) {
        if (name === '') return refuse(row, level.nameFr(place).column, 'name_blank', null)
        const given = level.population?.(place) ?? null
        const read = given === null || given.text === '' || !populations.ok ? null : readNumber(given.text, { decimal: populations.decimal, grouping: 'auto' })
        if (given !== null && given.text !== '' && (read === null || !read.ok || !/^\d{1,9}$/.test(read.text)))
          refuse(row, given.column, 'not_a_number', given.text)
        known = {
          item: {
            row,
            level: levelCode,
            code,
            nameFr: name,
            nameEn: level.nameEn?.(place).text.slice(0, NAME_LIMIT) || null,
            parent: null,
            population: read !== null && read.ok ? Number(read.text) : null,
            validFrom: level.validFrom?.(place).text || null,
            geometry: level.rule.shape ? (geometries.get(place.index) ?? null) : null,
          },
          votes: new Map(),
        }
        seen.set(key, known)
      } else if (depth === 0) refuse(row, found.column, 'code_twice', code)
      const vote = parents[0] ?? ''
      const votes = known.votes.get(vote)
      known.votes.set(vote, { count: (votes?.count ?? 0) + 1, row: votes?.row ?? row })
    })
  }

  for (const one of seen.values()) {
    if (one.votes.size > 1 && mapping.parentConflict === 'refuse')
      refuse(Math.max(...[...one.votes.values()].map(({ row }) => row)), null, 'two_parents', one.item.code)
  }
  const parentOf = new Map([...seen].map(([code, one]) => [code, winner(one)]))
  if (mapping.parentConflict === 'majority') {
    // A row that gives a parent its minority place must not take its children there.
    for (const { chain } of kept) {
      const minority = new Set(
        chain
          .filter(({ code, parents }) => code !== '' && parents[0] !== undefined && (seen.get(code)?.votes.size ?? 0) > 1 && parentOf.get(code) !== parents[0])
          .map(({ code }) => code),
      )
      const [own] = chain
      if (minority.size > 0 && own !== undefined && own.code !== '') parentOf.set(own.code, own.parents.find((parent) => !minority.has(parent)) ?? null)
    }
  }
  return {
    read: rows.length,
    skipped: rows.length - kept.length,
    rejections,
    items: [...seen.values()].map(({ item }) => ({ ...item, parent: parentOf.get(item.code) ?? null })),
  }
}

/** Reads organisations from rows. */
export function loadPartners(table: Table, mapping: PartnerLoad, fileName: string): Loaded<LoadedPartner> {
  const header = readHeader(table, mapping.file)
  const prepare = (source: Parameters<typeof sourceReader>[0] | undefined) => (source === undefined ? null : sourceReader(source, header, fileName))
  const [code, name, shortName, joinedOn] = [
    prepare(mapping.code),
    sourceReader(mapping.name, header, fileName),
    prepare(mapping.shortName),
    sourceReader(mapping.joinedOn, header, fileName),
  ]
  const sectors = mapping.sectors.map((source) => sourceReader(source, header, fileName))
  const territories = mapping.territories.map((part) => ({
    part,
    read: sourceReader(part.source, header, fileName),
    aliases: new Map(Object.entries(part.aliases ?? {})),
  }))
  const rejections: FileRejection[] = []
  const items: LoadedPartner[] = []
  const known = new Set<string>()
  let read = 0
  let skipped = 0
  for (const { place, skip } of rowsOf(table, mapping, header, fileName)) {
    read += 1
    const row = place.index + 1
    const found = name(place)
    const given = code?.(place).text ?? ''
    const ownCode = given === '' ? slug(found.text) : given
    const day = joinedOn(place)
    if (skip || (known.has(ownCode) && mapping.duplicates === 'first')) {
      skipped += 1
      continue
    }
    const fault =
      found.text === ''
        ? { column: found.column, code: 'name_blank', value: null }
        : known.has(ownCode)
          ? { column: found.column, code: 'code_twice', value: ownCode }
          : !/^\d{4}-\d{2}-\d{2}$/.test(day.text)
            ? { column: day.column, code: 'not_a_date', value: day.text }
            : null
    if (fault !== null) {
      rejections.push({ sheet: table.sheet, row, ...fault })
      continue
    }
    known.add(ownCode)
    items.push({
      row,
      code: ownCode,
      name: found.text.slice(0, NAME_LIMIT),
      shortName: shortName?.(place).text.slice(0, 60) || null,
      joinedOn: day.text,
      sectors: [...new Set(sectors.map((sector) => sector(place).text.slice(0, 60)).filter((text) => text !== ''))],
      territories: territories.flatMap(({ part, read: readTerritory, aliases }) => {
        const { text, column } = readTerritory(place)
        if (text === '') return []
        const alias = aliases.get(text)
        return [
          { text: alias ?? text, by: alias === undefined ? part.by : 'code', column, level: alias === undefined ? (part.level ?? null) : null, create: null },
        ]
      }),
    })
  }
  return { read, skipped, items, rejections }
}
