import type { Incident, IncidentInput } from '#shared/incidents/contract.ts'
import type { SentForm } from '#lib/api/form.server.ts'

/** What a form of the register says. */
export function incidentInput(form: SentForm): IncidentInput {
  const risk = form.text('risk')
  return {
    information: form.required('information'),
    circumstances: form.required('circumstances'),
    occurredFrom: form.required('occurredFrom'),
    occurredTo: form.orNull('occurredTo'),
    isPeriodApproximate: form.isTicked('isPeriodApproximate'),
    awareOn: form.required('awareOn'),
    personsCount: form.integer('personsCount'),
    isCountApproximate: form.isTicked('isCountApproximate'),
    risk: risk === 'serious' || risk === 'not_serious' ? risk : 'not_assessed',
    riskReasons: form.orNull('riskReasons'),
    authorityNotifiedOn: form.orNull('authorityNotifiedOn'),
    personsNotifiedOn: form.orNull('personsNotifiedOn'),
    noticeNote: form.orNull('noticeNote'),
    measures: form.orNull('measures'),
    closedOn: form.orNull('closedOn'),
  }
}

/** An incident as the fields of its form hold it. */
export function incidentValues(incident: Incident): Record<string, string> {
  const { information, circumstances, occurredFrom, awareOn, risk } = incident
  return {
    information,
    circumstances,
    occurredFrom,
    awareOn,
    risk,
    occurredTo: incident.occurredTo ?? '',
    isPeriodApproximate: incident.isPeriodApproximate ? 'on' : '',
    personsCount: incident.personsCount === null ? '' : String(incident.personsCount),
    isCountApproximate: incident.isCountApproximate ? 'on' : '',
    riskReasons: incident.riskReasons ?? '',
    authorityNotifiedOn: incident.authorityNotifiedOn ?? '',
    personsNotifiedOn: incident.personsNotifiedOn ?? '',
    noticeNote: incident.noticeNote ?? '',
    measures: incident.measures ?? '',
    closedOn: incident.closedOn ?? '',
  }
}
