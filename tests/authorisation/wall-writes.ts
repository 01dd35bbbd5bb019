import type { HatKind } from './walls.ts'

/** One statement by the API's own role; `:actor`, `:partner` and `:here` are of the hat. */
interface Attempt {
  readonly as: HatKind
  readonly sql: string
  /** Which notes `n` the hat co-writes, as app.enter would say. */
  readonly cowrites?: string
}
interface Write {
  readonly table: string
  readonly what: string
  readonly refused: Attempt
  readonly allowed?: Attempt
}

const attempt = (as: HatKind, sql: string): Attempt => ({ as, sql })
/** The note that the tests of the walls have given a co-author, who is the contributor. */
export const COWRITTEN = 'À plusieurs'
const cowriting = (sql: string): Attempt => ({ ...attempt('partner_contributor', sql), cowrites: `n.title = '${COWRITTEN}'` })
/** Parts of notes that only their author reads, but for a co-author. */
const onDrafts = (act: string) => `${act} where initiative_id = :here and guard like 'hat:%' and guard not like 'hat:' || :actor || '%'`
const newCoauthor = (author: string) =>
  `insert into app.note_coauthors (initiative_id, note_id, hat_id, user_id, position, author_id, author_partner_id, author_as_backbone)
  select :here, coalesce((select note_id from app.note_authorships where initiative_id = :here limit 1), gen_random_uuid()), r.id, r.user_id, 5, ${author}, :partner, false
  from app.role_assignments r where r.initiative_id = :here and r.role = 'backbone' and r.user_id is not null limit 1`
const onOwnPlace = (act: string) => `${act} where initiative_id = :here and user_id = :actor`
const newVersion = (author: string) =>
  `insert into app.note_versions (initiative_id, note_id, number, content, changed_on, author_id, partner_id)
  select :here, note_id, 900, '{}', '2026-10-01', ${author}, :partner from app.note_authorships where initiative_id = :here limit 1`
const copyOf = (table: string, columns: string, values: string, where: string) =>
  `insert into app.${table} (initiative_id, ${columns}) select initiative_id, ${values} from app.${table} where initiative_id = :here and ${where} limit 1`

const OTHERS = '(select id from app.partners where initiative_id = :here and id is distinct from :partner order by code limit 1)'
const newFigure = (partner: string) =>
  copyOf(
    'observations',
    'indicator_version_id, territory_id, partner_id, period_id, category, value, state, origin',
    `indicator_version_id, territory_id, ${partner}, period_id, 'sex:girl', 1, 'draft', 'partner'`,
    `category = 'TOTAL' and value is not null`,
  )
const OWN_FIGURES = 'where initiative_id = :here and partner_id = :partner'
const newCell = copyOf(
  'cells',
  'indicator_version_id, period_id, level_id, territory_id, flavour, category, is_top',
  `indicator_version_id, period_id, level_id, territory_id, flavour, 'sex:none', is_top`,
  'true',
)

const newNote = (
  author: string,
  asBackbone: boolean,
) => `insert into app.learning_notes (initiative_id, type, title, what_happened, author_id, partner_id, as_backbone)
  values (:here, 'success', 'Essai', 'Essai', ${author}, :partner, ${asBackbone})`
const rename = `update app.learning_notes set title = 'x' where initiative_id = :here and guard = 'circle'`
const onNote = (table: string, columns: string, values: string, { of = 'circle', guard = 'n.guard', besides = 'true' } = {}) =>
  `insert into app.${table} (initiative_id, note_id, guard, ${columns}) select :here, n.id, ${guard}, ${values} from app.learning_notes n where n.initiative_id = :here and n.guard = '${of}' and ${besides} limit 1`
const newLink = (guard?: string) => onNote('note_links', 'kind, condition', `'condition', 'common_agenda'`, guard === undefined ? {} : { guard })
const newComment = (of: string) => onNote('note_comments', 'kind, said_on, signature', `'thanks', '2026-10-01', 'a_partner'`, { of })
const newAttachedTrial = (guard: string) =>
  onNote(
    'note_trials',
    'trial_id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, declared_on',
    `(select id from app.safe_to_fail_trials where initiative_id = :here and visibility = 'circle' limit 1), 'x', 'x', 'x', '2026-10-01', '2026-10-01', 'x', 'x', '2026-10-01'`,
    // A note has one trial at most: any of those without.
    { guard, besides: 'not exists (select from app.note_trials x where x.initiative_id = n.initiative_id and x.note_id = n.id)' },
  )
const newAttachment = (guard: string) => onNote('note_attachments', 'position, kind, caption, pages, content', `5, 'pdf', 'x', 1, 'x'`, { guard })
const newTrial = (author: string) =>
  `insert into app.safe_to_fail_trials (initiative_id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, stopped_by, declared_on, author_id, partner_id)
  values (:here, 'x', 'x', 'x', '2026-10-01', '2026-10-01', 'x', 'x', 'x', '2026-10-01', ${author}, :partner)`
const newChannel = `insert into app.reporting_channels (initiative_id, text_fr) values (:here, 'x')`
const changeChannel = `update app.reporting_channels set text_fr = 'x' where initiative_id = :here`
const newProposal = (partner: string) =>
  `insert into app.target_proposals (initiative_id, indicator_version_id, kind, items, reason_fr, proposed_on, partner_id)
  select :here, id, 'targets', '[]', 'Essai', '2026-10-01', ${partner} from app.indicator_versions where initiative_id = :here limit 1`
const answerProposal = (condition: string) => `update app.target_proposals set answer = 'x' where initiative_id = :here and ${condition}`
const newStory = `insert into app.indicator_stories (initiative_id, indicator_id, number, story_fr, told_on)
  select :here, id, 900, 'Essai', '2026-10-01' from app.indicators where initiative_id = :here limit 1`
const newReport = `insert into app.reports (initiative_id, title_fr, release_id, changed_at)
  select :here, 'Essai', id, now() from app.releases where initiative_id = :here and is_latest`
