import { describe, expect, it } from 'vitest'
import { forFunders } from './group-figures.ts'
import { currentInstrument } from './instruments.ts'
import { hasTwins, partyFigures, takesParties, type PartySheet } from './parties.ts'

const diagnostic = currentInstrument('partnership_diagnostic')
const sheet = (nameFr: string, answers: PartySheet['answers'], people: number | null = 4): PartySheet => ({ nameFr, nameEn: null, people, answers })

describe('a diagnostic by party', () => {
  const figures = partyFigures(diagnostic, [
    sheet('Deuxième dans l’alphabet', { D01: 'C', D02: 'C', D03: 'B', D04: 'A', D05: 'A' }),
    sheet('Avant dans l’alphabet', { D01: 'A', D02: 'C', D03: 'B', D04: 'A', D05: null }),
    sheet('Pas envoyée', { D01: 'A' }, null),
  ])
  const item = (code: string) => figures.items.find((one) => one.code === code)

  it('keeps parties in the order of entry, and what was not sent has no answer', () => {
    expect(figures.parties?.map(({ nameFr, answers }) => [nameFr, answers['D01']])).toEqual([
      ['Deuxième dans l’alphabet', 'C'],
      ['Avant dans l’alphabet', 'A'],
      ['Pas envoyée', null],
    ])
  })
  it('tells how many parties answered what, with the findings of the diagnostic, and no index of them together', () => {
    expect(['D01', 'D02', 'D03', 'D04'].map((code) => [item(code)?.counts, item(code)?.flag])).toEqual([
      [{ A: 1, B: 0, C: 1 }, 'split'],
      [{ A: 0, B: 0, C: 2 }, 'weakness'],
      [{ A: 0, B: 2, C: 0 }, null],
      [{ A: 2, B: 0, C: 0 }, 'strength'],
    ])
    expect([...new Set([figures.overall, ...figures.items.map(({ index }) => index), ...figures.dimensions.map(({ score }) => score)])]).toEqual([null])
    expect(figures.first).toEqual(['D01', 'D02'])
  })
  it('finds nothing in a statement that one party alone answered', () => {
    expect([item('D05')?.counts, item('D05')?.flag]).toEqual([{ A: 1, B: 0, C: 0 }, null])
  })
  it('gives each party an index of what it answered of a requirement: 50 × (2·A + B) ÷ answers', () => {
    expect(figures.parties?.map(({ dimensions }) => dimensions.find(({ key }) => key === 'perspectives_covered')?.score)).toEqual([0, 50, undefined])
  })
  it('is no part of what funders could ever be given', () => {
    expect(forFunders(figures)).not.toHaveProperty('parties')
    expect(forFunders(figures).items).toEqual([])
  })
  it('is of the diagnostic in consensus alone, and names are told apart by more than capitals', () => {
    expect([takesParties('partnership_diagnostic', 'group_consensus'), takesParties('partnership_diagnostic', 'anonymous')]).toEqual([true, false])
    expect([takesParties('preconditions', 'group_consensus'), takesParties('trust_pulse', 'anonymous')]).toEqual([false, false])
    expect([hasTwins([{ nameFr: 'Été ' }, { nameFr: 'été' }]), hasTwins([{ nameFr: 'Été' }, { nameFr: 'Hiver' }])]).toEqual([true, false])
  })
})
