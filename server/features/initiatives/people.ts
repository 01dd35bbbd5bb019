import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { accountFacts, findAccount, makeLink, pendingInvitations } from '#server/features/accounts/service.ts'
import { mailLink } from '#server/features/notifications/service.ts'
import type { MailDeps } from '#server/app.ts'
import { ensureOrganization, partnerIdOf } from '#server/features/partners/service.ts'
import { audit } from '#server/platform/audit.ts'
import { setContext, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { HatChange, Person, PersonInput } from '#shared/initiatives/contract.ts'
import { mayInvite, mayInviteAgain, personAbilities } from './access.ts'
import {
  ensurePerson,
  findHat,
  hasHatElsewhere,
  holdsAlready,
  hostPartner,
  insertHat,
  leadsForUpdate,
  listHats,
  updateHat,
  type HatRow,
} from './hat-queries.ts'

/** What work on people needs: the request's transaction, and the accounts' own pool. */
export interface PeopleDeps {
  readonly trx: Trx
  readonly authPool: Pool
  readonly actor: Actor
  readonly now: Date
  readonly mail: MailDeps
}

interface Invited {
  hatId: string
  link: string
  expiresAt: string
}

const fault = (field: string, code: string) => problem('invalid_request', {}, [{ pointer: `/${field}`, code }])

async function present(deps: PeopleDeps, rows: readonly HatRow[]): Promise<Person[]> {
  const isBackbone = deps.actor.role === 'backbone'
  const accounts = isBackbone
    ? await accountFacts(
        deps.authPool,
        rows.flatMap((row) => row.user_id ?? []),
      )
    : new Map<string, never>()
  const invitations = isBackbone
    ? await pendingInvitations(
        deps.authPool,
        rows.flatMap((row) => (row.user_id === null ? [row.id] : [])),
      )
    : new Map<string, never>()
  return rows.map((row) => {
    const account = accounts.get(row.user_id ?? '')
    return {
      hatId: row.id,
      name: row.name,
      role: row.role,
      isLead: row.is_lead,
      partnerCode: row.partner_code,
      partnerName: row.partner_name,
      details: isBackbone
        ? {
            email: account?.email ?? row.email,
            organizationName: row.organization_name,
            state: row.phase === 'ended' ? 'ended' : row.user_id === null ? 'invited' : row.phase,
            startsOn: row.starts_on,
            endsOn: row.ends_on,
            lastSeenAt: account?.lastSeenAt?.toISOString() ?? null,
            invitationExpiresAt: invitations.get(row.id)?.toISOString() ?? null,
            learningCommitmentOn: row.learning_commitment_on,
          }
        : null,
      version: row.version,
      abilities: personAbilities(deps.actor, row),
    }
  })
}

/** People of the initiative: all for the backbone; for partners the names and roles that hold today (domain 5, row 2). */
export async function listPeople(deps: PeopleDeps): Promise<Person[]> {
  const rows = await listHats(deps.trx, deps.actor.initiative.id)
  return present(deps, deps.actor.role === 'backbone' ? rows : rows.filter((row) => row.user_id !== null && row.phase === 'active'))
}

async function hatOr404(deps: PeopleDeps, hatId: string): Promise<HatRow> {
  const row = await findHat(deps.trx, deps.actor.initiative.id, hatId)
  if (row === undefined) throw problem('not_found')
  return row
}

async function link(deps: PeopleDeps, kind: 'invitation' | 'password_reset', hat: { id: string; email: string; userId: string | null }): Promise<Invited> {
  const made = await makeLink(
    deps.authPool,
    {
      kind,
      email: hat.email,
      createdBy: deps.actor.userId,
      ...(hat.userId === null ? {} : { userId: hat.userId }),
      ...(kind === 'invitation' ? { initiativeId: deps.actor.initiative.id, roleAssignmentId: hat.id } : {}),
    },
    deps.now,
  )
  const { locale, initiative } = deps.actor
  const hatId = kind === 'invitation' ? hat.id : null
  await mailLink(deps.trx, deps.mail, { kind, email: hat.email, locale, secret: made.secret, initiativeId: initiative.id, hatId }, deps.now)
  return { hatId: hat.id, link: `/${deps.actor.locale}/links/${made.secret}`, expiresAt: made.expiresAt.toISOString() }
}

/**
 * Prepares a role for somebody and gives the invitation's link. The lead invites anybody; a contributor
 * invites viewers of its own partner.
 * @throws not_allowed, unknown_reference, already_exists, dates_reversed, invalid_request
 */
export async function invitePerson(deps: PeopleDeps, input: PersonInput): Promise<Invited> {
  const { trx, actor, authPool, now } = deps
  const initiativeId = actor.initiative.id
  const isOfPartner = input.role === 'partner_contributor' || input.role === 'partner_viewer'
  if (isOfPartner && actor.role === 'backbone' && (input.partnerCode ?? null) === null) throw fault('partnerCode', 'required')
  if (input.isLead && input.role !== 'backbone') throw fault('isLead', 'invalid')
  const partnerId = isOfPartner
    ? (input.partnerCode ?? null) === null
      ? actor.partnerId
      : await partnerIdOf(trx, initiativeId, input.partnerCode as string)
    : null
  if (!mayInvite(actor, input, partnerId)) throw problem('not_allowed')
  const startsOn = input.startsOn ?? null
  const endsOn = input.endsOn ?? null
  if (endsOn !== null && endsOn < (startsOn ?? now.toISOString().slice(0, 10)))
    throw problem('dates_reversed', {}, [{ pointer: '/endsOn', code: 'dates_reversed' }])
  const email = input.email.toLowerCase()
  const account = await findAccount(authPool, email)
  const organization = input.role === 'funder' ? (input.organization ?? '') : ''
  const hat = {
    id: randomUUID(),
    personId: await ensurePerson(trx, initiativeId, { userId: account?.id ?? null, name: input.name, email }),
    userId: null,
    role: input.role,
    isLead: input.isLead,
    partnerId: input.role === 'backbone' ? await hostPartner(trx, initiativeId) : partnerId,
    organizationId: organization === '' ? null : await ensureOrganization(trx, initiativeId, organization),
    startsOn,
    endsOn,
  }
  if (await holdsAlready(trx, initiativeId, hat))
    throw problem('already_exists', { field: 'email' }, [{ pointer: '/email', code: 'already_exists', params: { field: 'email' } }])
  await insertHat(trx, initiativeId, hat)
  await audit(
    trx,
    actor,
    { action: 'people.invite', objectType: 'role_assignment', objectId: hat.id, details: { role: input.role, isLead: input.isLead } },
    now,
  )
  return link(deps, 'invitation', { id: hat.id, email, userId: null })
}

/**
 * Changes the dates of a role, or ends it with the next request.
 * @throws not_found, version_stale, dates_reversed, last_lead
 */
export async function changeHat(deps: PeopleDeps, hatId: string, change: HatChange, version: number): Promise<Person> {
  const { trx, actor, now } = deps
  const leads = await leadsForUpdate(trx, actor.initiative.id)
  const row = await hatOr404(deps, hatId)
  if (change.isLead === true && row.role !== 'backbone') throw fault('isLead', 'invalid')
  const endsOn = change.endsOn === undefined ? row.ends_on : change.endsOn
  if (change.endNow !== true && endsOn !== null && endsOn < (change.startsOn ?? row.starts_on))
    throw problem('dates_reversed', {}, [{ pointer: '/endsOn', code: 'dates_reversed' }])
  const before = leads.find((lead) => lead.id === hatId && lead.user_id !== null && lead.has_begun)
  const isWeaker =
    change.endNow === true ||
    change.isLead === false ||
    (change.startsOn ?? row.starts_on) > row.starts_on ||
    (endsOn !== null && (row.ends_on === null || endsOn < row.ends_on))
  if (before !== undefined && isWeaker) {
    // Somebody else must lead for as long as this role would have held.
    const successor = leads.some(
      (lead) =>
        lead.id !== hatId && lead.user_id !== null && lead.has_begun && (lead.ends_on === null || (row.ends_on !== null && lead.ends_on >= row.ends_on)),
    )
    if (!successor) throw problem('last_lead')
  }
  if (!(await updateHat(trx, actor.initiative.id, hatId, version, change))) throw problem('version_stale', { version: row.version })
  await audit(
    trx,
    actor,
    { action: change.endNow === true ? 'people.end' : 'people.change', objectType: 'role_assignment', objectId: hatId, details: { ...change } },
    now,
  )
  const [person] = await present(deps, [await hatOr404(deps, hatId)])
  return person as Person
}

/**
 * A new invitation to a role that nobody has accepted yet; the former link ends.
 * @throws not_found, not_allowed, invitation_accepted, hat_ended
 */
export async function inviteAgain(deps: PeopleDeps, hatId: string): Promise<Invited> {
  const row = await hatOr404(deps, hatId)
  if (!mayInviteAgain(deps.actor, row)) throw problem('not_allowed')
  if (row.user_id !== null || row.email === null) throw problem('invitation_accepted')
  if (row.phase === 'ended') throw problem('move_not_allowed', { from: 'ended', to: 'invited' })
  await audit(deps.trx, deps.actor, { action: 'people.inviteAgain', objectType: 'role_assignment', objectId: hatId }, deps.now)
  return link(deps, 'invitation', { id: hatId, email: row.email, userId: null })
}

/**
 * A link to choose a new password. Whoever holds it enters the account, so a lead makes one only for an
 * account that is used in this initiative alone; its open sessions end when the link is used.
 * @throws not_found, not_allowed (oneself), invitation_pending, account_elsewhere
 */
export async function resetPassword(deps: PeopleDeps, hatId: string): Promise<Invited> {
  const { trx, actor, authPool, now } = deps
  const row = await hatOr404(deps, hatId)
  if (row.user_id === null) throw problem('invitation_pending')
  if (row.user_id === actor.userId) throw problem('not_allowed')
  const account = (await accountFacts(authPool, [row.user_id])).get(row.user_id)
  if (account === undefined) throw problem('not_found')
  // Only an account's own context shows its hats in other initiatives (D21).
  const own = { initiativeId: actor.initiative.id, actorId: actor.userId, role: actor.role, partnerId: actor.partnerId, commitment: actor.commitment }
  await setContext(trx, { ...own, initiativeId: null, actorId: row.user_id, role: null })
  const isElsewhere = await hasHatElsewhere(trx, row.user_id, actor.initiative.id)
  await setContext(trx, own)
  if (isElsewhere || account.isInstanceAdmin) throw problem('account_elsewhere')
  await audit(trx, actor, { action: 'people.resetPassword', objectType: 'role_assignment', objectId: hatId }, now)
  return link(deps, 'password_reset', { id: hatId, email: account.email, userId: row.user_id })
}
