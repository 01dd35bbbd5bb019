/**
 * `node tests/bench/pages.ts`: what funders and the public read, in one run. Requests per second of the public page beside a
 * bare server that sends the same bytes; what a first visit weighs; when it can be read on a slow phone (400 kbit/s, 400 ms,
 * processor × 6). Needs the web part (`npm run build`) and Chromium. Exit code 1 when a promise is not held.
 */
import autocannon from 'autocannon'
import Fastify from 'fastify'
import { rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { browserIsThere, launchBrowser, newVisitor, signInOnPage } from '../support/browser.ts'
import { freePort, makeDataFolder, startServer } from '../support/server-process.ts'
import { machineLine } from './report.ts'

const PUBLIC = '/fr-CA/p/grandir-entre-rives'
const DASHBOARD = '/fr-CA/i/grandir-entre-rives/dashboard'
const PROMISED = { ratio: 0.8, perSecond: 1500, kilobytes: 60, script: 60 }
/** Kilobits a second and milliseconds of a slow link; how much slower the processor is. */
const SLOW = { kilobits: 400, latency: 400, processor: 6 }
const ROUNDS = 3

const print = (line: string) => process.stdout.write(`${line}\n`)
const faults: string[] = []
function promise(isHeld: boolean, line: string): void {
  print(`${isHeld ? '·' : '✗'} ${line}`)
  if (!isHeld) faults.push(line)
}

/** Requests that one address answers in a second, from 25 connections. */
async function perSecond(origin: string, path: string, headers: Record<string, string>, status: number): Promise<number> {
  const amount = 6000
  const began = performance.now()
  let wrong = 0
  const run = autocannon({ url: origin, connections: 25, amount, sampleInt: 10, timeout: 30, requests: [{ method: 'GET', path, headers }] })
  run.on('response', (_client: unknown, got: number) => (wrong += got === status ? 0 : 1))
  const { errors, timeouts } = await run
  if (errors + timeouts + wrong > 0) throw new Error(`${path}: ${wrong} other answers, ${errors} errors, ${timeouts} time-outs`)
  return (amount / (performance.now() - began)) * 1000
}

/** A server that does nothing but send bytes that it holds, or say that they are known. */
async function bareServer(body: Buffer, type: string, encoding: string | null, etag: string) {
  const app = Fastify({ logger: false })
  app.get('/*', (request, reply) => {
    reply.header('content-type', type).header('etag', etag)
    if (encoding !== null) reply.header('content-encoding', encoding)
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(body)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { origin: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, close: () => app.close() }
}

async function measureRates(origin: string): Promise<void> {
  const page = await fetch(`${origin}${PUBLIC}`, { headers: { 'accept-encoding': 'gzip' } })
  const [etag, type, encoding] = ['etag', 'content-type', 'content-encoding'].map((name) => page.headers.get(name))
  const raw = await new Promise<Buffer>((resolve, reject) => {
    void import('node:http').then(({ get }) =>
      get(`${origin}${PUBLIC}`, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)))
      }).on('error', reject),
    )
  })
  if (etag == null || type == null) throw new Error('the public page has no ETag')
  const bare = await bareServer(raw, type, encoding ?? null, etag)
  for (const [name, more, status] of [
    ['whole', {}, 200],
    ['unchanged (304)', { 'if-none-match': etag }, 304],
  ] as const) {
    const headers = { 'accept-encoding': 'gzip', ...more }
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let round = 0; round <= ROUNDS; round += 1) {
      const measured = [await perSecond(origin, PUBLIC, headers, status), await perSecond(bare.origin, '/page', headers, status)] as const
      // The first round warms both.
      if (round === 0) continue
      ours.push(measured[0])
      theirs.push(measured[1])
    }
    const middle = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] as number
    const ratio = middle(ours) / middle(theirs)
    promise(
      ratio >= PROMISED.ratio || middle(ours) >= PROMISED.perSecond,
      `public page, ${name}: ${middle(ours).toFixed(0)} a second beside ${middle(theirs).toFixed(0)} of a bare server, ratio ${ratio.toFixed(2)} (promised: ${PROMISED.ratio} or ${PROMISED.perSecond} a second)`,
    )
  }
  await bare.close()
}

/** When the largest text stood, as the browser keeps it. */
const LARGEST = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true })
  setTimeout(() => resolve(0), 3000)
})`

/** A first visit on a slow phone: when its largest text stands, and what travelled. */
async function measureVisit(browser: Browser, origin: string, path: string, account: string | null, most: number): Promise<void> {
  const { context, page } = await newVisitor(browser, origin, { width: 360 })
  if (account !== null) await signInOnPage(page, account)
  const session = await context.newCDPSession(page)
  const bytes = { all: 0, script: 0 }
  const kinds = new Map<string, string>()
  await session.send('Network.enable')
  await session.send('Network.clearBrowserCache')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const speed = (SLOW.kilobits * 1024) / 8
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: SLOW.latency, downloadThroughput: speed, uploadThroughput: speed })
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW.processor })
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength
    if (kinds.get(requestId) === 'Script') bytes.script += encodedDataLength
  })
  await page.goto(path, { waitUntil: 'networkidle', timeout: 60_000 })
  const largest = await page.evaluate<number>(LARGEST)
  const first = await page.evaluate<number>(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0`)
  await context.close()
  promise(
    largest > 0 && largest <= most,
    `${path}: first text after ${(first / 1000).toFixed(2)} s, can be read after ${(largest / 1000).toFixed(2)} s (promised: ${most / 1000} s)`,
  )
  const [all, script] = [bytes.all / 1024, bytes.script / 1024]
  promise(
    script <= PROMISED.script && (account !== null || all <= PROMISED.kilobytes),
    `${path}: ${all.toFixed(1)} kB travel, ${script.toFixed(1)} of them script (promised: ${account === null ? `${PROMISED.kilobytes} in all` : `${PROMISED.script} of script`})`,
  )
}

print(machineLine())
const folder = makeDataFolder()
const server = startServer(folder, await freePort(), { NODE_ENV: 'production' })
try {
  await server.ready()
  await measureRates(server.origin)
  if (browserIsThere()) {
    const browser = await launchBrowser()
    try {
      await measureVisit(browser, server.origin, PUBLIC, null, 3000)
      await measureVisit(browser, server.origin, DASHBOARD, 'bailleur', 4000)
    } finally {
      await browser.close()
    }
  }
} finally {
  server.child.kill('SIGTERM')
  await server.exited(15_000)
  await folder.remove()
  rmSync(folder.path, { recursive: true, force: true })
}
process.exitCode = faults.length === 0 ? 0 : 1
