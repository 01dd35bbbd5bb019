import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServedRoute } from '#server/platform/http/policy.ts'
import { fillAssessments } from './assessment-rows.ts'
import { CALLS, requestOf, type Parts } from './calls.ts'
import { fillMeetings } from './calls/meetings.ts'
import { fillPlan } from './calls/plan.ts'
import { fillWins } from './calls/wins.ts'
import { indicatorBody } from './calls/things.ts'
import { nameOf, routesByName } from './check.ts'
import { isAllowed, readMatrix } from './matrix.ts'
import { ACTORS, openStage, type ActorName, type Request, type Stage } from './stage.ts'

let stage: Stage
let tenant: ServedRoute[]
beforeAll(async () => {
  stage = await openStage()
  tenant = [...routesByName(stage.world.app.routeTable).values()].filter(({ policy }) => policy.kind === 'tenant')
})
afterAll(() => stage.close())

const buildCall = async (route: ServedRoute): Promise<Parts> => (await CALLS[nameOf(route)]?.(stage)) ?? {}
/** Somebody whom the matrix allows this route. */
const allowedBy = new Map(readMatrix().map((line) => [line.id, ACTORS.find((actor) => isAllowed(line.cells[actor]))]))

/** An answer without the name of its request, and without the identifier that the caller itself gave. */
async function said(actor: ActorName, request: Request, ids: readonly string[] = []): Promise<string> {
  const answer = await stage.send(stage.actors[actor], request)
  const text = ids.reduce((all, id) => all.replaceAll(id, '<id>'), answer.text.replace(/"instance":"[^"]+"/, ''))
  return `${answer.status} ${text}`
}

describe('another initiative', { timeout: 120_000 }, () => {
  it('every account finds nothing in an initiative where it has no hat, by any route, and its absence is no different', async () => {
    const faults: string[] = []
    for (const route of tenant) {
      const parts = await buildCall(route)
      const at = (initiativeId: string) => requestOf(stage, route, { ...parts, params: { ...parts.params, initiativeId } })
      const absent = await said('coordination', at(randomUUID()))
      if (!absent.startsWith('404 ') || !absent.includes('"code":"not_found"')) faults.push(`${nameOf(route)} of no initiative answered ${absent}`)
      for (const actor of ACTORS) {
        if (actor === 'lead_elsewhere') continue
        const answer = await said(actor, at(stage.elsewhere))
        if (actor === 'stranger' ? !answer.startsWith('401 ') : answer !== absent) faults.push(`${nameOf(route)} by ${actor} answered ${answer.slice(0, 200)}`)
      }
    }
    expect(faults).toEqual([])
  })

  it('its own lead reads there what the others did not find', async () => {
    for (const route of tenant.filter(
      ({ method, url, policy }) => method === 'GET' && (url.match(/:\w+/g) ?? []).length === 1 && policy.kind === 'tenant' && policy.roles.includes('backbone'),
    )) {
      const parts = await buildCall(route)
      const request = requestOf(stage, route, { ...parts, params: { initiativeId: stage.elsewhere } })
      // The place that this one asks for by its codes is of here alone.
      const status = nameOf(route) === 'observations.details' ? 422 : 200
      expect((await stage.send(stage.actors.lead_elsewhere, request)).status, nameOf(route)).toBe(status)
    }
  })
})

/** Rows of another initiative ($1) that no call above makes there. */
const FOREIGN_ROWS = [
  `insert into app.safe_to_fail_trials (initiative_id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, stopped_by, visibility, declared_on, author_id)
   values ($1, 'Ailleurs', 'x', 'x', '2026-01-01', '2026-01-02', 'x', 'x', 'x', 'circle', '2026-01-01', gen_random_uuid())`,
  `insert into app.releases (initiative_id, number, name, state, through_period, as_of, asked_at, published_at, checksum)
   values ($1, 987654, 'Ailleurs', 'published', '1999', '2026-01-01', now(), now(), 'x') on conflict do nothing`,
  `insert into app.release_links (initiative_id, release_id, label, secret_hash, created_at, expires_at)
   select $1, id, 'Ailleurs', 'ailleurs', now(), now() + interval '1 day' from app.releases where initiative_id = $1 limit 1 on conflict do nothing`,
  `insert into app.reports (initiative_id, title_fr, release_id, changed_at)
   select $1, 'Ailleurs', id, now() from app.releases where initiative_id = $1 limit 1`,
  `insert into app.report_versions (initiative_id, report_id, number, title_fr, release_id, languages, paper, is_colour, indicator_count, frozen_on, frozen_at, checksum)
   select $1, id, 1, 'Ailleurs', release_id, languages, paper, is_colour, 0, '2026-01-01', now(), 'x' from app.reports where initiative_id = $1 limit 1 on conflict do nothing`,
  `insert into app.reporting_periods (initiative_id, kind, code, starts_on, ends_on) values ($1, 'year', '1999', '1999-01-01', '1999-12-31') on conflict do nothing`,
  `insert into app.observations (initiative_id, indicator_version_id, territory_id, period_id, value, state, origin)
   select $1, v.id, t.id, p.id, 1, 'validated', 'backbone' from app.indicator_versions v, app.territories t, app.reporting_periods p
   where v.initiative_id = $1 and t.initiative_id = $1 and p.initiative_id = $1 and p.code = '1999' limit 1 on conflict do nothing`,
  `insert into app.revision_requests (initiative_id, observation_id, seen_version, old_figure, new_figure, reason, note)
   select $1, o.id, 1, '{}', '{}', 'late_data', 'Ailleurs' from app.observations o where o.initiative_id = $1 limit 1 on conflict do nothing`,
  `insert into app.target_proposals (initiative_id, indicator_version_id, kind, items, reason_fr, proposed_on)
   select $1, v.id, 'targets', '[]', 'Ailleurs', '2026-01-01' from app.indicator_versions v where v.initiative_id = $1 limit 1`,
  `insert into app.target_loads (initiative_id, file_name, file_hash, reason_fr, is_proposed, loaded_at) values ($1, 'ailleurs.csv', 'x', 'Ailleurs', true, now())`,
  `insert into app.overlap_estimates (initiative_id, indicator_id, rate, method, estimated_on)
   select $1, i.id, 0.1, 'expert', '2026-01-01' from app.indicators i where i.initiative_id = $1 limit 1`,
  `insert into app.privacy_incidents (initiative_id, number, origin, information, circumstances, occurred_from, aware_on, opened_at, updated_at)
   values ($1, 987655, 'other', 'Ailleurs', 'Ailleurs', '2026-01-01', '2026-01-01', now(), now()) on conflict do nothing`,
  `insert into app.due_extensions (initiative_id, period_id, due_on, reason, granted_at)
   select $1, p.id, '2027-01-01', 'Ailleurs', now() from app.reporting_periods p where p.initiative_id = $1 and p.code = '1999' on conflict do nothing`,
  `insert into app.indicator_stories (initiative_id, indicator_id, number, story_fr, told_on)
   select $1, i.id, 1, 'Ailleurs', '2026-01-01' from app.indicators i where i.initiative_id = $1 limit 1 on conflict do nothing`,
  `insert into app.definition_threads (initiative_id, indicator_id, version_number, opened_on)
   select $1, i.id, 1, '2026-01-01' from app.indicators i where i.initiative_id = $1 limit 1 on conflict do nothing`,
  `insert into app.saved_views (initiative_id, owner_id, name, query, saved_on)
   values ($1, gen_random_uuid(), 'Ailleurs', '', '2026-01-01') on conflict do nothing`,
  `with funder as (select id from app.persons where initiative_id = $1 limit 1),
   filed as (insert into app.note_breaches (initiative_id, person_id, what_happened, filed_on, filed_by) select $1, id, 'Ailleurs', '2026-01-01', gen_random_uuid() from funder)
   insert into app.note_access_suspensions (initiative_id, person_id, starts_on, until, reason) select $1, id, '2026-01-01', '2026-01-02', 'Ailleurs' from funder`,
  `insert into app.collection_events (initiative_id, note_fr, report_count, declared_on) values ($1, 'Ailleurs', 1, '2026-01-01')`,
  `insert into app.contests (initiative_id, kind, contribution_id, partner_id, opened_on)
   select $1, 'contribution', c.id, c.partner_id, '2026-01-01' from app.contributions c where c.initiative_id = $1 limit 1 on conflict do nothing`,
]

describe('things of another initiative', { timeout: 120_000 }, () => {
  /** One thing of each kind that exists elsewhere and not here. */
  async function foreignThings(): Promise<Record<string, string>> {
    const elsewhere = `/api/v1/initiatives/${stage.elsewhere}`
    const code = `E${stage.unique()}`
    await stage.make('lead_elsewhere', 'POST', `${elsewhere}/indicators`, indicatorBody(code))
    await stage.make('lead_elsewhere', 'POST', `${elsewhere}/partners`, { code, name: 'Ailleurs', joinedOn: '2026-01-01' })
    await stage.rows(`insert into app.imports (initiative_id, file_name, file_hash, state) values ($1, 'ailleurs.csv', 'x', 'done')`, [], stage.elsewhere)
    await stage.rows(
      `insert into app.import_drafts (initiative_id, owner_id, file_name, file_hash, facts, content, choices, expires_at)
       values ($1, gen_random_uuid(), 'ailleurs.csv', 'x', '{}', '', '{}', now() + interval '1 hour')`,
      [],
      stage.elsewhere,
    )
    for (const sql of FOREIGN_ROWS) await stage.rows(sql, [], stage.elsewhere)
    await fillAssessments(stage, stage.elsewhere)
    await fillPlan(stage, stage.elsewhere)
    await fillMeetings(stage, stage.elsewhere)
    await fillWins(stage, stage.elsewhere)
    const tables = {
      observationId: 'observations',
      requestId: 'revision_requests',
      proposalId: 'target_proposals',
      estimateId: 'overlap_estimates',
      eventId: 'collection_events',
      extensionId: 'due_extensions',
      incidentId: 'privacy_incidents',
      contestId: 'contests',
      noteId: 'learning_notes',
      trialId: 'safe_to_fail_trials',
      breachId: 'note_breaches',
      suspensionId: 'note_access_suspensions',
      commentId: 'note_comments',
      attachmentId: 'note_attachments',
      adaptationId: 'adaptations',
      hatId: 'role_assignments',
      partnerId: 'partners',
      contributionId: 'contributions',
      agendaId: 'agenda_versions',
      goalId: 'goals',
      pictureId: 'success_pictures',
      populationId: 'populations_of_focus',
      profileId: 'backbone_profiles',
      functionId: 'backbone_functions',
      activityId: 'activities',
      meetingId: 'meetings',
      agendaProposalId: 'agenda_proposals',
      actionItemId: 'action_items',
      accessibilityRequestId: 'accessibility_requests',
      seriesId: 'meeting_series',
      updateId: 'update_posts',
      winId: 'wins',
      recognitionId: 'recognitions',
      importId: 'imports',
      draftId: 'import_drafts',
      loadId: 'target_loads',
      linkId: 'release_links',
      activityLinkId: 'activity_links',
      responsibilityId: 'responsibilities',
      recordId: 'participation_records',
      practiceId: 'shared_practices',
      candidateId: 'priority_candidates',
      reportId: 'reports',
      versionId: 'report_versions',
      storyId: 'indicator_stories',
      threadId: 'definition_threads',
      viewId: 'saved_views',
      roundId: 'assessment_rounds',
      bodyId: 'governance_bodies',
      seatId: 'governance_seats',
      modelId: 'leadership_models',
      roleId: 'governance_roles',
      decisionId: 'decisions',
      agreementId: 'partnership_agreements',
    }
    const things: Record<string, string> = {
      indicator: code,
      partner: code,
      release: '987654',
      territory: 'AILLEURS',
      item: 'D98',
      occasion: `milestone_${code}`,
      stage: 'ailleurs',
    }
    for (const [name, table] of Object.entries(tables))
      things[name] = (await stage.rows<{ id: string }>(`select id from app.${table} where initiative_id = $1 limit 1`, [], stage.elsewhere))[0]?.id ?? ''
    return things
  }

  it('an address with a thing of another initiative answers as one with nothing behind it, byte for byte', async () => {
    const foreign = await foreignThings()
    let asked = 0
    for (const route of tenant) {
      for (const name of (route.url.match(/:\w+/g) ?? []).map((text) => text.slice(1)).filter((one) => one !== 'initiativeId')) {
        const actor = allowedBy.get(nameOf(route)) as ActorName
        const parts = await buildCall(route)
        const own = parts.params?.[name] ?? ''
        // Releases are numbered: one number that is another initiative's, one that is nobody's.
        const absent = /^[0-9a-f-]{36}$/.test(own) ? randomUUID() : name === 'release' ? '987655' : name === 'occasion' ? 'milestone_ZZZ' : 'ZZZ'
        expect(foreign[name], `what ${name} is elsewhere`).toMatch(/./)
        const asking = (value: string) => said(actor, requestOf(stage, route, { ...parts, params: { ...parts.params, [name]: value } }), [value])
        const answer = await asking(foreign[name] as string)
        expect(answer, `${nameOf(route)} with another ${name}`).toBe(await asking(absent))
        expect(answer, `${nameOf(route)} with another ${name}`).toMatch(/^404 .*"code":"not_found"/)
        asked += 1
      }
    }
    expect(asked).toBeGreaterThan(40)
  })

  it('a body that names a thing of another initiative is refused as one that names nothing', async () => {
    const foreign = await foreignThings()
    const at = (path: string) => `/api/v1/initiatives/${stage.here}${path}`
    const name = stage.unique()
    const note = { type: 'success', title: 'Essai', whatHappened: 'Essai' }
    const bodies: [method: string, path: string, (id: string) => object, keyof typeof foreign][] = [
      ['POST', '/activities', (goalId) => ({ nameFr: name, goalId }), 'goalId'],
      ['POST', '/activities', (code) => ({ nameFr: name, partners: [{ code, role: 'leads' }] }), 'partner'],
      ['POST', '/activities', (code) => ({ nameFr: name, indicatorCodes: [code] }), 'indicator'],
      ['POST', '/goals', (populationId) => ({ statementFr: name, populationId }), 'populationId'],
      ['POST', '/goals', (parentGoalId) => ({ statementFr: name, parentGoalId }), 'goalId'],
      ['POST', '/notes', (key) => ({ ...note, links: [{ kind: 'goal', key }] }), 'goalId'],
      ['POST', '/notes', (key) => ({ ...note, links: [{ kind: 'activity', key }] }), 'activityId'],
      ['POST', '/notes', (key) => ({ ...note, trialId: key }), 'trialId'],
      ['POST', '/people', (partnerCode) => ({ name, email: `${name}@authorisation.example`, role: 'partner_viewer', partnerCode }), 'partner'],
      ['POST', '/meetings', (code) => ({ titleFr: name, startsOn: '2026-11-03', startsTime: '09:00', attendedBy: [code] }), 'partner'],
      ['POST', '/meetings', (id) => ({ titleFr: name, startsOn: '2026-11-03', startsTime: '09:00', decisionIds: [id] }), 'decisionId'],
      ['POST', '/wins', (note) => ({ textFr: name, note }), 'noteId'],
      ['POST', '/recognitions', (code) => ({ whatFr: name, partner: code }), 'partner'],
      ['POST', '/recognitions', (hatId) => ({ whatFr: name, hatId }), 'hatId'],
      [
        'POST',
        '/meetings',
        (id) => ({
          titleFr: name,
          startsOn: '2026-11-03',
          startsTime: '09:00',
          items: [{ title: name, kind: 'discussion', links: [{ kind: 'decision', key: id }] }],
        }),
        'decisionId',
      ],
      ['POST', '/governance/decisions', (bodyId) => ({ bodyId, titleFr: name }), 'bodyId'],
      ['POST', '/governance/leadership', (bodyId) => ({ kind: 'shared_steering', bodyId, validFrom: '2020-01-01' }), 'bodyId'],
      ['POST', '/indicators/SCREEN18/assignments', (partnerCode) => ({ items: [{ territoryCode: 'R', partnerCode, validFrom: '2026-01-01' }] }), 'partner'],
      ['PUT', '/observations', (indicator) => ({ items: [{ indicator, territory: 'R', period: '2026-08', value: '1' }] }), 'indicator'],
    ]
    const [figure] = await stage.rows<{ id: string; version: number }>(
      `select id, version from app.observations where initiative_id = $1 and state = 'submitted' limit 1`,
      [],
      stage.elsewhere,
    )
    for (const move of ['validation', 'submission', 'withdrawal'])
      bodies.push(['POST', `/observations/${move}`, (id) => ({ items: [{ id, version: figure?.version }] }), 'figure'])
    const before = await stage.fingerprint(['reporting_periods'])
    for (const [method, path, body, kind] of bodies) {
      const id = kind === 'figure' ? (figure?.id ?? '') : (foreign[kind] as string)
      const absent = /^[0-9a-f-]{36}$/.test(id) ? randomUUID() : 'ZZZ'
      const asking = (value: string) => said('coordination', { method, path: at(path), body: body(value) }, [value])
      const answer = await asking(id)
      expect(answer, `${path} with another ${kind}`).toBe(await asking(absent))
      expect(answer, `${path} with another ${kind}`).toMatch(/unknown_reference|not_found/)
    }
    expect(await stage.fingerprint(['reporting_periods'])).toBe(before)
  })
})
