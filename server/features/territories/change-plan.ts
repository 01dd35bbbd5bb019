import type { TerritoryChangeInput } from '#shared/territories/change-contract.ts'
import { findCircle } from '#shared/territories/tree.ts'
import { decimal, Decimal } from '#shared/values/decimal.ts'
import { MapDraft, type Known } from './change-draft.ts'
import { linkHierarchy, type LinkRow, type TerritoryRow } from './plan.ts'

type Of<Kind extends TerritoryChangeInput['kind']> = Extract<TerritoryChangeInput, { kind: Kind }>

/** Shares typed with a few digits, such as thirds, add up to nearly one. */
const WEIGHTS_MARGIN = '0.001'

/** The link that a territory has in a hierarchy on the day of the change. */
const linkIn = (links: readonly LinkRow[], hierarchy: string) => links.find((link) => link.hierarchy === hierarchy)

/** The territory that results: one that goes on, or a new one of the level of what it is made of. */
function resultOf(
  draft: MapDraft,
  given: { code: string; nameFr?: string | undefined; nameEn?: string | null | undefined },
  model: TerritoryRow,
  endsHere: readonly TerritoryRow[],
  makeId: () => string,
  pointer: string,
): { row: TerritoryRow; isNew: boolean } {
  const there = draft.there(given.code)
  if (there !== null && !endsHere.some((row) => row.id === there.id)) {
    if (there.level_id !== model.level_id) draft.refuse(`${pointer}/code`, 'territory_levels_differ', { code: there.code })
    return { row: there, isNew: false }
  }
  const name = given.nameFr ?? (there === null ? undefined : there.name_fr)
  if (name === undefined) draft.refuse(`${pointer}/nameFr`, 'territory_name_missing', { code: given.code })
  const row = { id: makeId(), code: given.code, level_id: model.level_id, name_fr: name ?? '', name_en: given.nameEn ?? there?.name_en ?? null }
  return { row: draft.create(row, `${pointer}/code`), isNew: true }
}

/** Where a new territory lies: in the parent given for the hierarchy of its level, else where all it is made of lay. */
function placeResult(
  draft: MapDraft,
  row: TerritoryRow,
  former: readonly (readonly LinkRow[])[],
  parentCode: string | null | undefined,
  pointer: string,
): void {
  const own = draft.levelOf(row).hierarchy
  const given = parentCode == null ? null : draft.standing(parentCode, `${pointer}/parentCode`)
  if (given !== null) draft.place(row, own, given, `${pointer}/parentCode`)
  const [first = [], ...others] = former
  for (const link of first) {
    if (given !== null && link.hierarchy === own) continue
    if (others.every((links) => linkIn(links, link.hierarchy)?.parent_id === link.parent_id)) {
      draft.place(row, link.hierarchy, draft.row(link.parent_id), `${pointer}/parentCode`)
    } else if (link.hierarchy === own) draft.refuse(`${pointer}/parentCode`, 'territory_parent_missing', { code: row.code })
  }
}

function merge(draft: MapDraft, input: Of<'merge'>, makeId: () => string): void {
  const froms = [...new Set(input.fromCodes)].flatMap((code, index) => draft.standing(code, `/fromCodes/${index}`) ?? [])
  const [model] = froms
  if (model === undefined) return
  const mixed = froms.find((row) => row.level_id !== model.level_id)
  if (mixed !== undefined) draft.refuse('/fromCodes', 'territory_levels_differ', { code: mixed.code })
  const former = froms.map((row) => draft.parentsOf(row.id))
  const chains = froms.map((row) => draft.above(row))
  const children = froms.map((row) => draft.childrenOf(row.id))
  froms.forEach((row, index) => draft.end(row, `/fromCodes/${index}`))
  const { row: to, isNew } = resultOf(draft, input.to, model, froms, makeId, '/to')
  if (isNew) placeResult(draft, to, former, input.to.parentCode, '/to')
  children.flat().forEach((link) => draft.move(draft.row(link.territory_id), link.hierarchy, to, '/fromCodes'))
  const after = draft.above(to)
  froms.forEach((from, index) => {
    draft.record('merge', from, to)
    draft.recordAbove(to, chains[index] ?? [], after)
  })
}

