import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** Why a confined process was stopped. */
export class Stopped extends Error {
  readonly reason: 'time_limit' | 'memory_limit' | 'output_limit'

  constructor(reason: Stopped['reason']) {
    super(reason)
    this.reason = reason
  }
}

/** What a program that reads files of strangers may take. */
export interface Confinement {
  /** Of JavaScript. */
  readonly memoryMib: number
  /** Of the whole process, where buffers outside of that may hold much. */
  readonly residentMib?: number
  readonly timeLimitMs: number
  readonly mostOutput: number
}

/** It may read the program and nothing else, not even the data folder beside it; it may not write, start processes or load native code. */
export const CHILD_PERMISSIONS = [
  '--permission',
  ...['server/', 'shared/', 'node_modules/', 'package.json'].map((part) => `--allow-fs-read=${join(ROOT, part)}`),
]
/** Children at one time: the others wait, so that uploads cannot take the machine. */
const AT_ONCE = 2
const LOOK_EVERY_MS = 100
const PAGE_MIB = 4096 / (1024 * 1024)

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

/** Memory of a process; 0 where the system does not tell. What a packed file unfolds to lies in buffers, which no limit of the heap counts. */
function memoryOf(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_MIB
  } catch {
    return 0
  }
}

function runChild(program: string, job: unknown, bytes: Buffer, { memoryMib, residentMib, timeLimitMs, mostOutput }: Confinement): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${memoryMib}`, ...CHILD_PERMISSIONS, program], {
      env: {},
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    children.add(child)
    const output: Buffer[] = []
    let size = 0
    let stopped: Stopped | null = null
    let complaint = ''
    const stop = (reason: Stopped['reason']) => {
      stopped ??= new Stopped(reason)
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => stop('time_limit'), timeLimitMs)
    const look = setInterval(() => {
      if (residentMib !== undefined && memoryOf(child.pid) > residentMib) stop('memory_limit')
    }, LOOK_EVERY_MS)
    const ended = () => {
      children.delete(child)
      clearTimeout(timer)
      clearInterval(look)
    }
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostOutput) stop('output_limit')
      else output.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 4000) complaint += chunk.toString('utf8')
    })
    // The child may end before it has read everything.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => {
      ended()
      reject(error)
    })
    child.on('close', (code, signal) => {
      ended()
      if (stopped !== null) reject(stopped)
      else if (code === 0) resolve(Buffer.concat(output))
      else if (signal === 'SIGABRT' || code === 134 || complaint.includes('heap out of memory') || complaint.includes('allocation failed'))
        reject(new Stopped('memory_limit'))
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
 * Runs a program of ours on a file of a stranger, in a process of its own with memory and time caps (D13, P17). It gets the length of the job
 * in four bytes, the job as JSON and the file on its input; what it writes is the answer.
 * @throws Stopped
 */
export async function runConfined(program: string, job: unknown, bytes: Buffer, confinement: Confinement): Promise<Buffer> {
  await takeTurn()
  try {
    return await runChild(program, job, bytes, confinement)
  } finally {
    giveTurn()
  }
}
