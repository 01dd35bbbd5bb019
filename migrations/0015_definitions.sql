-- Indicator administration: limits, wording that changed within a version, proposals and former starting points.

create table app.indicator_limits (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  territory_id uuid,
  partner_id uuid,
  low numeric,
  high numeric,
  source text not null default 'typed' check (source in ('typed', 'history')),
  set_on date not null,
  constraint indicator_limits_pkey primary key (initiative_id, id),
  constraint indicator_limits_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint indicator_limits_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint indicator_limits_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint indicator_limits_key unique nulls not distinct (initiative_id, indicator_version_id, territory_id, partner_id),
  constraint indicator_limits_bounds_check check (low is not null or high is not null),
  constraint indicator_limits_order_check check (low is null or high is null or low <= high)
);
comment on table app.indicator_limits is 'Between which values a figure is plausible; a warning outside, never a refusal.';
comment on column app.indicator_limits.low is 'In storage units: a share is 0.383, never 38.3.';
comment on column app.indicator_limits.source is 'history: drawn from past figures, then accepted by somebody.';
call app.protect('indicator_limits');
-- Limits drawn from a partner's past figures speak of that partner.
create policy indicator_limits_reader on app.indicator_limits as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
    and (partner_id is null or partner_id = nullif(current_setting('app.partner', true), '')::uuid)));

create table app.definition_edits (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  field text not null,
  old_value text,
  new_value text,
  edited_by uuid,
  edited_at timestamptz not null,
  constraint definition_edits_pkey primary key (initiative_id, id),
  constraint definition_edits_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id)
);
comment on table app.definition_edits is 'Changes that leave the meaning as it is (a typo, a translation, a threshold): no new version, but the former text stays readable.';
create index definition_edits_version_idx on app.definition_edits (initiative_id, indicator_version_id);
call app.protect('definition_edits', 'select, insert');

create table app.baseline_revisions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  territory_id uuid not null,
  category text not null,
  period_id uuid,
  value numeric,
  numerator numeric,
  denominator numeric,
  sample_n numeric,
  source_fr text,
  source_en text,
  reason_fr text,
  reason_en text,
  replaced_on date not null,
  constraint baseline_revisions_pkey primary key (initiative_id, id),
  constraint baseline_revisions_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint baseline_revisions_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint baseline_revisions_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id)
);
comment on table app.baseline_revisions is 'Starting points as they were before they were replaced, with the reason of the change.';
create index baseline_revisions_version_idx on app.baseline_revisions (initiative_id, indicator_version_id);
call app.protect('baseline_revisions', 'select, insert');

alter table app.target_points add column decision text;
comment on column app.target_points.decision is 'Which decision set it: a meeting and an item of its agenda.';

create table app.target_proposals (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  kind text not null check (kind in ('baselines', 'targets')),
  items jsonb not null,
  reason_fr text not null,
  reason_en text,
  decision text,
  decided_on date,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'declined', 'withdrawn')),
  partner_id uuid,
  proposed_by uuid,
  proposed_on date not null,
  answered_by uuid,
  answered_on date,
  answer text,
  version integer not null default 1,
  constraint target_proposals_pkey primary key (initiative_id, id),
  constraint target_proposals_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint target_proposals_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint target_proposals_answer_check check ((state = 'proposed') = (answered_on is null))
);
comment on table app.target_proposals is 'Starting points and targets proposed by the backbone or a partner; they act when a lead approves.';
comment on column app.target_proposals.items is 'As the API takes them: whole lists of starting points, or every target point that should hold.';
create index target_proposals_version_idx on app.target_proposals (initiative_id, indicator_version_id);
call app.protect('target_proposals', 'select, insert, update');
create policy target_proposals_reader on app.target_proposals as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy target_proposals_writer on app.target_proposals as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy target_proposals_answer on app.target_proposals as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
