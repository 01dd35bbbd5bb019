import type { Stage } from './stage.ts'

/** A row of each table of assessments in one initiative, for what no call leaves behind: answers, secrets, tokens. */
export async function fillAssessments(stage: Stage, initiativeId: string): Promise<void> {
  await stage.rows(
    `
    with round as (
      insert into app.assessment_rounds (initiative_id, instrument, instrument_version, mode, phase, purpose, opens_on, closes_on, state, closed_on, edition)
      values ($1, 'five_conditions', 1, 'anonymous', 'initiate', 'Ailleurs', '2026-01-01', '2026-01-31', 'closed', '2026-01-31', 1) returning id),
    partner as (select id from app.partners where initiative_id = $1 order by code limit 1),
    to_join as (insert into app.joining_invitations (initiative_id, label, secret_hash, made_on, expires_on)
      values ($1, 'Ailleurs', 'x', '2026-01-01', '2099-01-01') on conflict do nothing),
    sealed as (insert into app.joining_sheets (initiative_id, sheet_key, sealed) values ($1, 'x', 'x') on conflict do nothing),
    told as (insert into app.joining_summaries (initiative_id, summary_key, organization, summary, shared_on)
      values ($1, 'x', 'Ailleurs', '{"fit":null,"known":0,"advice":"find_out","criteria":[]}', '2026-01-01') on conflict do nothing),
    secret as (insert into app.assessment_secrets (initiative_id, round_id, secret) select $1, id, 'x' from round),
    invited as (insert into app.assessment_invitations (initiative_id, round_id, partner_id, secret_hash)
      select $1, round.id, partner.id, 'x' || round.id from round, partner),
    sheet as (insert into app.assessment_sheets (initiative_id, round_id, sheet_key, answers) select $1, id, 'x', '{}' from round),
    wave as (insert into app.assessment_waves (initiative_id, round_id, number, tally) select $1, id, 1, '{}' from round),
    took_part as (insert into app.assessment_participations (initiative_id, round_id, partner_id) select $1, round.id, partner.id from round, partner),
    result as (insert into app.assessment_results (initiative_id, round_id, edition, told_on, figures)
      select $1, id, 1, '2026-01-31', '{"hidden":"too_few_respondents","respondents":null,"partners":null,"overall":null,"dimensions":[],"principles":null,"items":[],"first":[],"groups":[],"preconditions":null,"ladder":null}' from round),
    words as (insert into app.assessment_comments (initiative_id, round_id, body, state)
      select $1, round.id, 'Ailleurs', kept.state from round, (values ('to_read'), ('shown'), ('hidden')) as kept (state)),
    party as (insert into app.assessment_parties (initiative_id, round_id, position, name_fr) select $1, id, 1, 'Ailleurs' from round returning round_id),
    of_party as (insert into app.assessment_party_sheets (initiative_id, round_id, position, link_hash) select $1, round_id, 1, 'x' || round_id from party),
    together as (insert into app.assessment_group_sheets (initiative_id, round_id) select $1, id from round),
    agreed as (insert into app.assessment_agreements (initiative_id, round_id, item_code, choice) select $1, id, 'D14', 'B' from round),
    shared as (insert into app.assessment_shares (initiative_id, round_id, instrument, instrument_version, closed_on, decision, decided_on, figures)
      select $1, id, 'five_conditions', 1, '2026-01-31', 'Ailleurs', '2026-01-31', '{"hidden":null,"respondents":null,"partners":null,"overall":null,"dimensions":[],"principles":null,"items":[],"first":[],"groups":[],"preconditions":null,"ladder":null}' from round)
    insert into app.assessment_pairs (initiative_id, round_id, partner_id, about_id, answers)
    select $1, round.id, a.id, b.id, '{}' from round, app.partners a, app.partners b
    where a.initiative_id = $1 and b.initiative_id = $1 and a.id <> b.id`,
    [],
    initiativeId,
  )
}
