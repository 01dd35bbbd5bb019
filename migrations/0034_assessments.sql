-- Assessments: rounds of the seven instruments. Who was invited, what was answered and what is told are three things that no key
-- links; when a round closes, the answers go and sums of them stay.

create table app.assessment_rounds (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  instrument text not null check (instrument in ('five_conditions', 'preconditions', 'partnership_diagnostic', 'collaboration_ladder',
    'joining_assessment', 'mobilisation_factors', 'trust_pulse')),
  instrument_version smallint not null,
  mode text not null check (mode in ('anonymous', 'group_consensus', 'named')),
  breakdown text not null default 'none' check (breakdown in ('none', 'level', 'sector')),
  phase text not null check (phase in ('initiate', 'organize', 'sustain')),
  purpose text not null check (length(purpose) between 1 and 500),
  minimum smallint not null default 5 check (minimum >= 5),
  opens_on date not null,
  closes_on date not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  closed_on date,
  edition smallint not null default 0,
  version integer not null default 1,
  constraint assessment_rounds_pkey primary key (initiative_id, id),
  constraint assessment_rounds_dates_check check (closes_on >= opens_on),
  constraint assessment_rounds_closed_check check (state = 'open' or closed_on is not null)
);
create unique index assessment_rounds_open_key on app.assessment_rounds (initiative_id, instrument) where state = 'open';
comment on column app.assessment_rounds.instrument_version is 'The words that it was asked with: a new wording is a new version, and two versions are never joined by a line.';
comment on column app.assessment_rounds.breakdown is 'Chosen at the opening, one alone: two would tell of a few by difference.';
comment on column app.assessment_rounds.minimum is 'Respondents without whom no number is told: five, or more.';
comment on column app.assessment_rounds.edition is 'How often its figures were told: 0 never, 2 after a reopening that added enough.';
call app.protect('assessment_rounds', 'select, insert, update');
create policy assessment_rounds_reader on app.assessment_rounds as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
  or (current_setting('app.role', true) = 'respondent' and id = nullif(current_setting('app.round', true), '')::uuid));

create table app.assessment_secrets (
  initiative_id uuid not null,
  round_id uuid not null,
  secret text not null,
  constraint assessment_secrets_pkey primary key (initiative_id, round_id),
  constraint assessment_secrets_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id)
);
comment on table app.assessment_secrets is 'Makes the tokens by which a partner counts once. Destroyed when the round closes, and in no backup: then no token names anybody.';
call app.protect('assessment_secrets', 'select, insert, delete');
create policy assessment_secrets_nobody on app.assessment_secrets as restrictive using (current_setting('app.purpose', true) = 'maintenance');

create table app.assessment_invitations (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  round_id uuid not null,
  partner_id uuid not null,
  secret_hash text not null,
  used boolean not null default false,
  constraint assessment_invitations_pkey primary key (initiative_id, id),
  constraint assessment_invitations_secret_key unique (initiative_id, secret_hash),
  constraint assessment_invitations_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id),
  constraint assessment_invitations_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.assessment_invitations is 'One link for one person of a partner, without a time; deleted when the round closes. Nothing here leads to a sheet.';
call app.protect('assessment_invitations');
create policy assessment_invitations_holder on app.assessment_invitations as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'respondent' and secret_hash = current_setting('app.link', true)));

create table app.assessment_sheets (
  initiative_id uuid not null,
  round_id uuid not null,
  sheet_key text not null,
  partner_token text,
  group_tag text,
  answers jsonb not null default '{}',
  comment text check (length(comment) <= 2000),
  is_sent boolean not null default false,
  constraint assessment_sheets_pkey primary key (initiative_id, round_id, sheet_key),
  constraint assessment_sheets_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id)
);
comment on table app.assessment_sheets is 'Answers while a round is open, kept under a hash of the link that only who holds the link can make again; no time, no number, no name. Deleted when the round closes.';
comment on column app.assessment_sheets.partner_token is 'Hash of the round''s secret and the partner, so that a partner counts once; null for the trust pulse, which keeps no partner at all.';
comment on column app.assessment_sheets.group_tag is 'Hash of the secret and the group of the round''s breakdown: a group of one partner would name it, in a backup too.';
comment on column app.assessment_sheets.comment is 'Kept only when its author ticked that it may be shared.';
call app.protect('assessment_sheets');
create policy assessment_sheets_own on app.assessment_sheets as restrictive using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'respondent' and sheet_key = current_setting('app.sheet', true)));

create table app.assessment_waves (
  initiative_id uuid not null,
  round_id uuid not null,
  number smallint not null,
  tally jsonb not null,
  constraint assessment_waves_pkey primary key (initiative_id, round_id, number),
  constraint assessment_waves_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id)
);
comment on table app.assessment_waves is 'What stays of the answers: sums by item and sorted scores by dimension, without anybody and without a profile across items. Read to add a reopening to it, by nobody else.';
call app.protect('assessment_waves', 'select, insert');
create policy assessment_waves_nobody on app.assessment_waves as restrictive using (current_setting('app.purpose', true) = 'maintenance');

create table app.assessment_participations (
  initiative_id uuid not null,
  round_id uuid not null,
  partner_id uuid not null,
  constraint assessment_participations_pkey primary key (initiative_id, round_id, partner_id),
  constraint assessment_participations_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id),
  constraint assessment_participations_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.assessment_participations is 'Partners from which somebody answered: a reopening invites the others, so that each counts once. What they answered is nowhere.';
