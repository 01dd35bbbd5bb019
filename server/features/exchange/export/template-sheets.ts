import { cellRef, colToLetter, type Cell, type CellStyle, type DataValidation, type WriteSheet } from 'hucre/xlsx'
import type { ColumnType } from '#shared/exchange/export/columns.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import type { VersionFacts } from './queries.ts'
import { workbookCell, workbookText } from './writers/xlsx.ts'

export interface TemplateColumn {
  readonly id: string
  readonly header: string
  readonly type: ColumnType
  readonly width: number
}

export interface TemplateRow {
  readonly indicator: string
  readonly kind: VersionFacts['unitKind']
  /** Columns that may be filled in. */
  readonly open: ReadonlySet<string>
  readonly cells: Readonly<Record<string, string | null>>
}

const GREY = 'ECEFF1'
const HEADER: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'CFD8DC' } },
  alignment: { wrapText: true, vertical: 'top' },
  protection: { locked: true },
}
const CLOSED: CellStyle = { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: GREY } }, protection: { locked: true } }
const FORMATS: Readonly<Partial<Record<ColumnType, string>>> = { date: 'yyyy-mm-dd', number: '0.############' }

const openStyle = (type: ColumnType): CellStyle => ({ protection: { locked: false }, ...(FORMATS[type] === undefined ? {} : { numFmt: FORMATS[type] }) })

/** Rows that follow one another with the same answer, as ranges of one column. */
function rangesOf<T>(rows: readonly TemplateRow[], column: number, answerOf: (row: TemplateRow) => T | null): { range: string; answer: T }[] {
  const ranges: { first: number; last: number; answer: T }[] = []
  rows.forEach((row, index) => {
    const answer = answerOf(row)
    const last = ranges[ranges.length - 1]
    if (answer === null) return
    if (last !== undefined && last.last === index - 1 && last.answer === answer) last.last = index
    else ranges.push({ first: index, last: index, answer })
  })
  const letter = colToLetter(column)
  // The header is the first row of the sheet.
  return ranges.map(({ first, last, answer }) => ({ answer, range: `${letter}${first + 2}:${letter}${last + 2}` }))
}

/** Where a list stands on the sheet of lists. */
function listRange(place: number, lists: readonly (readonly string[])[], locale: Locale): string {
  const letter = colToLetter(place)
  return `'${translate('exports_template_lists_sheet', {}, locale)}'!$${letter}$1:$${letter}$${Math.max(1, lists[place]?.length ?? 1)}`
}

type Rule = Omit<DataValidation, 'range'>

function numberRule(kind: TemplateRow['kind'], id: string, locale: Locale): Rule {
  const isWhole = kind === 'count' || id === 'n'
  const mayBeNegative = id === 'displayed_value' && !isWhole && kind !== 'currency'
  return {
    type: isWhole ? 'whole' : 'decimal',
    operator: 'greaterThanOrEqual',
    formula1: mayBeNegative ? '-999999999999999' : '0',
    allowBlank: true,
    showErrorMessage: true,
    // What people type for absences, `s.o.` and `n.d.`, must go through.
    errorStyle: 'warning',
    errorMessage: translate(isWhole ? 'exports_template_integer_error' : 'exports_template_number_error', {}, locale),
  }
}

function listRule(formula1: string, locale: Locale): Rule {
  return {
    type: 'list',
    formula1,
    allowBlank: true,
    showErrorMessage: true,
    errorStyle: 'stop',
    errorMessage: translate('exports_template_list_error', {}, locale),
  }
}

function dateRule(locale: Locale): Rule {
  // Days of a workbook are counted from 1900: 36526 is 2000-01-01.
  const errorMessage = translate('exports_template_date_error', {}, locale)
  return { type: 'date', operator: 'greaterThanOrEqual', formula1: '36526', allowBlank: true, showErrorMessage: true, errorStyle: 'warning', errorMessage }
}

