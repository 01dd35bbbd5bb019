-- The five conditions as records: agenda, activities, communication, backbone (measurement is 0006–0008).

create table app.populations_of_focus (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  label_fr text not null,
  label_en text,
  age_range text,
  territory_id uuid,
  estimated_size integer,
  size_source text,
  size_year smallint,
  version integer not null default 1,
  constraint populations_of_focus_pkey primary key (initiative_id, id),
  constraint populations_of_focus_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id)
);
call app.protect('populations_of_focus');

create table app.agenda_versions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  number smallint not null,
  vision_fr text not null,
  vision_en text,
  problem_statement_fr text,
  problem_statement_en text,
  principles_fr text,
  principles_en text,
  approach_fr text,
  approach_en text,
  published_on date,
  version integer not null default 1,
  constraint agenda_versions_pkey primary key (initiative_id, id),
  constraint agenda_versions_number_key unique (initiative_id, number)
);
call app.protect('agenda_versions');
create policy agenda_versions_reader on app.agenda_versions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer') or published_on is not null);

create table app.endorsements (
  initiative_id uuid not null references app.initiatives (id),
  agenda_version_id uuid not null,
  partner_id uuid not null,
  state text not null default 'asked' check (state in ('asked', 'endorsed', 'reservations')),
  reservations text,
  answered_on date,
  recorded_on_behalf boolean not null default false,
  version integer not null default 1,
  constraint endorsements_pkey primary key (initiative_id, agenda_version_id, partner_id),
  constraint endorsements_agenda_fkey foreign key (initiative_id, agenda_version_id) references app.agenda_versions (initiative_id, id),
  constraint endorsements_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on column app.endorsements.recorded_on_behalf is 'Noted by the backbone for a partner that answered elsewhere; the partner can change it.';
call app.protect('endorsements');
create policy endorsements_update on app.endorsements as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

create table app.goals (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  parent_goal_id uuid,
  statement_fr text not null,
  statement_en text,
  population_of_focus_id uuid,
  territory_id uuid,
  target_date date,
  amount numeric,
  not_feasible_alone boolean not null default false,
  not_feasible_why_fr text,
  not_feasible_why_en text,
  state text not null default 'draft' check (state in ('draft', 'adopted')),
  adopted_on date,
  adopted_by uuid,
  version integer not null default 1,
  constraint goals_pkey primary key (initiative_id, id),
  constraint goals_parent_fkey foreign key (initiative_id, parent_goal_id) references app.goals (initiative_id, id),
  constraint goals_population_fkey foreign key (initiative_id, population_of_focus_id) references app.populations_of_focus (initiative_id, id),
  constraint goals_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id)
);
comment on table app.goals is 'S01: adopted only when statement, population, territory, measurable change, date and why-together are present.';
call app.protect('goals');
create policy goals_reader on app.goals as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer') or state = 'adopted');

create table app.goal_indicators (
  initiative_id uuid not null references app.initiatives (id),
  goal_id uuid not null,
  indicator_id uuid not null,
  constraint goal_indicators_pkey primary key (initiative_id, goal_id, indicator_id),
  constraint goal_indicators_goal_fkey foreign key (initiative_id, goal_id) references app.goals (initiative_id, id),
  constraint goal_indicators_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id)
);
call app.protect('goal_indicators');

create table app.success_pictures (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  goal_id uuid not null,
  horizon_months smallint not null check (horizon_months in (6, 12, 36)),
  description_fr text not null,
  description_en text,
  due_on date,
  reviewed_on date,
  version integer not null default 1,
  constraint success_pictures_pkey primary key (initiative_id, id),
  constraint success_pictures_goal_fkey foreign key (initiative_id, goal_id) references app.goals (initiative_id, id),
  constraint success_pictures_horizon_key unique (initiative_id, goal_id, horizon_months)
);
comment on column app.success_pictures.due_on is 'Adoption of the goal plus the horizon (S02); null until the goal is adopted.';
call app.protect('success_pictures');

create table app.activities (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  goal_id uuid,
  name_fr text not null,
  name_en text,
  description_fr text,
  description_en text,
  territory_id uuid,
  starts_on date,
  ends_on date,
  state text not null default 'planned' check (state in ('planned', 'under_way', 'done', 'stopped')),
  cost numeric,
  published_on date,
  version integer not null default 1,
  constraint activities_pkey primary key (initiative_id, id),
  constraint activities_goal_fkey foreign key (initiative_id, goal_id) references app.goals (initiative_id, id),
  constraint activities_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint activities_dates_check check (ends_on is null or starts_on is null or ends_on >= starts_on)
);
comment on column app.activities.published_on is 'Funders read an activity from this day on (domain 5, row 13); null: the circle alone.';
call app.protect('activities');
create policy activities_reader on app.activities as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer') or published_on is not null);

