import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { memoryOf, startBare, startReal } from './children.ts'
import { ask, median, type Question } from './load.ts'
import { askOnce, bulk, hashOf, headersOf, moving, reading, READINGS, saving, type ServerOfData } from './questions.ts'
import type { Synthetic } from './synthetic.ts'

export const CONNECTIONS = [1, 10, 25] as const
/** Requests of one measure; both servers are measured in turns, so that a busy moment of the machine meets both. */
const REQUESTS = 100
/** The first requests of all connections come together and are answered one after the other: with few more behind them, the median tells of that moment alone. */
const REQUESTS_A_CONNECTION = 16
const PAGES = 200
/** The engine gives memory back when nothing was asked for some eight seconds. */
export const REST_SECONDS = 15

/** Medians in milliseconds of one question at one number of connections. */
export interface Pair {
  readonly real: number
  readonly ratio: number
}

/** What was measured with one number of observations. */
export interface Measures {
  readonly size: number
  readonly rows: { question: string; pairs: Pair[] }[]
  /** Milliseconds of the slowest first figure of an indicator handed in for a quarter: it makes the totals of every place that owes. */
  readonly opening: number
  readonly bulkSeconds: number
  readonly bulkRatio: number
  /** Resident mebibytes of the server after everything, the pages and a rest; null where no page was asked. */
  readonly memory: { readonly now: number; readonly peak: number; readonly pages: number } | null
}

/** How thoroughly to measure. */
export interface Effort {
  readonly turns: number
  /** Also ask for pages, then look at the server's memory. */
  readonly pages: boolean
}

type Both = readonly [real: ServerOfData, bare: ServerOfData]
type Questions = readonly [real: Question, bare: Question]

/** Times of two questions asked in turns; the first turn warms up. */
async function inTurns(sides: Both, questions: Questions, connections: number, turns: number): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []]
  for (let turn = 0; turn <= turns; turn += 1)
    for (const side of [0, 1] as const) {
      const answered = await ask(
        sides[side].server.origin,
        headersOf(sides[side]),
        questions[side],
        connections,
        Math.max(REQUESTS, connections * REQUESTS_A_CONNECTION),
      )
      if (turn > 0) times[side].push(...answered)
    }
  return times
}

async function pairOf(sides: Both, questions: Questions, connections: number, turns: number): Promise<Pair> {
  const [real, bare] = await inTurns(sides, questions, connections, turns)
  return { real: median(real), ratio: median(real) / median(bare) }
}

/** @throws when the two servers answer differently */
async function compareAnswers(what: string, sides: Both, askedOf: (side: 0 | 1) => ReturnType<Question>): Promise<void> {
  const answers = [await askOnce(sides[0], askedOf(0)), await askOnce(sides[1], askedOf(1))]
  if (hashOf(answers[0] ?? '') !== hashOf(answers[1] ?? ''))
    throw new Error(`${what}: the two servers answer differently\n${answers.map((answer) => answer.slice(0, 300)).join('\n')}`)
}

/** Hands each figure in and takes it back, one after the other. @returns milliseconds of the slowest handing in by the product */
async function openQuarter(sides: Both, moves: Questions): Promise<number> {
  let slowest = 0
  for (const side of [0, 1] as const)
    for (let place = 0; place < Math.max(...CONNECTIONS); place += 1) {
      const start = performance.now()
      await askOnce(sides[side], moves[side](place))
      if (side === 0) slowest = Math.max(slowest, performance.now() - start)
      await askOnce(sides[side], moves[side](place))
    }
  return slowest
}

/** 10,000 rows in one call, three times over: created, then changed. */
async function measureBulk(sides: Both): Promise<{ real: number; bare: number }> {
  const bulks = [bulk(sides[0]), bulk(sides[1])] as const
  const seconds: [number[], number[]] = [[], []]
  for (let round = 0; round < 3; round += 1) {
    const hashes: string[] = []
    for (const side of [0, 1] as const) {
      const asked = bulks[side]()
      const start = performance.now()
      hashes.push(hashOf(await askOnce(sides[side], asked)))
      seconds[side].push((performance.now() - start) / 1000)
    }
    if (hashes[0] !== hashes[1]) throw new Error('Q5: the two servers answer differently')
  }
  return { real: median(seconds[0]), bare: median(seconds[1]) }
}

