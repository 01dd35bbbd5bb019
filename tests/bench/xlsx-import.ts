/**
 * A workbook of 50,000 rows through the steps of the import, on a server of its own: seconds from upload to end,
 * growth of the server's memory, other people's dashboard meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { writeXlsx } from 'hucre/xlsx'
import { importForm } from '../support/import-form.ts'
import { memoryOf, startCommand } from './children.ts'
import { freePort, makeDataFolder, signIn, startServer } from '../support/server-process.ts'

/** What the import of a large workbook took. */
export interface XlsxImport {
  readonly rows: number
  readonly readSeconds: number
  readonly checkSeconds: number
  readonly importSeconds: number
  /** Most that the server's resident memory grew by while it worked. */
  readonly grownMiB: number
  /** 95th percentile of other people's progress requests, before and meanwhile, in milliseconds. */
  readonly usualP95: number
  readonly meanwhileP95: number
  /** Longest wait for `/live` meanwhile, in milliseconds. */
  readonly liveMost: number
  /** Steps of the progress that was told. */
  readonly progress: readonly number[]
}

const PLACES = 250
const p95 = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0

async function workbook(rows: number): Promise<Buffer> {
  const cells: (string | number)[][] = [['Lieu', 'Organisme', 'Mois', 'Valeur']]
  for (let index = 0; index < rows; index += 1) {
    const month = Math.floor(index / PLACES)
    cells.push([`L${index % PLACES}`, 'P1', `${2000 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`, index])
  }
  return Buffer.from(await writeXlsx({ sheets: [{ name: 'Données', rows: cells }] }))
}

