import type { FastifyInstance } from 'fastify'
import { isLocale } from '#shared/i18n/locales.ts'
import { mailPreferenceRoutes, notificationRoutes, outboxRoutes } from '#shared/notifications/contract.ts'
import type { FeatureDeps } from '#server/app.ts'
import { EVERY_MEMBER } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { readOutbox, retryMail } from './outbox.ts'
import { holderOf, readPreferences, savePreferences, unsubscribe } from './preferences.ts'
import { readNotifications, readThem } from './service.ts'

const SESSION = { kind: 'session' } as const
const INSTANCE = { kind: 'instance' } as const
const BY_TOKEN = {
  kind: 'public',
  reason: 'the token in the address is the permission: it opens the mail preferences of one account and nothing else',
} as const

/** What people are told, what they want by mail, and the operator's view of the mails. */
export async function notifications(app: FastifyInstance, deps: FeatureDeps): Promise<void> {
  const { authPool, mail } = deps

  serve(app, deps, notificationRoutes.list, EVERY_MEMBER, ({ trx, actor, query }) => readNotifications(trx, actor, query))
  serve(app, deps, notificationRoutes.markRead, EVERY_MEMBER, ({ trx, actor, body, now }) => readThem(trx, actor, body.ids, now))

  serve(app, deps, mailPreferenceRoutes.mine, SESSION, ({ session }) => readPreferences(authPool, session.userId))
  serve(app, deps, mailPreferenceRoutes.changeMine, SESSION, ({ session, body }) => savePreferences(authPool, session.userId, body))
  serve(app, deps, mailPreferenceRoutes.byToken, BY_TOKEN, async ({ params }) => readPreferences(authPool, holderOf(mail.key, params.token)))
  serve(app, deps, mailPreferenceRoutes.changeByToken, BY_TOKEN, async ({ params, body }) => savePreferences(authPool, holderOf(mail.key, params.token), body))
  // Mail programs post a form that says one fixed thing, from nowhere.
  await app.register(async (fromMailPrograms) => {
    fromMailPrograms.addContentTypeParser('application/x-www-form-urlencoded', { bodyLimit: 1024, parseAs: 'string' }, (_request, _body, done) => done(null))
    serve(fromMailPrograms, deps, mailPreferenceRoutes.unsubscribe, { ...BY_TOKEN, fromAnywhere: true }, async ({ params, query }) => {
      await unsubscribe(authPool, holderOf(mail.key, params.token), query.kind)
      return { unsubscribed: true as const }
    })
  })

  serve(app, deps, outboxRoutes.list, INSTANCE, ({ query, session }) =>
    readOutbox(authPool, mail.hasServer, isLocale(session.locale) ? session.locale : 'fr-CA', query.view),
  )
  serve(app, deps, outboxRoutes.retry, INSTANCE, ({ params, now }) => retryMail(authPool, params.mailId, now))
}
