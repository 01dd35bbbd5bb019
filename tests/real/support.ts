import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import type { Import, ImportResult, ImportState } from '#shared/exchange/contract.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import { importFigures, importTerritories } from '#server/tools/import-files.ts'
import { ROOT } from '#server/platform/root.ts'
import { download } from '../support/download.ts'
import { importForm } from '../support/import-form.ts'
import type { Asker, TestInitiative, World } from '../support/world.ts'

/** Real files live beside the repository, never in it. */
const DATA = join(ROOT, '../shared/data')

/** A group of tests on real files; without them it is skipped and says why. */
export function describeReal(name: string, work: () => void): void {
  if (existsSync(DATA)) describe(name, work)
  else {
    process.stdout.write(`Skipped: ${name}: no real files at ${DATA}\n`)
    describe.skip(name, work)
  }
}

export const dataFile = (path: string): Buffer => readFileSync(join(DATA, path))
export const dataFiles = (folder: string): string[] =>
  readdirSync(join(DATA, folder))
    .sort()
    .map((name) => `${folder}/${name}`)

const json = (folder: string, name: string): unknown => JSON.parse(readFileSync(join(ROOT, 'tests', folder, 'mappings', `${name}.json`), 'utf8'))
export const mappingNamed = (name: string, folder: 'real' | 'exchange' = 'real'): Mapping => Mapping.parse(json(folder, name))
export const loadNamed = (name: string): TerritoryLoad => TerritoryLoad.parse(json('real', name))

/** An initiative without levels or territories, and the lead of its backbone. */
export async function emptyInitiative(world: World): Promise<{ initiative: TestInitiative; lead: Asker }> {
  const initiative = await world.buildInitiative()
  await world.maintain(initiative.id, async (client) => {
    await client.query('update app.initiatives set top_territory_id = null where id = $1', [initiative.id])
    for (const table of ['territory_parents', 'territories', 'territory_levels'])
      await client.query(`delete from app.${table} where initiative_id = $1`, [initiative.id])
  })
  return { initiative, lead: await initiative.person({ role: 'backbone', lead: true }) }
}

/** Adds a level and territories by the API. */
export async function addPlaces(
  lead: Asker,
  initiative: TestInitiative,
  levels: readonly { code: string; rank: number; hierarchy?: string }[],
  territories: readonly { code: string; levelCode: string; nameFr: string; parentCode?: string }[],
  topCode?: string,
): Promise<void> {
  if (levels.length > 0) {
    const saved = await lead.ask('PUT', initiative.path('/territory-levels'), {
      body: { items: levels.map((level) => ({ hierarchy: 'main', nameFr: level.code, ...level })) },
    })
    expect(saved.status, saved.text).toBe(200)
  }
  if (territories.length === 0) return
  const created = await lead.ask('POST', initiative.path('/territories'), { body: { items: territories, ...(topCode === undefined ? {} : { topCode }) } })
  expect([200, 201], created.text).toContain(created.status)
}

/** A share published in %, without its parts. */
export const SHARE = {
  unitKind: 'ratio',
  countingUnit: 'persons',
  temporalKind: 'stock',
  isProportion: true,
  partsUnknown: true,
  displayFactor: '100',
  decimals: 1,
  frequency: 'year',
  direction: 'decrease',
  sourceKind: 'official',
}
/** A share whose parts come from two sources: its producer publishes some above 100 %, so no whole bounds it. */
export const RATE = { ...SHARE, isProportion: false }
export const COUNT = {
  unitKind: 'count',
  countingUnit: 'persons',
  temporalKind: 'stock',
  frequency: 'year',
  direction: 'decrease',
  sourceKind: 'administrative',
}

