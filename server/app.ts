import multipart from '@fastify/multipart'
import { serializerCompiler, validatorCompiler } from '@fastify/type-provider-zod'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { accountAdministration } from './features/accounts/administration-routes.ts'
import { accounts } from './features/accounts/routes.ts'
import { activities } from './features/activities/routes.ts'
import { assessments, joining } from './features/assessments/routes.ts'
import { conditions } from './features/conditions/routes.ts'
import { exports } from './features/exchange/export/routes.ts'
import { exchange } from './features/exchange/routes.ts'
import { shapeUploads } from './features/exchange/shape-routes.ts'
import { targetLoads } from './features/exchange/target-load-routes.ts'
import { governance } from './features/governance/routes.ts'
import { incidents } from './features/incidents/routes.ts'
import { overlaps } from './features/indicators/overlap-routes.ts'
import { definitionThreads } from './features/indicators/thread-routes.ts'
import { stories } from './features/indicators/story-routes.ts'
import { indicators } from './features/indicators/routes.ts'
import { initiatives } from './features/initiatives/routes.ts'
import { meetings } from './features/meetings/routes.ts'
import { notifications } from './features/notifications/routes.ts'
import { sealingKey } from './features/notifications/service.ts'
import { practices } from './features/practices/routes.ts'
import { priorities } from './features/priorities/routes.ts'
import { noteBreaches, notes, publicNotes } from './features/notes/routes.ts'
import { figureQuality } from './features/observations/quality-routes.ts'
import { reviews } from './features/observations/review-routes.ts'
import { observations } from './features/observations/routes.ts'
import { partners } from './features/partners/routes.ts'
import { dashboard } from './features/progress/dashboard-routes.ts'
import { progress } from './features/progress/routes.ts'
import { publicMarks, publicReleases } from './features/releases/public-routes.ts'
import { releases } from './features/releases/routes.ts'
import { reports } from './features/reports/routes.ts'
import { reviewSessions } from './features/review-sessions/routes.ts'
import { searching } from './features/search/routes.ts'
import { sharing } from './features/releases/sharing-routes.ts'
import { stages } from './features/stages/routes.ts'
import { targets } from './features/targets/routes.ts'
import { territories } from './features/territories/routes.ts'
import { wins } from './features/wins/routes.ts'
import type { Auth } from './platform/auth.ts'
import type { DatabaseAddress, Db } from './platform/db/connect.ts'
import { guardDepth, guardOrigin, protectAnswers } from './platform/http/defences.ts'
import { installErrorHandler, notFoundAnswer } from './platform/http/errors.ts'
import { health } from './platform/http/health.ts'
import { openApi } from './platform/http/openapi.ts'
import { requirePolicies } from './platform/http/policy.ts'
import type { ServeDeps } from './platform/http/serve.ts'
import { sessionTokenOf, touchSession } from './platform/http/session.ts'
import { pageKeeper } from './platform/http/kept-pages.ts'
import { webPages, type WebHandler } from './platform/http/web.ts'
import { OneLineLog } from './platform/log.ts'
import type { PrintPage } from './platform/print-page.ts'

/** What the application is built from; tests give their own. */
export interface AppDeps {
  readonly db: Db
  readonly authPool: Pool
  readonly auth: Auth
  readonly origin: string
  /** Other addresses of the same loopback server, such as http://localhost:3000. */
  readonly trustedOrigins: readonly string[]
  readonly sessionSecret: string
  /** Take the visitor's address from a proxy on this machine; without one, nobody can state another than their own. */
  readonly behindProxy?: boolean
  readonly now: () => Date
  readonly logger: FastifyBaseLogger | false
  /** Where the database is, for processes that do the work of large files; null does all of it here. */
  readonly address?: DatabaseAddress
  /** SvelteKit's handler; null serves the API alone. */
  readonly web: WebHandler | null
  /** Whether mails can be sent: without a server they are shown and wait. */
  readonly hasMailServer?: boolean
  /** Headers that state something of this server to every page. */
  readonly pageFacts?: Readonly<Record<string, string>>
  /** Prints pages to PDF; absent where there is no browser. */
  readonly print?: PrintPage | null
  /** Compare each answer with its contract: tests and development. */
  readonly checkAnswers: boolean
}

