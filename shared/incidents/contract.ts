import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { FILE_FAULTS } from '#shared/exchange/codes.ts'
import { initiativeParams } from '#shared/territories/contract.ts'

/** Why an import stopped before anything was stored (situation 18). */
export const PERSONAL_REASONS = FILE_FAULTS.filter((code): code is PersonalReason => code.startsWith('personal_data_'))
export type PersonalReason = Extract<(typeof FILE_FAULTS)[number], `personal_data_${string}`>
export const StopReason = z.enum(PERSONAL_REASONS as [PersonalReason, ...PersonalReason[]])

const Day = z.iso.date()
const long = z.string().trim().max(4000)

/**
 * What the register of confidentiality incidents says of each (Québec: regulation, r. 3.1): no personal information
 * itself. Kept at least five years.
 */
export const IncidentInput = z
  .strictObject({
    /** Which kinds of personal information, or why that cannot be said. */
    information: long.min(1),
    circumstances: long.min(1),
    occurredFrom: Day,
    occurredTo: Day.nullish(),
    isPeriodApproximate: z.boolean().default(false),
    /** Day on which the organisation became aware of it. */
    awareOn: Day,
    /** Null: not known yet. */
    personsCount: z.int().min(0).max(100_000_000).nullish(),
    isCountApproximate: z.boolean().default(false),
    /** Risk of serious injury; assessed, it comes with its reasons. */
    risk: z.enum(['not_assessed', 'serious', 'not_serious']).default('not_assessed'),
    riskReasons: long.nullish(),
    authorityNotifiedOn: Day.nullish(),
    personsNotifiedOn: Day.nullish(),
    /** Public notices and why; or why nobody was told. */
    noticeNote: long.nullish(),
    measures: long.nullish(),
    /** Closed: risk assessed, measures told. */
    closedOn: Day.nullish(),
  })
  .meta({ id: 'IncidentInput' })
export type IncidentInput = z.infer<typeof IncidentInput>

export const Incident = z
  .strictObject({
    id: z.uuid(),
    /** From 1, in the order of opening. */
    number: z.int(),
    /** `import`: a file of people stopped before anything was stored. */
    origin: z.enum(['import', 'other']),
    reason: StopReason.nullable(),
    information: z.string(),
    circumstances: z.string(),
    occurredFrom: z.string(),
    occurredTo: z.string().nullable(),
    isPeriodApproximate: z.boolean(),
    awareOn: z.string(),
    personsCount: z.int().nullable(),
    isCountApproximate: z.boolean(),
    risk: z.enum(['not_assessed', 'serious', 'not_serious']),
    riskReasons: z.string().nullable(),
    authorityNotifiedOn: z.string().nullable(),
    personsNotifiedOn: z.string().nullable(),
    noticeNote: z.string().nullable(),
    measures: z.string().nullable(),
    closedOn: z.string().nullable(),
    openedBy: z.string().nullable(),
    openedAt: z.string(),
    /** Day until which it is kept at least. */
    keptUntil: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Incident' })
export type Incident = z.infer<typeof Incident>

const ROOT = '/api/v1/initiatives/:initiativeId/incidents'
const incidentParams = initiativeParams.extend({ incidentId: z.uuid() })

export const incidentRoutes = {
  list: route({
    id: 'incidents.list',
    method: 'GET',
    path: ROOT,
    summary: 'Register of confidentiality incidents, latest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Incident) }),
  }),
  read: route({
    id: 'incidents.read',
    method: 'GET',
    path: `${ROOT}/:incidentId`,
    summary: 'One confidentiality incident',
    params: incidentParams,
    response: Incident,
  }),
  open: route({
    id: 'incidents.open',
    method: 'POST',
    path: ROOT,
    status: 201,
    summary: 'Open a confidentiality incident',
    params: initiativeParams,
    body: IncidentInput,
    response: z.strictObject({ id: z.uuid(), number: z.int() }),
  }),
  openFromImport: route({
    id: 'incidents.openFromImport',
    method: 'POST',
    path: `${ROOT}/from-import`,
    status: 201,
    summary: 'Open an incident from an import that stopped at people’s data: the reason alone is kept, nothing of the file',
    params: initiativeParams,
    body: z.strictObject({ reason: StopReason }),
    response: z.strictObject({ number: z.int() }),
  }),
  change: route({
    id: 'incidents.change',
    method: 'PUT',
    path: `${ROOT}/:incidentId`,
    summary: 'Complete or correct an incident (If-Match); nothing of the register is ever deleted',
    params: incidentParams,
    body: IncidentInput,
    response: Incident,
  }),
}

/** For those who run the installation: they answer for its incidents and read no content. */
export const instanceIncidentRoutes = {
  list: route({
    id: 'instanceIncidents.list',
    method: 'GET',
    path: '/api/v1/instance/incidents',
    summary: 'Confidentiality incidents of every initiative of the installation, latest first',
    response: z.strictObject({
      initiatives: z.array(z.strictObject({ id: z.uuid(), nameFr: z.string(), nameEn: z.string().nullable() })),
      items: z.array(Incident.extend({ initiativeId: z.uuid() }).meta({ id: 'InstanceIncident' })),
    }),
  }),
  open: route({
    id: 'instanceIncidents.open',
    method: 'POST',
    path: '/api/v1/instance/incidents',
    status: 201,
    summary: 'Open an incident of an initiative, such as a lost backup',
    body: z.strictObject({ initiativeId: z.uuid(), incident: IncidentInput }),
    response: z.strictObject({ id: z.uuid(), number: z.int() }),
  }),
}