create table app.activity_partners (
  initiative_id uuid not null references app.initiatives (id),
  activity_id uuid not null,
  partner_id uuid not null,
  role text not null check (role in ('leads', 'contributes', 'is_consulted', 'is_informed')),
  mission_fit text,
  adjustment_made text,
  constraint activity_partners_pkey primary key (initiative_id, activity_id, partner_id),
  constraint activity_partners_activity_fkey foreign key (initiative_id, activity_id) references app.activities (initiative_id, id) on delete cascade,
  constraint activity_partners_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
call app.protect('activity_partners');

create table app.activity_indicators (
  initiative_id uuid not null references app.initiatives (id),
  activity_id uuid not null,
  indicator_id uuid not null,
  constraint activity_indicators_pkey primary key (initiative_id, activity_id, indicator_id),
  constraint activity_indicators_activity_fkey foreign key (initiative_id, activity_id) references app.activities (initiative_id, id) on delete cascade,
  constraint activity_indicators_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id)
);
call app.protect('activity_indicators');

create table app.meetings (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  title_fr text not null,
  title_en text,
  kind text not null default 'regular' check (kind in ('regular', 'forum', 'working_group', 'steering')),
  starts_at timestamptz not null,
  minutes smallint,
  place text,
  agenda_shared_at timestamptz,
  held boolean not null default true,
  not_held_reason text,
  decisions_fr text,
  decisions_en text,
  version integer not null default 1,
  constraint meetings_pkey primary key (initiative_id, id)
);
comment on column app.meetings.agenda_shared_at is 'On time when at least 48 hours before the start (S33).';
call app.protect('meetings');
create policy meetings_reader on app.meetings as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.agenda_items (
  initiative_id uuid not null references app.initiatives (id),
  meeting_id uuid not null,
  position smallint not null,
  title text not null,
  kind text not null default 'information' check (kind in ('information', 'discussion', 'decision')),
  expected_outcome text,
  minutes smallint check (minutes > 0),
  presenter text,
  outcome_reached text check (outcome_reached in ('yes', 'partly', 'no')),
  constraint agenda_items_pkey primary key (initiative_id, meeting_id, position),
  constraint agenda_items_meeting_fkey foreign key (initiative_id, meeting_id) references app.meetings (initiative_id, id) on delete cascade
);
comment on table app.agenda_items is 'S34: an agenda is shared when each decision says which outcome is expected.';
call app.protect('agenda_items');
create policy agenda_items_reader on app.agenda_items as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.attendances (
  initiative_id uuid not null references app.initiatives (id),
  meeting_id uuid not null,
  partner_id uuid not null,
  constraint attendances_pkey primary key (initiative_id, meeting_id, partner_id),
  constraint attendances_meeting_fkey foreign key (initiative_id, meeting_id) references app.meetings (initiative_id, id) on delete cascade,
  constraint attendances_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
call app.protect('attendances');
create policy attendances_reader on app.attendances as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.update_posts (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  title_fr text not null,
  title_en text,
  body_fr text not null,
  body_en text,
  audience text not null default 'circle' check (audience in ('circle', 'funder', 'public')),
  published_on date,
  version integer not null default 1,
  constraint update_posts_pkey primary key (initiative_id, id)
);
call app.protect('update_posts');
create policy update_posts_reader on app.update_posts as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (published_on is not null and (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
    or (current_setting('app.role', true) = 'funder' and audience in ('funder', 'public')))));

create table app.backbone_profiles (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  form text not null check (form in ('funder_based', 'new_nonprofit', 'existing_nonprofit', 'government', 'shared', 'steering_driven')),
  elements text[] not null default '{}',
  full_time_equivalents numeric,
  budget numeric,
  currency_code text,
  valid_from date not null,
  valid_to date,
  note_fr text,
  note_en text,
  version integer not null default 1,
  constraint backbone_profiles_pkey primary key (initiative_id, id)
);
comment on column app.backbone_profiles.elements is 'Of people, money, outside_support, frameworks, training, communities_of_practice, governance (S74).';
call app.protect('backbone_profiles');

create table app.backbone_functions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  function text not null check (function in ('guide_vision', 'support_activities', 'measurement_practice', 'public_will', 'policy', 'funding')),
  partner_id uuid,
  holder_name text,
  deputy_name text,
  valid_from date not null,
  valid_to date,
  version integer not null default 1,
  constraint backbone_functions_pkey primary key (initiative_id, id),
  constraint backbone_functions_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
call app.protect('backbone_functions');
