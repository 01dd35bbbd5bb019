import type { ImportChoices, Repair } from './choices.ts'
import { TOTAL_LINE, type Mapping, type MappingInput } from './mapping.ts'
import { fold } from './text.ts'
import { isTotalWord } from './totals.ts'

const COLUMN = 'column:'
/** The place of a column that a choice names (`column:#3`), or null. */
export const columnOf = (choice: string): string | null => (choice.startsWith(COLUMN) ? choice.slice(COLUMN.length) : null)

type SourceInput = MappingInput['readings'][number]['indicator']['source']
type ReadingInput = MappingInput['readings'][number]

function source(choice: string): SourceInput {
  const column = columnOf(choice)
  return column === null ? { constant: choice.replace(/^constant:/, '') } : { column }
}
const by = (text: string) => (text === 'name' ? ('name' as const) : ('code' as const))

export type ChoiceFault = 'indicatorFrom' | 'territoryFrom' | 'periodFrom' | 'value' | 'numerator' | 'denominator' | 'valueColumns' | 'headerMeans'

/** The choices that are still missing, by their field. */
export function missingChoices(choices: ImportChoices): ChoiceFault[] {
  if (choices.mappingName !== '') return []
  const faults: ChoiceFault[] = []
  const wide = choices.figure === 'columns' ? choices.headerMeans : null
  if (choices.indicatorFrom === '' && wide !== 'indicator') faults.push('indicatorFrom')
  if (choices.territoryFrom === '' && wide !== 'territory') faults.push('territoryFrom')
  if (wide !== 'period' && (choices.periodFrom === '' || (choices.periodFrom === 'constant' && choices.periodConstant.trim() === ''))) faults.push('periodFrom')
  if (choices.figure === 'parts') {
    if (choices.numerator === '') faults.push('numerator')
    if (choices.denominator === '') faults.push('denominator')
  } else if (choices.figure === 'columns') {
    if (choices.valueColumns.length === 0) faults.push('valueColumns')
    if (choices.headerMeans === '') faults.push('headerMeans')
  } else if (choices.value === '') faults.push('value')
  return faults
}

const HEADER: SourceInput = { header: true }

function periodPart(choices: ImportChoices, wide: string | null): ReadingInput['period'] {
  const pattern = choices.periodPattern as 'code'
  if (wide === 'period') return { source: HEADER, pattern }
  if (choices.periodFrom === 'constant') return { source: { constant: choices.periodConstant.trim() }, pattern: 'code' }
  if (choices.periodFrom === 'file') return { source: { fileName: '(\\d{4}[-_]?\\d{0,2})' }, pattern }
  return { source: source(choices.periodFrom), pattern }
}

function territoryPart(choices: ImportChoices, wide: string | null): ReadingInput['territory'][number] {
  const fixed = wide !== 'territory' && columnOf(choices.territoryFrom) === null
  const own = wide === 'territory' ? HEADER : source(choices.territoryFrom)
  return {
    source: 'column' in own && choices.blankTerritory !== '' ? { ...own, values: { '': choices.blankTerritory } } : own,
    by: fixed ? 'code' : by(choices.territoryBy),
    ...(choices.createLevel === '' ? {} : { create: creation(choices) }),
  }
}

function creation(choices: ImportChoices, only?: string[]) {
  const apart = those(choices.repairs.territories, 'create').filter((text) => choices.repairs.apart.includes(fold(text)))
  return {
    level: choices.createLevel,
    ...(choices.createUnder === '' ? {} : { under: [{ source: { constant: choices.createUnder } }] }),
    ...(only === undefined ? {} : { only }),
    ...(apart.length === 0 ? {} : { apart }),
  }
}

function figurePart(choices: ImportChoices): ReadingInput['figure'] {
  const scale = choices.isPercent === false ? {} : { scale: choices.isPercent === true ? ('percent' as const) : ('auto' as const) }
  const comment = choices.comment === '' ? {} : { comment: source(choices.comment) }
  if (choices.figure === 'parts') return { numerator: { source: source(choices.numerator) }, denominator: { source: source(choices.denominator) }, ...comment }
  if (choices.figure === 'columns') return { value: { source: { cell: true }, ...scale } }
  return { value: { source: source(choices.value), ...scale }, ...(choices.sampleN === '' ? {} : { n: { source: source(choices.sampleN) } }), ...comment }
}

