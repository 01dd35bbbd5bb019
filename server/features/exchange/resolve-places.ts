import type { Extraction, TerritoryReference } from '#shared/exchange/extraction.ts'
import { fold, slug, tidy } from '#shared/exchange/text.ts'
import type { TerritoryInput } from '#shared/territories/contract.ts'
import type { TerritoryRow } from './queries.ts'

/** A reference found, or why not. */
export type Resolved<T> = { readonly ok: true; readonly found: T } | { readonly ok: false; readonly code: string }

const no = (code: string): Resolved<never> => ({ ok: false, code })

/** Finds territories by code or name, in memory: one query served them all. */
export class TerritoryBook {
  readonly #byCode = new Map<string, TerritoryRow[]>()
  readonly #byName = new Map<string, TerritoryRow[]>()
  readonly #byFold = new Map<string, TerritoryRow[]>()

  constructor(rows: readonly TerritoryRow[]) {
    const add = (map: Map<string, TerritoryRow[]>, key: string, row: TerritoryRow) => {
      const list = map.get(key)
      if (list === undefined) map.set(key, [row])
      else if (!list.includes(row)) list.push(row)
    }
    for (const row of rows) {
      add(this.#byCode, row.code, row)
      for (const name of [row.name_fr, row.name_en]) {
        if (name === null) continue
        add(this.#byName, tidy(name), row)
        add(this.#byFold, fold(name), row)
      }
    }
  }

  /** Whether any territory, past or present, has the code. */
  has(code: string): boolean {
    return this.#byCode.has(code)
  }

  /** The territory meant; of several validities of one code, the one that holds on the day. */
  find(reference: Pick<TerritoryReference, 'text' | 'by' | 'level'>, day: string): Resolved<TerritoryRow> {
    const { text, by, level } = reference
    const candidates = by === 'code' ? [this.#byCode.get(text)] : [this.#byName.get(text), this.#byFold.get(fold(text))]
    for (const list of candidates) {
      const found = (list ?? []).filter((row) => level === null || row.level === level)
      if (found.length === 0) continue
      const valid = found.filter((row) => (row.valid_from === null || row.valid_from <= day) && (row.valid_to === null || row.valid_to > day))
      if (valid.length === 1) return { ok: true, found: valid[0] as TerritoryRow }
      if (valid.length > 1) return no('territory_ambiguous')
      return found.length === 1 ? { ok: true, found: found[0] as TerritoryRow } : no('territory_not_valid_then')
    }
    return no('territory_unknown')
  }
}

/** A code that nothing has, with a number behind it where it must: `nord`, `nord-2`. */
function freeCodeOf(code: string, isTaken: (code: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const one = number === 1 ? code : `${code.slice(0, 56)}-${number}`
    if (!isTaken(one)) return one
  }
}

/** Territories that the mapping allows to create because nobody knows them, each once, and those that cannot be. */
export function territoriesToCreate(extraction: Extraction, book: TerritoryBook, today: string): { items: TerritoryInput[]; faults: Map<number, string> } {
  const items = new Map<string, TerritoryInput>()
  const names = new Map<string, string>()
  const faults = new Map<number, string>()
  extraction.territories.forEach((reference, index) => {
    const { create } = reference
    if (create === null) return
    const known = book.find(reference, today)
    if (known.ok || known.code !== 'territory_unknown') return
    if (create.isApart === true && [...names.values()].includes(reference.text)) return
    const wanted = create.code ?? (reference.by === 'code' ? reference.text : slug(reference.text))
    const code = create.isApart === true ? freeCodeOf(wanted, (one) => book.has(one) || names.has(one)) : wanted
    if (names.get(code) === reference.text) return
    // A place that is written in several ways is made once: the other ways find it by its name.
    if (book.has(code) || names.has(code)) return void faults.set(index, 'territory_code_taken')
    const parent = create.under === null ? null : book.find(create.under, today)
    if (parent !== null && !parent.ok) return void faults.set(index, parent.code === 'territory_unknown' ? 'territory_parent_unknown' : parent.code)
    names.set(code, reference.text)
    items.set(code, { code, levelCode: create.level, nameFr: reference.text.slice(0, 200), ...(parent === null ? {} : { parentCode: parent.found.code }) })
  })
  return { items: [...items.values()], faults }
}
