import { describe, expect, it } from 'vitest'
import { readTyped } from './amount.ts'
import { guessTargetColumns, missingColumns, TargetChoices, targetLoadOf } from './columns.ts'

const named = (...names: string[]) => names.map((name, index) => ({ name, position: index + 1, periodPattern: name === 'Échéance' ? ('year' as const) : null }))

describe('columns of a table of indicators', () => {
  it('are proposed by the words of the header, in French or English, whatever case, accents and dashes', () => {
    expect(guessTargetColumns(named('CODE', 'Nom de l’indicateur', 'Mrc', 'Unité', 'Valeur de départ', 'Cible', 'Échéance'))).toMatchObject({
      code: 'CODE',
      name: 'Nom de l’indicateur',
      territory: 'Mrc',
      baseline: 'Valeur de départ',
      target: 'Cible',
      targetPeriod: 'Échéance',
      actual: '',
    })
    expect(guessTargetColumns(named('Code', 'Indicateur', 'Cible', 'Période cible', 'Réel', 'Période réelle'))).toMatchObject({
      targetPeriod: 'Période cible',
      actualPeriod: 'Période réelle',
    })
    // As the Millennium Challenge Corporation calls them.
    expect(guessTargetColumns(named('country', 'indicator_id', 'indicator', 'unit', 'baseline', 'end_of_compact_target', 'actual_to_date'))).toMatchObject({
      code: 'indicator_id',
      name: 'indicator',
      territory: 'country',
      target: 'end_of_compact_target',
      actual: 'actual_to_date',
    })
    expect(missingColumns(guessTargetColumns(named('a', 'b')))).toEqual(['code', 'name'])
  })

  it('become a load: places by code or name, the whole initiative without a column, the period said once where no column says it', () => {
    const looked = named('Code', 'Indicateur', 'Cible', 'Échéance')
    const columns = guessTargetColumns(looked)
    const load = (choices: object) =>
      targetLoadOf(columns, looked, TargetChoices.parse(choices), { file: {}, decimal: ',', source: 'cadre.csv', topTerritory: 'R' }).readings[0]
    expect(load({})).toMatchObject({
      territory: { source: { constant: 'R' }, by: 'code' },
      target: { period: { source: { column: 'Échéance' }, pattern: 'year' } },
    })
    expect(load({ targetPeriod: '2028' })?.target?.period.source).toEqual({ firstOf: [{ column: 'Échéance' }, { constant: '2028' }] })
    expect(load({})?.baseline).toBeUndefined()
  })
})

describe('numbers that a workbook holds as such', () => {
  it('are read without signs; a share between −1 and 1, which may be a hundred times too small, is set aside', () => {
    expect(readTyped(1234.5, 'quantity')).toEqual({ kind: 'number', text: '1234.5' })
    expect(readTyped(22.5, 'share')).toEqual({ kind: 'number', text: '0.225' })
    expect(readTyped(0, 'share')).toEqual({ kind: 'number', text: '0' })
    expect(readTyped(0.225, 'share')).toEqual({ kind: 'aside', code: 'percent_without_scale' })
    expect(readTyped(-1, 'share')).toEqual({ kind: 'aside', code: 'percent_without_scale' })
  })
})
