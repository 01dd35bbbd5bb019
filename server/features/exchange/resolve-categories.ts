import type { CategoryReference } from '#shared/exchange/extraction.ts'
import type { CategoryPair } from '#shared/observations/category.ts'
import { plain, slug } from '#shared/exchange/text.ts'
import type { CategoryRow } from './queries.ts'
import type { Resolved } from './resolve-places.ts'

/** A dimension with the categories to add to it. */
export interface DimensionToSave {
  readonly code: string
  readonly isNew: boolean
  readonly categories: { readonly code: string; readonly nameFr: string }[]
}

interface Book {
  readonly codes: Set<string>
  readonly names: Map<string, string>
}

function booksOf(rows: readonly CategoryRow[]): Map<string, Book> {
  const books = new Map<string, Book>()
  for (const row of rows) {
    const book = books.get(row.dimension) ?? { codes: new Set<string>(), names: new Map<string, string>() }
    books.set(row.dimension, book)
    if (row.code === null) continue
    book.codes.add(row.code)
    for (const name of [row.code, row.name_fr, row.name_en]) if (name !== null) book.names.set(plain(name), row.code)
  }
  return books
}

const VALID_CODE = /^[^:;\s][^:;]{0,59}$/

/** Finds each category, as a pair of dimension and code, and gathers those that the mapping allows to create. */
export function resolveCategories(
  references: readonly CategoryReference[],
  rows: readonly CategoryRow[],
): { resolved: Resolved<CategoryPair>[]; toSave: DimensionToSave[] } {
  const books = booksOf(rows)
  const saves = new Map<string, DimensionToSave>()
  const resolved = references.map((reference): Resolved<CategoryPair> => {
    const book = books.get(reference.dimension)
    if (book === undefined && !reference.create) return { ok: false, code: 'dimension_unknown' }
    const known = book ?? { codes: new Set<string>(), names: new Map<string, string>() }
    books.set(reference.dimension, known)
    const code = reference.code ?? (known.codes.has(reference.text) ? reference.text : known.names.get(plain(reference.text)))
    if (code !== undefined && known.codes.has(code)) return { ok: true, found: { dimension: reference.dimension, code } }
    if (!reference.create) return { ok: false, code: 'category_unknown' }
    let fresh = code ?? slug(reference.text)
    for (let copy = 2; known.codes.has(fresh); copy += 1) fresh = `${slug(reference.text).slice(0, 56)}-${copy}`
    if (!VALID_CODE.test(fresh)) return { ok: false, code: 'category_unknown' }
    known.codes.add(fresh)
    known.names.set(plain(reference.text), fresh)
    const save = saves.get(reference.dimension) ?? { code: reference.dimension, isNew: book === undefined, categories: [] }
    save.categories.push({ code: fresh, nameFr: reference.text.slice(0, 200) })
    saves.set(reference.dimension, save)
    return { ok: true, found: { dimension: reference.dimension, code: fresh } }
  })
  return { resolved, toSave: [...saves.values()] }
}
