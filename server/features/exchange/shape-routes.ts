import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { shapeUploadRoutes, type ShapeForm } from '#shared/territories/shape-upload.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE } from '#server/platform/http/policy.ts'
import { problem } from '#server/platform/http/problem.ts'
import { serve } from '#server/platform/http/serve.ts'
import { uploadedBytes } from '#server/platform/http/upload.ts'
import { uploadShapes } from './shape-upload.ts'
import { receiveFile } from './upload.ts'

/** Receives the form; its fields become the body. @throws import_file_missing, unsupported_media_type, invalid_request */
async function receiveShapes(request: FastifyRequest): Promise<void> {
  const { fileName, bytes, fields } = await receiveFile(request)
  const text = (name: string) => (fields[name]?.trim() ?? '') || null
  const level = text('level')
  if (level === null || level.length > 60) throw problem('invalid_request', {}, [{ pointer: '/level', code: 'required' }])
  const form: ShapeForm = {
    fileName,
    fileHash: createHash('sha256').update(bytes).digest('hex'),
    level,
    property: text('property')?.slice(0, 200) ?? null,
    source: text('source')?.slice(0, 500) ?? null,
    dryRun: fields.dryRun === 'true',
  }
  request.body = form
}

/** Shapes of territories from files. */
export function shapeUploads(app: FastifyInstance, deps: FeatureDeps): void {
  void app.register(async (forms) => {
    forms.addHook('preHandler', receiveShapes)
    serve(forms, deps, shapeUploadRoutes.upload, BACKBONE, ({ trx, actor, body, request, now }) => uploadShapes(trx, actor, now, body, uploadedBytes(request)))
  })
}