function categoryParts(choices: ImportChoices, wide: string | null): NonNullable<ReadingInput['categories']> {
  const own = choices.categories
    .filter(({ column, dimension }) => column !== '' && wide !== `category:${dimension}`)
    .map((one) => ({ one, from: source(one.column) }))
  const headed = wide?.startsWith('category:') === true ? wide.slice('category:'.length) : null
  const chosen = choices.categories.find(({ dimension }) => dimension === headed)
  const all = headed === null ? own : [...own, { one: chosen ?? { dimension: headed, create: false, total: '' }, from: HEADER }]
  return all.map(({ one: { dimension, create, total }, from }) => ({
    dimension,
    source: from,
    ...(total.trim() === '' ? {} : { total: total.split(';').map((word) => word.trim()) }),
    unknown: create ? ('create' as const) : ('refuse' as const),
  }))
}

/** Columns that name what a line is about. */
function namingColumns(choices: ImportChoices): string[] {
  const wide = choices.figure === 'columns' ? choices.headerMeans : null
  const named = [
    wide === 'indicator' ? '' : choices.indicatorFrom,
    wide === 'territory' ? '' : choices.territoryFrom,
    wide === 'partner' ? '' : choices.partnerFrom,
  ]
  return [...new Set(named.flatMap((choice) => columnOf(choice) ?? []))]
}

/**
 * A line that is called « Total » where another of its names is blank adds up others: it is left out, unless somebody said otherwise.
 * @param real words such as « Ensemble » that are names of something here
 */
function totalsToSkip(choices: ImportChoices, real: readonly string[]): NonNullable<MappingInput['skip']> {
  if (choices.totals === 'read') return []
  const columns = namingColumns(choices)
  const isFilled = (column: string) => choices.blankTerritory !== '' && columnOf(choices.territoryFrom) === column
  const { indicators, territories, partners } = choices.repairs
  const answered = [indicators, territories, partners].flatMap((answers) =>
    Object.entries(answers).flatMap(([text, answer]) => ('skip' in answer ? [] : [text])),
  )
  const kept = [...real, ...answered].filter(isTotalWord)
  return columns.flatMap((column) =>
    columns
      .filter((other) => other !== column && !isFilled(other))
      .map((other) => ({
        when: [{ column, total: true as const }, ...(kept.length === 0 ? [] : [{ column, in: kept, not: true }]), { column: other, blank: true }],
        because: TOTAL_LINE,
      })),
  )
}

/** The mapping document that the choices mean, before what was decided for single texts. */
function chosenMapping(choices: ImportChoices, real: readonly string[]): MappingInput {
  const wide = choices.figure === 'columns' ? choices.headerMeans : null
  const skipped = choices.skipText.trim()
  return {
    file: {
      headerRow: Number(choices.headerRow),
      headerRows: Math.max(1, Number(choices.headerRows) || 1),
      ...(choices.sheet === '' ? {} : { sheets: [choices.sheet] }),
    },
    markers: { blank: choices.blank },
    duplicates: choices.duplicates,
    skip: [
      ...(choices.skipColumn === ''
        ? []
        : [{ when: [{ column: columnOf(choices.skipColumn) ?? choices.skipColumn, ...(skipped === '' ? { blank: true } : { equals: skipped }) }] }]),
      ...totalsToSkip(choices, real),
    ],
    readings: [
      {
        ...(wide === null ? {} : { unpivot: { columns: choices.valueColumns } }),
        indicator: { source: wide === 'indicator' ? HEADER : source(choices.indicatorFrom) },
        territory: [territoryPart(choices, wide)],
        ...(wide === 'partner'
          ? { partner: { source: HEADER, by: by(choices.partnerBy) } }
          : choices.partnerFrom === ''
            ? {}
            : { partner: { source: source(choices.partnerFrom), by: columnOf(choices.partnerFrom) === null ? ('code' as const) : by(choices.partnerBy) } }),
        period: periodPart(choices, wide),
        categories: categoryParts(choices, wide),
        figure: figurePart(choices),
      },
    ],
  }
}

const uses = (answers: Readonly<Record<string, Repair>>) =>
  Object.fromEntries(Object.entries(answers).flatMap(([text, answer]) => ('use' in answer ? [[text, answer.use] as const] : [])))
const those = (answers: Readonly<Record<string, Repair>>, kind: 'create' | 'skip' | 'total') =>
  Object.entries(answers).flatMap(([text, answer]) => (kind in answer ? [text] : []))
/** Texts that were said to be the same as another text, which stands for them. */
const sames = (answers: Readonly<Record<string, Repair>>) =>
  Object.fromEntries(Object.entries(answers).flatMap(([text, answer]) => ('same' in answer ? [[text, answer.same] as const] : [])))

/** A source whose texts may stand for others; a constant has none. */
function readAs(from: SourceInput, answers: Readonly<Record<string, Repair>>): SourceInput {
  const values = sames(answers)
  return Object.keys(values).length === 0 || 'constant' in from || 'join' in from || 'firstOf' in from
    ? from
    : { ...from, values: { ...from.values, ...values } }
}
/** The column of a plain source: rows of a text can only be left out where one column holds it. */
const plainColumn = (from: SourceInput) => ('column' in from && from.rowsBelow === undefined && from.match === undefined ? from.column : null)

