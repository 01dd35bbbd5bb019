import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { FileFault } from '#shared/exchange/table.ts'
import { ROOT } from '#server/platform/root.ts'
import type { JobResults, ParseAnswer, ParseJob } from './parser/job.ts'

/** What the parsing child may take (D32). */
const MEMORY_MIB = 256
const TIME_LIMIT_MS = 60_000
const MAXIMUM_ANSWER = 128 * 1024 * 1024
/** Children at one time: the others wait, so that uploads cannot take the machine. */
const AT_ONCE = 2

const CHILD = join(ROOT, 'server/features/exchange/parser/child.ts')
/** It may read the program and nothing else, not even the data folder beside it; it may not write, start processes or load native code. */
export const CHILD_PERMISSIONS = [
  '--permission',
  ...['server/', 'shared/', 'node_modules/', 'package.json'].map((part) => `--allow-fs-read=${join(ROOT, part)}`),
]
const ARGUMENTS = [`--max-old-space-size=${MEMORY_MIB}`, ...CHILD_PERMISSIONS, CHILD]

/** Children at work: a pattern that never ends must not outlive the server that would have stopped it. */
const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

let running = 0
const waiting: (() => void)[] = []

async function takeTurn(): Promise<void> {
  if (running < AT_ONCE) {
    running += 1
    return
  }
  await new Promise<void>((resolve) => waiting.push(resolve))
}

function giveTurn(): void {
  const next = waiting.shift()
  if (next === undefined) running -= 1
  else next()
}

function runChild(job: ParseJob, bytes: Buffer, timeLimitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ARGUMENTS, { env: {}, cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] })
    children.add(child)
    const output: Buffer[] = []
    let size = 0
    let fault: FileFault | null = null
    let complaint = ''
    const stop = (code: string) => {
      fault ??= new FileFault(code)
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => stop('time_limit'), timeLimitMs)
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MAXIMUM_ANSWER) stop('too_many_rows')
      else output.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 4000) complaint += chunk.toString('utf8')
    })
    // The child may end before it has read everything.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => {
      children.delete(child)
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (code, signal) => {
      children.delete(child)
      clearTimeout(timer)
      if (fault !== null) reject(fault)
      else if (code === 0) resolve(Buffer.concat(output).toString('utf8'))
      else if (signal === 'SIGABRT' || code === 134 || complaint.includes('heap out of memory') || complaint.includes('allocation failed'))
        reject(new FileFault('memory_limit'))
      else reject(new Error(`the parsing process ended with ${signal ?? code}: ${complaint.slice(0, 2000)}`))
    })
    const description = Buffer.from(JSON.stringify(job), 'utf8')
    const length = Buffer.alloc(4)
    length.writeUInt32LE(description.length)
    child.stdin.write(Buffer.concat([length, description]))
    child.stdin.end(bytes)
  })
}

/**
 * Parses a file in a process of its own, with memory and time caps (D13, P17).
 * @throws FileFault with the reason, `time_limit` and `memory_limit` among them
 */
export async function parseFile<K extends ParseJob['kind']>(
  job: Extract<ParseJob, { kind: K }>,
  bytes: Buffer,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<JobResults[K]> {
  await takeTurn()
  let text: string
  try {
    text = await runChild(job, bytes, timeLimitMs)
  } finally {
    giveTurn()
  }
  const answer = JSON.parse(text) as ParseAnswer<K>
  if (answer.ok) return answer.result
  throw new FileFault(answer.code, answer.places)
}
