import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { ReleaseName } from '#shared/releases/name.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { Completeness, CompletenessFilter } from './completeness.ts'

export const Presence = z.enum(['reported', 'missing', 'not_applicable', 'not_expected']).meta({ id: 'Presence' })
export const Status = z.enum(['on_track', 'watch', 'off_track', 'no_data']).meta({ id: 'Status' })
export type Status = z.infer<typeof Status>

const decimal = z.string().nullable()

/** One figure with everything needed to read it. Exact decimals as text, in storage units (a share is 0.619). */
export const ProgressCell = z
  .strictObject({
    indicator: IndicatorCode,
    territory: Code,
    level: Code,
    partner: z.string().nullable(),
    period: z.string(),
    category: z.string(),
    value: decimal,
    lower: decimal,
    upper: decimal,
    /**
     * Whether figures of this indicator add up, or count the same people twice (`overlapping`) or perhaps (`unknown`): a
     * total then has `lower` and `upper`, and `value` is the estimate or the cautious bound. Null where nothing is added up.
     */
    additivity: z.enum(['additive', 'overlapping', 'unknown']).nullable(),
    numerator: decimal,
    denominator: decimal,
    n: decimal,
    presence: Presence,
    /** Share of what was expected that was received, 0–1; null when nothing was expected. */
    coverage: decimal,
    baseline: decimal,
    target: decimal,
    expected: decimal,
    /** Share of the way from baseline to last target; may exceed 1 or be negative. */
    progress: decimal,
    /** A status is shown hatched and left out of the tally when `flags` holds `fragile`. */
    status: Status,
    reason: z.string(),
    /**
     * Observation codes of the figures (`E` estimated, `P` provisional, `S` special event, `R` revised, …) and words: `fragile`, `incomplete`, `stale`, `gaps` (a running
     * total over a missing period), `break` (another definition or territory than before), `overlap_unknown`,
     * `overlap_estimated`, `own_differs`, `weight_missing`, `parts_unknown`,
     * `not_put_together` (no figure of its own, and those of the places below, or of its partners, do not add up; `presence` is then `missing`).
     */
    flags: z.array(z.string()),
    /** Share of the improvement expected by then that was reached: what the thresholds speak of. */
    ratio: decimal,
    /** The figure of the period alone, where `value` is a running total. */
    periodValue: decimal,
    /** What the parts would give, where a figure entered directly wins over them; backbone only. */
    computed: decimal,
    /** Figure of the previous comparable period: the one before, or the same season a year earlier; never across a break. */
    previous: decimal,
    previousPeriod: z.string().nullable(),
    trend: z.enum(['better', 'stable', 'worse']).nullable(),
    /**
     * Of a release's figure: whether it is hidden to protect people. Which hidden ones are small counts themselves
     * (`primary`) is told to the backbone alone; everybody else reads `masked`. Absent from live figures.
     */
    mask: z.enum(['none', 'primary', 'secondary', 'masked']).optional(),
  })
  .meta({ id: 'ProgressCell' })
export type ProgressCell = z.infer<typeof ProgressCell>

const codes = z.string().max(4000)

export const ProgressFilter = z
  .strictObject({
    by: z.enum(['territory', 'partner']).default('territory'),
    /** Territories of this level; with `territory`, those that are or lie within the given ones. */
    level: Code.optional(),
    /** Default: the territory of the whole initiative. */
    territory: codes.optional(),
    /** Implies `by=partner`. */
    partner: codes.optional(),
    indicator: codes.optional(),
    /**
     * A period's code, or `latest` (default without `from` and `to`): for each indicator the last period whose status
     * counts, in season and due or sufficiently covered; with `to`, the last one that had ended by then.
     */
    period: z.string().max(21).optional(),
    from: z.string().max(21).optional(),
    to: z.string().max(21).optional(),
    /** `TOTAL` (default), one category, or `*` for all stored combinations. */
    category: z.string().max(300).default('TOTAL'),
    /**
     * Provisional is for the backbone. `published` is what a release says: funders read nothing else, whatever they ask, nor
     * do partners of figures that are not theirs.
     */
    basis: z.enum(['validated', 'provisional', 'published']).default('validated'),
    /** Number of the release that published figures are read from; absent: the latest. */
    release: z
      .string()
      .regex(/^[1-9]\d{0,8}$/)
      .optional(),
    /**
     * Figures as they stood at the end of this day, from their history: of one indicator, its whole series unless periods
     * are named. The backbone reads everything, a partner its own figures.
     */
    asKnownOn: z.iso.date().optional(),
  })
  .meta({ id: 'ProgressFilter' })
export type ProgressFilter = z.infer<typeof ProgressFilter>

export const progressRoutes = {
  read: route({
    id: 'progress.read',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/progress',
    summary: 'Progress by territory or by partner. Lists are codes joined by commas. Funders read releases.',
    params: initiativeParams,
    query: ProgressFilter,
    response: z.strictObject({
      basis: z.enum(['validated', 'provisional', 'published']),
      /** The day that statuses speak of. */
      asOf: z.string(),
      /** The release that the figures are from; null for live figures, and where there is no release yet. */
      release: ReleaseName.nullable(),
      cells: z.array(ProgressCell),
    }),
  }),
  completeness: route({
    id: 'progress.completeness',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/completeness',
    summary: 'Completeness, timeliness, validation and coverage, by indicator, by partner, by period and in all',
    params: initiativeParams,
    query: CompletenessFilter,
    response: Completeness,
  }),
}
