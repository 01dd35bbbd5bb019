import { itemFlag, meanIndex, total, type Counts } from './diagnostic.ts'
import type { Figures, ItemFigure, PartyFigure } from './figure-shapes.ts'
import { blankItem, NOTHING, silent } from './figures.ts'
import type { Answers } from './instruments.ts'
import { itemsOf, type Instrument, type InstrumentKey, type RoundMode } from './instrument.ts'
import { rounded } from './numbers.ts'

/** How many sides a round can have: one would be the whole group, and more than six are no longer compared by eye. */
export const MIN_PARTIES = 2
export const MAX_PARTIES = 6

/** Only the diagnostic compares parties (domain 2.3), and only where each fills one agreed sheet. */
export const takesParties = (instrument: InstrumentKey, mode: RoundMode): boolean => instrument === 'partnership_diagnostic' && mode === 'group_consensus'

/** Whether two parties have one name: capitals and spaces do not tell them apart. */
export function hasTwins(parties: readonly { readonly nameFr: string }[]): boolean {
  return new Set(parties.map(({ nameFr }) => nameFr.trim().toLocaleLowerCase('fr'))).size < parties.length
}

/** What a party sent; `people` is null when it did not. */
export interface PartySheet {
  readonly nameFr: string
  readonly nameEn: string | null
  readonly people: number | null
  readonly answers: Answers
}

export type Choice = 'A' | 'B' | 'C'
/** Place of an answer between 0 and 100, for a line and a wheel. */
export const CHOICE_INDEX: Readonly<Record<Choice, number>> = { A: 100, B: 50, C: 0 }
const isChoice = (value: unknown): value is Choice => value === 'A' || value === 'B' || value === 'C'

/** One answer as counts: what an index of several is told beside. */
export const countsOfChoice = (choice: Choice): Counts => ({ A: 0, B: 0, C: 0, [choice]: 1 })

function partyFigure(instrument: Instrument, { nameFr, nameEn, people, answers }: PartySheet): PartyFigure {
  const own = Object.fromEntries(
    instrument.items.map(({ code }) => {
      const answer = people === null ? null : answers[code]
      return [code, isChoice(answer) ? answer : null] as const
    }),
  )
  const dimensions = instrument.dimensions.flatMap(({ key }) => {
    const index = meanIndex(itemsOf(instrument, key).flatMap(({ code }) => (own[code] == null ? [] : [CHOICE_INDEX[own[code]]])))
    return index === null ? [] : [{ key, score: rounded(index) }]
  })
  return { nameFr, nameEn, people, answers: own, dimensions }
}

/**
 * What a round by party tells: the sheet of each, in the order in which they were entered, and beside them how many parties answered
 * what. No index of all of them: a mean over two sides would hide what they came to see; and no finding of a statement that one alone
 * answered, which says nothing of the partnership.
 */
export function partyFigures(instrument: Instrument, sheets: readonly PartySheet[]): Figures {
  const parties = sheets.map((sheet) => partyFigure(instrument, sheet))
  const items = instrument.items.map(({ code }): ItemFigure => {
    const given = (choice: Choice) => parties.filter(({ answers }) => answers[code] === choice).length
    const counts: Counts = { A: given('A'), B: given('B'), C: given('C') }
    return { ...blankItem(code), counts, flag: total(counts) < MIN_PARTIES ? null : itemFlag(counts) }
  })
  const flagged = (flag: ItemFigure['flag']) => items.filter((item) => item.flag === flag).map(({ code }) => code)
  return {
    ...NOTHING,
    dimensions: instrument.dimensions.map(({ key }) => silent(key)),
    items,
    first: [...flagged('split'), ...flagged('weakness')].slice(0, 3),
    parties,
  }
}
