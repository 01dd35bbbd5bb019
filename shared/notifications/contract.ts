import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { KINDS, LINK_KINDS } from './rules.ts'

export const NotificationKind = z.enum(KINDS).meta({ id: 'NotificationKind' })
export const MailKind = z.enum([...KINDS, ...LINK_KINDS]).meta({ id: 'MailKind' })
export type MailKind = z.infer<typeof MailKind>

/** What a sentence is made of: numbers, days, names of indicators; nothing that anybody wrote. */
export const NotificationFacts = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])).meta({ id: 'NotificationFacts' })
export type NotificationFacts = z.infer<typeof NotificationFacts>

export const Notification = z
  .strictObject({
    id: z.uuid(),
    kind: NotificationKind,
    facts: NotificationFacts,
    /** Where it leads, below the address of the initiative. */
    path: z.string(),
    createdAt: z.string(),
    readAt: z.string().nullable(),
  })
  .meta({ id: 'Notification' })
export type Notification = z.infer<typeof Notification>

const initiative = z.strictObject({ initiativeId: z.uuid() })
const List = z.strictObject({ unread: z.number(), items: z.array(Notification), next: z.string().nullable() })

export const notificationRoutes = {
  list: route({
    id: 'notifications.list',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/notifications',
    summary: 'What I was told under this hat, newest first',
    params: initiative,
    query: z.strictObject({ before: z.iso.datetime().optional() }),
    response: List,
  }),
  markRead: route({
    id: 'notifications.markRead',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/notifications/read',
    summary: 'Mark as read some of what I was told under this hat, or all of it',
    params: initiative,
    body: z.strictObject({ ids: z.array(z.uuid()).max(200).optional() }),
    response: z.strictObject({ unread: z.number() }),
  }),
}

const Hour = z.number().int().min(0).max(23)
/** What I want by mail. In the product everything is shown whatever it says. */
export const MailPreferences = z
  .strictObject({ wantsMail: z.boolean(), muted: z.array(NotificationKind).max(KINDS.length), quietFrom: Hour, quietTo: Hour })
  .meta({ id: 'MailPreferences' })
export type MailPreferences = z.infer<typeof MailPreferences>

const tokenParams = z.strictObject({ token: z.string().min(20).max(120) })

export const mailPreferenceRoutes = {
  mine: route({ id: 'mailPreferences.mine', method: 'GET', path: '/api/v1/me/mail-preferences', summary: 'What I want by mail', response: MailPreferences }),
  changeMine: route({
    id: 'mailPreferences.changeMine',
    method: 'PUT',
    path: '/api/v1/me/mail-preferences',
    summary: 'Choose what I want by mail, and the hours without any',
    body: MailPreferences,
    response: MailPreferences,
  }),
  byToken: route({
    id: 'mailPreferences.byToken',
    method: 'GET',
    path: '/api/v1/mail-preferences/:token',
    summary: 'What whoever got a mail wants by mail; its link is the permission',
    params: tokenParams,
    response: MailPreferences,
  }),
  changeByToken: route({
    id: 'mailPreferences.changeByToken',
    method: 'PUT',
    path: '/api/v1/mail-preferences/:token',
    summary: 'Choose what I want by mail, from the link of a mail',
    params: tokenParams,
    body: MailPreferences,
    response: MailPreferences,
  }),
  unsubscribe: route({
    id: 'mailPreferences.unsubscribe',
    method: 'POST',
    path: '/api/v1/mail-preferences/:token/unsubscribe',
    summary: 'One-click unsubscription of a mail program (RFC 8058): no more mails of this kind, or of any',
    params: tokenParams,
    query: z.strictObject({ kind: NotificationKind.optional() }),
    response: z.strictObject({ unsubscribed: z.literal(true) }),
  }),
}

/** A mail as the operator sees it: to whom and of which kind, never what a person wrote, never a link. */
export const OutboxMail = z
  .strictObject({
    id: z.uuid(),
    kind: MailKind,
    to: z.string(),
    /** The line that the reader sees in the list of mails. */
    subject: z.string(),
    state: z.enum(['waiting', 'sending', 'sent', 'dead', 'not_sent']),
    /** Why it was put aside or not sent: an SMTP code, or a word. */
    reason: z.string().nullable(),
    attempts: z.number(),
    createdAt: z.string(),
    /** When it goes, or went. */
    at: z.string().nullable(),
  })
  .meta({ id: 'OutboxMail' })
export type OutboxMail = z.infer<typeof OutboxMail>

export const OUTBOX_VIEWS = ['dead', 'waiting', 'sent', 'not_sent'] as const

export const outboxRoutes = {
  list: route({
    id: 'outbox.list',
    method: 'GET',
    path: '/api/v1/outbox',
    summary: 'Mails of the installation: put aside, waiting, sent, not sent (instance administrator)',
    query: z.strictObject({ view: z.enum(OUTBOX_VIEWS).default('waiting') }),
    response: z.strictObject({
      /** Whether there is a mail server at all. */
      hasServer: z.boolean(),
      counts: z.strictObject({ dead: z.number(), waiting: z.number(), sent: z.number(), not_sent: z.number() }),
      items: z.array(OutboxMail),
    }),
  }),
  retry: route({
    id: 'outbox.retry',
    method: 'POST',
    path: '/api/v1/outbox/:mailId/retry',
    summary: 'Send again a mail that was put aside (instance administrator)',
    params: z.strictObject({ mailId: z.uuid() }),
    status: 204,
    response: z.undefined(),
  }),
}
