import { error, redirect } from '@sveltejs/kit'
import { formatDateTime, formatInteger } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { isMessageKey, translate } from '#shared/i18n/translate.ts'
import { OUTBOX_VIEWS, outboxRoutes, type OutboxMail } from '#shared/notifications/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { DEFAULT_TIME_ZONE } from '#lib/state/time-zone.ts'
import type { Actions, PageServerLoad } from './$types'

function reasonOf(reason: string | null, locale: Locale): string | null {
  if (reason === null) return null
  const key = `notifications_reason_${reason}`
  return isMessageKey(key) ? translate(key, {}, locale) : m.notifications_reason_refused({ code: reason })
}

function stateOf(mail: OutboxMail, hasServer: boolean, locale: Locale): string {
  const at = mail.at === null ? '' : formatDateTime(locale, mail.at, DEFAULT_TIME_ZONE)
  if (mail.state === 'sent') return m.notifications_outbox_sent_on({ at })
  if (mail.state === 'sending') return m.notifications_outbox_sending()
  if (mail.state === 'waiting') return hasServer ? m.notifications_outbox_next({ at }) : m.notifications_outbox_waiting_state()
  return ''
}

/** Mails of the installation, for its administrators: to whom and of which kind; no content of any initiative. */
export const load: PageServerLoad = async (event) => {
  const { me, locale } = await event.parent()
  if (me === null) redirect(303, `/${locale}/sign-in?next=${encodeURIComponent(event.url.pathname)}`)
  if (!me.isInstanceAdmin) error(404, 'not_found', { code: 'not_found' })
  const view = OUTBOX_VIEWS.find((one) => one === event.url.searchParams.get('view')) ?? 'waiting'
  const { hasServer, counts, items } = await read(event, outboxRoutes.list, { query: { view } })
  const shown = (count: number) => ({ shown: formatInteger(locale, count) })
  const here = `/${locale}/accounts/mails`
  return {
    hasServer,
    view,
    views: [
      { label: m.notifications_outbox_view_waiting(shown(counts.waiting)), href: here, current: view === 'waiting' },
      { label: m.notifications_outbox_view_dead(shown(counts.dead)), href: `${here}?view=dead`, current: view === 'dead' },
      { label: m.notifications_outbox_view_sent(shown(counts.sent)), href: `${here}?view=sent`, current: view === 'sent' },
      { label: m.notifications_outbox_view_not_sent(shown(counts.not_sent)), href: `${here}?view=not_sent`, current: view === 'not_sent' },
    ],
    mails: items.map((one) => ({
      id: one.id,
      to: one.to,
      subject: one.subject,
      written: formatDateTime(locale, one.createdAt, DEFAULT_TIME_ZONE),
      state: [stateOf(one, hasServer, locale), reasonOf(one.reason, locale)].filter(Boolean).join(' · '),
      attempts: one.attempts === 0 ? null : m.notifications_outbox_attempts({ count: one.attempts, ...shown(one.attempts) }),
    })),
  }
}

export const actions: Actions = {
  retry: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, outboxRoutes.retry, { params: { mailId: form.text('id') } })
    } catch (cause) {
      return sendBackRefused('retry', form, cause, locals.locale)
    }
    redirect(303, `${url.pathname}?view=dead`)
  },
}
