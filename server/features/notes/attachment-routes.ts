import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FeatureDeps } from '#server/app.ts'
import { EVERY_MEMBER, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { problem } from '#server/platform/http/problem.ts'
import { serve } from '#server/platform/http/serve.ts'
import { receiveForm, uploadedBytes } from '#server/platform/http/upload.ts'
import { CAPTION_LENGTH, MEDIA_TYPES, type AttachmentForm, type AttachmentKind } from '#shared/notes/attachments.ts'
import { noteRoutes } from '#shared/notes/contract.ts'
import { addAttachment, readContent, removeAttachment } from './attachments.ts'

/** Receives the form before a transaction begins; the name that the file came with goes here. @throws unsupported_media_type, attachment_missing, invalid_request */
async function receive(request: FastifyRequest): Promise<void> {
  const { file, fields } = await receiveForm(request)
  const caption = (fields.caption ?? '').trim()
  if (file === null || file.bytes.length === 0) throw problem('attachment_missing', {}, [{ pointer: '/file', code: 'attachment_missing' }])
  if (caption === '') throw problem('invalid_request', {}, [{ pointer: '/caption', code: 'required' }])
  if (caption.length > CAPTION_LENGTH) throw problem('invalid_request', {}, [{ pointer: '/caption', code: 'too_big' }])
  request.body = { caption, fileHash: createHash('sha256').update(file.bytes).digest('hex') } satisfies AttachmentForm
}

/** Kept nowhere, because the author may narrow the note before the next look; opened alone, it can do nothing in our name. */
export function tellFile(reply: FastifyReply, kind: AttachmentKind): void {
  reply
    .type(MEDIA_TYPES[kind])
    .header('content-disposition', kind === 'pdf' ? 'attachment; filename="document.pdf"' : 'inline')
    .header('cache-control', 'private, no-store')
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cross-origin-resource-policy', 'same-origin')
}

/** Pictures and documents of notes. */
export function attachments(app: FastifyInstance, deps: FeatureDeps): void {
  void app.register(async (forms) => {
    forms.addHook('preHandler', receive)
    serve(forms, deps, noteRoutes.attach, THE_CIRCLE, ({ trx, actor, params, body, request, ifMatch, now, afterCommit }) => {
      afterCommit(() => deps.forgetPublic(actor.initiative.slug))
      return addAttachment(trx, actor, params.noteId, body.caption, uploadedBytes(request), ifMatch(), now)
    })
  })
  serve(app, deps, noteRoutes.attachment, EVERY_MEMBER, async ({ trx, actor, params, reply }) => {
    const { kind, content } = await readContent(trx, actor, params.noteId, params.attachmentId)
    tellFile(reply, kind)
    return content
  })
  serve(app, deps, noteRoutes.detach, THE_CIRCLE, ({ trx, actor, params, ifMatch, now, afterCommit }) => {
    afterCommit(() => deps.forgetPublic(actor.initiative.slug))
    return removeAttachment(trx, actor, params.noteId, params.attachmentId, ifMatch(), now)
  })
}
