-- People counted twice and territories that change: measured overlaps with their reach, successions that name what moved.

alter table app.overlap_estimates alter column indicator_version_id drop not null;
alter table app.overlap_estimates add column indicator_id uuid;
alter table app.overlap_estimates add column applies_to date;
alter table app.overlap_estimates add column withdrawn_at timestamptz;
alter table app.overlap_estimates add column created_at timestamptz not null default now();
alter table app.overlap_estimates drop constraint overlap_estimates_rate_check;
alter table app.overlap_estimates add constraint overlap_estimates_rate_check check (rate >= 0 and rate <= 1);
alter table app.overlap_estimates add constraint overlap_estimates_reach_check check (num_nonnulls(indicator_id, indicator_version_id) = 1);
alter table app.overlap_estimates add constraint overlap_estimates_dates_check check (applies_to is null or applies_from is null or applies_to >= applies_from);
alter table app.overlap_estimates add constraint overlap_estimates_indicator_fkey
  foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id);
comment on column app.overlap_estimates.rate is 'Share of people counted more than once, 0–1: the sum is reduced by it, never below the largest part (domain 3.4).';
comment on column app.overlap_estimates.indicator_id is 'For every version of the indicator; else indicator_version_id, for that version alone.';
comment on column app.overlap_estimates.applies_to is 'Last day: holds for periods that end from applies_from to applies_to.';
comment on column app.overlap_estimates.withdrawn_at is 'A wrong estimate is withdrawn and stays in the history; nothing reads it any more.';
create index overlap_estimates_version_idx on app.overlap_estimates (initiative_id, indicator_version_id);
create index overlap_estimates_indicator_idx on app.overlap_estimates (initiative_id, indicator_id);

alter table app.territory_successions add column territory_id uuid;
alter table app.territory_successions add column former_code text;
alter table app.territory_successions add column former_name_fr text;
alter table app.territory_successions add column former_name_en text;
alter table app.territory_successions add constraint territory_successions_territory_fkey
  foreign key (initiative_id, territory_id) references app.territories (initiative_id, id);
alter table app.territory_successions add constraint territory_successions_weight_check check (weight is null or (weight >= 0 and weight <= 1));
comment on column app.territory_successions.territory_id is 'What passed from one territory to the other, where that was a territory as a whole; its own figures go on.';
comment on column app.territory_successions.former_name_fr is 'Name until then, where only the name changed: the territory and its series are the same.';
create index territory_successions_from_idx on app.territory_successions (initiative_id, from_id);
create index territory_successions_to_idx on app.territory_successions (initiative_id, to_id);