const newReportVersion = copyOf(
  'report_versions',
  'report_id, number, title_fr, release_id, languages, paper, is_colour, indicator_count, frozen_on, frozen_at, checksum',
  'report_id, number + 900, title_fr, release_id, languages, paper, is_colour, indicator_count, frozen_on, frozen_at, checksum',
  'true',
)
const newReportPage = `insert into app.report_pages (initiative_id, version_id, language, form, has_notes, content, sha256)
  select :here, v.id, 'en', 'page', false, 'x', 'x' from app.report_versions v where v.initiative_id = :here and v.languages = '{fr}' limit 1`
const newView = (owner: string, isShared: boolean) =>
  `insert into app.saved_views (initiative_id, owner_id, name, query, is_shared, saved_on) values (:here, ${owner}, 'Essai', '', ${isShared}, '2026-10-01')`
const onSharedViews = (act: string) => `${act} where initiative_id = :here and is_shared`
const newConfirmation = (partner: string) =>
  `insert into app.observation_confirmations (initiative_id, observation_id, number, partner_id, warnings, comment)
  values (:here, gen_random_uuid(), 1, ${partner}, '[{}]', 'Essai')`
const newClaim = `insert into app.review_claims (initiative_id, partner_id, period_id, claimed_by)
  select :here, :partner, id, :actor from app.reporting_periods p where initiative_id = :here
    and not exists (select 1 from app.review_claims c where c.initiative_id = p.initiative_id and c.period_id = p.id) limit 1`
const newExtension = `insert into app.due_extensions (initiative_id, partner_id, period_id, due_on, reason, granted_at)
  select :here, null, id, '2027-01-01', 'Essai', now() from app.reporting_periods p where initiative_id = :here
    and not exists (select 1 from app.due_extensions e where e.initiative_id = p.initiative_id and e.period_id = p.id) limit 1`
/** A figure that a request or a contest names stays for another reason than the wall. */
const IS_FREE = `not exists (select 1 from app.revision_requests r where r.initiative_id = :here and r.observation_id = observations.id)
  and not exists (select 1 from app.contests c where c.initiative_id = :here and c.observation_id = observations.id)`

const newIncident = `insert into app.privacy_incidents (initiative_id, number, origin, information, circumstances, occurred_from, aware_on, opened_at, updated_at)
  values (:here, 4321, 'other', 'Essai', 'Essai', '2026-01-01', '2026-01-01', now(), now())`
const newRequest = (partner: string, state = 'pending') =>
  `insert into app.revision_requests (initiative_id, observation_id, partner_id, seen_version, old_figure, new_figure, reason, note, state, decided_at)
  select :here, o.id, ${partner}, 1, '{}', '{}', 'late_data', 'Essai', '${state}', ${state === 'pending' ? 'null' : 'now()'} from app.observations o
  where o.initiative_id = :here and not exists (select 1 from app.revision_requests q where q.initiative_id = o.initiative_id and q.observation_id = o.id) limit 1`
const OWN_REQUESTS = `where initiative_id = :here and partner_id = :partner and state = 'pending'`
const answer = (condition: string) => `update app.endorsements set state = 'asked' where initiative_id = :here and ${condition}`

const newPosition = (partner: string) =>
  `insert into app.decision_positions (initiative_id, decision_id, seat_id, partner_id, position)
  select :here, d.id, s.id, ${partner}, 'for' from app.decisions d, app.governance_seats s where d.initiative_id = :here and s.initiative_id = :here
    and not exists (select 1 from app.decision_positions p where p.initiative_id = :here and p.decision_id = d.id and p.seat_id = s.id) limit 1`
const onPositions = (act: string, whose: string) => `${act} where initiative_id = :here and ${whose}`
const sign = (whose: string) => `update app.signatures set person_name = 'x', signed_on = '2026-10-01' where initiative_id = :here and ${whose}`

const newPerson = `insert into app.persons (initiative_id, name) values (:here, 'Essai')`
const renamePerson = `update app.persons set name = 'x' where initiative_id = :here`
const newContribution = (partner: string) => `insert into app.contributions (initiative_id, partner_id, kind) values (:here, ${partner}, 'access')`
const confirmContribution = (condition: string) => `update app.contributions set confirmed_on = '2026-10-01' where initiative_id = :here and ${condition}`
const newReview = (partner: string) => `insert into app.backbone_reviews (initiative_id, function_id, partner_id, standing, reviewed_on)
  select initiative_id, id, ${partner}, 'partly', '2026-10-01' from app.backbone_functions where initiative_id = :here limit 1`
/** A file of indicators that the tests of the walls have stored. */
export const STORED_LOAD = '00000000-0000-4000-8000-000000000058'
/** Files of indicators, and what it takes to take them back; without a condition, which reading would wall already. */
const LOADED = {
  target_loads: {
    insert: `insert into app.target_loads (initiative_id, file_name, file_hash, reason_fr, is_proposed, loaded_at) values (:here, 'x', 'x', 'x', true, now())`,
    update: `update app.target_loads set reason_fr = 'x'`,
  },
  loaded_rows: {
    insert: `insert into app.loaded_rows (initiative_id, load_id, kind, row_id, indicator_code) values (:here, '${STORED_LOAD}', 'baseline', gen_random_uuid(), 'x')`,
    update: `update app.loaded_rows set made = '{}'`,
  },
} as const
const newMapping = (partner: string) => `insert into app.import_mappings (initiative_id, partner_id, name, mapping) values (:here, ${partner}, 'Essai', '{}')`
const changeMapping = (condition: string) => `update app.import_mappings set mapping = '{}' where initiative_id = :here and ${condition}`
const newAssignment = copyOf('reporting_assignments', 'indicator_id, territory_id, valid_from', `indicator_id, territory_id, '2030-01-01'`, 'true')
const pause = 'update app.reporting_assignments set paused = true where initiative_id = :here'
const newAssignmentRevision = copyOf('assignment_revisions', 'assignment_id, paused, replaced_at', 'assignment_id, paused, replaced_at', 'true')
const newMapRevision = `insert into app.map_revisions (initiative_id, territories, links, replaced_at) values (:here, '[]', '[]', now())`
const newThread = (partner: string) =>
  copyOf('definition_threads', 'indicator_id, version_number, partner_id, opened_on', `indicator_id, version_number, ${partner}, opened_on`, 'true')
