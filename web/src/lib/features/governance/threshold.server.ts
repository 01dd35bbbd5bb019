import { m } from '#shared/i18n/paraglide/messages.js'
import type { SentForm } from '#lib/api/form.server.ts'

/** A percentage that was typed (« 75 », « 66,67 ») as a share of one; a fault of its field when it is none. */
export function thresholdOf(form: SentForm, name: string): string {
  const share = form.decimal(name, '100')
  if (share !== null && /^(0\.\d{1,4}|1)$/.test(share) && Number(share) > 0) return share
  if (share !== null || form.text(name) === '') form.refuse(name, m.governance_threshold_fault())
  return '0.75'
}
