import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { problem } from './http/problem.ts'
import { ROOT } from './root.ts'

/** What a process tells while it works, a line each. */
export type WorkerLine = { readonly done: number; readonly total: number } | { readonly refused: string; readonly params: Record<string, string | number> }

const workers = new Set<ChildProcess>()
process.once('exit', () => {
  for (const worker of workers) worker.kill('SIGKILL')
})

/**
 * Runs a program of ours in a process of its own, so that the server's memory and everybody else's requests are spared. The
 * job goes over its input, never its arguments: it holds a password.
 * @throws what the work refused; an Error when the process ended otherwise
 */
export function runInProcess(
  program: string,
  job: unknown,
  limits: { readonly memoryMib: number; readonly timeLimitMs: number },
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = spawn(process.execPath, [`--max-old-space-size=${limits.memoryMib}`, program], { env: {}, cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] })
    workers.add(worker)
    let complaint = ''
    let refusal: Error | null = null
    const timer = setTimeout(() => worker.kill('SIGKILL'), limits.timeLimitMs)
    createInterface({ input: worker.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as WorkerLine
      if ('refused' in told) refusal = problem(told.refused as 'not_found', told.params)
      else onProgress(told.done, told.total)
    })
    worker.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 4000) complaint += chunk.toString('utf8')
    })
    worker.stdin.on('error', () => undefined)
    worker.on('error', reject)
    worker.on('close', (code, signal) => {
      workers.delete(worker)
      clearTimeout(timer)
      if (refusal !== null) reject(refusal)
      else if (code === 0) resolve()
      else reject(new Error(`the process ended with ${signal ?? code}: ${complaint.slice(0, 2000)}`))
    })
    worker.stdin.end(JSON.stringify(job))
  })
}
