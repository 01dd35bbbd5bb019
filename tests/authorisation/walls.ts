/**
 * What each hat may read of each table when nothing but row level security stands in between: conditions on a row
 * `t`, written by hand from domain 4.4 and 5 and from D21, D25 and D30, never from the policies. `:actor` and
 * `:partner` are of the hat. A table without a condition is the tenant's as a whole: what of it a hat is shown, the
 * service decides.
 */
export const HATS = ['backbone', 'partner_contributor', 'partner_viewer', 'funder', 'funder_committed'] as const
export type HatKind = (typeof HATS)[number]
export type Rule = Readonly<Record<HatKind, string>>

const all = (condition: string): Rule => ({
  backbone: condition,
  partner_contributor: condition,
  partner_viewer: condition,
  funder: condition,
  funder_committed: condition,
})
const circle = (condition: string): Rule => ({ ...all(condition), funder: 'false', funder_committed: 'false' })
/** The circle reads all, funders what fits. */
const published = (condition: string): Rule => ({ ...all('true'), funder: condition, funder_committed: condition })

const OWN_PARTNER = 't.partner_id = :partner'
const IMPORTERS: Rule = { ...all('false'), backbone: 't.partner_id is null', partner_contributor: OWN_PARTNER }

/** Notes: the ladder, hiding and withdrawal (4.4). `n` is a note. */
const SHARED = `n.state <> 'withdrawn' and n.hidden_reason is null`
const IN_CIRCLE = `n.visibility in ('circle', 'funder', 'public')`
const WITH_FUNDERS = `n.visibility in ('funder', 'public') and ${SHARED}`
const MINE = 'n.author_id = :actor and n.partner_id is not distinct from :partner'
const OF_TEAM = `n.visibility = 'partner' and n.state <> 'withdrawn' and n.partner_id is not distinct from :partner`

const NOTE: Rule = {
  backbone: `(${IN_CIRCLE} and n.state <> 'withdrawn') or (n.as_backbone and (${MINE} or ${OF_TEAM}))`,
  partner_contributor: `(${IN_CIRCLE} and ${SHARED}) or (not n.as_backbone and (${MINE} or ${OF_TEAM}))`,
  partner_viewer: `(${IN_CIRCLE} and ${SHARED}) or (not n.as_backbone and (${MINE} or ${OF_TEAM}))`,
  funder: 'false',
  funder_committed: WITH_FUNDERS,
}
const NAMED_BY = 't.author_id = :actor and t.author_partner_id is not distinct from :partner'
/** What hangs on a note is read with it; of a hidden one, by the backbone alone. */
const partOf = (note: HatKind): string => {
  const shown = note === 'backbone' ? 'true' : `(n.hidden_reason is null or n.state = 'withdrawn' or n.visibility in ('private', 'partner'))`
  return `exists (select 1 from app.learning_notes n where n.initiative_id = t.initiative_id and n.id = t.note_id and (${NOTE[note]}) and ${shown})`
}
const PART: Rule = {
  backbone: partOf('backbone'),
  partner_contributor: partOf('partner_contributor'),
  partner_viewer: partOf('partner_viewer'),
  funder: 'false',
  funder_committed: partOf('funder_committed'),
}
const onNote = (rule: Rule): Rule => Object.fromEntries(HATS.map((hat) => [hat, rule[hat].replaceAll('n.', 't.')])) as Rule
const mapRule = (rule: Rule, change: (condition: string, hat: HatKind) => string): Rule =>
  Object.fromEntries(HATS.map((hat) => [hat, change(rule[hat], hat)])) as Rule

/** The backbone reads all, a partner its own, funders nothing. */
const ofPartner: Rule = { backbone: 'true', partner_contributor: OWN_PARTNER, partner_viewer: OWN_PARTNER, funder: 'false', funder_committed: 'false' }

/** Row 23: of the release that was opened, partners' figures are for funders where the partner agreed. */
const OPENED = 't.release_id = (select r.id from app.releases r where r.initiative_id = t.initiative_id and r.is_latest)'
const AUDIENCES: Rule = {
  ...all(OPENED),
  funder: `${OPENED} and t.audience in ('public', 'funder')`,
  funder_committed: `${OPENED} and t.audience in ('public', 'funder')`,
}

/** Row 38, without what hangs on a note. */
const TO_FUNDERS = `t.state = 'published' and t.audience in ('funder', 'public')`
const CELEBRATED: Rule = {
  backbone: 'true',
  partner_contributor: `(t.state = 'published' or t.proposed_by = :partner)`,
  partner_viewer: `(t.state = 'published' or t.proposed_by = :partner)`,
  funder: TO_FUNDERS,
  funder_committed: TO_FUNDERS,
}
/** A win goes with its note: as far as the circle reads it, or the funders. */
const noteAllows = (condition: string) =>
  `(t.note_id is null or exists (select 1 from app.learning_notes n where n.initiative_id = t.initiative_id and n.id = t.note_id and ${condition}))`
