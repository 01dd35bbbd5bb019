-- Releases (domain 3.11, 3.12): a frozen, masked copy of validated figures. Everything that funders and the
-- public read of figures stands in the tables of this file, and nowhere else.

create table app.releases (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  number integer not null,
  name text not null check (length(name) between 1 and 120),
  edition integer not null default 1,
  corrects_id uuid,
  reason text,
  notes_fr text,
  notes_en text,
  is_preliminary boolean not null default false,
  is_public boolean not null default false,
  is_latest boolean not null default false,
  state text not null default 'building' check (state in ('building', 'ready', 'published', 'failed', 'discarded')),
  through_period text not null,
  scope jsonb not null default '{}',
  as_of date not null,
  done integer not null default 0,
  total integer not null default 0,
  asked_by uuid,
  asked_at timestamptz not null,
  built_at timestamptz,
  published_by uuid,
  published_at timestamptz,
  settled_at timestamptz,
  catalogue jsonb,
  mask_report jsonb,
  cell_count integer not null default 0,
  checksum text,
  previous_checksum text,
  version integer not null default 1,
  constraint releases_pkey primary key (initiative_id, id),
  constraint releases_number_key unique (initiative_id, number),
  constraint releases_name_key unique (initiative_id, name, edition),
  constraint releases_corrects_fkey foreign key (initiative_id, corrects_id) references app.releases (initiative_id, id),
  constraint releases_correction_check check (corrects_id is null or (reason is not null and edition > 1)),
  constraint releases_published_check check (state <> 'published' or (checksum is not null and published_at is not null)),
  constraint releases_latest_check check (not is_latest or state = 'published')
);
comment on table app.releases is 'One publication and its editions; a published one never changes but for is_latest.';
comment on column app.releases.catalogue is 'Frozen beside the cells: indicators with their definitions, periods, levels and partners as they were named that day.';
comment on column app.releases.settled_at is 'When the figures that it told were all marked as published.';
comment on column app.releases.checksum is 'SHA-256 of the content and of the former published release''s checksum: a chain.';
create unique index releases_latest_key on app.releases (initiative_id) where is_latest;
call app.protect('releases', '');

create table app.release_territories (
  initiative_id uuid not null,
  release_id uuid not null,
  code text not null,
  name_fr text not null,
  name_en text,
  level text not null,
  level_rank smallint not null,
  hierarchy text not null,
  parent text,
  is_top boolean not null,
  shape jsonb,
  constraint release_territories_pkey primary key (initiative_id, release_id, code),
  constraint release_territories_release_fkey foreign key (initiative_id, release_id) references app.releases (initiative_id, id) on delete cascade
);
comment on table app.release_territories is 'Places as they were named, grouped and drawn when the release was built.';
call app.protect('release_territories', '');

create table app.release_cells (
  initiative_id uuid not null,
  release_id uuid not null,
  indicator text not null,
  period text not null,
  territory text not null,
  category text not null,
  partner text not null default '',
  level text not null,
  audience text not null check (audience in ('public', 'funder', 'circle')),
  mask text not null check (mask in ('none', 'primary', 'secondary')),
  is_masked boolean generated always as (mask <> 'none') stored,
  value numeric,
  lower numeric,
  upper numeric,
  additivity text,
  numerator numeric,
  denominator numeric,
  n numeric,
  presence text not null,
  coverage numeric,
  baseline numeric,
  target numeric,
  expected numeric,
  progress numeric,
  status text not null,
  reason text not null,
  flags text[] not null,
  ratio numeric,
  period_value numeric,
  previous numeric,
  previous_period text,
  trend text,
  constraint release_cells_pkey primary key (initiative_id, release_id, indicator, period, territory, category, partner),
  constraint release_cells_hidden_check check (mask = 'none' or (value is null and lower is null and upper is null and numerator is null
    and denominator is null and n is null and period_value is null and ratio is null and progress is null))
);
comment on table app.release_cells is 'Figures as they were read the day the release was built, masks applied: a hidden figure is not here at all.';
comment on column app.release_cells.mask is 'Why a figure is hidden, for the backbone alone: everybody else reads is_masked, for a first-hand mask would point at a small count.';
comment on column app.release_cells.audience is 'A partner''s own figures: funders read those of partners that agreed, the public none.';
call app.protect('release_cells', '');

