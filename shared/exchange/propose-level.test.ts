import { describe, expect, it } from 'vitest'
import { presetLevels } from '#shared/territories/presets.ts'
import { levelsUnder, proposeLevel, proposeTop, type NamedLevel } from './propose-level.ts'

const levelsOf = (preset: Parameters<typeof presetLevels>[0]): NamedLevel[] =>
  presetLevels(preset).map((level) => ({ nameEn: null, pluralFr: null, pluralEn: null, ...level }) as NamedLevel)
const [QUEBEC, MALI, FRANCE, GENERIC] = [levelsOf('quebec'), levelsOf('mali'), levelsOf('france'), levelsOf('generic')]
const propose = (levels: NamedLevel[], header: string, texts: string[] = ['A', 'B'], top: string | null = null) => proposeLevel(levels, { header, texts }, top)

describe('the level of places that a file brings', () => {
  it.each([
    [QUEBEC, 'Municipalité', 'municipality'],
    [QUEBEC, 'MRC', 'mrc'],
    [QUEBEC, 'Nom de la MRC', 'mrc'],
    [QUEBEC, 'RCM', 'mrc'],
    [QUEBEC, 'Région', 'region'],
    [QUEBEC, 'Régions administratives', 'region'],
    [QUEBEC, 'Municipalities', 'municipality'],
    [QUEBEC, 'Ville', 'municipality'],
    [QUEBEC, 'Commune', 'municipality'],
    [QUEBEC, 'Province', 'province'],
    [MALI, 'Cercle', 'cercle'],
    [MALI, 'COMMUNES', 'commune'],
    [MALI, 'Région', 'region'],
    [FRANCE, 'Département', 'departement'],
    [FRANCE, 'Ville', 'commune'],
    [GENERIC, 'Région', 'regional'],
    [GENERIC, 'Localité', 'local'],
  ])('its header tells it: %#, %s', (levels, header, expected) => expect(propose(levels as NamedLevel[], header as string)).toBe(expected))

  it('a header that names no level leaves it to the names: the smallest level for several, the widest for one', () => {
    expect([propose(QUEBEC, 'Territoire'), propose(QUEBEC, 'Lieu', ['Rimouski', 'Matane']), propose(QUEBEC, 'Où', ['Québec'])]).toEqual([
      'municipality',
      'municipality',
      'province',
    ])
  })

  it('a line that adds up others is no second name, nor is one name written twice', () => {
    expect(propose(QUEBEC, 'Lieu', ['Québec', 'QUÉBEC', 'Total', ''])).toBe('province')
  })

  it('where the whole has its place, one more name is a part of it, of a smaller level whatever the header says', () => {
    expect(propose(QUEBEC, 'Lieu', ['Rimouski'], 'province')).toBe('municipality')
    expect(propose(QUEBEC, 'Région', ['Rimouski'], 'region')).toBe('municipality')
    expect(propose(QUEBEC, 'Région', ['Rimouski'], 'municipality'), 'nothing is smaller').toBe('region')
    expect(levelsUnder(QUEBEC, 'region').map(({ code }) => code)).toEqual(['municipality', 'mrc'])
  })

  it('levels beside the first hierarchy are proposed when the header names them alone', () => {
    const levels = [
      ...QUEBEC,
      {
        ...(QUEBEC[0] as NamedLevel),
        code: 'health-region',
        hierarchy: 'health',
        rank: 2,
        nameFr: 'région sociosanitaire',
        nameEn: 'health region',
        pluralFr: null,
        pluralEn: null,
      },
    ]
    expect([propose(levels, 'Région sociosanitaire'), propose(levels, 'Région administrative'), propose(levels, 'Lieu')]).toEqual([
      'health-region',
      'region',
      'municipality',
    ])
    expect(propose([], 'Lieu')).toBe('')
  })

  it('the place of the whole is of a wider level than those of the file: the one that its name tells, else the next', () => {
    const top = (initiative: string, header = 'Municipalité') => {
      const { level, levels } = proposeTop(QUEBEC, { header, texts: ['A', 'B'] }, initiative)
      return [level, ...levels.map(({ code }) => code)]
    }
    expect(top('Rives et monts')).toEqual(['mrc', 'mrc', 'region', 'province'])
    expect([top('Région des Rives')[0], top('Ville en forme')[0], top('Rives', 'MRC')[0]]).toEqual(['region', 'mrc', 'region'])
    expect(top('Rives', 'Province'), 'nothing is wider').toEqual([''])
  })

  it('a file of one place alone is about the whole, under the name that it gives; one of none is of the initiative', () => {
    expect(proposeTop(QUEBEC, { header: 'Municipalité', texts: ['Rimouski ', 'Rimouski', 'Total'] }, 'Rives')).toEqual({
      name: 'Rimouski',
      level: 'municipality',
      levels: QUEBEC,
      isAbove: false,
    })
    expect(proposeTop(QUEBEC, { header: 'Lieu', texts: ['MRC des Caps'] }, 'Rives').level).toBe('mrc')
    expect(proposeTop(QUEBEC, null, 'Rives')).toMatchObject({ name: 'Rives', level: 'province', isAbove: false })
  })
})
