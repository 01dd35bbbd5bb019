import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** The key by which secrets of links wait in the outbox, drawn from the secret that signs sessions: 32 bytes, not in the database. */
export function sealingKey(sessionSecret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionSecret, '', 'maillage mail outbox', 32))
}

/** Encrypts a text (AES-256-GCM); `open` gives it back. */
export function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** @returns null when it was sealed with another key, or changed */
export function open(key: Buffer, sealed: string): string | null {
  try {
    const bytes = Buffer.from(sealed, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
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
