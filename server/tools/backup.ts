import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip, type Gzip } from 'node:zlib'
import type { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/**
 * A backup is one gzip file of lines: a heading, then for each table (and initiative) one line that
 * names it, its rows as PostgreSQL's COPY writes them, and a line with their number and SHA-256.
 * It needs no program beside ours, and reads back on any server that Maillage runs on.
 */
const FORMAT = 'maillage-backup-1'

interface Heading {
  readonly format: string
  readonly migrations: readonly string[]
  readonly takenAt: string
  readonly initiatives: number
}
interface Section {
  readonly table: string
  readonly columns: readonly string[]
  readonly initiative: string | null
}
interface Closing {
  readonly end: string
  readonly rows: number
  readonly sha256: string
}

interface TableInfo {
  schema: string
  name: string
  columns: string[]
  key: string[]
  tenant: boolean
}

/** Tables whose rows are worth keeping: sessions, attempts and one-use links are not; nor are mails, which a copy must not send again; what makes the tokens of an open round must not be. */
const LEFT_OUT = new Set([
  'auth.sessions',
  'auth.rate_limits',
  'auth.verifications',
  'auth.one_use_links',
  'auth.mail_outbox',
  'app.rls_exempt',
  'app.definer_allowed',
  'app.assessment_secrets',
])

/** Tables of the product, each after those that its foreign keys name. */
async function tablesInOrder(client: Client): Promise<TableInfo[]> {
  const { rows } = await client.query<TableInfo & { needs: string[] }>(`
    select n.nspname as schema, c.relname as name,
      array_agg(a.attname::text order by a.attnum) as columns, coalesce(bool_or(a.attname = 'initiative_id'), false) and n.nspname = 'app' as tenant,
      (select coalesce(array_agg(k.attname::text order by x.place), '{}') from pg_index i cross join unnest(i.indkey::int2[]) with ordinality x(attnum, place)
        join pg_attribute k on k.attrelid = c.oid and k.attnum = x.attnum where i.indrelid = c.oid and i.indisprimary) as key,
      (select coalesce(array_agg(distinct rn.nspname || '.' || r.relname), '{}') from pg_constraint f join pg_class r on r.oid = f.confrelid
        join pg_namespace rn on rn.oid = r.relnamespace where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where n.nspname in ('app', 'auth') and c.relkind = 'r' group by c.oid, n.nspname, c.relname order by 1 desc, 2`)
  const waiting = rows.filter((row) => !LEFT_OUT.has(`${row.schema}.${row.name}`))
  const done = new Set<string>(LEFT_OUT)
  const ordered: TableInfo[] = []
  while (waiting.length > 0) {
    const index = waiting.findIndex((row) => row.needs.every((need) => done.has(need)))
    if (index < 0) throw new Error(`Foreign keys form a circle among ${waiting.map((row) => row.name).join(', ')}`)
    const [next] = waiting.splice(index, 1)
    if (next !== undefined) ordered.push(next)
    done.add(`${next?.schema}.${next?.name}`)
  }
  return ordered
}

async function migrationsOf(client: Client): Promise<string[]> {
  return (await client.query<{ name: string }>('select name from public.schema_migrations order by name')).rows.map((row) => row.name)
}

/** Writes with back-pressure; waits when the file is slower than the database. */
function write(stream: Gzip, text: string | Buffer): Promise<void> {
  return stream.write(text) ? Promise.resolve() : new Promise((resolve) => stream.once('drain', resolve))
}

async function copyOut(client: Client, out: Gzip, table: TableInfo, initiative: string | null): Promise<number> {
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const own = initiative === null ? '' : ` where ${table.name === 'initiatives' ? 'id' : 'initiative_id'} = ${client.escapeLiteral(initiative)}`
  const order = table.key.length === 0 ? '' : ` order by ${table.key.map((column) => client.escapeIdentifier(column)).join(', ')}`
  const stream = client.query(copyTo(`copy (select ${columns} from ${table.schema}.${client.escapeIdentifier(table.name)}${own}${order}) to stdout`))
  const hash = createHash('sha256')
  let rows = 0
  await write(out, `${JSON.stringify({ table: `${table.schema}.${table.name}`, columns: table.columns, initiative } satisfies Section)}\n`)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk)
    for (const byte of chunk) if (byte === 10) rows += 1
    await write(out, chunk)
  }
  await write(out, `${JSON.stringify({ end: `${table.schema}.${table.name}`, rows, sha256: hash.digest('hex') } satisfies Closing)}\n`)
  return rows
}

