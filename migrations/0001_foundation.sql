-- Foundation: schemas, the request context and the rule that every tenant table is protected.
-- Roles are made by server/platform/db/roles.ts before the first migration, because roles are
-- cluster-wide; their names are the database's name followed by _api, _auth, _public and _job.

create schema app;
create schema auth;
revoke all on schema app from public;
revoke all on schema auth from public;

-- The only way to set the context of a transaction (architecture D10, scale rule 5): SET LOCAL by
-- EXECUTE reaches every node of a distributed database; set_config() does not.
create function app.set_ctx(
  p_initiative uuid, p_actor uuid, p_role text, p_partner uuid, p_commitment boolean
) returns void language plpgsql as $$
begin
  execute format('set local app.initiative = %L', coalesce(p_initiative::text, ''));
  execute format('set local app.actor = %L', coalesce(p_actor::text, ''));
  execute format('set local app.role = %L', coalesce(p_role, ''));
  execute format('set local app.partner = %L', coalesce(p_partner::text, ''));
  execute format('set local app.commitment = %L', coalesce(p_commitment, false)::text);
  execute 'set local app.purpose = ''''';
end $$;
comment on function app.set_ctx is 'First statement of every transaction: who acts, in which initiative, under which hat.';

create function app.set_purpose(p_purpose text) returns void language plpgsql as $$
begin
  if p_purpose not in ('', 'recompute', 'maintenance') then
    raise exception 'unknown purpose %', p_purpose;
  end if;
  execute format('set local app.purpose = %L', p_purpose);
end $$;
comment on function app.set_purpose is 'Purpose beyond the hat: recompute (cells, D23) or maintenance (backup, jobs).';

-- Every tenant table is protected by the same sentence. Policies read only the row and
-- current_setting(): the schema stays distributable (scale rule 4).
create procedure app.protect(p_table text, p_privileges text default 'select, insert, update, delete')
language plpgsql as $$
declare
  v_api text := current_database() || '_api';
  v_job text := current_database() || '_job';
begin
  execute format('alter table app.%I enable row level security', p_table);
  execute format('alter table app.%I force row level security', p_table);
  execute format(
    'create policy %I on app.%I using (initiative_id = nullif(current_setting(''app.initiative'', true), '''')::uuid)'
    ' with check (initiative_id = nullif(current_setting(''app.initiative'', true), '''')::uuid)',
    p_table || '_tenant', p_table);
  if p_privileges <> '' then
    execute format('grant %s on app.%I to %I', p_privileges, p_table, v_api);
    execute format('grant %s on app.%I to %I', p_privileges, p_table, v_job);
  end if;
end $$;

do $$ begin
  execute format('grant usage on schema app to %I, %I, %I, %I',
    current_database() || '_api', current_database() || '_job', current_database() || '_public', current_database() || '_auth');
  execute format('grant usage on schema auth to %I, %I, %I',
    current_database() || '_auth', current_database() || '_api', current_database() || '_job');
end $$;

-- Tables of schema app without row level security, and functions that run as their owner: each
-- with its reason. The catalogue test reads these lists.
create table app.rls_exempt (name text primary key, reason text not null);
create table app.definer_allowed (name text primary key, reason text not null);
insert into app.rls_exempt values
  ('rls_exempt', 'list of this very rule'),
  ('definer_allowed', 'list of this very rule'),
  ('schema_migrations', 'names of migrations only');