const settleThread = (condition: string) =>
  `update app.definition_threads set resolved_on = '2026-10-01', resolved_side = 'partner' where initiative_id = :here and ${condition}`
const newThreadMessage = (partner: string) =>
  copyOf('definition_messages', 'thread_id, partner_id, body, said_at', `thread_id, ${partner}, 'Essai', now()`, 'true')
const newRelease = `insert into app.releases (initiative_id, number, name, through_period, as_of, asked_at) values (:here, 555555, 'Essai', '1999', '2026-01-01', now())`
const nameRelease = `update app.releases set notes_fr = 'x' where initiative_id = :here and is_latest`
const newPlace = copyOf(
  'release_territories',
  'release_id, code, name_fr, level, level_rank, hierarchy, is_top',
  `release_id, 'ZZ', 'Essai', level, 1, hierarchy, false`,
  'true',
)
const newReleaseCell = copyOf(
  'release_cells',
  'release_id, indicator, period, territory, category, level, audience, mask, presence, status, reason, flags',
  `release_id, 'ZZ', period, territory, category, level, 'public', 'none', presence, status, reason, flags`,
  `audience = 'public'`,
)
const newReleaseChange = copyOf(
  'release_changes',
  'release_id, id, indicator, period, territory, category, audience, old_status, new_status, is_material',
  `release_id, 999, indicator, period, territory, category, 'public', old_status, new_status, false`,
  'true',
)
const newReleaseComment = copyOf(
  'release_comments',
  'release_id, id, indicator, period, territory, partner, audience, body',
  `release_id, 999, indicator, period, territory, partner, audience, body`,
  'true',
)
const newShareLink = `insert into app.release_links (initiative_id, release_id, label, secret_hash, created_at, expires_at)
  select :here, (select id from app.releases where initiative_id = :here and is_latest), 'Essai', 'essai', now(), now() + interval '1 day'`
/** Row 19: the backbone builds; what is built is never taken out again by anybody. */
const onReleases = (table: string, what: string, insert: string): Write[] => [
  { table, what, refused: attempt('partner_contributor', insert), allowed: attempt('backbone', insert) },
  ...(table === 'releases'
    ? []
    : [{ table, what: 'taking out what was released', refused: attempt('backbone', `delete from app.${table} where initiative_id = :here`) }]),
]

/** Writes that a wall of their own refuses, each beside one that it lets through where some hat may. */
/** Row 10: a need is said by the person alone, the backbone included. The meeting is one where nobody asked for anything. */
const newNeed = (requester: string) =>
  `insert into app.accessibility_requests (initiative_id, meeting_id, measure, requester_id, person_id, requested_on)
  select :here, (select m.id from app.meetings m where m.initiative_id = :here and m.title_fr <> 'Ailleurs' order by m.id limit 1), 'venue_access', ${requester},
    (select p.id from app.persons p where p.initiative_id = :here and p.user_id = :actor limit 1), '2026-10-01'`

const newBreach = (filer: string) => `insert into app.note_breaches (initiative_id, person_id, what_happened, filed_on, filed_by, partner_id)
  select :here, id, 'Essai', '2026-10-01', ${filer}, :partner from app.persons where initiative_id = :here limit 1`
const newCorrection = `insert into app.note_breach_corrections (initiative_id, breach_id, number, former, reason, corrected_on, filed_by, partner_id)
  select initiative_id, id, 9, 'x', 'x', '2026-10-01', filed_by, partner_id from app.note_breaches where initiative_id = :here and filed_by = :actor limit 1`
const newSuspension = `insert into app.note_access_suspensions (initiative_id, person_id, starts_on, reason)
  select :here, id, '2026-10-01', 'Essai' from app.persons where initiative_id = :here limit 1`
const newShown = `insert into app.public_decisions (initiative_id, decision_id, title_fr, result, decided_on, public_on)
  select initiative_id, id, 'Essai', 'carried', '2026-10-01', '2026-10-01' from app.decisions d where initiative_id = :here
    and not exists (select 1 from app.public_decisions s where s.initiative_id = d.initiative_id and s.decision_id = d.id) limit 1`
const newSession = `insert into app.review_sessions (initiative_id, occasion, occurred_on, due_on) values (:here, 'milestone_AUTRE', '2026-09-01', '2026-10-01')`
const changeSession = `update app.review_sessions set kept = 'x' where initiative_id = :here`

const newWin = (partner: string, state = 'proposed') => `insert into app.wins (initiative_id, text_fr, state, published_on, proposed_by)
  values (:here, 'Essai', '${state}', ${state === 'published' ? `'2026-10-01'` : 'null'}, ${partner})`
const newRecognition = (partner: string, state = 'proposed') => newWin(partner, state).replace('app.wins', 'app.recognitions').replace('text_fr', 'what_fr')
const newSubject = (name: string | null) => `with r as (insert into app.recognitions (initiative_id, what_fr) values (:here, 'Essai') returning id, guard)
  insert into app.recognition_subjects (initiative_id, recognition_id, guard, partner_id, consent_state, name)
  select :here, r.id, r.guard, p.id, ${name === null ? `'asked', null` : `'given', '${name}'`} from r, app.partners p where p.initiative_id = :here limit 1`
const answerConsent = (whose: string, consent = 'given') =>
  `update app.recognition_subjects set consent_state = '${consent}', name = ${consent === 'given' ? `'Essai'` : 'null'} where initiative_id = :here and ${whose}`

