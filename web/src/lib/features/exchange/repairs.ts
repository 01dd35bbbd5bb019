import type { ImportChoices, Repair } from '#shared/exchange/choices.ts'
import type { RepairGroup } from '#shared/exchange/draft-contract.ts'
import { fold } from '#shared/exchange/text.ts'
import { creationOf, type Creation } from '#shared/exchange/create-unknown.ts'

/** Texts of one group that one page asks about. */
export const ASKED_AT_ONCE = 20

/** Something of ours that a person may type instead of choosing. */
export interface OfOurs {
  readonly code: string
  readonly name: string
}
export type Lists = Readonly<Record<'indicator' | 'territory' | 'partner', readonly OfOurs[]>> & {
  readonly category: Readonly<Record<string, readonly OfOurs[]>>
}

/** Name of the field of one text's answer. */
export const answerField = (group: number, value: number, part = '') => `answer.${group}.${value}${part}`

function typedCode(text: string, list: readonly OfOurs[]): string | null {
  const found = list.find(({ code, name }) => code === text || fold(name) === fold(text))
  return found?.code ?? null
}

type Value = RepairGroup['values'][number]
const textsOf = ({ text, spellings }: Value) => (spellings === undefined ? [text] : spellings.map((one) => one.text))

/** Value of an answer that joins a text to another one of the same list. */
export const sameAnswer = (text: string) => `same:${text}`

/** What was said of one text: by the list, or typed beside it. */
interface Said {
  readonly value: Value
  readonly field: string
  readonly chosen: string
  readonly typed: string
  readonly code: string | null
}

/** The text of the list that another one is said to be the same as, through those that are said to be the same in turn; null where none is, or in a circle. */
function sameAs(one: Said, all: readonly Said[]): Said | null {
  const seen = new Set([one])
  for (let at = one; ;) {
    const wanted = at.typed !== '' && at.code === null ? at.typed : at.typed === '' && at.chosen.startsWith('same:') ? at.chosen.slice('same:'.length) : null
    if (wanted === null) return at === one ? null : at
    const next = all.find(({ value }) => textsOf(value).some((text) => fold(text) === fold(wanted)))
    if (next === undefined || seen.has(next)) return null
    seen.add(next)
    at = next
  }
}

/** What an answer means by itself; null: decided later. */
function answerOf({ code, chosen, typed }: Said): Repair | null {
  if (code !== null) return { use: code }
  if (typed !== '') return null
  if (chosen.startsWith('use:')) return { use: chosen.slice('use:'.length) }
  return chosen === 'create' ? { create: true } : chosen === 'skip' ? { skip: true } : chosen === 'total' ? { total: true } : null
}

/** What was typed or chosen of each field of a refused form, to be shown again: by the text it is of, for lists may move. */
export type Given = Readonly<Record<string, string>>
export const givenKey = (group: Pick<RepairGroup, 'action' | 'dimension' | 'column'>, text: string, part = '') =>
  JSON.stringify([group.action, group.dimension, group.action === 'value' ? group.column : null, text, part])

/** Fields that are of a group and of none of its texts. */
const OF_GROUPS = ['isPercent', 'keepMarks', 'duplicates', 'createLevel', 'createUnder'] as const

export function readGiven(form: FormData, groups: readonly RepairGroup[]): Given {
  const given: Record<string, string> = {}
  const keep = (key: string, name: string) => {
    const value = form.get(name)
    if (typeof value === 'string') given[key] = value
  }
  groups.forEach((group, place) =>
    group.values.slice(0, ASKED_AT_ONCE).forEach((value, index) => {
      for (const part of ['', '.other']) keep(givenKey(group, value.text, part), answerField(place, index, part))
    }),
  )
  for (const name of OF_GROUPS) keep(name, name)
  return given
}

/**
 * Answers of a posted form of repairs, laid over the choices. What was typed and is nothing of ours comes
 * back as a fault of its field; partners and indicators to be made are named apart.
 */
