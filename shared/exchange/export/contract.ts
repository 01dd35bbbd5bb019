import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { ProgressFilter } from '#shared/progress/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

export const EXPORT_FORMATS = ['csv', 'xlsx', 'json', 'datapackage', 'dhis2', 'dhis2csv'] as const
export const ExportFormat = z.enum(EXPORT_FORMATS)
export type ExportFormat = z.infer<typeof ExportFormat>

const codes = z.string().max(4000)

/** What of an initiative is exported: the filters of the progress request, and how it is written. */
export const ExportFilter = z
  .strictObject({
    format: ExportFormat,
    /**
     * `figures`: as they were entered, which come back through the import; of the backbone all, of a contributor its own partner's.
     * `cells`: put together and compared with targets, as on the dashboard; all that others may read.
     */
    content: z.enum(['figures', 'cells']).optional(),
    /** Of headers and words; in CSV also `;` with a decimal comma (fr) or `,` with a point (en). */
    language: z.enum(['fr', 'en']).optional(),
    by: z.enum(['territory', 'partner']).optional(),
    /** With `figures` a territory holds all that lies within it, and every one is taken when none is given. */
    level: Code.optional(),
    territory: codes.optional(),
    partner: codes.optional(),
    indicator: codes.optional(),
    /** A code, `latest` or `all`; with `figures` all when none is given, else the latest. */
    period: z.string().max(21).optional(),
    from: z.string().max(21).optional(),
    to: z.string().max(21).optional(),
    /** `TOTAL`, one category, or `*`: every one, as `figures` do when none is given. */
    category: z.string().max(300).optional(),
    basis: z.enum(['validated', 'provisional', 'published']).optional(),
    /** With `cells` alone, which they ask for where no content is named: what a release says, or what was known at the end of a day. */
    release: ProgressFilter.shape.release,
    asKnownOn: ProgressFilter.shape.asKnownOn,
  })
  .meta({ id: 'ExportFilter' })
export type ExportFilter = z.infer<typeof ExportFilter>

/** A set of indicators: all, the core ones, or those of one condition. */
export const TemplateSet = z.enum([
  'all',
  'core',
  'common_agenda',
  'mutually_reinforcing_activities',
  'shared_measurement',
  'continuous_communication',
  'backbone_support',
])
export type TemplateSet = z.infer<typeof TemplateSet>

export const TemplateFilter = z
  .strictObject({
    partner: z.string().max(60).optional(),
    period: z.string().max(21).optional(),
    set: TemplateSet.default('all'),
    language: z.enum(['fr', 'en']).optional(),
  })
  .meta({ id: 'TemplateFilter' })
export type TemplateFilter = z.infer<typeof TemplateFilter>

const file = z.unknown().meta({ description: 'The file, with Content-Disposition' })

export const exportRoutes = {
  read: route({
    id: 'exports.read',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/exports',
    summary:
      'A file of figures as far as the hat sees them: CSV, XLSX, JSON, Frictionless Data Package or DHIS2 dataValueSet. Figures come back through the import without a mapping.',
    params: initiativeParams,
    query: ExportFilter,
    response: file,
  }),
  template: route({
    id: 'exports.template',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/exports/template',
    summary: 'A workbook to fill in for one partner, period and set; comes back through the import without a mapping, and blanks never erase',
    params: initiativeParams,
    query: TemplateFilter,
    response: file,
  }),
}
