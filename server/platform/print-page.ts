import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { problem } from './http/problem.ts'

/** Prints one page of ours, which asks for nothing, to a tagged PDF. @throws print_busy, print_failed */
export type PrintPage = (page: string) => Promise<Buffer>

const TIME_LIMIT_MS = 45_000
/** Pages that may wait while one is printed. */
const MOST_WAITING = 4

const printing = new Set<ChildProcess>()

/** A browser is a family of processes: all of them end. */
function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Already gone.
  }
}
process.once('exit', () => {
  for (const child of printing) kill(child)
})

function flags(folder: string): string[] {
  return [
    '--headless',
    '--print-to-pdf=' + join(folder, 'page.pdf'),
    '--no-pdf-header-footer',
    '--export-tagged-pdf',
    '--generate-pdf-document-outline',
    `--user-data-dir=${join(folder, 'profile')}`,
    // The page's own policy runs no script and loads nothing; should an address ever slip in, it leads nowhere.
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--proxy-server=127.0.0.1:9',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--no-default-browser-check',
    // Chromium refuses its own sandbox to root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
}

async function print(chromium: string, page: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-print-'))
  try {
    const source = join(folder, 'page.html')
    await writeFile(source, page, { mode: 0o600 })
    const child = spawn(chromium, [...flags(folder), pathToFileURL(source).href], {
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder },
      cwd: folder,
      stdio: 'ignore',
      detached: true,
    })
    printing.add(child)
    const timer = setTimeout(() => kill(child), TIME_LIMIT_MS)
    await new Promise<void>((resolve) => {
      child.once('error', () => resolve())
      child.once('close', () => resolve())
    })
    clearTimeout(timer)
    kill(child)
    printing.delete(child)
    // What counts is the file: a browser that was killed has written none, or none that begins as one.
    const pdf = await readFile(join(folder, 'page.pdf')).catch(() => null)
    if (pdf === null || !pdf.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw problem('print_failed')
    return pdf
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/**
 * A printer with one Chromium at a time, each with a profile of its own that is thrown away: memory stays bounded however many
 * people ask.
 * @param chromium path of the program
 */
export function pagePrinter(chromium: string): PrintPage {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async (page) => {
    if (waiting > MOST_WAITING) throw problem('print_busy')
    waiting += 1
    const mine = last.then(() => print(chromium, page)).finally(() => (waiting -= 1))
    last = mine.catch(() => undefined)
    return mine
  }
}
