import { ImportChoices, type ImportChoices as Choices } from './choices.ts'
import type { PreviewColumn } from './contract.ts'
import { periodPatternOf } from './preview.ts'
import { prepare, similarity, type Confidence, type KnownThing } from './similar.ts'
import { fold, plain } from './text.ts'

/** What the initiative knows, as far as the columns of a file can be recognised by it. */
export interface Known {
  readonly indicators: readonly KnownThing[]
  readonly territories: readonly KnownThing[]
  /** Code of the place that holds all others, or of the only one: a file without places is about it. */
  readonly whole?: string | undefined
  readonly partners: readonly KnownThing[]
  readonly dimensions: readonly (KnownThing & { readonly categories: readonly KnownThing[] })[]
}

export type GuessedField = 'indicatorFrom' | 'territoryFrom' | 'periodFrom' | 'partnerFrom' | 'value' | 'numerator' | 'denominator' | 'sampleN' | 'comment'

/** Headers that people give to each thing, in both languages. */
const HEADERS: Readonly<Record<GuessedField, readonly string[]>> = {
  indicatorFrom: ['indicateur', 'indicator', 'code indicateur', 'mesure', 'measure'],
  territoryFrom: [
    'territoire',
    'territory',
    'lieu',
    'place',
    'région',
    'region',
    'mrc',
    'municipalité',
    'geography',
    'geocode',
    'code géo',
    'ville',
    'commune',
    'cercle',
    'quartier',
    'secteur géographique',
    'secteur',
    'sector',
    'zone',
    'village',
    'arrondissement',
  ],
  periodFrom: ['période', 'period', 'année', 'year', 'an', 'mois', 'month', 'trimestre', 'quarter', 'date', 'date de référence', 'exercice'],
  partnerFrom: ['partenaire', 'partner', 'organisme', 'organisation', 'organization', 'association'],
  value: ['valeur', 'value', 'résultat', 'result', 'nombre', 'total', 'montant', 'amount', 'obs value', 'donnée'],
  numerator: ['numérateur', 'numerator'],
  denominator: ['dénominateur', 'denominator'],
  sampleN: ['n', 'effectif', 'répondants', 'nombre mesuré', 'respondents', 'sample'],
  comment: ['commentaire', 'comment', 'remarque', 'note', 'notes'],
}
const NAMED: Record<GuessedField, readonly ReturnType<typeof prepare>[]> = Object.fromEntries(
  Object.entries(HEADERS).map(([field, names]) => [field, names.map(prepare)]),
) as never

const LIKELY = 0.75
/** Share of a column's texts that are ours, from which the column is taken for that thing. */
const MOST = 0.9
const MANY = 0.4

function nameScore(field: GuessedField, column: PreviewColumn): number {
  const name = prepare(column.name)
  return Math.max(0, ...NAMED[field].map((one) => similarity(name, one)))
}

interface Book {
  readonly codes: ReadonlySet<string>
  readonly names: ReadonlySet<string>
}
const bookOf = (things: readonly KnownThing[]): Book => ({
  codes: new Set(things.map(({ code }) => code)),
  names: new Set(things.flatMap(({ code, texts }) => texts.filter((text) => text !== code).map(fold))),
})

/** How many of a column's texts are ours, by code and by name. */
function matched(column: PreviewColumn, book: Book): { share: number; by: 'code' | 'name' } {
  if (column.distinct.length === 0) return { share: 0, by: 'name' }
  const codes = column.distinct.filter((text) => book.codes.has(text)).length
  const names = column.distinct.filter((text) => book.names.has(fold(text))).length
  return { share: Math.max(codes, names) / column.distinct.length, by: codes > names ? 'code' : 'name' }
}

/**
 * Columns whose headers are periods (`T1 2025`, `2019`), as people keep figures side by side, or the only one of this quarter:
 * one at least is of numbers. A column of words among them belongs to them: its words are shown and answered, it is not left out.
 */
function periodsSideBySide(columns: readonly PreviewColumn[]) {
  const dated = columns.filter(({ name }) => periodPatternOf([name]) !== null)
  const pattern = periodPatternOf(dated.map(({ name }) => name))
  return pattern === null || dated.every(({ looksLike }) => looksLike !== 'number') ? null : { columns: dated, pattern }
}

/** A column of figures, some of which are told in words: « n/d », « 39* ». */
const isMostlyNumbers = ({ looksLike, distinct }: PreviewColumn) =>
  looksLike === 'number' || (looksLike === 'text' && distinct.filter((text) => /^[-+]?\d/.test(text)).length * 2 > distinct.length)

/**
 * Several columns of numbers whose headers are names, where the line already says the indicator or the partner but not the other: as people
 * keep one column a partner, or one an indicator.
 */
function thingsSideBySide(
  columns: readonly PreviewColumn[],
  line: { indicator: boolean; partner: boolean },
): { columns: PreviewColumn[]; means: 'partner' | 'indicator' } | null {
  const numbers = columns.filter((column) => isMostlyNumbers(column) && /\p{L}{2}/u.test(column.name))
  // A column that is called the value has it; what stands beside it are limits, sizes, targets.
  if (numbers.length < 2 || line.indicator === line.partner || numbers.some((column) => nameScore('value', column) >= LIKELY)) return null
  return { columns: numbers, means: line.indicator ? 'partner' : 'indicator' }
}

/** A column of words that may be places: neither figures of a period, some of which are words, nor remarks. */
const mayBePlaces = (column: PreviewColumn) =>
  column.looksLike === 'text' && column.filled > 0 && periodPatternOf([column.name]) === null && nameScore('comment', column) < MOST

