import { join } from 'node:path'
import { FileFault } from '#shared/exchange/table.ts'
import { runConfined, Stopped } from '#server/platform/confined.ts'
import { ROOT } from '#server/platform/root.ts'
import type { JobResults, ParseAnswer, ParseJob } from './parser/job.ts'

/** What the parsing child may take (D32). */
const MEMORY_MIB = 256
const TIME_LIMIT_MS = 60_000
const MAXIMUM_ANSWER = 128 * 1024 * 1024

const CHILD = join(ROOT, 'server/features/exchange/parser/child.ts')

/**
 * Parses a file in a process of its own, with memory and time caps (D13, P17).
 * @throws FileFault with the reason, `time_limit` and `memory_limit` among them
 */
export async function parseFile<K extends ParseJob['kind']>(
  job: Extract<ParseJob, { kind: K }>,
  bytes: Buffer,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<JobResults[K]> {
  const text = await runConfined(CHILD, job, bytes, { memoryMib: MEMORY_MIB, timeLimitMs, mostOutput: MAXIMUM_ANSWER }).catch((error: unknown): never => {
    throw error instanceof Stopped ? new FileFault(error.reason === 'output_limit' ? 'too_many_rows' : error.reason) : error
  })
  const answer = JSON.parse(text.toString('utf8')) as ParseAnswer<K>
  if (answer.ok) return answer.result
  throw new FileFault(answer.code, answer.places)
}
