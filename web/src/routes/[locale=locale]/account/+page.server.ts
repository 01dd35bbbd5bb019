import { fail, redirect } from '@sveltejs/kit'
import { accountRoutes } from '#shared/accounts/contract.ts'
import { isLocale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { ApiProblem, problemOf } from '#lib/api/problem.ts'
import { faultsOf, problemMessage, type FieldFault } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const [{ items }, links] = await Promise.all([read(event, accountRoutes.sessions, {}), read(event, accountRoutes.passwordLinks, {})])
  const { me } = await event.parent()
  if (me === null) redirect(303, `/${event.locals.locale}/sign-in`)
  return { me, sessions: items, passwordLinks: links.items }
}

export const actions: Actions = {
  profile: async ({ request, fetch, locals }) => {
    const form = await request.formData()
    const name = String(form.get('name') ?? '').trim()
    const locale = String(form.get('locale') ?? '')
    if (name === '') return fail(422, { part: 'profile', name, faults: [{ field: 'name', message: m.account_name_missing() }] })
    try {
      await call(fetch, accountRoutes.updateMe, { body: { name, ...(isLocale(locale) ? { locale } : {}) } })
    } catch (cause) {
      return fail(422, { part: 'profile', name, faults: faultsOf(cause, locals.locale) })
    }
    if (isLocale(locale) && locale !== locals.locale) redirect(303, `/${locale}/account`)
    return { part: 'profile', done: m.account_saved() }
  },

  password: async ({ request, fetch, locals }) => {
    const form = await request.formData()
    const currentPassword = String(form.get('current') ?? '')
    const newPassword = String(form.get('new') ?? '')
    const faults: FieldFault[] = []
    if (currentPassword === '') faults.push({ field: 'current', message: m.account_current_missing() })
    if (newPassword === '') faults.push({ field: 'new', message: m.account_new_missing() })
    if (faults.length > 0) return fail(422, { part: 'password', faults })
    const response = await fetch('/api/auth/change-password', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword, newPassword, revokeOtherSessions: true }),
    })
    if (response.ok) return { part: 'password', done: m.account_password_changed() }
    const problem = await problemOf(response)
    const field = problem.code === 'password_wrong' ? 'current' : problem.code.startsWith('password_') ? 'new' : null
    return fail(problem.status, { part: 'password', faults: [{ field, message: problemMessage(problem, locals.locale) }] })
  },

  /** The notice of links goes; the list keeps them. */
  known: async ({ request, fetch, locals }) => {
    const form = await request.formData()
    try {
      await call(fetch, accountRoutes.dismissPasswordLinks, { body: { ids: form.getAll('use').map(String) } })
    } catch (cause) {
      return fail(422, { part: 'links', faults: faultsOf(cause, locals.locale) })
    }
    redirect(303, `/${locals.locale}/account`)
  },

  end: async ({ request, fetch, locals }) => {
    const form = await request.formData()
    try {
      await call(fetch, accountRoutes.endSession, { params: { sessionId: String(form.get('session') ?? '') } })
    } catch (cause) {
      // Ended meanwhile: that is what was asked for.
      if (!(cause instanceof ApiProblem && cause.status === 404)) return fail(422, { part: 'sessions', faults: faultsOf(cause, locals.locale) })
    }
    return { part: 'sessions', done: m.account_session_ended() }
  },
}
