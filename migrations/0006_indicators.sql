-- Indicators: stable identity, dated versions that carry all meaning, dimensions, baselines, targets.

create table app.indicators (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$'),
  is_core boolean not null default true,
  scope text not null check (scope in ('population', 'performance')),
  position smallint not null default 0,
  story_fr text,
  story_en text,
  what_would_work_fr text,
  what_would_work_en text,
  story_on date,
  archived_on date,
  version integer not null default 1,
  constraint indicators_pkey primary key (initiative_id, id),
  constraint indicators_code_key unique (initiative_id, code)
);
call app.protect('indicators');

create table app.indicator_versions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_id uuid not null,
  number smallint not null,
  valid_from date not null default '0001-01-01',
  valid_to date,
  change_reason_fr text,
  change_reason_en text,
  name_fr text not null,
  name_en text,
  definition_fr text not null,
  definition_en text,
  formula_fr text,
  formula_en text,
  purpose_fr text not null,
  purpose_en text,
  limits_fr text,
  limits_en text,
  conditions text[] not null default '{shared_measurement}',
  result_type text check (result_type in ('how_much', 'how_well', 'better_off')),
  unit_kind text not null check (unit_kind in ('count', 'ratio', 'mean', 'index', 'currency', 'milestone')),
  counting_unit text not null check (counting_unit in ('persons', 'households', 'organisations', 'places', 'events', 'things', 'money')),
  temporal_kind text not null check (temporal_kind in ('flow', 'stock', 'snapshot')),
  accumulation text not null default 'per_period' check (accumulation in ('per_period', 'year_to_date', 'since_start')),
  tracked_accumulation text not null default 'per_period' check (tracked_accumulation in ('per_period', 'year_to_date', 'since_start')),
  periods_distinct boolean not null default false,
  direction text not null check (direction in ('increase', 'decrease', 'maintain')),
  maintain_lo numeric,
  maintain_hi numeric,
  containment boolean not null default false,
  is_proportion boolean not null default false,
  parts_unknown boolean not null default false,
  denominator_shared boolean not null default false,
  complete_list boolean not null default false,
  display_factor numeric not null default 1,
  decimals smallint not null default 0 check (decimals between 0 and 6),
  unit_label_fr text,
  unit_label_en text,
  currency_code text,
  index_min numeric,
  index_max numeric,
  frequency text not null check (frequency in ('month', 'quarter', 'semester', 'year', 'school_year', 'fiscal_year', 'every_n_years', 'ad_hoc')),
  every_n_years smallint,
  status_periods text[],
  overlap_partners text not null default 'none' check (overlap_partners in ('none', 'possible', 'unknown')),
  overlap_territories text not null default 'none' check (overlap_territories in ('none', 'possible', 'unknown')),
  tolerance numeric,
  on_track_ratio numeric not null default 0.90,
  watch_ratio numeric not null default 0.70,
  min_coverage numeric not null default 0.80,
  min_denominator integer not null default 20,
  due_days smallint not null default 20,
  source_kind text not null default 'partner' check (source_kind in ('partner', 'official', 'survey', 'administrative')),
  source_fr text,
  source_en text,
  licence text,
  responsible text,
  suppression_applies boolean not null default false,
  created_at timestamptz not null default now(),
  constraint indicator_versions_pkey primary key (initiative_id, id),
  constraint indicator_versions_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint indicator_versions_number_key unique (initiative_id, indicator_id, number),
  constraint indicator_versions_thresholds_check check (watch_ratio <= on_track_ratio),
  constraint indicator_versions_dates_check check (valid_to is null or valid_to >= valid_from)
);
comment on column app.indicator_versions.accumulation is 'How the reported figure is defined: for the period, since the start of the year, or since the start.';
comment on column app.indicator_versions.tracked_accumulation is 'What is compared with the target: per-period figures may be tracked as a running total since the start.';
comment on column app.indicator_versions.display_factor is '100 for %, 1000 for ‰: storage is never multiplied.';
comment on column app.indicator_versions.min_denominator is 'Below it a status is fragile ("petits nombres"); not applied when the denominator is a complete list.';
comment on column app.indicator_versions.complete_list is 'The denominator is a complete list (seats, partners, communes): small is not fragile.';
comment on column app.indicator_versions.due_days is 'Days after the end of the period when a figure is due.';
call app.protect('indicator_versions');

