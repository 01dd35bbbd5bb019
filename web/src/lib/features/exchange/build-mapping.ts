import type { MappingInput } from '#shared/exchange/mapping.ts'

/** What the drop-downs of the import screen say; every text as it was sent. */
export interface MappingChoices {
  readonly indicatorFrom: string
  readonly territoryFrom: string
  readonly territoryBy: string
  readonly createLevel: string
  readonly createUnder: string
  readonly partnerFrom: string
  readonly partnerBy: string
  readonly periodFrom: string
  readonly periodConstant: string
  readonly periodPattern: string
  readonly figure: string
  readonly value: string
  readonly numerator: string
  readonly denominator: string
  readonly sampleN: string
  readonly isPercent: boolean
  readonly blank: string
  readonly skipColumn: string
  readonly skipText: string
  readonly duplicates: string
  readonly headerRow: string
  /** Text that a blank territory stands for; empty: a blank is refused. */
  readonly blankTerritory: string
  readonly categories: readonly { readonly dimension: string; readonly column: string; readonly create: boolean; readonly total: string }[]
}

const COLUMN = 'column:'
/** The place of a column that a choice names (`column:#3`), or null. */
const columnOf = (choice: string) => (choice.startsWith(COLUMN) ? choice.slice(COLUMN.length) : null)
const source = (choice: string) => {
  const column = columnOf(choice)
  return column === null ? { constant: choice.replace(/^constant:/, '') } : { column }
}

export type ChoiceFault = 'indicator' | 'territory' | 'period' | 'value' | 'numerator' | 'denominator'

/** The choices that are still missing. */
export function missingChoices(choices: MappingChoices): ChoiceFault[] {
  const faults: ChoiceFault[] = []
  if (choices.indicatorFrom === '') faults.push('indicator')
  if (choices.territoryFrom === '') faults.push('territory')
  if (choices.periodFrom === '' || (choices.periodFrom === 'constant' && choices.periodConstant.trim() === '')) faults.push('period')
  if (choices.figure === 'parts') {
    if (choices.numerator === '') faults.push('numerator')
    if (choices.denominator === '') faults.push('denominator')
  } else if (choices.value === '') faults.push('value')
  return faults
}

/** The mapping document that the choices mean: nobody has to see it, and it can be kept for the next file. */
export function buildMapping(choices: MappingChoices): MappingInput {
  const number = (choice: string, scale?: string) => ({ source: source(choice), ...(scale === undefined ? {} : { scale }) })
  const period =
    choices.periodFrom === 'constant'
      ? { source: { constant: choices.periodConstant.trim() }, pattern: 'code' as const }
      : choices.periodFrom === 'file'
        ? { source: { fileName: '(\\d{4}[-_]?\\d{0,2})' }, pattern: choices.periodPattern as 'year_month' }
        : { source: source(choices.periodFrom), pattern: choices.periodPattern as 'year' }
  const by = (text: string) => (text === 'name' ? ('name' as const) : ('code' as const))
  return {
    file: { headerRow: Number(choices.headerRow) || 1 },
    markers: { blank: choices.blank as 'skip' },
    duplicates: choices.duplicates as 'refuse',
    skip:
      choices.skipColumn === ''
        ? []
        : [
            {
              when: [
                {
                  column: columnOf(choices.skipColumn) ?? choices.skipColumn,
                  ...(choices.skipText.trim() === '' ? { blank: true } : { equals: choices.skipText.trim() }),
                },
              ],
            },
          ],
    readings: [
      {
        indicator: { source: source(choices.indicatorFrom) },
        territory: [
          {
            source: {
              ...source(choices.territoryFrom),
              ...(choices.blankTerritory === '' || columnOf(choices.territoryFrom) === null ? {} : { values: { '': choices.blankTerritory } }),
            },
            by: columnOf(choices.territoryFrom) === null ? 'code' : by(choices.territoryBy),
            ...(choices.createLevel === ''
              ? {}
              : { create: { level: choices.createLevel, ...(choices.createUnder === '' ? {} : { under: [{ source: { constant: choices.createUnder } }] }) } }),
          },
        ],
        ...(choices.partnerFrom === ''
          ? {}
          : { partner: { source: source(choices.partnerFrom), by: columnOf(choices.partnerFrom) === null ? ('code' as const) : by(choices.partnerBy) } }),
        period,
        categories: choices.categories
          .filter(({ column }) => column !== '')
          .map(({ dimension, column, create, total }) => ({
            dimension,
            source: source(column),
            ...(total.trim() === '' ? {} : { total: total.split(';').map((word) => word.trim()) }),
            unknown: create ? ('create' as const) : ('refuse' as const),
          })),
        figure:
          choices.figure === 'parts'
            ? { numerator: number(choices.numerator), denominator: number(choices.denominator) }
            : { value: number(choices.value, choices.isPercent ? '0.01' : undefined), ...(choices.sampleN === '' ? {} : { n: number(choices.sampleN) }) },
      },
    ],
  }
}

/** The choices of a posted form. */
export function choicesOf(form: FormData): MappingChoices {
  const text = (name: string) => String(form.get(name) ?? '')
  const dimensions = form.getAll('dimension').map(String)
  return {
    indicatorFrom: text('indicatorFrom'),
    territoryFrom: text('territoryFrom'),
    territoryBy: text('territoryBy'),
    createLevel: text('createLevel'),
    createUnder: text('createUnder'),
    partnerFrom: text('partnerFrom'),
    partnerBy: text('partnerBy'),
    periodFrom: text('periodFrom'),
    periodConstant: text('periodConstant'),
    periodPattern: text('periodPattern') || 'code',
    figure: text('figure') || 'value',
    value: text('value'),
    numerator: text('numerator'),
    denominator: text('denominator'),
    sampleN: text('sampleN'),
    isPercent: form.has('isPercent'),
    blank: text('blank') || 'skip',
    skipColumn: text('skipColumn'),
    skipText: text('skipText'),
    duplicates: text('duplicates') || 'refuse',
    headerRow: text('headerRow') || '1',
    blankTerritory: text('blankTerritory'),
    categories: dimensions.map((dimension) => ({
      dimension,
      column: text(`category.${dimension}`),
      create: form.has(`categoryCreate.${dimension}`),
      total: text(`categoryTotal.${dimension}`),
    })),
  }
}

interface SeenColumn {
  readonly position: number
  readonly looksLike: string
  readonly periodPattern: string | null
  readonly filled: number
}

/** A first proposal from what the columns look like: the person changes what does not fit. */
export function guessChoices(columns: readonly SeenColumn[], headerRow: number): MappingChoices {
  const at = (column: SeenColumn | undefined) => (column === undefined ? '' : `column:#${column.position}`)
  const period = columns.find((one) => one.looksLike === 'period')
  const number = columns.filter((one) => one.looksLike === 'number')
  const text = columns.filter((one) => one.looksLike === 'text').sort((a, b) => b.filled - a.filled)
  return {
    indicatorFrom: '',
    territoryFrom: at(text[0]),
    territoryBy: 'name',
    createLevel: '',
    createUnder: '',
    partnerFrom: '',
    partnerBy: 'name',
    periodFrom: at(period),
    periodConstant: '',
    periodPattern: period?.periodPattern ?? 'code',
    figure: 'value',
    value: at(number[number.length - 1]),
    numerator: '',
    denominator: '',
    sampleN: '',
    isPercent: false,
    blank: 'skip',
    skipColumn: '',
    skipText: '',
    duplicates: 'refuse',
    headerRow: String(headerRow),
    blankTerritory: '',
    categories: [],
  }
}
