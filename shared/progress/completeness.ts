import { z } from 'zod'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Code } from '#shared/territories/contract.ts'

const counts = {
  /** Reports owed and due; those that an event excuses are left out. */
  expected: z.int(),
  received: z.int(),
  onTime: z.int(),
  /** Received after the day they were due: told apart from completeness. */
  late: z.int(),
  validated: z.int(),
  /** Left out of what is expected: an event stopped them. */
  excused: z.int(),
  /**
   * Share of the weight that was expected and came in, 0–1: a report weighs its denominator or sample, the last known one, else 1.
   * Over several indicators or periods, their mean. An excused report still weighs: without it a total is not whole.
   */
  coverage: z.string().nullable(),
}

/** Counts of which a screen makes shares; none when nothing was expected. */
export const ReportCounts = z.strictObject(counts).meta({ id: 'ReportCounts' })
export type ReportCounts = z.infer<typeof ReportCounts>

export const CompletenessFilter = z
  .strictObject({
    /** One period; without `from` and `to` either, the last one of which something is due. */
    period: z.string().max(21).optional(),
    /** First day of this period and later. */
    from: z.string().max(21).optional(),
    /** Last day of this period and earlier. */
    to: z.string().max(21).optional(),
    indicator: IndicatorCode.optional(),
    /** The backbone any, a partner itself. */
    partner: Code.optional(),
  })
  .meta({ id: 'CompletenessFilter' })
export type CompletenessFilter = z.infer<typeof CompletenessFilter>

export const Completeness = z
  .strictObject({
    asOf: z.string(),
    /** The period that was asked for, or the last one of which something is due; null over several. */
    period: z.string().nullable(),
    ...counts,
    items: z.array(z.strictObject({ indicator: IndicatorCode, ...counts })),
    /** By partner: the backbone sees all, a partner itself, nobody else any. */
    partners: z.array(z.strictObject({ partner: Code, ...counts })),
    /** Latest first. */
    periods: z.array(z.strictObject({ period: z.string(), ...counts })),
    /**
     * What is not shown to this hat, because it is owed by fewer than three partners and would point at one: indicators and periods
     * whose counts are missing or not whole above, and whether the sums themselves are.
     */
    withheld: z.strictObject({ sums: z.boolean(), indicators: z.array(IndicatorCode), periods: z.array(z.string()) }),
  })
  .meta({ id: 'Completeness' })
export type Completeness = z.infer<typeof Completeness>
