import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** The key by which secrets of links wait in the outbox, drawn from the secret that signs sessions: 32 bytes, not in the database. */
export function sealingKey(sessionSecret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionSecret, '', 'maillage mail outbox', 32))
}

const mark = (key: Buffer, userId: string) => createHmac('sha256', key).update(`preferences of ${userId}`).digest().subarray(0, 24)

/** The token of somebody's mail preferences: the same in every mail, so that the link of an old one works. It opens nothing else. */
export function preferenceToken(key: Buffer, userId: string): string {
  return `${userId}.${mark(key, userId).toString('base64url')}`
}

/** Whose preferences a token opens; null when it is none. */
export function userOfToken(key: Buffer, token: string): string | null {
  const [userId = '', given = ''] = token.split('.')
  if (!/^[0-9a-f-]{36}$/.test(userId)) return null
  const bytes = Buffer.from(given, 'base64url')
  const expected = mark(key, userId)
  return bytes.length === expected.length && timingSafeEqual(bytes, expected) ? userId : null
}