export interface Guess {
  readonly choices: Choices
  /** How sure each proposal is. */
  readonly confidence: Readonly<Partial<Record<GuessedField, Confidence>>>
}

/**
 * A first proposal from headers, from what columns look like and from how many of their texts are
 * known here: the person changes what does not fit. A column is proposed once.
 */
export function guessChoices(columns: readonly PreviewColumn[], known: Known): Guess {
  const taken = new Set<number>()
  const confidence: Partial<Record<GuessedField, Confidence>> = {}
  const at = (column: PreviewColumn | null) => (column === null ? '' : `column:#${column.position}`)
  const take = (field: GuessedField, score: (column: PreviewColumn) => number, least = LIKELY): PreviewColumn | null => {
    const best = columns
      .filter(({ position, looksLike }) => !taken.has(position) && looksLike !== 'blank')
      .map((column) => ({ column, score: score(column) }))
      .sort((a, b) => b.score - a.score)[0]
    if (best === undefined || best.score < least) return null
    taken.add(best.column.position)
    confidence[field] = best.score >= MOST ? 'sure' : best.score >= LIKELY ? 'likely' : 'possible'
    return best.column
  }
  // What the texts are says more than what the column is called.
  const byContent = (field: GuessedField, book: Book) => (column: PreviewColumn) => {
    const { share } = matched(column, book)
    const named = nameScore(field, column)
    return share >= MANY ? Math.max(share, named >= LIKELY ? MOST : 0) : named >= LIKELY && column.looksLike === 'text' ? named * 0.85 : 0
  }
  const books = { territories: bookOf(known.territories), partners: bookOf(known.partners), indicators: bookOf(known.indicators) }
  const indicator = take('indicatorFrom', byContent('indicatorFrom', books.indicators), 0.6)
  const partner = take('partnerFrom', byContent('partnerFrom', books.partners), 0.6)
  const categories = known.dimensions.flatMap((dimension) => {
    const book = bookOf(dimension.categories)
    const named = dimension.texts.map(prepare)
    const best = columns
      .filter(({ position, looksLike }) => !taken.has(position) && looksLike === 'text')
      .map((column) => ({
        column,
        score: Math.max(matched(column, book).share, Math.max(0, ...named.map((one) => similarity(prepare(column.name), one))) >= 0.9 ? 0.8 : 0),
      }))
      .sort((a, b) => b.score - a.score)[0]
    if (best === undefined || best.score < 0.5) return []
    taken.add(best.column.position)
    const totals = best.column.distinct.filter((text) => /^(total|tous|toutes|ensemble|all|both)\b/.test(plain(text)))
    return [{ dimension: dimension.code, column: at(best.column), create: false, total: totals.join('; ') }]
  })
  const territory =
    take('territoryFrom', byContent('territoryFrom', books.territories), 0.6) ??
    (known.whole === undefined ? take('territoryFrom', (column) => (mayBePlaces(column) ? 0.5 : 0), 0.5) : null)
  const period =
    take('periodFrom', (column) => (column.looksLike === 'period' ? (nameScore('periodFrom', column) >= LIKELY ? 1 : 0.8) : 0)) ??
    take('periodFrom', (column) => nameScore('periodFrom', column) * 0.8, 0.7)
  const numeric = (field: GuessedField) => (column: PreviewColumn) => (column.looksLike === 'number' ? nameScore(field, column) : 0)
  const numerator = take('numerator', numeric('numerator'), 0.9)
  const denominator = take('denominator', numeric('denominator'), 0.9)
  const parts = numerator !== null && denominator !== null
  const sampleN = take('sampleN', numeric('sampleN'), 0.9)
  const wide = period === null && !parts ? periodsSideBySide(columns.filter(({ position }) => !taken.has(position))) : null
  const beside =
    period !== null && !parts
      ? thingsSideBySide(
          columns.filter(({ position }) => !taken.has(position)),
          { indicator: indicator !== null, partner: partner !== null },
        )
      : null
  const side = wide ?? beside
  for (const { position } of side?.columns ?? []) taken.add(position)
  const numbers = columns.filter(({ position, looksLike }) => !taken.has(position) && looksLike === 'number')
  const value =
    parts || side !== null
      ? null
      : (take('value', numeric('value')) ??
        take('value', (column) => (column === numbers.at(-1) ? 0.5 : 0), 0.5) ??
        take('value', (column) => nameScore('value', column) * 0.8, 0.7))
  const comment = take('comment', (column) => (column.looksLike === 'text' ? nameScore('comment', column) : 0), 0.9)
  return {
    confidence,
    choices: ImportChoices.parse({
      indicatorFrom: at(indicator),
      partnerFrom: at(partner),
      partnerBy: partner === null ? 'name' : matched(partner, books.partners).by,
      territoryFrom: territory === null && known.whole !== undefined ? `constant:${known.whole}` : at(territory),
      territoryBy: territory === null ? 'name' : matched(territory, books.territories).by,
      periodFrom: at(period),
      periodPattern: period?.periodPattern ?? wide?.pattern ?? 'code',
      figure: parts ? 'parts' : side === null ? 'value' : 'columns',
      valueColumns: side?.columns.map(({ position }) => `#${position}`) ?? [],
      headerMeans: wide !== null ? 'period' : (beside?.means ?? ''),
      value: at(value),
      numerator: at(numerator),
      denominator: at(denominator),
      sampleN: at(sampleN),
      comment: at(comment),
      // An empty cell among those of other periods or partners is a figure that did not come; it never takes the place of one that stands.
      blank: side === null ? 'skip' : 'missing',
      categories,
    }),
  }
}