call app.protect('assessment_participations', 'select, insert');
create policy assessment_participations_reader on app.assessment_participations as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.assessment_results (
  initiative_id uuid not null,
  round_id uuid not null,
  edition smallint not null,
  told_on date not null,
  figures jsonb not null,
  constraint assessment_results_pkey primary key (initiative_id, round_id, edition),
  constraint assessment_results_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id)
);
comment on table app.assessment_results is 'What the circle is told, computed when the round closed and never again.';
call app.protect('assessment_results', 'select, insert');
create policy assessment_results_reader on app.assessment_results as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.assessment_shares (
  initiative_id uuid not null,
  round_id uuid not null,
  instrument text not null check (instrument not in ('partnership_diagnostic', 'joining_assessment', 'trust_pulse')),
  instrument_version smallint not null,
  closed_on date not null,
  decision text not null check (length(decision) between 1 and 1000),
  decided_on date not null,
  figures jsonb not null,
  constraint assessment_shares_pkey primary key (initiative_id, round_id),
  constraint assessment_shares_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id)
);
comment on table app.assessment_shares is 'All that funders can read of assessments: a copy of the initiative''s scores, with the decision that gave it to them. Of three instruments there is never one.';
call app.protect('assessment_shares', 'select, insert, delete');

create table app.assessment_comments (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  round_id uuid not null,
  body text not null,
  state text not null default 'to_read' check (state in ('to_read', 'shown', 'hidden')),
  version integer not null default 1,
  constraint assessment_comments_pkey primary key (initiative_id, id),
  constraint assessment_comments_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id)
);
comment on table app.assessment_comments is 'Written when the round closes, in an order of chance; the backbone reads them for what would tell somebody, and shows or hides, never edits.';
call app.protect('assessment_comments', 'select, insert, update');
create policy assessment_comments_reader on app.assessment_comments as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and state = 'shown'));

create table app.assessment_group_sheets (
  initiative_id uuid not null,
  round_id uuid not null,
  answers jsonb not null default '{}',
  proofs jsonb not null default '{}',
  version integer not null default 1,
  constraint assessment_group_sheets_pkey primary key (initiative_id, round_id),
  constraint assessment_group_sheets_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id)
);
comment on table app.assessment_group_sheets is 'The one sheet that a group fills together in a meeting.';
call app.protect('assessment_group_sheets', 'select, insert, update');
create policy assessment_group_sheets_backbone on app.assessment_group_sheets as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.assessment_pairs (
  initiative_id uuid not null,
  round_id uuid not null,
  partner_id uuid not null,
  about_id uuid not null,
  answers jsonb not null,
  constraint assessment_pairs_pkey primary key (initiative_id, round_id, partner_id, about_id),
  constraint assessment_pairs_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id),
  constraint assessment_pairs_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint assessment_pairs_about_fkey foreign key (initiative_id, about_id) references app.partners (initiative_id, id),
  constraint assessment_pairs_other_check check (partner_id <> about_id)
);
comment on table app.assessment_pairs is 'Collaboration ladder, named by nature: how a partner sees its relation with another. Read by the backbone and the two.';
call app.protect('assessment_pairs');
create policy assessment_pairs_two on app.assessment_pairs as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor'
    and nullif(current_setting('app.partner', true), '')::uuid in (partner_id, about_id)));

create table app.assessment_agreements (
  initiative_id uuid not null,
  round_id uuid not null,
  item_code text not null,
  choice text not null check (choice in ('A', 'B', 'C')),
  comment text,
  decision text,
  activity_id uuid,
  version integer not null default 1,
  constraint assessment_agreements_pkey primary key (initiative_id, round_id, item_code),
  constraint assessment_agreements_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id),
  constraint assessment_agreements_activity_fkey foreign key (initiative_id, activity_id) references app.activities (initiative_id, id)
);
comment on table app.assessment_agreements is 'The diagnostic that the group agreed on after the discussion, and the activity that came of it.';
call app.protect('assessment_agreements', 'select, insert, update');
create policy assessment_agreements_reader on app.assessment_agreements as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create function app.enter_invitation(p_initiative uuid, p_link text, p_sheet text)
returns table (round_id uuid, partner_token text, group_tag text) language plpgsql as $$
declare v record; v_token text; v_group text;
begin
  perform app.set_purpose('maintenance');
  select r.id, r.instrument, r.breakdown, i.partner_id, s.secret into v
  from app.assessment_invitations i
  join app.assessment_rounds r on r.initiative_id = i.initiative_id and r.id = i.round_id and r.state = 'open'
  join app.assessment_secrets s on s.initiative_id = r.initiative_id and s.round_id = r.id
  where i.initiative_id = p_initiative and i.secret_hash = p_link for share of r;
  if not found then
    perform app.set_purpose('');
    return;
  end if;
  if v.instrument <> 'trust_pulse' then
    v_token := encode(sha256(convert_to(v.secret || v.partner_id::text, 'UTF8')), 'hex');
    select case v.breakdown when 'level' then l.code when 'sector' then o.sectors[1] end into v_group
    from app.partners p
    join app.organizations o on o.initiative_id = p.initiative_id and o.id = p.organization_id
    left join app.territory_levels l on l.initiative_id = p.initiative_id and l.id = p.level_id
    where p.initiative_id = p_initiative and p.id = v.partner_id;
    v_group := encode(sha256(convert_to(v.secret || 'group:' || v_group, 'UTF8')), 'hex');
  end if;
  perform app.set_purpose('');
  execute 'set local app.role = ''respondent''';
  execute format('set local app.round = %L', v.id);
  execute format('set local app.link = %L', p_link);
  execute format('set local app.sheet = %L', p_sheet);
  return query select v.id, v_token, v_group;
end $$;
comment on function app.enter_invitation is 'Reads on as the holder of a link to an open round: its own sheet and nothing else. No row, and nothing changes, when there is none.';
