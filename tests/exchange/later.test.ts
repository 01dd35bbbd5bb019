import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Import } from '#shared/exchange/contract.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { finishLater } from '#server/features/exchange/finish-later.ts'
import { parseFile, startImport } from '#server/features/exchange/service.ts'
import { openDatabase } from '#server/platform/db/connect.ts'
import { enterAsOperator } from '#server/tools/operator.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let lead: Asker
beforeAll(async () => {
  world = await openWorld()
  initiative = await world.buildInitiative()
  lead = await initiative.person({ role: 'backbone', lead: true })
  await figuresOf(world, initiative).indicator('SERVED')
})
afterAll(() => world.close())

const MAPPING = Mapping.parse({
  readings: [
    {
      indicator: { source: { constant: 'SERVED' } },
      territory: [{ source: { column: 'Lieu' } }],
      period: { source: { column: 'Trimestre' }, pattern: 'code' },
      figure: { value: { source: { column: 'Valeur' } } },
    },
  ],
})
const log = { error: () => undefined } as never

/** Begins an import whose file is still being read, then ends it with what the reading gave. */
async function lateImport(parsing: (fail: (error: Error) => never) => Promise<Extraction>): Promise<{ running: Import; ended: Import }> {
  const request = { fileName: 'lent.csv', fileHash: 'x', mapping: MAPPING, partial: false, dryRun: false }
  const { actor, id } = await world.db.transaction().execute(async (trx) => {
    const operator = await enterAsOperator(trx, initiative.slug, new Date())
    if (operator === null) throw new Error('no initiative')
    return { actor: operator, id: await startImport(trx, operator, new Date(), request) }
  })
  const read = async () => (await lead.get<Import>(initiative.path(`/imports/${id}`))).body
  const running = await read()
  await finishLater(
    { db: world.db, now: () => new Date() },
    actor,
    id,
    request,
    parsing((error) => {
      throw error
    }),
    log,
  )
  return { running, ended: await read() }
}

const extract = (text: string) =>
  parseFile<'extract'>({ kind: 'extract', fileName: 'lent.csv', mapping: MAPPING, starts: { fiscalStartMonth: 4, schoolStartMonth: 9 } }, Buffer.from(text))

it('a file that takes long is imported after the answer, and the import tells when it is done', async () => {
  const { running, ended } = await lateImport(() => extract('Lieu;Trimestre;Valeur\nA1;2026-Q1;5\n'))
  expect([running.state, running.result]).toEqual(['running', null])
  expect([ended.state, ended.result?.created]).toEqual(['done', 1])
})

it('a file that could not be read is refused with its places', async () => {
  const { ended } = await lateImport(async (fail) => fail(new FileFault('time_limit')))
  expect([ended.state, ended.result?.rejections.map(({ code }) => code)]).toEqual(['refused', ['time_limit']])
})

it('a defect is told as a failure, never left running', async () => {
  const { ended } = await lateImport(async (fail) => fail(new Error('defect')))
  expect([ended.state, ended.result]).toEqual(['failed', null])
})

it('an end that the database could not take stops no server: it is told to the log', async () => {
  const told: string[] = []
  const request = { fileName: 'lent.csv', fileHash: 'x', mapping: MAPPING, partial: false, dryRun: false }
  const actor = await world.db.transaction().execute((trx) => enterAsOperator(trx, initiative.slug, new Date()))
  const pool = world.database.pool('api')
  const gone = openDatabase(pool)
  await pool.end()
  for (const fault of [new FileFault('time_limit'), new Error('defect')]) {
    const parsing = Promise.reject<Extraction>(fault)
    await finishLater({ db: gone, now: () => new Date() }, actor as NonNullable<typeof actor>, randomUUID(), request, parsing, {
      error: (_what: unknown, sentence: string) => told.push(sentence),
    } as never)
  }
  expect(told).toEqual(['the end of an import could not be kept', 'an import failed', 'the end of an import could not be kept'])
})

it('an import whose process died is not shown as running for ever', async () => {
  await world.maintain(initiative.id, (client) =>
    client.query(
      `insert into app.imports (initiative_id, file_name, file_hash, state, started_at) values ($1, 'perdu.csv', 'x', 'running', now() - interval '1 hour')`,
      [initiative.id],
    ),
  )
  const { body } = await lead.get<{ items: Import[] }>(initiative.path('/imports'))
  expect(body.items.find(({ fileName }) => fileName === 'perdu.csv')?.state).toBe('failed')
})