/** What a coordinator looks at: the dashboard and an indicator's page with its charts and map, one after the other. */
async function viewPages(real: ServerOfData): Promise<void> {
  for (let view = 0; view < PAGES; view += 1) {
    const level = Math.floor(view / 2) % 2 === 0 ? 'region' : 'mrc'
    const path = view % 2 === 0 ? `dashboard?level=${level}` : `indicators/I${String(Math.floor(view / 2) % 20).padStart(2, '0')}?level=${level}`
    const answer = await fetch(`${real.server.origin}/fr-CA/i/${real.data.slug}/${path}`, { headers: headersOf(real) })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`the page ${path} answered ${answer.status}: ${text.slice(0, 300)}\n${real.server.lastWords()}`)
  }
}

/** Q1–Q5 with one number of observations, the product beside the bare server. */
export async function measure(data: Synthetic, folder: string, { turns, pages }: Effort, tell: (line: string) => void): Promise<Measures> {
  const real = { server: await startReal(data, folder), data }
  const bare = { server: await startBare(data), data }
  const sides: Both = [real, bare]
  const client = new Client({ connectionString: data.bareUrl })
  await client.connect()
  try {
    const rows: Measures['rows'] = []
    const run = async (question: string, questions: Questions) => {
      const pairs: Pair[] = []
      for (const connections of CONNECTIONS) pairs.push(await pairOf(sides, questions, connections, turns))
      rows.push({ question, pairs })
      tell(
        `${data.size} ${question}: ${pairs.map((pair, at) => `${CONNECTIONS[at]} at once ${pair.real.toFixed(1)} ms, ratio ${pair.ratio.toFixed(2)}`).join('; ')}`,
      )
    }
    for (const [name, words] of [
      ['Q1', 'Q1 every indicator, regions'],
      ['Q2', 'Q2 one indicator, 24 quarters, regions'],
      ['Q3', 'Q3 one indicator by partner in one MRC'],
    ] as const satisfies readonly (readonly [keyof typeof READINGS, string])[]) {
      const questions: Questions = [reading(name)(real), reading(name)(bare)]
      await compareAnswers(name, sides, (side) => questions[side](0))
      await run(words, questions)
    }
    const saves: Questions = [saving(real), saving(bare)]
    for (let place = 0; place < 25; place += 1) await compareAnswers('Q4', sides, (side) => saves[side](place))
    await run('Q4 save one value', saves)
    const moves: Questions = [await moving(real, client), await moving(bare, client)]
    // The first figure of a quarter costs more than those that follow: it is told apart, and not asked of all connections at once.
    const opening = await openQuarter(sides, moves)
    tell(`${data.size} first figure of an indicator handed in for a quarter: ${opening.toFixed(0)} ms at most`)
    await run('Q4 hand one value in or take it back, totals follow', moves)
    const bulkTimes = await measureBulk(sides)
    tell(`${data.size} Q5 10,000 rows in one call: ${bulkTimes.real.toFixed(2)} s, ratio ${(bulkTimes.real / bulkTimes.bare).toFixed(2)}`)
    if (pages) await viewPages(real)
    if (pages) await sleep(REST_SECONDS * 1000)
    const memory = pages ? { ...memoryOf(real.server.pid), pages: PAGES } : null
    if (memory !== null)
      tell(`${data.size} server memory after ${PAGES} pages and ${REST_SECONDS} s of rest: ${memory.now.toFixed(0)} MiB, ${memory.peak.toFixed(0)} at most`)
    return { size: data.size, rows, opening, bulkSeconds: bulkTimes.real, bulkRatio: bulkTimes.real / bulkTimes.bare, memory }
  } finally {
    await client.end()
    await real.server.stop()
    await bare.server.stop()
  }
}

/** How much longer Q1 takes with many observations than with few: two servers of the product, asked in turns. */
export async function measureGrowth(few: Synthetic, many: Synthetic, folders: readonly [string, string], turns: number): Promise<number> {
  const sides: Both = [
    { server: await startReal(many, folders[0]), data: many },
    { server: await startReal(few, folders[1]), data: few },
  ]
  try {
    const [large, small] = await inTurns(sides, [reading('Q1')(sides[0]), reading('Q1')(sides[1])], 10, turns)
    return median(large) / median(small)
  } finally {
    for (const { server } of sides) await server.stop()
  }
}
