import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillAssessments } from './assessment-rows.ts'
import { CALLS, requestOf } from './calls.ts'
import { fillMeetings } from './calls/meetings.ts'
import { fillPlan } from './calls/plan.ts'
import { fillWins } from './calls/wins.ts'
import { routesByName } from './check.ts'
import { openStage, type ActorName, type Stage } from './stage.ts'
import { openProbes, type Probes } from './wall-probes.ts'
import { COWRITTEN, STORED_LOAD } from './wall-writes.ts'
import { READABLE } from './walls.ts'

interface Policy {
  readonly table: string
  readonly name: string
  readonly permissive: boolean
  readonly command: string
  readonly using: string | null
  readonly check: string | null
}

let stage: Stage
let probes: Probes
beforeAll(async () => {
  stage = await openStage()
  await fill()
  probes = await openProbes(stage)
})
afterAll(() => stage.close())

/** One thing of every kind that some hat may not see: what the calls of the matrix make, in both initiatives where it counts. */
async function fill(): Promise<void> {
  const routes = routesByName(stage.world.app.routeTable)
  const things = [
    'conditions.agendaVersion#draft',
    'conditions.goal#draft',
    'activities.change',
    'meetings.shareAgenda',
    'governance.changeAgreement',
    'notes.read#private',
    'notes.read#partner',
    'notes.read#circle',
    'notes.read',
    'notes.read#public',
    'notes.read#withdrawn',
    'notes.read#hidden',
    'notes.read#private_of_backbone',
    'notes.read#team_of_backbone',
    'notes.check',
    'notes.removeComment',
    'observations.submit',
    'observations.takeBack',
    'observations.validate#own_entry',
    'imports.read',
    'imports.read#of_the_backbone',
    'people.inviteAgain',
    'partners.confirmContribution',
    'contests.read',
    'observations.liftEvent',
    'targets.answerProposal',
    'stories.publish',
  ]
  for (const thing of things) await CALLS[thing]?.(stage)
  for (const initiative of [stage.here, stage.elsewhere]) {
    await fillAssessments(stage, initiative)
    await fillPlan(stage, initiative)
    await stage.rows(
      `insert into app.notifications (initiative_id, user_id, hat_id, kind, object_key, due_key)
       select $1, user_id, id, 'digest', '2026-09', '2026-09' from app.role_assignments where initiative_id = $1 and user_id is not null on conflict do nothing`,
      [],
      initiative,
    )
    await fillMeetings(stage, initiative)
    await fillWins(stage, initiative)
    await stage.rows(
      `insert into app.public_decisions (initiative_id, decision_id, title_fr, result, decided_on, public_on)
       select initiative_id, id, title_fr, result, decided_on, '2026-10-01' from app.decisions where initiative_id = $1 and result is not null limit 1`,
      [],
      initiative,
    )
    await stage.rows(
      `insert into app.review_sessions (initiative_id, occasion, occurred_on, due_on, happened) values ($1, 'milestone_ESSAI', '2026-09-01', '2026-10-01', 'Un texte')`,
      [],
      initiative,
    )
  }
  const send = async (by: ActorName, name: string, id = name, headers: Record<string, string> = {}) => {
    const route = routes.get(name)
    if (route === undefined) throw new Error(`no route is called ${name}`)
    const { path, method, body, headers: own } = requestOf(stage, route, (await CALLS[id]?.(stage)) ?? {})
    await stage.make(by, method, path, body, { ...own, ...headers })
  }
  await send('contribution', 'notes.change')
  await send('coordination', 'imports.saveMapping')
  await send('lecture', 'notes.comment')
  await send('contribution', 'notes.check')
  await send('contribution', 'targets.propose')
  for (const by of ['coordination', 'contribution'] as const)
    await send(by, 'notes.create', 'notes.create', { 'idempotency-key': stage.unique().padEnd(12, 'x') })
  const base = `/api/v1/initiatives/${stage.here}`
  await stage.make('coordination', 'POST', `${base}/updates`, { titleFr: 'Brouillon', bodyFr: 'Texte' })
  await stage.make('coordination', 'POST', `${base}/updates`, { titleFr: 'Au cercle', bodyFr: 'Texte', publishedOn: '2026-10-01' })
  await stage.make('coordination', 'POST', `${base}/meetings`, {
    titleFr: 'Rencontre',
    startsOn: '2026-11-03',
    startsTime: '09:00',
    attendedBy: ['P02'],
    items: [{ title: 'Point', kind: 'information' }],
  })
  const reachable = {
    type: 'failure',
    title: 'Joignable',
    whatHappened: 'Un essai',
    visibility: 'circle',
    backboneMayContact: true,
    links: [{ kind: 'condition', key: 'common_agenda' }],
  }
  const trialOf = (title: string, visibility: string) => ({
    title,
    hypothesis: 'Essai',
    costLimit: 'Rien',
    startsOn: '2026-11-01',
    endsOn: '2026-12-01',
    signItWorks: 'Oui',
    signItFails: 'Non',
    stoppedBy: 'Nous',
    visibility,
  })
  for (const by of ['contribution', 'equipe', 'deux_chapeaux_p14'] as const)
    for (const visibility of ['private', 'circle']) {
      const trial = await stage.make<{ id: string }>(by, 'POST', `${base}/notes/trials`, trialOf('Essai', visibility))
      await stage.make(by, 'POST', `${base}/notes`, { ...reachable, backboneMayContact: false, visibility, trialId: trial.id })
    }
  // Drafts of the backbone with one of everything that hangs on a note, written with somebody of a partner: one who has changed it, one who has not.
  const drafts = [COWRITTEN, COWRITTEN].map((title) => ({
    type: 'failure',
    title,
    whatHappened: 'Un essai',
    links: [{ kind: 'condition', key: 'common_agenda' }],
  }))
  for (const [index, body] of drafts.entries()) {
    const draft = await stage.make<{ id: string; version: number }>('equipe', 'POST', `${base}/notes`, body)
    await stage.make('equipe', 'POST', `${base}/notes/${draft.id}/coauthors`, { hatId: stage.actors.contribution.hatId })
    if (index === 0) await stage.make('contribution', 'PATCH', `${base}/notes/${draft.id}`, { why: 'Essai' }, { 'if-match': `"v${draft.version}"` })
    await stage.rows(
      `with note as (select initiative_id, id, guard from app.learning_notes where initiative_id = $1 and id = $2),
       signed as (insert into app.note_signatures (initiative_id, note_id, audience, guard) select initiative_id, id, 'readers', guard from note),
       trial as (insert into app.note_trials (initiative_id, note_id, trial_id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, declared_on, guard)
         select note.initiative_id, note.id, t.id, 'x', 'x', 'x', '2026-10-01', '2026-10-01', 'x', 'x', '2026-10-01', guard
         from note, (select id from app.safe_to_fail_trials where initiative_id = $1 limit 1) t),
       file as (insert into app.note_attachments (initiative_id, note_id, position, kind, caption, pages, content, guard) select initiative_id, id, 1, 'pdf', 'x', 1, 'x', guard from note),
       answer as (insert into app.note_comments (initiative_id, note_id, kind, said_on, signature, guard) select initiative_id, id, 'thanks', '2026-10-01', 'a_partner', guard from note)
       insert into app.adaptations (initiative_id, note_id, decision, text, decided_on, guard) select initiative_id, id, 'adapt', 'x', '2026-10-01', guard from note`,
      [draft.id],
    )
  }
  await stage.make('coordination', 'PUT', `${base}/notes/reporting-channel`, { textFr: 'Ici' }, { 'if-match': '"v1"' })
  await stage.make('contribution', 'POST', `${base}/notes`, reachable)
  for (const initiative of [stage.here, stage.elsewhere]) {
    await stage.rows(
      `
      with people as (select distinct user_id from app.role_assignments where initiative_id = $1 and user_id is not null),
      views as (insert into app.saved_views (initiative_id, owner_id, name, query, is_shared, saved_on)
        select $1, user_id, kept.name, '', kept.name = 'Partagée', '2026-10-01' from people, (values ('À moi'), ('Partagée')) as kept (name))
      insert into app.last_looks (initiative_id, hat_id, owner_id, seen_on, seen)
      select $1, id, user_id, '2026-10-01', '{}' from app.role_assignments where initiative_id = $1 and user_id is not null`,
      [],
      initiative,
    )
    await stage.rows(
      `
      with v as (select initiative_id, id from app.indicator_versions where initiative_id = $1 limit 1),
      limits as (insert into app.indicator_limits (initiative_id, indicator_version_id, partner_id, low, set_on)
        select $1, v.id, p.id, 1, '2026-10-01' from v, (select id from app.partners where initiative_id = $1 union all select null) p),
      edits as (insert into app.definition_edits (initiative_id, indicator_version_id, field, edited_at) select $1, id, 'nameFr', now() from v),
      former as (insert into app.baseline_revisions (initiative_id, indicator_version_id, territory_id, category, replaced_on)
        select $1, v.id, (select id from app.territories where initiative_id = $1 limit 1), 'TOTAL', '2026-10-01' from v)
      insert into app.target_proposals (initiative_id, indicator_version_id, kind, items, reason_fr, proposed_on) select $1, id, 'targets', '[]', 'Essai', '2026-10-01' from v`,
      [],
      initiative,
    )
    await stage.rows(
      `
      with load as (insert into app.target_loads (initiative_id, id, file_name, file_hash, reason_fr, is_proposed, loaded_at)
        values ($1, '${STORED_LOAD}', 'cadre.csv', 'x', 'Essai', true, now()) returning id)
      insert into app.loaded_rows (initiative_id, load_id, kind, row_id, indicator_code) select $1, id, 'baseline', gen_random_uuid(), 'ESSAI' from load`,
      [],
      initiative,
    )
    await stage.rows(
      `
      insert into app.indicator_dimensions select $1, (select id from app.indicator_versions where initiative_id = $1 limit 1), id from app.dimensions where initiative_id = $1 limit 1`,
      [],
      initiative,
    )
    await stage.rows(
      `
      insert into app.overlap_estimates (initiative_id, indicator_version_id, rate, method, estimated_on)
      select $1, id, 0.1, 'sample', '2026-01-01' from app.indicator_versions where initiative_id = $1 limit 1`,
      [],
      initiative,
    )
    await stage.rows(
      `
      insert into app.territory_successions (initiative_id, from_id, to_id, kind, occurred_on)
      select $1, id, id, 'rename', '2026-01-01' from app.territories where initiative_id = $1 limit 1`,
      [],
      initiative,
    )
  }
  await stage.rows(
    `
    with event as (insert into app.collection_events (initiative_id, note_fr, report_count, declared_on) values ($1, 'Ailleurs', 1, '2026-10-01') returning id),
    excuse as (insert into app.excused_reports (initiative_id, event_id, indicator_id, territory_id, period_id)
      select $1, event.id, (select id from app.indicators where initiative_id = $1 limit 1), (select id from app.territories where initiative_id = $1 limit 1),
        (select id from app.reporting_periods where initiative_id = $1 limit 1) from event),
    contest as (insert into app.contests (initiative_id, kind, observation_id, partner_id, opened_on)
      select $1, 'figure', gen_random_uuid(), id, '2026-10-01' from app.partners where initiative_id = $1 limit 1 returning id, partner_id)
    insert into app.contest_messages (initiative_id, contest_id, partner_id, side, body, said_at) select $1, id, partner_id, 'partner', 'Ailleurs', now() from contest`,
    [],
    stage.elsewhere,
  )
  const elsewhere = `/api/v1/initiatives/${stage.elsewhere}`
  const text = { type: 'failure', title: 'Ailleurs', whatHappened: 'Un essai', visibility: 'circle' }
  const note = await stage.make<{ id: string; version: number }>('lead_elsewhere', 'POST', `${elsewhere}/notes`, text, {
    'idempotency-key': 'une clé d’ailleurs',
  })
  const trial = await stage.make<{ id: string }>('lead_elsewhere', 'POST', `${elsewhere}/notes/trials`, trialOf('Ailleurs', 'circle'))
  await stage.make('lead_elsewhere', 'POST', `${elsewhere}/notes`, { ...text, trialId: trial.id })
  await stage.make('lead_elsewhere', 'PUT', `${elsewhere}/notes/reporting-channel`, { textFr: 'Ailleurs' }, { 'if-match': '"v1"' })
  await stage.make('lead_elsewhere', 'PATCH', `${elsewhere}/notes/${note.id}`, { title: 'Reformulé' }, { 'if-match': `"v${note.version}"` })
  await stage.rows(
    `insert into app.note_coauthors (initiative_id, note_id, hat_id, user_id, position, author_id, author_partner_id, author_as_backbone)
     select a.initiative_id, a.note_id, r.id, gen_random_uuid(), 1, a.author_id, a.partner_id, true
     from app.note_authorships a, (select id from app.role_assignments where initiative_id = $1 limit 1) r where a.initiative_id = $1 and a.note_id = $2`,
    [note.id],
    stage.elsewhere,
  )
  await stage.make('lead_elsewhere', 'PATCH', `${elsewhere}/notes/${note.id}`, { type: 'challenge' }, { 'if-match': `"v${note.version + 1}"` })
  await stage.make('lead_elsewhere', 'POST', `${elsewhere}/notes/${note.id}/comments`, { kind: 'thanks' })
  await stage.make('lead_elsewhere', 'POST', `${elsewhere}/meetings`, {
    titleFr: 'Ailleurs',
    startsOn: '2026-11-03',
    startsTime: '09:00',
    items: [{ title: 'Point', kind: 'information' }],
  })
  for (const initiativeId of [stage.here, stage.elsewhere])
    await stage.rows(
      `
      with held as (insert into app.backbone_functions (initiative_id, function, holder_name, valid_from) values ($1, 'policy', 'Ailleurs', '2026-01-01') returning id),
      review as (insert into app.backbone_reviews (initiative_id, function_id, standing, reviewed_on) select $1, id, 'partly', '2026-01-02' from held),
      goal as (insert into app.goals (initiative_id, statement_fr, state, adopted_on) values ($1, 'Ailleurs', 'adopted', '2026-01-01') returning id),
      picture as (insert into app.success_pictures (initiative_id, goal_id, horizon_months, description_fr) select $1, id, 6, 'Ailleurs' from goal returning id),
      target as (insert into app.indicators (initiative_id, code, scope) values ($1, 'PICTURED', 'performance') returning id)
      insert into app.success_picture_indicators (initiative_id, picture_id, indicator_id) select $1, picture.id, target.id from picture, target`,
      [],
      initiativeId,
    )
  for (const initiativeId of [stage.here, stage.elsewhere])
    await stage.rows(
      `insert into app.ended_figures (initiative_id, indicator_version_id, period_id, territory_id, category, version)
       values ($1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'TOTAL', 1)`,
      [],
      initiativeId,
    )
  await stage.rows(
    `insert into app.release_changes (initiative_id, release_id, id, indicator, period, territory, category, audience, old_status, new_status, is_material)
     select $1, r.id, a.place, 'X', '1999', 'X', 'TOTAL', a.name, 'watch', 'watch', false
     from app.releases r, unnest(array['public', 'funder', 'circle']) with ordinality as a(name, place) where r.initiative_id = $1 and r.is_latest`,
  )
  await stage.rows(
    `insert into app.release_comments (initiative_id, release_id, id, indicator, period, territory, partner, audience, body)
     select $1, r.id, a.place, 'X', '1999', 'X', 'X', a.name, 'Ailleurs'
     from app.releases r, unnest(array['funder', 'circle']) with ordinality as a(name, place) where r.initiative_id = $1 and r.is_latest`,
  )
  for (const initiativeId of [stage.here, stage.elsewhere])
    await stage.rows(
      `
      with release as (
        insert into app.releases (initiative_id, number, name, state, through_period, as_of, asked_at) values ($1, 987654, 'Ailleurs', 'ready', '1999', '2026-01-01', now())
        returning id),
      place as (
        insert into app.release_territories (initiative_id, release_id, code, name_fr, level, level_rank, hierarchy, is_top)
        select $1, id, 'X', 'Ailleurs', 'x', 1, 'main', true from release),
      cell as (
        insert into app.release_cells (initiative_id, release_id, indicator, period, territory, category, level, audience, mask, presence, status, reason, flags)
        select $1, id, 'X', '1999', 'X', 'TOTAL', 'x', 'public', 'none', 'reported', 'no_data', 'not_due', '{}' from release),
      word as (
        insert into app.release_comments (initiative_id, release_id, id, indicator, period, territory, partner, audience, body)
        select $1, id, 1, 'X', '1999', 'X', 'X', 'funder', 'Ailleurs' from release)
      insert into app.release_changes (initiative_id, release_id, id, indicator, period, territory, category, audience, old_status, new_status, is_material)
      select $1, id, 1, 'X', '1999', 'X', 'TOTAL', 'public', 'watch', 'watch', false from release`,
      [],
      initiativeId,
    )
  for (const initiativeId of [stage.here, stage.elsewhere])
    await stage.rows(
      `
      with page as (insert into app.public_pages (initiative_id) values ($1))
      insert into app.release_links (initiative_id, release_id, label, secret_hash, created_at, expires_at)
      select $1, id, 'Ailleurs', 'ailleurs', now(), now() + interval '1 day' from app.releases where initiative_id = $1 limit 1`,
      [],
      initiativeId,
    )
  for (const initiativeId of [stage.here, stage.elsewhere])
    await stage.rows(
      `
      with draft as (insert into app.reports (initiative_id, title_fr, release_id, changed_at)
        select $1, 'Essai', id, now() from app.releases where initiative_id = $1 limit 1 returning id, release_id),
      version as (insert into app.report_versions (initiative_id, report_id, number, title_fr, release_id, languages, paper, is_colour, indicator_count, frozen_on, frozen_at, checksum)
        select $1, id, 1, 'Essai', release_id, '{fr}', 'A4', true, 0, '2026-01-01', now(), 'x' from draft returning id)
      insert into app.report_pages (initiative_id, version_id, language, form, has_notes, content, sha256)
      select $1, id, 'fr', kept.form, kept.form = 'word', 'Essai', 'x' from version, (values ('page'), ('word')) as kept (form)`,
      [],
      initiativeId,
    )
  await stage.rows(`insert into app.imports (initiative_id, file_name, file_hash, state) values ($1, 'ailleurs.csv', 'x', 'done')`, [], stage.elsewhere)
  for (const initiative of [stage.here, stage.elsewhere])
    await stage.rows(
      `
      with incident as (
        insert into app.privacy_incidents (initiative_id, number, origin, information, circumstances, occurred_from, aware_on, opened_at, updated_at)
        values ($1, 987654, 'other', 'Ailleurs', 'Ailleurs', '2026-01-01', '2026-01-01', now(), now()))
      insert into app.due_extensions (initiative_id, partner_id, period_id, due_on, reason, granted_at)
      select $1, p.id, (select id from app.reporting_periods where initiative_id = $1 order by code limit 1), '2027-01-01', 'Essai', now()
      from (select id from app.partners where initiative_id = $1 union all select null) p`,
      [],
      initiative,
    )
  // Of the backbone, of each partner that somebody contributes for, and of another initiative.
  for (const initiative of [stage.here, stage.elsewhere]) {
    await stage.rows(
      `
      with side as (select id as partner_id from app.partners where initiative_id = $1 union all select null),
      habits as (insert into app.import_habits (initiative_id, partner_id, fingerprint, choices, updated_at) select $1, partner_id, '', '{}', now() from side),
      drafts as (insert into app.import_drafts (initiative_id, owner_id, partner_id, file_name, file_hash, facts, content, choices, expires_at)
        select $1, user_id, partner_id, 'essai.csv', 'x', '{}', '', '{}', now() + interval '1 hour' from app.role_assignments where initiative_id = $1 and user_id is not null)
      insert into app.imported_figures (initiative_id, import_id, observation_id, partner_id, version)
      select $1, (select id from app.imports where initiative_id = $1 limit 1), gen_random_uuid(), partner_id, 1 from side`,
      [],
      initiative,
    )
  }
  for (const initiative of [stage.here, stage.elsewhere]) {
    await stage.rows(
      `
      with places as (select distinct on (partner_id) initiative_id, id, partner_id, period_id from app.observations where initiative_id = $1 order by partner_id, id),
      confirmed as (insert into app.observation_confirmations (initiative_id, observation_id, number, partner_id, warnings, comment)
        select initiative_id, id, 1, partner_id, '[{}]', 'Essai' from places),
      claimed as (insert into app.review_claims (initiative_id, partner_id, period_id, claimed_by) select initiative_id, partner_id, period_id, gen_random_uuid() from places)
      insert into app.revision_requests (initiative_id, observation_id, partner_id, seen_version, old_figure, new_figure, reason, note)
      select initiative_id, id, partner_id, 1, '{}', '{}', 'late_data', 'Essai' from places`,
      [],
      initiative,
    )
  }
  for (const initiative of [stage.here, stage.elsewhere])
    await stage.rows(
      `
      with funder as (select id from app.persons where initiative_id = $1 limit 1),
      reading as (insert into app.update_readings (initiative_id, update_id, mark, read_on)
        select $1, id, repeat('x', 43), '2026-10-01' from app.update_posts where initiative_id = $1 limit 1),
      filed as (insert into app.note_breaches (initiative_id, person_id, what_happened, filed_on, filed_by, partner_id)
        select distinct $1::uuid, funder.id, 'Essai', date '2026-10-01', user_id, partner_id from app.role_assignments, funder
        where initiative_id = $1 and user_id is not null and role <> 'funder' returning id, filed_by, partner_id),
      corrected as (insert into app.note_breach_corrections (initiative_id, breach_id, number, former, reason, corrected_on, filed_by, partner_id)
        select $1, id, 1, 'Essai', 'Essai', '2026-10-01', filed_by, partner_id from filed)
      insert into app.note_access_suspensions (initiative_id, person_id, starts_on, until, reason) select $1, id, '2026-01-01', '2026-01-02', 'Essai' from funder`,
      [],
      initiative,
    )
  for (const initiative of [stage.here, stage.elsewhere]) {
    await stage.rows(
      `
      with side as (select id as partner_id from app.partners where initiative_id = $1 union all select null),
      mappings as (insert into app.import_mappings (initiative_id, partner_id, name, mapping) select $1, partner_id, 'ailleurs', '{}' from side),
      threads as (insert into app.definition_threads (initiative_id, indicator_id, version_number, partner_id, opened_on)
        select $1, (select id from app.indicators where initiative_id = $1 limit 1), 1, partner_id, '2026-10-01' from side returning id, partner_id),
      messages as (insert into app.definition_messages (initiative_id, thread_id, partner_id, body, said_at) select $1, id, partner_id, 'Essai', now() from threads),
      owed as (insert into app.assignment_revisions (initiative_id, assignment_id, paused, replaced_at)
        select $1, id, false, now() from app.reporting_assignments where initiative_id = $1 limit 1)
      insert into app.map_revisions (initiative_id, territories, links, replaced_at) values ($1, '[]', '[]', now())`,
      [],
      initiative,
    )
  }
}

