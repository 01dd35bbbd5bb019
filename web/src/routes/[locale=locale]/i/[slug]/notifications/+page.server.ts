import { redirect } from '@sveltejs/kit'
import { formatDateTime, formatInteger } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { notificationRoutes } from '#shared/notifications/contract.ts'
import { isOfAccount } from '#shared/notifications/rules.ts'
import { sentencesOf, titleOf } from '#shared/notifications/wording.ts'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localPath } from '#lib/state/local-path.ts'
import type { Actions, PageServerLoad } from './$types'

/** What this hat was told, newest first. */
export const load: PageServerLoad = async (event) => {
  const { initiative, locale } = await event.parent()
  const here = `/${locale}/i/${initiative.slug}`
  const before = event.url.searchParams.get('before')
  const { items, unread, next } = await read(event, notificationRoutes.list, {
    params: { initiativeId: initiative.id },
    query: before === null ? {} : { before },
  })
  return {
    unread: m.notifications_unread({ count: unread, shown: formatInteger(locale, unread) }),
    hasUnread: unread > 0,
    next,
    items: items.map((one) => ({
      id: one.id,
      title: titleOf(one.kind, one.facts, locale),
      sentences: sentencesOf(one.kind, one.facts, locale, initiative.timeZone),
      to: `${isOfAccount(one.kind) ? `/${locale}` : here}${one.path}`,
      at: formatDateTime(locale, one.createdAt, initiative.timeZone),
      isNew: one.readAt === null,
    })),
  }
}

export const actions: Actions = {
  /** Opening one says that it was read. */
  open: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const here = `/${locals.locale}/i/${params.slug}`
    try {
      await call(fetch, notificationRoutes.markRead, { params: { initiativeId: form.text('initiativeId') }, body: { ids: [form.text('id')] } })
    } catch (cause) {
      return sendBackRefused('open', form, cause, locals.locale)
    }
    redirect(303, localPath(form.text('to'), here))
  },
  all: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, notificationRoutes.markRead, { params: { initiativeId: form.text('initiativeId') }, body: {} })
    } catch (cause) {
      return sendBackRefused('all', form, cause, locals.locale)
    }
    redirect(303, url.pathname)
  },
}
