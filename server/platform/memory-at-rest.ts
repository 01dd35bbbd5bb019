import type { Server } from 'node:http'

/** Nobody has asked anything for this long: the server is at rest. */
const REST_MS = 6000
/** Less growth than this since the last time is not worth a collection. */
const GROWTH = 1.1

/** What `globalThis.gc` is under `--expose-gc`. */
export type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void

interface Options {
  readonly collect?: Collect | undefined
  readonly restMs?: number
  readonly residentBytes?: () => number
}

/**
 * Gives memory back to the machine when a server comes to rest. The engine keeps the pages of its heap that became
 * free for the next busy moment, some eighty mebibytes, and gives them back in a collection of last resort alone; that
 * takes some tenths of a second, so it is done when nobody waits and the process has grown.
 * Without `--expose-gc` (`npm start` has it) nothing is done.
 * @returns stops watching
 */
export function giveMemoryBackAtRest(server: Server, options: Options = {}): () => void {
  const { collect = globalThis.gc as Collect | undefined, restMs = REST_MS, residentBytes = () => process.memoryUsage.rss() } = options
  if (collect === undefined) return () => undefined
  let running = 0
  let least = 0
  let timer: NodeJS.Timeout | undefined

  const rest = () => {
    if (residentBytes() < least * GROWTH) return
    collect({ type: 'major', flavor: 'last-resort' })
    least = residentBytes()
  }
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(rest, restMs)
    timer.unref()
  }
  const onRequest = (_request: unknown, response: NodeJS.EventEmitter) => {
    running += 1
    clearTimeout(timer)
    response.once('close', () => {
      running -= 1
      if (running === 0) wait()
    })
  }
  server.on('request', onRequest)
  wait()
  return () => {
    server.off('request', onRequest)
    clearTimeout(timer)
  }
}
