import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create } from './things.ts'

const INCIDENT = { information: 'Noms', circumstances: 'Un envoi à la mauvaise adresse', occurredFrom: '2026-10-01', awareOn: '2026-10-02' }

const newIncident = (stage: Stage) => create<{ id: string }>(stage, 'coordination', '/incidents', INCIDENT)

/** The register of confidentiality incidents (domain 5, row 42; situation 18). */
export const incidentCalls: Readonly<Record<string, MakeCall>> = {
  'incidents.list': () => ({}),
  'incidents.read': async (stage) => ({ params: { incidentId: (await newIncident(stage)).id } }),
  'incidents.open': () => ({ body: INCIDENT }),
  'incidents.openFromImport': () => ({ body: { reason: 'personal_data_birth_date' } }),
  'incidents.change': async (stage) => ({ params: { incidentId: (await newIncident(stage)).id }, headers: atVersion(1), body: INCIDENT }),
  'instanceIncidents.list': () => ({}),
  'instanceIncidents.open': ({ here }) => ({ body: { initiativeId: here, incident: INCIDENT } }),
}
