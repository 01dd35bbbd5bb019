import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import type { Asked, Question } from './load.ts'
import type { Measured } from './children.ts'
import type { Synthetic } from './synthetic.ts'

/** The quarter that runs: drafts in it change no answer of the readings. */
export const RUNNING = '2026-Q1'
/** Real and bare write figures of their own, side by side: municipalities from here on. */
const FIRST_PLACE = { real: 0, bare: 400 } as const

export interface ServerOfData {
  readonly server: Measured
  readonly data: Synthetic
}

const pad = (n: number, width: number) => String(n).padStart(width, '0')
export const pathOf = ({ initiativeId }: Synthetic, rest: string) => `/api/v1/initiatives/${initiativeId}${rest}`
export const headersOf = ({ data, server }: ServerOfData) => ({ cookie: data.cookie, 'maillage-hat': data.hatId, origin: server.origin })

/** Readings: the same address for both servers. */
export const READINGS = {
  Q1: '/progress?level=region',
  Q2: '/progress?level=region&indicator=I03&from=2020-Q1&to=2025-Q4',
  Q3: '/progress?by=partner&territory=M000&indicator=I12',
} as const

export const reading =
  (name: keyof typeof READINGS) =>
  ({ data }: ServerOfData): Question =>
  () => ({ method: 'GET', path: pathOf(data, READINGS[name]) })

/** Parts of a figure of indicator `n`, in storage units. */
export function valueOf(n: number, amount: number): Record<string, string> {
  if (n < 10) return { value: String(amount) }
  return n < 15 ? { numerator: String(amount % 50), denominator: String(50 + (amount % 7)) } : { value: String(amount), sampleN: String(10 + (amount % 5)) }
}

interface Figure {
  readonly item: Record<string, string>
  readonly n: number
  id: string
  version: number
  isSubmitted: boolean
}

function figuresOf({ server }: ServerOfData): Figure[] {
  return Array.from({ length: 25 }, (_, place) => ({
    n: place % 20,
    id: '',
    version: 0,
    isSubmitted: false,
    item: { indicator: `I${pad(place % 20, 2)}`, territory: `V${pad(FIRST_PLACE[server.name] + place, 4)}`, partner: 'P00', period: RUNNING },
  }))
}

/** Asks once. @throws unless it succeeds */
export async function askOnce(of: ServerOfData, asked: Asked): Promise<string> {
  const response = await fetch(`${of.server.origin}${asked.path}`, {
    method: asked.method,
    headers: { ...headersOf(of), ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(asked.body === undefined ? {} : { body: asked.body }),
  })
  const text = await response.text()
  if (!response.ok)
    throw new Error(`${of.server.name} answered ${response.status} to ${asked.method} ${asked.path}: ${text.slice(0, 500)}\n${of.server.lastWords()}`)
  asked.answered?.(text)
  return text
}

interface SaveAnswer {
  results: { outcome: string; version: number }[]
}

/** One figure typed over and over, each time with the version that was seen. */
export function saving(of: ServerOfData): Question {
  const figures = figuresOf(of)
  let amount = 100
  return (connection) => {
    const figure = figures[connection] as Figure
    amount += 1
    const item = { ...figure.item, ...valueOf(figure.n, amount % 1000), version: figure.version }
    return {
      method: 'PUT',
      path: pathOf(of.data, '/observations'),
      body: JSON.stringify({ items: [item] }),
      answered(body) {
        const [result] = (JSON.parse(body) as Partial<SaveAnswer>).results ?? []
        if (result?.outcome !== 'created' && result?.outcome !== 'changed') throw new Error(`a save was not done: ${body}\n${of.server.lastWords()}`)
        figure.version = result.version
      },
    }
  }
}

/** One figure handed in and taken back, over and over: the cells of the place and of all above it are computed each time. */
export async function moving(of: ServerOfData, database: Client): Promise<Question> {
  const figures = figuresOf(of)
  for (const figure of figures) {
    const { rows } = await database.query<{ id: string; version: number }>(
      `select o.id, o.version from app.observations o join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
       join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
       join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id join app.partners pa on pa.initiative_id = o.initiative_id and pa.id = o.partner_id
       where o.initiative_id = $1 and i.code = $2 and t.code = $3 and p.code = $4 and pa.code = $5`,
      [of.data.initiativeId, figure.item.indicator, figure.item.territory, RUNNING, figure.item.partner],
    )
    if (rows[0] === undefined) throw new Error('the figures to move are those that were saved before')
    Object.assign(figure, rows[0])
  }
  return (connection) => {
    const figure = figures[connection] as Figure
    return {
      method: 'POST',
      path: pathOf(of.data, figure.isSubmitted ? '/observations/withdrawal' : '/observations/submission'),
      // Figures made up at random are unusual: they are handed in confirmed.
      body: JSON.stringify({ items: [{ id: figure.id, version: figure.version, ...(figure.isSubmitted ? {} : { confirmed: true, comment: 'Mesure' }) }] }),
      answered(body) {
        const [result] = (JSON.parse(body) as Partial<SaveAnswer>).results ?? []
        if (result?.outcome !== 'changed') throw new Error(`a move was not done: ${body}\n${of.server.lastWords()}`)
        figure.version = result.version
        figure.isSubmitted = !figure.isSubmitted
      },
    }
  }
}

/** 10,000 figures in one call: 20 indicators in 500 municipalities, first created, then changed. */
export function bulk(of: ServerOfData): () => Asked {
  let round = 0
  return () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({
      indicator: `I${pad(index % 20, 2)}`,
      territory: `V${pad(Math.floor(index / 20), 4)}`,
      partner: of.server.name === 'real' ? 'P01' : 'P02',
      period: RUNNING,
      ...valueOf(index % 20, 10 + round + (index % 90)),
      version: round,
    }))
    round += 1
    return { method: 'PUT', path: pathOf(of.data, '/observations'), body: JSON.stringify({ items }) }
  }
}

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
