import type { TerritoryPreset } from '#shared/initiatives/contract.ts'
import type { LevelInput } from './contract.ts'

type Names = readonly [code: string, fr: string, pluralFr: string, en: string, pluralEn: string]

const NAMES: Record<TerritoryPreset, readonly Names[]> = {
  quebec: [
    ['municipality', 'municipalité', 'municipalités', 'municipality', 'municipalities'],
    ['mrc', 'MRC ou territoire équivalent', 'MRC et territoires équivalents', 'RCM or equivalent territory', 'RCMs and equivalent territories'],
    ['region', 'région administrative', 'régions administratives', 'administrative region', 'administrative regions'],
    ['province', 'province', 'provinces', 'province', 'provinces'],
  ],
  mali: [
    ['commune', 'commune', 'communes', 'commune', 'communes'],
    ['arrondissement', 'arrondissement', 'arrondissements', 'arrondissement', 'arrondissements'],
    ['cercle', 'cercle', 'cercles', 'cercle', 'cercles'],
    ['region', 'région', 'régions', 'region', 'regions'],
    ['country', 'pays', 'pays', 'country', 'countries'],
  ],
  france: [
    ['commune', 'commune', 'communes', 'commune', 'communes'],
    ['epci', 'EPCI', 'EPCI', 'inter-municipal body', 'inter-municipal bodies'],
    ['departement', 'département', 'départements', 'département', 'départements'],
    ['region', 'région', 'régions', 'region', 'regions'],
    ['country', 'pays', 'pays', 'country', 'countries'],
  ],
  generic: [
    ['local', 'local', 'locaux', 'local', 'local'],
    ['supralocal', 'supralocal', 'supralocaux', 'supralocal', 'supralocal'],
    ['regional', 'régional', 'régionaux', 'regional', 'regional'],
    ['national', 'national', 'nationaux', 'national', 'national'],
  ],
  sectors: [
    ['sector', 'secteur', 'secteurs', 'sector', 'sectors'],
    ['area', 'territoire', 'territoires', 'area', 'areas'],
  ],
}

/** The ranked levels of a preset, smallest territory first (domain 3.13); levels may be skipped or renamed later. */
export function presetLevels(preset: TerritoryPreset): LevelInput[] {
  return NAMES[preset].map(([code, nameFr, pluralFr, nameEn, pluralEn], index) => ({
    code,
    hierarchy: 'main',
    rank: index + 1,
    nameFr,
    pluralFr,
    nameEn,
    pluralEn,
  }))
}

/**
 * Other hierarchies of a country, which do not nest in the first one (domain 3.13): figures stay in their own. Nothing is
 * added by itself; a code says where it comes from.
 */
const OTHERS: Record<TerritoryPreset, Readonly<Record<string, readonly Names[]>>> = {
  quebec: {
    health: [
      ['health-network', 'réseau local de services de santé', 'réseaux locaux de services de santé', 'local health network', 'local health networks'],
      ['health-region', 'région sociosanitaire', 'régions sociosanitaires', 'health region', 'health regions'],
    ],
    school: [
      [
        'school-centre',
        'centre de services ou commission scolaire',
        'centres de services et commissions scolaires',
        'school service centre or board',
        'school service centres and boards',
      ],
    ],
  },
  mali: {
    health: [
      ['health-area', 'aire de santé', 'aires de santé', 'health area', 'health areas'],
      ['health-district', 'district sanitaire', 'districts sanitaires', 'health district', 'health districts'],
    ],
    school: [
      ['school-centre', 'centre d’animation pédagogique', 'centres d’animation pédagogique', 'school support centre', 'school support centres'],
      ['school-academy', 'académie d’enseignement', 'académies d’enseignement', 'education academy', 'education academies'],
    ],
  },
  france: { school: [['school-academy', 'académie', 'académies', 'education academy', 'education academies']] },
  generic: {},
  sectors: {},
}

/** The place of a whole initiative whose levels are `sectors`: its code, and its level. */
export const OWN_PLACE = { code: 'TERRITOIRE', levelCode: 'area' } as const

/** Hierarchies that a preset offers beside its first one, such as `health` and `school`. */
export function otherHierarchies(preset: TerritoryPreset): string[] {
  return Object.keys(OTHERS[preset])
}

/** Levels of one of them, smallest territory first. */
export function otherLevels(preset: TerritoryPreset, hierarchy: string): LevelInput[] {
  return (OTHERS[preset][hierarchy] ?? []).map(([code, nameFr, pluralFr, nameEn, pluralEn], index) => ({
    code,
    hierarchy,
    rank: index + 1,
    nameFr,
    pluralFr,
    nameEn,
    pluralEn,
  }))
}
