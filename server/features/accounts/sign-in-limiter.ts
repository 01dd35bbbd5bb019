import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Pool } from 'pg'
import { problem } from '#server/platform/http/problem.ts'

const WINDOW_MS = 15 * 60_000
const PER_ACCOUNT = 10
const PER_ADDRESS = 100

/** An IPv6 address counts by its /64, however it is written: one household has billions of them. */
function addressKey(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) groups.push(...Array.from({ length: 8 - groups.length - (tail === '' ? 0 : tail.split(':').length) }, () => '0'))
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** People type passwords into the wrong field: what they typed is not kept. */
function accountKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
}

/** Counts guesses of passwords, wherever a password can be tried. */
export interface SignInLimiter {
  /** Counts one attempt before it is made, so that many at the same moment count too. @throws too_many_requests */
  check(email: string, ip: string): Promise<void>
  /** Takes the attempt back when the password was right; a right one forgives those before. */
  record(email: string, ip: string, success: boolean): Promise<void>
}

/**
 * Counts failed sign-ins per account and per address in the database, so that it survives restarts
 * and holds over several processes. Unknown addresses are counted alike: the answer tells nothing.
 */
export function makeSignInLimiter(pool: Pool, now: () => Date): SignInLimiter {
  const addressOf = (ip: string) => `address:${addressKey(ip)}`
  const accountOf = (email: string) => `account:${accountKey(email)}`

  /** Counts one attempt. @returns seconds to wait when it is one too many: that one is not made, and does not lengthen the wait */
  async function take(key: string, limit: number, at: number): Promise<number | null> {
    const { rows } = await pool.query<{ count: number; last_request: number }>(
      `insert into auth.rate_limits as r (key, count, last_request) values ($1, 1, $2)
       on conflict (key) do update set count = least(r.count + 1, $3 + 1), last_request = case when r.count >= $3 then r.last_request else excluded.last_request end
       returning count, last_request`,
      [key, at, limit],
    )
    const { count = 0, last_request: last = at } = rows[0] ?? {}
    return count > limit ? Math.max(1, Math.ceil((WINDOW_MS - (at - last)) / 1000)) : null
  }
  const giveBack = (key: string) => pool.query('update auth.rate_limits set count = count - 1 where key = $1 and count > 0', [key])

  return {
    async check(email, ip) {
      const at = now().getTime()
      await pool.query('delete from auth.rate_limits where last_request < $1', [at - WINDOW_MS])
      const byAddress = await take(addressOf(ip), PER_ADDRESS, at)
      const byAccount = byAddress === null ? await take(accountOf(email), PER_ACCOUNT, at) : null
      if (byAccount !== null) await giveBack(addressOf(ip))
      const retrySeconds = byAddress ?? byAccount
      if (retrySeconds !== null) throw problem('too_many_requests', { retrySeconds })
    },
    async record(email, ip, success) {
      if (!success) return
      await pool.query('delete from auth.rate_limits where key = $1', [accountOf(email)])
      await giveBack(addressOf(ip))
    },
  }
}
