import { DEMO_HEADER } from '#shared/accounts/demo.ts'
import { hashPassword } from 'better-auth/crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildApp } from './app.ts'
import { makeAuth } from './platform/auth.ts'
import { ConfigurationError, readEnvironment, toConfig, type Config } from './platform/config.ts'
import { openDatabase, openPool } from './platform/db/connect.ts'
import { openConfiguredDatabase, ownerClient } from './platform/db/open.ts'
import { FolderInUse, lockFolder } from './platform/folder-lock.ts'
import { ORIGIN_HEADERS, type WebHandler } from './platform/http/web.ts'
import { makeLogger } from './platform/log.ts'
import { giveMemoryBackAtRest } from './platform/memory-at-rest.ts'
import { pagePrinter } from './platform/print-page.ts'
import { ROOT } from './platform/root.ts'
import { prepareFirstUse } from './tools/first-use.ts'
import { startReminders } from './tools/reminders/start.ts'
import { resumeReleases } from './tools/resume-releases.ts'

/**
 * Transactions of requests at the same time; the rest waits its turn, holding nothing. More would not be faster
 * on the machines this runs on, and each holds the rows of its answer.
 */
const API_CONNECTIONS = 5

/** Loopback has several names: a person may type any of them. */
function otherLoopbackOrigins(config: Config): string[] {
  const url = new URL(config.origin)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return []
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${url.protocol}//${host}:${url.port || '80'}`)
}

async function loadWeb(): Promise<WebHandler> {
  const path = join(ROOT, 'dist/web/handler.js')
  if (!existsSync(path)) throw new Error('The web part is not built: run `npm run build` first (npm start does it).')
  process.env.PROTOCOL_HEADER = ORIGIN_HEADERS.protocol
  process.env.HOST_HEADER = ORIGIN_HEADERS.host
  process.env.ADDRESS_HEADER = ORIGIN_HEADERS.client
  process.env.BODY_SIZE_LIMIT = '11M'
  return ((await import(path)) as { handler: WebHandler }).handler
}

async function start(): Promise<void> {
  const config = toConfig(readEnvironment(process.env))
  const log = makeLogger(config.production ? 'info' : 'warn')
  const unlock = config.databaseUrl === null ? lockFolder(resolve(config.dataFolder)) : () => undefined
  const opened = await openConfiguredDatabase(config, join(ROOT, 'migrations'))
  opened.managed?.keepRunning((event, error) => {
    if (event === 'back') log.warn('PostgreSQL is back')
    else log.error({ err: error }, event === 'died' ? 'PostgreSQL died: starting it again' : 'PostgreSQL could not be started again')
  })
  const onPoolError = (error: Error) => log.warn({ err: error }, 'an idle database connection ended')
  const apiPool = openPool(opened.address, 'api', API_CONNECTIONS, onPoolError)
  const authPool = openPool(opened.address, 'auth', 4, onPoolError)

  const client = ownerClient(opened.address)
  await client.connect()
  const db = openDatabase(apiPool)
  await resumeReleases(db, new Date())
  const { greeting, hasDemo } = await prepareFirstUse({ client, db, authPool, config, now: new Date(), hashPassword }).finally(() => client.end())

  const trustedOrigins = otherLoopbackOrigins(config)
  const auth = makeAuth({ pool: authPool, origin: config.origin, trustedOrigins, secret: opened.sessionSecret })
  const app = await buildApp({
    db,
    address: opened.address,
    authPool,
    auth,
    origin: config.origin,
    trustedOrigins,
    sessionSecret: opened.sessionSecret,
    behindProxy: config.behindProxy,
    now: () => new Date(),
    logger: log,
    web: await loadWeb(),
    // Where the demo may be loaded, it is offered; an address of the world never shows its password.
    pageFacts: hasDemo && config.demo ? { [DEMO_HEADER]: 'offered' } : {},
    hasMailServer: config.smtpUrl !== null,
    print: config.chromiumPath === null ? null : pagePrinter(config.chromiumPath),
    checkAnswers: !config.production,
  })
  await app.listen({ port: config.port, host: config.host })
  giveMemoryBackAtRest(app.server)
  process.stdout.write(`Maillage is ready on ${config.origin}${greeting}\n`)

  const stopReminders = startReminders({
    db,
    authPool,
    address: opened.address,
    smtpUrl: config.smtpUrl,
    from: config.mailFrom,
    origin: config.origin,
    sessionSecret: opened.sessionSecret,
    log,
  })
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    stopReminders()
    log.info({ signal }, 'stopping')
    const end = async (code: number) => {
      await opened.managed?.stop()
      unlock()
      process.exit(code)
    }
    // A request that does not end is cut off while there is time left to stop PostgreSQL.
    const patience = setTimeout(() => void end(1), 7_000)
    setTimeout(() => process.exit(1), 9_500)
    await app.close()
    await Promise.all([apiPool.end(), authPool.end()])
    clearTimeout(patience)
    await end(0)
  }
  process.once('SIGTERM', () => void stop('SIGTERM'))
  process.once('SIGINT', () => void stop('SIGINT'))
}

try {
  await start()
} catch (error) {
  const expected = error instanceof ConfigurationError || error instanceof FolderInUse
  process.stderr.write(`${expected ? (error as Error).message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}
