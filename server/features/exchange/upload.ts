import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { ImportForm } from '#shared/exchange/contract.ts'
import { problem } from '#server/platform/http/problem.ts'
import { receiveForm } from '#server/platform/http/upload.ts'

/** Only the last part of a path: browsers and tools may send more. */
function baseName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').slice(0, 200)
}

/** A form with one file, its fields apart. @throws unsupported_media_type, import_file_missing */
export async function receiveFile(request: FastifyRequest): Promise<{ fileName: string; bytes: Buffer; fields: Readonly<Record<string, string>> }> {
  const { file, fields } = await receiveForm(request)
  if (file === null) throw problem('import_file_missing')
  return { fileName: baseName(file.name), bytes: file.bytes, fields }
}

/**
 * Receives a form with one file before the request's transaction begins: a slow sender must not hold
 * a database connection. The form, with the file's hash, becomes the body that `Idempotency-Key` covers.
 * @throws unsupported_media_type, import_file_missing
 */
export async function receiveUpload(request: FastifyRequest): Promise<void> {
  const { fileName, bytes, fields } = await receiveFile(request)
  const query = request.query as { dryRun?: unknown; partial?: unknown }
  const form: ImportForm = {
    fileName,
    fileHash: createHash('sha256').update(bytes).digest('hex'),
    ...(fields.mapping === undefined ? {} : { mapping: fields.mapping }),
    ...(fields.mappingName === undefined ? {} : { mappingName: fields.mappingName }),
    ...(fields.format === undefined ? {} : { format: fields.format }),
    dryRun: fields.dryRun === 'true' || query.dryRun === true,
    partial: fields.partial === 'true' || query.partial === true,
    ...(fields.dropContacts === 'true' ? { dropContacts: true } : {}),
    ...(fields.purpose === 'targets' ? { purpose: 'targets' as const } : {}),
    ...(fields.confirmWarnings === undefined ? {} : { confirmWarnings: fields.confirmWarnings }),
  }
  request.body = form
}
