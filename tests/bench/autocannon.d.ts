/** The part of autocannon that the bench uses; the package ships no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events'

  export interface Request {
    method?: string
    path?: string
    headers?: Record<string, string>
    body?: string
    /** Builds each request anew; `context` belongs to one connection. */
    setupRequest?: (request: Request, context: Record<string, unknown>) => Request
    onResponse?: (status: number, body: string, context: Record<string, unknown>) => void
  }

  export interface Options {
    url: string
    connections: number
    /** Requests to make in all. */
    amount: number
    /** Milliseconds between two looks at whether all is done. */
    sampleInt?: number
    timeout?: number
    headers?: Record<string, string>
    requests: Request[]
  }

  export interface Result {
    errors: number
    timeouts: number
    non2xx: number
  }

  export type Instance = EventEmitter & PromiseLike<Result>

  export default function autocannon(options: Options): Instance
}