const OF_NOTE: Rule = {
  backbone: noteAllows(`${IN_CIRCLE} and n.state <> 'withdrawn'`),
  partner_contributor: noteAllows(`${IN_CIRCLE} and ${SHARED}`),
  partner_viewer: noteAllows(`${IN_CIRCLE} and ${SHARED}`),
  funder: 't.note_id is null',
  funder_committed: noteAllows(WITH_FUNDERS),
}
/** Row 9: funders read the meeting to which their account is invited. */
const INVITED = ':actor = any (t.invited)'

export const READABLE: Readonly<Record<string, Rule>> = {
  // Row 41: the backbone its initiative's, everybody else what they did themselves.
  audit_log: { ...all('t.actor_id = :actor'), backbone: 'true' },
  // Rows 16–18: a partner's draft is its own; the backbone reads what was handed in, funders no figure.
  observations: {
    backbone: `t.state <> 'draft' or t.origin <> 'partner'`,
    partner_contributor: OWN_PARTNER,
    partner_viewer: OWN_PARTNER,
    funder: 'false',
    funder_committed: 'false',
  },
  observation_revisions: {
    backbone: `t.new_state <> 'draft' or t.author_id = :actor`,
    partner_contributor: OWN_PARTNER,
    partner_viewer: OWN_PARTNER,
    funder: 'false',
    funder_committed: 'false',
  },
  // Row 17: what was confirmed and who checks it; row 21: what a partner asks.
  observation_confirmations: ofPartner,
  review_claims: ofPartner,
  revision_requests: ofPartner,
  // Situation 13: a later date is of the partner to whom it was granted. Row 42: the register.
  due_extensions: ofPartner,
  privacy_incidents: { ...all('false'), backbone: 'true' },
  // Row 22: completeness by partner.
  excused_reports: { backbone: 'true', partner_contributor: OWN_PARTNER, partner_viewer: OWN_PARTNER, funder: 'false', funder_committed: 'false' },
  // Situation 10: the circle knows that something is in discussion, the two sides what is said.
  contests: circle('true'),
  contest_messages: { backbone: 'true', partner_contributor: OWN_PARTNER, partner_viewer: OWN_PARTNER, funder: 'false', funder_committed: 'false' },
  // Limits drawn from a partner's past figures speak of that partner.
  indicator_limits: {
    backbone: 'true',
    partner_contributor: `t.partner_id is null or ${OWN_PARTNER}`,
    partner_viewer: `t.partner_id is null or ${OWN_PARTNER}`,
    funder: 'false',
    funder_committed: 'false',
  },
  // A view is its owner's until the backbone offers it; when somebody looked is nobody else's affair.
  // What somebody is told is nobody else's affair.
  notifications: all('t.user_id = :actor'),
  saved_views: all('t.is_shared or t.owner_id = :actor'),
  last_looks: all('t.owner_id = :actor'),
  // What is told of a curve is the backbone's until a lead publishes it.
  indicator_stories: { ...all('t.published_on is not null and t.withdrawn_on is null'), backbone: 'true' },
  // Row 2: the circle reads names, a funder its own.
  persons: { ...all('true'), funder: 't.user_id = :actor', funder_committed: 't.user_id = :actor' },
  // Row 3: who answered what is the circle's, funders read a rate. Row 5: contributions. Row 22: who owes what.
  endorsements: circle('true'),
  contributions: circle('true'),
  reporting_assignments: circle('true'),
  assignment_revisions: circle('true'),
  // Row 14: funders read definitions, not what is said of them.
  definition_threads: circle('true'),
  definition_messages: circle('true'),
  // Row 24: a partner's mappings are its own and the backbone's.
  import_mappings: { ...all('false'), backbone: 'true', partner_contributor: `t.partner_id is null or ${OWN_PARTNER}` },
  // Row 15: what is only proposed is the circle's.
  target_proposals: circle('true'),
  // Files of baselines and targets, and what it takes to take them back, are the backbone's.
  target_loads: { ...all('false'), backbone: 'true' },
  loaded_rows: { ...all('false'), backbone: 'true' },
  // D25: live cells are the backbone's; everybody else reads releases.
  cells: { ...all('false'), backbone: 'true' },
  // Row 19: what is not published is the backbone's.
  releases: { ...all(`t.state = 'published'`), backbone: 'true' },
  // Row 19: who was given a link is the backbone's; how the public page is shown is nobody's secret.
  release_links: { ...all('false'), backbone: 'true' },
  // A draft of a report is the backbone's; of what is frozen, pages that quote notes are for funders who accepted the commitment.
  reports: { ...all('false'), backbone: 'true' },
  report_pages: { ...all('true'), funder: 'not t.has_notes' },
  release_territories: all(OPENED),
  release_cells: AUDIENCES,
  release_changes: AUDIENCES,
  release_comments: AUDIENCES,
  // A stored answer beside its actor would tell who wrote a note.
  idempotency_keys: all('t.actor_id = :actor'),
  // Row 3.
  agenda_versions: published('t.published_on is not null'),
  goals: published(`t.state = 'adopted'`),
  // Situation 12: what somebody filed is read by the leads, whom app.enter names, and by themselves.
  note_breaches: circle('t.filed_by = :actor'),
  note_breach_corrections: circle('t.filed_by = :actor'),
  note_access_suspensions: all('false'),
  // Row 13.
  activities: published('t.published_on is not null'),
  activity_links: published('t.published_on is not null'),
  shared_practices: published('t.published_on is not null'),
  // Beside row 13: by partner, and what is not said of a release, is the circle's.
  // Beside row 13: what was looked back on is the circle's (S41).
  review_sessions: circle('true'),
  responsibilities: circle('true'),
  participation_records: circle('true'),
  practice_adoptions: circle('true'),
  // S80: an order is the circle's; a ballot is its partner's, until a round that was announced as named is closed.
  priority_rounds: circle('true'),
  priority_candidates: circle('true'),
  priority_ballots: {
    backbone: 't.is_told',
    partner_contributor: `t.is_told or ${OWN_PARTNER}`,
    partner_viewer: `t.is_told or ${OWN_PARTNER}`,
    funder: 'false',
    funder_committed: 'false',
  },
  // S62: when stages are lived is the circle's; how much each partner is engaged, the backbone's and its own.
  stages: circle('true'),
  stage_engagements: ofPartner,
  // How a holder sees its function is the circle's (S75).
  backbone_reviews: circle('true'),
  // Row 9.
  meetings: { ...all('true'), funder: INVITED, funder_committed: INVITED },
  agenda_items: { ...all('true'), funder: INVITED, funder_committed: INVITED },
  // Rows 26–28: a link to a note is read with the note; a point that was proposed, by its partner and the backbone.
  agenda_item_links: mapRule(PART, (condition, hat) =>
    hat.startsWith('funder') ? `${INVITED} and (t.note_id is null or ${condition})` : `t.note_id is null or ${condition}`,
  ),
  agenda_proposals: ofPartner,
  attendances: circle('true'),
  meeting_series: circle('true'),
  meeting_roles: circle('true'),
  meeting_decisions: circle('true'),
  action_items: circle('true'),
  accessibility_measures: circle('true'),
  // Row 10: who needs what is the backbone's, and of each person their own. A calendar address is its owner's.
  accessibility_requests: { ...circle('t.requester_id = :actor'), backbone: 'true' },
  calendar_feeds: all('t.owner_id = :actor'),
  // Row 8: bodies, seats and positions are the circle's, funders read decisions that were published. Who declared lived experience, the backbone alone.
  governance_bodies: circle('true'),
  governance_seats: circle('true'),
  seat_declarations: { ...all('false'), backbone: 'true' },
  leadership_models: circle('true'),
  leadership_terms: circle('true'),
  governance_roles: circle('true'),
  statutes: circle('true'),
  conflict_protocols: circle('true'),
  decisions: published('t.published_on is not null'),
  decision_positions: circle('true'),
  // Row 5: funders read a summary of the agreement.
  partnership_agreements: published('t.published_on is not null'),
  agreement_sections: circle('true'),
  signatures: circle('true'),
  // Rows 31 and 32: rounds and what they tell are the circle's; funders read the copy that a decision gave them.
  assessment_rounds: circle('true'),
  assessment_results: circle('true'),
  assessment_agreements: circle('true'),
  assessment_comments: { ...circle(`t.state = 'shown'`), backbone: 'true' },
  // Who was invited and who took part is the backbone's; what somebody answered is nobody's (row 33).
  assessment_invitations: { ...all('false'), backbone: 'true' },
  assessment_participations: { ...all('false'), backbone: 'true' },
  // Which parties there are is the circle's; the sheet of one is of whoever holds its link until the round closes.
  assessment_parties: circle('true'),
  assessment_party_sheets: all('false'),
  assessment_group_sheets: { ...all('false'), backbone: 'true' },
  assessment_secrets: all('false'),
  assessment_sheets: all('false'),
  // Row 35: what a candidate answers is its own alone; what it shares is the backbone's, and so are the links that were made.
  joining_sheets: all('false'),
  joining_summaries: { ...all('false'), backbone: 'true' },
  joining_invitations: { ...all('false'), backbone: 'true' },
  assessment_waves: all('false'),
  // Row 34: a relation is of the two partners in it.
  assessment_pairs: { ...all('false'), backbone: 'true', partner_contributor: ':partner in (t.partner_id, t.about_id)' },
  // Row 39.
  // S40: who opened an update is read by nobody.
  update_readings: all('false'),
  update_posts: {
    backbone: 'true',
    partner_contributor: 't.published_on is not null',
    partner_viewer: 't.published_on is not null',
    funder: `t.published_on is not null and t.audience in ('funder', 'public')`,
    funder_committed: `t.published_on is not null and t.audience in ('funder', 'public')`,
  },
  // Row 38: what is published, by audience and no further than the note; proposals are the backbone's and the proposer's.
  wins: mapRule(CELEBRATED, (condition, hat) => `(${condition}) and ${OF_NOTE[hat]}`),
  recognitions: CELEBRATED,
  // A name is read with the recognition, once it was agreed to; who is asked is the backbone's and whoever is asked.
  recognition_subjects: mapRule(CELEBRATED, (condition, hat) =>
    hat === 'backbone'
      ? 'true'
      : `t.user_id = :actor ${hat === 'partner_contributor' ? `or ${OWN_PARTNER}` : ''} or (t.consent_state = 'given' and exists (
          select 1 from app.recognitions r where r.initiative_id = t.initiative_id and r.id = t.recognition_id and r.state = 'published' and (${condition.replaceAll('t.', 'r.')})))`,
  ),
  // Rows 26–28.
  learning_notes: onNote(NOTE),
  note_links: PART,
  adaptations: PART,
  follow_up_checks: PART,
  note_trials: PART,
  note_attachments: PART,
  // A trial is its author's until it is declared to the circle; it names nobody.
  safe_to_fail_trials: {
    backbone: `t.visibility = 'circle' or (t.as_backbone and t.author_id = :actor and t.partner_id is not distinct from :partner)`,
    partner_contributor: `t.visibility = 'circle' or (not t.as_backbone and t.author_id = :actor and t.partner_id is not distinct from :partner)`,
    partner_viewer: `t.visibility = 'circle' or (not t.as_backbone and t.author_id = :actor and t.partner_id is not distinct from :partner)`,
    funder: 'false',
    funder_committed: 'false',
  },
  note_signatures: mapRule(PART, (condition, hat) => (hat === 'backbone' ? condition : `t.audience = 'readers' and ${condition}`)),
  note_comments: mapRule(PART, (condition, hat) => (hat === 'funder_committed' ? 'false' : condition)),
  note_authorships: {
    backbone: `t.as_backbone and t.author_id = :actor and t.partner_id is not distinct from :partner`,
    partner_contributor: `not t.as_backbone and t.author_id = :actor and t.partner_id is not distinct from :partner`,
    partner_viewer: `not t.as_backbone and t.author_id = :actor and t.partner_id is not distinct from :partner`,
    funder: 'false',
    funder_committed: 'false',
  },
  // Who writes with an author is known to that author and to themselves; what a hat co-writes, app.enter says (tests/database/notes.test.ts).
  note_coauthors: {
    backbone: `t.user_id = :actor or (t.author_as_backbone and ${NAMED_BY})`,
    partner_contributor: `t.user_id = :actor or (not t.author_as_backbone and ${NAMED_BY})`,
    partner_viewer: `not t.author_as_backbone and ${NAMED_BY}`,
    funder: 'false',
    funder_committed: 'false',
  },
  // When a note left the circle or came back is nobody's: the measures count from it.
  note_standings: all('false'),
  note_versions: circle('t.author_id = :actor and t.partner_id is not distinct from :partner'),
  note_comment_authorships: all('t.author_id = :actor'),
  // Row 24.
  // What an import replaced may be a draft, and how somebody maps files tells of its own: each for the side that imported.
  imported_figures: IMPORTERS,
  import_habits: IMPORTERS,
  import_drafts: all('t.owner_id = :actor and t.partner_id is not distinct from :partner'),
  imports: { backbone: 'true', partner_contributor: OWN_PARTNER, partner_viewer: 'false', funder: 'false', funder_committed: 'false' },
}

/** The rule of a table that only its tenant guards. */
export const WHOLE_TENANT: Rule = all('true')
