import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from '#server/platform/root.ts'

/** A whole Maillage as its user starts it: own process, own data folder, own port. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly origin: string
  /** Everything printed so far. */
  output(): string
  /** Waits for the line that says it is ready. @throws with the output when the process ends first */
  ready(withinMs?: number): Promise<void>
  exited(withinMs: number): Promise<{ code: number | null; signal: string | null; afterMs: number }>
}

export interface DataFolder {
  readonly path: string
  postmasterPid(): number
  remove(): Promise<void>
}

/** An empty folder of its own; with `from`, a copy of that one, owners and rights included, as PostgreSQL wants them. */
export function makeDataFolder(from: string | null = null): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'maillage-process-'))
  if (from !== null) execFileSync('cp', ['-a', `${from}/.`, path])
  const postmasterPid = () => Number(readFileSync(join(path, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
  return {
    path,
    postmasterPid,
    async remove() {
      try {
        process.kill(postmasterPid(), 'SIGINT')
        await sleep(500)
      } catch {
        // Already gone.
      }
      rmSync(path, { recursive: true, force: true })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** Environment of a process that must not inherit the suite's own database. */
export function cleanEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, NODE_ENV: _env, VITEST: _vitest, ...rest } = process.env
  return { ...rest, ...extra }
}

/** @param command what is run; Node on the server itself, unless told otherwise */
export function startServer(
  folder: DataFolder,
  port: number,
  extra: Record<string, string> = {},
  [program, ...args]: readonly [string, ...string[]] = [process.execPath, join(ROOT, 'server/main.ts')],
): ServerProcess {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: cleanEnvironment({ MAILLAGE_DATA: folder.path, PORT: String(port), ...extra }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  let ended: { code: number | null; signal: string | null } | null = null
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.once('exit', (code, signal) => (ended = { code, signal }))
  const started = Date.now()
  return {
    child,
    origin: `http://127.0.0.1:${port}`,
    output: () => text,
    async ready(withinMs = 120_000) {
      while (!text.includes('Maillage is ready on')) {
        if (ended !== null) throw new Error(`the server ended before it was ready:\n${text}`)
        if (Date.now() - started > withinMs) throw new Error(`not ready within ${withinMs} ms:\n${text}`)
        await sleep(50)
      }
    },
    async exited(withinMs) {
      const from = Date.now()
      while (ended === null) {
        if (Date.now() - from > withinMs) throw new Error(`still running after ${withinMs} ms:\n${text}`)
        await sleep(20)
      }
      return { ...(ended as { code: number | null; signal: string | null }), afterMs: Date.now() - from }
    },
  }
}

/** Signs a demo account in over HTTP and returns a caller that keeps its cookie. */
export async function signIn(origin: string, account: string, password = 'maillage-demo-2026') {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: `${account}@demo.maillage.example`, password }),
  })
  if (!answer.ok) throw new Error(`sign-in of ${account} answered ${answer.status}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return async (
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { cookie, origin, ...more, ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
  }
}
