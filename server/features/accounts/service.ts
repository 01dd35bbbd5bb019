import { createHash, randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { Pool, PoolClient } from 'pg'
import type { Me } from '#shared/accounts/contract.ts'
import { unreadOf } from '#server/features/notifications/service.ts'
import { MINIMUM_PASSWORD_LENGTH } from '#server/platform/auth.ts'
import { setContext, type Trx } from '#server/platform/db/context.ts'
import { isUniqueViolation } from '#server/platform/db/errors.ts'
import type { Session } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { isCommonPassword } from './common-passwords.ts'
import type { SessionState } from './password-link-queries.ts'
import { recordPasswordChosen, type PasswordChosen } from './password-links.ts'
import type { SignInLimiter } from './sign-in-limiter.ts'
import {
  consumeLink,
  deleteInvitations,
  findLink,
  findUser,
  initiativeCard,
  insertLink,
  listEndedHats,
  listInvitations,
  listOwnHats,
  listUsersSeen,
  partnersNamed,
  suspendedHats,
  type LinkRow,
} from './queries.ts'

const HOUR = 3_600_000
/** How long each kind of link holds, in milliseconds. */
const LINK_LIFE: Record<LinkRow['kind'], number> = { invitation: 14 * 24 * HOUR, password_reset: HOUR / 2, set_up: HOUR }

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Initiatives where every hat of a person has ended, each once with its last one. */
async function readEnded(trx: Trx, userId: string, present: ReadonlySet<string>): Promise<Me['ended']> {
  const last = new Map<string, Awaited<ReturnType<typeof listEndedHats>>[number]>()
  for (const hat of await listEndedHats(trx, userId)) if (!present.has(hat.initiative_id) && !last.has(hat.initiative_id)) last.set(hat.initiative_id, hat)
  const ended: Me['ended'] = []
  for (const [initiativeId, hat] of last) {
    await setContext(trx, { initiativeId, actorId: userId, role: null, partnerId: null, commitment: false })
    const card = await initiativeCard(trx, initiativeId)
    if (card !== undefined) ended.push({ nameFr: card.name_fr, nameEn: card.name_en, role: hat.role, endedOn: hat.ends_on })
  }
  return ended
}

/** The account with every initiative where it has a hat today, and those where it had one; one context per initiative (D21). */
export async function readMe(trx: Trx, session: Session, state: SessionState | null): Promise<Me> {
  const hats = await listOwnHats(trx, session.userId)
  const initiatives: Me['initiatives'] = []
  for (const initiativeId of new Set(hats.map((hat) => hat.initiative_id))) {
    await setContext(trx, { initiativeId, actorId: session.userId, role: null, partnerId: null, commitment: false })
    const card = await initiativeCard(trx, initiativeId)
    if (card === undefined) continue
    const own = hats.filter((hat) => hat.initiative_id === initiativeId)
    const partners = new Map(
      (
        await partnersNamed(
          trx,
          initiativeId,
          own.flatMap((hat) => hat.partner_id ?? []),
        )
      ).map((row) => [row.id, row]),
    )
    const committed = own.filter((hat) => hat.role === 'funder' && hat.learning_commitment_on !== null).map(({ id }) => id)
    const suspended = committed.length === 0 ? [] : await suspendedHats(trx, initiativeId, committed)
    const currentHatId = own.find((hat) => hat.id === state?.hatId)?.id ?? (own[0] as (typeof own)[number]).id
    initiatives.push({
      id: card.id,
      slug: card.slug,
      nameFr: card.name_fr,
      nameEn: card.name_en,
      mainLanguage: card.main_language as 'fr' | 'en',
      languages: card.languages,
      state: card.state as 'active',
      isDemo: card.is_demo,
      clockFrozenAt: card.clock_frozen_at?.toISOString() ?? null,
      timeZone: card.time_zone,
      currencyCode: card.currency_code,
      modules: card.modules as Me['initiatives'][number]['modules'],
      hats: own.map((hat) => ({
        id: hat.id,
        role: hat.role,
        isLead: hat.is_lead,
        startsOn: hat.starts_on,
        endsOn: hat.ends_on,
        partnerCode: partners.get(hat.partner_id ?? '')?.code ?? null,
        partnerName: partners.get(hat.partner_id ?? '')?.name ?? null,
        learningCommitmentOn: suspended.includes(hat.id) ? null : hat.learning_commitment_on,
      })),
      unread: await unreadOf(trx, initiativeId, currentHatId),
      currentHatId,
    })
  }
  initiatives.sort((a, b) => a.nameFr.localeCompare(b.nameFr, 'fr'))
  return {
    userId: session.userId,
    name: session.name,
    email: session.email,
    locale: session.locale as Me['locale'],
    isInstanceAdmin: session.isInstanceAdmin,
    isToldOfPasswordLink: state?.isToldOfPasswordLink ?? false,
    initiatives,
    ended: await readEnded(trx, session.userId, new Set(hats.map((hat) => hat.initiative_id))),
  }
}

/** @throws password_too_short, password_too_common */
export function checkPassword(password: string): void {
  if ([...password].length < MINIMUM_PASSWORD_LENGTH) throw problem('password_too_short', { minimum: MINIMUM_PASSWORD_LENGTH })
  if (isCommonPassword(password)) throw problem('password_too_common')
}

/** Makes a one-use link (≥ 128 random bits, only its hash kept) and gives its secret. */
export async function makeLink(
  pool: Pool,
  link: { kind: LinkRow['kind']; userId?: string | null; email: string; initiativeId?: string; roleAssignmentId?: string; createdBy?: string },
  now: Date,
): Promise<{ secret: string; expiresAt: Date }> {
  const secret = randomBytes(24).toString('base64url')
  const expiresAt = new Date(now.getTime() + LINK_LIFE[link.kind])
  await insertLink(pool, {
    kind: link.kind,
    secretHash: hashSecret(secret),
    userId: link.userId ?? null,
    email: link.email.toLowerCase(),
    initiativeId: link.initiativeId ?? null,
    roleAssignmentId: link.roleAssignmentId ?? null,
    createdBy: link.createdBy ?? null,
    expiresAt,
  })
  return { secret, expiresAt }
}

/** What a link is for, without consuming it: mail scanners may open it. */
export async function previewLink(pool: Pool, secret: string) {
  const link = await findLink(pool, hashSecret(secret))
  if (link === null) throw problem('link_invalid')
  const user = await findUser(pool, link.email)
  let initiativeName: string | null = null
  let role: 'backbone' | 'partner_contributor' | 'partner_viewer' | 'funder' | null = null
  // Whoever made an invitation may open it too: it tells the name that was invited, never the account's own.
  let name = link.kind === 'invitation' ? null : (user?.name ?? null)
  if (link.initiative_id !== null) {
    await inLinkContext(pool, link.initiative_id, null, async (client) => {
      const { rows } = await client.query<{ name_fr: string; role: 'backbone'; person: string }>(
        `select i.name_fr, r.role, p.name as person from app.initiatives i
         join app.role_assignments r on r.initiative_id = i.id and r.id = $2
         join app.persons p on p.initiative_id = i.id and p.id = r.person_id where i.id = $1`,
        [link.initiative_id, link.role_assignment_id],
      )
      initiativeName = rows[0]?.name_fr ?? null
      role = rows[0]?.role ?? null
      name ??= rows[0]?.person ?? null
    })
  }
  return { kind: link.kind, email: link.email, name, initiativeName, role, expiresAt: link.expires_at.toISOString(), hasAccount: user !== null }
}

async function inLinkContext<T>(pool: Pool, initiativeId: string | null, actorId: string | null, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select app.set_ctx($1, $2, null, null, false)', [initiativeId, actorId])
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

async function setPassword(client: PoolClient, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password)
  const { rowCount } = await client.query("update auth.credentials set password = $2, updated_at = now() where user_id = $1 and provider_id = 'credential'", [
    userId,
    hash,
  ])
  if (rowCount === 0) {
    await client.query("insert into auth.credentials (user_id, account_id, provider_id, password) values ($1::uuid, $1::uuid::text, 'credential', $2)", [
      userId,
      hash,
    ])
  }
}

/**
 * Uses a link: makes the account if there is none, sets or checks its password, puts it behind the
 * invited hat. One transaction: the link is consumed or nothing happened.
 * @param attempts an invitation to somebody who has an account asks for its password: tries count as those of sign-in do
 * @returns the account's address, and what it is to be told of: its password was chosen by a link of somebody else
 * @throws link_invalid (or its hat has ended), password_too_short, password_too_common, already_exists (the first account's address), password_wrong (an account exists and the password is not its own), too_many_requests, unavailable (the address was given an account in this moment)
 */
export async function consumeSecret(
  pool: Pool,
  secret: string,
  input: { name?: string | undefined; password: string; email?: string | undefined },
  attempts: { limiter: SignInLimiter; ip: string },
  passwordFits: (userId: string, password: string, client: PoolClient) => Promise<boolean>,
  acceptHat: (client: PoolClient, link: { initiativeId: string; hatId: string }, userId: string, name: string | null) => Promise<boolean>,
  now: Date,
): Promise<{ email: string; chosen: PasswordChosen | null }> {
  const known = await findLink(pool, hashSecret(secret))
  if (known === null) throw problem('link_invalid')
  const isTry = known.kind === 'invitation' && (await findUser(pool, known.email)) !== null
  if (isTry) await attempts.limiter.check(known.email, attempts.ip)
  const used = await inLinkContext(pool, known.initiative_id, null, async (client) => {
    const link = await consumeLink(client, hashSecret(secret))
    if (link === null) throw problem('link_invalid')
    const email = link.kind === 'set_up' ? (input.email ?? link.email).toLowerCase() : link.email
    const existing = await findUser(client, email)
    if (link.kind === 'set_up' && existing !== null) throw problem('already_exists', { field: 'email' })
    let userId = existing?.id
    let chosen: PasswordChosen | null = null
    if (link.kind === 'invitation' && existing !== null) {
      if (!(await passwordFits(existing.id, input.password, client))) throw problem('password_wrong')
    } else {
      checkPassword(input.password)
      if (userId === undefined) {
        const { rows } = await client.query<{ id: string }>(
          'insert into auth.users (name, email, email_verified, is_instance_admin) values ($1, $2, true, $3) returning id',
          [input.name ?? email, email, link.kind === 'set_up'],
        )
        userId = (rows[0] as { id: string }).id
      }
      await setPassword(client, userId, input.password)
      if (link.kind === 'password_reset') await client.query('delete from auth.sessions where user_id = $1', [userId])
      chosen = await recordPasswordChosen(client, link, userId, now)
    }
    if (link.initiative_id !== null && link.role_assignment_id !== null) {
      if (!(await acceptHat(client, { initiativeId: link.initiative_id, hatId: link.role_assignment_id }, userId as string, input.name ?? null)))
        throw problem('link_invalid')
    }
    return { email, chosen }
  }).catch((error: unknown) => {
    // Two invitations of one new address, used in one moment: the second asks again and finds the account.
    throw isUniqueViolation(error, 'users_email_key') ? problem('unavailable', { retrySeconds: 1 }) : error
  })
  if (isTry) await attempts.limiter.record(known.email, attempts.ip, true)
  return used
}

/** The account of an e-mail address; null when there is none. */
export async function findAccount(pool: Pool, email: string): Promise<{ id: string; name: string } | null> {
  return findUser(pool, email.toLowerCase())
}

export interface AccountFacts {
  readonly email: string
  readonly isInstanceAdmin: boolean
  readonly lastSeenAt: Date | null
}

/** What the backbone may know of accounts: address and last use. */
export async function accountFacts(pool: Pool, userIds: readonly string[]): Promise<Map<string, AccountFacts>> {
  const rows = await listUsersSeen(pool, userIds)
  return new Map(rows.map((row) => [row.id, { email: row.email, isInstanceAdmin: row.is_instance_admin, lastSeenAt: row.last_seen_at }]))
}

/** When the invitation to each of these hats ends, for those that still have one. */
export async function pendingInvitations(pool: Pool, hatIds: readonly string[]): Promise<Map<string, Date>> {
  return new Map((await listInvitations(pool, hatIds)).map((row) => [row.role_assignment_id, row.expires_at]))
}

/** Ends the invitation to a hat. */
export function endInvitation(pool: Pool, hatId: string): Promise<void> {
  return deleteInvitations(pool, hatId)
}
