import { describe, expect, test } from 'vitest'
import { ImportChoices } from './choices.ts'
import { creationOf, earliestDay, frequencyOf, shapeOf, withCreated } from './create-unknown.ts'

describe('partners and indicators made of what a file names', () => {
  test('an answer asks for a kind of indicator, or for a partner, and nothing else does', () => {
    expect(creationOf('indicator', 'Enfants suivis', 'create:ratio')).toEqual({ of: 'indicator', text: 'Enfants suivis', as: 'ratio' })
    expect(creationOf('partner', 'CLSC', 'create')).toEqual({ of: 'partner', text: 'CLSC' })
    expect([creationOf('indicator', 'x', 'create'), creationOf('indicator', 'x', 'create:milestone'), creationOf('partner', 'x', 'skip')]).toEqual([
      null,
      null,
      null,
    ])
  })

  test('how often figures come is read from their periods', () => {
    expect([['T1 2025', 'T2 2025'], ['2025-01'], ['janvier 2025'], ['2024-2025'], ['2024'], ['2025-S1'], ['?', ''], []].map(frequencyOf)).toEqual([
      'quarter',
      'month',
      'month',
      'school_year',
      'year',
      'semester',
      'year',
      'year',
    ])
  })

  test('a partner was there when its first figure was, and is never of the future', () => {
    expect([earliestDay(['T3 2024', '2025'], '2026-11-26'), earliestDay(['2031'], '2026-11-26'), earliestDay([], '2026-11-26')]).toEqual([
      '2024-01-01',
      '2026-11-26',
      '2026-11-26',
    ])
  })

  test('a mean without the number measured is no mean that could be weighted: it holds for whoever gave it', () => {
    const of = (sampleN: string) => shapeOf('mean', { choices: ImportChoices.parse({ sampleN }), preview: null }, 'CAD')
    expect(of('')).toMatchObject({ unitKind: 'ratio', partsUnknown: true, displayFactor: '1', isProportion: false })
    expect(of('column:#4')).toMatchObject({ unitKind: 'mean', partsUnknown: false })
  })

  test('people who may be the same with two partners are never plainly added up', () => {
    const of = (as: 'persons' | 'shared_persons') => shapeOf(as, { choices: ImportChoices.parse({}), preview: null }, 'CAD')
    expect([of('persons').overlapPartners, of('shared_persons').overlapPartners, of('shared_persons').overlapTerritories]).toEqual([
      undefined,
      'possible',
      'possible',
    ])
  })

  test('families and households are counted as what they are, added up or not', () => {
    const of = (as: 'households' | 'shared_households') => shapeOf(as, { choices: ImportChoices.parse({}), preview: null }, 'CAD')
    expect(of('households')).toMatchObject({ unitKind: 'count', countingUnit: 'households' })
    expect([of('households').overlapPartners, of('shared_households').overlapPartners]).toEqual([undefined, 'possible'])
  })

  test('a percentage without its two numbers is never added up', () => {
    const draft = (figure: string) => ({ choices: ImportChoices.parse({ figure }), preview: null })
    expect([shapeOf('ratio', draft('value'), 'CAD').partsUnknown, shapeOf('ratio', draft('parts'), 'CAD').partsUnknown]).toEqual([true, false])
    expect(shapeOf('currency', draft('value'), 'XOF')).toMatchObject({ unitKind: 'currency', currencyCode: 'XOF' })
  })

  test('what was made stands for its text from then on', () => {
    const { repairs, made } = withCreated(ImportChoices.parse({}), [
      { of: 'indicator', text: 'Ateliers', code: 'ATELIERS' },
      { of: 'partner', text: 'CLSC', others: ['Clsc'], code: 'CLSC' },
    ])
    expect([repairs.indicators, repairs.partners]).toEqual([{ Ateliers: { use: 'ATELIERS' } }, { CLSC: { use: 'CLSC' }, Clsc: { use: 'CLSC' } }])
    expect(made, 'and is told before anything is imported').toEqual({ territories: [], partners: ['CLSC'], indicators: ['Ateliers'] })
  })
})