/** Dependencies of a feature: how to serve, and the account engine. */
export interface FeatureDeps extends ServeDeps {
  readonly authPool: Pool
  readonly auth: Auth
  readonly origin: string
  readonly address: DatabaseAddress | null
  readonly print: PrintPage | null
  readonly mail: MailDeps
  /** Lets go of the pages that were kept of an initiative's public, after a change that must show at once. */
  readonly forgetPublic: (slug: string) => void
}

/** What a feature needs to leave a mail: the key that its secrets are sealed with, and whether anything will be sent. */
export interface MailDeps {
  readonly key: Buffer
  readonly hasServer: boolean
}

/** Builds the whole application: one visible list of registrations. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = Fastify({
    ...(deps.logger === false ? { logger: false } : { loggerInstance: deps.logger }),
    bodyLimit: 1024 * 1024,
    genReqId: () => randomUUID(),
    logController: new OneLineLog(),
    trustProxy: deps.behindProxy === true ? 'loopback' : false,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 300 },
    http: { headersTimeout: 10_000 },
  }) as unknown as FastifyInstance
  requirePolicies(app)
  app.decorateRequest('hat', null)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(deps.checkAnswers ? serializerCompiler : () => (data) => JSON.stringify(data))
  app.removeContentTypeParser('text/plain')
  guardDepth(app)
  guardOrigin(app, [deps.origin, ...deps.trustedOrigins])
  protectAnswers(app)
  installErrorHandler(app)
  await app.register(multipart, { limits: { fileSize: 10 * 1024 * 1024, files: 1, fields: 10, fieldSize: 1024 * 1024, parts: 12 } })
  await openApi(app)

  const secure = deps.origin.startsWith('https:')
  const kept = pageKeeper(publicMarks(deps.db, deps.now))
  const feature: FeatureDeps = {
    forgetPublic: kept.forget,
    db: deps.db,
    address: deps.address ?? null,
    print: deps.print ?? null,
    mail: { key: sealingKey(deps.sessionSecret), hasServer: deps.hasMailServer ?? false },
    now: deps.now,
    authPool: deps.authPool,
    auth: deps.auth,
    origin: deps.origin,
    tokenOf: (request) => sessionTokenOf(request, deps.sessionSecret, secure),
    touchSession: (sessionId) => touchSession(deps.authPool, sessionId),
  }
  health(app, deps.db)
  accounts(app, feature)
  accountAdministration(app, feature)
  initiatives(app, feature)
  territories(app, feature)
  partners(app, feature)
  conditions(app, feature)
  activities(app, feature)
  practices(app, feature)
  stages(app, feature)
  reviewSessions(app, feature)
  priorities(app, feature)
  meetings(app, feature)
  governance(app, feature)
  assessments(app, feature)
  joining(app, feature)
  notes(app, feature)
  noteBreaches(app, feature)
  publicNotes(app, feature)
  indicators(app, feature)
  overlaps(app, feature)
  definitionThreads(app, feature)
  stories(app, feature)
  exchange(app, feature)
  shapeUploads(app, feature)
  targetLoads(app, feature)
  exports(app, feature)
  incidents(app, feature)
  targets(app, feature)
  observations(app, feature)
  reviews(app, feature)
  figureQuality(app, feature)
  progress(app, feature)
  dashboard(app, feature)
  releases(app, feature)
  publicReleases(app, feature)
  sharing(app, feature)
  reports(app, feature)
  wins(app, feature)
  searching(app, feature)
  await notifications(app, feature)

  if (deps.web === null) app.setNotFoundHandler({}, notFoundAnswer)
  else await webPages(app, deps.web, [deps.origin, ...deps.trustedOrigins], kept, deps.pageFacts)
  return app
}
