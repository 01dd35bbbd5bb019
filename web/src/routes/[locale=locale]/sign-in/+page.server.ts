import { fail, redirect } from '@sveltejs/kit'
import { problemOf } from '#lib/api/problem.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'
import { localPath } from '#lib/state/local-path.ts'
import { DEMO_ACCOUNTS, DEMO_CREATOR, DEMO_HEADER, DEMO_PASSWORD } from '#shared/accounts/demo.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Actions, PageServerLoad } from './$types'

/** What each account of the demonstration is for, in the order of `DEMO_ACCOUNTS`. */
const DEMO_ROLES = [
  m.sign_in_demo_lead,
  m.sign_in_demo_staff,
  m.sign_in_demo_contributor,
  m.sign_in_demo_viewer,
  m.sign_in_demo_funder,
  m.sign_in_demo_two_hats,
  m.sign_in_demo_admin,
]

export const load: PageServerLoad = async ({ parent, url, locals, request }) => {
  const next = localPath(url.searchParams.get('next'), '')
  const { me } = await parent()
  if (me !== null) redirect(303, next === '' ? `/${locals.locale}` : next)
  const isOffered = request.headers.has(DEMO_HEADER)
  const demo = isOffered
    ? { password: DEMO_PASSWORD, creator: DEMO_CREATOR, accounts: DEMO_ACCOUNTS.map(({ email }, at) => ({ email, role: DEMO_ROLES[at]?.() ?? '' })) }
    : null
  return { next, demo }
}

export const actions: Actions = {
  default: async ({ request, fetch, url, locals }) => {
    const form = await request.formData()
    const email = String(form.get('email') ?? '').trim()
    const password = String(form.get('password') ?? '')
    const faults: FieldFault[] = []
    if (email === '') faults.push({ field: 'email', message: m.sign_in_email_missing() })
    else if (!/^\S+@\S+\.\S+$/.test(email)) faults.push({ field: 'email', message: m.sign_in_email_invalid() })
    if (password === '') faults.push({ field: 'password', message: m.sign_in_password_missing() })
    if (faults.length > 0) return fail(422, { faults, email })
    const response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    if (!response.ok) {
      const problem = await problemOf(response)
      return fail(problem.status, { faults: faultsOf(problem, locals.locale), email })
    }
    redirect(303, localPath(url.searchParams.get('next'), `/${locals.locale}`))
  },
}
