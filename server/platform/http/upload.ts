import type { FastifyRequest } from 'fastify'
import { problem } from './problem.ts'

const bytesOf = new WeakMap<FastifyRequest, Buffer>()

/** A form with at most one file, its fields apart. @throws unsupported_media_type */
export async function receiveForm(
  request: FastifyRequest,
): Promise<{ file: { readonly name: string; readonly bytes: Buffer } | null; fields: Readonly<Record<string, string>> }> {
  if (!request.isMultipart()) throw problem('unsupported_media_type')
  const fields: Record<string, string> = {}
  let file: { name: string; bytes: Buffer } | null = null
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { name: part.filename, bytes: await part.toBuffer() }
    else if (typeof part.value === 'string') fields[part.fieldname] = part.value
  }
  if (file !== null) bytesOf.set(request, file.bytes)
  return { file, fields }
}

/** The bytes received with a request. */
export function uploadedBytes(request: FastifyRequest): Buffer {
  return bytesOf.get(request) ?? Buffer.alloc(0)
}
