-- Co-authors of a learning note: people whom its author names, and who then read and write it as the author does, whatever its rung.
-- Nobody else learns that there are any. What a hat co-writes is looked up once, when a request enters (app.enter), and stands in the setting
-- app.cowrites: policies go on reading the row and the settings alone, and a name that is taken away or a hat that ends counts from the next request.

alter table app.note_authorships add constraint note_authorships_author_key unique (initiative_id, note_id, author_id);

create table app.note_coauthors (
  initiative_id uuid not null references app.initiatives (id),
  note_id uuid not null,
  hat_id uuid not null,
  user_id uuid not null,
  position smallint not null check (position between 1 and 5),
  has_written boolean not null default false,
  left_on date,
  author_id uuid not null,
  author_partner_id uuid,
  author_as_backbone boolean not null,
  constraint note_coauthors_pkey primary key (initiative_id, note_id, hat_id),
  constraint note_coauthors_author_fkey foreign key (initiative_id, note_id, author_id) references app.note_authorships (initiative_id, note_id, author_id),
  constraint note_coauthors_hat_fkey foreign key (initiative_id, hat_id) references app.role_assignments (initiative_id, id),
  constraint note_coauthors_other_check check (user_id <> author_id),
  constraint note_coauthors_kept_check check (left_on is null or has_written)
);
comment on table app.note_coauthors is 'Who writes a note with its author: read by the author and the co-authors alone, by nobody else not even how many.';
comment on column app.note_coauthors.position is 'The key keeps a note to five, whatever two senders do at one moment.';
comment on column app.note_coauthors.has_written is 'Whether this person changed the note: four eyes count them from then on, also after they left.';
comment on column app.note_coauthors.left_on is 'Last day of somebody who had written; who had not leaves no row.';
comment on column app.note_coauthors.author_id is 'The author, whom its co-authors know: under the hat the note was written with, for the policies and for what co-authors keep of former texts.';
create unique index note_coauthors_position_key on app.note_coauthors (initiative_id, note_id, position) where left_on is null;
create index note_coauthors_hat_idx on app.note_coauthors (initiative_id, hat_id) where left_on is null;
call app.protect('note_coauthors', '');
do $$
declare v_role text;
  v_author text := $sql$(author_id = nullif(current_setting('app.actor', true), '')::uuid
    and author_partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and ((author_as_backbone and current_setting('app.role', true) = 'backbone')
      or (not author_as_backbone and current_setting('app.role', true) in ('partner_contributor', 'partner_viewer'))))$sql$;
  v_own text := $sql$(user_id = nullif(current_setting('app.actor', true), '')::uuid
    and current_setting('app.role', true) in ('backbone', 'partner_contributor'))$sql$;
  v_cowrites text := $sql$note_id = any (nullif(current_setting('app.cowrites', true), '')::uuid[])$sql$;
begin
  execute format($sql$create policy note_coauthors_reader on app.note_coauthors as restrictive for select using (
    current_setting('app.purpose', true) = 'maintenance' or %s or %s or %s)$sql$, v_author, v_own, v_cowrites);
  execute format($sql$create policy note_coauthors_insert on app.note_coauthors as restrictive for insert with check (
    current_setting('app.purpose', true) = 'maintenance' or %s)$sql$, v_author);
  execute format($sql$create policy note_coauthors_update on app.note_coauthors as restrictive for update using (
    current_setting('app.purpose', true) = 'maintenance' or %s or (%s and %s))$sql$, v_author, v_own, v_cowrites);
  execute format($sql$create policy note_coauthors_remove on app.note_coauthors as restrictive for delete using (
    current_setting('app.purpose', true) = 'maintenance' or (not has_written and (%s or (%s and %s))))$sql$, v_author, v_own, v_cowrites);
  foreach v_role in array array[current_database() || '_api', current_database() || '_job'] loop
    execute format('grant select, insert, delete, update (position, has_written, left_on) on app.note_coauthors to %I', v_role);
  end loop;
end $$;

