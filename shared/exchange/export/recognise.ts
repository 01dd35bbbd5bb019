import { Mapping, type MappingInput } from '#shared/exchange/mapping.ts'
import { cellText, FileFault, type Table } from '#shared/exchange/table.ts'
import { CELL_COLUMNS, codesByWord, FIGURE_COLUMNS, TEMPLATE_COLUMNS, wordOf, type Column } from './columns.ts'

/** The header stands under a few lines that name the export. */
const LOOKED_ROWS = 30
/** Without one of these it is somebody else's table. */
const NEEDED = ['indicator', 'unit_kind', 'territory', 'period', 'category', 'presence'] as const
/** Columns that only totals have. */
const OF_TOTALS = ['lower', 'upper', 'status_reason'] as const
/** What people type where a figure is absent, beside the column of presences. */
const MARKERS = { missing: ['n.d.', 'nd', 'n/d'], notApplicable: ['s.o.', 'so', 'n/a', 'na'] }

/** Headers of the table's own columns by their id. */
function headersIn(row: Table['rows'][number], columns: readonly Column[]): ReadonlyMap<string, string> {
  const texts = new Set(row.map(cellText))
  return new Map(columns.flatMap(({ id, fr }) => (texts.has(id) ? [[id, id] as const] : texts.has(fr) ? [[id, fr] as const] : [])))
}

/**
 * The mapping of a file that one of our exports or templates wrote, in any of its formats and both languages; null for any
 * other file. Columns may have been moved, added, or taken away where they are not needed.
 * @throws FileFault export_of_totals: figures that were put together are not to be entered
 */
export function recogniseOwnExport(tables: readonly Table[]): Mapping | null {
  const [table] = tables
  if (table === undefined) return null
  for (let index = 0; index < Math.min(LOOKED_ROWS, table.rows.length); index += 1) {
    const row = table.rows[index] ?? []
    const headers = headersIn(row, [...FIGURE_COLUMNS, ...TEMPLATE_COLUMNS])
    if (!NEEDED.every((id) => headers.has(id))) continue
    const totals = headersIn(row, CELL_COLUMNS)
    if (OF_TOTALS.every((id) => totals.has(id)))
      throw new FileFault('export_of_totals', [{ sheet: table.sheet, row: index + 1, column: totals.get('lower') ?? null, value: null }])
    if (headers.has('value') || (headers.has('displayed_value') && headers.has('display_factor')))
      return Mapping.parse(mappingOf(headers, index + 1, table.sheet))
  }
  return null
}

type ReadingInput = MappingInput['readings'][number]

function mappingOf(headers: ReadonlyMap<string, string>, headerRow: number, sheet: string | null): MappingInput {
  const named = (id: string) => headers.get(id) as string
  const has = (id: string) => headers.has(id)
  const columnOf = (id: string) => ({ column: named(id) })
  const number = (id: string) => ({ source: columnOf(id) })
  const value = has('value') ? number('value') : { ...number('displayed_value'), dividedBy: columnOf('display_factor') }
  const isMilestone = { column: named('unit_kind'), in: ['milestone', wordOf('unit_kind', 'milestone', 'fr')] }
  const key: Pick<ReadingInput, 'indicator' | 'territory' | 'partner' | 'period' | 'categoryText'> = {
    indicator: { source: columnOf('indicator') },
    territory: [{ source: columnOf('territory') }],
    ...(has('partner') ? { partner: { source: columnOf('partner') } } : {}),
    period: { source: columnOf('period'), pattern: 'code' },
    categoryText: columnOf('category'),
  }
  const facts: Partial<ReadingInput['figure']> = {
    presence: {
      source: { ...columnOf('presence'), values: codesByWord('presence') },
      ...(has('presence_reason') ? { reason: columnOf('presence_reason') } : {}),
    },
    ...(has('comment') ? { comment: columnOf('comment') } : {}),
    ...(has('flags') ? { flagList: columnOf('flags') } : {}),
    directTotal: has('direct_total') ? { source: columnOf('direct_total'), yes: ['1'] } : 'auto',
    verbatim: true,
  }
  const money = {
    money: {
      amount: number('amount_original'),
      currency: columnOf('currency'),
      rate: number('fx_rate'),
      ...(has('fx_date') ? { ratedOn: columnOf('fx_date') } : {}),
    },
  }
  const hasParts = has('numerator') && has('denominator')
  const readings: ReadingInput[] = [
    {
      ...key,
      when: [isMilestone],
      figure: {
        ...facts,
        yesNo: { source: value.source, yes: ['1', 'oui', 'yes'], no: ['0', 'non', 'no'] },
        ...(has('achieved_on') ? { achievedOn: columnOf('achieved_on') } : {}),
      },
    },
    {
      ...key,
      when: [{ ...isMilestone, not: true }, ...(hasParts ? [{ column: named('numerator'), blank: true }] : [])],
      figure: { ...facts, value, ...(has('n') ? { n: number('n') } : {}), ...(['amount_original', 'currency', 'fx_rate'].every(has) ? money : {}) },
    },
  ]
  if (hasParts) {
    const parts = { numerator: number('numerator'), denominator: number('denominator') }
    readings.push({
      ...key,
      when: [
        { ...isMilestone, not: true },
        { column: named('numerator'), blank: true, not: true },
      ],
      figure: { ...facts, ...parts },
    })
  }
  // Reports that an event excuses stand in the file so that a reader knows; a figure is what somebody types into their row.
  const noFigure = ['value', 'numerator'].filter(has).map((id) => ({ column: named(id), blank: true }))
  const isExcused = { column: named('obs_status'), matches: '(?:^|\\|)S(?:\\||$)' }
  const skip = has('state') && has('obs_status') && has('value') ? [{ when: [{ column: named('state'), blank: true }, isExcused, ...noFigure] }] : []
  return {
    skip,
    file: { headerRow, escaped: true, ...(sheet === null ? {} : { sheets: [sheet] }) },
    // Our files never group digits: whatever separates is the decimal sign, also after a spreadsheet saved them anew.
    numbers: { decimal: 'auto', grouping: 'none' },
    markers: MARKERS,
    readings,
  }
}
