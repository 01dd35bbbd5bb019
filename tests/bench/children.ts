import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from '#server/platform/root.ts'
import { cleanEnvironment, freePort } from '../support/server-process.ts'
import { SECRET, type Synthetic } from './synthetic.ts'

/** A server under measure: its own process on a loopback port. */
export interface Measured {
  readonly name: 'real' | 'bare'
  readonly origin: string
  readonly pid: number
  /** The last lines it wrote. */
  lastWords(): string
  stop(): Promise<void>
}

const running = new Set<Measured>()

/** Ends every server that still runs. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()))
}

interface StartCommand {
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Flags and settings that `npm start` gives to Node: what is measured is what people run. */
export function startCommand(): StartCommand {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const [, settings, flags] = /((?:[A-Z_]+=\S+ )*)node ((?:--\S+ )*)server\/main\.ts/.exec(scripts.start) ?? []
  if (settings === undefined || flags === undefined) throw new Error('npm start no longer runs server/main.ts: bring the bench up to date')
  const words = (text: string) => text.split(' ').filter((word) => word !== '')
  return { flags: words(flags), env: Object.fromEntries(words(settings).map((setting) => setting.split('=') as [string, string])) }
}

async function launch(name: Measured['name'], args: readonly string[], env: Record<string, string>, port: number): Promise<Measured> {
  const child: ChildProcess = spawn(process.execPath, args, { cwd: ROOT, env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  let hasEnded = false
  // Read on, so that a server that logs never waits for us; only the last lines are kept.
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-40000)))
  child.once('exit', () => (hasEnded = true))
  const deadline = Date.now() + 60_000
  for (;;) {
    if (hasEnded || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`the ${name} server did not start:\n${text}`)
    }
    const isReady = await fetch(`http://127.0.0.1:${port}/ready`).then(
      ({ status }) => status === 200,
      () => false,
    )
    if (isReady) break
    await sleep(50)
  }
  const server: Measured = {
    name,
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid as number,
    lastWords: () => text,
    async stop() {
      running.delete(server)
      if (hasEnded) return
      child.kill('SIGTERM')
      for (let wait = 0; wait < 200 && !hasEnded; wait += 1) await sleep(50)
      if (!hasEnded) child.kill('SIGKILL')
    },
  }
  running.add(server)
  return server
}

/** The product as `npm start` runs it in production, on a database that is there already. */
export async function startReal(data: Synthetic, folder: string, { flags, env }: StartCommand = startCommand()): Promise<Measured> {
  const port = await freePort()
  return launch(
    'real',
    [...flags, join(ROOT, 'server/main.ts')],
    { ...env, PORT: String(port), DATABASE_URL: data.ownerUrl, MAILLAGE_SECRET: SECRET, MAILLAGE_DATA: folder, MAILLAGE_DEMO: '0', NODE_ENV: 'production' },
    port,
  )
}

/** Fastify and pg alone: no session, no context, no row level security, no validation. */
export async function startBare(data: Synthetic): Promise<Measured> {
  const port = await freePort()
  return launch(
    'bare',
    [join(ROOT, 'tests/bench/bare.ts')],
    { BARE_PORT: String(port), BARE_URL: data.bareUrl, BARE_INITIATIVE: data.initiativeId, BARE_USER: data.userId, NODE_ENV: 'production' },
    port,
  )
}

/** Resident memory of a process in MiB: now, and the most it ever was. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mebibytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) / 1024
  return { now: mebibytes('VmRSS'), peak: mebibytes('VmHWM') }
}
