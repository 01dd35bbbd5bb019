import { z } from 'zod'
import { Module } from '#shared/initiatives/modules.ts'
import { route } from '#shared/http/route.ts'

export const Role = z.enum(['backbone', 'partner_contributor', 'partner_viewer', 'funder']).meta({ id: 'Role' })
export type Role = z.infer<typeof Role>

export const Locale = z.enum(['fr-CA', 'fr', 'en']).meta({ id: 'Locale' })
export type Locale = z.infer<typeof Locale>

/** One hat that the account may wear now. */
export const Hat = z
  .strictObject({
    id: z.uuid(),
    role: Role,
    isLead: z.boolean(),
    partnerCode: z.string().nullable(),
    partnerName: z.string().nullable(),
    startsOn: z.string(),
    endsOn: z.string().nullable(),
    /** Funders: the day the learning commitment was accepted, when still valid and not suspended. */
    learningCommitmentOn: z.string().nullable(),
  })
  .meta({ id: 'Hat' })
export type Hat = z.infer<typeof Hat>

export const MyInitiative = z
  .strictObject({
    id: z.uuid(),
    slug: z.string(),
    nameFr: z.string(),
    nameEn: z.string().nullable(),
    mainLanguage: z.enum(['fr', 'en']),
    languages: z.array(z.string()),
    state: z.enum(['preparing', 'active', 'closed']),
    isDemo: z.boolean(),
    /** A demo's frozen clock, ISO; null for the real clock. */
    clockFrozenAt: z.string().nullable(),
    timeZone: z.string(),
    currencyCode: z.string(),
    /** What its pages lead to besides the entries of the frame. */
    modules: z.array(Module),
    hats: z.array(Hat),
    /** Notifications of that hat that are not read. */
    unread: z.number(),
    /** The hat this request acts under by default in this session. */
    currentHatId: z.uuid(),
  })
  .meta({ id: 'MyInitiative' })
export type MyInitiative = z.infer<typeof MyInitiative>

/** An initiative where I had a role and have none any more: its name and the last day, nothing else. */
export const EndedAccess = z.strictObject({ nameFr: z.string(), nameEn: z.string().nullable(), role: Role, endedOn: z.string() }).meta({ id: 'EndedAccess' })
export type EndedAccess = z.infer<typeof EndedAccess>

