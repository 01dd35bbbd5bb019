import type { HatKind } from './walls.ts'

/** One statement by the API's own role; `:actor`, `:partner` and `:here` are of the hat. */
interface Attempt {
  readonly as: HatKind
  readonly sql: string
}
interface Write {
  readonly table: string
  readonly what: string
  readonly refused: Attempt
  readonly allowed?: Attempt
}

const attempt = (as: HatKind, sql: string): Attempt => ({ as, sql })
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
const onNote = (table: string, columns: string, values: string, { of = 'circle', guard = 'n.guard' } = {}) =>
  `insert into app.${table} (initiative_id, note_id, guard, ${columns}) select :here, n.id, ${guard}, ${values} from app.learning_notes n where n.initiative_id = :here and n.guard = '${of}' limit 1`
const newLink = (guard?: string) => onNote('note_links', 'kind, condition', `'condition', 'common_agenda'`, guard === undefined ? {} : { guard })
const newComment = (of: string) => onNote('note_comments', 'kind, said_on, signature', `'thanks', '2026-10-01', 'a_partner'`, { of })
const newAttachedTrial = (guard: string) =>
  onNote(
    'note_trials',
    'trial_id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, declared_on',
    `(select id from app.safe_to_fail_trials where initiative_id = :here and visibility = 'circle' limit 1), 'x', 'x', 'x', '2026-10-01', '2026-10-01', 'x', 'x', '2026-10-01'`,
    { guard },
  )
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

const newSession = `insert into app.review_sessions (initiative_id, occasion, occurred_on, due_on) values (:here, 'milestone_AUTRE', '2026-09-01', '2026-10-01')`
const changeSession = `update app.review_sessions set kept = 'x' where initiative_id = :here`

export const WRITES: readonly Write[] = [
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
  { table: 'reporting_channels', what: 'a reporting channel by a partner', refused: attempt('partner_contributor', newChannel) },
  {
    table: 'reporting_channels',
    what: 'another reporting channel by a partner',
    refused: attempt('partner_contributor', changeChannel),
    allowed: attempt('backbone', changeChannel),
  },
  {
    table: 'note_comments',
    what: 'a comment by a funder',
    refused: attempt('funder_committed', newComment('funder')),
    allowed: attempt('partner_viewer', newComment('circle')),
  },
]
