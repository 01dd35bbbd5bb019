import { isIPv6 } from 'node:net'
import type { Pool } from 'pg'
import { problem } from '#server/platform/http/problem.ts'

const WINDOW_MS = 15 * 60_000
const PER_ACCOUNT = 10
const PER_ADDRESS = 100

/** An IPv6 address counts by its /64: one household has billions of them. */
function addressKey(ip: string): string {
  return isIPv6(ip) && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip
}

/**
 * Counts failed sign-ins per account and per address in the database, so that it survives restarts
 * and holds over several processes. Unknown addresses are counted alike: the answer tells nothing.
 */
export function makeSignInLimiter(pool: Pool, now: () => Date) {
  const keysOf = (email: string, ip: string) => [{ key: `account:${email}`, limit: PER_ACCOUNT }, { key: `address:${addressKey(ip)}`, limit: PER_ADDRESS }]
  return {
    /** @throws too_many_requests */
    async check(email: string, ip: string): Promise<void> {
      const at = now().getTime()
      for (const { key, limit } of keysOf(email, ip)) {
        const { rows } = await pool.query<{ count: number; last_request: number }>('select count, last_request from auth.rate_limits where key = $1', [key])
        const row = rows[0]
        if (row !== undefined && row.count >= limit && at - row.last_request < WINDOW_MS) {
          throw problem('too_many_requests', { retrySeconds: Math.ceil((WINDOW_MS - (at - row.last_request)) / 1000) })
        }
      }
    },
    async record(email: string, ip: string, success: boolean): Promise<void> {
      const at = now().getTime()
      for (const { key } of keysOf(email, ip)) {
        if (success && key.startsWith('account:')) await pool.query('delete from auth.rate_limits where key = $1', [key])
        else if (!success) {
          await pool.query(
            `insert into auth.rate_limits as r (key, count, last_request) values ($1, 1, $2)
             on conflict (key) do update set count = case when excluded.last_request - r.last_request > $3 then 1 else r.count + 1 end, last_request = excluded.last_request`,
            [key, at, WINDOW_MS])
        }
      }
    },
  }
}
