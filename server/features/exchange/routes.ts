import type { FastifyInstance } from 'fastify'
import { exchangeRoutes } from '#shared/exchange/contract.ts'
import { FileFormat } from '#shared/exchange/mapping.ts'
import { CHECK_CODES } from '#shared/observations/checks.ts'
import type { FeatureDeps } from '#server/app.ts'
import { CONTRIBUTORS } from '#server/platform/http/policy.ts'
import { problem } from '#server/platform/http/problem.ts'
import { serve } from '#server/platform/http/serve.ts'
import { uploadedBytes } from '#server/platform/http/upload.ts'
import { looksLikeDhis2, runDhis2 } from './dhis2/run.ts'
import { importDrafts } from './draft-routes.ts'
import { finishLater } from './finish-later.ts'
import { mappingFor, parseFile, readImport, readImports, readMappings, runImport, saveMapping, startImport, undoImport } from './service.ts'
import { receiveUpload } from './upload.ts'
import { refusing, startsOf, waitFor } from './waiting.ts'

/** One comment for every kind of warning. */
const confirmedBy = (comment: string | undefined) => (comment === undefined ? {} : { confirmed: new Map(CHECK_CODES.map((code) => [code, comment])) })

function readFormat(text: string | undefined): { format: FileFormat; headerGuessed: boolean; sheet: string | null } {
  let given: unknown
  try {
    given = text === undefined ? {} : JSON.parse(text)
  } catch {
    throw problem('import_mapping_invalid', { pointer: '/format', expected: 'JSON' })
  }
  const parsed = FileFormat.safeParse(given)
  if (!parsed.success)
    throw problem('import_mapping_invalid', {
      pointer: `/format/${parsed.error.issues[0]?.path.join('/') ?? ''}`,
      expected: parsed.error.issues[0]?.message ?? '',
    })
  return {
    format: parsed.data,
    headerGuessed: (given as { headerRow?: unknown }).headerRow === undefined,
    sheet: Array.isArray(parsed.data.sheets) ? (parsed.data.sheets[0] ?? null) : null,
  }
}

/** Imports: files become figures through mappings. */
export function exchange(app: FastifyInstance, deps: FeatureDeps): void {
  void app.register(async (forms) => {
    forms.addHook('preHandler', receiveUpload)

    serve(forms, deps, exchangeRoutes.run, CONTRIBUTORS, async ({ trx, actor, body, request, now, afterCommit }) => {
      if (body.mapping === undefined && body.mappingName === undefined && looksLikeDhis2(uploadedBytes(request))) {
        const { result: document } = await waitFor(() => parseFile<'dhis2'>({ kind: 'dhis2' }, uploadedBytes(request))).catch(refusing)
        if (document === 'later') throw problem('unavailable', { retrySeconds: 10 })
        return runDhis2(trx, actor, now, document, { ...body, ...confirmedBy(body.confirmWarnings) })
      }
      const mapping = await mappingFor(trx, actor, body)
      const { work: parsing, result: extraction } = await waitFor(() =>
        parseFile<'extract'>({ kind: 'extract', fileName: body.fileName, mapping, starts: startsOf(actor) }, uploadedBytes(request)),
      ).catch(refusing)
      const confirmed = confirmedBy(body.confirmWarnings)
      if (extraction !== 'later') return runImport(trx, actor, now, { ...body, mapping, extraction, ...confirmed })
      if (body.dryRun) throw problem('unavailable', { retrySeconds: 10 })
      const id = await startImport(trx, actor, now, body)
      afterCommit(() => void finishLater(deps, actor, id, { ...body, mapping, ...confirmed }, parsing, request.log))
      return {
        id,
        state: 'running' as const,
        dryRun: false,
        partial: body.partial,
        fileName: body.fileName,
        startedAt: now.toISOString(),
        finishedAt: null,
        result: null,
      }
    })

    serve(forms, deps, exchangeRoutes.preview, CONTRIBUTORS, async ({ body, request }) => {
      const { format, headerGuessed, sheet } = readFormat(body.format)
      const { result: preview } = await waitFor(() =>
        parseFile<'preview'>({ kind: 'preview', fileName: body.fileName, format, headerGuessed, sheet }, uploadedBytes(request)),
      ).catch(refusing)
      if (preview === 'later') throw problem('unavailable', { retrySeconds: 10 })
      return preview
    })
  })

  serve(app, deps, exchangeRoutes.list, CONTRIBUTORS, async ({ trx, actor, now }) => ({ items: await readImports(trx, actor, now) }))
  serve(app, deps, exchangeRoutes.read, CONTRIBUTORS, async ({ trx, actor, params, now }) => readImport(trx, actor, now, params.importId))
  serve(app, deps, exchangeRoutes.undo, CONTRIBUTORS, async ({ trx, actor, params, now }) => undoImport(trx, actor, now, params.importId))
  serve(app, deps, exchangeRoutes.mappings, CONTRIBUTORS, async ({ trx, actor }) => ({ items: await readMappings(trx, actor) }))
  serve(app, deps, exchangeRoutes.saveMapping, CONTRIBUTORS, async ({ trx, actor, body, now, ifMatch }) => saveMapping(trx, actor, now, body, ifMatch))
  importDrafts(app, deps)
}
