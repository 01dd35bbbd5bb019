import { fail, type RequestEvent } from '@sveltejs/kit'
import { incidentRoutes, StopReason } from '#shared/incidents/contract.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'

/** Opens an incident from an import that stopped: the reason goes to the register, nothing of the file. */
export async function openIncident(event: RequestEvent) {
  const form = await event.request.formData()
  const reason = StopReason.safeParse(String(form.get('reason') ?? ''))
  if (!reason.success) return fail(422, { faults: [], incident: null })
  try {
    const { number } = await call(event.fetch, incidentRoutes.openFromImport, {
      params: { initiativeId: String(form.get('initiativeId') ?? '') },
      body: { reason: reason.data },
    })
    return { faults: [], incident: { number } }
  } catch (cause) {
    return fail(422, { faults: faultsOf(cause, event.locals.locale), incident: null })
  }
}
