import { describe, expect, it } from 'vitest'
import { formatMeasure } from './format.ts'
import { unitForOne } from './unit-words.ts'

describe('a unit beside one', () => {
  it.each([
    ['femmes', 'femme'],
    ['femmes enceintes', 'femme enceinte'],
    ['familles', 'famille'],
    ['jours', 'jour'],
    ['ans', 'an'],
    ['points', 'point'],
    ['élèves inscrits', 'élève inscrit'],
    ['enfants de 0 à 5 ans', 'enfant de 0 à 5 ans'],
    ['visites à domicile', 'visite à domicile'],
    ['heures d’écoute', 'heure d’écoute'],
    ['jours par mois', 'jour par mois'],
    ['Hectares', 'Hectare'],
    ['animaux', 'animal'],
    ['bureaux', 'bureau'],
    ['lieux', 'lieu'],
    ['années-personnes', 'année-personne'],
  ])('in French, « %s » is « %s »', (many, one) => expect(unitForOne('fr-CA', many)).toBe(one))

  it.each([
    ['women', 'woman'],
    ['people', 'person'],
    ['children aged 0 to 5', 'child aged 0 to 5'],
    ['families', 'family'],
    ['days', 'day'],
    ['school days', 'school day'],
    ['classes', 'class'],
    ['houses', 'house'],
    ['attendances', 'attendance'],
    ['days per month', 'day per month'],
  ])('in English, “%s” is “%s”', (many, one) => expect(unitForOne('en', many)).toBe(one))

  it.each(['%', '$', 'F CFA', 'mois', 'cas', 'fois', 'décès', 'km', 'kWh', 'ms', '‰', 'pour 1 000 naissances', '/20', 'CO2', 't', ''])(
    'leaves « %s », which has no plural of its own',
    (unit) => expect(unitForOne('fr', unit)).toBe(unit),
  )
  it.each(['series', 'per 1,000 births', 'news', '%', 'status', 'class'])('leaves “%s”', (unit) => expect(unitForOne('en', unit)).toBe(unit))
})

describe('a figure with its unit', () => {
  const women = { displayFactor: '1', decimals: 0, unitLabel: 'femmes' }
  const days = { displayFactor: '1', decimals: 1, unitLabel: 'jours' }
  it('is written as it is said: in French below two is one, a loss too', () => {
    expect(['0', '1', '2', '1200', '-1'].map((value) => formatMeasure('fr-CA', value, women))).toEqual([
      '0\u00A0femme',
      '1\u00A0femme',
      '2\u00A0femmes',
      '1\u00A0200\u00A0femmes',
      '\u22121\u00A0femme',
    ])
    expect(
      ['0.5', '1.96', '1.94'].map((value) => formatMeasure('fr', value, days)),
      'what is shown decides',
    ).toEqual(['0,5\u00A0jour', '2,0\u00A0jours', '1,9\u00A0jour'])
  })
  it('is one in English for one alone', () => {
    const english = { displayFactor: '1', decimals: 0, unitLabel: 'women' }
    expect(['0', '1', '2'].map((value) => formatMeasure('en', value, english))).toEqual(['0\u00A0women', '1\u00A0woman', '2\u00A0women'])
  })
})
