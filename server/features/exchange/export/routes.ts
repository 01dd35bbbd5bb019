import type { FastifyInstance, FastifyReply } from 'fastify'
import { exportRoutes } from '#shared/exchange/export/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { CONTRIBUTORS, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { dateOf } from '#shared/i18n/format.ts'
import { prepareExport, readTemplate } from './service.ts'
import { WRITERS } from './writers/registry.ts'

/** Says how a file is called and that nobody keeps it: it holds what one hat may see. */
function asFile(reply: FastifyReply, mediaType: string, name: string): void {
  const plain = name.replace(/[^\w.-]/g, '_')
  reply
    .type(mediaType)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('cache-control', 'private, no-store')
}

/** Exports: figures become files. */
export function exports(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, exportRoutes.read, EVERY_MEMBER, async ({ trx, actor, query, now, again, reply }) => {
    const document = await prepareExport(trx, actor, now, query, again)
    const { extension, mediaType, write } = WRITERS[query.format]
    const day = dateOf(now.toISOString(), actor.initiative.timeZone)
    asFile(
      reply,
      mediaType,
      `maillage_${actor.initiative.slug}_${document.about.content}${query.format === 'dhis2' || query.format === 'dhis2csv' ? '_dhis2' : ''}_${day}.${extension}`,
    )
    return write(document)
  })

  serve(app, deps, exportRoutes.template, CONTRIBUTORS, async ({ trx, actor, query, now, reply }) => {
    const { name, bytes } = await readTemplate(trx, actor, now, query)
    asFile(reply, WRITERS.xlsx.mediaType, name)
    return bytes
  })
}
