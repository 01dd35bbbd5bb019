import { z } from 'zod'
import { Code } from '#shared/territories/contract.ts'
import { SHARE_READINGS } from './percent.ts'

/**
 * A mapping says how one kind of file becomes figures. It is written once, kept, and used by the
 * command, the API and the screen. shared/exchange/README.md shows examples.
 */

function compiles(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}

/** Why a line that adds up others is left out: the answer of an import counts these apart. */
export const TOTAL_LINE = 'total'

/** A column by its header's text, or by its place: `#3` is the third. */
export const ColumnRef = z.string().trim().min(1).max(300).meta({ description: 'Header of the column, or its place from the left: #1, #2…' })
/** A regular expression; its first group counts, or the whole match without a group. */
export const Pattern = z
  .string()
  .min(1)
  .max(300)
  .refine(compiles, 'not a regular expression')
  .meta({ description: 'JavaScript regular expression; its first group counts' })
const Words = z.record(z.string().max(300), z.string().max(300)).meta({ description: 'Texts of the file and what they stand for' })
const exact = z.string().regex(/^-?\d{1,15}(\.\d{1,15})?$/)

const adjusted = { match: Pattern.optional(), values: Words.optional() }

/** Where one piece of text comes from, then `match` cuts a part out of it, then `values` translates it. */
export const Part = z
  .union([
    z.strictObject({
      column: ColumnRef,
      rowsBelow: z.int().min(-5).max(5).optional().meta({ description: 'Take it that many rows below, in tables that put a denominator under its ratio' }),
      ...adjusted,
    }),
    z.strictObject({ constant: z.string().max(300) }),
    z.strictObject({ fileName: Pattern, values: Words.optional() }),
    z.strictObject({ sheet: z.literal(true), ...adjusted }),
    z.strictObject({ header: z.literal(true).meta({ description: 'Header of the unpivoted column' }), ...adjusted }),
    z.strictObject({ cell: z.literal(true).meta({ description: 'Cell of the unpivoted column' }), rowsBelow: z.int().min(-5).max(5).optional(), ...adjusted }),
    z.strictObject({ carried: z.string().min(1).max(60).meta({ description: 'Last value kept by `carry` under that name' }), ...adjusted }),
  ])
  .meta({ id: 'MappingPart' })
export type Part = z.infer<typeof Part>

export const Source = z
  .union([
    Part,
    z.strictObject({ join: z.array(Part).min(1).max(6), with: z.string().max(5).default('') }),
    z.strictObject({ firstOf: z.array(Part).min(1).max(6) }),
  ])
  .meta({ id: 'MappingSource', description: 'One part, several joined, or the first that is not blank' })
export type Source = z.infer<typeof Source>

/** One question asked of a row. */
export const RowTest = z
  .strictObject({
    column: ColumnRef,
    equals: z.string().max(300).optional(),
    in: z.array(z.string().max(300)).min(1).max(500).optional(),
    matches: Pattern.optional(),
    blank: z.boolean().optional(),
    total: z.literal(true).optional().meta({ description: 'The text is a word such as Total, Ensemble or Sous-total' }),
    not: z.boolean().default(false),
  })
  .refine(
    (test) => [test.equals, test.in, test.matches, test.blank, test.total].filter((one) => one !== undefined).length === 1,
    'exactly one of equals, in, matches, blank, total',
  )
  .meta({ id: 'MappingRowTest' })
export type RowTest = z.infer<typeof RowTest>

const Tests = z.array(RowTest).min(1).max(10)

export const FileFormat = z
  .strictObject({
    encoding: z.enum(['auto', 'utf-8', 'windows-1252', 'cp850', 'utf-16le']).default('auto'),
    delimiter: z.enum(['auto', ',', ';', '\t']).default('auto'),
    /** Row of the (last) header row, from 1; 0 when there is none and `columns` names them. */
    headerRow: z.int().min(0).max(50).default(1),
    /** How many rows make the header, the last one being `headerRow`; their texts are joined by ` / `. */
    headerRows: z.int().min(1).max(5).default(1),
    columns: z.array(z.string().trim().max(200)).min(1).max(500).optional(),
    /** Sheets of a workbook, by name; the first one when absent. */
    sheets: z.union([z.literal('all'), z.array(z.string().max(100)).min(1).max(50)]).optional(),
    exceptSheets: z.array(z.string().max(100)).max(50).default([]),
    /** Texts that a spreadsheet would run carry a leading apostrophe, which is taken off. */
    escaped: z.boolean().default(false),
  })
  .refine((format) => format.headerRow === 0 || format.headerRows <= format.headerRow, 'headerRows larger than headerRow')
  .meta({ id: 'FileFormat' })
export type FileFormat = z.infer<typeof FileFormat>