create table app.dimensions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  code text not null,
  name_fr text not null,
  name_en text,
  exclusive boolean not null default false,
  exhaustive boolean not null default false,
  constraint dimensions_pkey primary key (initiative_id, id),
  constraint dimensions_code_key unique (initiative_id, code)
);
call app.protect('dimensions');

create table app.categories (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  dimension_id uuid not null,
  code text not null,
  name_fr text not null,
  name_en text,
  position smallint not null default 0,
  is_unknown boolean not null default false,
  constraint categories_pkey primary key (initiative_id, id),
  constraint categories_dimension_fkey foreign key (initiative_id, dimension_id) references app.dimensions (initiative_id, id),
  constraint categories_code_key unique (initiative_id, dimension_id, code)
);
call app.protect('categories');

create table app.indicator_dimensions (
  initiative_id uuid not null references app.initiatives (id),
  indicator_version_id uuid not null,
  dimension_id uuid not null,
  constraint indicator_dimensions_pkey primary key (initiative_id, indicator_version_id, dimension_id),
  constraint indicator_dimensions_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint indicator_dimensions_dimension_fkey foreign key (initiative_id, dimension_id) references app.dimensions (initiative_id, id)
);
call app.protect('indicator_dimensions');

create table app.reporting_periods (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('day', 'month', 'quarter', 'semester', 'year', 'school_year', 'fiscal_year', 'ad_hoc')),
  code text not null,
  starts_on date not null,
  ends_on date not null,
  constraint reporting_periods_pkey primary key (initiative_id, id),
  constraint reporting_periods_code_key unique (initiative_id, code),
  constraint reporting_periods_span_key unique (initiative_id, kind, starts_on, ends_on),
  constraint reporting_periods_dates_check check (ends_on >= starts_on)
);
comment on column app.reporting_periods.code is 'D27: 2026, 2026-S1, 2026-Q3, 2026-07 are calendar; SY2025 and FY2025 name the first year.';
call app.protect('reporting_periods');

create table app.baselines (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  territory_id uuid not null,
  category text not null default 'TOTAL',
  period_id uuid,
  value numeric,
  numerator numeric,
  denominator numeric,
  sample_n numeric,
  is_pending boolean not null default false,
  due_on date,
  source_fr text,
  source_en text,
  flags text[] not null default '{}',
  constraint baselines_pkey primary key (initiative_id, id),
  constraint baselines_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint baselines_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint baselines_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id),
  constraint baselines_key unique (initiative_id, indicator_version_id, territory_id, category),
  constraint baselines_value_check check (is_pending or value is not null or numerator is not null)
);
comment on column app.baselines.value is 'In storage units: a share is 0.383, never 38.3.';
call app.protect('baselines');

create table app.target_points (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  scope text not null default 'whole' check (scope in ('whole', 'each', 'one')),
  territory_id uuid,
  partner_id uuid,
  category text not null default 'TOTAL',
  period_id uuid not null,
  value numeric not null,
  decided_on date,
  reason_fr text,
  reason_en text,
  superseded_on date,
  constraint target_points_pkey primary key (initiative_id, id),
  constraint target_points_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint target_points_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint target_points_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint target_points_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id),
  constraint target_points_place_check check ((scope = 'one') = (territory_id is not null))
);
comment on column app.target_points.partner_id is 'Only a target that a partner set itself (domain 3.5).';
comment on column app.target_points.superseded_on is 'An old target is kept and drawn in grey (situation 14).';
create index target_points_version_idx on app.target_points (initiative_id, indicator_version_id);
call app.protect('target_points');

create table app.overlap_estimates (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  territory_id uuid,
  rate numeric not null check (rate >= 0 and rate < 1),
  method text not null check (method in ('consented_list', 'sample', 'expert')),
  estimated_on date not null,
  applies_from date,
  note_fr text,
  note_en text,
  constraint overlap_estimates_pkey primary key (initiative_id, id),
  constraint overlap_estimates_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint overlap_estimates_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id)
);
call app.protect('overlap_estimates');
