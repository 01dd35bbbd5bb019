import { describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { findingOf, summaryOf } from './headline.ts'
import { cellOf } from './samples.ts'

const finding = (change: Partial<ProgressCell>, name = 'Sentiment d’être soutenu') =>
  findingOf(cellOf(change), name, 'PARENTIDX', { value: '50', period: 'T1 2025' }).replaceAll('\u00A0', ' ')

describe('the finding above an indicator (ux, chart rule 1)', () => {
  it('says which way it went and where it stands, from the figures', () => {
    expect(finding({ value: '63', baseline: '54', target: '65', status: 'on_track' })).toBe('PARENTIDX : en hausse depuis le départ, sur la trajectoire visée')
    expect(finding({ value: '66', baseline: '47', target: '75', status: 'watch' }, 'PRENATAL')).toBe(
      'PRENATAL : en hausse depuis le départ, cible pas encore atteinte',
    )
    expect(finding({ value: '271', baseline: '0', target: '240', status: 'on_track', reason: 'target_met' }, 'Formées')).toBe(
      'Formées : en hausse depuis le départ, la cible est atteinte',
    )
    expect(finding({ value: '128.7', baseline: '142.1', target: '90', status: 'off_track', progress: '0.26' }, 'Attente')).toBe(
      'Attente : en baisse depuis le départ, loin de la trajectoire',
    )
    expect(finding({ value: '149', baseline: '142', target: '90', status: 'off_track', progress: '-0.14' }, 'Attente')).toBe(
      'Attente : en hausse, plus loin de la cible qu’au départ',
    )
    expect(finding({ value: '54', baseline: '54', target: null, status: 'no_data' }, 'Indice')).toBe('Indice : stable depuis le départ')
    expect(findingOf(undefined, 'Vulnérables', 'VUL5', null)).toContain('pas encore de valeur')
    expect(findingOf(cellOf({ value: '9', baseline: null }), 'Une seule', 'U', null)).toBe('Une seule\u00A0: une première valeur')
  })
  it('has ten words at most: where the name is long, the code stands for it', () => {
    const long = finding({ value: '63', baseline: '54', target: '65', status: 'on_track' }, 'Sentiment d’être soutenu chez les parents de jeunes enfants')
    expect(long).toBe('PARENTIDX : en hausse depuis le départ, sur la trajectoire visée')
    expect(long.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length).toBeLessThanOrEqual(10)
  })
  it('without a starting point it says since which figure, and tells no way of one of which too little came', () => {
    const since = { value: '46', period: 'T1 2025' }
    const said = (change: Partial<ProgressCell>) => findingOf(cellOf({ baseline: null, ...change }), '', '', since).replaceAll('\u00A0', ' ')
    expect(said({ value: '50' })).toMatch(/en hausse depuis T1 2025$/)
    const partial = said({ value: '78', coverage: '0.67', flags: ['incomplete'], reason: 'incomplete' })
    expect(partial).toMatch(/dernier chiffre incomplet$/)
    expect(partial).not.toMatch(/hausse|baisse|stable/)
  })
  it('a hidden figure tells neither value, way nor state', () => {
    const cell = cellOf({ mask: 'masked', value: null, baseline: '54', status: 'no_data', reason: 'masked' })
    expect(findingOf(cell, 'Indice', 'I', { value: '54', period: 'T1 2025' })).toContain('masqué pour protéger des personnes')
    expect(summaryOf(cell, 'De 54 à 63.', null, { displayFactor: '1', decimals: 0 }, 'fr-CA')).toEqual([
      'Le dernier chiffre est masqué pour protéger des personnes\u00A0: ni valeur, ni état, ni tendance n’en sont dits.',
    ])
  })
})