-- The note itself: until it is withdrawn. A co-author changes no note into a withdrawn one either.
do $$
declare v_policy text; v_told text;
begin
  foreach v_policy in array array['learning_notes_reader', 'learning_notes_update'] loop
    select pg_get_expr(p.polqual, p.polrelid) into strict v_told from pg_policy p where p.polname = v_policy and p.polrelid = 'app.learning_notes'::regclass;
    execute format('alter policy %I on app.learning_notes using (%s or (state <> ''withdrawn'' and id = any (nullif(current_setting(''app.cowrites'', true), '''')::uuid[])))',
      v_policy, v_told);
  end loop;
end $$;

-- What hangs on it, as its author reads it: nothing while it is hidden. Reading alone, but for what the note is about, which belongs to its text.
do $$
declare v_table text; v_told text; v_check text; v_cowrites text := $sql$(guard <> 'hidden' and note_id = any (nullif(current_setting('app.cowrites', true), '')::uuid[]))$sql$;
begin
  foreach v_table in array array['note_signatures', 'note_links', 'note_trials', 'note_attachments', 'adaptations', 'follow_up_checks', 'note_comments'] loop
    select pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) into strict v_told, v_check
      from pg_policy p where p.polname = v_table || '_reader' and p.polrelid = format('app.%I', v_table)::regclass;
    if v_table = 'note_links' then
      execute format('alter policy %I on app.%I using (%s or %s) with check (%s or %s)', v_table || '_reader', v_table, v_told, v_cowrites, v_check, v_cowrites);
    else
      execute format('alter policy %I on app.%I using (%s or %s)', v_table || '_reader', v_table, v_told, v_cowrites);
    end if;
    -- Nothing is taken off by a co-author; what is added or changed is held by the check, which stays the note's guard.
    if v_table in ('note_signatures', 'note_trials', 'note_attachments', 'note_comments') then
      execute format('create policy %I on app.%I as restrictive for delete using (%s)', v_table || '_remove', v_table, v_check);
    end if;
  end loop;
end $$;

-- Former texts: one history, of the author and the co-authors, kept under the author's name whoever writes.
alter table app.note_versions add constraint note_versions_author_fkey
  foreign key (initiative_id, note_id, author_id) references app.note_authorships (initiative_id, note_id, author_id);
do $$
declare v_told text;
begin
  select pg_get_expr(p.polqual, p.polrelid) into strict v_told from pg_policy p where p.polname = 'note_versions_author' and p.polrelid = 'app.note_versions'::regclass;
  drop policy note_versions_author on app.note_versions;
  v_told := format('%s or note_id = any (nullif(current_setting(''app.cowrites'', true), '''')::uuid[])', v_told);
  execute format('create policy note_versions_reader on app.note_versions as restrictive for select using (%s)', v_told);
  execute format('create policy note_versions_insert on app.note_versions as restrictive for insert with check (%s)', v_told);
end $$;
comment on table app.note_versions is 'Former texts, for the author and the co-authors: what was removed from a note may be what gave somebody away.';

create or replace function app.set_ctx(
  p_initiative uuid, p_actor uuid, p_role text, p_partner uuid, p_commitment boolean
) returns void language plpgsql as $$
begin
  execute format('set local app.initiative = %L', coalesce(p_initiative::text, ''));
  execute format('set local app.actor = %L', coalesce(p_actor::text, ''));
  execute format('set local app.role = %L', coalesce(p_role, ''));
  execute format('set local app.partner = %L', coalesce(p_partner::text, ''));
  execute format('set local app.commitment = %L', coalesce(p_commitment, false)::text);
  execute 'set local app.purpose = ''''';
  execute 'set local app.cowrites = ''''';
end $$;

create or replace function app.enter(p_token text, p_initiative uuid, p_hat uuid)
returns table (
  session_id uuid, user_id uuid, user_name text, email text, locale text, is_instance_admin boolean, session_started_at timestamptz,
  session_expires_at timestamptz,
  hat_id uuid, hat_ended boolean, role text, is_lead boolean, partner_id uuid, organization_id uuid, person_id uuid, commitment boolean,
  initiative_id uuid, slug text, form text, state text, main_language text, time_zone text, currency_code text,
  fiscal_start_month smallint, school_start_month smallint, top_territory_id uuid, is_demo boolean, clock_frozen_at timestamptz, today date,
  is_suspended boolean)
