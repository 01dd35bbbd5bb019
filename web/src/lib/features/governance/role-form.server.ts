import type { ActionFailure } from '@sveltejs/kit'
import { governanceRoutes } from '#shared/governance/contract.ts'
import { ROLE_NAMES } from '#shared/governance/roles.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm, type Refused } from '#lib/api/form.server.ts'

/** Saves who holds a role or an office, from the form of either page. */
export async function saveRole(request: Request, fetch: typeof globalThis.fetch, locale: Locale): Promise<ActionFailure<Refused> | { done: string }> {
  const form = new SentForm(await request.formData())
  const roleId = form.text('holding')
  const part = roleId === '' ? 'role' : `role ${roleId}`
  const role = ROLE_NAMES.find((one) => one === form.text('role'))
  if (roleId === '' && role === undefined) form.refuse('role', m.problems_field_required())
  if (role === 'other') form.required('otherName', m.governance_role_other_missing())
  const body = {
    ...(form.text('otherName') === '' ? {} : { otherName: form.text('otherName') }),
    partnerCode: form.orNull('partnerCode'),
    holderName: form.orNull('holderName'),
    deputyName: form.orNull('deputyName'),
    validFrom: form.required('validFrom'),
    validTo: form.orNull('validTo'),
  }
  if (body.partnerCode === null && body.holderName === null) form.refuse('holderName', m.governance_role_holder_missing())
  if (form.faults.length > 0) return sendBack(part, form)
  const params = { initiativeId: form.text('initiative') }
  try {
    if (roleId === '') await call(fetch, governanceRoutes.addRole, { params, body: { ...body, role: role ?? 'other' } })
    else await call(fetch, governanceRoutes.changeRole, { params: { ...params, roleId }, version: form.version(), body })
  } catch (cause) {
    return sendBackRefused(part, form, cause, locale)
  }
  return { done: m.conditions_saved() }
}
