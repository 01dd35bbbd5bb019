import { describe, expect, it } from 'vitest'
import { GROUPS, isGroupOpen, NEW_DEFINITION } from './definition-groups.ts'

const open = (values: Record<string, string>, faults: { field: string; message: string }[] = []) =>
  (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).filter((group) => isGroupOpen(group, values, faults))

describe('what a first definition can do without waits behind a summary', () => {
  it('nothing is open at first, nor when a definition says only what it must', () => {
    expect(open(NEW_DEFINITION)).toEqual([])
    expect(open({ ...NEW_DEFINITION, nameFr: 'Enfants suivis', unitKind: 'count', scope: 'performance' })).toEqual([])
  })

  it('a value that somebody chose opens its group', () => {
    expect(open({ ...NEW_DEFINITION, nameEn: 'Children followed' })).toEqual(['english'])
    expect(open({ ...NEW_DEFINITION, sourceFr: 'Registre' })).toEqual(['texts'])
    expect(open({ ...NEW_DEFINITION, containment: 'on' })).toEqual(['totals'])
    expect(open({ ...NEW_DEFINITION, onTrackRatio: '85' })).toEqual(['judging'])
  })

  it('a fault opens its group, and one of a field that is always shown opens none', () => {
    expect(open(NEW_DEFINITION, [{ field: 'conditions', message: 'Cochez' }])).toEqual(['judging'])
    expect(open(NEW_DEFINITION, [{ field: 'nameFr', message: 'Écrivez' }])).toEqual([])
  })

  it('what the kind of figure decides by itself is no choice: per cent, one decimal, what is masked', () => {
    const share = { ...NEW_DEFINITION, unitKind: 'ratio', displayFactor: '100', decimals: '1', unitLabelEn: '%', sourceKind: 'partner', masksByChoice: 'on' }
    expect(open({ ...share, suppressionApplies: 'on' })).toEqual([])
    expect(open(share), 'persons whose small numbers somebody chose to show').toEqual(['judging'])
    expect(open({ ...share, suppressionApplies: 'on', decimals: '3' })).toEqual(['judging'])
    expect(open({ ...share, suppressionApplies: 'on', displayFactor: '1000', unitLabelEn: '', decimals: '0' })).toEqual(['totals'])
    expect(open({ ...share, suppressionApplies: 'on', sourceKind: 'official', scope: 'population' })).toEqual([])
  })
})
