import type { AccessibilityMeasure } from '#shared/meetings/accessibility.ts'
import type { HeldRole, MeetingRole } from '#shared/meetings/roles.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { hatHolds } from '#server/platform/db/hats.ts'

/** People of the circle, by name, with the code of their partner. */
export async function listCirclePeople(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('role_assignments as r')
    .innerJoin('persons as n', (join) => join.onRef('n.initiative_id', '=', 'r.initiative_id').onRef('n.id', '=', 'r.person_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'r.initiative_id').onRef('p.id', '=', 'r.partner_id'))
    .select(['n.id as personId', 'n.name', 'p.id as partnerId', 'p.code as partnerCode'])
    .where('r.initiative_id', '=', initiativeId)
    .where('r.role', '<>', 'funder')
    .where(hatHolds('r'))
    .orderBy('n.name')
    .orderBy('p.code')
    .execute()
  return [...new Map(rows.map((row) => [row.personId, row])).values()]
}

/** Who holds which role, in meetings that were not skipped. */
export async function listHeldRoles(trx: Trx, initiativeId: string): Promise<(HeldRole & { meetingId: string; name: string })[]> {
  const rows = await trx
    .selectFrom('meeting_roles as r')
    .innerJoin('meetings as m', (join) => join.onRef('m.initiative_id', '=', 'r.initiative_id').onRef('m.id', '=', 'r.meeting_id'))
    .innerJoin('persons as n', (join) => join.onRef('n.initiative_id', '=', 'r.initiative_id').onRef('n.id', '=', 'r.person_id'))
    .select(['r.meeting_id as meetingId', 'r.role', 'r.person_id as personId', 'n.name', 'm.starts_at as startsAt'])
    .where('r.initiative_id', '=', initiativeId)
    .where('m.held', '=', true)
    .orderBy('m.starts_at')
    .execute()
  return rows.map((row) => ({ ...row, role: row.role as MeetingRole, startsAt: row.startsAt.toISOString() }))
}

/** The roles of a meeting become exactly these. */
export async function replaceRoles(
  trx: Trx,
  initiativeId: string,
  meetingId: string,
  roles: readonly { role: MeetingRole; personId: string }[],
): Promise<void> {
  await trx.deleteFrom('meeting_roles').where('initiative_id', '=', initiativeId).where('meeting_id', '=', meetingId).execute()
  if (roles.length === 0) return
  await trx
    .insertInto('meeting_roles')
    .values(roles.map(({ role, personId }) => ({ initiative_id: initiativeId, meeting_id: meetingId, role, person_id: personId })))
    .execute()
}

/** What meetings provide so that everybody can take part. */
export async function listMeasures(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('accessibility_measures')
    .select(['meeting_id as meetingId', 'measure', 'detail'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('meeting_id')
    .orderBy('measure')
    .execute()
  return rows.map((row) => ({ ...row, measure: row.measure as AccessibilityMeasure }))
}

/** What a meeting provides becomes exactly this. */
export async function replaceMeasures(
  trx: Trx,
  initiativeId: string,
  meetingId: string,
  measures: readonly { measure: AccessibilityMeasure; detail: string | null }[],
): Promise<void> {
  await trx.deleteFrom('accessibility_measures').where('initiative_id', '=', initiativeId).where('meeting_id', '=', meetingId).execute()
  if (measures.length === 0) return
  await trx
    .insertInto('accessibility_measures')
    .values(measures.map(({ measure, detail }) => ({ initiative_id: initiativeId, meeting_id: meetingId, measure, detail })))
    .execute()
}

/** Decisions of bodies that a meeting took or prepared, the oldest first. */
export async function listDecisionsOf(trx: Trx, initiativeId: string, meetingId: string) {
  const rows = await trx
    .selectFrom('meeting_decisions as l')
    .innerJoin('decisions as d', (join) => join.onRef('d.initiative_id', '=', 'l.initiative_id').onRef('d.id', '=', 'l.decision_id'))
    .select(['d.id', 'd.title_fr as titleFr', 'd.title_en as titleEn', 'd.result'])
    .where('l.initiative_id', '=', initiativeId)
    .where('l.meeting_id', '=', meetingId)
    .orderBy('d.asked_on')
    .orderBy('d.id')
    .execute()
  return rows.map((row) => ({ ...row, result: row.result as 'carried' | 'not_carried' | null }))
}

/** Which of these decisions exist. */
export async function knownDecisions(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await trx.selectFrom('decisions').select('id').where('initiative_id', '=', initiativeId).where('id', 'in', ids).execute()
  return new Set(rows.map(({ id }) => id))
}

/** The decisions of a meeting become exactly these. */
export async function replaceDecisions(trx: Trx, initiativeId: string, meetingId: string, ids: readonly string[]): Promise<void> {
  await trx.deleteFrom('meeting_decisions').where('initiative_id', '=', initiativeId).where('meeting_id', '=', meetingId).execute()
  if (ids.length === 0) return
  await trx
    .insertInto('meeting_decisions')
    .values(ids.map((decision_id) => ({ initiative_id: initiativeId, meeting_id: meetingId, decision_id })))
    .execute()
}
