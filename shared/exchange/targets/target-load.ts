import { z } from 'zod'
import { Code } from '#shared/territories/contract.ts'
import { ColumnRef, FileFormat, RowTest, Source } from '../mapping.ts'

const Words = z.record(z.string().max(300), z.string().max(300))

/** What a unit of the file makes of an indicator. `quantity` is a value without parts: shown, never added up. */
export const UnitKind = z.enum(['count', 'share', 'money', 'date', 'yes_no', 'quantity'])
export type UnitKind = z.infer<typeof UnitKind>

/** How figures of successive periods go together. */
export const Adding = z.enum(['per_period', 'since_start', 'stock'])
export type Adding = z.infer<typeof Adding>

const Period = z.strictObject({ source: Source, pattern: z.enum(['code', 'year', 'year_month', 'year_quarter', 'school_year', 'fiscal_year', 'date']) })

/** One way to read the rows of a table of indicators; rows that slipped by a column take another. */
export const TargetReading = z
  .strictObject({
    when: z.array(RowTest).min(1).max(10).optional(),
    code: Source.meta({ description: 'Made fit for a code where it is none' }),
    nameFr: Source,
    nameEn: Source.optional(),
    /** Words about the indicator, put one after the other. */
    definition: z.array(Source).max(10).default([]),
    territory: z.strictObject({
      source: Source,
      by: z.enum(['code', 'name', 'either']).default('code'),
      aliases: z.record(z.string().max(300), Code).optional(),
    }),
    unit: z.strictObject({
      source: Source,
      kinds: z.record(z.string().max(100), z.strictObject({ kind: UnitKind, currency: z.string().length(3).optional() })),
    }),
    adding: z.strictObject({ source: Source, meanings: z.record(z.string().max(100), Adding) }),
    resultType: z.strictObject({ source: Source, meanings: Words }).optional(),
    baseline: z.strictObject({ source: Source }).optional(),
    target: z.strictObject({ source: Source, period: Period }).optional(),
    actual: z.strictObject({ source: Source, period: Period }).optional(),
  })
  .meta({ id: 'TargetReading' })
export type TargetReading = z.infer<typeof TargetReading>

/** How a table of indicators with baseline, target and actual becomes indicators, their points and their figures. */
export const TargetLoad = z
  .strictObject({
    $schema: z.string().max(300).optional(),
    note: z.string().max(2000).optional(),
    file: FileFormat.prefault({}),
    dropColumns: z.array(ColumnRef).max(200).default([]),
    skip: z
      .array(z.strictObject({ when: z.array(RowTest).min(1).max(10), because: z.string().max(300).optional() }))
      .max(30)
      .default([]),
    decimal: z.enum(['.', ',']),
    grouping: z.enum(['auto', 'none', 'space', ',', '.', "'"]).default('auto'),
    frequency: z.enum(['month', 'quarter', 'semester', 'year', 'school_year', 'fiscal_year', 'ad_hoc']).default('year'),
    /** Rows that give a code that a row before gave: refused, or, where the file is known to do so, each an indicator of its own with a number. */
    repeatedCodes: z.enum(['refuse', 'number']).default('refuse'),
    /** Who says so: kept as the source of every definition. */
    source: z.string().trim().min(1).max(300),
    readings: z.array(TargetReading).min(1).max(5),
  })
  .meta({ id: 'TargetLoad' })
export type TargetLoad = z.infer<typeof TargetLoad>