const newSummary = `insert into app.joining_summaries (initiative_id, summary_key, organization, summary, shared_on) values (:here, 'y', 'x', '{}', '2026-01-01')`
const changeSummary = `update app.joining_summaries set message = 'x' where initiative_id = :here`
const dropSummary = `delete from app.joining_summaries where initiative_id = :here`
const newInvitation = `insert into app.joining_invitations (initiative_id, label, secret_hash, made_on, expires_on) values (:here, 'x', 'z', '2026-01-01', '2099-01-01')`
const dropInvitation = `delete from app.joining_invitations where initiative_id = :here`
const useInvitation = `update app.joining_invitations set used = false where initiative_id = :here`
const newParty = `insert into app.assessment_parties (initiative_id, round_id, position, name_fr)
  select initiative_id, round_id, 6, 'x' from app.assessment_parties where initiative_id = :here and position = 1 limit 1`
const newPartySheet = `with party as (${newParty} returning initiative_id, round_id, position)
  insert into app.assessment_party_sheets (initiative_id, round_id, position, link_hash) select initiative_id, round_id, position, 'y' from party`
// No column is read: what may be changed is asked of the policy of the change alone.
const changePartySheet = `update app.assessment_party_sheets set people = 9`
const dropPartySheet = `delete from app.assessment_party_sheets`
const newStage = `insert into app.stages (initiative_id, code) values (:here, 'monitoring')`
const changeStage = `update app.stages set started_on = '2000-01-01' where initiative_id = :here`
const newEngagement = `insert into app.stage_engagements (initiative_id, stage_code, partner_id, observed)
  select :here, s.code, p.id, 'active' from app.stages s, app.partners p where s.initiative_id = :here and p.initiative_id = :here
  and not exists (select 1 from app.stage_engagements e where e.initiative_id = :here and e.stage_code = s.code and e.partner_id = p.id) limit 1`
const changeEngagement = `update app.stage_engagements set observed = 'intense' where initiative_id = :here`

/** Row 9: a partner proposes for itself; the backbone answers and writes agendas. */
const newAgendaProposal = (partner: string) => `insert into app.agenda_proposals (initiative_id, meeting_id, partner_id, person_id, title, why, proposed_on)
  select :here, (select m.id from app.meetings m where m.initiative_id = :here order by m.id limit 1), ${partner},
    (select p.id from app.persons p where p.initiative_id = :here and p.user_id = :actor limit 1), 'Essai', 'Essai', '2026-10-01'`
const answerProposals = `update app.agenda_proposals set state = 'accepted', answered_on = '2026-10-01' where initiative_id = :here and state = 'proposed'`
const newAgendaLink = `insert into app.agenda_item_links (initiative_id, meeting_id, position, number, invited, indicator_id)
  select g.initiative_id, g.meeting_id, g.position, 99, g.invited, (select i.id from app.indicators i where i.initiative_id = :here order by i.id limit 1)
  from app.agenda_items g where g.initiative_id = :here limit 1`
const dropAgendaLinks = `delete from app.agenda_item_links where initiative_id = :here and number = 1`
/** Whoever is invited to a meeting reads it, and changes nothing of it. */
const guests = (table: string, change: string): Write[] => [
  { table, what: 'a change by whoever is invited', refused: attempt('funder', `update app.${table} set ${change} where initiative_id = :here`) },
  { table, what: 'taking out by whoever is invited', refused: attempt('funder', `delete from app.${table} where initiative_id = :here`) },
]

