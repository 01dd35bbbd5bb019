import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { Mapping } from './mapping.ts'

/** One refused place of a file. `row` is the row as a spreadsheet numbers it, header included. */
export const Rejection = z
  .strictObject({ sheet: z.string().nullable(), row: z.int().nullable(), column: z.string().nullable(), code: z.string(), value: z.string().nullable() })
  .meta({ id: 'Rejection' })
export type Rejection = z.infer<typeof Rejection>

/** What an import did. `read` = created + changed + unchanged + requested + skipped + rejected. */
export const ImportResult = z
  .strictObject({
    /** Figures looked for: one a row, or one a cell of unpivoted columns. */
    read: z.int(),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    /** Figures whose period is locked, or that are published: their change waits for another person's approval. */
    requested: z.int().optional(),
    /** Figures of an unknown category, beside those of the file: what its categories leave of the whole (domain 3.9). */
    completed: z.int().optional(),
    skipped: z.int(),
    rejected: z.int(),
    /** Why they were left out: `condition` and `total` (whole lines; `total` adds up others), `blank`, `duplicate`, `added_up`. */
    skippedBy: z.record(z.string(), z.int()),
    /** Territories and categories that the mapping allowed to create. */
    territoriesCreated: z.int(),
    categoriesCreated: z.int(),
    /** Unusual figures that went in, by kind, with the first of them and its numbers; a dry run says which would. */
    warnings: z
      .array(
        z.strictObject({
          code: z.string(),
          count: z.int(),
          first: Rejection.pick({ sheet: true, row: true, column: true }),
          numbers: z.record(z.string(), z.string()),
        }),
      )
      .optional(),
    /** The first 500; `rejected` counts them all. */
    rejections: z.array(Rejection),
  })
  .meta({ id: 'ImportResult' })
export type ImportResult = z.infer<typeof ImportResult>

/** running: ask again; done; refused: nothing was written because of the rejections; failed: the server could not finish; undone: taken back. */
export const ImportState = z.enum(['running', 'done', 'refused', 'failed', 'undone'])
export type ImportState = z.infer<typeof ImportState>

export const Import = z
  .strictObject({
    /** Null for a dry run, which keeps nothing. */
    id: z.uuid().nullable(),
    state: ImportState,
    dryRun: z.boolean(),
    partial: z.boolean(),
    fileName: z.string(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    result: ImportResult.nullable(),
    /** Until when whoever asks may take it back; null when it may not. */
    undoableUntil: z.string().nullable().optional(),
    undoneAt: z.string().nullable().optional(),
    /** How far a running import is. */
    progress: z.strictObject({ done: z.int(), total: z.int() }).nullable().optional(),
  })
  .meta({ id: 'Import' })
export type Import = z.infer<typeof Import>

/** Fields of the form: `file`, then `mapping` (JSON) or `mappingName`, `dryRun`, `partial` (`true`), `confirmWarnings` (why unusual figures are right). */
export const ImportForm = z.strictObject({
  fileName: z.string(),
  fileHash: z.string(),
  mapping: z.string().optional(),
  mappingName: z.string().optional(),
  format: z.string().optional(),
  dryRun: z.boolean(),
  partial: z.boolean(),
  dropContacts: z.boolean().optional(),
  /** What an import in steps is for, when it is not for figures. */
  purpose: z.literal('targets').optional(),
  /** Confirms every unusual figure with this comment, which is kept with them. */
  confirmWarnings: z.string().trim().min(1).max(2000).optional(),
})
export type ImportForm = z.infer<typeof ImportForm>

export const PreviewColumn = z
  .strictObject({
    /** From 1; `#1` is also how a mapping names it. */
    position: z.int(),
    name: z.string(),
    filled: z.int(),
    distinctCount: z.int(),
    /** Distinct texts in order of appearance, at most 200. */
    distinct: z.array(z.string()),
    looksLike: z.enum(['blank', 'number', 'period', 'text']),
    periodPattern: z.enum(['year', 'year_month', 'year_quarter', 'school_year', 'date', 'code']).nullable(),
    /** Decimal sign found on the whole column; examples when two readings fit or fight. */
    number: z
      .strictObject({
        decimal: z.enum(['.', ',']).nullable(),
        code: z.enum(['number_format_ambiguous', 'number_format_mixed']).nullable(),
        examples: z.array(z.string()),
      })
      .nullable(),
  })
  .meta({ id: 'PreviewColumn' })
export type PreviewColumn = z.infer<typeof PreviewColumn>

export const ImportPreview = z
  .strictObject({
    fileName: z.string(),
    kind: z.enum(['csv', 'workbook']),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    sheets: z.array(z.string()),
    sheet: z.string().nullable(),
    headerRow: z.int(),
    rowCount: z.int(),
    columns: z.array(PreviewColumn),
    /** First 20 rows under the header, as the file has them. */
    rows: z.array(z.strictObject({ row: z.int(), cells: z.array(z.string()) })),
  })
  .meta({ id: 'ImportPreview' })
export type ImportPreview = z.infer<typeof ImportPreview>

export const KeptMapping = z.strictObject({ id: z.uuid(), name: z.string(), mapping: Mapping, version: z.int() }).meta({ id: 'KeptMapping' })
export type KeptMapping = z.infer<typeof KeptMapping>

export const importParams = z.strictObject({ initiativeId: z.uuid(), importId: z.uuid() })
const base = '/api/v1/initiatives/:initiativeId'

export const exchangeRoutes = {
  run: route({
    id: 'imports.run',
    method: 'POST',
    path: `${base}/imports`,
    multipart: true,
    status: 201,
    summary:
      'Import a file (multipart: file, mapping or mappingName, dryRun, partial, confirmWarnings). The result comes at once within 10 s, else ask for the import',
    params: initiativeParams,
    query: z.strictObject({ dryRun: z.stringbool().optional(), partial: z.stringbool().optional() }),
    body: ImportForm,
    response: Import,
  }),
  list: route({
    id: 'imports.list',
    method: 'GET',
    path: `${base}/imports`,
    summary: 'Last hundred imports, newest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Import) }),
  }),
  read: route({
    id: 'imports.read',
    method: 'GET',
    path: `${base}/imports/:importId`,
    summary: 'One import and what it did',
    params: importParams,
    response: Import,
  }),
  undo: route({
    id: 'imports.undo',
    method: 'POST',
    path: `${base}/imports/:importId/undo`,
    summary: 'Take an import back within seven days: figures as they were; refused with the figures changed since',
    params: importParams,
    response: Import,
  }),
  preview: route({
    id: 'imports.preview',
    method: 'POST',
    path: `${base}/imports/preview`,
    multipart: true,
    summary: 'Look at a file without keeping anything (multipart: file, format as JSON): encoding, delimiter, columns, samples',
    params: initiativeParams,
    body: ImportForm,
    response: ImportPreview,
  }),
  mappings: route({
    id: 'imports.mappings',
    method: 'GET',
    path: `${base}/import-mappings`,
    summary: 'Kept mappings by name',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(KeptMapping) }),
  }),
  saveMapping: route({
    id: 'imports.saveMapping',
    method: 'PUT',
    path: `${base}/import-mappings`,
    summary: 'Keep a mapping under a name; a kept one is changed with If-Match',
    params: initiativeParams,
    body: z.strictObject({ name: z.string().trim().min(1).max(120), mapping: Mapping }),
    response: KeptMapping,
  }),
}