/** Lists and kinds of number that each column accepts. */
function validationsOf(
  columns: readonly TemplateColumn[],
  rows: readonly TemplateRow[],
  indicators: readonly string[],
  lists: readonly (readonly string[])[],
  locale: Locale,
): DataValidation[] {
  return columns.flatMap(({ id, type }, column): DataValidation[] => {
    const ruled = <T>(answerOf: (row: TemplateRow) => T | null, ruleOf: (answer: T) => Rule) =>
      rangesOf(rows, column, (row) => (row.open.has(id) ? answerOf(row) : null)).map(({ range, answer }) => ({ ...ruleOf(answer), range }))
    if (id === 'presence')
      return ruled(
        () => 'all',
        () => listRule(listRange(0, lists, locale), locale),
      )
    if (id === 'category')
      return ruled(
        ({ indicator }) => indicator,
        (indicator) => listRule(listRange(2 + indicators.indexOf(indicator), lists, locale), locale),
      )
    if (type === 'date')
      return ruled(
        () => 'all',
        () => dateRule(locale),
      )
    if (type !== 'number') return []
    return ruled(
      ({ kind }) => kind,
      (kind) => (id === 'displayed_value' && kind === 'milestone' ? listRule(listRange(1, lists, locale), locale) : numberRule(kind, id, locale)),
    )
  })
}

/** The sheet to fill in; the importer knows it by its header, which stands in the first row. */
export function templateSheet(
  columns: readonly TemplateColumn[],
  rows: readonly TemplateRow[],
  indicators: readonly string[],
  lists: readonly (readonly string[])[],
  locale: Locale,
): WriteSheet {
  const cells = new Map<string, Partial<Cell>>()
  columns.forEach(({ header }, column) => cells.set(`0,${column}`, { value: workbookText(header), type: 'string', style: HEADER }))
  rows.forEach((row, index) =>
    columns.forEach(({ id, type }, column) => {
      const value = workbookCell(row.cells[id] ?? null, type)
      const kind = value === null ? 'empty' : typeof value === 'number' ? 'number' : 'string'
      cells.set(`${index + 1},${column}`, { value, type: kind, style: row.open.has(id) ? openStyle(type) : CLOSED })
    }),
  )
  return {
    name: translate('exports_template_data_sheet', {}, locale),
    columns: columns.map(({ width }) => ({ width })),
    rows: Array.from({ length: rows.length + 1 }, () => columns.map(() => null)),
    cells,
    dataValidations: validationsOf(columns, rows, indicators, lists, locale),
    freezePane: { rows: 1, columns: 2 },
    protection: { sheet: true, selectLockedCells: true, selectUnlockedCells: true, formatColumns: true, formatRows: true, sort: false },
    autoFilter: { range: `${cellRef(0, 0)}:${cellRef(rows.length, columns.length - 1)}` },
  }
}

/** How to use the template, in the language of the person. */
export function guideSheet(locale: Locale, partner: string, period: string): WriteSheet {
  const say = (key: Parameters<typeof translate>[0], params: Record<string, string> = {}) => workbookText(translate(key, params, locale))
  const lines = [
    say('exports_template_guide_title'),
    say('exports_template_guide_who', { partner, period }),
    say('exports_template_guide_locked'),
    say('exports_template_guide_kinds'),
    say('exports_template_guide_absent'),
    say('exports_template_guide_blank'),
    say('exports_template_guide_import'),
  ]
  return {
    name: say('exports_template_guide_sheet'),
    columns: [{ width: 100 }],
    rows: lines.map((line) => [line]),
    cells: new Map(
      lines.map((line, index) => [
        `${index},0`,
        { value: line, type: 'string' as const, style: { font: { bold: index === 0 }, alignment: { wrapText: true, vertical: 'top' as const } } },
      ]),
    ),
  }
}

/** The lists to choose from, hidden: presences, yes and no, then the categories of each indicator. */
export function listSheet(lists: readonly (readonly string[])[], locale: Locale): WriteSheet {
  const height = Math.max(0, ...lists.map((list) => list.length))
  return {
    name: translate('exports_template_lists_sheet', {}, locale),
    rows: Array.from({ length: height }, (_, row) => lists.map((list) => (list[row] === undefined ? null : workbookText(list[row])))),
    hidden: true,
    protection: { sheet: true },
  }
}