/**
 * Writes everything into one file, as one moment of the database, while people go on working.
 * The file takes its name only when it is whole; it is readable by its owner alone.
 * @param client the owning role
 * @returns numbers of rows by table
 */
export async function writeBackup(client: Client, file: string, now: Date): Promise<{ rows: number; initiatives: number }> {
  const draft = `${file}.part`
  const out = createGzip()
  const done = pipeline(out, createWriteStream(draft, { mode: 0o600 }))
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`select app.set_ctx(null, null, 'backbone', null, false), app.set_purpose('maintenance')`)
    const tables = await tablesInOrder(client)
    const initiatives = (await client.query<{ id: string }>('select id from app.initiatives order by id')).rows.map((row) => row.id)
    await write(
      out,
      `${JSON.stringify({ format: FORMAT, migrations: await migrationsOf(client), takenAt: now.toISOString(), initiatives: initiatives.length } satisfies Heading)}\n`,
    )
    let rows = 0
    for (const table of tables.filter(({ tenant, name }) => !tenant && name !== 'initiatives')) rows += await copyOut(client, out, table, null)
    for (const initiative of initiatives) {
      await client.query(`select app.set_ctx($1, null, 'backbone', null, false), app.set_purpose('maintenance')`, [initiative])
      for (const table of tables.filter(({ tenant, name }) => tenant || name === 'initiatives')) rows += await copyOut(client, out, table, initiative)
    }
    await client.query('commit')
    out.end(`${JSON.stringify({ whole: true, rows })}\n`)
    await done
    renameSync(draft, file)
    return { rows, initiatives: initiatives.length }
  } catch (error) {
    out.destroy()
    await done.catch(() => undefined)
    rmSync(draft, { force: true })
    throw error
  }
}

interface Reader {
  readonly heading: Heading
  /** Calls back for each section; the handler must read its rows to their end. */
  sections(handle: (section: Section, rows: AsyncIterable<string>) => Promise<void>): Promise<{ rows: number }>
}

function parse<T>(line: string | undefined, what: string): T {
  try {
    return JSON.parse(line ?? '') as T
  } catch {
    throw new Error(`The backup is damaged: ${what} is not readable. Nothing was changed.`)
  }
}

/** Lines by the line feed alone: a text of the database may hold any other separator. */
async function* splitLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    let from = 0
    let at = chunk.indexOf(10)
    while (at >= 0) {
      yield Buffer.concat([rest, chunk.subarray(from, at)]).toString('utf8')
      rest = Buffer.alloc(0)
      from = at + 1
      at = chunk.indexOf(10, from)
    }
    rest = Buffer.concat([rest, chunk.subarray(from)])
  }
  if (rest.length > 0) yield rest.toString('utf8')
}

