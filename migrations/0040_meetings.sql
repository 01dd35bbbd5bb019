-- Meetings: series, minutes and closing, roles that rotate, accessibility, actions to follow, calendars (domain S32–S39).

create table app.meeting_series (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  title_fr text not null check (length(title_fr) between 1 and 200),
  title_en text,
  kind text not null default 'regular' check (kind in ('regular', 'forum', 'working_group', 'steering')),
  rule text not null check (length(rule) between 1 and 300),
  starts_on date not null,
  starts_time text not null check (starts_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  minutes smallint check (minutes > 0),
  place text,
  planned_until date not null,
  ended_on date,
  version integer not null default 1,
  constraint meeting_series_pkey primary key (initiative_id, id)
);
comment on column app.meeting_series.rule is 'RRULE of RFC 5545, on the clock of the initiative: its days and its hour are those of the wall, whatever the season (S32).';
comment on column app.meeting_series.planned_until is 'Meetings of the series exist up to this day.';
comment on column app.meeting_series.ended_on is 'From this day on no more meetings are planned.';
call app.protect('meeting_series');
create policy meeting_series_reader on app.meeting_series as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

alter table app.meetings
  add column series_id uuid,
  add column series_day date,
  add column record text check (length(record) <= 20000),
  add column without_follow_up boolean not null default false,
  add column closed_at timestamptz,
  add constraint meetings_series_fkey foreign key (initiative_id, series_id) references app.meeting_series (initiative_id, id),
  add constraint meetings_series_check check ((series_id is null) = (series_day is null)),
  add constraint meetings_series_key unique (initiative_id, series_id, series_day);
comment on column app.meetings.series_day is 'Day on which the series plans it; the meeting itself may have been moved since.';
comment on column app.meetings.record is 'Minutes: what was said, in the language of the meeting.';
comment on column app.meetings.without_follow_up is 'Closed with « aucune suite »: nobody has anything to do after it (S37).';

create table app.meeting_roles (
  initiative_id uuid not null references app.initiatives (id),
  meeting_id uuid not null,
  role text not null check (role in ('facilitator', 'note_taker', 'timekeeper')),
  person_id uuid not null,
  constraint meeting_roles_pkey primary key (initiative_id, meeting_id, role),
  constraint meeting_roles_meeting_fkey foreign key (initiative_id, meeting_id) references app.meetings (initiative_id, id) on delete cascade,
  constraint meeting_roles_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id)
);
comment on table app.meeting_roles is 'Who facilitates, takes notes, keeps time (S35).';
call app.protect('meeting_roles');
create policy meeting_roles_reader on app.meeting_roles as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.accessibility_requests (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  measure text not null check (measure in ('hybrid_link', 'interpretation', 'childcare', 'transport', 'venue_access', 'schedule', 'plain_language', 'allowance')),
  detail text check (length(detail) <= 1000),
  requester_id uuid not null,
  person_id uuid not null,
  requested_on date not null,
  constraint accessibility_requests_pkey primary key (initiative_id, id),
  constraint accessibility_requests_meeting_fkey foreign key (initiative_id, meeting_id) references app.meetings (initiative_id, id) on delete cascade,
  constraint accessibility_requests_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id),
  constraint accessibility_requests_person_key unique (initiative_id, meeting_id, measure, person_id)
);
comment on table app.accessibility_requests is 'What somebody needs in order to take part: for the backbone and that person alone (S36; domain 5, row 10).';
comment on column app.accessibility_requests.requester_id is 'Account of the person: row level security reads it.';
call app.protect('accessibility_requests', 'select, insert, delete');
create policy accessibility_requests_private on app.accessibility_requests as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and requester_id = nullif(current_setting('app.actor', true), '')::uuid));
create policy accessibility_requests_own on app.accessibility_requests as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or requester_id = nullif(current_setting('app.actor', true), '')::uuid);

create table app.accessibility_measures (
  initiative_id uuid not null references app.initiatives (id),
  meeting_id uuid not null,
  measure text not null check (measure in ('hybrid_link', 'interpretation', 'childcare', 'transport', 'venue_access', 'schedule', 'plain_language', 'allowance')),
  detail text check (length(detail) <= 1000),
  constraint accessibility_measures_pkey primary key (initiative_id, meeting_id, measure),
  constraint accessibility_measures_meeting_fkey foreign key (initiative_id, meeting_id) references app.meetings (initiative_id, id) on delete cascade
);
comment on table app.accessibility_measures is 'What is provided, shown to the circle; who asked for it is told nowhere here (S36).';
call app.protect('accessibility_measures');
create policy accessibility_measures_reader on app.accessibility_measures as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.action_items (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  text text not null check (length(text) between 1 and 500),
  person_id uuid,
  partner_id uuid,
  due_on date not null,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  settled_on date,
  version integer not null default 1,
  constraint action_items_pkey primary key (initiative_id, id),
  constraint action_items_meeting_fkey foreign key (initiative_id, meeting_id) references app.meetings (initiative_id, id),
  constraint action_items_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id),
  constraint action_items_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint action_items_owner_check check (num_nonnulls(person_id, partner_id) >= 1),
  constraint action_items_settled_check check ((state = 'open') = (settled_on is null))
);
create index action_items_meeting_idx on app.action_items (initiative_id, meeting_id);
create index action_items_due_idx on app.action_items (initiative_id, due_on) where state = 'open';
comment on table app.action_items is 'What follows a meeting, whose it is and for when (S37). A person, a partner, or a person of a partner.';
call app.protect('action_items');
create policy action_items_reader on app.action_items as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.meeting_decisions (
  initiative_id uuid not null references app.initiatives (id),
  meeting_id uuid not null,
  decision_id uuid not null,
  constraint meeting_decisions_pkey primary key (initiative_id, meeting_id, decision_id),
  constraint meeting_decisions_meeting_fkey foreign key (initiative_id, meeting_id) references app.meetings (initiative_id, id) on delete cascade,
  constraint meeting_decisions_decision_fkey foreign key (initiative_id, decision_id) references app.decisions (initiative_id, id) on delete cascade
);
comment on table app.meeting_decisions is 'Decisions of a body that a meeting took or prepared.';
call app.protect('meeting_decisions');
create policy meeting_decisions_reader on app.meeting_decisions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.calendar_feeds (
  initiative_id uuid not null references app.initiatives (id),
  owner_id uuid not null,
  secret_hash text not null,
  made_at timestamptz not null,
  constraint calendar_feeds_pkey primary key (initiative_id, owner_id),
  constraint calendar_feeds_secret_key unique (initiative_id, secret_hash)
);
comment on table app.calendar_feeds is 'The address at which a calendar program reads the meetings of one account: only its hash is kept. It answers while the account is of the circle.';
call app.protect('calendar_feeds');
create policy calendar_feeds_own on app.calendar_feeds as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or owner_id = nullif(current_setting('app.actor', true), '')::uuid);