export async function addIndicator(
  lead: Asker,
  initiative: TestInitiative,
  code: string,
  definition: Record<string, unknown>,
  dimensionCodes: readonly string[] = [],
): Promise<void> {
  const answer = await lead.ask('POST', initiative.path('/indicators'), {
    body: {
      code,
      scope: 'population',
      isCore: false,
      dimensionCodes,
      definition: { nameFr: code, definitionFr: 'Selon le producteur.', purposeFr: 'Essai sur fichier réel.', ...definition },
    },
  })
  expect(answer.status, answer.text).toBe(201)
}

export type Way = 'command' | 'api'

/** A long import goes on after its answer, and on a busy machine most are long. */
async function finished(lead: Asker, initiative: TestInitiative, begun: Import): Promise<Import> {
  let now = begun
  while (now.state === 'running') {
    await sleep(200)
    const answer = await lead.get<Import>(initiative.path(`/imports/${begun.id}`))
    // A busy server says when to come back; whoever asks does.
    if (answer.status === 503) await sleep(2000)
    else now = answer.body
  }
  return now
}

/** Imports a real file by the command's function or by the API. */
export async function importBy(
  way: Way,
  world: World,
  lead: Asker,
  initiative: TestInitiative,
  file: { path: string; bytes?: Buffer },
  mapping: Mapping,
  options: { dryRun?: boolean; partial?: boolean } = {},
): Promise<{ state: ImportState; result: ImportResult }> {
  const bytes = file.bytes ?? dataFile(file.path)
  const fileName = basename(file.path)
  if (way === 'command') return importFigures(world.db, new Date(), { initiative: initiative.slug, fileName, bytes, mapping, ...options })
  const answer = await lead.ask<Import>('POST', initiative.path('/imports'), {
    body: importForm(fileName, bytes, { mapping: JSON.stringify(mapping), ...mapValues(options) }),
  })
  expect(answer.status, answer.text).toBe(201)
  const { state, result } = await finished(lead, initiative, answer.body)
  return { state, result: result as ImportResult }
}

const mapValues = (options: Record<string, boolean>) => Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]))

/** What the initiative exports, imported again without a mapping: every figure is there, none changes. */
export async function expectBack(world: World, lead: Asker, initiative: TestInitiative, count: number, format: 'csv' | 'xlsx' = 'csv'): Promise<void> {
  const { bytes, fileName } = await download(world, lead, initiative.path('/exports'), { format })
  const answer = await lead.ask<Import>('POST', initiative.path('/imports'), { body: importForm(fileName, bytes, {}) })
  const done = await finished(lead, initiative, answer.body)
  expect(done, JSON.stringify(done).slice(0, 2000)).toMatchObject({ state: 'done', result: { created: 0, changed: 0, rejected: 0, unchanged: count } })
}

export async function loadPlaces(world: World, initiative: TestInitiative, path: string, mapping: string | null, level: string | null = null) {
  return importTerritories(world.db, new Date(), {
    initiative: initiative.slug,
    fileName: basename(path),
    bytes: dataFile(path),
    mapping: mapping === null ? null : loadNamed(mapping),
    level,
  })
}

/** One row of a question to the database, as the owner under the initiative's context. */
export async function one<Row extends object>(world: World, initiative: TestInitiative, question: string, values: readonly unknown[] = []): Promise<Row> {
  const rows = await all<Row>(world, initiative, question, values)
  return rows[0] as Row
}

export async function all<Row extends object>(world: World, initiative: TestInitiative, question: string, values: readonly unknown[] = []): Promise<Row[]> {
  return world.maintain(initiative.id, async (client) => (await client.query(question, [initiative.id, ...values])).rows as Row[])
}

export interface Cell {
  indicator: string
  territory: string
  level: string
  period: string
  category: string
  value: string | null
  presence: string
  flags: string[]
}

/** Cells of the progress API. */
export async function progress(lead: Asker, initiative: TestInitiative, query: Record<string, string>): Promise<Cell[]> {
  const answer = await lead.get<{ cells: Cell[] }>(initiative.path('/progress'), query)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.cells
}
