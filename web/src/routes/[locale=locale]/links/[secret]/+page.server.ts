import { fail, redirect } from '@sveltejs/kit'
import { accountRoutes } from '#shared/accounts/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Shows what the link is for; opening it uses nothing up, since mail scanners open links too. */
export const load: PageServerLoad = async (event) => ({ preview: await read(event, accountRoutes.linkPreview, { params: { secret: event.params.secret } }) })

/** The field that a refusal without a pointer speaks of. */
function fieldOf(cause: unknown): string | null {
  if (!(cause instanceof ApiProblem)) return null
  return cause.code.startsWith('password_') ? 'password' : cause.code === 'already_exists' ? 'email' : null
}

export const actions: Actions = {
  default: async ({ request, fetch, params, locals }) => {
    const form = await request.formData()
    const name = String(form.get('name') ?? '').trim()
    const password = String(form.get('password') ?? '')
    const own = String(form.get('email') ?? '').trim()
    const values = { name, email: own }
    const faults: FieldFault[] = []
    if (form.has('email') && own === '') faults.push({ field: 'email', message: m.sign_in_email_missing() })
    if (form.has('name') && name === '') faults.push({ field: 'name', message: m.links_name_missing() })
    if (password === '') faults.push({ field: 'password', message: m.links_password_missing() })
    if (faults.length > 0) return fail(422, { faults, ...values })
    let email: string
    try {
      ;({ email } = await call(fetch, accountRoutes.useLink, {
        params: { secret: params.secret },
        body: { password, ...(name === '' ? {} : { name }), ...(own === '' ? {} : { email: own }) },
      }))
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locals.locale).map((fault) => ({ ...fault, field: fieldOf(cause) ?? fault.field })), ...values })
    }
    const response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    redirect(303, response.ok ? `/${locals.locale}` : `/${locals.locale}/sign-in`)
  },
}
