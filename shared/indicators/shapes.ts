import { z } from 'zod'
import { Code } from '#shared/territories/contract.ts'
import { DecimalText, IndicatorCode, text, textFr } from './fields.ts'
import { Baseline, TargetPoint } from './points.ts'

export const Condition = z
  .enum(['common_agenda', 'mutually_reinforcing_activities', 'shared_measurement', 'continuous_communication', 'backbone_support'])
  .meta({ id: 'Condition' })
export type Condition = z.infer<typeof Condition>

/** What a version defines (domain 3.2): everything that gives a figure its meaning. */
export const DefinitionInput = z
  .strictObject({
    nameFr: textFr.max(200),
    nameEn: text.max(200).nullish(),
    definitionFr: textFr,
    definitionEn: text.nullish(),
    formulaFr: text.nullish(),
    formulaEn: text.nullish(),
    /** « Que ferons-nous de cette information? »: mandatory. */
    purposeFr: textFr,
    purposeEn: text.nullish(),
    limitsFr: text.nullish(),
    limitsEn: text.nullish(),
    conditions: z.array(Condition).min(1).default(['shared_measurement']),
    resultType: z.enum(['how_much', 'how_well', 'better_off']).nullish(),
    unitKind: z.enum(['count', 'ratio', 'mean', 'index', 'currency', 'milestone']),
    countingUnit: z.enum(['persons', 'households', 'organisations', 'places', 'events', 'things', 'money']),
    temporalKind: z.enum(['flow', 'stock', 'snapshot']),
    accumulation: z.enum(['per_period', 'year_to_date', 'since_start']).default('per_period'),
    trackedAccumulation: z.enum(['per_period', 'year_to_date', 'since_start']).default('per_period'),
    periodsDistinct: z.boolean().default(false),
    direction: z.enum(['increase', 'decrease', 'maintain']),
    maintainLo: DecimalText.nullish(),
    maintainHi: DecimalText.nullish(),
    containment: z.boolean().default(false),
    isProportion: z.boolean().default(false),
    partsUnknown: z.boolean().default(false),
    denominatorShared: z.boolean().default(false),
    completeList: z.boolean().default(false),
    displayFactor: DecimalText.default('1'),
    decimals: z.int().min(0).max(6).default(0),
    unitLabelFr: text.max(60).nullish(),
    unitLabelEn: text.max(60).nullish(),
    currencyCode: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullish(),
    indexMin: DecimalText.nullish(),
    indexMax: DecimalText.nullish(),
    frequency: z.enum(['month', 'quarter', 'semester', 'year', 'school_year', 'fiscal_year', 'every_n_years', 'ad_hoc']),
    everyNYears: z.int().min(2).max(20).nullish(),
    statusPeriods: z.array(z.string().max(10)).nullish(),
    overlapPartners: z.enum(['none', 'possible', 'unknown']).default('none'),
    overlapTerritories: z.enum(['none', 'possible', 'unknown']).default('none'),
    tolerance: DecimalText.nullish(),
    onTrackRatio: DecimalText.default('0.9'),
    watchRatio: DecimalText.default('0.7'),
    minCoverage: DecimalText.default('0.8'),
    minDenominator: z.int().min(0).max(1000).default(20),
    dueDays: z.int().min(0).max(366).default(20),
    sourceKind: z.enum(['partner', 'official', 'survey', 'administrative']).default('partner'),
    sourceFr: text.nullish(),
    sourceEn: text.nullish(),
    licence: text.max(200).nullish(),
    responsible: text.max(200).nullish(),
    suppressionApplies: z.boolean().optional(),
  })
  .meta({ id: 'DefinitionInput' })
export type DefinitionInput = z.infer<typeof DefinitionInput>

export const IndicatorInput = z
  .strictObject({
    code: IndicatorCode,
    scope: z.enum(['population', 'performance']),
    isCore: z.boolean().default(true),
    position: z.int().min(0).max(1000).default(0),
    definition: DefinitionInput,
    dimensionCodes: z.array(Code).max(20).default([]),
  })
  .meta({ id: 'IndicatorInput' })
export type IndicatorInput = z.infer<typeof IndicatorInput>

const nullable = z.string().nullable()