export function readRepairs(
  form: FormData,
  former: ImportChoices,
  groups: readonly RepairGroup[],
  lists: Lists,
): { choices: ImportChoices; unknown: { field: string; text: string; isOpen: boolean }[]; creations: Creation[] } {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const repairs = structuredClone(former.repairs)
  const unknown: { field: string; text: string; isOpen: boolean }[] = []
  const creations: Creation[] = []
  let { periodPattern, isPercent, keepMarks, duplicates, createLevel, createUnder } = former
  groups.forEach((group, place) => {
    if (group.action === 'percent' && form.has('isPercent')) [isPercent, repairs.shares] = [true, {}]
    if (group.action === 'marks' && form.has('keepMarks')) keepMarks = true
    if (group.action === 'duplicates' && text('duplicates') !== '') duplicates = text('duplicates') as typeof duplicates
    if (group.action === 'period' && text('periodPattern') !== '') periodPattern = text('periodPattern')
    if (group.action === 'territory' && form.has('createLevel')) [createLevel, createUnder] = [text('createLevel'), text('createUnder')]
    const { action } = group
    const isNamed = action === 'indicator' || action === 'territory' || action === 'partner' || action === 'category'
    const list = !isNamed ? [] : action === 'category' ? (lists.category[group.dimension ?? ''] ?? []) : lists[action]
    const said = group.values.slice(0, ASKED_AT_ONCE).map((value, index): Said => {
      const field = answerField(place, index, '.other')
      // Its own name, typed again, says nothing.
      const typed = textsOf(value).some((one) => fold(one) === fold(text(field))) ? '' : text(field)
      return { value, field, chosen: text(answerField(place, index)), typed, code: typed === '' ? null : typedCode(typed, list) }
    })
    if (action === 'value') for (const { value, chosen } of said) if (chosen !== '') repairs.values[value.text] = chosen as 'missing'
    if (action === 'period') for (const { value, typed } of said) if (typed !== '') repairs.periods[value.text] = typed
    if (!isNamed) return
    const answers =
      action === 'category'
        ? (repairs.categories[group.dimension ?? ''] ??= {})
        : repairs[action === 'indicator' ? 'indicators' : action === 'territory' ? 'territories' : 'partners']
    const made = new Map<Said, { creation: Creation; others: string[] }>()
    for (const one of said) {
      if (one.typed !== '' || (action !== 'indicator' && action !== 'partner')) continue
      const creation = creationOf(action, one.value.text, one.chosen)
      if (creation !== null) made.set(one, { creation, others: textsOf(one.value).filter((spelling) => spelling !== one.value.text) })
    }
    for (const one of said) {
      if (made.has(one)) continue
      const texts = textsOf(one.value)
      if (one.typed === '' && one.chosen === 'apart') {
        repairs.apart = [...new Set([...repairs.apart, fold(one.value.text)])]
        continue
      }
      const other = action === 'category' ? null : sameAs(one, said)
      // Typed, and neither something of ours nor another text of the list; or the other one is not decided itself.
      if (one.typed !== '' && one.code === null && other === null) unknown.push({ field: one.field, text: one.typed, isOpen: false })
      const from = other ?? one
      const creation = made.get(from)
      if (creation !== undefined) {
        creation.others.push(...texts)
        continue
      }
      const answer: Repair | null = other !== null && from.code === null && from.chosen === 'create' ? { same: from.value.text } : answerOf(from)
      if (answer === null && other !== null) unknown.push({ field: one.field, text: from.value.text, isOpen: true })
      if (answer !== null) for (const spelling of texts) answers[spelling] = answer
    }
    for (const { creation, others } of made.values()) creations.push({ ...creation, ...(others.length === 0 ? {} : { others }) })
  })
  // A level without any text to create would create every unknown place: it belongs to answers.
  const creates = Object.values(repairs.territories).some((answer) => 'create' in answer)
  return {
    choices: { ...former, repairs, periodPattern, isPercent, keepMarks, duplicates, ...(creates ? { createLevel, createUnder } : {}) },
    unknown,
    creations,
  }
}
