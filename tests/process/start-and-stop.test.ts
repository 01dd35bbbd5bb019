import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { ROOT } from '#server/platform/root.ts'
import { cleanEnvironment, freePort, makeDataFolder, signIn, startServer } from '../support/server-process.ts'

const folder = makeDataFolder()
afterAll(() => folder.remove())

interface Initiatives {
  initiatives: { id: string; slug: string }[]
}

/** A caller for the coordinator, and the first demo's address. */
async function coordinator(origin: string) {
  const call = await signIn(origin, 'coordination')
  const { body } = await call('GET', '/api/v1/me')
  const id = (body as unknown as Initiatives).initiatives.find(({ slug }) => slug === 'grandir-entre-rives')?.id
  return { call, base: `/api/v1/initiatives/${id}` }
}

const post = (title: string) => ({ titleFr: title, bodyFr: 'Texte', audience: 'circle', publishedOn: '2026-10-01' })

describe('one process, its PostgreSQL and its data folder', { timeout: 180_000 }, () => {
  it('starts on an empty folder, tells the demo accounts, and keeps what it acknowledged through kill -9 of Node, of PostgreSQL and of both', async () => {
    const port = await freePort()
    let server = startServer(folder, port)
    await server.ready()
    expect(server.output()).toContain(`Maillage is ready on ${server.origin}`)
    expect(server.output()).toContain('maillage-demo-2026')
    let { call, base } = await coordinator(server.origin)
    const acknowledged: string[] = []
    const write = async (title: string) => {
      const answer = await call('POST', `${base}/updates`, post(title))
      if (answer.status === 201) acknowledged.push(title)
      return answer.status
    }

    for (const victim of ['node', 'postgres', 'both'] as const) {
      const stop = { writing: true }
      const writers = [0, 1, 2].map(async (writer) => {
        for (let turn = 0; stop.writing; turn += 1) await write(`${victim} ${writer}-${turn}`).catch(() => undefined)
      })
      await sleep(700)
      const postmaster = folder.postmasterPid()
      if (victim !== 'postgres') server.child.kill('SIGKILL')
      if (victim !== 'node') process.kill(postmaster, 'SIGKILL')
      if (victim === 'postgres') {
        // The server lives on, answers that it is unavailable, and has its database back by itself.
        const from = Date.now()
        let status = 0
        while (status !== 201 && Date.now() - from < 15_000) {
          await sleep(200)
          status = await write(`after ${from}-${Date.now()}`)
          expect([201, 503]).toContain(status)
        }
        expect(status).toBe(201)
        stop.writing = false
        await Promise.all(writers)
      } else {
        stop.writing = false
        await Promise.all(writers)
        await server.exited(5_000)
        server = startServer(folder, port)
        await server.ready(30_000)
        ;({ call, base } = await coordinator(server.origin))
      }
    }
    const kept = new Set(((await call('GET', `${base}/updates`)).body as unknown as { items: { titleFr: string }[] }).items.map((item) => item.titleFr))
    expect(acknowledged.length).toBeGreaterThan(50)
    expect(acknowledged.filter((title) => !kept.has(title))).toEqual([])

    const second = startServer(folder, await freePort())
    const refusal = await second.exited(15_000)
    expect(refusal.code).toBe(1)
    expect(second.output()).toContain(`process ${server.child.pid}`)

    server.child.kill('SIGTERM')
    const end = await server.exited(10_000)
    expect(end.code).toBe(0)
    expect(() => process.kill(folder.postmasterPid(), 0)).toThrow()
  })

  it('a backup taken beside the running server restores into another folder, whole or not at all; a signal to `npm start` ends all of it', async () => {
    const port = await freePort()
    const server = startServer(folder, port, {}, ['npm', 'start'])
    await server.ready(120_000)
    const file = join(folder.path, 'backup.gz')
    const db = (data: string, ...args: string[]) =>
      spawnSync(process.execPath, [join(ROOT, 'server/tools/db.ts'), ...args], { cwd: ROOT, encoding: 'utf8', env: cleanEnvironment({ MAILLAGE_DATA: data }) })
    const taken = db(folder.path, 'backup', file)
    expect(`${taken.stdout}${taken.stderr}`).toContain('read back and whole')
    const { call, base } = await coordinator(server.origin)
    const before = await call('GET', `${base}/progress?level=mrc&from=2023-Q3&to=2026-Q2`)
    expect((before.body as unknown as { cells: unknown[] }).cells.length).toBeGreaterThan(30)
    server.child.kill('SIGTERM')
    await server.exited(10_000)
    expect(() => process.kill(folder.postmasterPid(), 0)).toThrow()

    const other = makeDataFolder()
    try {
      const restored = db(other.path, 'restore', file)
      expect(`${restored.stdout}${restored.stderr}`).toContain('Restored the backup')
      const again = db(other.path, 'restore', file)
      expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('not empty')])
      const verified = db(other.path, 'verify')
      expect(`${verified.stdout}${verified.stderr}`).toContain('0 differences')
      const copy = startServer(other, port)
      await copy.ready(30_000)
      const there = await coordinator(copy.origin)
      const after = await there.call('GET', `${there.base}/progress?level=mrc&from=2023-Q3&to=2026-Q2`)
      expect(after.body).toEqual(before.body)
      copy.child.kill('SIGTERM')
      await copy.exited(10_000)
    } finally {
      await other.remove()
    }
  })

  it('lists every fault of the environment at once', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'server/main.ts')], {
      cwd: ROOT,
      encoding: 'utf8',
      env: cleanEnvironment({ PORT: 'seventy', ORIGIN: 'maillage', DATABASE_URL: 'mysql://x', MAILLAGE_DEMO: 'yes', MAILLAGE_SECRET: 'short' }),
    })
    expect(status).toBe(1)
    for (const name of ['PORT', 'ORIGIN', 'DATABASE_URL', 'MAILLAGE_DEMO', 'MAILLAGE_SECRET']) expect(stderr).toContain(name)
  })
})
