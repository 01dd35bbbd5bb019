import type { FastifyInstance } from 'fastify'
import { draftRoutes } from '#shared/exchange/draft-contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { CONTRIBUTORS } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { uploadedBytes } from '#server/platform/http/upload.ts'
import { confirmDraft } from './draft-confirm.ts'
import { checkAnyDraft, readRejectedRows, runDraft } from './draft-run.ts'
import { changeDraft, createDraft, readDraft, readDrafts, removeDraft } from './drafts.ts'
import { forgetOnTime } from '#server/platform/forget.ts'
import { forgetImports } from './forget.ts'
import { LongWorks } from './long-works.ts'
import { parseFile } from './parse.ts'
import type { KeptFile } from './parser/job.ts'
import { receiveUpload } from './upload.ts'
import { refusing } from './waiting.ts'

/** Files that take longer to read than an answer may wait: who sends one again finds it read. */
const readings = new LongWorks<KeptFile>()

/** Imports in steps: a file is read once, then mapped, checked, seen and imported; each step can be walked back. */
export function importDrafts(app: FastifyInstance, deps: FeatureDeps): void {
  void app.register(async (forms) => {
    forms.addHook('preHandler', receiveUpload)
    serve(forms, deps, draftRoutes.create, CONTRIBUTORS, async ({ trx, actor, body, request, now }) => {
      const key = [actor.userId, body.fileHash, body.fileName, body.dropContacts === true].join('\n')
      const keep = () => parseFile<'keep'>({ kind: 'keep', fileName: body.fileName, dropContacts: body.dropContacts === true }, uploadedBytes(request))
      const kept = await (readings.hear(key) ?? readings.wait(key, keep)).catch(refusing)
      return createDraft(trx, actor, now, { fileName: body.fileName, fileHash: body.fileHash, purpose: body.purpose }, kept)
    })
  })
  serve(app, deps, draftRoutes.list, CONTRIBUTORS, async ({ trx, actor, now }) => ({ items: await readDrafts(trx, actor, now) }))
  serve(app, deps, draftRoutes.read, CONTRIBUTORS, ({ trx, actor, params, now }) => readDraft(trx, actor, now, params.draftId))
  serve(app, deps, draftRoutes.change, CONTRIBUTORS, ({ trx, actor, params, body, now, ifMatch }) =>
    changeDraft(trx, actor, now, params.draftId, body.choices, ifMatch()).catch(refusing),
  )
  serve(app, deps, draftRoutes.check, CONTRIBUTORS, ({ trx, actor, params, now }) => checkAnyDraft(deps, trx, actor, now, params.draftId))
  serve(app, deps, draftRoutes.confirm, CONTRIBUTORS, ({ trx, actor, params, body, now, ifMatch }) =>
    confirmDraft(trx, actor, now, params.draftId, body.items, ifMatch()),
  )
  serve(app, deps, draftRoutes.run, CONTRIBUTORS, ({ trx, actor, params, now, afterCommit, request }) =>
    runDraft(deps, trx, actor, now, params.draftId, afterCommit, request.log).catch(refusing),
  )
  serve(app, deps, draftRoutes.rejected, CONTRIBUTORS, ({ trx, actor, params, now }) => readRejectedRows(trx, actor, now, params.draftId).catch(refusing))
  serve(app, deps, draftRoutes.remove, CONTRIBUTORS, async ({ trx, actor, params, now }) => {
    await removeDraft(trx, actor, now, params.draftId)
    return undefined
  })
  forgetOnTime(app, deps, 'expired imports', forgetImports)
}