export const Me = z
  .strictObject({
    userId: z.uuid(),
    name: z.string(),
    email: z.string(),
    locale: Locale,
    isInstanceAdmin: z.boolean(),
    /** A password of mine was chosen by a link that somebody else made, and I have not yet said that I know. */
    isToldOfPasswordLink: z.boolean(),
    initiatives: z.array(MyInitiative),
    ended: z.array(EndedAccess),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

export const SessionRow = z
  .strictObject({ id: z.uuid(), startedAt: z.string(), lastSeenAt: z.string(), userAgent: z.string().nullable(), isCurrent: z.boolean() })
  .meta({ id: 'SessionRow' })

/** A password of the account that was chosen by a link which somebody else made. */
export const PasswordLinkUse = z
  .strictObject({
    id: z.uuid(),
    /** Who made the link; null when nobody is known to have. */
    madeBy: z.strictObject({ name: z.string(), email: z.string() }).nullable(),
    madeAt: z.string(),
    usedAt: z.string(),
    dismissedAt: z.string().nullable(),
  })
  .meta({ id: 'PasswordLinkUse' })
export type PasswordLinkUse = z.infer<typeof PasswordLinkUse>

export const LinkPreview = z
  .strictObject({
    kind: z.enum(['invitation', 'password_reset', 'set_up']),
    email: z.string(),
    name: z.string().nullable(),
    initiativeName: z.string().nullable(),
    role: Role.nullable(),
    expiresAt: z.string(),
    /** The e-mail already has an account: signing in with its password is enough. */
    hasAccount: z.boolean(),
  })
  .meta({ id: 'LinkPreview' })

const secretParams = z.strictObject({ secret: z.string().min(20).max(200) })

export const accountRoutes = {
  me: route({ id: 'accounts.me', method: 'GET', path: '/api/v1/me', summary: 'The signed-in account, its initiatives and hats', response: Me }),
  updateMe: route({
    id: 'accounts.updateMe',
    method: 'PATCH',
    path: '/api/v1/me',
    summary: 'Change my name or language',
    body: z.strictObject({ name: z.string().trim().min(1).max(120).optional(), locale: Locale.optional() }),
    response: Me,
  }),
  wearHat: route({
    id: 'accounts.wearHat',
    method: 'PUT',
    path: '/api/v1/me/hat',
    summary: 'Choose the hat this session acts under',
    body: z.strictObject({ hatId: z.uuid() }),
    status: 204,
    response: z.undefined(),
  }),
  sessions: route({
    id: 'accounts.sessions',
    method: 'GET',
    path: '/api/v1/me/sessions',
    summary: 'My open sessions',
    response: z.strictObject({ items: z.array(SessionRow) }),
  }),
  endSession: route({
    id: 'accounts.endSession',
    method: 'DELETE',
    path: '/api/v1/me/sessions/:sessionId',
    summary: 'End one of my sessions',
    params: z.strictObject({ sessionId: z.uuid() }),
    status: 204,
    response: z.undefined(),
  }),
  passwordLinks: route({
    id: 'accounts.passwordLinks',
    method: 'GET',
    path: '/api/v1/me/password-links',
    summary: 'Links made by somebody else by which a password of mine was chosen within a year, newest first',
    response: z.strictObject({ items: z.array(PasswordLinkUse) }),
  }),
  dismissPasswordLinks: route({
    id: 'accounts.dismissPasswordLinks',
    method: 'POST',
    path: '/api/v1/me/password-links/dismissal',
    summary: 'Say that I know of these links: their notice goes, the list keeps them',
    body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(100) }),
    status: 204,
    response: z.undefined(),
  }),
  linkPreview: route({
    id: 'accounts.linkPreview',
    method: 'GET',
    path: '/api/v1/links/:secret',
    summary: 'What a one-use link is for',
    params: secretParams,
    response: LinkPreview,
  }),
  useLink: route({
    id: 'accounts.useLink',
    method: 'POST',
    path: '/api/v1/links/:secret',
    summary: 'Accept an invitation, set the first account up, or choose a new password; the link works once',
    params: secretParams,
    body: z.strictObject({
      name: z.string().trim().min(1).max(120).optional(),
      password: z.string().max(200),
      /** Only for the first account, which chooses its address; every other link has its own. */
      email: z.email().max(254).optional(),
    }),
    response: z.strictObject({ email: z.string() }),
  }),
}

/** An account as the instance administrator sees it: no content of any initiative. */
export const AccountRow = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    isInstanceAdmin: z.boolean(),
    suspendedAt: z.string().nullable(),
    lastSeenAt: z.string().nullable(),
  })
  .meta({ id: 'AccountRow' })
export type AccountRow = z.infer<typeof AccountRow>

const accountParams = z.strictObject({ userId: z.uuid() })

export const accountAdministrationRoutes = {
  list: route({
    id: 'accountAdministration.list',
    method: 'GET',
    path: '/api/v1/accounts',
    summary: 'Accounts of this installation, by e-mail (instance administrator)',
    query: z.strictObject({ search: z.string().trim().max(100).optional(), after: z.string().max(200).optional() }),
    response: z.strictObject({ items: z.array(AccountRow), next: z.string().nullable() }),
  }),
  resetPassword: route({
    id: 'accountAdministration.resetPassword',
    method: 'POST',
    path: '/api/v1/accounts/:userId/password-reset',
    summary: 'A link to choose a new password, valid 30 minutes',
    params: accountParams,
    status: 201,
    response: z.strictObject({ link: z.string(), expiresAt: z.string() }),
  }),
  suspend: route({
    id: 'accountAdministration.suspend',
    method: 'PUT',
    path: '/api/v1/accounts/:userId/suspension',
    summary: 'Suspend an account; its sessions end at once',
    params: accountParams,
    response: AccountRow,
  }),
  restore: route({
    id: 'accountAdministration.restore',
    method: 'DELETE',
    path: '/api/v1/accounts/:userId/suspension',
    summary: 'Give a suspended account back',
    params: accountParams,
    response: AccountRow,
  }),
}
