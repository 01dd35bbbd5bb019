-- Figures: what is expected, what was reported, and its append-only history.

create table app.reporting_assignments (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_id uuid not null,
  territory_id uuid not null,
  partner_id uuid,
  valid_from date not null,
  valid_to date,
  period_filter text[],
  paused boolean not null default false,
  constraint reporting_assignments_pkey primary key (initiative_id, id),
  constraint reporting_assignments_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint reporting_assignments_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint reporting_assignments_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.reporting_assignments is 'Who owes which figure, where, from when to when ("attendu de collecte").';
comment on column app.reporting_assignments.period_filter is 'Only periods whose code ends so, such as {Q3}; null: every period of the indicator''s frequency.';
create index reporting_assignments_indicator_idx on app.reporting_assignments (initiative_id, indicator_id, territory_id);
call app.protect('reporting_assignments');

create table app.observations (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  territory_id uuid not null,
  partner_id uuid,
  period_id uuid not null,
  category text not null default 'TOTAL',
  value numeric,
  numerator numeric,
  denominator numeric,
  sample_n numeric,
  bool_value boolean,
  achieved_on date,
  amount_original numeric,
  currency_code text,
  fx_rate numeric,
  fx_date date,
  presence text not null default 'reported' check (presence in ('reported', 'missing', 'not_applicable', 'not_expected')),
  presence_reason text,
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'validated', 'published')),
  is_direct_total boolean not null default false,
  flags text[] not null default '{}',
  comment text,
  return_comment text,
  origin text not null default 'partner' check (origin in ('partner', 'backbone', 'import')),
  entered_on_behalf boolean not null default false,
  entered_by uuid,
  submitted_at timestamptz,
  validated_by uuid,
  validated_at timestamptz,
  same_person boolean not null default false,
  import_id uuid,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  constraint observations_pkey primary key (initiative_id, id),
  constraint observations_one_current_key unique nulls not distinct
    (initiative_id, indicator_version_id, period_id, territory_id, partner_id, category),
  constraint observations_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint observations_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint observations_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint observations_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id),
  constraint observations_figure_check check (
    (presence = 'reported') = (value is not null or numerator is not null or bool_value is not null)),
  constraint observations_parts_check check (numerator is null or denominator is not null),
  constraint observations_positive_denominator_check check (denominator is null or denominator > 0),
  constraint observations_sample_check check (sample_n is null or sample_n >= 1)
);
comment on column app.observations.presence is 'reported includes a true zero; missing: expected, not received; masking is never here (domain 3.1).';
comment on column app.observations.is_direct_total is 'A figure entered directly for a parent territory: it wins over the computed one (domain 3.4).';
comment on column app.observations.same_person is 'Validated by the person who entered it, in solo mode (D41): the screen says so.';
-- Whole key, other order: a look-up of one figure costs one row by either index, whichever the planner takes.
create index observations_partner_idx on app.observations (initiative_id, indicator_version_id, partner_id, period_id, territory_id, category);
create index observations_state_idx on app.observations (initiative_id, state) where state in ('draft', 'submitted', 'returned');
create index observations_published_idx on app.observations (initiative_id, indicator_version_id, period_id) where state = 'published';
call app.protect('observations');
create policy observations_reader on app.observations as restrictive for select using (
  current_setting('app.purpose', true) in ('recompute', 'maintenance')
  or (current_setting('app.role', true) = 'backbone' and (state <> 'draft' or origin <> 'partner'))
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy observations_insert on app.observations as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy observations_update on app.observations as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and (state <> 'draft' or origin <> 'partner'))
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy observations_delete on app.observations as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance'
  or (state = 'draft' and ((current_setting('app.role', true) = 'backbone' and origin <> 'partner')
    or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid))));

create table app.observation_revisions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  observation_id uuid not null,
  number integer not null,
  partner_id uuid,
  old_figure jsonb,
  new_figure jsonb not null,
  old_state text,
  new_state text not null,
  reason text not null check (reason in ('entry', 'submission', 'return', 'validation', 'late_data', 'error_correction',
    'source_revision', 'definition_change', 'deduplication', 'territory_change')),
  note text,
  author_id uuid,
  approver_id uuid,
  at timestamptz not null default now(),
  constraint observation_revisions_pkey primary key (initiative_id, id),
  constraint observation_revisions_number_key unique (initiative_id, observation_id, number)
);
comment on table app.observation_revisions is 'Append-only history of each figure; the former value stays readable (domain 3.12).';
comment on column app.observation_revisions.number is 'The observation''s version this change made.';
call app.protect('observation_revisions', 'select, insert');
create policy observation_revisions_reader on app.observation_revisions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  -- As with the figures themselves: what a partner has not handed in is the partner's.
  or (current_setting('app.role', true) = 'backbone' and (new_state <> 'draft' or author_id = nullif(current_setting('app.actor', true), '')::uuid))
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
