-- Territories: ranked levels, several hierarchies, dates, successions and shapes (domain 3.13).

create table app.territory_levels (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  hierarchy text not null default 'main',
  code text not null,
  rank smallint not null,
  name_fr text not null,
  name_en text,
  plural_fr text,
  plural_en text,
  constraint territory_levels_pkey primary key (initiative_id, id),
  constraint territory_levels_code_key unique (initiative_id, code),
  constraint territory_levels_rank_key unique (initiative_id, hierarchy, rank) deferrable initially immediate
);
comment on column app.territory_levels.rank is 'Smallest territory first: 1 is the most local.';
call app.protect('territory_levels');

create table app.territories (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  level_id uuid not null,
  code text not null,
  name_fr text not null,
  name_en text,
  valid_from date,
  valid_to date,
  population integer,
  population_year smallint,
  external_id text,
  constraint territories_pkey primary key (initiative_id, id),
  constraint territories_level_fkey foreign key (initiative_id, level_id) references app.territory_levels (initiative_id, id),
  constraint territories_code_key unique nulls not distinct (initiative_id, code, valid_from),
  constraint territories_dates_check check (valid_to is null or valid_from is null or valid_to > valid_from)
);
create index territories_level_idx on app.territories (initiative_id, level_id);
call app.protect('territories');

create table app.territory_parents (
  initiative_id uuid not null references app.initiatives (id),
  hierarchy text not null default 'main',
  territory_id uuid not null,
  parent_id uuid not null,
  valid_from date not null default '0001-01-01',
  valid_to date,
  constraint territory_parents_pkey primary key (initiative_id, hierarchy, territory_id, valid_from),
  constraint territory_parents_child_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint territory_parents_parent_fkey foreign key (initiative_id, parent_id) references app.territories (initiative_id, id),
  constraint territory_parents_self_check check (territory_id <> parent_id)
);
comment on table app.territory_parents is 'Nearest valid ancestor, per hierarchy and dates; levels may be skipped (D24). A parent sums only the children of its own level''s hierarchy.';
create index territory_parents_parent_idx on app.territory_parents (initiative_id, parent_id, hierarchy);
call app.protect('territory_parents');

create table app.territory_successions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  from_id uuid not null,
  to_id uuid not null,
  kind text not null check (kind in ('merge', 'split', 'transfer', 'rename')),
  occurred_on date not null,
  weight numeric,
  note_fr text,
  note_en text,
  constraint territory_successions_pkey primary key (initiative_id, id),
  constraint territory_successions_from_fkey foreign key (initiative_id, from_id) references app.territories (initiative_id, id),
  constraint territory_successions_to_fkey foreign key (initiative_id, to_id) references app.territories (initiative_id, id)
);
call app.protect('territory_successions');

create table app.territory_shapes (
  initiative_id uuid not null references app.initiatives (id),
  territory_id uuid not null,
  geometry jsonb not null,
  source text,
  constraint territory_shapes_pkey primary key (initiative_id, territory_id),
  constraint territory_shapes_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id)
);
comment on column app.territory_shapes.geometry is 'GeoJSON Polygon or MultiPolygon, longitude and latitude, simplified once when loaded.';
call app.protect('territory_shapes');
