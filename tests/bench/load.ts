import autocannon, { type Request } from 'autocannon'

/** A request of one question, built anew each time. */
export interface Asked {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly path: string
  readonly body?: string
  /** Hears the answer before the connection asks again. */
  readonly answered?: (body: string) => void
}

/** What is asked next by one of the connections, numbered from 0. */
export type Question = (connection: number) => Asked

/** The one in the middle; the mean of the two for an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length === 0
    ? NaN
    : Number.isInteger(middle)
      ? ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
      : (sorted[Math.floor(middle)] as number)
}

/**
 * Asks one question from several connections at once, each waiting for its answer before asking again.
 * @returns the time of every answer, in milliseconds
 * @throws when an answer is not a success: a refusal is quick and would flatter
 */
export async function ask(origin: string, headers: Record<string, string>, question: Question, connections: number, amount: number): Promise<number[]> {
  const times: number[] = []
  // A place is held while a request is under way, so that two never change one figure at once.
  const free = Array.from({ length: connections }, (_, place) => place)
  const request: Request = {
    setupRequest(request, context) {
      const place = free.shift()
      if (place === undefined) throw new Error('more requests under way than connections')
      const { method, path, body, answered } = question(place)
      context.done = (answer: string) => {
        answered?.(answer)
        free.push(place)
      }
      return { ...request, method, path, body: body ?? '', headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } }
    },
    onResponse(_status, body, context) {
      ;(context.done as (answer: string) => void)(body)
    },
  }
  const run = autocannon({ url: origin, connections, amount: Math.max(amount, connections), sampleInt: 10, timeout: 30, requests: [request] })
  run.on('response', (_client: unknown, _status: number, _bytes: number, time: number) => times.push(time))
  const result = await run
  if (result.errors + result.timeouts + result.non2xx > 0)
    throw new Error(`${result.non2xx} refusals, ${result.errors} errors and ${result.timeouts} time-outs`)
  return times
}
