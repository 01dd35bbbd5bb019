import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { preparingPool } from './prepared.ts'

const LIMIT_MS = 20
/** A pool that lets its first askers down, each after so long. */
function poolFailing(times: number, after: () => Promise<void>) {
  let asked = 0
  const client = { connection: { stream: {} }, release: () => undefined }
  const connect = async () => {
    asked += 1
    if (asked > times) return client
    await after()
    throw new Error('timeout exceeded when trying to connect')
  }
  return { pool: { options: { connectionTimeoutMillis: LIMIT_MS }, connect } as unknown as Pool, asked: () => asked }
}
/** Works without a pause. */
const block = (milliseconds: number) => {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
  return Promise.resolve()
}

describe('a connection that is waited for', () => {
  it('is asked for once more when this process was too busy to see that it was there', async () => {
    const { pool, asked } = poolFailing(1, () => block(LIMIT_MS + 600))
    await preparingPool(pool).connect()
    expect(asked()).toBe(2)
  })

  it('is given up on time when the database does not answer', async () => {
    const { pool, asked } = poolFailing(1, () => sleep(LIMIT_MS))
    await expect(preparingPool(pool).connect()).rejects.toThrow('timeout exceeded')
    expect(asked()).toBe(1)
  })
})