/** Measures on a server and a database of its own, and removes them. Linux only: memory is read from /proc. */
export async function measureXlsxImport(rows = 50_000): Promise<XlsxImport> {
  const folder = makeDataFolder()
  const { flags, env } = startCommand()
  const server = startServer(folder, await freePort(), { ...env, NODE_OPTIONS: flags.join(' ') })
  try {
    await server.ready()
    const pid = server.child.pid as number
    const call = await signIn(server.origin, 'admin')
    const ok = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
      const answer = await call(method, path, body)
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`)
      return answer.body as Body
    }
    const { id } = await ok<{ id: string }>('POST', '/api/v1/initiatives', { slug: 'banc', nameFr: 'Banc', preset: 'generic' })
    const base = `/api/v1/initiatives/${id}`
    await ok('PUT', `${base}/territory-levels`, {
      items: [
        { code: 'tout', rank: 12, nameFr: 'tout' },
        { code: 'lieu', rank: 11, nameFr: 'lieu' },
      ],
    })
    await ok('POST', `${base}/territories`, {
      items: [
        { code: 'TOUT', levelCode: 'tout', nameFr: 'Tout' },
        ...Array.from({ length: PLACES }, (_, index) => ({ code: `L${index}`, levelCode: 'lieu', nameFr: `Lieu ${index}`, parentCode: 'TOUT' })),
      ],
      topCode: 'TOUT',
    })
    await ok('POST', `${base}/partners`, { code: 'P1', name: 'Partenaire', joinedOn: '1990-01-01' })
    await ok('POST', `${base}/indicators`, {
      code: 'N',
      scope: 'performance',
      definition: {
        nameFr: 'Nombre',
        definitionFr: 'Essai.',
        purposeFr: 'Essai.',
        unitKind: 'count',
        countingUnit: 'things',
        resultType: 'how_much',
        temporalKind: 'flow',
        direction: 'increase',
        frequency: 'month',
        sourceKind: 'administrative',
      },
    })
    const other = await signIn(server.origin, 'coordination')
    const me = (await other('GET', '/api/v1/me')).body as unknown as { initiatives: { id: string; slug: string }[] }
    const demo = me.initiatives.find(({ slug }) => slug === 'grandir-entre-rives')?.id ?? ''
    const ask = async () => {
      const from = performance.now()
      await other('GET', `/api/v1/initiatives/${demo}/progress`)
      return performance.now() - from
    }
    for (let turn = 0; turn < 30; turn += 1) await ask()
    const usual: number[] = []
    for (let turn = 0; turn < 60; turn += 1) usual.push(await ask())

    const bytes = await workbook(rows)
    const before = memoryOf(pid).now
    let [most, liveMost, going] = [before, 0, true]
    const meanwhile: number[] = []
    const watching = [
      (async () => {
        while (going) {
          most = Math.max(most, memoryOf(pid).now)
          const from = performance.now()
          await (await fetch(`${server.origin}/live`)).arrayBuffer()
          liveMost = Math.max(liveMost, performance.now() - from)
          await sleep(50)
        }
      })(),
      (async () => {
        while (going) {
          meanwhile.push(await ask())
          await sleep(50)
        }
      })(),
    ]
    // Whatever becomes of it, nobody asks a server that is about to end.
    const took = await inSteps(base, bytes, rows, call, ok)
      .catch((cause: unknown) => {
        throw new Error(`the server said:\n${server.output().slice(-2000)}`, { cause })
      })
      .finally(async () => {
        going = false
        await Promise.allSettled(watching)
      })
    return { rows, ...took, grownMiB: most - before, usualP95: p95(usual), meanwhileP95: p95(meanwhile), liveMost }
  } finally {
    server.child.kill('SIGTERM')
    await server.exited(20_000)
    await folder.remove()
  }
}

type Caller = Awaited<ReturnType<typeof signIn>>
type Asked = <Body>(method: string, path: string, body?: unknown) => Promise<Body>

const seconds = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const from = performance.now()
  const result = await work()
  return [result, (performance.now() - from) / 1000]
}

interface Draft {
  id: string
  version: number
  choices: Record<string, unknown>
  checked: { result: { created: number; rejected: number } | null; unusual: { code: string }[] } | null
}

/** Read, checked and imported, each timed. */
async function inSteps(base: string, bytes: Buffer, rows: number, call: Caller, ok: Asked) {
  const [draft, readSeconds] = await seconds(() => ok<Draft>('POST', `${base}/import-drafts`, importForm('banc.xlsx', bytes, {})))
  const at = `${base}/import-drafts/${draft.id}`
  const saved = await chooseColumns(at, draft, call)
  const [checked, checkSeconds] = await seconds(async () => {
    // A check that takes long says so and goes on: what it finds is kept.
    let now = await call('POST', `${at}/check`)
    while (now.status === 503 || (now.body as unknown as Draft).checked === null) {
      await sleep(500)
      now = await call('GET', at)
    }
    return now.body as unknown as Draft
  })
  if (checked.checked?.result?.created !== rows) throw new Error(`the check found ${JSON.stringify(checked.checked?.result)} under version ${saved}`)
  const items = checked.checked.unusual.map(({ code }) => ({ code, comment: 'Banc' }))
  const confirmed = items.length === 0 ? null : await call('PUT', `${at}/confirmations`, { items }, { 'if-match': `"v${checked.version}"` })
  if (confirmed !== null && confirmed.status !== 200) throw new Error(`the confirmation answered ${confirmed.status}`)
  const progress: number[] = []
  const [, importSeconds] = await seconds(async () => {
    let done = await ok<{ id: string; state: string; progress: { done: number } | null; result: { created: number } | null }>('POST', `${at}/run`)
    while (done.state === 'running') {
      await sleep(200)
      done = await ok('GET', `${base}/imports/${done.id}`)
      const now = done.progress?.done ?? 0
      if (now > (progress.at(-1) ?? 0)) progress.push(now)
    }
    if (done.result?.created !== rows) throw new Error(`the import ended ${done.state}: ${JSON.stringify(done.result)}`)
  })
  return { readSeconds, checkSeconds, importSeconds, progress }
}

/** The choices of the bench's columns. @returns the draft's version then */
async function chooseColumns(at: string, draft: { version: number; choices: Record<string, unknown> }, call: Caller): Promise<number> {
  const choices = {
    ...draft.choices,
    indicatorFrom: 'constant:N',
    territoryFrom: 'column:#1',
    territoryBy: 'code',
    partnerFrom: 'column:#2',
    partnerBy: 'code',
    periodFrom: 'column:#3',
    periodPattern: 'code',
    figure: 'value',
    value: 'column:#4',
  }
  const answer = await call('PUT', at, { choices }, { 'if-match': `"v${draft.version}"` })
  if (answer.status !== 200) throw new Error(`PUT ${at} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`)
  return (answer.body as { version: number }).version
}