create table app.release_changes (
  initiative_id uuid not null,
  release_id uuid not null,
  id integer not null,
  indicator text not null,
  period text not null,
  territory text not null,
  category text not null,
  partner text not null default '',
  audience text not null check (audience in ('public', 'funder', 'circle')),
  old_value numeric,
  new_value numeric,
  old_status text not null,
  new_status text not null,
  is_material boolean not null,
  reasons text[] not null default '{}',
  constraint release_changes_pkey primary key (initiative_id, release_id, id),
  constraint release_changes_release_fkey foreign key (initiative_id, release_id) references app.releases (initiative_id, id) on delete cascade
);
comment on table app.release_changes is 'What a release says otherwise than the one before it; figures hidden in either are not told.';
call app.protect('release_changes', '');

-- Who reads what. Row policies read the row and the settings alone: that a release may be opened is asked once, of its
-- row, by app.open_release(); its parts are then read by its id.
create policy releases_reader on app.releases as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) = 'backbone'
  or (state = 'published' and (coalesce(current_setting('app.role', true), '') <> '' or is_public)));
create policy releases_writer on app.releases as restrictive for insert with check (current_setting('app.role', true) = 'backbone' or current_setting('app.purpose', true) = 'maintenance');
create policy releases_changer on app.releases as restrictive for update using (
  (current_setting('app.role', true) = 'backbone' or current_setting('app.purpose', true) = 'maintenance'));

do $$
declare
  v_table text; v_api text := current_database() || '_api'; v_job text := current_database() || '_job'; v_public text := current_database() || '_public';
begin
  foreach v_table in array array['release_territories', 'release_cells', 'release_changes'] loop
    execute format(
      'create policy %I on app.%I as restrictive for select using (current_setting(''app.purpose'', true) = ''maintenance'''
      ' or release_id = nullif(current_setting(''app.release'', true), '''')::uuid)', v_table || '_opened', v_table);
    execute format(
      'create policy %I on app.%I as restrictive for insert with check (current_setting(''app.role'', true) = ''backbone'' or current_setting(''app.purpose'', true) = ''maintenance'')',
      v_table || '_writer', v_table);
    execute format('create policy %I on app.%I as restrictive for delete using (current_setting(''app.purpose'', true) = ''maintenance'')', v_table || '_ends', v_table);
    execute format('grant select, insert, delete on app.%I to %I, %I', v_table, v_api, v_job);
  end loop;
  foreach v_table in array array['release_cells', 'release_changes'] loop
    execute format(
      'create policy %I on app.%I as restrictive for select using (audience = ''public'' or current_setting(''app.purpose'', true) = ''maintenance'''
      ' or (audience = ''funder'' and current_setting(''app.role'', true) = ''funder'')'
      ' or current_setting(''app.role'', true) in (''backbone'', ''partner_contributor'', ''partner_viewer''))', v_table || '_audience', v_table);
  end loop;
  execute format('grant select, insert, update on app.releases to %I, %I', v_api, v_job);

  -- The readers' role: these tables and no other, and of the releases not who built them, of the cells not why they are hidden.
  execute format('grant select (initiative_id, id, number, name, edition, corrects_id, reason, notes_fr, notes_en, is_preliminary, is_public, is_latest, state,'
    ' through_period, as_of, built_at, published_at, catalogue, cell_count, checksum, previous_checksum, version) on app.releases to %I', v_public);
  execute format('grant select on app.release_territories, app.release_changes to %I', v_public);
  execute format('grant select (initiative_id, release_id, indicator, period, territory, category, partner, level, audience, is_masked, value, lower, upper, additivity,'
    ' numerator, denominator, n, presence, coverage, baseline, target, expected, progress, status, reason, flags, ratio, period_value, previous, previous_period, trend)'
    ' on app.release_cells to %I', v_public);
  -- A request of a member becomes the readers' role for what it reads of a release; it inherits nothing from it.
  execute format('grant %I to %I, %I', v_public, v_api, v_job);
  execute format($f$
    create function app.become_release_reader() returns void language plpgsql as $b$
    begin
      set local role %I;
    end $b$ $f$, v_public);
end $$;
comment on function app.become_release_reader is 'From here on the transaction reads releases and nothing else, until its role is given back.';

create function app.open_release(p_initiative uuid, p_number integer) returns uuid language plpgsql as $$
declare v_id uuid;
begin
  -- null asks for the latest; the public has no other. The backbone looks at one that is ready before it publishes it.
  select id into v_id from app.releases
  where initiative_id = p_initiative and (case when p_number is null then is_latest else number = p_number end)
    and (state = 'published' or (state = 'ready' and current_setting('app.role', true) = 'backbone'))
    and (coalesce(current_setting('app.role', true), '') <> '' or is_latest);
  execute format('set local app.release = %L', coalesce(v_id::text, ''));
  return v_id;
end $$;
comment on function app.open_release is 'Opens one published release to the rest of the transaction; null when there is none for the hat.';
