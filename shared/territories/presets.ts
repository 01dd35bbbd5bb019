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
