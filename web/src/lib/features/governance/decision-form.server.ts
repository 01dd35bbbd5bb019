import { DECISION_MODES } from '#shared/governance/decision.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { SentForm } from '#lib/api/form.server.ts'

/** Reads the form of a decision; faults are kept in it. An empty mode leaves the body's own. */
export function decisionBody(form: SentForm) {
  const mode = DECISION_MODES.find((one) => one === form.text('mode'))
  const isDelegated = mode === 'delegated'
  if (isDelegated && form.text('delegateName') === '' && form.text('delegatePartnerCode') === '') form.refuse('delegateName', m.governance_delegate_missing())
  if (isDelegated) form.required('limitText', m.governance_limit_missing())
  return {
    titleFr: form.required('titleFr', m.governance_decision_title_missing()),
    titleEn: form.orNull('titleEn'),
    textFr: form.orNull('textFr'),
    textEn: form.orNull('textEn'),
    options: form
      .text('options')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    ...(mode === undefined ? {} : { mode }),
    delegateName: form.orNull('delegateName'),
    delegatePartnerCode: form.orNull('delegatePartnerCode'),
    limitText: form.orNull('limitText'),
    limitAmount: form.decimal('limitAmount'),
    amount: form.decimal('amount'),
    askedOn: form.required('askedOn'),
  }
}
