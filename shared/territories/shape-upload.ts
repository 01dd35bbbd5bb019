import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from './contract.ts'

/** Features of one file: more are not one level of places. */
export const MOST_FEATURES = 5000
/** What a list of codes shows of many. */
export const MOST_NAMED = 50

/** Fields of the form: `file`, `level`, and where they are given `property`, `source`, `dryRun` (`true`). */
export const ShapeForm = z.strictObject({
  fileName: z.string(),
  fileHash: z.string(),
  level: Code,
  property: z.string().trim().min(1).max(200).nullable(),
  source: z.string().trim().min(1).max(500).nullable(),
  dryRun: z.boolean(),
})
export type ShapeForm = z.infer<typeof ShapeForm>

/** What became of a file of shapes. */
export const ShapeUpload = z
  .strictObject({
    dryRun: z.boolean(),
    level: Code,
    /** Property of the features that tells which territory they are, and how. */
    property: z.string(),
    by: z.enum(['code', 'name']),
    features: z.int(),
    /** Territories of the level that have a shape in the file. */
    matched: z.int(),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    /** Points that are kept, after borders were thinned together. */
    points: z.int(),
    pointsBefore: z.int(),
    /** Features that are no territory of the level, the first fifty by the value of the property. */
    unmatched: z.array(z.string()),
    unmatchedCount: z.int(),
    /** Territories of the level without a shape in the file, the first fifty. */
    without: z.array(z.strictObject({ code: Code, nameFr: z.string(), nameEn: z.string().nullable() })),
    withoutCount: z.int(),
  })
  .meta({ id: 'ShapeUpload' })
export type ShapeUpload = z.infer<typeof ShapeUpload>

export const shapeUploadRoutes = {
  upload: route({
    id: 'territories.uploadShapes',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/territory-shapes/upload',
    multipart: true,
    summary:
      'Shapes of one level from a GeoJSON or TopoJSON file (multipart: file, level, property, source, dryRun), thinned once so that neighbours keep one border',
    params: initiativeParams,
    body: ShapeForm,
    response: ShapeUpload,
  }),
}
