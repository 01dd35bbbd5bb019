/**
 * `npm run bench -- [--sizes 10k,100k,1M] [--quick] [--write]`: the API beside a bare server on the same tables, in
 * one run. Prints a table, with `--write` into the README too; exit code 1 when a promise is not held.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { openDatabase, openPool } from '#server/platform/db/connect.ts'
import { startManagedPostgres } from '#server/platform/db/embedded.ts'
import { ensureRoles } from '#server/platform/db/roles.ts'
import { verifyDatabase } from '#server/tools/verify.ts'
import { stopAll } from './children.ts'
import { measure, measureGrowth, type Measures } from './measure.ts'
import { measureRealImport, type RealImport } from './real-import.ts'
import { machineLine, passedLimits, table, writeReadme } from './report.ts'
import { buildSynthetic, type Synthetic } from './synthetic.ts'
import { measureXlsxImport } from './xlsx-import.ts'

/** A run that hangs is ended: nothing of it is waited for longer. */
const LONGEST_MINUTES = 30

const print = (line: string) => process.stdout.write(`${line}\n`)

function sizeOf(text: string): number {
  const match = /^(\d+)(k|M)?$/.exec(text.trim())
  if (match === null) throw new Error(`--sizes takes numbers such as 10k,100k,1M, not ${text}`)
  return Number(match[1]) * (match[2] === 'k' ? 1000 : match[2] === 'M' ? 1_000_000 : 1)
}

/** The measured server gave the roles passwords of its own. */
async function takeRolesBack(data: Synthetic): Promise<void> {
  const owner = new Client({ connectionString: data.ownerUrl })
  await owner.connect()
  await ensureRoles(owner, data.address.rolePrefix, data.address.rolePassword)
  await owner.end()
}

/** What building left to write is written now: a disk that is busy with it for seconds is not what is measured. */
async function settle(data: Synthetic): Promise<void> {
  const client = new Client({ connectionString: data.bareUrl })
  await client.connect()
  await client.query('checkpoint')
  await client.end()
}

async function importReal(data: Synthetic): Promise<RealImport | null> {
  const client = new Client({ connectionString: data.bareUrl })
  await client.connect()
  await client.query(`insert into app.initiatives (id, slug, name_fr, name_en) values ($1, 'canada', 'Fichier réel', 'Real file')`, [randomUUID()])
  await client.end()
  const pool = openPool(data.address, 'api', 2, (error) => print(error.message))
  try {
    return await measureRealImport(openDatabase(pool), 'canada')
  } finally {
    await pool.end()
  }
}

const { values } = parseArgs({ options: { sizes: { type: 'string' }, quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } } })
const sizes = (values.sizes ?? (values.quick ? '10k' : '10k,100k,1M')).split(',').map(sizeOf)
const machine = machineLine()
print(machine)
const folder = mkdtempSync(join(tmpdir(), 'maillage-bench-'))
const postgres = await startManagedPostgres({ folder, password: randomBytes(12).toString('hex') })
const cleanUp = async () => {
  await stopAll()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
let isGivenUp = false
const giveUp = (why: string) => {
  if (isGivenUp) return
  isGivenUp = true
  print(why)
  void cleanUp().finally(() => process.exit(1))
}
process.once('SIGINT', () => giveUp('interrupted'))
process.once('SIGTERM', () => giveUp('interrupted'))
// What a connection's callback throws reaches nobody else, and would leave servers behind.
process.on('uncaughtException', (error) => giveUp(error.stack ?? error.message))
setTimeout(() => giveUp(`not done after ${LONGEST_MINUTES} minutes`), LONGEST_MINUTES * 60_000).unref()

try {
  const data: Synthetic[] = []
  const all: Measures[] = []
  const serverFolder = () => mkdtempSync(join(folder, 'server-'))
  for (const size of sizes) {
    const start = performance.now()
    const one = await buildSynthetic(postgres, size)
    await settle(one)
    data.push(one)
    print(`${size} observations built in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  for (const [at, one] of data.entries()) {
    const isLast = at === data.length - 1
    all.push(await measure(one, serverFolder(), { turns: values.quick || !isLast ? 2 : 4, pages: isLast }, print))
  }
  const [first, last] = [data[0], data[data.length - 1]]
  if (first === undefined || last === undefined) throw new Error('--sizes names no size')
  const growth = first === last ? null : await measureGrowth(first, last, [serverFolder(), serverFolder()], 4)
  if (growth !== null) print(`Q1 with ${last.size} observations takes ${growth.toFixed(2)} times as long as with ${first.size}`)
  for (const one of data) await takeRolesBack(one)
  const imported = await importReal(last)
  for (const one of data) {
    const { lines, faults } = await verifyDatabase(one.address)
    if (faults > 0) throw new Error(`after all of it the totals differ:\n${lines.join('\n')}`)
    print(`${one.size}: every total computed again, no difference`)
  }
  const workbook = values.quick ? null : await measureXlsxImport()
  const findings = { all, growth, imported, workbook }
  const text = table(findings, machine)
  print(`\n${text}`)
  if (values.write) writeReadme(text)
  const faults = passedLimits(findings)
  for (const fault of faults) print(`Not held: ${fault}`)
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  await cleanUp()
}
