import { betterAuth } from 'better-auth'
import type { Pool } from 'pg'

/** Shortest password; no composition rules (NIST, ASVS 6.2). */
export const MINIMUM_PASSWORD_LENGTH = 12

/** Endpoints of better-auth that the product uses; every other one is not routed at all. */
export const AUTH_ENDPOINTS = [
  { method: 'POST', path: '/sign-in/email', open: true },
  { method: 'POST', path: '/sign-out', open: true },
  { method: 'POST', path: '/change-password', open: false },
] as const

const times = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

/** E-mail and password sessions kept in the database; no cache, so that an end holds at once (P22). */
export function makeAuth(options: { pool: Pool; origin: string; trustedOrigins: readonly string[]; secret: string }) {
  const secure = options.origin.startsWith('https:')
  return betterAuth({
    appName: 'Maillage',
    baseURL: options.origin,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: [...options.trustedOrigins],
    database: options.pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      autoSignIn: false,
      minPasswordLength: MINIMUM_PASSWORD_LENGTH,
      maxPasswordLength: 200,
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      // The longest a session lasts; that it ends when it rests is auth.resolve_session()'s rule (P26).
      expiresIn: 60 * 60 * 24 * 7,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      modelName: 'sessions',
      fields: { ...times, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
    },
    user: { modelName: 'users', fields: { ...times, emailVerified: 'email_verified' } },
    account: {
      modelName: 'credentials',
      fields: {
        ...times,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { modelName: 'verifications', fields: { ...times, expiresAt: 'expires_at' } },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'maillage',
      useSecureCookies: secure,
      database: { generateId: 'uuid' },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
  })
}

export type Auth = ReturnType<typeof makeAuth>
