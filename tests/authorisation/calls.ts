import { accountCalls } from './calls/accounts.ts'
import { assessmentCalls } from './calls/assessments.ts'
import { conditionCalls } from './calls/conditions.ts'
import { figureCalls } from './calls/figures.ts'
import { governanceCalls } from './calls/governance.ts'
import { importDraftCalls } from './calls/import-drafts.ts'
import { incidentCalls } from './calls/incidents.ts'
import { measurementCalls } from './calls/measurement.ts'
import { noteCalls } from './calls/notes.ts'
import { notificationCalls } from './calls/notifications.ts'
import { peopleCalls } from './calls/people.ts'
import { placeCalls } from './calls/places.ts'
import { planCalls } from './calls/plan.ts'
import { publicCalls } from './calls/public.ts'
import { qualityCalls } from './calls/quality.ts'
import { releaseCalls } from './calls/releases.ts'
import { reportCalls } from './calls/reports.ts'
import { reviewCalls } from './calls/review.ts'
import { meetingCalls } from './calls/meetings.ts'
import { winCalls } from './calls/wins.ts'
import { workCalls } from './calls/work.ts'
import type { Request, Stage } from './stage.ts'

/** What one call of a route asks; the initiative of its address is the first demo unless it says otherwise. */
export interface Parts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Makes a call that succeeds for whoever is allowed, on things of its own: two calls never meet. */
export type MakeCall = (stage: Stage) => Parts | Promise<Parts>

/** One entry for each line of the matrix. */
export const CALLS: Readonly<Record<string, MakeCall>> = {
  ...accountCalls,
  ...peopleCalls,
  ...placeCalls,
  ...conditionCalls,
  ...meetingCalls,
  ...workCalls,
  ...planCalls,
  ...governanceCalls,
  ...assessmentCalls,
  ...noteCalls,
  ...measurementCalls,
  ...figureCalls,
  ...importDraftCalls,
  ...incidentCalls,
  ...qualityCalls,
  ...reviewCalls,
  ...releaseCalls,
  ...reportCalls,
  ...publicCalls,
  ...notificationCalls,
  ...winCalls,
}

/** The address of a route with its parameters filled in. */
export function requestOf(stage: Stage, route: { method: string; url: string }, { params = {}, query = {}, body, headers }: Parts): Request {
  const given: Record<string, string> = { initiativeId: stage.here, ...params }
  const path = route.url.replace(/:(\w+)/g, (_, name: string) => {
    const value = given[name]
    if (value === undefined) throw new Error(`${route.method} ${route.url}: the call gives no ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams(query)
  return {
    method: route.method,
    path: search.size === 0 ? path : `${path}?${search}`,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  }
}