export const NumberRules = z
  .strictObject({
    decimal: z.enum(['auto', '.', ',']).default('auto').meta({ description: 'auto looks at the whole column and refuses when both readings fit' }),
    grouping: z.enum(['auto', 'none', 'space', ',', '.', "'"]).default('auto'),
  })
  .meta({ id: 'NumberRules' })

export const NumberSource = z
  .strictObject({
    source: Source,
    /**
     * Exact factor applied to what is read: 0.01 turns 14.5 (%) into the stored share 0.145. `percent`: shares are written
     * in per cent, other figures of the column as they are. `auto`: the values of each indicator tell; a mixture is refused.
     */
    scale: z.union([exact, z.enum(['percent', 'auto'])]).optional(),
    /** A column that says by how much the row's value is to be divided: 100 where 61.9 stands for 0.619. */
    dividedBy: Source.optional(),
    /** Decimals kept, half away from zero, for files that write more than 15 digits. */
    round: z.int().min(0).max(12).optional(),
    numbers: NumberRules.optional(),
  })
  .meta({ id: 'MappingNumber' })
export type NumberSource = z.infer<typeof NumberSource>

/** A territory that must exist. */
export const KnownTerritory = z
  .strictObject({
    source: Source,
    by: z.enum(['code', 'name']).default('code'),
    /** Only among territories of this level. */
    level: Code.optional(),
    /** Texts of the file and the code of the territory they mean. */
    aliases: z.record(z.string().max(300), Code).optional(),
  })
  .meta({ id: 'MappingKnownTerritory' })
export type KnownTerritory = z.infer<typeof KnownTerritory>

export const TerritoryPart = KnownTerritory.extend({
  /** Creates the territory when nobody knows it; absent, its rows are refused. */
  create: z
    .strictObject({
      level: Code.meta({ description: 'Level of the territories to create' }),
      under: z
        .array(KnownTerritory)
        .min(1)
        .max(6)
        .optional()
        .meta({ description: 'Parent: the first that is not blank. Absent for territories that overlap the others and are part of none' }),
      code: Source.optional().meta({ description: 'Code of the new territory; made from its name when absent or blank' }),
      only: z.array(z.string().max(300)).max(2000).optional().meta({ description: 'Texts that may be created; all when absent' }),
      apart: z
        .array(z.string().max(300))
        .max(2000)
        .optional()
        .meta({ description: 'Texts that are places of their own, though case, accents or dashes alone tell them from others' }),
    })
    .optional(),
}).meta({ id: 'MappingTerritory' })
export type TerritoryPart = z.infer<typeof TerritoryPart>

export const CategoryPart = z
  .strictObject({
    dimension: Code,
    source: Source,
    /** Texts that mean "not split", besides blank. */
    total: z.array(z.string().max(300)).max(50).default([]),
    /** Texts of the file and the category's code. */
    codes: z.record(z.string().max(300), Code).default({}),
    unknown: z.enum(['refuse', 'create']).default('refuse'),
    only: z.array(z.string().max(300)).max(2000).optional().meta({ description: 'Texts that may be created; all when absent' }),
  })
  .meta({ id: 'MappingCategory' })
export type CategoryPart = z.infer<typeof CategoryPart>

