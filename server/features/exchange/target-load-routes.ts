import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { FileFormat } from '#shared/exchange/mapping.ts'
import { TargetChoices } from '#shared/exchange/targets/columns.ts'
import { targetLoadRoutes, TargetReasons, type RefusedTarget, type TargetForm } from '#shared/exchange/targets/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE } from '#server/platform/http/policy.ts'
import { problem } from '#server/platform/http/problem.ts'
import { serve } from '#server/platform/http/serve.ts'
import { uploadedBytes } from '#server/platform/http/upload.ts'
import { MOST_REJECTED } from './draft-check.ts'
import { openDraft, rowsOfDraft, saveDraft } from './drafts.ts'
import { mappingOf, parseTargets, readTargetLoads, runTargetLoad, undoTargetLoad } from './target-loads.ts'
import { receiveFile } from './upload.ts'

/** A field that holds JSON. @throws invalid_request */
function jsonField<S extends z.ZodType>(schema: S, name: string, text: string | undefined): z.output<S> {
  let given: unknown
  try {
    given = JSON.parse(text ?? '{}')
  } catch {
    throw problem('invalid_request', {}, [{ pointer: `/${name}`, code: 'invalid_format' }])
  }
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw problem(
    'invalid_request',
    {},
    parsed.error.issues.map((issue) => ({ pointer: `/${[name, ...issue.path].join('/')}`, code: issue.code })),
  )
}

/** Receives the form; its fields become the body. @throws import_file_missing, unsupported_media_type, invalid_request */
async function receiveTargets(request: FastifyRequest): Promise<void> {
  const { fileName, bytes, fields } = await receiveFile(request)
  const form: TargetForm = {
    fileName,
    fileHash: createHash('sha256').update(bytes).digest('hex'),
    choices: jsonField(TargetChoices, 'choices', fields.choices),
    ...(fields.mapping === undefined ? {} : { mapping: fields.mapping }),
    reasons: jsonField(TargetReasons, 'reasons', fields.reasons),
    dryRun: fields.dryRun === 'true',
    partial: fields.partial === 'true',
  }
  request.body = form
}

/** Baselines and target points from files: checked, loaded, taken back. */
export function targetLoads(app: FastifyInstance, deps: FeatureDeps): void {
  void app.register(async (forms) => {
    forms.addHook('preHandler', receiveTargets)
    serve(forms, deps, targetLoadRoutes.upload, BACKBONE, async ({ trx, actor, body, request, now }) => {
      const mapping = body.mapping === undefined ? null : mappingOf(body.mapping)
      const { fileName, choices } = body
      const loaded = await parseTargets(trx, actor, { fileName, bytes: uploadedBytes(request), format: null }, { choices, mapping })
      return runTargetLoad(trx, actor, now, body, loaded, mapping?.source ?? (choices.source === '' ? fileName : choices.source))
    })
  })
  serve(app, deps, targetLoadRoutes.draft, BACKBONE, async ({ trx, actor, params, body, now }) => {
    const draft = await openDraft(trx, actor, now, params.draftId)
    const { file_name: fileName, file_hash: fileHash } = draft.row
    const { sheet, headerRow, headerRows } = draft.choices
    const format = FileFormat.parse({ headerRow: Number(headerRow), headerRows: Number(headerRows) || 1, ...(sheet === '' ? {} : { sheets: [sheet] }) })
    const loaded = await parseTargets(
      trx,
      actor,
      { fileName, bytes: await rowsOfDraft(trx, actor, draft), kept: true, format },
      { choices: body.choices, mapping: null },
    )
    let refusals: readonly RefusedTarget[] = []
    const request = { ...body, fileName, fileHash, onRefusals: (all: readonly RefusedTarget[]) => (refusals = all) }
    const result = await runTargetLoad(trx, actor, now, request, loaded, body.choices.source === '' ? fileName : body.choices.source)
    // What was refused can be fetched with its rows, to be corrected and sent again.
    const rejected = refusals.slice(0, MOST_REJECTED).map((one) => ({ ...one, sheet: one.sheet ?? (sheet === '' ? null : sheet), dimension: null }))
    await saveDraft(trx, actor, draft, draft.row.version, { rejected })
    return result
  })
  serve(app, deps, targetLoadRoutes.list, BACKBONE, async ({ trx, actor, now }) => ({ items: await readTargetLoads(trx, actor, now) }))
  serve(app, deps, targetLoadRoutes.undo, BACKBONE, ({ trx, actor, params, now }) => undoTargetLoad(trx, actor, now, params.loadId))
}
