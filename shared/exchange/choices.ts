import { z } from 'zod'
import { SHARE_READINGS } from './percent.ts'

/**
 * What the steps of the import screen ask, every answer as it was sent. The mapping is built from it
 * (`build-mapping.ts`): nobody has to see one.
 */

const text = z.string().max(300).default('')
const Code = z.string().min(1).max(60)

/** What a text of the file stands for, decided once for all of its rows. */
export const Repair = z.union([
  z.strictObject({ use: Code }),
  /** Made when the file is imported, at the level and under the parent of the choices. */
  z.strictObject({ create: z.literal(true) }),
  /** The same as another text of the file, which is made with it. */
  z.strictObject({ same: z.string().min(1).max(300) }),
  /** « Tous » : the figure is not split. */
  z.strictObject({ total: z.literal(true) }),
  /** Its rows are left out. */
  z.strictObject({ skip: z.literal(true) }),
])
export type Repair = z.infer<typeof Repair>

const Answers = z.record(z.string().max(300), Repair).default({})

export const Repairs = z
  .strictObject({
    indicators: Answers,
    territories: Answers,
    partners: Answers,
    /** By dimension. */
    categories: z.record(z.string().max(60), z.record(z.string().max(300), Repair)).default({}),
    /** Texts of periods and the period's code. */
    periods: z.record(z.string().max(300), z.string().max(20)).default({}),
    /** Texts that stand where a number should. */
    values: z.record(z.string().max(60), z.enum(['missing', 'not_applicable', 'not_expected', 'zero', 'skip'])).default({}),
    /** How the shares of an indicator are written, by its code, whatever its values look like. */
    shares: z.record(Code, z.enum(SHARE_READINGS)).default({}),
    /** Names without case, accents nor punctuation whose spellings are different things: each is answered on its own. */
    apart: z.array(z.string().max(300)).max(500).default([]),
  })
  .meta({ id: 'ImportRepairs' })
export type Repairs = z.infer<typeof Repairs>

const Names = z.array(z.string().max(300)).max(2000).default([])
const Made = z.strictObject({ territories: Names, partners: Names, indicators: Names })

export const ImportChoices = z
  .strictObject({
    /** A kept mapping by name: it replaces the choices of columns. */
    mappingName: text,
    sheet: text,
    headerRow: z.string().max(3).default('1'),
    headerRows: z.string().max(1).default('1'),
    /** `auto`, or the decimal sign that somebody chose where two fit. */
    decimal: z.enum(['auto', '.', ',']).default('auto'),
    /** `auto`, or what comes first in dates such as 03/04/2026 where somebody said so. */
    dateOrder: z.enum(['auto', 'day_first', 'month_first']).default('auto'),
    /** `column:#3`, `constant:CODE`; empty: not chosen. */
    indicatorFrom: text,
    territoryFrom: text,
    territoryBy: text,
    createLevel: text,
    createUnder: text,
    partnerFrom: text,
    partnerBy: text,
    periodFrom: text,
    periodConstant: text,
    periodPattern: z.string().max(20).default('code'),
    /** `value`, `parts` (numerator and denominator) or `columns`: several columns of values side by side. */
    figure: z.string().max(20).default('value'),
    value: text,
    numerator: text,
    denominator: text,
    sampleN: text,
    comment: text,
    /** Columns of values, by place (`#3`), and what their headers say: `period`, `indicator`, `territory`, `partner`, `category:<dimension>`. */
    valueColumns: z.array(z.string().max(10)).max(500).default([]),
    headerMeans: z.string().max(70).default(''),
    /** Shares of the file are written in per cent; null: the values of each indicator tell. */
    isPercent: z.boolean().nullable().default(null),
    /** Numbers with a mark (« 39* ») are read, their mark kept with the figure. */
    keepMarks: z.boolean().default(false),
    blank: z.enum(['skip', 'missing', 'refuse']).default('skip'),
    /** « Effacer les valeurs vides » : a blank replaces a figure that stands. */
    eraseBlanks: z.boolean().default(false),
    skipColumn: text,
    skipText: text,
    /** Lines whose name is « Total » while another of their names is blank: left out, or read as any other where somebody said so. */
    totals: z.enum(['skip', 'read']).default('skip'),
    duplicates: z.enum(['refuse', 'same', 'first', 'last', 'sum']).default('refuse'),
    /** Text that a blank territory stands for; empty: a blank is refused. */
    blankTerritory: text,
    categories: z
      .array(z.strictObject({ dimension: z.string().max(60), column: text, create: z.boolean().default(false), total: text }))
      .max(30)
      .default([]),
    /** Names of what was made while preparing this import: they stand already, whatever becomes of it. */
    made: Made.prefault({}),
    repairs: Repairs.prefault({}),
  })
  .meta({ id: 'ImportChoices' })
export type ImportChoices = z.infer<typeof ImportChoices>
export type ImportChoicesInput = z.input<typeof ImportChoices>