/** One way to read the rows of a file. A file may hold several. */
export const Reading = z
  .strictObject({
    /** Rows that this reading takes; all when absent. */
    when: Tests.optional(),
    /** Columns that become rows; each cell is then `cell`, its header `header`. */
    unpivot: z
      .strictObject({ columns: z.array(ColumnRef).min(1).max(500).optional(), matching: Pattern.optional(), except: z.array(ColumnRef).max(100).default([]) })
      .refine((unpivot) => (unpivot.columns === undefined) !== (unpivot.matching === undefined), 'either columns or matching')
      .optional(),
    indicator: z.strictObject({ source: Source, codes: z.record(z.string().max(300), Code).default({}) }),
    /** From most local to largest: the first that is not blank. */
    territory: z.array(TerritoryPart).min(1).max(6),
    /** Absent: the figure of a whole community, or the contributor's own partner. */
    partner: z
      .strictObject({ source: Source, by: z.enum(['code', 'name']).default('code'), aliases: z.record(z.string().max(300), Code).optional() })
      .optional(),
    period: z.strictObject({
      source: Source,
      pattern: z.enum(['code', 'year', 'year_month', 'year_quarter', 'school_year', 'fiscal_year', 'date']),
      /** Texts of the file and the code of the period they mean. */
      aliases: z.record(z.string().max(300), z.string().max(20)).optional(),
      /** The period that holds the date read: several dates make one month. */
      within: z.enum(['month', 'quarter', 'semester', 'year', 'school_year', 'fiscal_year']).optional(),
    }),
    categories: z
      .array(CategoryPart)
      .max(6)
      .refine((parts) => new Set(parts.map(({ dimension }) => dimension)).size === parts.length, 'a dimension comes twice')
      .default([]),
    /** A category whole, as `TOTAL` or `dimension:code` pairs between semicolons. */
    categoryText: Source.optional(),
    figure: z
      .strictObject({
        value: NumberSource.optional(),
        numerator: NumberSource.optional(),
        denominator: NumberSource.optional(),
        /** Number of answers behind a mean or a percentage. */
        n: NumberSource.optional(),
        yesNo: z.strictObject({ source: Source, yes: z.array(z.string().max(100)).min(1), no: z.array(z.string().max(100)).min(1) }).optional(),
        achievedOn: Source.optional(),
        comment: Source.optional(),
        flags: z.array(Source).max(5).default([]).meta({ description: 'Each text that is not blank becomes a flag of the figure' }),
        /** Several flags in one text, between bars: `E|P`. */
        flagList: Source.optional(),
        /** `reported`, `missing`, `not_applicable` or `not_expected`, with the reason; blank leaves it to the figure and the markers. */
        presence: z.strictObject({ source: Source, reason: Source.optional() }).optional(),
        /** The amount as it was given and the rate to the indicator's currency; where the amount is blank, `value` stands alone. */
        money: z.strictObject({ amount: NumberSource, currency: Source, rate: NumberSource, ratedOn: Source.optional() }).optional(),
        /** Comment and reason keep their spaces and line breaks. */
        verbatim: z.boolean().default(false),
        /** Entered for a territory as a whole, beside its parts; `auto`: when the territory has parts or the indicator is never added up. */
        directTotal: z.union([z.literal('auto'), z.boolean(), z.strictObject({ source: Source, yes: z.array(z.string().max(100)).min(1) })]).default('auto'),
      })
      .refine(
        (figure) => (figure.value !== undefined ? 1 : 0) + (figure.numerator !== undefined ? 1 : 0) + (figure.yesNo !== undefined ? 1 : 0) === 1,
        'exactly one of value, numerator, yesNo',
      )
      .refine((figure) => (figure.numerator === undefined) === (figure.denominator === undefined), 'numerator and denominator go together'),
  })
  .meta({ id: 'MappingReading' })
export type Reading = z.infer<typeof Reading>

export const Markers = z
  .strictObject({
    missing: z.array(z.string().max(60)).max(50).default([]),
    notApplicable: z.array(z.string().max(60)).max(50).default([]),
    notExpected: z.array(z.string().max(60)).max(50).default([]),
    zero: z.array(z.string().max(60)).max(50).default([]).meta({ description: 'Texts that mean a true zero, such as `-` in an accounting table' }),
    ignored: z.array(z.string().max(60)).max(50).default([]).meta({ description: 'Texts that say nothing, as a blank that is skipped' }),
    /** Why a figure is absent, kept with it; else the text of the file is. */
    reason: z.string().trim().min(1).max(500).optional(),
    blank: z.enum(['skip', 'missing', 'not_applicable', 'not_expected', 'zero', 'refuse']).default('skip'),
  })
  .meta({ id: 'MappingMarkers' })

export const Mapping = z
  .strictObject({
    $schema: z.string().max(300).optional(),
    note: z.string().max(2000).optional(),
    file: FileFormat.prefault({}),
    /** Columns that are not read at all, such as an organisation's telephone. */
    dropColumns: z.array(ColumnRef).max(200).default([]),
    /** Rows left out: those where all questions of one entry hold. */
    skip: z
      .array(z.strictObject({ when: Tests, because: z.string().max(300).optional() }))
      .max(30)
      .default([]),
    /** Separator rows whose value holds for the rows below. */
    carry: z
      .array(z.strictObject({ as: z.string().min(1).max(60), when: Tests, source: Part, skip: z.boolean().default(true) }))
      .max(5)
      .default([]),
    numbers: NumberRules.prefault({}),
    dateOrder: z
      .enum(['auto', 'day_first', 'month_first'])
      .default('auto')
      .meta({ description: 'Of dates such as 03/04/2026; auto looks at the whole column and refuses when both readings fit' }),
    markers: Markers.prefault({}),
    marks: z
      .enum(['refuse', 'keep'])
      .default('refuse')
      .meta({ description: 'Numbers with a mark, such as 39* or 39 (1): refused, or read as 39 with what the file writes kept in the comment' }),
    /** A blank never replaces a figure that stands, unless this says so: then the figure becomes missing. */
    eraseBlanks: z.boolean().default(false),
    /** Two rows for one figure: refused, kept when alike (`same`), first or last kept, or added up. */
    duplicates: z.enum(['refuse', 'same', 'first', 'last', 'sum']).default('refuse'),
    /** Where `scale` is `auto`: how shares of an indicator are written, whatever its values look like. By code. */
    shares: z.record(Code, z.enum(SHARE_READINGS)).optional(),
    readings: z.array(Reading).min(1).max(10),
  })
  .meta({ id: 'Mapping', description: 'How one kind of file becomes figures' })
export type Mapping = z.infer<typeof Mapping>
export type MappingInput = z.input<typeof Mapping>
