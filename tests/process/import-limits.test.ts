import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { importForm } from '../support/import-form.ts'
import { freePort, makeDataFolder, signIn, startServer } from '../support/server-process.ts'
import { makeBomb, makeWorkbook } from '../support/zip.ts'

const folder = makeDataFolder()
afterAll(() => folder.remove())

/** Others' answers while a file is read: a tenth of a second of the machine's own, and no more than this. */
const LIVE_MS = 200

/** Priorities of the processes that read files now; none where the system does not tell. */
function readers(): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('parser/child.ts') ? [getPriority(Number(pid))] : []
      } catch {
        // Ended meanwhile.
        return []
      }
    })
}

it('no file stalls the server: bombs, lies, macros and broken books are refused with a reason while /live answers within 200 ms, for reading comes after other people', async () => {
  const server = startServer(folder, await freePort())
  try {
    await server.ready()
    const call = await signIn(server.origin, 'coordination')
    const me = (await call('GET', '/api/v1/me')).body as unknown as { initiatives: { id: string; slug: string }[] }
    const base = `/api/v1/initiatives/${me.initiatives.find(({ slug }) => slug === 'grandir-entre-rives')?.id}`
    const files: [name: string, bytes: Buffer, reason: string][] = [
      ['bombe.xlsx', makeBomb(150), 'file_too_large_inside'],
      ['menteur.xlsx', makeWorkbook('<row r="1"><c r="A1"><v>1</v></c></row>', [], '', 10), 'file_sizes_differ'],
      ['macro.xlsx', makeWorkbook('', [{ name: 'xl/vbaProject.bin', body: 'x' }]), 'file_macro'],
      ['coupé.xlsx', makeWorkbook('').subarray(0, 300), 'file_unreadable'],
      ['secret.xlsx', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from('EncryptedPackage', 'utf16le')]), 'file_encrypted'],
    ]
    // Once, so that nothing is measured that only a first request pays.
    await call('POST', `${base}/import-drafts`, importForm('essai.csv', Buffer.from('Lieu;Valeur\nVB1;7\n'), {}))
    const waits: number[] = []
    let going = true
    const watching = (async () => {
      while (going) {
        const from = performance.now()
        const answer = await fetch(`${server.origin}/live`)
        await answer.arrayBuffer()
        waits.push(performance.now() - from)
        await sleep(20)
      }
    })()
    const priorities: number[] = []
    const looking = (async () => {
      while (going) {
        priorities.push(...readers())
        await sleep(25)
      }
    })()
    const answers = await Promise.all(files.map(([name, bytes]) => call('POST', `${base}/import-drafts`, importForm(name, bytes, {}))))
    going = false
    await Promise.all([watching, looking])
    if (process.platform === 'linux') expect(Math.max(...priorities)).toBe(5)
    const reasons = answers.map(({ status, body }) => [status, (body.params as { reason?: string } | undefined)?.reason ?? body.code])
    // Four files are read for at one time; whoever comes then is asked to come again.
    files.forEach(([name, , reason], index) =>
      expect(
        [
          [422, reason],
          [503, 'unavailable'],
        ],
        name,
      ).toContainEqual(reasons[index]),
    )
    expect(reasons.filter(([status]) => status === 422).length).toBeGreaterThanOrEqual(4)
    expect(waits.length).toBeGreaterThan(5)
    expect(Math.max(...waits)).toBeLessThan(LIVE_MS)
    expect((await call('GET', `${base}/import-drafts`)).body.items).toHaveLength(1)
  } finally {
    server.child.kill('SIGTERM')
    await server.exited(10_000)
  }
}, 120_000)
