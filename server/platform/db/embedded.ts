import { spawn } from 'node:child_process'
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { disguiseFor, identity, locateBinaries, run, type Binaries, type Disguise } from './postgres-programs.ts'

/** A PostgreSQL that Maillage manages: its address, and how to stop it. */
export interface ManagedPostgres {
  readonly port: number
  readonly superuser: string
  readonly password: string
  /** True when a server left by a killed process was found and taken over. */
  readonly adopted: boolean
  stop(): Promise<void>
  /** Starts it again, on the same port, whenever its process dies; `tell` hears of it. */
  keepRunning(tell: (event: 'died' | 'back' | 'failed', error?: Error) => void): void
}

const SUPERUSER = 'postgres'

function freePort(): Promise<number> {
  return new Promise((accept, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (address !== null && typeof address === 'object') accept(address.port)
        else reject(new Error('no free port'))
      })
    })
  })
}

/** PID and port of the postmaster that a data folder names, if that process lives. */
export function runningPostmaster(folder: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    const port = Number(lines[3])
    process.kill(pid, 0)
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return port > 0 && command.includes('postgres') ? { pid, port } : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux') return null
    return null
  }
}

async function answers(port: number, password: string): Promise<'yes' | 'no' | 'starting'> {
  const client = new Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres', connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ fsync: string }>('show fsync')
    if (rows[0]?.fsync !== 'on') throw new Error('PostgreSQL runs with fsync off: an acknowledged figure could be lost. Refusing to start.')
    return 'yes'
  } catch (error) {
    if (error instanceof Error && error.message.includes('fsync off')) throw error
    return (error as { code?: string }).code === '57P03' ? 'starting' : 'no'
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Starts, or adopts, the PostgreSQL of a data folder.
 * @param options.folder the installation's data folder (the cluster lives in `postgres` under it)
 * @param options.tuning extra `name=value` settings, for tests
 * @throws when no PostgreSQL can run here, with a sentence that names DATABASE_URL
 */
export async function startManagedPostgres(options: { folder: string; password: string; tuning?: readonly string[] }): Promise<ManagedPostgres> {
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const cluster = join(folder, 'postgres')
  const binaries = locateBinaries()
  const disguise = disguiseFor(folder)
  const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

  const launch: Launch = { folder, cluster, binaries, disguise, env, password: options.password, tuning: options.tuning ?? [] }
  const before = runningPostmaster(folder)
  if (before !== null) {
    for (let wait = 0; wait < 60; wait += 1) {
      if ((await answers(before.port, options.password)) === 'yes') return handle(launch, before.pid, before.port, true)
      await sleep(250)
      if (runningPostmaster(folder) === null) break
    }
    if (runningPostmaster(folder) !== null) {
      throw new Error(`A PostgreSQL (process ${before.pid}) holds ${cluster} but does not answer. Stop it, then start again.`)
    }
  }
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    rmSync(cluster, { recursive: true, force: true })
    const passwordFile = join(folder, 'initdb-password')
    writeFileSync(passwordFile, options.password, { mode: 0o600 })
    if (disguise.uid !== undefined && disguise.gid !== undefined) chownSync(passwordFile, disguise.uid, disguise.gid)
    try {
      run(
        disguise,
        binaries.initdb,
        [
          '-D',
          cluster,
          '-U',
          SUPERUSER,
          '-A',
          'scram-sha-256',
          `--pwfile=${passwordFile}`,
          '-E',
          'UTF8',
          '--locale-provider=builtin',
          '--builtin-locale=C.UTF-8',
          '--locale=C.UTF-8',
        ],
        env,
      )
    } finally {
      rmSync(passwordFile, { force: true })
    }
  }
  const port = await freePort()
  const pid = await launchPostgres(launch, port)
  return handle(launch, pid, port, false)
}

interface Launch {
  readonly folder: string
  readonly cluster: string
  readonly binaries: Binaries
  readonly disguise: Disguise
  readonly env: NodeJS.ProcessEnv
  readonly password: string
  readonly tuning: readonly string[]
}

/** After kill -9 of the postmaster, its last processes may hold the cluster for a moment. */
const STILL_HELD = /pre-existing shared memory block|lock file ".*" already exists/
const HELD_ATTEMPTS = 40

/** Starts the server, waiting for what a killed one still holds. @returns the postmaster's PID */
async function launchPostgres(launch: Launch, port: number): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launchOnce(launch, port)
    } catch (error) {
      if (attempt >= HELD_ATTEMPTS || !STILL_HELD.test((error as Error).message)) throw error
      await sleep(250)
    }
  }
}

/** Bytes after which a new log is begun at the next start; the one before is kept. */
const LARGEST_LOG = 16 * 1024 * 1024

/** The file that PostgreSQL writes its complaints to, opened to be written on. */
export function openLog(folder: string): number {
  const path = join(folder, 'postgres.log')
  if (existsSync(path) && statSync(path).size > LARGEST_LOG) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}

/** Starts the server and waits until it answers. @returns the postmaster's PID */
async function launchOnce(launch: Launch, port: number): Promise<number> {
  const { folder, cluster, binaries, disguise, env, password } = launch
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=80',
    'shared_buffers=128MB',
    'log_min_messages=warning',
    'jit=off',
    ...launch.tuning,
  ]
  const args = ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const log = openLog(folder)
  const [command, ...rest] = [...disguise.prefix, binaries.postgres, ...args] as [string, ...string[]]
  const child = spawn(command, rest, { detached: true, stdio: ['ignore', log, log], env, ...identity(disguise) })
  closeSync(log)
  let exited: string | null = null
  child.once('exit', (code, signal) => (exited = `ended with ${code ?? signal}`))
  child.once('error', (error) => (exited = error.message))
  child.unref()
  for (let wait = 0; wait < 600; wait += 1) {
    if (exited !== null) {
      const tail = readFileSync(join(folder, 'postgres.log'), 'utf8').trim().split('\n').slice(-4).join('\n  ')
      throw new Error(`PostgreSQL did not start (${exited}):\n  ${tail}\nSet DATABASE_URL to a PostgreSQL 15 or newer to use another server.`)
    }
    if ((await answers(port, password)) === 'yes') return child.pid as number
    await sleep(100)
  }
  throw new Error('PostgreSQL did not become ready within 60 seconds; see postgres.log in the data folder.')
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function handle(launch: Launch, first: number, port: number, adopted: boolean): ManagedPostgres {
  let pid = first
  let stopping = false
  let watch: NodeJS.Timeout | null = null
  return {
    port,
    password: launch.password,
    adopted,
    superuser: SUPERUSER,
    async stop() {
      stopping = true
      if (watch !== null) clearInterval(watch)
      try {
        process.kill(pid, 'SIGINT')
      } catch {
        return
      }
      for (let wait = 0; wait < 160 && isAlive(pid); wait += 1) await sleep(50)
    },
    keepRunning(tell) {
      let starting = false
      watch = setInterval(() => {
        if (stopping || starting || isAlive(pid)) return
        starting = true
        tell('died')
        launchPostgres(launch, port)
          .then(
            (next) => {
              pid = next
              tell('back')
            },
            (error: Error) => tell('failed', error),
          )
          .finally(() => (starting = false))
      }, 500)
      watch.unref()
    },
  }
}
