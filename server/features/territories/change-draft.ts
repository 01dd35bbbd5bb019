import type { InputError } from '#shared/problems/catalog.ts'
import type { LevelRow, LinkRow, TerritoryRow } from './plan.ts'

/** Territories, levels and links as they stand before a change. */
export interface Known {
  readonly levels: readonly LevelRow[]
  readonly territories: readonly TerritoryRow[]
  readonly links: readonly LinkRow[]
  readonly topTerritoryId: string | null
}

/** What became of a territory, to be written down. */
export interface SuccessionRow {
  readonly fromId: string
  readonly toId: string
  readonly territoryId: string | null
  readonly kind: 'merge' | 'split' | 'transfer' | 'rename'
  readonly weight: string | null
  readonly formerCode: string | null
  readonly formerNameFr: string | null
  readonly formerNameEn: string | null
}

const isActive = (row: { valid_from: string | null; valid_to: string | null }, day: string) =>
  (row.valid_from ?? '') <= day && (row.valid_to === null || row.valid_to > day)

/** The map while one change is worked out: what it creates, ends and moves from a day on, with every fault. */
export class MapDraft {
  readonly faults: InputError[] = []
  readonly created: TerritoryRow[] = []
  readonly ended: TerritoryRow[] = []
  readonly renamed: { row: TerritoryRow; former: TerritoryRow }[] = []
  readonly moved: { child: TerritoryRow; from: TerritoryRow | null; to: TerritoryRow }[] = []
  readonly successions: SuccessionRow[] = []
  readonly day: string
  readonly #known: Known
  readonly #rows: Map<string, TerritoryRow>
  readonly #levels: ReadonlyMap<string, LevelRow>
  readonly #links: Map<string, LinkRow[]>
  readonly #touched = new Set<string>()

  constructor(known: Known, day: string) {
    this.#known = known
    this.day = day
    this.#rows = new Map(known.territories.map((row) => [row.id, row]))
    this.#levels = new Map(known.levels.map((level) => [level.id, level]))
    this.#links = Map.groupBy(known.links, (link) => `${link.territory_id} ${link.hierarchy}`)
  }

  refuse(pointer: string, code: InputError['code'], params: NonNullable<InputError['params']> = {}): void {
    this.faults.push({ pointer, code, params })
  }
  levelOf(row: TerritoryRow): LevelRow {
    return this.#levels.get(row.level_id) as LevelRow
  }
  row(id: string): TerritoryRow {
    return this.#rows.get(id) as TerritoryRow
  }
  get links(): LinkRow[] {
    return [...this.#links.values()].flat()
  }
  /** Links of what the change touched, whole. */
  get relinked(): { territoryId: string; hierarchy: string; rows: LinkRow[] }[] {
    return [...this.#touched].map((key) => {
      const [territoryId = '', ...hierarchy] = key.split(' ')
      return { territoryId, hierarchy: hierarchy.join(' '), rows: this.#links.get(key) ?? [] }
    })
  }

  /** The territory of a code that is there on the day and before it; a fault, and null, when there is none. */
  standing(code: string, pointer: string): TerritoryRow | null {
    const found = this.#known.territories.filter((row) => row.code === code)
    const row = found.find((one) => isActive(one, this.day) && (one.valid_from ?? '') < this.day)
    if (row !== undefined) return row
    if (found.length === 0) this.refuse(pointer, 'unknown_reference', { field: pointer.split('/').at(-1) ?? '', value: code })
    else this.refuse(pointer, 'territory_not_there', { code })
    return null
  }
  /** The territory of a code that is there on the day, without a fault. */
  there(code: string): TerritoryRow | null {
    return this.#known.territories.find((row) => row.code === code && isActive(row, this.day)) ?? null
  }

  /** Adds a territory from the day on. */
  create(row: Pick<TerritoryRow, 'id' | 'code' | 'level_id' | 'name_fr' | 'name_en'>, pointer: string): TerritoryRow {
    const made: TerritoryRow = { ...row, valid_from: this.day, valid_to: null, population: null, population_year: null, external_id: null }
    const later = this.#known.territories.some(
      (one) => one.code === row.code && !this.ended.some((end) => end.id === one.id) && (one.valid_to ?? '9999') > this.day,
    )
    if (later || this.created.some((one) => one.code === row.code)) this.refuse(pointer, 'already_exists', { field: 'code' })
    this.created.push(made)
    this.#rows.set(made.id, made)
    return made
  }
  /** Ends a territory the day before: it lies in nothing any more. */
  end(row: TerritoryRow, pointer: string): void {
    if (row.id === this.#known.topTerritoryId) this.refuse(pointer, 'territory_is_top', { code: row.code })
    const ended = { ...row, valid_to: this.day }
    this.ended.push(ended)
    this.#rows.set(row.id, ended)
    for (const { hierarchy } of this.parentsOf(row.id)) this.#relink(row, hierarchy, null, pointer)
  }
  rename(row: TerritoryRow, change: Pick<TerritoryRow, 'code' | 'name_fr' | 'name_en'>, pointer: string): void {
    const rival = this.#known.territories.some(
      (one) =>
        one.id !== row.id && one.code === change.code && (one.valid_to ?? '9999') > (row.valid_from ?? '') && (one.valid_from ?? '') < (row.valid_to ?? '9999'),
    )
    if (rival) this.refuse(pointer, 'already_exists', { field: 'code' })
    this.renamed.push({ row: { ...row, ...change }, former: row })
  }

