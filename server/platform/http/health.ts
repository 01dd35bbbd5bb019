import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/connect.ts'

/** `/live` touches nothing; `/ready` asks the database at most every two seconds (P12). */
export function health(app: FastifyInstance, db: Db): void {
  const state = { stopping: false, at: 0, ready: false }
  app.addHook('preClose', async () => {
    state.stopping = true
  })
  app.get('/live', { config: { policy: { kind: 'public', reason: 'liveness says nothing but that the process answers' } } }, async () => ({ live: true }))
  app.get('/ready', { config: { policy: { kind: 'public', reason: 'readiness says only yes or no' } } }, async (_request, reply) => {
    if (!state.stopping && Date.now() - state.at > 2000) {
      state.at = Date.now()
      state.ready = await sql`select 1`.execute(db).then(
        () => true,
        () => false,
      )
    }
    const ready = state.ready && !state.stopping
    return reply.status(ready ? 200 : 503).send({ ready })
  })
}
