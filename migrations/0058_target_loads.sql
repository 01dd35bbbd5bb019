-- Files of indicators with baseline, target and actual, loaded on a screen: why, and what it takes to take them back.

create table app.target_loads (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  file_name text not null,
  file_hash text not null,
  reason_fr text not null,
  reason_en text,
  decision text,
  decided_by text,
  decided_on date,
  is_proposed boolean not null,
  result jsonb not null default '{}',
  import_id uuid,
  made_periods uuid[] not null default '{}',
  loaded_by uuid,
  loaded_at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  left_rows jsonb not null default '[]',
  constraint target_loads_pkey primary key (initiative_id, id),
  constraint target_loads_import_fkey foreign key (initiative_id, import_id) references app.imports (initiative_id, id)
);
comment on table app.target_loads is 'Files of indicators that were loaded, with the reason and the decision asked once for each file; never the file.';
comment on column app.target_loads.is_proposed is 'Sent by somebody who is no lead: its baselines and targets were proposed.';
comment on column app.target_loads.import_id is 'The import of its actuals, when it has any.';
comment on column app.target_loads.made_periods is 'Periods that it created: an undo removes those that nothing else uses.';
comment on column app.target_loads.left_rows is 'What an undo left because somebody had changed it since.';
call app.protect('target_loads', 'select, insert, update');
create policy target_loads_reader on app.target_loads as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy target_loads_writer on app.target_loads as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy target_loads_undo on app.target_loads as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.loaded_rows (
  initiative_id uuid not null references app.initiatives (id),
  load_id uuid not null,
  kind text not null check (kind in ('indicator', 'indicator_version', 'baseline', 'baseline_revision', 'target_point', 'target_proposal')),
  row_id uuid not null,
  indicator_code text not null,
  former jsonb,
  made jsonb,
  constraint loaded_rows_pkey primary key (initiative_id, load_id, kind, row_id),
  constraint loaded_rows_load_fkey foreign key (initiative_id, load_id) references app.target_loads (initiative_id, id)
);
comment on table app.loaded_rows is 'What each file of indicators created or changed, for seven days.';
comment on column app.loaded_rows.former is 'The whole former row; null when the file created it.';
comment on column app.loaded_rows.made is 'The whole row as the file left it: another one means that somebody changed it since.';
call app.protect('loaded_rows');
create policy loaded_rows_reader on app.loaded_rows as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy loaded_rows_writer on app.loaded_rows as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy loaded_rows_change on app.loaded_rows as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy loaded_rows_remover on app.loaded_rows as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

-- Taken back as if the file had never come: what it replaced is no former baseline, what it proposed was never asked.
do $$ begin
  execute format('grant delete on app.baseline_revisions, app.target_proposals to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;
create policy baseline_revisions_undo on app.baseline_revisions as restrictive for delete using (current_setting('app.purpose', true) = 'maintenance');
create policy target_proposals_undo on app.target_proposals as restrictive for delete using (current_setting('app.purpose', true) = 'maintenance');
