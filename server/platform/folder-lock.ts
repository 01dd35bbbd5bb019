import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The data folder is served by another live process. */
export class FolderInUse extends Error {
  readonly pid: number
  constructor(folder: string, pid: number) {
    super(`The data folder ${folder} is already served by process ${pid}. Stop it first, or set MAILLAGE_DATA to another folder.`)
    this.pid = pid
  }
}

/** Start time of a process in clock ticks, so that a reused PID is not taken for the first holder. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The live process that serves the folder, or null. */
export function folderHolder(folder: string): number | null {
  const path = join(folder, 'server.lock')
  if (!existsSync(path)) return null
  const [pidText, startTime] = readFileSync(path, 'utf8').trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null
  return startTime === undefined || startTime === '-' || startTimeOf(pid) === startTime ? pid : null
}

/**
 * Takes the data folder for this process. A lock left by a dead process is taken over; a live
 * holder is never robbed. Returns the release.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'server.lock')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, `${process.pid} ${startTimeOf(process.pid) ?? '-'}\n`)
      closeSync(file)
      return () => {
        rmSync(path, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = folderHolder(folder)
      if (holder !== null && holder !== process.pid) throw new FolderInUse(folder, holder)
      rmSync(path, { force: true })
    }
  }
  throw new FolderInUse(folder, 0)
}