export const IndicatorVersion = z
  .strictObject({
    id: z.uuid(),
    number: z.int(),
    validFrom: z.string(),
    validTo: nullable,
    changeReasonFr: nullable,
    changeReasonEn: nullable,
    nameFr: z.string(),
    nameEn: nullable,
    definitionFr: z.string(),
    definitionEn: nullable,
    formulaFr: nullable,
    formulaEn: nullable,
    purposeFr: z.string(),
    purposeEn: nullable,
    limitsFr: nullable,
    limitsEn: nullable,
    conditions: z.array(Condition),
    resultType: nullable,
    unitKind: DefinitionInput.shape.unitKind,
    countingUnit: DefinitionInput.shape.countingUnit,
    temporalKind: DefinitionInput.shape.temporalKind,
    accumulation: z.enum(['per_period', 'year_to_date', 'since_start']),
    trackedAccumulation: z.enum(['per_period', 'year_to_date', 'since_start']),
    periodsDistinct: z.boolean(),
    direction: DefinitionInput.shape.direction,
    maintainLo: nullable,
    maintainHi: nullable,
    containment: z.boolean(),
    isProportion: z.boolean(),
    partsUnknown: z.boolean(),
    denominatorShared: z.boolean(),
    completeList: z.boolean(),
    displayFactor: z.string(),
    decimals: z.int(),
    unitLabelFr: nullable,
    unitLabelEn: nullable,
    currencyCode: nullable,
    indexMin: nullable,
    indexMax: nullable,
    frequency: DefinitionInput.shape.frequency,
    everyNYears: z.int().nullable(),
    statusPeriods: z.array(z.string()).nullable(),
    overlapPartners: z.enum(['none', 'possible', 'unknown']),
    overlapTerritories: z.enum(['none', 'possible', 'unknown']),
    tolerance: nullable,
    onTrackRatio: z.string(),
    watchRatio: z.string(),
    minCoverage: z.string(),
    minDenominator: z.int(),
    dueDays: z.int(),
    sourceKind: z.string(),
    sourceFr: nullable,
    sourceEn: nullable,
    licence: nullable,
    responsible: nullable,
    suppressionApplies: z.boolean(),
  })
  .meta({ id: 'IndicatorVersion' })
export type IndicatorVersion = z.infer<typeof IndicatorVersion>

export const Indicator = z
  .strictObject({
    id: z.uuid(),
    code: IndicatorCode,
    scope: z.enum(['population', 'performance']),
    isCore: z.boolean(),
    position: z.int(),
    /** The published story of the whole curve; versions and periods have their own route. */
    storyFr: nullable,
    storyEn: nullable,
    whatWouldWorkFr: nullable,
    whatWouldWorkEn: nullable,
    storyOn: nullable,
    archivedOn: nullable,
    version: z.int(),
    /** The version that holds today. */
    current: IndicatorVersion,
    dimensionCodes: z.array(z.string()),
  })
  .meta({ id: 'Indicator' })
export type Indicator = z.infer<typeof Indicator>

export const IndicatorDetail = Indicator.extend({
  versions: z.array(IndicatorVersion),
  baselines: z.array(Baseline),
  targetPoints: z.array(TargetPoint),
  overlapEstimates: z.array(
    z.strictObject({ territoryCode: nullable, rate: z.string(), method: z.string(), estimatedOn: z.string(), noteFr: nullable, noteEn: nullable }),
  ),
  assignments: z.array(
    z.strictObject({
      id: z.uuid(),
      territoryCode: Code,
      partnerCode: nullable,
      validFrom: z.string(),
      validTo: nullable,
      periodFilter: z.array(z.string()).nullable(),
      paused: z.boolean(),
    }),
  ),
  /** Good practice that nobody is forced to follow: more than twelve core indicators (S72). */
  advice: z.array(z.enum(['many_core_indicators'])),
  /** The definition changed: what stood before waits for a lead (situation 3). */
  toReapprove: z.array(z.enum(['baselines', 'targets'])),
  /** `version`: also approves baselines and targets; `propose`: may only propose them. */
  abilities: z.strictObject({ edit: z.boolean(), version: z.boolean(), propose: z.boolean() }),
}).meta({ id: 'IndicatorDetail' })
export type IndicatorDetail = z.infer<typeof IndicatorDetail>

export const Period = z.strictObject({ id: z.uuid(), kind: z.string(), code: z.string(), startsOn: z.string(), endsOn: z.string() }).meta({ id: 'Period' })
export type Period = z.infer<typeof Period>

export const Dimension = z
  .strictObject({
    code: Code,
    nameFr: z.string(),
    nameEn: nullable,
    exclusive: z.boolean(),
    exhaustive: z.boolean(),
    categories: z.array(z.strictObject({ code: Code, nameFr: z.string(), nameEn: nullable, isUnknown: z.boolean() })),
  })
  .meta({ id: 'Dimension' })
export type Dimension = z.infer<typeof Dimension>

export const AssignmentInput = z.strictObject({
  territoryCode: Code,
  partnerCode: Code.nullish(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullish(),
  periodFilter: z.array(z.string().max(10)).nullish(),
  paused: z.boolean().optional(),
})