/** A kept mapping that says nothing of its scale takes what somebody says of this file. */
function inPercent(figure: ReadingInput['figure'], { isPercent }: ImportChoices): ReadingInput['figure'] {
  return isPercent === true && figure.value !== undefined && figure.value.scale === undefined
    ? { ...figure, value: { ...figure.value, scale: 'percent' } }
    : figure
}

/**
 * A mapping with what was decided once for all of a text: other names become aliases, texts left out
 * become rows to skip, words where a number should be become markers.
 */
export function applyRepairs(mapping: MappingInput, choices: ImportChoices): MappingInput {
  const { repairs } = choices
  const skip = [...(mapping.skip ?? [])]
  const leaveOut = (from: SourceInput, answers: Readonly<Record<string, Repair>>) => {
    const column = plainColumn(from)
    if (column === null) return
    const [totals, others] = [true, false].map((isTotal) => those(answers, 'skip').filter((text) => isTotalWord(text) === isTotal)) as [string[], string[]]
    for (const [texts, because] of [[others], [totals, TOTAL_LINE]] as const)
      if (texts.length > 0 && !skip.some(({ when }) => when[0]?.column === column && when[0].in?.join() === texts.join()))
        skip.push({ when: [{ column, in: texts }], ...(because === undefined ? {} : { because }) })
  }
  const readings = mapping.readings.map((reading): ReadingInput => {
    leaveOut(reading.indicator.source, repairs.indicators)
    for (const part of reading.territory) leaveOut(part.source, repairs.territories)
    if (reading.partner !== undefined) leaveOut(reading.partner.source, repairs.partners)
    const fresh = those(repairs.territories, 'create')
    return {
      ...reading,
      indicator: { ...reading.indicator, codes: { ...reading.indicator.codes, ...uses(repairs.indicators) } },
      territory: reading.territory.map((part) => ({
        ...part,
        source: readAs(part.source, repairs.territories),
        aliases: { ...part.aliases, ...uses(repairs.territories) },
        ...(part.create === undefined && fresh.length > 0 && choices.createLevel !== '' ? { create: creation(choices, fresh) } : {}),
      })),
      ...(reading.partner === undefined ? {} : { partner: { ...reading.partner, aliases: { ...reading.partner.aliases, ...uses(repairs.partners) } } }),
      figure: inPercent(reading.figure, choices),
      period: { ...reading.period, aliases: { ...reading.period.aliases, ...repairs.periods } },
      categories: (reading.categories ?? []).map((part) => {
        const answers = repairs.categories[part.dimension] ?? {}
        leaveOut(part.source, answers)
        const made = those(answers, 'create')
        return {
          ...part,
          codes: { ...part.codes, ...uses(answers) },
          total: [...(part.total ?? []), ...those(answers, 'total')],
          ...(made.length > 0 && part.unknown !== 'create' ? { unknown: 'create' as const, only: made } : {}),
        }
      }),
    }
  })
  const marked = (meaning: string) => Object.entries(repairs.values).flatMap(([text, means]) => (means === meaning ? [text] : []))
  const { markers } = mapping
  return {
    ...mapping,
    skip,
    readings,
    markers: {
      ...markers,
      missing: [...(markers?.missing ?? []), ...marked('missing')],
      notApplicable: [...(markers?.notApplicable ?? []), ...marked('not_applicable')],
      notExpected: [...(markers?.notExpected ?? []), ...marked('not_expected')],
      zero: [...(markers?.zero ?? []), ...marked('zero')],
      ignored: [...(markers?.ignored ?? []), ...marked('skip')],
    },
    ...(choices.decimal === 'auto' ? {} : { numbers: { ...mapping.numbers, decimal: choices.decimal } }),
    ...(choices.dateOrder === 'auto' ? {} : { dateOrder: choices.dateOrder }),
    ...(choices.keepMarks ? { marks: 'keep' as const } : {}),
    ...(choices.eraseBlanks ? { eraseBlanks: true } : {}),
    ...(Object.keys(repairs.shares).length === 0 ? {} : { shares: { ...mapping.shares, ...repairs.shares } }),
  }
}

/**
 * The mapping that the choices mean, or the kept one that they name, with every decision.
 * @param real words such as « Ensemble » that are names of something here, and no totals
 */
export function buildMapping(choices: ImportChoices, kept: Mapping | null = null, real: readonly string[] = []): MappingInput {
  return applyRepairs(kept === null ? chosenMapping(choices, real) : (kept as MappingInput), choices)
}