export const WRITES: readonly Write[] = [
  ...[
    { table: 'wins', make: newWin, change: `update app.wins set text_fr = 'x' where initiative_id = :here` },
    { table: 'recognitions', make: newRecognition, change: `update app.recognitions set what_fr = 'x' where initiative_id = :here` },
  ].flatMap(({ table, make, change }): Write[] => [
    {
      table,
      what: `${table} proposed in the name of another partner`,
      refused: attempt('partner_contributor', make(OTHERS)),
      allowed: attempt('partner_contributor', make(':partner')),
    },
    {
      table,
      what: `${table} that a partner publishes`,
      refused: attempt('partner_contributor', make(':partner', 'published')),
      allowed: attempt('backbone', make('null', 'published')),
    },
    { table, what: `${table} by a viewer`, refused: attempt('partner_viewer', make(':partner')) },
    { table, what: `${table} changed by a partner`, refused: attempt('partner_contributor', change), allowed: attempt('backbone', change) },
  ]),
  {
    table: 'recognition_subjects',
    what: 'a name that comes without being asked',
    refused: attempt('backbone', newSubject('Essai')),
    allowed: attempt('backbone', newSubject(null)),
  },
  {
    table: 'recognition_subjects',
    what: 'consent that the backbone gives for others',
    refused: attempt('backbone', answerConsent('user_id is distinct from :actor')),
    allowed: attempt('backbone', answerConsent('user_id is distinct from :actor', 'withdrawn')),
  },
  {
    table: 'recognition_subjects',
    what: 'consent of another partner',
    refused: attempt('partner_contributor', answerConsent('partner_id is distinct from :partner and user_id is distinct from :actor')),
    allowed: attempt('partner_contributor', answerConsent('partner_id = :partner')),
  },
  { table: 'joining_summaries', what: 'a summary in the name of a candidate', refused: attempt('backbone', newSummary) },
  { table: 'joining_summaries', what: 'words of a candidate changed', refused: attempt('backbone', changeSummary) },
  { table: 'joining_summaries', what: 'a summary taken away by whom it was shared with', refused: attempt('backbone', dropSummary) },
  {
    table: 'joining_invitations',
    what: 'a candidate invited by a partner',
    refused: attempt('partner_contributor', newInvitation),
    allowed: attempt('backbone', newInvitation),
  },
  { table: 'joining_invitations', what: 'a link taken away, and with it that it was made', refused: attempt('backbone', dropInvitation) },
  { table: 'joining_invitations', what: 'a used link made to begin again', refused: attempt('backbone', useInvitation) },
  { table: 'assessment_parties', what: 'a party by a partner', refused: attempt('partner_contributor', newParty), allowed: attempt('backbone', newParty) },
  { table: 'assessment_party_sheets', what: 'a sheet in the name of a party', refused: attempt('backbone', newPartySheet) },
  { table: 'assessment_party_sheets', what: 'the sheet of a party changed by the backbone', refused: attempt('backbone', changePartySheet) },
  { table: 'assessment_party_sheets', what: 'the sheet of a party taken away before the closing', refused: attempt('backbone', dropPartySheet) },
  { table: 'stages', what: 'a stage by a partner', refused: attempt('partner_contributor', newStage), allowed: attempt('backbone', newStage) },
  {
    table: 'stages',
    what: 'the dates of a stage by a partner',
    refused: attempt('partner_contributor', changeStage),
    allowed: attempt('backbone', changeStage),
  },
  {
    table: 'stage_engagements',
    what: 'its own engagement by a partner',
    refused: attempt('partner_contributor', `insert into app.stage_engagements (initiative_id, stage_code, partner_id) values (:here, 'evaluation', :partner)`),
    allowed: attempt('backbone', newEngagement),
  },
  {
    table: 'stage_engagements',
    what: 'another engagement by a partner',
    refused: attempt('partner_contributor', changeEngagement),
    allowed: attempt('backbone', changeEngagement),
  },
  ...guests('meetings', "title_fr = 'x'"),
  ...guests('agenda_items', "title = 'x'"),
  {
    table: 'agenda_proposals',
    what: 'a point in the name of another',
    refused: attempt('partner_contributor', newAgendaProposal(OTHERS)),
    allowed: attempt('partner_contributor', newAgendaProposal(':partner')),
  },
  {
    table: 'agenda_proposals',
    what: 'an answer by a partner',
    refused: attempt('partner_contributor', answerProposals),
    allowed: attempt('backbone', answerProposals),
  },
  {
    table: 'agenda_item_links',
    what: 'a link by a partner',
    refused: attempt('partner_contributor', newAgendaLink),
    allowed: attempt('backbone', newAgendaLink),
  },
  {
    table: 'agenda_item_links',
    what: 'taking out a link by a partner',
    refused: attempt('partner_contributor', dropAgendaLinks),
    allowed: attempt('backbone', dropAgendaLinks),
  },
  {
    table: 'review_sessions',
    what: 'a review session by a partner',
    refused: attempt('partner_contributor', newSession),
    allowed: attempt('backbone', newSession),
  },
  {
    table: 'review_sessions',
    what: 'another answer of a review by a partner',
    refused: attempt('partner_contributor', changeSession),
    allowed: attempt('backbone', changeSession),
  },
  {
    table: 'accessibility_requests',
    what: 'a need in the name of somebody else',
    refused: attempt('backbone', newNeed('gen_random_uuid()')),
    allowed: attempt('backbone', newNeed(':actor')),
  },
  {
    table: 'decision_positions',
    what: 'a position of another partner',
    refused: attempt('partner_contributor', newPosition(OTHERS)),
    allowed: attempt('partner_contributor', newPosition(':partner')),
  },
  { table: 'decision_positions', what: 'a position by a viewer', refused: attempt('partner_viewer', newPosition(':partner')) },
  {
    table: 'decision_positions',
    what: 'a change of what another partner said',
    refused: attempt('partner_contributor', onPositions(`update app.decision_positions set position = 'for'`, 'partner_id is distinct from :partner')),
    allowed: attempt('partner_contributor', onPositions(`update app.decision_positions set position = 'for'`, 'partner_id = :partner')),
  },
  {
    table: 'decision_positions',
    what: 'taking back what another partner said',
    refused: attempt('partner_contributor', onPositions('delete from app.decision_positions', 'partner_id is distinct from :partner')),
    allowed: attempt('partner_contributor', onPositions('delete from app.decision_positions', 'partner_id = :partner')),
  },
  {
    table: 'signatures',
    what: 'a signature of another partner',
    refused: attempt('partner_contributor', sign('partner_id is distinct from :partner')),
    allowed: attempt('partner_contributor', sign('partner_id = :partner')),
  },
  {
    table: 'seat_declarations',
    what: 'a declaration written by a partner',
    refused: attempt(
      'partner_contributor',
      `insert into app.seat_declarations (initiative_id, seat_id, declared_on) select :here, id, '2026-10-01' from app.governance_seats where initiative_id = :here limit 1`,
    ),
  },
  ...onReleases('releases', 'a release by a partner', newRelease),
  ...onReleases('releases', 'a change of a release by a partner', nameRelease),
  ...onReleases('release_territories', 'a place by a partner', newPlace),
  ...onReleases('release_cells', 'a figure by a partner', newReleaseCell),
  ...onReleases('release_changes', 'a change by a partner', newReleaseChange),
  ...onReleases('release_comments', 'a comment by a partner', newReleaseComment),
  {
    table: 'release_links',
    what: 'a link made by a partner',
    refused: attempt('partner_contributor', newShareLink),
    allowed: attempt('backbone', newShareLink),
  },
  {
    table: 'release_links',
    what: 'links lengthened by a partner that reads none',
    refused: attempt('partner_contributor', 'update app.release_links set revoked_at = null'),
    allowed: attempt('backbone', 'update app.release_links set revoked_at = null'),
  },
  ...(['insert into app.public_pages (initiative_id) values (:here)', 'update app.public_pages set is_indexed = true'] as const).map((sql) => ({
    table: 'public_pages',
    what: `the public page by a partner: ${sql.slice(0, 6)}`,
    refused: attempt('partner_contributor', sql),
    ...(sql.startsWith('update') ? { allowed: attempt('backbone', sql) } : {}),
  })),
  {
    table: 'observations',
    what: 'a figure for another partner',
    refused: attempt('partner_contributor', newFigure(OTHERS)),
    allowed: attempt('partner_contributor', newFigure(':partner')),
  },
  { table: 'observations', what: 'a figure by a viewer', refused: attempt('partner_viewer', newFigure(':partner')) },
  {
    table: 'observations',
    what: 'a change by a viewer of what it reads',
    refused: attempt('partner_viewer', `update app.observations set comment = 'x' ${OWN_FIGURES}`),
    allowed: attempt('partner_contributor', `update app.observations set comment = 'x' ${OWN_FIGURES}`),
  },
  {
    table: 'observations',
    what: 'the removal of what was handed in',
    refused: attempt('partner_contributor', `delete from app.observations ${OWN_FIGURES} and state <> 'draft' and ${IS_FREE}`),
    allowed: attempt('partner_contributor', `delete from app.observations ${OWN_FIGURES} and state = 'draft' and ${IS_FREE}`),
  },
  { table: 'cells', what: 'a cell made by hand', refused: attempt('backbone', newCell) },
  { table: 'cells', what: 'a cell changed by hand', refused: attempt('backbone', 'update app.cells set sum_value = 1 where initiative_id = :here') },
  { table: 'cells', what: 'a cell removed by hand', refused: attempt('backbone', 'delete from app.cells where initiative_id = :here') },
  {
    table: 'target_proposals',
    what: 'a proposal in the name of another partner',
    refused: attempt('partner_contributor', newProposal(OTHERS)),
    allowed: attempt('partner_contributor', newProposal(':partner')),
  },
  {
    table: 'target_proposals',
    what: 'the removal of what was proposed',
    refused: attempt('backbone', 'delete from app.target_proposals where initiative_id = :here'),
  },
  {
    table: 'baseline_revisions',
    what: 'the removal of a former baseline',
    refused: attempt('backbone', 'delete from app.baseline_revisions where initiative_id = :here'),
  },
  ...(['target_loads', 'loaded_rows'] as const).flatMap((table): Write[] => [
    {
      table,
      what: 'a file loaded by a partner',
      refused: attempt('partner_contributor', LOADED[table].insert),
      allowed: attempt('backbone', LOADED[table].insert),
    },
    {
      table,
      what: 'a file changed by a partner',
      refused: attempt('partner_contributor', LOADED[table].update),
      allowed: attempt('backbone', LOADED[table].update),
    },
  ]),
  {
    table: 'loaded_rows',
    what: 'what a file did, forgotten by a partner',
    refused: attempt('partner_contributor', 'delete from app.loaded_rows'),
    allowed: attempt('backbone', 'delete from app.loaded_rows'),
  },
  { table: 'target_proposals', what: 'a proposal by a viewer', refused: attempt('partner_viewer', newProposal(':partner')) },
  {
    table: 'target_proposals',
    what: 'an answer to what others proposed',
    refused: attempt('partner_contributor', answerProposal('partner_id is distinct from :partner')),
    allowed: attempt('backbone', answerProposal('true')),
  },
  {
    table: 'backbone_reviews',
    what: 'a review in the name of another partner',
    refused: attempt('partner_contributor', newReview(OTHERS)),
    allowed: attempt('partner_contributor', newReview(':partner')),
  },
  { table: 'backbone_reviews', what: 'a review by a viewer', refused: attempt('partner_viewer', newReview(':partner')) },
  { table: 'indicator_stories', what: 'a story told by a partner', refused: attempt('partner_contributor', newStory), allowed: attempt('backbone', newStory) },
  {
    table: 'saved_views',
    what: 'a view in the name of somebody else',
    refused: attempt('backbone', newView('gen_random_uuid()', false)),
    allowed: attempt('funder', newView(':actor', false)),
  },
  {
    table: 'saved_views',
    what: 'a view offered by a partner',
    refused: attempt('partner_contributor', newView(':actor', true)),
    allowed: attempt('backbone', newView(':actor', true)),
  },
  {
    table: 'saved_views',
    what: 'a shared view renamed by a partner',
    refused: attempt('partner_contributor', onSharedViews(`update app.saved_views set query = 'x'`)),
    allowed: attempt('backbone', onSharedViews(`update app.saved_views set query = 'x'`)),
  },
  {
    table: 'saved_views',
    what: 'a shared view taken away by a partner',
    refused: attempt('partner_contributor', onSharedViews('delete from app.saved_views')),
    allowed: attempt('backbone', onSharedViews('delete from app.saved_views')),
  },
  {
    table: 'last_looks',
    what: 'the look of somebody else',
    refused: attempt('backbone', `update app.last_looks set seen = '{}' where initiative_id = :here and owner_id <> :actor`),
    allowed: attempt('funder', `update app.last_looks set seen = '{}' where initiative_id = :here and owner_id = :actor`),
  },
  {
    table: 'indicator_stories',
    what: 'a story that a funder changes',
    refused: attempt('funder', `update app.indicator_stories set story_fr = 'Autre' where initiative_id = :here`),
    allowed: attempt('backbone', `update app.indicator_stories set story_fr = 'Autre' where initiative_id = :here`),
  },
  {
    table: 'observation_confirmations',
    what: 'a confirmation in the name of another partner',
    refused: attempt('partner_contributor', newConfirmation(OTHERS)),
    allowed: attempt('partner_contributor', newConfirmation(':partner')),
  },
  {
    table: 'due_extensions',
    what: 'an extension that a partner grants itself',
    refused: attempt('partner_contributor', newExtension),
    allowed: attempt('backbone', newExtension),
  },
  {
    table: 'due_extensions',
    what: 'an extension that a partner ends',
    refused: attempt('partner_contributor', 'delete from app.due_extensions where initiative_id = :here'),
    allowed: attempt('backbone', 'delete from app.due_extensions where initiative_id = :here'),
  },
  {
    table: 'privacy_incidents',
    what: 'an incident that a partner writes into the register',
    refused: attempt('partner_contributor', newIncident),
    allowed: attempt('backbone', newIncident),
  },
  {
    table: 'privacy_incidents',
    what: 'an incident that a partner changes',
    refused: attempt('partner_contributor', `update app.privacy_incidents set measures = 'x' where initiative_id = :here`),
    allowed: attempt('backbone', `update app.privacy_incidents set measures = 'x' where initiative_id = :here`),
  },
  { table: 'review_claims', what: 'a claim by a partner', refused: attempt('partner_contributor', newClaim), allowed: attempt('backbone', newClaim) },
  {
    table: 'review_claims',
    what: 'a claim that a partner takes over',
    refused: attempt('partner_contributor', 'update app.review_claims set claimed_by = :actor where initiative_id = :here'),
    allowed: attempt('backbone', 'update app.review_claims set claimed_by = :actor where initiative_id = :here'),
  },
  {
    table: 'review_claims',
    what: 'a claim that a partner ends',
    refused: attempt('partner_contributor', 'delete from app.review_claims where initiative_id = :here'),
    allowed: attempt('backbone', 'delete from app.review_claims where initiative_id = :here'),
  },
  {
    table: 'revision_requests',
    what: 'a request for another partner’s figure',
    refused: attempt('partner_contributor', newRequest(OTHERS)),
    allowed: attempt('partner_contributor', newRequest(':partner')),
  },
  { table: 'revision_requests', what: 'a request that comes withdrawn', refused: attempt('backbone', newRequest('null', 'withdrawn')) },
  {
    table: 'revision_requests',
    what: 'an answer by the partner that asked',
    refused: attempt('partner_contributor', `update app.revision_requests set decision_note = 'x' ${OWN_REQUESTS}`),
    allowed: attempt('partner_contributor', `update app.revision_requests set state = 'withdrawn', decided_at = now() ${OWN_REQUESTS}`),
  },
  {
    table: 'revision_requests',
    what: 'a withdrawal by a viewer',
    refused: attempt('partner_viewer', `update app.revision_requests set state = 'withdrawn', decided_at = now() ${OWN_REQUESTS}`),
  },
  { table: 'reports', what: 'a draft by a partner', refused: attempt('partner_contributor', newReport), allowed: attempt('backbone', newReport) },
  {
    table: 'report_versions',
    what: 'a version frozen by a partner',
    refused: attempt('partner_contributor', newReportVersion),
    allowed: attempt('backbone', newReportVersion),
  },
  {
    table: 'report_pages',
    what: 'a page put in by a partner',
    refused: attempt('partner_contributor', newReportPage),
    allowed: attempt('backbone', newReportPage),
  },
  { table: 'persons', what: 'a person made by a viewer', refused: attempt('partner_viewer', newPerson), allowed: attempt('partner_contributor', newPerson) },
  { table: 'persons', what: 'a name changed by a partner', refused: attempt('partner_contributor', renamePerson), allowed: attempt('backbone', renamePerson) },
  {
    table: 'contributions',
    what: 'a contribution of another partner',
    refused: attempt('partner_contributor', newContribution(OTHERS)),
    allowed: attempt('partner_contributor', newContribution(':partner')),
  },
  {
    table: 'contributions',
    what: 'a confirmation for another partner',
    refused: attempt('partner_contributor', confirmContribution('partner_id <> :partner')),
    allowed: attempt('partner_contributor', confirmContribution('partner_id = :partner')),
  },
  {
    table: 'import_mappings',
    what: 'a mapping kept as the backbone’s by a partner',
    refused: attempt('partner_contributor', newMapping('null')),
    allowed: attempt('partner_contributor', newMapping(':partner')),
  },
  {
    table: 'import_mappings',
    what: 'a change of the backbone’s mapping by a partner',
    refused: attempt('partner_contributor', changeMapping('partner_id is null')),
    allowed: attempt('partner_contributor', changeMapping('partner_id = :partner')),
  },
  {
    table: 'reporting_assignments',
    what: 'an assignment by a partner',
    refused: attempt('partner_contributor', newAssignment),
    allowed: attempt('backbone', newAssignment),
  },
  { table: 'reporting_assignments', what: 'a pause by a partner', refused: attempt('partner_contributor', pause), allowed: attempt('backbone', pause) },
  {
    table: 'assignment_revisions',
    what: 'a past of assignments written by a partner',
    refused: attempt('partner_contributor', newAssignmentRevision),
    allowed: attempt('backbone', newAssignmentRevision),
  },
  {
    table: 'map_revisions',
    what: 'a past of the map written by a partner',
    refused: attempt('partner_contributor', newMapRevision),
    allowed: attempt('backbone', newMapRevision),
  },
  {
    table: 'definition_threads',
    what: 'a comment in the name of another partner',
    refused: attempt('partner_viewer', newThread(OTHERS)),
    allowed: attempt('partner_viewer', newThread(':partner')),
  },
  {
    table: 'definition_threads',
    what: 'a comment of another partner that is settled',
    refused: attempt('partner_contributor', settleThread('partner_id is distinct from :partner')),
    allowed: attempt('partner_contributor', settleThread('partner_id = :partner')),
  },
  {
    table: 'definition_messages',
    what: 'an answer in the name of another partner',
    refused: attempt('partner_viewer', newThreadMessage(OTHERS)),
    allowed: attempt('partner_viewer', newThreadMessage(':partner')),
  },
  {
    table: 'endorsements',
    what: 'a question to a partner by a partner',
    refused: attempt('partner_contributor', copyOf('endorsements', 'agenda_version_id, partner_id', 'agenda_version_id, partner_id', 'partner_id = :partner')),
  },
  {
    table: 'endorsements',
    what: 'the answer of another partner',
    refused: attempt('partner_contributor', answer('partner_id <> :partner')),
    allowed: attempt('partner_contributor', answer('partner_id = :partner')),
  },
  {
    table: 'learning_notes',
    what: 'a note in the name of somebody else',
    refused: attempt('partner_contributor', newNote('gen_random_uuid()', false)),
    allowed: attempt('partner_contributor', newNote(':actor', false)),
  },
  {
    table: 'learning_notes',
    what: 'a note as the backbone by a partner',
    refused: attempt('partner_contributor', newNote(':actor', true)),
    allowed: attempt('backbone', newNote(':actor', true)),
  },
  { table: 'learning_notes', what: 'a note by a viewer', refused: attempt('partner_viewer', newNote(':actor', false)) },
  { table: 'learning_notes', what: 'a change of the note of somebody else', refused: attempt('partner_viewer', rename), allowed: attempt('backbone', rename) },
  {
    table: 'note_links',
    what: 'a link that others would read than its note',
    refused: attempt('partner_contributor', newLink(`'hat:' || gen_random_uuid() || '::nobody'`)),
    allowed: attempt('partner_contributor', newLink()),
  },
  {
    table: 'note_trials',
    what: 'a trial that others would read than its note',
    refused: attempt('partner_contributor', newAttachedTrial(`'hat:' || gen_random_uuid() || '::nobody'`)),
    allowed: attempt('partner_contributor', newAttachedTrial('n.guard')),
  },
  {
    table: 'note_attachments',
    what: 'a picture that others would read than its note',
    refused: attempt('partner_contributor', newAttachment(`'hat:' || gen_random_uuid() || '::nobody'`)),
    allowed: attempt('partner_contributor', newAttachment('n.guard')),
  },
  {
    table: 'safe_to_fail_trials',
    what: 'a trial in the name of somebody else',
    refused: attempt('partner_contributor', newTrial('gen_random_uuid()')),
    allowed: attempt('partner_contributor', newTrial(':actor')),
  },
  { table: 'safe_to_fail_trials', what: 'a trial by a viewer', refused: attempt('partner_viewer', newTrial(':actor')) },
  {
    table: 'safe_to_fail_trials',
    what: 'a change of the trial of somebody else',
    refused: attempt('backbone', `update app.safe_to_fail_trials set title = 'x' where initiative_id = :here and visibility = 'circle'`),
  },
  {
    table: 'note_breaches',
    what: 'a breach in the name of somebody else',
    refused: attempt('partner_viewer', newBreach('gen_random_uuid()')),
    allowed: attempt('partner_viewer', newBreach(':actor')),
  },
  { table: 'note_breaches', what: 'a breach by a funder', refused: attempt('funder', newBreach(':actor')) },
  {
    table: 'note_breaches',
    what: 'an outcome by whoever filed it',
    refused: attempt(
      'partner_viewer',
      `update app.note_breaches set outcome = 'x', closed_on = '2026-10-01' where initiative_id = :here and filed_by = :actor`,
    ),
  },
  { table: 'note_breach_corrections', what: 'a correction by whoever filed the breach', refused: attempt('partner_viewer', newCorrection) },
  { table: 'public_decisions', what: 'a decision shown by somebody of the backbone who is no lead', refused: attempt('backbone', newShown) },
  {
    table: 'public_decisions',
    what: 'a decision hidden by somebody of the backbone who is no lead',
    refused: attempt('backbone', 'delete from app.public_decisions where initiative_id = :here'),
  },
  { table: 'note_access_suspensions', what: 'a suspension by somebody of the backbone who is no lead', refused: attempt('backbone', newSuspension) },
  {
    table: 'note_access_suspensions',
    what: 'a lifting by somebody of the backbone who is no lead',
    refused: attempt('backbone', `update app.note_access_suspensions set lifted_on = '2026-10-01', lift_reason = 'x'`),
  },
  { table: 'reporting_channels', what: 'a reporting channel by a partner', refused: attempt('partner_contributor', newChannel) },
  {
    table: 'reporting_channels',
    what: 'another reporting channel by a partner',
    refused: attempt('partner_contributor', changeChannel),
    allowed: attempt('backbone', changeChannel),
  },
  {
    table: 'note_coauthors',
    what: 'a co-author of the note of somebody else',
    refused: attempt('partner_contributor', newCoauthor('gen_random_uuid()')),
    allowed: attempt('partner_contributor', newCoauthor(':actor')),
  },
  {
    table: 'note_coauthors',
    what: 'a change of one’s own place by somebody who co-writes no more',
    refused: attempt('partner_contributor', onOwnPlace('update app.note_coauthors set left_on = null')),
    allowed: cowriting(onOwnPlace('update app.note_coauthors set has_written = true')),
  },
  {
    table: 'note_coauthors',
    what: 'a departure that four eyes would forget',
    refused: cowriting(`${onOwnPlace('delete from app.note_coauthors')} and has_written`),
    allowed: cowriting(`${onOwnPlace('delete from app.note_coauthors')} and not has_written`),
  },
  {
    table: 'note_versions',
    what: 'a former text in the name of somebody else',
    refused: attempt('partner_contributor', newVersion('gen_random_uuid()')),
    allowed: attempt('partner_contributor', newVersion(':actor')),
  },
  { table: 'note_signatures', what: 'a name taken off by a co-author', refused: cowriting(onDrafts('delete from app.note_signatures')) },
  { table: 'note_trials', what: 'a trial taken off by a co-author', refused: cowriting(onDrafts('delete from app.note_trials')) },
  { table: 'note_attachments', what: 'a file taken off by a co-author', refused: cowriting(onDrafts('delete from app.note_attachments')) },
  { table: 'note_comments', what: 'an answer taken off by a co-author', refused: cowriting(onDrafts('delete from app.note_comments')) },
  { table: 'adaptations', what: 'a decision changed by a co-author', refused: cowriting(onDrafts(`update app.adaptations set text = 'x'`)) },
  {
    table: 'note_links',
    what: 'what a draft is about, by somebody who does not write it',
    refused: attempt('partner_contributor', onDrafts('delete from app.note_links')),
    allowed: cowriting(onDrafts('delete from app.note_links')),
  },
  {
    table: 'note_comments',
    what: 'a comment by a funder',
    refused: attempt('funder_committed', newComment('funder')),
    allowed: attempt('partner_viewer', newComment('circle')),
  },
]
