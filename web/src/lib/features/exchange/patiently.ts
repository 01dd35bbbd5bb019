import { ApiProblem } from '#lib/api/problem.ts'

/** Each answer of the server may take ten seconds; a proxy in front of it gives up after a minute. */
const MOST_MS = 45_000
const PAUSE_MS = 1000

/**
 * Asks again while the answer is that the work goes on: a person should not have to press a button for that.
 * @throws what the last attempt threw
 */
export async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const until = Date.now() + MOST_MS
  for (;;)
    try {
      return await attempt()
    } catch (cause) {
      if (!(cause instanceof ApiProblem) || cause.code !== 'unavailable' || Date.now() > until) throw cause
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
}
