import { z } from 'zod'
import type { PreviewColumn } from '../contract.ts'
import { fold } from '../text.ts'
import { TargetLoad, type Adding, type UnitKind } from './target-load.ts'

const column = z.string().max(300).default('')

/** Which column of a table of indicators says what; empty: none does. */
export const TargetColumns = z
  .strictObject({
    code: column,
    name: column,
    nameEn: column,
    /** Empty: everything is of the whole initiative. */
    territory: column,
    unit: column,
    adding: column,
    baseline: column,
    target: column,
    targetPeriod: column,
    actual: column,
    actualPeriod: column,
  })
  .meta({ id: 'TargetColumns' })
export type TargetColumns = z.infer<typeof TargetColumns>

/** Columns in the order in which a form asks for them. */
export const COLUMN_NAMES = Object.keys(TargetColumns.shape) as (keyof TargetColumns)[]

/** What a person says of a table of indicators besides its columns. */
export const TargetChoices = z
  .strictObject({
    /** Null: found by the words of the header. */
    columns: TargetColumns.nullish(),
    /** The period of every target, or of every actual, where no column says it: `2028`, `2027-Q4`. */
    targetPeriod: z.string().trim().max(20).default(''),
    actualPeriod: z.string().trim().max(20).default(''),
    decimal: z.enum(['auto', '.', ',']).default('auto'),
    frequency: TargetLoad.shape.frequency,
    /** Who says so: kept as the source of new definitions and baselines; empty: the name of the file. */
    source: z.string().trim().max(300).default(''),
  })
  .meta({ id: 'TargetChoices' })
export type TargetChoices = z.infer<typeof TargetChoices>

/** Headers that are understood, most usual first, as `fold` writes them. */
const HEADERS: Record<keyof TargetColumns, readonly string[]> = {
  code: ['code', 'indicator id', 'code de l indicateur', 'code indicateur', 'indicator code', 'id'],
  name: ['indicateur', 'indicator', 'nom de l indicateur', 'indicator name', 'nom', 'name fr', 'name', 'libelle'],
  nameEn: ['name en', 'indicator en', 'nom anglais'],
  territory: ['territoire', 'territory', 'mrc', 'region', 'pays', 'country', 'lieu', 'place'],
  unit: ['unite', 'unit', 'unite de mesure', 'unit of measure'],
  adding: ['cumul', 'accumulation', 'classification', 'adding'],
  baseline: ['situation de depart', 'depart', 'valeur de depart', 'valeur de reference', 'reference', 'baseline', 'baseline value'],
  target: ['cible', 'valeur cible', 'cible finale', 'target', 'target value', 'end of compact target'],
  targetPeriod: [
    'periode de la cible',
    'periode cible',
    'annee de la cible',
    'annee cible',
    'date cible',
    'echeance',
    'target period',
    'target year',
    'target date',
  ],
  actual: ['reel', 'valeur reelle', 'resultat', 'actual', 'actual value', 'actual to date'],
  actualPeriod: ['periode du reel', 'periode reelle', 'annee du reel', 'periode du resultat', 'actual period', 'actual year', 'actual date'],
}

/** Which column says what, by the words of the header. */
export function guessTargetColumns(columns: readonly Pick<PreviewColumn, 'name'>[]): TargetColumns {
  const byName = new Map(columns.map(({ name }) => [fold(name), name]))
  const find = (words: readonly string[]) => words.map((word) => byName.get(word)).find((name) => name !== undefined) ?? ''
  return Object.fromEntries(COLUMN_NAMES.map((key) => [key, find(HEADERS[key])])) as TargetColumns
}

type Kind = { kind: UnitKind; currency?: string }
const kindsOf = (words: readonly string[], kind: Kind) => words.map((word) => [word, kind] as const)
const UNITS: Readonly<Record<string, Kind>> = Object.fromEntries([
  ...kindsOf(['Nombre', 'Nb', 'Number', 'Count'], { kind: 'count' }),
  ...kindsOf(['%', 'Pourcentage', 'Pour cent', 'Percentage', 'Percent', 'Proportion'], { kind: 'share' }),
  ...kindsOf(['CAD', '$ CA', '$ CAN', 'Dollars canadiens', 'Canadian dollars'], { kind: 'money', currency: 'CAD' }),
  ...kindsOf(['USD', '$ US', 'US Dollars', 'Dollars américains'], { kind: 'money', currency: 'USD' }),
  ...kindsOf(['EUR', '€', 'Euros'], { kind: 'money', currency: 'EUR' }),
  ...kindsOf(['XOF', 'FCFA', 'F CFA'], { kind: 'money', currency: 'XOF' }),
  ...kindsOf(['Date'], { kind: 'date' }),
  ...kindsOf(['Oui/Non', 'Oui / non', 'Yes/No', 'Yes / no'], { kind: 'yes_no' }),
])
const addings = (words: readonly string[], adding: Adding) => words.map((word) => [word, adding] as const)
const ADDING: Readonly<Record<string, Adding>> = Object.fromEntries([
  ...addings(['Cumulatif', 'Depuis le début', 'Cumulative', 'Since start'], 'since_start'),
  ...addings(['Par période', 'Incrémental', 'Per period', 'Incremental'], 'per_period'),
  ...addings(['Niveau', 'Stock', 'Level'], 'stock'),
])

/** Columns that must be said before a table means anything. */
export const missingColumns = (columns: TargetColumns): (keyof TargetColumns)[] => (['code', 'name'] as const).filter((key) => columns[key] === '')

/** The load that these choices mean. `topTerritory`: the place of a table without a column of places. */
export function targetLoadOf(
  columns: TargetColumns,
  looked: readonly Pick<PreviewColumn, 'name' | 'position' | 'periodPattern'>[],
  choices: TargetChoices,
  given: { readonly file: unknown; readonly decimal: '.' | ','; readonly source: string; readonly topTerritory: string },
): TargetLoad {
  const at = (name: string) => (name === '' ? { constant: '' } : { column: name })
  const optional = <Key extends string>(key: Key, name: string, value: object = { source: { column: name } }) => (name === '' ? {} : { [key]: value })
  const periodOf = (name: string, said: string) => ({
    source: name === '' ? { constant: said } : said === '' ? { column: name } : { firstOf: [{ column: name }, { constant: said }] },
    pattern: (name === '' ? null : looked.find((one) => one.name === name || `#${one.position}` === name)?.periodPattern) ?? 'code',
  })
  return TargetLoad.parse({
    file: given.file,
    decimal: given.decimal,
    frequency: choices.frequency,
    source: given.source,
    readings: [
      {
        code: { column: columns.code },
        nameFr: { column: columns.name },
        ...(columns.nameEn === '' ? {} : { nameEn: { column: columns.nameEn } }),
        territory: columns.territory === '' ? { source: { constant: given.topTerritory } } : { source: { column: columns.territory }, by: 'either' },
        unit: { source: at(columns.unit), kinds: UNITS },
        adding: { source: at(columns.adding), meanings: ADDING },
        ...optional('baseline', columns.baseline),
        ...optional('target', columns.target, { source: at(columns.target), period: periodOf(columns.targetPeriod, choices.targetPeriod) }),
        ...optional('actual', columns.actual, { source: at(columns.actual), period: periodOf(columns.actualPeriod, choices.actualPeriod) }),
      },
    ],
  })
}