/** Reads a backup line by line and checks every section against its number of rows and SHA-256. @throws when it is damaged or cut short */
async function openBackup(file: string): Promise<Reader> {
  const plain = createGunzip()
  createReadStream(file)
    .once('error', (error) => plain.destroy(error))
    .pipe(plain)
  const lines = splitLines(plain)
  const next = async () => {
    try {
      return await lines.next()
    } catch (error) {
      throw new Error(`The backup is damaged: ${(error as Error).message}. Nothing was changed.`, { cause: error })
    }
  }
  const heading = parse<Heading>((await next()).value, 'its heading')
  if (heading.format !== FORMAT) throw new Error(`This file is no backup of Maillage (${String(heading.format)}).`)
  return {
    heading,
    async sections(handle) {
      for (;;) {
        const line = (await next()).value
        if (line === undefined) throw new Error('The backup is cut short: its last line is missing. Nothing was changed.')
        const section = parse<Section & { whole?: boolean; rows: number }>(line, 'the heading of a table')
        if (section.whole === true) return { rows: section.rows }
        let closing: Closing | null = null
        const hash: Hash = createHash('sha256')
        let count = 0
        async function* rows() {
          for (;;) {
            const { value } = await next()
            if (value === undefined) throw new Error(`The backup is cut short in table ${section.table}. Nothing was changed.`)
            if (value.startsWith('{"end":')) {
              closing = parse<Closing>(value, `the end of table ${section.table}`)
              return
            }
            hash.update(`${value}\n`)
            count += 1
            yield value
          }
        }
        await handle(section, rows())
        const end = closing as Closing | null
        if (end === null || end.rows !== count || end.sha256 !== hash.digest('hex'))
          throw new Error(`The backup is damaged in table ${section.table}: its rows do not match their checksum. Nothing was changed.`)
      }
    },
  }
}

/** Reads a whole backup without writing anything. @returns its moment and number of rows */
export async function checkBackup(file: string): Promise<{ takenAt: string; rows: number; initiatives: number }> {
  const reader = await openBackup(file)
  const { rows } = await reader.sections(async (_, lines) => {
    for await (const _line of lines);
  })
  return { takenAt: reader.heading.takenAt, rows, initiatives: reader.heading.initiatives }
}

/**
 * Restores a backup into an empty, migrated database, in one transaction: all of it or nothing.
 * @throws when the database holds anything, when the backup is newer than this program, or damaged
 */
export async function restoreBackup(client: Client, file: string): Promise<{ rows: number; initiatives: number; takenAt: string }> {
  // Read to its end first: damage is told as damage, before anything is written.
  await checkBackup(file)
  const reader = await openBackup(file)
  const known = await migrationsOf(client)
  const newer = reader.heading.migrations.filter((name) => !known.includes(name))
  if (newer.length > 0) throw new Error(`This backup was made by a newer Maillage (${newer.join(', ')}). Update the program first.`)
  await client.query('begin')
  try {
    await client.query(`select app.set_ctx(null, null, 'backbone', null, false), app.set_purpose('maintenance')`)
    const {
      rows: [state],
    } = await client.query<{ used: boolean }>('select exists (select 1 from auth.users) or exists (select 1 from app.initiatives) as used')
    if (state?.used !== false)
      throw new Error('The database is not empty. Restore into a new one: set MAILLAGE_DATA to a new folder, or DATABASE_URL to an empty database.')
    const tables = await tablesInOrder(client)
    const guarded = tables.filter(({ schema }) => schema === 'app')
    // COPY does not write under row level security; the owner steps aside inside this transaction alone.
    for (const table of guarded) await client.query(`alter table app.${client.escapeIdentifier(table.name)} no force row level security`)
    const { rows } = await reader.sections(async ({ table, columns }, lines) => {
      const target = tables.find(({ schema, name }) => `${schema}.${name}` === table)
      const unknown = columns.filter((column) => target?.columns.includes(column) !== true)
      if (target === undefined || unknown.length > 0) throw new Error(`The backup names ${table} (${unknown.join(', ')}), which this program does not have.`)
      const names = columns.map((column) => client.escapeIdentifier(column)).join(', ')
      const asLines = new Transform({ writableObjectMode: true, transform: (line: string, _encoding, done) => done(null, `${line}\n`) })
      await pipeline(
        Readable.from(lines),
        asLines,
        client.query(copyFrom(`copy ${target.schema}.${client.escapeIdentifier(target.name)} (${names}) from stdin`)),
      )
    })
    for (const table of guarded) await client.query(`alter table app.${client.escapeIdentifier(table.name)} force row level security`)
    await client.query(`select setval(pg_get_serial_sequence('app.audit_log', 'sequence'), coalesce((select max(sequence) from app.audit_log), 0) + 1, false)`)
    await client.query('commit')
    return { rows, initiatives: reader.heading.initiatives, takenAt: reader.heading.takenAt }
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
