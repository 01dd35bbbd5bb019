import { error, redirect } from '@sveltejs/kit'
import { accountAdministrationRoutes } from '#shared/accounts/contract.ts'
import { dateOf, formatDate } from '#shared/i18n/format.ts'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { DEFAULT_TIME_ZONE } from '#lib/state/time-zone.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** Accounts of this installation, for its administrators: no content of any initiative. */
export const load: PageServerLoad = async (event) => {
  const { me, locale } = await event.parent()
  if (me === null) redirect(303, `/${locale}/sign-in?next=${encodeURIComponent(event.url.pathname)}`)
  if (!me.isInstanceAdmin) error(404, 'not_found', { code: 'not_found' })
  const query = event.url.searchParams
  const search = query.get('search') ?? ''
  const { items, next } = await read(event, accountAdministrationRoutes.list, {
    query: { ...(search === '' ? {} : { search }), ...(query.has('after') ? { after: query.get('after') ?? '' } : {}) },
  })
  const day = (instant: string | null) => (instant === null ? null : formatDate(locale, dateOf(instant, DEFAULT_TIME_ZONE)))
  return {
    search,
    next,
    accounts: items.map((one) => ({
      id: one.id,
      name: one.name,
      email: one.email,
      isInstanceAdmin: one.isInstanceAdmin,
      isMe: one.id === me.userId,
      suspendedOn: day(one.suspendedAt),
      lastSeenOn: day(one.lastSeenAt),
    })),
  }
}

async function act(event: RequestEvent, route: typeof accountAdministrationRoutes.suspend | typeof accountAdministrationRoutes.restore) {
  const form = new SentForm(await event.request.formData())
  try {
    await call(event.fetch, route, { params: { userId: form.text('userId') } })
  } catch (cause) {
    return sendBackRefused('account', form, cause, event.locals.locale)
  }
  redirect(303, `${event.url.pathname}${form.text('search') === '' ? '' : `?search=${encodeURIComponent(form.text('search'))}`}`)
}

export const actions: Actions = {
  suspend: (event) => act(event, accountAdministrationRoutes.suspend),
  restore: (event) => act(event, accountAdministrationRoutes.restore),
  reset: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    try {
      const made = await call(fetch, accountAdministrationRoutes.resetPassword, { params: { userId: form.text('userId') } })
      return { part: 'account', given: { name: form.text('name'), email: form.text('email'), link: `${url.origin}${made.link}`, expiresAt: made.expiresAt } }
    } catch (cause) {
      return sendBackRefused('account', form, cause, locals.locale)
    }
  },
}