async function policies(): Promise<Policy[]> {
  const { rows } = await stage.world.owner.query<Policy>(`
    select tablename as table, policyname as name, permissive = 'PERMISSIVE' as permissive, cmd as command, qual as using, with_check as check from pg_policies where schemaname = 'app' order by 1, 2`)
  return rows
}

async function put({ table, name, permissive, command, using, check }: Policy): Promise<void> {
  const conditions = `${using === null ? '' : ` using (${using})`}${check === null ? '' : ` with check (${check})`}`
  await stage.world.owner.query(`create policy ${name} on app.${table} as ${permissive ? 'permissive' : 'restrictive'} for ${command}${conditions}`)
}
const drop = ({ table, name }: Policy) => stage.world.owner.query(`drop policy ${name} on app.${table}`)

describe('row level security alone, without the service in front of it', () => {
  it('every hat reads of every table what the domain says, nobody reads of another initiative or without a context', async () => {
    expect(Object.keys(READABLE).filter((name) => !probes.tables.has(name))).toEqual([])
    const faults: string[] = []
    for (const table of probes.tables.keys()) faults.push(...(await probes.faultsOf(table)))
    expect(faults).toEqual([])
  })
})

describe('a policy that is gone turns a probe red', () => {
  it('every policy of the schema: dropped, and the wall of the tenant opened for reading and for writing', async () => {
    const survivors: string[] = []
    let count = 0
    for (const policy of await policies()) {
      // Without its permissive policy a table is closed, not open: its conditions are what must hold.
      const mutants: [what: string, mutant: Policy | null][] = [['dropped', null]]
      if (policy.permissive) mutants.push(['open to read', { ...policy, using: 'true' }], ['open to write', { ...policy, check: 'true' }])
      for (const [what, mutant] of mutants) {
        count += 1
        await drop(policy)
        if (mutant !== null) await put(mutant)
        if ((await probes.faultsOf(policy.table)).length === 0) survivors.push(`${policy.name} ${what}`)
        if (mutant !== null) await drop(policy)
        await put(policy)
      }
    }
    expect(count).toBeGreaterThan(150)
    expect(survivors).toEqual([])
    expect(await probes.faultsOf('observations')).toEqual([])
  }, 120_000)
})
