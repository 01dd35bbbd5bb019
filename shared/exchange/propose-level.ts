import { fold, tidy } from './text.ts'
import { isTotalWord } from './totals.ts'

/** What of a level says whether a column is of its places. */
export interface NamedLevel {
  readonly code: string
  readonly hierarchy: string
  readonly rank: number
  readonly nameFr: string
  readonly nameEn: string | null
  readonly pluralFr: string | null
  readonly pluralEn: string | null
}

/** Words of a header that tell no level: « Nom de la MRC » is of MRC. */
const EMPTY = new Set(
  'territoire territoires territory territories lieu lieux place places zone area nom noms name names code codes de du des la le les l d ou or et and of the'.split(
    ' ',
  ),
)
/** What the smallest places are called here and there: a column of towns is of municipalities where the levels say so. */
const TOWNS = new Set(['municipalite', 'municipality', 'ville', 'city', 'town', 'village', 'commune'])
/** From so many letters a word may end otherwise: « région » is « régional », « localité » is « local ». */
const STEM = 5

const wordsOf = (text: string): string[] =>
  fold(text)
    .split(' ')
    .filter((word) => word !== '' && !EMPTY.has(word))
    .map((word) => word.replace(/(?:ies)$/, 'y').replace(/[sx]$/, ''))

const isSame = (a: string, b: string) => a === b || (Math.min(a.length, b.length) >= STEM && (a.startsWith(b) || b.startsWith(a)))

function names({ code, nameFr, nameEn, pluralFr, pluralEn }: NamedLevel): string[][] {
  return [nameFr, nameEn, pluralFr, pluralEn, code].flatMap((text) => (text === null ? [] : [wordsOf(text)])).filter((words) => words.length > 0)
}

/** The level that a header names, where one alone does so best. */
function namedLevel(header: string, levels: readonly NamedLevel[]): NamedLevel | null {
  const asked = wordsOf(header)
  if (asked.length === 0) return null
  // The first word of a level tells it: « MRC ou territoire équivalent », « région administrative ».
  const score = (level: NamedLevel) =>
    Math.max(
      0,
      ...names(level).map((words) => {
        const shared = words.filter((word) => asked.some((one) => isSame(one, word))).length
        return shared === words.length ? 2 + shared : asked.some((one) => one === words[0]) ? 2 : asked.some((one) => isSame(one, words[0] as string)) ? 1 : 0
      }),
    )
  const [best, second] = levels.map((level) => ({ level, score: score(level) })).sort((a, b) => b.score - a.score)
  if (best !== undefined && best.score > 0 && best.score !== second?.score) return best.level
  const towns = asked.some((word) => TOWNS.has(word)) ? levels.filter((level) => names(level).some((words) => words.some((word) => TOWNS.has(word)))) : []
  return towns.length === 1 ? (towns[0] as NamedLevel) : null
}

/** The column that tells places, with what stands in it. */
export interface PlaceColumn {
  readonly header: string
  readonly texts: readonly string[]
}

/** Names of places of a column, each once; a line that adds up others names none. */
function namesIn(texts: readonly string[]): string[] {
  return [...new Map(texts.filter((text) => text !== '' && !isTotalWord(text)).map((text) => [fold(text), tidy(text)])).values()]
}

/** Levels that a territory can be of which holds those of a level: wider ones of its hierarchy. */
function levelsAbove<Level extends NamedLevel>(levels: readonly Level[], code: string): readonly Level[] {
  const held = levels.find((level) => level.code === code)
  return levels.filter(({ hierarchy, rank }) => hierarchy === held?.hierarchy && rank > held.rank)
}

/** Levels of territories that lie under one of a level: all where it is null, or where nothing is smaller. */
export function levelsUnder<Level extends NamedLevel>(levels: readonly Level[], code: string | null): readonly Level[] {
  const wider = code === null ? [] : levelsAbove(levels, code)
  const under = levels.filter((level) => level.code !== code && !wider.includes(level))
  return under.length > 0 ? under : levels
}

/**
 * The level that unknown places of a column are most likely of: the one that its header names, else the smallest where several
 * names stand in it, else the widest. Where the whole has its place, one more name is a part of it, of a smaller level.
 * @param top level of the place of the whole; null where there is none
 * @returns the code; empty without levels
 */
export function proposeLevel(levels: readonly NamedLevel[], column: PlaceColumn, top: string | null): string {
  const possible = levelsUnder(levels, top)
  const named = namedLevel(column.header, possible)
  if (named !== null) return named.code
  const main = possible.filter(({ hierarchy }) => hierarchy === 'main')
  const ranked = [...(main.length > 0 ? main : possible)].sort((a, b) => a.rank - b.rank)
  return (namesIn(column.texts).length > 1 || top !== null ? ranked[0] : ranked.at(-1))?.code ?? ''
}

/** The place of the whole that is made with a first file: above those that its column names, or the only one that it is about. */
export interface ProposedTop<Level> {
  readonly name: string
  readonly level: string
  /** Levels that it can be of; none where the file names places of the widest one. */
  readonly levels: readonly Level[]
  readonly isAbove: boolean
}

/** @param column null where the file names no place; @param initiative its name */
export function proposeTop<Level extends NamedLevel>(levels: readonly Level[], column: PlaceColumn | null, initiative: string): ProposedTop<Level> {
  const names = namesIn(column?.texts ?? [])
  if (column === null || names.length === 1) {
    const name = names[0] ?? initiative
    return { name, level: proposeLevel(levels, { header: `${column?.header ?? ''} ${name}`, texts: [] }, null), levels, isAbove: false }
  }
  const above = levelsAbove(levels, proposeLevel(levels, column, null))
  const level = namedLevel(initiative, above) ?? [...above].sort((a, b) => a.rank - b.rank)[0]
  return { name: initiative, level: level?.code ?? '', levels: above, isAbove: true }
}
