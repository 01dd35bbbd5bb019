import { z } from 'zod'
import { Code, LevelInput } from '#shared/territories/contract.ts'
import { ColumnRef, FileFormat, KnownTerritory, RowTest, Source } from './mapping.ts'

const Common = {
  $schema: z.string().max(300).optional(),
  note: z.string().max(2000).optional(),
  file: FileFormat.prefault({}),
  dropColumns: z.array(ColumnRef).max(200).default([]),
  skip: z
    .array(z.strictObject({ when: z.array(RowTest).min(1).max(10), because: z.string().max(300).optional() }))
    .max(30)
    .default([]),
}

/** The territories of one level that the rows of a file name; several rows may name the same one. */
export const LoadedLevel = z.strictObject({
  level: z.union([Code, z.strictObject({ source: Source, codes: z.record(z.string().max(300), Code).default({}) })]),
  /** Makes the level when the initiative has none of that code. */
  create: LevelInput.omit({ code: true }).optional(),
  code: Source,
  nameFr: Source,
  nameEn: Source.optional(),
  /** Code of the parent: the first that is not blank. Blank: no parent. */
  parent: z.array(Source).max(5).default([]),
  population: Source.optional(),
  validFrom: Source.optional(),
  /** The shape of the feature belongs to this level. */
  shape: z.boolean().default(false),
})
export type LoadedLevel = z.infer<typeof LoadedLevel>

/** How a table of places, or a file of shapes whose properties are the columns, becomes territories. */
export const TerritoryLoad = z
  .strictObject({
    ...Common,
    levels: z.array(LoadedLevel).min(1).max(10),
    /**
     * Two rows give one territory two parents: refused, or the parent of most rows counts and the
     * children of the other rows go to the next parent on their own row.
     */
    parentConflict: z.enum(['refuse', 'majority']).default('refuse'),
    /** Code of the territory of the whole initiative. */
    top: Code.optional(),
    source: z.string().max(500).optional(),
  })
  .meta({ id: 'TerritoryLoad' })
export type TerritoryLoad = z.infer<typeof TerritoryLoad>

/** How a table of organisations becomes partners. */
export const PartnerLoad = z
  .strictObject({
    ...Common,
    code: Source.optional().meta({ description: 'Made from the name when absent or blank' }),
    name: Source,
    shortName: Source.optional(),
    sectors: z.array(Source).max(5).default([]),
    joinedOn: Source,
    territories: z.array(KnownTerritory).max(5).default([]),
    /** Rows of one code: refused, or the first kept. */
    duplicates: z.enum(['refuse', 'first']).default('refuse'),
  })
  .meta({ id: 'PartnerLoad' })
export type PartnerLoad = z.infer<typeof PartnerLoad>
