import type { TerritoryReference } from './extraction.ts'
import type { KnownTerritory, Reading } from './mapping.ts'
import { sourceReader, type Place } from './source.ts'
import type { Header } from './table.ts'
import { tidy } from './text.ts'

function knownReader(
  parts: readonly KnownTerritory[],
  header: Header,
  fileName: string,
): (place: Place) => (TerritoryReference & { readonly part: number }) | null {
  const prepared = parts.map((part) => ({
    part,
    read: sourceReader(part.source, header, fileName),
    aliases: new Map(Object.entries(part.aliases ?? {}).map(([text, code]) => [tidy(text), code])),
  }))
  return (place) => {
    for (const [index, { part, read, aliases }] of prepared.entries()) {
      const found = read(place)
      if (found.text === '') continue
      const alias = aliases.get(found.text)
      return alias === undefined
        ? { text: found.text, by: part.by, column: found.column, level: part.level ?? null, create: null, part: index }
        : { text: alias, by: 'code', column: found.column, level: null, create: null, part: index }
    }
    return null
  }
}

/** Prepares the reading of a place: from most local to largest, the first that is not blank, with what may be made of it. */
export function territoryReader(reading: Reading, header: Header, fileName: string): (place: Place) => TerritoryReference | null | 'no_parent' {
  const own = knownReader(reading.territory, header, fileName)
  const creations = reading.territory.map(({ create }) =>
    create === undefined
      ? null
      : {
          level: create.level,
          parent: create.under === undefined ? null : knownReader(create.under, header, fileName),
          code: create.code === undefined ? null : sourceReader(create.code, header, fileName),
          only: create.only === undefined ? null : new Set(create.only.map(tidy)),
          apart: new Set((create.apart ?? []).map(tidy)),
        },
  )
  return (place) => {
    const found = own(place)
    if (found === null) return null
    const { part, ...reference } = found
    const creation = creations[part] ?? null
    if (creation === null) return reference
    const parent = creation.parent?.(place) ?? null
    if (parent === null && creation.parent !== null) return 'no_parent'
    const given = creation.code?.(place).text ?? ''
    const under = parent === null ? null : { text: parent.text, by: parent.by, column: parent.column, level: parent.level, create: null }
    if (creation.only !== null && !creation.only.has(found.text)) return reference
    const isApart = creation.apart.has(found.text) ? { isApart: true } : {}
    return { ...reference, create: { level: creation.level, code: given === '' ? null : given, under, ...isApart } }
  }
}
