-- A figure that is gone (a draft erased, an import taken back) leaves the number of its last version: the next figure
-- under its key goes on from there, so that whoever still holds the former one is told of a conflict.

create table app.ended_figures (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_version_id uuid not null,
  period_id uuid not null,
  territory_id uuid not null,
  partner_id uuid,
  category text not null,
  version integer not null,
  constraint ended_figures_pkey primary key (initiative_id, id),
  constraint ended_figures_key unique nulls not distinct (initiative_id, indicator_version_id, period_id, territory_id, partner_id, category)
);
comment on table app.ended_figures is 'Numbers alone, no figure: every hat that writes under the key goes on from them. No foreign keys: the period may be gone too.';
call app.protect('ended_figures', 'select, insert, update');
