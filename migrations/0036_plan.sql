-- The action plan: levers, links that reinforce, who does what beyond activities, practices adopted together,
-- participation of those concerned, and priorities chosen together (domain S15, S53, S59, S68–S70, S80).

alter table app.activities add column levers text[] not null default '{}'
  constraint activities_levers_check check (levers <@ array['training', 'service', 'advocacy', 'funding', 'regulation', 'communication']);
comment on column app.activities.levers is 'By what it acts (S59).';
alter table app.activity_partners add column adjusted_on date;
comment on column app.activity_partners.adjusted_on is 'Day on which the adjustment was written down or changed (S52); null where it is older than this column.';

create table app.activity_links (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  from_id uuid not null,
  to_id uuid not null,
  how text not null check (length(how) between 1 and 1000),
  published_on date,
  version integer not null default 1,
  constraint activity_links_pkey primary key (initiative_id, id),
  constraint activity_links_pair_key unique (initiative_id, from_id, to_id),
  constraint activity_links_from_fkey foreign key (initiative_id, from_id) references app.activities (initiative_id, id),
  constraint activity_links_to_fkey foreign key (initiative_id, to_id) references app.activities (initiative_id, id),
  constraint activity_links_other_check check (from_id <> to_id)
);
comment on table app.activity_links is 'One activity reinforces another, and how (S69). Funders read it when it and both activities are published.';
call app.protect('activity_links');
create policy activity_links_reader on app.activity_links as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer') or published_on is not null);

create table app.responsibilities (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_id uuid,
  meeting_kind text check (meeting_kind in ('regular', 'forum', 'working_group', 'steering')),
  partner_id uuid,
  person_id uuid,
  role text not null check (role in ('leads', 'contributes', 'is_consulted', 'is_informed')),
  version integer not null default 1,
  constraint responsibilities_pkey primary key (initiative_id, id),
  constraint responsibilities_holder_key unique nulls not distinct (initiative_id, indicator_id, meeting_kind, partner_id, person_id),
  constraint responsibilities_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint responsibilities_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint responsibilities_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id),
  constraint responsibilities_object_check check (num_nonnulls(indicator_id, meeting_kind) = 1),
  constraint responsibilities_who_check check (num_nonnulls(partner_id, person_id) = 1)
);
comment on table app.responsibilities is 'Who leads, contributes, is consulted or informed, for indicators and series of meetings (S15); of activities, activity_partners says it.';
call app.protect('responsibilities');
create policy responsibilities_reader on app.responsibilities as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.participation_records (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  activity_id uuid,
  decision text check (length(decision) between 1 and 300),
  group_name text not null check (length(group_name) between 1 and 200),
  moment text not null check (moment in ('design', 'delivery', 'evaluation')),
  depth text not null check (depth in ('informed', 'consulted', 'co_decided', 'led')),
  what_changed text,
  recorded_on date not null,
  version integer not null default 1,
  constraint participation_records_pkey primary key (initiative_id, id),
  constraint participation_records_activity_fkey foreign key (initiative_id, activity_id) references app.activities (initiative_id, id),
  constraint participation_records_object_check check (num_nonnulls(activity_id, decision) = 1)
);
comment on table app.participation_records is 'How those concerned took part in an activity or a decision, and what changed because of it (S53). A group, never a name.';
call app.protect('participation_records');
create policy participation_records_reader on app.participation_records as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.shared_practices (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  name_fr text not null,
  name_en text,
  definition_fr text,
  definition_en text,
  edition text,
  starts_on date,
  indicator_id uuid,
  published_on date,
  version integer not null default 1,
  constraint shared_practices_pkey primary key (initiative_id, id),
  constraint shared_practices_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id)
);
comment on table app.shared_practices is 'What partners do in the same way (S70).';
comment on column app.shared_practices.edition is 'Which wording of the practice is in force, as its authors number it.';
comment on column app.shared_practices.indicator_id is 'The milestone whose figures its adoptions prepare.';
call app.protect('shared_practices');
create policy shared_practices_reader on app.shared_practices as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer') or published_on is not null);

create table app.practice_adoptions (
  initiative_id uuid not null references app.initiatives (id),
  practice_id uuid not null,
  partner_id uuid not null,
  state text not null check (state in ('not_started', 'trying', 'adopted', 'not_applicable')),
  since_on date,
  evidence text,
  version integer not null default 1,
  constraint practice_adoptions_pkey primary key (initiative_id, practice_id, partner_id),
  constraint practice_adoptions_practice_fkey foreign key (initiative_id, practice_id) references app.shared_practices (initiative_id, id),
  constraint practice_adoptions_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.practice_adoptions is 'Where each partner stands with a practice. Funders read the indicator of a release, never this.';
call app.protect('practice_adoptions');
create policy practice_adoptions_reader on app.practice_adoptions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.priority_rounds (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  title text not null check (length(title) between 1 and 200),
  criteria text[] not null check (cardinality(criteria) between 1 and 8),
  is_named boolean not null default false,
  closes_on date not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  closed_on date,
  result jsonb,
  version integer not null default 1,
  constraint priority_rounds_pkey primary key (initiative_id, id),
  constraint priority_rounds_closed_check check ((state = 'closed') = (closed_on is not null))
);
comment on table app.priority_rounds is 'Actions put in an order together (S80).';
comment on column app.priority_rounds.is_named is 'Said at the opening: ballots are read by name once the round is closed. Otherwise they are destroyed then.';
comment on column app.priority_rounds.result is 'Order, spread and participation, computed at the closing and never again.';
call app.protect('priority_rounds');
create policy priority_rounds_reader on app.priority_rounds as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.priority_candidates (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  round_id uuid not null,
  position smallint not null,
  name text not null check (length(name) between 1 and 200),
  activity_id uuid,
  constraint priority_candidates_pkey primary key (initiative_id, id),
  constraint priority_candidates_round_fkey foreign key (initiative_id, round_id) references app.priority_rounds (initiative_id, id),
  constraint priority_candidates_activity_fkey foreign key (initiative_id, activity_id) references app.activities (initiative_id, id)
);
create index priority_candidates_round_idx on app.priority_candidates (initiative_id, round_id, position);
call app.protect('priority_candidates');
create policy priority_candidates_reader on app.priority_candidates as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.priority_ballots (
  initiative_id uuid not null references app.initiatives (id),
  round_id uuid not null,
  partner_id uuid not null,
  scores jsonb not null,
  is_told boolean not null default false,
  version integer not null default 1,
  constraint priority_ballots_pkey primary key (initiative_id, round_id, partner_id),
  constraint priority_ballots_round_fkey foreign key (initiative_id, round_id) references app.priority_rounds (initiative_id, id),
  constraint priority_ballots_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.priority_ballots is 'One ballot a partner, read by that partner alone; deleted when a round that is not named closes.';
comment on column app.priority_ballots.is_told is 'Of a named round that is closed: the circle reads it.';
call app.protect('priority_ballots');
create policy priority_ballots_own on app.priority_ballots as restrictive using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and partner_id = nullif(current_setting('app.partner', true), '')::uuid)
  or (is_told and current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')))
  with check (current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid and not is_told));
