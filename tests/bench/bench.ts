/**
 * `npm run bench [sizes…]`: the API beside a bare server on the same tables, in one run. Prints ratios and writes them into the README.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { openDatabase, openPool } from '#server/platform/db/connect.ts'
import { startManagedPostgres } from '#server/platform/db/embedded.ts'
import { ensureRoles } from '#server/platform/db/roles.ts'
import { ROOT } from '#server/platform/root.ts'
import { verifyDatabase } from '#server/tools/verify.ts'
import { memoryOf, startBare, startReal } from './children.ts'
import { ask, median } from './load.ts'
import { askOnce, bulk, hashOf, headersOf, moving, reading, READINGS, saving, type ServerOfData } from './questions.ts'
import { measureRealImport, type RealImport } from './real-import.ts'
import { buildSynthetic, type Synthetic } from './synthetic.ts'

const CONNECTIONS = [1, 10, 25] as const
/** Requests of one measure; both servers are measured in turns, so that a busy moment of the machine meets both. */
const REQUESTS = 100
const TURNS = 3
const PROMISED = { ratio: 2, growth: 1.5, bulkSeconds: 2, mebibytes: 200, importSeconds: 20 }

const print = (line: string) => process.stdout.write(`${line}\n`)
const figure = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0))

interface Pair {
  readonly real: number
  readonly ratio: number
}

interface Measures {
  readonly size: number
  readonly rows: { question: string; pairs: Pair[] }[]
  readonly bulkSeconds: number
  readonly bulkRatio: number
  readonly mebibytes: number
}

/** Medians in milliseconds of one question at one number of connections. */
async function side(real: ServerOfData, bare: ServerOfData, questionOf: (of: ServerOfData) => ReturnType<typeof saving>, connections: number): Promise<Pair> {
  const questions = { real: questionOf(real), bare: questionOf(bare) }
  const times = { real: [] as number[], bare: [] as number[] }
  for (let turn = 0; turn <= TURNS; turn += 1)
    for (const each of [real, bare]) {
      const answered = await ask(each.server.origin, headersOf(each), questions[each.server.name], connections, REQUESTS)
      // The first turn warms up.
      if (turn > 0) times[each.server.name].push(...answered)
    }
  return { real: median(times.real), ratio: median(times.real) / median(times.bare) }
}

async function measure(data: Synthetic, folder: string): Promise<Measures> {
  const real = { server: await startReal(data, folder), data }
  const bare = { server: await startBare(data), data }
  const client = new Client({ connectionString: data.bareUrl })
  await client.connect()
  try {
    for (const name of Object.keys(READINGS) as (keyof typeof READINGS)[]) {
      const answers = await Promise.all([real, bare].map((of) => askOnce(of, reading(name)(of)(0))))
      if (hashOf(answers[0] ?? '') !== hashOf(answers[1] ?? '')) throw new Error(`${name}: the two servers answer differently`)
    }
    const rows: Measures['rows'] = []
    const run = async (question: string, questionOf: (of: ServerOfData) => ReturnType<typeof saving>) => {
      const pairs: Pair[] = []
      for (const connections of CONNECTIONS) pairs.push(await side(real, bare, questionOf, connections))
      rows.push({ question, pairs })
      print(
        `${data.size} ${question}: ${pairs.map((pair, at) => `${CONNECTIONS[at]} at once ${figure(pair.real)} ms, ratio ${figure(pair.ratio)}`).join('; ')}`,
      )
    }
    await run('Q1 every indicator, regions', reading('Q1'))
    await run('Q2 one indicator, 24 quarters, regions', reading('Q2'))
    await run('Q3 one indicator by partner in one MRC', reading('Q3'))
    const savings = new Map([real, bare].map((of) => [of.server.name, saving(of)]))
    const saved = (of: ServerOfData) => savings.get(of.server.name) as ReturnType<typeof saving>
    await run('Q4 save one value', saved)
    // Every figure exists now, since 25 were saved side by side.
    const moves = new Map([
      ['real', await moving(real, client)],
      ['bare', await moving(bare, client)],
    ] as const)
    await run('Q4 hand one value in or take it back', (of) => moves.get(of.server.name) as ReturnType<typeof saving>)

    const seconds = { real: [] as number[], bare: [] as number[] }
    const bulks = { real: bulk(real), bare: bulk(bare) }
    for (let round = 0; round < 3; round += 1)
      for (const each of [real, bare]) {
        const asked = bulks[each.server.name]()
        const start = performance.now()
        await askOnce(each, asked)
        seconds[each.server.name].push((performance.now() - start) / 1000)
      }
    const bulkSeconds = median(seconds.real)
    const { peak } = memoryOf(real.server.pid)
    print(
      `${data.size} Q5 10,000 rows in one call: ${figure(bulkSeconds)} s, ratio ${figure(bulkSeconds / median(seconds.bare))}; server memory ${figure(peak)} MiB at most`,
    )
    return { size: data.size, rows, bulkSeconds, bulkRatio: bulkSeconds / median(seconds.bare), mebibytes: peak }
  } finally {
    await client.end()
    await real.server.stop()
    await bare.server.stop()
  }
}

