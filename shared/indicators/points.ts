import { z } from 'zod'
import { Code } from '#shared/territories/contract.ts'
import { DecimalText, text } from './fields.ts'

const nullable = z.string().nullable()

/** Who decided a starting point or a target, when and why. */
const decided = {
  /** Which decision set it: a meeting and an item of its agenda. */
  decision: nullable,
  /** Who decided, in words: a committee, people. */
  decidedBy: nullable,
  decidedOn: nullable,
  /** A public sentence: mandatory where a figure replaces another (situation 14). */
  reasonFr: nullable,
  reasonEn: nullable,
  /** Who recorded it: the circle reads names. */
  setBy: nullable,
}

/**
 * Whether the figures of a starting point are withheld: whoever is not of the backbone reads those that a release tells, and
 * « s » for the others, be they small or not published.
 */
export const StartMask = z.enum(['none', 'masked'])

export const Baseline = z
  .strictObject({
    versionNumber: z.int(),
    territoryCode: Code,
    category: z.string(),
    periodCode: nullable,
    value: nullable,
    numerator: nullable,
    denominator: nullable,
    sampleN: nullable,
    mask: StartMask,
    isPending: z.boolean(),
    dueOn: nullable,
    sourceFr: nullable,
    sourceEn: nullable,
    ...decided,
  })
  .meta({ id: 'Baseline' })

export const TargetPoint = z
  .strictObject({
    id: z.uuid(),
    versionNumber: z.int(),
    scope: z.enum(['whole', 'each', 'one']),
    territoryCode: nullable,
    partnerCode: nullable,
    category: z.string(),
    periodCode: z.string(),
    value: z.string(),
    ...decided,
    /** The point whose place it took; one of the same list. */
    replacesId: nullable,
    supersededOn: nullable,
    /** Why it holds no more. */
    supersededReasonFr: nullable,
    supersededReasonEn: nullable,
    /** Who replaced or withdrew it: the circle reads names. */
    supersededBy: nullable,
    /** Replaced by less during its own period: the circle and funders are told. */
    loweredLate: z.boolean(),
  })
  .meta({ id: 'TargetPoint' })

/** What a decision says of itself. */
export const decision = { decision: text.max(300).nullish(), decidedBy: text.max(200).nullish(), decidedOn: z.iso.date().nullish() }

export const BaselineInput = z.strictObject({
  territoryCode: Code,
  category: z.string().max(300).default('TOTAL'),
  periodCode: z.string().max(20).nullish(),
  value: DecimalText.nullish(),
  numerator: DecimalText.nullish(),
  denominator: DecimalText.nullish(),
  sampleN: DecimalText.nullish(),
  isPending: z.boolean().default(false),
  dueOn: z.iso.date().nullish(),
  sourceFr: text.nullish(),
  sourceEn: text.nullish(),
  ...decision,
})
export const TargetPointInput = z.strictObject({
  scope: z.enum(['whole', 'each', 'one']).default('whole'),
  territoryCode: Code.nullish(),
  category: z.string().max(300).default('TOTAL'),
  periodCode: z.string().max(20),
  value: DecimalText,
  ...decision,
  reasonFr: text.nullish(),
  reasonEn: text.nullish(),
})
