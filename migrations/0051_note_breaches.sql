-- A funder that used a note against a partner (domain 8, situation 12): who tells it, and what the lead decides.

-- Some rows are read by the leads alone. app.enter says that the hat is a lead's; the sentence holds for this account in this
-- initiative under the backbone's role only, so that any change of the context closes it again.
create table app.note_breaches (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  organization_id uuid,
  person_id uuid,
  what_happened text not null check (length(what_happened) between 1 and 4000),
  note_id uuid,
  filed_on date not null,
  filed_by uuid not null,
  partner_id uuid,
  outcome text check (length(outcome) between 1 and 2000),
  closed_on date,
  version integer not null default 1,
  constraint note_breaches_pkey primary key (initiative_id, id),
  constraint note_breaches_organization_fkey foreign key (initiative_id, organization_id) references app.organizations (initiative_id, id),
  constraint note_breaches_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id),
  constraint note_breaches_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint note_breaches_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id),
  constraint note_breaches_funder_check check (num_nonnulls(organization_id, person_id) = 1),
  constraint note_breaches_closed_check check ((closed_on is null) = (outcome is null))
);
comment on table app.note_breaches is 'A note that a funder used against a partner: read by the leads, and by whoever filed it. Nobody else knows that there is one.';
comment on column app.note_breaches.filed_on is 'A day, never a time.';
comment on column app.note_breaches.person_id is 'The funder, when its hat names no organisation.';
call app.protect('note_breaches', 'select, insert');
create policy note_breaches_reader on app.note_breaches as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true))
  or (filed_by = nullif(current_setting('app.actor', true), '')::uuid and current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid));
create policy note_breaches_insert on app.note_breaches as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (filed_by = nullif(current_setting('app.actor', true), '')::uuid and current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid));
create policy note_breaches_update on app.note_breaches as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true)));
do $$ begin
  execute format('grant update (outcome, closed_on, version) on app.note_breaches to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

create table app.note_access_suspensions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  organization_id uuid,
  person_id uuid,
  starts_on date not null,
  until date,
  reason text not null check (length(reason) between 1 and 2000),
  suspended_by uuid,
  lifted_on date,
  lift_reason text check (length(lift_reason) between 1 and 2000),
  lifted_by uuid,
  version integer not null default 1,
  constraint note_access_suspensions_pkey primary key (initiative_id, id),
  constraint note_access_suspensions_organization_fkey foreign key (initiative_id, organization_id) references app.organizations (initiative_id, id),
  constraint note_access_suspensions_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id),
  constraint note_access_suspensions_funder_check check (num_nonnulls(organization_id, person_id) = 1),
  constraint note_access_suspensions_dates_check check (until is null or until >= starts_on),
  constraint note_access_suspensions_lifted_check check ((lifted_on is null) = (lift_reason is null))
);
comment on table app.note_access_suspensions is 'While one holds, every hat of that funder is as one without the learning commitment (app.enter). The leads read it; the funder is told its days alone (note_suspensions).';
comment on column app.note_access_suspensions.until is 'Last day; without one it holds until it is lifted. Days are of the initiative''s clock.';
call app.protect('note_access_suspensions', 'select, insert');
create policy note_access_suspensions_reader on app.note_access_suspensions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true)));
create policy note_access_suspensions_insert on app.note_access_suspensions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true)));
create policy note_access_suspensions_update on app.note_access_suspensions as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true)));
do $$ begin
  execute format('grant update (lifted_on, lift_reason, lifted_by, version) on app.note_access_suspensions to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

-- The days on which the note access of one funder was or is suspended. It runs as the owner because the request of a funder
-- must know that much, and may know no more: neither why nor by whom.
create function app.note_suspensions(p_organization uuid, p_person uuid)
returns table (starts_on date, until date, lifted_on date, holds boolean)
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  return query
    select s.starts_on, s.until, s.lifted_on,
      s.lifted_on is null and (s.until is null or s.until >= (coalesce(i.clock_frozen_at, now()) at time zone i.time_zone)::date)
    from app.note_access_suspensions s join app.initiatives i on i.id = s.initiative_id
    where s.initiative_id = v_initiative and (s.organization_id = p_organization or s.person_id = p_person);
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.note_suspensions(uuid, uuid) from public;
insert into app.definer_allowed values
  ('note_suspensions', 'tells the days on which the note access of one funder was suspended, never why, by whom or after what');
do $$ begin
  execute format('grant execute on function app.note_suspensions(uuid, uuid) to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

drop function app.enter(text, uuid, uuid);
create function app.enter(p_token text, p_initiative uuid, p_hat uuid)
returns table (
  session_id uuid, user_id uuid, user_name text, email text, locale text, is_instance_admin boolean, session_started_at timestamptz,
  session_expires_at timestamptz,
  hat_id uuid, hat_ended boolean, role text, is_lead boolean, partner_id uuid, organization_id uuid, person_id uuid, commitment boolean,
  initiative_id uuid, slug text, form text, state text, main_language text, time_zone text, currency_code text,
  fiscal_start_month smallint, school_start_month smallint, top_territory_id uuid, is_demo boolean, clock_frozen_at timestamptz, today date,
  is_suspended boolean)
language plpgsql as $$
declare s record; h record; i record; v_has_hat boolean := false; v_suspended boolean := false;
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
  return query select s.session_id, s.user_id, s.name, s.email, s.locale, s.is_instance_admin, s.started_at, s.expires_at,
    h.id, false, h.role, h.is_lead, h.partner_id, h.organization_id, h.person_id, h.committed and not v_suspended,
    i.id, i.slug, i.form, i.state, i.main_language, i.time_zone, i.currency_code,
    i.fiscal_start_month, i.school_start_month, i.top_territory_id, i.is_demo, i.clock_frozen_at,
    (coalesce(i.clock_frozen_at, now()) at time zone i.time_zone)::date, v_suspended;
end $$;
comment on function app.enter is 'Who holds the session and which hat counts here; sets the context. A funder whose note access is suspended is as one without the commitment.';