function split(draft: MapDraft, input: Of<'split'>, makeId: () => string): void {
  const from = draft.standing(input.fromCode, '/fromCode')
  if (from === null) return
  const former = draft.parentsOf(from.id)
  const chain = draft.above(from)
  const children = draft.childrenOf(from.id)
  const codeOf = (link: LinkRow) => draft.row(link.territory_id).code
  const given = input.parts.flatMap((part) => part.childCodes)
  const missing = [...new Set(children.map(codeOf))].filter((code) => given.filter((one) => one === code).length !== 1)
  if (missing.length > 0) draft.refuse('/parts', 'territory_parts_missing', { codes: missing })
  const strange = given.find((code) => !children.some((link) => codeOf(link) === code))
  if (strange !== undefined) draft.refuse('/parts', 'unknown_reference', { field: 'childCodes', value: strange })
  const weights = input.parts.flatMap((part) => (part.weight == null ? [] : [decimal(part.weight)]))
  const sum = weights.reduce((total, weight) => total.plus(weight), new Decimal(0))
  const isWhole = weights.length === 0 || (weights.length === input.parts.length && sum.minus(1).abs().lte(WEIGHTS_MARGIN))
  if (!isWhole) draft.refuse('/parts', 'territory_weights')
  draft.end(from, '/fromCode')
  input.parts.forEach((part, index) => {
    const pointer = `/parts/${index}`
    const { row, isNew } = resultOf(draft, part, from, [from], makeId, pointer)
    if (isNew) placeResult(draft, row, [former], part.parentCode, pointer)
    children.filter((link) => part.childCodes.includes(codeOf(link))).forEach((link) => draft.move(draft.row(link.territory_id), link.hierarchy, row, pointer))
    draft.record('split', from, row, { weight: part.weight ?? null })
    draft.recordAbove(row, chain, draft.above(row))
  })
}

function transfer(draft: MapDraft, input: Of<'transfer'>): void {
  const parent = draft.standing(input.toParentCode, '/toParentCode')
  if (parent === null) return
  ;[...new Set(input.codes)].forEach((code, index) => {
    const pointer = `/codes/${index}`
    const child = draft.standing(code, pointer)
    if (child === null) return
    const hierarchy = linkHierarchy(draft.levelOf(child), draft.levelOf(parent))
    const link = linkIn(draft.parentsOf(child.id), hierarchy)
    if (link?.parent_id === parent.id) return draft.refuse(pointer, 'territory_already_inside', { code, parent: parent.code })
    const before = draft.above(child, hierarchy)
    draft.move(child, hierarchy, parent, pointer)
    draft.recordAbove(child, before, draft.above(child, hierarchy))
  })
}

function rename(draft: MapDraft, input: Of<'rename'>, today: string): void {
  if (input.occurredOn > today) draft.refuse('/occurredOn', 'date_in_future')
  const row = draft.standing(input.code, '/code')
  if (row === null) return
  const change = { code: input.newCode ?? row.code, name_fr: input.nameFr, name_en: input.nameEn === undefined ? row.name_en : input.nameEn }
  draft.rename(row, change, '/newCode')
  draft.record('rename', row, row, { formerCode: row.code, formerNameFr: row.name_fr, formerNameEn: row.name_en })
}

/**
 * Works out a change of the map from its day on: what ends, what is new, where everything lies, whose series break, with
 * every fault (domain 3.13). Nothing here asks the database.
 * @param makeId gives the identifier of a new territory
 */
export function planChange(input: TerritoryChangeInput, known: Known, today: string, makeId: () => string): MapDraft {
  const draft = new MapDraft(known, input.occurredOn)
  if (input.kind === 'merge') merge(draft, input, makeId)
  else if (input.kind === 'split') split(draft, input, makeId)
  else if (input.kind === 'transfer') transfer(draft, input)
  else rename(draft, input, today)
  const circle = draft.faults.length > 0 ? null : findCircle(draft.links.map((link) => [link.territory_id, link.parent_id]))
  if (circle !== null) draft.refuse('', 'territory_circle', { code: draft.row(circle).code })
  return draft
}

/** Territories that go on and whose series break on the day of the change: they gained or lost a part. */
export function brokenBy(draft: MapDraft): TerritoryRow[] {
  const ids = draft.successions
    .filter(({ kind }) => kind !== 'rename')
    .flatMap(({ fromId, toId, territoryId }) => [fromId, toId].filter((id) => id !== territoryId))
  const isNew = new Set(draft.created.map(({ id }) => id))
  return [...new Set(ids)].map((id) => draft.row(id)).filter((row) => !isNew.has(row.id) && (row.valid_to === null || row.valid_to > draft.day))
}
