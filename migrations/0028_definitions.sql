-- What is said about definitions, who decided starting points and targets, what was known of assignments and of the map
-- on a day, and a second wall for tables that only the tenant guarded.

create table app.definition_threads (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_id uuid not null,
  version_number integer not null,
  partner_id uuid,
  opened_on date not null,
  resolved_on date,
  resolved_side text check (resolved_side in ('partner', 'backbone')),
  version integer not null default 1,
  constraint definition_threads_pkey primary key (initiative_id, id),
  constraint definition_threads_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint definition_threads_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint definition_threads_resolved_check check ((resolved_on is null) = (resolved_side is null))
);
comment on table app.definition_threads is 'Comments of the circle on a definition (domain 5, row 14): one question or remark, answered, then settled.';
comment on column app.definition_threads.version_number is 'The version of the definition that was read; a later one may have answered it.';
comment on column app.definition_threads.partner_id is 'The partner whose people opened it; null: the backbone.';
create index definition_threads_indicator_idx on app.definition_threads (initiative_id, indicator_id);
call app.protect('definition_threads', 'select, insert, update');
create policy definition_threads_reader on app.definition_threads as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy definition_threads_insert on app.definition_threads as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and partner_id is null)
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy definition_threads_update on app.definition_threads as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

create table app.definition_messages (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  thread_id uuid not null,
  partner_id uuid,
  author_id uuid,
  body text not null check (length(body) between 1 and 4000),
  is_resolution boolean not null default false,
  said_at timestamptz not null,
  constraint definition_messages_pkey primary key (initiative_id, id),
  constraint definition_messages_thread_fkey foreign key (initiative_id, thread_id) references app.definition_threads (initiative_id, id),
  constraint definition_messages_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on column app.definition_messages.partner_id is 'For which partner it was said; null: for the backbone.';
create index definition_messages_thread_idx on app.definition_messages (initiative_id, thread_id, said_at);
call app.protect('definition_messages', 'select, insert');
create policy definition_messages_reader on app.definition_messages as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy definition_messages_insert on app.definition_messages as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and partner_id is null)
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

-- Starting points and targets: who decided, when, why, and what they replaced.
alter table app.baselines add column decision text, add column decided_on date, add column decided_by text,
  add column reason_fr text, add column reason_en text, add column set_by uuid;
comment on column app.baselines.decided_by is 'Who decided, in words: a committee, a meeting, people. set_by is the account that recorded it.';
alter table app.baseline_revisions add column decision text, add column decided_on date, add column decided_by text,
  add column set_reason_fr text, add column set_reason_en text, add column replaced_by uuid;
comment on column app.baseline_revisions.set_reason_fr is 'Why it had been set; reason_fr says why it was replaced.';
alter table app.target_points add column decided_by text, add column set_by uuid, add column replaces_id uuid,
  add column superseded_by uuid, add column superseded_reason_fr text, add column superseded_reason_en text;
alter table app.target_points add constraint target_points_replaces_fkey foreign key (initiative_id, replaces_id) references app.target_points (initiative_id, id);
comment on column app.target_points.decided_by is 'Who decided, in words: a committee, a meeting, people. set_by is the account that recorded it.';
comment on column app.target_points.replaces_id is 'The point of the same place, category and period that it took the place of.';
comment on column app.target_points.superseded_reason_fr is 'Why it holds no more: also where nothing took its place.';
alter table app.target_proposals add column decided_by text;

-- What was known on a day: what changes keep is what stood before them, so that nothing is written twice.
alter table app.reporting_assignments add column created_at timestamptz;
comment on column app.reporting_assignments.created_at is 'When it was said; null: known since always.';
create table app.assignment_revisions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  number bigint generated always as identity,
  assignment_id uuid not null,
  valid_to date,
  period_filter text[],
  paused boolean not null,
  replaced_at timestamptz not null,
  constraint assignment_revisions_pkey primary key (initiative_id, id),
  constraint assignment_revisions_assignment_fkey foreign key (initiative_id, assignment_id) references app.reporting_assignments (initiative_id, id)
);
comment on table app.assignment_revisions is 'Assignments as they stood before each change: who owed what, as it was known on a day. Append-only.';
create index assignment_revisions_assignment_idx on app.assignment_revisions (initiative_id, assignment_id, number);
call app.protect('assignment_revisions', 'select, insert');
create policy assignment_revisions_reader on app.assignment_revisions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy assignment_revisions_insert on app.assignment_revisions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.map_revisions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  number bigint generated always as identity,
  territories jsonb not null,
  links jsonb not null,
  created uuid[] not null default '{}',
  replaced_at timestamptz not null,
  constraint map_revisions_pkey primary key (initiative_id, id)
);
comment on table app.map_revisions is 'What a change of territories replaced: rows and links as they stood before it. Append-only.';
comment on column app.map_revisions.created is 'Territories that a merge or a split made: nobody knew of them before.';
create index map_revisions_number_idx on app.map_revisions (initiative_id, number);
call app.protect('map_revisions', 'select, insert');
create policy map_revisions_insert on app.map_revisions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

-- Second wall. People (domain 5, row 2): the circle reads names, a funder its own. No role: a link is opened, or an
-- account asks for its initiatives, before there is a hat.
create policy persons_reader on app.persons as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or coalesce(current_setting('app.role', true), '') in ('', 'backbone', 'partner_contributor', 'partner_viewer')
  or user_id = nullif(current_setting('app.actor', true), '')::uuid);
create policy persons_insert on app.persons as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor'));
create policy persons_update on app.persons as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or coalesce(current_setting('app.role', true), '') in ('', 'backbone'));

-- Answers to the agenda (row 3): the circle reads each, funders a rate that the service counts.
create policy endorsements_reader on app.endorsements as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy endorsements_insert on app.endorsements as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

-- Contributions (row 5): the circle reads them, the backbone and the partner itself write.
create policy contributions_reader on app.contributions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy contributions_insert on app.contributions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy contributions_update on app.contributions as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

-- Kept mappings (row 24): how a partner's files look is that partner's and the backbone's; those of the backbone serve all
-- who import. A name is then each side's own: it tells nothing of what others keep.
alter table app.import_mappings drop constraint import_mappings_name_key;
alter table app.import_mappings add constraint import_mappings_name_key unique nulls not distinct (initiative_id, partner_id, name);
comment on column app.import_mappings.partner_id is 'The partner whose people keep it and may change it; null: the backbone''s, which all who import may use.';
create policy import_mappings_reader on app.import_mappings as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and (partner_id is null or partner_id = nullif(current_setting('app.partner', true), '')::uuid)));
create policy import_mappings_insert on app.import_mappings as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy import_mappings_update on app.import_mappings as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

-- Who owes what (row 22) is the circle's; totals are computed of it for all.
create policy reporting_assignments_reader on app.reporting_assignments as restrictive for select using (
  current_setting('app.purpose', true) in ('recompute', 'maintenance') or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy reporting_assignments_insert on app.reporting_assignments as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy reporting_assignments_update on app.reporting_assignments as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

-- Nothing removes these rows.
do $$
declare v_table text; v_role text;
begin
  foreach v_table in array array['persons', 'endorsements', 'contributions', 'import_mappings', 'reporting_assignments'] loop
    foreach v_role in array array[current_database() || '_api', current_database() || '_job'] loop
      execute format('revoke delete on app.%I from %I', v_table, v_role);
    end loop;
  end loop;
end $$;
