import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

export const Presence = z.enum(['reported', 'missing', 'not_applicable', 'not_expected']).meta({ id: 'Presence' })
export const Status = z.enum(['on_track', 'watch', 'off_track', 'no_data']).meta({ id: 'Status' })
export type Status = z.infer<typeof Status>

const decimal = z.string().nullable()

/** One figure with everything needed to read it. Exact decimals as text, in storage units (a share is 0.619). */
export const ProgressCell = z.strictObject({
  indicator: IndicatorCode, territory: Code, level: Code, partner: z.string().nullable(), period: z.string(), category: z.string(),
  value: decimal, lower: decimal, upper: decimal, numerator: decimal, denominator: decimal, n: decimal,
  presence: Presence,
  /** Share of what was expected that was received, 0–1; null when nothing was expected. */
  coverage: decimal,
  baseline: decimal, target: decimal, expected: decimal,
  /** Share of the way from baseline to last target; may exceed 1 or be negative. */
  progress: decimal,
  status: Status, reason: z.string(),
  flags: z.array(z.string()),
}).meta({ id: 'ProgressCell' })
export type ProgressCell = z.infer<typeof ProgressCell>

const codes = z.string().max(4000)

export const ProgressFilter = z.strictObject({
  by: z.enum(['territory', 'partner']).default('territory'),
  level: Code.optional(),
  territory: codes.optional(),
  partner: codes.optional(),
  indicator: codes.optional(),
  /** A period's code, or `latest`: for each indicator the last period whose status counts. */
  period: z.string().max(20).optional(),
  from: z.string().max(20).optional(),
  to: z.string().max(20).optional(),
  /** `TOTAL` (default), one category, or `*` for all stored combinations. */
  category: z.string().max(300).default('TOTAL'),
  basis: z.enum(['validated', 'provisional', 'published']).default('validated'),
}).meta({ id: 'ProgressFilter' })
export type ProgressFilter = z.infer<typeof ProgressFilter>

export const progressRoutes = {
  read: route({
    id: 'progress.read', method: 'GET', path: '/api/v1/initiatives/:initiativeId/progress',
    summary: 'Progress by territory or by partner. Lists are codes joined by commas. Funders read the published total of the whole.',
    params: initiativeParams, query: ProgressFilter,
    response: z.strictObject({ basis: z.enum(['validated', 'provisional', 'published']), asOf: z.string(), cells: z.array(ProgressCell) }),
  }),
  completeness: route({
    id: 'progress.completeness', method: 'GET', path: '/api/v1/initiatives/:initiativeId/completeness', summary: 'Completeness, timeliness and validation of one period, by indicator and in all',
    params: initiativeParams, query: z.strictObject({ period: z.string().max(20).optional() }),
    response: z.strictObject({
      period: z.string().nullable(), expected: z.int(), received: z.int(), onTime: z.int(), validated: z.int(),
      items: z.array(z.strictObject({ indicator: IndicatorCode, expected: z.int(), received: z.int(), onTime: z.int(), validated: z.int() })),
      /** By partner: the backbone sees all, a partner itself, nobody else any. */
      partners: z.array(z.strictObject({ partner: Code, expected: z.int(), received: z.int(), onTime: z.int(), validated: z.int() })),
    }),
  }),
}
