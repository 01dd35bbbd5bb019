import type { FastifyInstance, FastifyReply } from 'fastify'
import { PassThrough } from 'node:stream'
import { reportRoutes, type ReportLanguage, type ReportVersion } from '#shared/reports/contract.ts'
import { PAGE_POLICY } from '#shared/reports/page/page.ts'
import { versionName } from '#shared/reports/sections.ts'
import type { FeatureDeps } from '#server/app.ts'
import { BACKBONE, EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { problem } from '#server/platform/http/problem.ts'
import { serve } from '#server/platform/http/serve.ts'
import { addReport, changeReport, freezeReport, previewPage, readPage, readReport, readReports, readVersion, removeReport } from './service.ts'

/** A page of a report may load nothing and stands in nobody's frame. */
function asPage(reply: FastifyReply): void {
  reply.type('text/html; charset=utf-8').header('content-security-policy', `${PAGE_POLICY}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`)
}

function asFile(reply: FastifyReply, mediaType: string, slug: string, version: ReportVersion, language: ReportLanguage, extension: string): void {
  reply
    .type(mediaType)
    .header('content-disposition', `attachment; filename="${slug}_${versionName(version)}_${language}.${extension}"`)
    .header('cache-control', 'private, no-store')
}

/** Reports for funders: drafts of the backbone, and versions that are frozen with every byte of their pages. */
export function reports(app: FastifyInstance, deps: FeatureDeps): void {
  serve(app, deps, reportRoutes.list, EVERY_MEMBER, async ({ trx, actor }) => ({ items: await readReports(trx, actor) }))
  serve(app, deps, reportRoutes.create, BACKBONE, ({ trx, actor, body, now }) => addReport(trx, actor, now, body))
  serve(app, deps, reportRoutes.read, BACKBONE, ({ trx, actor, params }) => readReport(trx, actor, params.reportId))
  serve(app, deps, reportRoutes.change, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    changeReport(trx, actor, now, params.reportId, ifMatch(), body),
  )
  serve(app, deps, reportRoutes.remove, BACKBONE, ({ trx, actor, params, now }) => removeReport(trx, actor, now, params.reportId))
  serve(app, deps, reportRoutes.preview, BACKBONE, async ({ trx, actor, params, query, reply }) => {
    const page = await previewPage(trx, actor, params.reportId, query.language)
    asPage(reply)
    return page
  })
  serve(app, deps, reportRoutes.freeze, BACKBONE, ({ trx, actor, params, body, ifMatch, now }) =>
    freezeReport(trx, actor, now, params.reportId, ifMatch(), body.reason || null),
  )
  serve(app, deps, reportRoutes.version, EVERY_MEMBER, ({ trx, actor, params }) => readVersion(trx, actor, params.reportId, params.versionId))
  serve(app, deps, reportRoutes.page, EVERY_MEMBER, async ({ trx, actor, params, query, reply }) => {
    const { page } = await readPage(trx, actor, params, query.language, 'page')
    asPage(reply)
    reply.header('etag', `"${page.sha256}"`)
    return page.content
  })
  serve(app, deps, reportRoutes.word, EVERY_MEMBER, async ({ trx, actor, params, query, reply }) => {
    const { page, version } = await readPage(trx, actor, params, query.language, 'word')
    // Named and typed for word processors, which read HTML: a browser would only show it.
    asFile(reply, 'application/msword; charset=utf-8', actor.initiative.slug, version, query.language, 'doc')
    reply.header('etag', `"${page.sha256}"`)
    return page.content
  })
  serve(app, deps, reportRoutes.pdf, EVERY_MEMBER, async ({ trx, actor, params, query, request, reply, afterCommit }) => {
    const { page, version } = await readPage(trx, actor, params, query.language, 'page')
    const { print } = deps
    if (print === null) throw problem('print_unavailable')
    // Printing lasts longer than a transaction may: it begins once this one has ended, and a failure is still an answer.
    const file = new PassThrough()
    afterCommit(async () => {
      // A HEAD asks whether it can be had, not for it.
      file.end(request.method === 'HEAD' ? '' : await print(page.content))
      asFile(reply, 'application/pdf', actor.initiative.slug, version, query.language, 'pdf')
    })
    return file
  })
}
