import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { ORIGIN_HEADERS, type WebHandler } from '#server/platform/http/web.ts'
import { ROOT } from '#server/platform/root.ts'
import type { Asker, World } from './world.ts'

/** Everything that somebody can be told: addresses of the API, pages that links lead to, files unpacked. */

const HANDLER = join(ROOT, 'dist/web/handler.js')
export const hasPages = existsSync(HANDLER)
if (!hasPages) process.stdout.write('pages are not walked for canaries: the web part is not built\n')

export async function loadPages(): Promise<WebHandler> {
  Object.assign(process.env, { PROTOCOL_HEADER: ORIGIN_HEADERS.protocol, HOST_HEADER: ORIGIN_HEADERS.host, ADDRESS_HEADER: ORIGIN_HEADERS.client })
  return ((await import(HANDLER)) as { handler: WebHandler }).handler
}

/** Everything that a file of an archive holds: a workbook is one. */
function unpacked(bytes: Buffer): string {
  const parts: string[] = []
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  let at = bytes.readUInt32LE(end + 16)
  for (let entry = bytes.readUInt16LE(end + 10); entry > 0; entry -= 1) {
    const [packed, names, extra, comment, local] = [20, 28, 30, 32, 42].map((offset) =>
      offset === 20 || offset === 42 ? bytes.readUInt32LE(at + offset) : bytes.readUInt16LE(at + offset),
    ) as [number, number, number, number, number]
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const body = bytes.subarray(from, from + packed)
    parts.push((bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(body) : body).toString())
    at += 46 + names + extra + comment
  }
  return parts.join('\n')
}

export interface Told {
  readonly address: string
  readonly status: number
  readonly text: string
}

async function ask(world: World, who: Asker, address: string): Promise<Told> {
  const answer = await world.app.inject({
    method: 'GET',
    url: address,
    headers: { host: '127.0.0.1:3000', ...(who.cookie === null ? {} : { cookie: who.cookie }), ...(who.hatId === null ? {} : { 'maillage-hat': who.hatId }) },
  })
  const isArchive = answer.rawPayload.subarray(0, 2).toString() === 'PK'
  return { address, status: answer.statusCode, text: `${isArchive ? unpacked(answer.rawPayload) : answer.payload} ${JSON.stringify(answer.headers)}` }
}

export async function walk(world: World, who: Asker, all: readonly string[]): Promise<Told[]> {
  const told: Told[] = []
  for (const address of all) told.push(await ask(world, who, address))
  return told
}

/** Every page that can be reached from the given ones, in the order in which links name them. */
export async function crawl(world: World, who: Asker, starts: readonly string[], most: number): Promise<Told[]> {
  const told: Told[] = []
  const waiting = [...starts]
  const seen = new Set(starts)
  for (let address = waiting.shift(); address !== undefined && told.length < most; address = waiting.shift()) {
    const page = await ask(world, who, address)
    told.push(page)
    for (const [, href = ''] of page.text.matchAll(/(?:href|src|action)=\\?"([^"\\#]+)/g)) {
      const url = new URL(href.replaceAll('&amp;', '&'), `http://127.0.0.1:3000${address}`)
      const next = `${url.pathname}${url.search}`
      if (
        url.host !== '127.0.0.1:3000' ||
        seen.has(next) ||
        /^\/_app|sign-out|\/theme|\/hat|\.(js|css|woff2|svg|png|webmanifest)$|\/api(\/|$)/.test(url.pathname)
      )
        continue
      seen.add(next)
      waiting.push(next)
    }
  }
  return told
}
