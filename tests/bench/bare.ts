/**
 * The other side of the comparison: Fastify and pg, the plain SQL of each question as the superuser on
 * the same tables, and the same JSON, made by the same pure rules. No session, no hat, no row level
 * security, no validation, no transaction around a reading.
 */
import Fastify from 'fastify'
import { Pool, types } from 'pg'
import { readProgress } from './bare-progress.ts'
import { moveFigures, saveFigures, type MoveItem, type SaveItem } from './bare-writes.ts'

const env = (name: string) => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

types.setTypeParser(1082, (text) => text)
types.setTypeParser(1700, (text) => text)
const initiativeId = env('BARE_INITIATIVE')
const userId = env('BARE_USER')
const pool = new Pool({ connectionString: env('BARE_URL'), max: 10, options: '-c search_path=app' })
const { rows } = await pool.query<{ today: string; top: string }>(
  `select (clock_frozen_at at time zone time_zone)::date::text as today, top_territory_id as top from app.initiatives where id = $1`,
  [initiativeId],
)
const facts = { initiativeId, userId, today: rows[0]?.today ?? '', topId: rows[0]?.top ?? '' }

const app = Fastify({ logger: false, bodyLimit: 8 * 1024 * 1024 })
const path = (rest: string) => `/api/v1/initiatives/:initiativeId${rest}`
app.get('/ready', () => ({ ready: true }))
app.get(path('/progress'), (request) => readProgress(pool, facts, request.query as Record<string, string>))
app.put(path('/observations'), (request) => saveFigures(pool, facts, (request.body as { items: SaveItem[] }).items))
app.post(path('/observations/submission'), (request) => moveFigures(pool, facts, 'submit', (request.body as { items: MoveItem[] }).items))
app.post(path('/observations/withdrawal'), (request) => moveFigures(pool, facts, 'take_back', (request.body as { items: MoveItem[] }).items))
await app.listen({ host: '127.0.0.1', port: Number(env('BARE_PORT')) })
process.once(
  'SIGTERM',
  () =>
    void app
      .close()
      .then(() => pool.end())
      .then(() => process.exit(0)),
)
