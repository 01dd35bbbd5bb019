import { describe, expect, it } from 'vitest'
import { otherHierarchies, otherLevels, presetLevels } from './presets.ts'

const PRESETS = ['quebec', 'mali', 'france', 'generic', 'sectors'] as const

describe('presets of territory levels (domain 3.13)', () => {
  it('go from the smallest territory to the widest', () => {
    expect(presetLevels('quebec').map(({ nameFr }) => nameFr)).toEqual(['municipalité', 'MRC ou territoire équivalent', 'région administrative', 'province'])
    expect(presetLevels('mali').map(({ nameFr }) => nameFr)).toEqual(['commune', 'arrondissement', 'cercle', 'région', 'pays'])
    expect(presetLevels('france').map(({ nameFr }) => nameFr)).toEqual(['commune', 'EPCI', 'département', 'région', 'pays'])
    expect(presetLevels('generic').map(({ nameEn }) => nameEn)).toEqual(['local', 'supralocal', 'regional', 'national'])
  })

  it('name every level in both languages, in the singular and the plural, under a code of its own', () => {
    for (const preset of PRESETS) {
      const levels = [...presetLevels(preset), ...otherHierarchies(preset).flatMap((hierarchy) => otherLevels(preset, hierarchy))]
      expect(new Set(levels.map(({ code }) => code)).size).toBe(levels.length)
      expect(
        levels.flatMap(({ nameFr, nameEn, pluralFr, pluralEn }) => [nameFr, nameEn, pluralFr, pluralEn]).every((name) => name != null && name !== ''),
      ).toBe(true)
    }
  })

  it('put what does not nest into hierarchies of its own', () => {
    expect(otherHierarchies('quebec')).toEqual(['health', 'school'])
    expect(otherLevels('quebec', 'health').map(({ hierarchy, rank }) => `${hierarchy} ${rank}`)).toEqual(['health 1', 'health 2'])
    expect(otherHierarchies('generic')).toEqual([])
  })
})
