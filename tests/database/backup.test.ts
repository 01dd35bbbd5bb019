import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownerClient } from '#server/platform/db/open.ts'
import { checkBackup, restoreBackup, writeBackup } from '#server/tools/backup.ts'
import { openTestDatabase } from '../support/database.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
const folder = mkdtempSync(join(tmpdir(), 'maillage-backup-'))
const file = join(folder, 'backup.gz')
beforeAll(async () => {
  world = await openWorld({ demo: true })
  await world.loadDemo()
  // A text may hold anything that a careless reader takes for the end of a line.
  await world.maintain((await world.buildInitiative({ slug: 'odd-texts' })).id, (client) =>
    client.query(`update app.initiatives set summary_fr = $1, summary_en = '{"end":' where slug = 'odd-texts'`, [
      'un\u2028deux\u0085trois\r\nquatre\tcinq\\n « é »',
    ]),
  )
  await withOwner(world.database.address, (client) => writeBackup(client, file, new Date()))
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

async function withOwner<T>(address: Parameters<typeof ownerClient>[0], work: (client: ReturnType<typeof ownerClient>) => Promise<T>): Promise<T> {
  const client = ownerClient(address)
  await client.connect()
  return work(client).finally(() => client.end())
}

/** The rows of every tenant table as one text, by initiative. */
async function contents(address: Parameters<typeof ownerClient>[0]): Promise<Record<string, string>> {
  return withOwner(address, async (client) => {
    await client.query(`begin; select app.set_ctx(null, null, 'backbone', null, false), app.set_purpose('maintenance')`)
    const { rows: initiatives } = await client.query<{ id: string }>('select id from app.initiatives order by id')
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and c.relkind = 'r' and c.relrowsecurity order by 1`,
    )
    const found: Record<string, string> = {}
    // What makes the tokens of an open round is in no backup, so that none tells who answered.
    const kept = tables.filter(({ name }) => name !== 'assessment_secrets')
    for (const { id } of initiatives) {
      await client.query(`select app.set_ctx($1, null, 'backbone', null, false), app.set_purpose('maintenance')`, [id])
      for (const { name } of kept) {
        const { rows } = await client.query<{ digest: string }>(
          `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as digest from app.${name} t where ${name === 'initiatives' ? 'id' : 'initiative_id'} = $1`,
          [id],
        )
        found[`${id} ${name}`] = rows[0]?.digest ?? ''
      }
    }
    await client.query('rollback')
    return found
  })
}

describe('backup and restore', () => {
  it('what comes back is what was there, in every table of every initiative', async () => {
    const copy = await openTestDatabase()
    try {
      const { initiatives, rows } = await withOwner(copy.address, (client) => restoreBackup(client, file))
      expect([initiatives, rows]).toEqual([3, (await checkBackup(file)).rows])
      expect(await contents(copy.address)).toEqual(await contents(world.database.address))
      const { rows: forced } = await copy
        .pool('owner')
        .query(
          `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and relrowsecurity and not relforcerowsecurity`,
        )
      expect(forced).toEqual([])
      expect(gunzipSync(readFileSync(file)).toString('utf8')).not.toContain('app.assessment_secrets')
      await expect(withOwner(copy.address, (client) => restoreBackup(client, file))).rejects.toThrow(/not empty/)
    } finally {
      await copy.close()
    }
  })

  const plain = () => gunzipSync(readFileSync(file)).toString('utf8')
  const damages: [string, () => Buffer, RegExp][] = [
    ['cut short', () => readFileSync(file).subarray(0, readFileSync(file).length - 2000), /damaged|cut short/],
    ['ended before its last line', () => gzipSync(plain().split('\n').slice(0, -2).join('\n')), /cut short/],
    ['with one figure changed', () => gzipSync(plain().replace('La Vallée-aux-Bouleaux', 'La Vallée-aux-Sapins')), /do not match their checksum/],
    [
      'with one bit flipped',
      () => {
        const bytes = Buffer.from(readFileSync(file))
        bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 4
        return bytes
      },
      /damaged|checksum|cut short/,
    ],
    ['of another program', () => gzipSync('{"format":"other"}\n'), /no backup of Maillage/],
    ['of a newer program', () => gzipSync(plain().replace('"migrations":[', '"migrations":["9999_later.sql",')), /newer Maillage/],
  ]
  it.each(damages)('a file %s is refused and nothing is written', async (_, damage, sentence) => {
    const damaged = join(folder, 'damaged.gz')
    writeFileSync(damaged, damage())
    const copy = await openTestDatabase()
    try {
      await expect(withOwner(copy.address, (client) => restoreBackup(client, damaged))).rejects.toThrow(sentence)
      expect((await copy.pool('owner').query('select 1 from auth.users')).rowCount).toBe(0)
    } finally {
      await copy.close()
    }
  })
})
