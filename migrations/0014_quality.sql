-- What is said about figures: events that excuse expected reports (situation 19), and figures or
-- contributions whose partner disputes how they are shown (situation 10).

create table app.collection_events (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  note_fr text not null,
  note_en text,
  filters jsonb not null default '{}',
  report_count integer not null,
  declared_by uuid,
  declared_on date not null,
  lifted_by uuid,
  lifted_on date,
  lifted_reason text,
  version integer not null default 1,
  constraint collection_events_pkey primary key (initiative_id, id),
  constraint collection_events_lifted_check check (lifted_on is null or lifted_on >= declared_on)
);
comment on table app.collection_events is 'Insecurity, flood, strike: why expected reports are excused. Its note is for every member.';
comment on column app.collection_events.filters is 'Codes that were chosen, for the record; what is excused stands in excused_reports.';
call app.protect('collection_events', 'select, insert, update');

create table app.excused_reports (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  event_id uuid not null,
  indicator_id uuid not null,
  territory_id uuid not null,
  partner_id uuid,
  period_id uuid not null,
  constraint excused_reports_pkey primary key (initiative_id, id),
  constraint excused_reports_event_fkey foreign key (initiative_id, event_id) references app.collection_events (initiative_id, id),
  constraint excused_reports_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint excused_reports_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint excused_reports_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint excused_reports_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id),
  constraint excused_reports_once_key unique nulls not distinct (initiative_id, indicator_id, period_id, territory_id, partner_id)
);
comment on table app.excused_reports is 'An expected report that nobody waits for. No figure is made: one that arrives all the same counts. Lifting the event removes its rows.';
create index excused_reports_event_idx on app.excused_reports (initiative_id, event_id);
call app.protect('excused_reports', 'select, insert, delete');
-- As with completeness by partner (domain 5, row 22): the backbone all, a partner its own, funders none.
create policy excused_reports_reader on app.excused_reports as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

create table app.contests (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('figure', 'contribution')),
  observation_id uuid,
  contribution_id uuid,
  partner_id uuid not null,
  opened_on date not null,
  resolved_on date,
  resolved_side text check (resolved_side in ('partner', 'backbone')),
  version integer not null default 1,
  constraint contests_pkey primary key (initiative_id, id),
  constraint contests_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint contests_contribution_fkey foreign key (initiative_id, contribution_id) references app.contributions (initiative_id, id),
  constraint contests_item_check check ((kind = 'figure') = (observation_id is not null) and (kind = 'contribution') = (contribution_id is not null)),
  constraint contests_resolved_check check ((resolved_on is null) = (resolved_side is null))
);
comment on table app.contests is 'That something is in discussion: the circle sees it. What is said stands in contest_messages, for the two sides alone.';
create unique index contests_figure_key on app.contests (initiative_id, observation_id) where resolved_on is null;
create unique index contests_contribution_key on app.contests (initiative_id, contribution_id) where resolved_on is null;
call app.protect('contests', 'select, insert, update');
create policy contests_reader on app.contests as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.contest_messages (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  contest_id uuid not null,
  partner_id uuid not null,
  side text not null check (side in ('partner', 'backbone')),
  is_resolution boolean not null default false,
  author_id uuid,
  body text not null,
  said_at timestamptz not null,
  constraint contest_messages_pkey primary key (initiative_id, id),
  constraint contest_messages_contest_fkey foreign key (initiative_id, contest_id) references app.contests (initiative_id, id)
);
comment on column app.contest_messages.partner_id is 'The contest''s partner, here again for row level security.';
create index contest_messages_contest_idx on app.contest_messages (initiative_id, contest_id, said_at);
call app.protect('contest_messages', 'select, insert');
create policy contest_messages_reader on app.contest_messages as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
