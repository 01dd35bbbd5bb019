import { describe, expect, it } from 'vitest'
import { definitionChanges, FIELD_KINDS, isCorrection, missingTranslations } from './meaning.ts'
import { DefinitionInput } from './shapes.ts'

describe('what a change of definition needs', () => {
  it('every field of a definition has its kind', () => {
    expect(Object.keys(FIELD_KINDS).sort()).toEqual(Object.keys(DefinitionInput.shape).sort())
  })
  it('a typo, an accent or a comma in the definition is a correction', () => {
    expect(isCorrection('Familles diferentes rejointes', 'Familles différentes, rejointes.')).toBe(true)
    expect(isCorrection('Nombre d’eleves', 'Nombre d’élèves')).toBe(true)
    expect(isCorrection('Visites a domicile', 'Visites à domicile')).toBe(true)
  })
  it('another word, a word more, a negation or another number is not', () => {
    expect(isCorrection('Enfants de 0 à 5 ans', 'Enfants de 0 à 6 ans')).toBe(false)
    expect(isCorrection('Familles rejointes', 'Familles non rejointes')).toBe(false)
    expect(isCorrection('Familles rejointes', 'Personnes rejointes')).toBe(false)
    expect(isCorrection('Seuil > 10', 'Seuil < 10')).toBe(false)
    expect(isCorrection('Hausse de -5', 'Hausse de 5')).toBe(false)
    expect(isCorrection('avec', 'avez')).toBe(false)
  })
  it('wording is edited, thresholds are a lead’s, meaning opens a version; the first English text is a translation', () => {
    const before = { nameFr: 'A', definitionFr: 'Familles.', definitionEn: null, onTrackRatio: '0.90', unitKind: 'count', statusPeriods: null }
    const after = { ...before, nameFr: 'B', definitionEn: 'Families.', onTrackRatio: '0.8', unitKind: 'mean' }
    expect(definitionChanges(before, after).map(({ field, from, to, needs }) => [field, from, to, needs])).toEqual([
      ['nameFr', 'A', 'B', 'edit'],
      ['definitionEn', null, 'Families.', 'edit'],
      ['unitKind', 'count', 'mean', 'version'],
      ['onTrackRatio', '0.9', '0.8', 'lead_edit'],
    ])
    expect(definitionChanges(before, { ...before, onTrackRatio: '0.9', statusPeriods: [] })).toEqual([])
    expect(definitionChanges({ definitionEn: 'Families.' }, { definitionEn: null }).map(({ needs }) => needs)).toEqual(['version'])
  })
  it('how totals are made, and which way is better, is corrected until a figure is published; what is stored keeps its kind', () => {
    const before = { unitKind: 'count', overlapPartners: 'possible', temporalKind: 'flow', direction: 'increase', displayFactor: '1', frequency: 'quarter' }
    const after = { unitKind: 'ratio', overlapPartners: 'none', temporalKind: 'stock', direction: 'decrease', displayFactor: '100', frequency: 'month' }
    const needs = Object.fromEntries(definitionChanges(before, after).map((change) => [change.field, change.needs]))
    expect(needs).toEqual({
      unitKind: 'version',
      displayFactor: 'version',
      frequency: 'version',
      overlapPartners: 'unpublished',
      temporalKind: 'unpublished',
      direction: 'unpublished',
    })
  })
  it('writing a text that an import left to be written changes no meaning; taking it away does', () => {
    const left = 'Créé à l’import de « suivi.xlsx ». Définition à écrire.'
    expect(definitionChanges({ definitionFr: left }, { definitionFr: 'Familles.' }).map(({ needs }) => needs)).toEqual(['edit'])
    expect(definitionChanges({ definitionEn: left }, { definitionEn: null }).map(({ needs }) => needs)).toEqual(['version'])
  })
  it('a French text without its English is missing a translation', () => {
    expect(missingTranslations({ nameFr: 'A', nameEn: '', purposeFr: 'p', purposeEn: 'p', formulaFr: null, formulaEn: null })).toEqual(['nameEn'])
  })
})
