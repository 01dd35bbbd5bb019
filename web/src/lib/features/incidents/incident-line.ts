import type { Incident } from '#shared/incidents/contract.ts'
import { formatDate } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

export const riskWord = (risk: Incident['risk']): string =>
  ({ not_assessed: m.incidents_risk_not_assessed, serious: m.incidents_risk_serious, not_serious: m.incidents_risk_not_serious })[risk]()

/** One line of the register as a list shows it. */
export const incidentLine = (incident: Incident, locale: Locale) => ({
  id: incident.id,
  number: incident.number,
  awareOn: formatDate(locale, incident.awareOn),
  information: incident.information,
  risk: riskWord(incident.risk),
  state: incident.closedOn === null ? m.incidents_state_open() : m.incidents_state_closed({ date: formatDate(locale, incident.closedOn) }),
})
