import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'

/** Name of better-auth's session cookie, `__Secure-` behind HTTPS. */
export function sessionCookieName(secure: boolean): string {
  return `${secure ? '__Secure-' : ''}maillage.session_token`
}

/**
 * The session token of a request, or null. The signature is checked before anything else, so that a
 * stranger cannot make the server parse a body or ask the database (reliability C0).
 */
export function sessionTokenOf(request: FastifyRequest, secret: string, secure: boolean): string | null {
  const header = request.headers.cookie
  if (header === undefined) return null
  const name = `${sessionCookieName(secure)}=`
  for (const part of header.split(';')) {
    const pair = part.trim()
    if (!pair.startsWith(name)) continue
    let value: string
    try {
      value = decodeURIComponent(pair.slice(name.length))
    } catch {
      return null
    }
    const dot = value.lastIndexOf('.')
    if (dot < 1) return null
    const token = value.slice(0, dot)
    const given = Buffer.from(value.slice(dot + 1), 'base64')
    const due = createHmac('sha256', secret).update(token).digest()
    return given.length === due.length && timingSafeEqual(given, due) ? token : null
  }
  return null
}

/** Minutes between two notes that a session is in use; the list of sessions tells the last one. */
const NOTED_EVERY = 30

/** When a session that lasts until `expiresAt` was last noted in use too long ago: it ends twelve hours after a note (auth.session_end). */
export function isToBeTouched(expiresAt: Date): boolean {
  return expiresAt.getTime() - Date.now() < (12 * 60 - NOTED_EVERY) * 60_000
}

/** Notes that a session is in use; one that nears its seven days is written no more often than the others. */
export async function touchSession(pool: Pool, sessionId: string): Promise<void> {
  await pool.query(`update auth.sessions set updated_at = now() where id = $1 and updated_at < now() - $2 * interval '1 minute'`, [sessionId, NOTED_EVERY])
}
