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

/**
 * Answers of a posted form of repairs, laid over the choices. What was typed and is nothing of ours comes
 * back as a fault of its field; partners and indicators to be made are named apart.
 */
export function readRepairs(
  form: FormData,
  former: ImportChoices,
  groups: readonly RepairGroup[],
  lists: Lists,
): { choices: ImportChoices; unknown: { field: string; text: string }[]; creations: Creation[] } {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const repairs = structuredClone(former.repairs)
  const unknown: { field: string; text: string }[] = []
  const creations: Creation[] = []
  let { periodPattern, isPercent, keepMarks, duplicates, createLevel, createUnder } = former
  groups.forEach((group, place) => {
    if (group.action === 'percent' && form.has('isPercent')) [isPercent, repairs.shares] = [true, {}]
    if (group.action === 'marks' && form.has('keepMarks')) keepMarks = true
    if (group.action === 'duplicates' && text('duplicates') !== '') duplicates = text('duplicates') as typeof duplicates
    if (group.action === 'period' && text('periodPattern') !== '') periodPattern = text('periodPattern')
    if (group.action === 'territory' && form.has('createLevel')) [createLevel, createUnder] = [text('createLevel'), text('createUnder')]
    group.values.slice(0, ASKED_AT_ONCE).forEach((value, index) => {
      const chosen = text(answerField(place, index))
      const typed = text(answerField(place, index, '.other'))
      if (group.action === 'value') {
        if (chosen !== '') repairs.values[value.text] = chosen as 'missing'
      } else if (group.action === 'period') {
        if (typed !== '') repairs.periods[value.text] = typed
      } else if (group.action === 'indicator' || group.action === 'territory' || group.action === 'partner' || group.action === 'category') {
        const list = group.action === 'category' ? (lists.category[group.dimension ?? ''] ?? []) : lists[group.action]
        const code = typed === '' ? null : typedCode(typed, list)
        if (typed !== '' && code === null) unknown.push({ field: answerField(place, index, '.other'), text: typed })
        const creation = typed === '' && (group.action === 'indicator' || group.action === 'partner') ? creationOf(group.action, value.text, chosen) : null
        if (creation !== null) return void creations.push(creation)
        const answer: Repair | null =
          code !== null
            ? { use: code }
            : chosen.startsWith('use:')
              ? { use: chosen.slice(4) }
              : chosen === 'create'
                ? { create: true }
                : chosen === 'skip'
                  ? { skip: true }
                  : chosen === 'total'
                    ? { total: true }
                    : null
        if (answer === null) return
        if (group.action === 'category') repairs.categories[group.dimension ?? ''] = { ...repairs.categories[group.dimension ?? ''], [value.text]: answer }
        else repairs[group.action === 'indicator' ? 'indicators' : group.action === 'territory' ? 'territories' : 'partners'][value.text] = answer
      }
    })
  })
  // A level without any text to create would create every unknown place: it belongs to answers.
  const creates = Object.values(repairs.territories).some((answer) => 'create' in answer)
  return {
    choices: { ...former, repairs, periodPattern, isPercent, keepMarks, duplicates, ...(creates ? { createLevel, createUnder } : {}) },
    unknown,
    creations,
  }
}
