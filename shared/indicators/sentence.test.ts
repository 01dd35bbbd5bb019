import { describe, expect, it } from 'vitest'
import type { Aggregated } from './definition.ts'
import { aggregationSentence, AXES } from './sentence.ts'

const base: Aggregated = {
  unitKind: 'count',
  countingUnit: 'events',
  temporalKind: 'flow',
  accumulation: 'per_period',
  trackedAccumulation: 'per_period',
  periodsDistinct: false,
  partsUnknown: false,
  denominatorShared: false,
  overlapPartners: 'none',
  overlapTerritories: 'none',
}
const sentences = (change: Partial<Aggregated>, locale: 'fr-CA' | 'en' = 'fr-CA') =>
  AXES.map((axis) => aggregationSentence({ ...base, ...change }, axis, locale).replaceAll(/[\u00A0\u202F]/g, ' '))

/** Kind and settings, then partners, territories, periods: domain 3.4, a row each. */
const ROWS: readonly [string, Partial<Aggregated>, RegExp, RegExp, RegExp][] = [
  ['events', {}, /^somme des valeurs\.$/, /^somme des valeurs\.$/, /^somme des périodes; une période qui manque/],
  [
    'people counted once',
    { countingUnit: 'persons' },
    /les personnes de l’un ne sont pas/,
    /les personnes de l’un ne sont pas/,
    /jamais additionnées : les mêmes personnes/,
  ],
  ['people of distinct periods', { countingUnit: 'persons', periodsDistinct: true }, /^somme/, /^somme/, /^somme des périodes/],
  [
    'people whom partners may share',
    { countingUnit: 'persons', overlapPartners: 'possible' },
    /de 120 à 245 personnes » : jamais additionnées, car les mêmes/,
    /somme des bas et somme des hauts/,
    /jamais additionnées/,
  ],
  [
    'households, overlap unknown everywhere',
    { countingUnit: 'households', overlapPartners: 'unknown', overlapTerritories: 'unknown', accumulation: 'year_to_date' },
    /de 120 à 245 ménages » : jamais additionnées, car nous ne savons pas/,
    /de 120 à 245 ménages/,
    /la dernière valeur : chaque chiffre contient déjà/,
  ],
  ['a stock', { temporalKind: 'stock', countingUnit: 'places' }, /à la même date/, /à la même date/, /ce qui existe à une date ne s’additionne pas/],
  ['a running total', { trackedAccumulation: 'since_start' }, /^somme/, /^somme/, /cumul depuis le début\./],
  ['a total of the year', { trackedAccumulation: 'year_to_date' }, /^somme/, /^somme/, /cumul depuis le début de l’année/],
  ['a ratio', { unitKind: 'ratio' }, /^somme des numérateurs ÷ somme des dénominateurs/, /^somme des numérateurs ÷ somme/, /^somme des numérateurs ÷ somme/],
  ['a ratio, denominator shared', { unitKind: 'ratio', denominatorShared: true }, /dénominateur commun, compté une seule fois/, /somme des dénominateurs/, /÷/],
  ['a ratio of a survey', { unitKind: 'ratio', temporalKind: 'snapshot' }, /÷/, /÷/, /dernière mesure connue/],
  ['a rate without parts', { unitKind: 'ratio', partsUnknown: true }, /jamais réunies/, /jamais réunies/, /dernière mesure connue/],
  ['a mean', { unitKind: 'mean', temporalKind: 'snapshot' }, /moyenne pondérée/, /moyenne pondérée/, /dernière mesure connue/],
  ['a mean over time', { unitKind: 'mean' }, /moyenne pondérée/, /moyenne pondérée/, /moyenne pondérée/],
  ['an index', { unitKind: 'index' }, /jamais réunis/, /jamais réunis/, /dernière mesure connue/],
  ['money', { unitKind: 'currency', countingUnit: 'money' }, /converti à son propre taux/, /converti à son propre taux/, /sans correction de l’inflation/],
  ['money held', { unitKind: 'currency', countingUnit: 'money', temporalKind: 'stock' }, /même date/, /même date/, /ne s’additionne pas/],
  ['a milestone', { unitKind: 'milestone', temporalKind: 'stock' }, /12 de 14/, /12 de 14/, /dernier état connu/],
]

describe('how figures are put together, in one sentence an axis (domain 3.4)', () => {
  it.each(ROWS)('%s', (_, change, ...expected) => {
    sentences(change).forEach((sentence, index) => expect(sentence).toMatch(expected[index] as RegExp))
  })
  it('is said in English too, never in French', () => {
    for (const [, change] of ROWS)
      for (const sentence of sentences(change, 'en')) {
        expect(sentence).toMatch(/^[a-z].*\.$/)
        expect(sentence).not.toMatch(/[éèàç]|somme|jamais/)
      }
  })
})
