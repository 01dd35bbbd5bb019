import { FileFault } from '#shared/exchange/table.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { faultProblem } from './imports.ts'

/** An answer is given at once when the file is read within this time (D32). */
const AT_ONCE_MS = 10_000

/** Requests that wait for a file at one time: each holds a connection to the database meanwhile, and others need some too. */
const WAITING_AT_ONCE = 4
let waiting = 0

/** @throws unavailable when enough requests wait already */
export async function waitFor<T>(begin: () => Promise<T>): Promise<{ work: Promise<T>; result: T | 'later' }> {
  if (waiting >= WAITING_AT_ONCE) throw problem('unavailable', { retrySeconds: 10 })
  waiting += 1
  try {
    const work = begin()
    return { work, result: await within(work, AT_ONCE_MS) }
  } finally {
    waiting -= 1
  }
}

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | 'later'> {
  let timer: NodeJS.Timeout | undefined
  // Whoever stops waiting leaves a promise that may still fail.
  work.catch(() => undefined)
  const late = new Promise<'later'>((resolve) => (timer = setTimeout(() => resolve('later'), milliseconds)))
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Turns a fault of a file into its refusal. */
export const refusing = (error: unknown): never => {
  throw error instanceof FileFault ? faultProblem(error) : error
}

/** Where this initiative's years begin. */
export const startsOf = ({ initiative }: Actor) => ({ fiscalStartMonth: initiative.fiscalStartMonth, schoolStartMonth: initiative.schoolStartMonth })