  /** Where a territory lies on the day, by hierarchy. */
  parentsOf(id: string): LinkRow[] {
    return this.links.filter((link) => link.territory_id === id && isActive(link, this.day))
  }
  /** What lies in a territory on the day, in every hierarchy. */
  childrenOf(id: string): LinkRow[] {
    return this.links.filter((link) => link.parent_id === id && isActive(link, this.day))
  }
  /** What sums a territory's figures on the day through one hierarchy, that of its own level unless another is given, nearest first. */
  above(row: TerritoryRow, hierarchy = this.levelOf(row).hierarchy): TerritoryRow[] {
    const link = this.parentsOf(row.id).find((one) => one.hierarchy === hierarchy)
    const parent = link === undefined ? null : this.row(link.parent_id)
    return parent === null || this.levelOf(parent).hierarchy !== hierarchy ? [] : [parent, ...this.above(parent)]
  }

  /** Puts a territory into another one from the day on. */
  place(child: TerritoryRow, hierarchy: string, parent: TerritoryRow, pointer: string): void {
    const [own, wider] = [this.levelOf(child), this.levelOf(parent)]
    if (own.hierarchy === wider.hierarchy && own.rank >= wider.rank) this.refuse(pointer, 'territory_parent_level', { code: child.code, parent: parent.code })
    this.#relink(child, hierarchy, parent, pointer)
  }
  /** As `place`, for a territory that lay elsewhere. */
  move(child: TerritoryRow, hierarchy: string, parent: TerritoryRow, pointer: string): void {
    const before = this.parentsOf(child.id).find((link) => link.hierarchy === hierarchy)
    this.place(child, hierarchy, parent, pointer)
    this.moved.push({ child, from: before === undefined ? null : this.row(before.parent_id), to: parent })
  }
  #relink(child: TerritoryRow, hierarchy: string, parent: TerritoryRow | null, pointer: string): void {
    const key = `${child.id} ${hierarchy}`
    const rows = this.#links.get(key) ?? []
    if (rows.some((link) => link.valid_from >= this.day)) return this.refuse(pointer, 'territory_dates', { code: child.code })
    const cut = rows.map((link) => (isActive(link, this.day) ? { ...link, valid_to: this.day } : link))
    const fresh = parent === null ? [] : [{ hierarchy, territory_id: child.id, parent_id: parent.id, valid_from: this.day, valid_to: null }]
    this.#links.set(key, [...cut, ...fresh])
    this.#touched.add(key)
  }

  /** Writes down what became of a territory. */
  record(kind: SuccessionRow['kind'], from: TerritoryRow, to: TerritoryRow, more: Partial<SuccessionRow> = {}): void {
    const row = { fromId: from.id, toId: to.id, territoryId: null, kind, weight: null, formerCode: null, formerNameFr: null, formerNameEn: null, ...more }
    if (!this.successions.some((one) => JSON.stringify(one) === JSON.stringify(row))) this.successions.push(row)
  }
  /**
   * Of two chains of wider territories, those that lost and those that gained a part, told level by level: their sums
   * before and after do not speak of the same land.
   */
  recordAbove(part: TerritoryRow, before: readonly TerritoryRow[], after: readonly TerritoryRow[]): void {
    const lost = before.filter((row) => !after.some((other) => other.id === row.id))
    const gained = after.filter((row) => !before.some((other) => other.id === row.id))
    const paired = new Set<string>()
    for (const from of lost) {
      const to = gained.find((row) => row.level_id === from.level_id) ?? gained.at(-1) ?? part
      paired.add(to.id)
      this.record('transfer', from, to, { territoryId: part.id })
    }
    for (const to of gained.filter((row) => !paired.has(row.id))) this.record('transfer', lost.at(-1) ?? part, to, { territoryId: part.id })
  }
}
