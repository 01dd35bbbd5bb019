import type { IncomingMessage, ServerResponse } from 'node:http'

/** The mark of what is public at an address: another word when anything of it changes; null when nothing is public. */
export type MarkOf = (slug: string) => Promise<string | null>

/** Pages that are the same for everybody; those of a link are not. */
const PUBLIC_PAGE = /^\/(?:fr-CA|fr|en)\/(?:p|embed)\/([a-z0-9-]{2,60})(?:\/(?:notes\/[0-9a-f-]{36}|[\w.-]{1,64}))?$/
/** Milliseconds for which a mark is believed: what a lead hides is gone after them. */
const BELIEVED = 1000
const MOST_BYTES = 32 * 1024 * 1024
const LARGEST = 1024 * 1024

interface KeptPage {
  readonly mark: string
  readonly headers: Record<string, string | string[] | number>
  readonly body: Buffer
}

/** Public pages as they were sent. */
export interface PageKeeper {
  /** Sends a kept page and says true; else says false, and keeps what will be sent. */
  readonly send: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  /** Lets go of every page of an address, and of its mark: the next reader gets what is true now. */
  readonly forget: (slug: string) => void
}

/** Marks asked once for all who ask within a moment. */
function believed(markOf: MarkOf): { ask: MarkOf; forget: (slug: string) => void } {
  const asked = new Map<string, { at: number; mark: Promise<string | null> }>()
  const ask: MarkOf = (slug) => {
    const known = asked.get(slug)
    if (known !== undefined && Date.now() - known.at < BELIEVED) return known.mark
    if (asked.size > 1000) asked.clear()
    const mark = markOf(slug)
    asked.set(slug, { at: Date.now(), mark })
    return mark
  }
  return { ask, forget: (slug) => void asked.delete(slug) }
}

/** Copies what is sent, while it is sent. */
function copied(response: ServerResponse, done: (body: Buffer) => void): void {
  const parts: Buffer[] = []
  const keep = (part: unknown) => {
    if (typeof part === 'string' || part instanceof Uint8Array) parts.push(Buffer.from(part))
  }
  const [write, end] = [response.write.bind(response), response.end.bind(response)]
  Object.assign(response, {
    write: (...given: Parameters<typeof write>) => {
      keep(given[0])
      return write(...given)
    },
    end: (...given: Parameters<typeof end>) => {
      keep(given[0])
      return end(...given)
    },
  })
  response.on('finish', () => done(Buffer.concat(parts)))
}

/**
 * Keeps public pages as they were sent, as long as their mark stands: a page is made once for all who read it. When the
 * database does not answer, the last one that was made is sent; it names its day.
 */
export function pageKeeper(markOf: MarkOf): PageKeeper {
  const pages = new Map<string, KeptPage>()
  const marks = believed(markOf)
  let bytes = 0

  const forget = (key: string) => {
    bytes -= pages.get(key)?.body.length ?? 0
    pages.delete(key)
  }
  const store = (key: string, page: KeptPage) => {
    forget(key)
    pages.set(key, page)
    bytes += page.body.length
    for (const oldest of pages.keys()) {
      if (bytes <= MOST_BYTES) break
      forget(oldest)
    }
  }
  const sendAsKept = (request: IncomingMessage, response: ServerResponse, { headers, body }: KeptPage) => {
    const isKnown = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag
    response.writeHead(isKnown ? 304 : 200, isKnown ? { ...headers, 'content-length': 0 } : { ...headers, 'content-length': body.length })
    response.end(isKnown || request.method === 'HEAD' ? undefined : body)
    return true
  }

  const send: PageKeeper['send'] = async (request, response) => {
    const slug = PUBLIC_PAGE.exec(request.url ?? '')?.[1]
    if (slug === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false
    const key = `${request.url} ${(request.headers['accept-encoding'] ?? '').includes('gzip')}`
    const kept = pages.get(key)
    let mark: string | null
    try {
      mark = await marks.ask(slug)
    } catch {
      return kept === undefined ? false : sendAsKept(request, response, kept)
    }
    if (kept !== undefined && kept.mark === mark) return sendAsKept(request, response, kept)
    if (kept !== undefined) forget(key)
    if (mark === null || request.method !== 'GET') return false
    const made = mark
    // The page is made in full, whatever the visitor has of it already.
    delete request.headers['if-none-match']
    copied(response, (body) => {
      if (response.statusCode !== 200 || body.length > LARGEST || response.hasHeader('set-cookie')) return
      const headers = Object.fromEntries(
        Object.entries(response.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
      )
      delete headers['transfer-encoding']
      store(key, { mark: made, headers, body })
    })
    return false
  }
  const forgetPages = (slug: string) => {
    marks.forget(slug)
    for (const key of pages.keys()) if (PUBLIC_PAGE.exec(key.slice(0, key.lastIndexOf(' ')))?.[1] === slug) forget(key)
  }
  return { send, forget: forgetPages }
}