language plpgsql as $$
declare s record; h record; i record; v_has_hat boolean := false; v_suspended boolean := false; v_today date; v_cowrites uuid[];
begin
  select * into s from auth.resolve_session(p_token);
  if not found then return; end if;
  perform app.set_ctx(p_initiative, s.user_id, null, null, false);
  if p_initiative is null then
    return query select s.session_id, s.user_id, s.name, s.email, s.locale, s.is_instance_admin, s.started_at, s.expires_at,
      null::uuid, false, null::text, false, null::uuid, null::uuid, null::uuid, false,
      null::uuid, null::text, null::text, null::text, null::text, null::text, null::text,
      null::smallint, null::smallint, null::uuid, null::boolean, null::timestamptz, null::date, false;
    return;
  end if;
  select r.*, coalesce(r.learning_commitment_on > current_date - 366, false) as committed into h
  from app.role_assignments r
  where r.initiative_id = p_initiative and r.user_id = s.user_id
    and r.starts_on <= current_date and (r.ends_on is null or r.ends_on >= current_date)
  order by (r.id = coalesce(p_hat, s.hat_id)) desc nulls last,
    array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], r.role), r.id
  limit 1;
  v_has_hat := found;
  if v_has_hat and p_hat is not null and h.id <> p_hat then
    return query select s.session_id, s.user_id, s.name, s.email, s.locale, s.is_instance_admin, s.started_at, s.expires_at,
      null::uuid, true, null::text, false, null::uuid, null::uuid, null::uuid, false,
      p_initiative, null::text, null::text, null::text, null::text, null::text, null::text,
      null::smallint, null::smallint, null::uuid, null::boolean, null::timestamptz, null::date, false;
    return;
  end if;
  if not v_has_hat then
    perform app.set_ctx(null, s.user_id, null, null, false);
    return query select s.session_id, s.user_id, s.name, s.email, s.locale, s.is_instance_admin, s.started_at, s.expires_at,
      null::uuid, false, null::text, false, null::uuid, null::uuid, null::uuid, false,
      null::uuid, null::text, null::text, null::text, null::text, null::text, null::text,
      null::smallint, null::smallint, null::uuid, null::boolean, null::timestamptz, null::date, false;
    return;
  end if;
  if h.role = 'funder' then
    v_suspended := exists (select 1 from app.note_suspensions(h.organization_id, h.person_id) n where n.holds);
  end if;
  perform app.set_ctx(p_initiative, s.user_id, h.role, h.partner_id, h.committed and not v_suspended);
  if h.is_lead then
    execute format('set local app.lead = %L', p_initiative::text || ':' || s.user_id::text);
  end if;
  select * into i from app.initiatives x where x.id = p_initiative;
  v_today := (coalesce(i.clock_frozen_at, now()) at time zone i.time_zone)::date;
  -- A partner that has left is of the circle no more: its people co-write nothing.
  if h.role = 'backbone' or (h.role = 'partner_contributor' and not exists (
    select 1 from app.partners p where p.initiative_id = p_initiative and p.id = h.partner_id and p.left_on < v_today)) then
    select array_agg(c.note_id) into v_cowrites from app.note_coauthors c where c.initiative_id = p_initiative and c.hat_id = h.id and c.left_on is null;
    if v_cowrites is not null then
      execute format('set local app.cowrites = %L', v_cowrites::text);
    end if;
  end if;
  return query select s.session_id, s.user_id, s.name, s.email, s.locale, s.is_instance_admin, s.started_at, s.expires_at,
    h.id, false, h.role, h.is_lead, h.partner_id, h.organization_id, h.person_id, h.committed and not v_suspended,
    i.id, i.slug, i.form, i.state, i.main_language, i.time_zone, i.currency_code,
    i.fiscal_start_month, i.school_start_month, i.top_territory_id, i.is_demo, i.clock_frozen_at,
    v_today, v_suspended;
end $$;
comment on function app.enter is 'Who holds the session and which hat counts here; sets the context, with the notes that this hat co-writes. A funder whose note access is suspended is as one without the commitment.';

-- Four eyes: whoever is a co-author today, or has written as one, is no second pair.
create or replace function app.wrote_note(p_note uuid) returns boolean
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_actor uuid := nullif(current_setting('app.actor', true), '')::uuid;
  v_purpose text := coalesce(current_setting('app.purpose', true), ''); v_wrote boolean;
begin
  perform app.set_purpose('maintenance');
  select n.author_id = v_actor or exists (
      select 1 from app.note_coauthors c join app.role_assignments r on r.initiative_id = c.initiative_id and r.id = c.hat_id
      where c.initiative_id = v_initiative and c.note_id = p_note and c.user_id = v_actor
        and (c.has_written or r.ends_on is null or r.ends_on >= current_date))
    into v_wrote from app.learning_notes n where n.initiative_id = v_initiative and n.id = p_note;
  perform app.set_purpose(v_purpose);
  return coalesce(v_wrote, false);
end $$;
update app.definer_allowed set reason = 'tells an account whether it wrote a note itself or co-wrote it, under whatever hat; nothing of anybody else' where name = 'wrote_note';

-- As before, but answers that co-authors were given are kept: they go on reading.
create or replace function app.sync_note_guard(p_note uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid;
  v_purpose text := coalesce(current_setting('app.purpose', true), ''); v_guard text; v_author uuid;
begin
  perform app.set_purpose('maintenance');
  select n.guard, n.author_id into v_guard, v_author from app.learning_notes n where n.initiative_id = v_initiative and n.id = p_note;
  -- Answers kept for people who wrote to the note hold its text: the same request is still not applied twice, and finds nothing.
  if v_guard not in ('circle', 'funder', 'public') then
    update app.idempotency_keys k set status = 404, response = 'null'
    where k.initiative_id = v_initiative and k.actor_id <> v_author and k.response ->> 'id' = p_note::text
      and not exists (select 1 from app.note_coauthors c
        where c.initiative_id = v_initiative and c.note_id = p_note and c.user_id = k.actor_id and c.left_on is null);
  end if;
  update app.note_signatures set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_links set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_attachments set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_trials set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.adaptations set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.follow_up_checks set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_comments set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  perform app.set_purpose(v_purpose);
end $$;

-- What somebody was answered as a co-author names the others and may hold a draft: it goes with the name. It runs as the owner because
-- the author, who takes the name away, reads nobody else's answers.
create function app.forget_coauthor(p_note uuid, p_user uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  update app.idempotency_keys k set status = 404, response = 'null'
  where k.initiative_id = v_initiative and k.actor_id = p_user and k.response ->> 'id' = p_note::text;
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.forget_coauthor(uuid, uuid) from public;
insert into app.definer_allowed values ('forget_coauthor', 'empties the answers about one note that were kept for one account; returns nothing');
do $$ begin
  execute format('grant execute on function app.forget_coauthor(uuid, uuid) to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;