async function importReal(data: Synthetic): Promise<RealImport | null> {
  const client = new Client({ connectionString: data.bareUrl })
  await client.connect()
  await client.query(`insert into app.initiatives (id, slug, name_fr, name_en) values ($1, 'canada', 'Fichier réel', 'Real file')`, [randomUUID()])
  await client.end()
  // The measured server gave the roles passwords of its own.
  const owner = new Client({ connectionString: data.ownerUrl })
  await owner.connect()
  await ensureRoles(owner, data.address.rolePrefix, data.address.rolePassword)
  await owner.end()
  const pool = openPool(data.address, 'api', 2, (error) => print(error.message))
  try {
    return await measureRealImport(openDatabase(pool), 'canada')
  } finally {
    await pool.end()
  }
}

/** The table of the README, with the promise beside each figure. */
function table(all: readonly Measures[], imported: RealImport | null): string {
  const growth = (all.at(-1)?.rows[0]?.pairs[0]?.real ?? NaN) / (all[0]?.rows[0]?.pairs[0]?.real ?? NaN)
  const lines = [
    '`npm run bench`: median of the API with session, hat and row level security, and its ratio to a bare Fastify + pg server that sends the plain SQL on the same tables in the same run. Answers are equal by hash.',
    '',
    `| Observations | Question | ${CONNECTIONS.map((count) => `${count} at once`).join(' | ')} |`,
    '|---|---|---|---|---|',
  ]
  for (const { size, rows } of all)
    for (const { question, pairs } of rows)
      lines.push(`| ${size.toLocaleString('en')} | ${question} | ${pairs.map((pair) => `${figure(pair.real)} ms, × ${figure(pair.ratio)}`).join(' | ')} |`)
  lines.push('', `- Ratios promised: at most ${PROMISED.ratio}.`)
  if (all.length > 1)
    lines.push(
      `- Q1 from ${all[0]?.size.toLocaleString('en')} to ${all.at(-1)?.size.toLocaleString('en')} observations: × ${figure(growth)} (promised: at most ${PROMISED.growth}).`,
    )
  for (const one of all)
    lines.push(
      `- ${one.size.toLocaleString('en')}: 10,000 rows in one call ${figure(one.bulkSeconds)} s (× ${figure(one.bulkRatio)}; promised: ${PROMISED.bulkSeconds} s); server memory ${figure(one.mebibytes)} MiB at most (promised: ${PROMISED.mebibytes}).`,
    )
  if (imported !== null)
    lines.push(
      `- A real file of ${imported.rows.toLocaleString('en')} rows: ${figure(imported.firstSeconds)} s, and ${figure(imported.secondSeconds)} s the second time (promised: ${PROMISED.importSeconds} s).`,
    )
  return lines.join('\n')
}

const sizes = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'maillage-bench-'))
const postgres = await startManagedPostgres({ folder, password: randomBytes(12).toString('hex') })
try {
  const all: Measures[] = []
  let imported: RealImport | null = null
  for (const size of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
    const start = performance.now()
    const data = await buildSynthetic(postgres, size)
    print(`${size} observations built in ${figure((performance.now() - start) / 1000)} s`)
    all.push(await measure(data, mkdtempSync(join(folder, 'server-'))))
    if (imported === null) imported = await importReal(data)
    const { lines, faults } = await verifyDatabase(data.address)
    if (faults > 0) throw new Error(`after all of it the totals differ: ${lines.join('\n')}`)
    print(`${size} every total computed again: no difference`)
  }
  const text = table(all, imported)
  print(`\n${text}`)
  const readme = join(ROOT, 'README.md')
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(/<!-- bench -->[\s\S]*?(?=\n## )/, `<!-- bench -->\n\n${text}\n`))
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
