-- Initiatives, the people in them, their hats, and what they did.

create table app.initiatives (
  id uuid primary key default gen_random_uuid(),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 60),
  name_fr text not null,
  name_en text,
  summary_fr text,
  summary_en text,
  main_language text not null default 'fr' check (main_language in ('fr', 'en')),
  languages text[] not null default '{fr,en}',
  form text not null default 'informal' check (form in ('formal', 'informal')),
  state text not null default 'active' check (state in ('preparing', 'active', 'closed')),
  phase text not null default 'initiate' check (phase in ('initiate', 'organize', 'sustain')),
  time_zone text not null default 'America/Toronto',
  currency_code text not null default 'CAD' check (currency_code ~ '^[A-Z]{3}$'),
  fiscal_start_month smallint not null default 4 check (fiscal_start_month between 1 and 12),
  school_start_month smallint not null default 9 check (school_start_month between 1 and 12),
  territory_preset text not null default 'generic' check (territory_preset in ('quebec', 'mali', 'france', 'generic')),
  top_territory_id uuid,
  small_count_k smallint not null default 5 check (small_count_k >= 3),
  min_denominator smallint not null default 10,
  clock_frozen_at timestamptz,
  is_demo boolean not null default false,
  planned_end_on date,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint initiatives_slug_key unique (slug)
);
comment on column app.initiatives.top_territory_id is 'Territory of the whole initiative; a parent above it (a province) is a comparator only.';
comment on column app.initiatives.clock_frozen_at is 'A demo''s fixed clock: supplies every domain date. Null: the real clock.';
alter table app.initiatives enable row level security;
alter table app.initiatives force row level security;
create policy initiatives_tenant on app.initiatives
  using (id = nullif(current_setting('app.initiative', true), '')::uuid or current_setting('app.purpose', true) = 'maintenance')
  with check (id = nullif(current_setting('app.initiative', true), '')::uuid);
do $$ begin
  execute format('grant select, insert, update on app.initiatives to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

create table app.persons (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  name text not null,
  email text,
  created_at timestamptz not null default now(),
  constraint persons_pkey primary key (initiative_id, id)
);
comment on table app.persons is 'People as one initiative knows them; an account (user_id) may stand behind several.';
create unique index persons_user_key on app.persons (initiative_id, user_id) where user_id is not null;
call app.protect('persons');

create table app.role_assignments (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  person_id uuid not null,
  role text not null check (role in ('backbone', 'partner_contributor', 'partner_viewer', 'funder')),
  is_lead boolean not null default false,
  partner_id uuid,
  organization_id uuid,
  starts_on date not null,
  ends_on date,
  learning_commitment_on date,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint role_assignments_pkey primary key (initiative_id, id),
  constraint role_assignments_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id),
  constraint role_assignments_dates_check check (ends_on is null or ends_on >= starts_on - 1),
  constraint role_assignments_lead_check check (not is_lead or role = 'backbone'),
  constraint role_assignments_partner_check check (role not in ('partner_contributor', 'partner_viewer') or partner_id is not null)
);
comment on table app.role_assignments is 'A hat: one role of one person in one initiative, with dates (D22). Everything is evaluated on one row of this table.';
comment on column app.role_assignments.ends_on is 'Last day. The day before starts_on: ended before it ever held, or on its first day; the hour is in the audit log.';
comment on column app.role_assignments.partner_id is 'For partner roles the partner; for backbone the host partner, whose figures the person may not validate alone.';
comment on column app.role_assignments.learning_commitment_on is 'Day a funder accepted the learning commitment; renewed yearly (domain 4.5).';
create index role_assignments_user_idx on app.role_assignments (user_id);
call app.protect('role_assignments');
-- Its own policy also admits the actor's own hats in every initiative (D21).
drop policy role_assignments_tenant on app.role_assignments;
create policy role_assignments_tenant on app.role_assignments
  using (initiative_id = nullif(current_setting('app.initiative', true), '')::uuid
    or user_id = nullif(current_setting('app.actor', true), '')::uuid)
  with check (initiative_id = nullif(current_setting('app.initiative', true), '')::uuid);

create table app.audit_log (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  sequence bigint generated always as identity,
  at timestamptz not null default now(),
  actor_id uuid,
  hat_id uuid,
  role text,
  partner_id uuid,
  action text not null,
  object_type text not null,
  object_id text,
  details jsonb not null default '{}',
  request_id text,
  constraint audit_log_pkey primary key (initiative_id, id)
);
comment on table app.audit_log is 'One row per business action, written in its transaction (D35). For notes neither actor nor partner is kept, and only the week.';
create index audit_log_time_idx on app.audit_log (initiative_id, sequence);
call app.protect('audit_log', 'select, insert');

create table app.idempotency_keys (
  initiative_id uuid not null references app.initiatives (id),
  actor_id uuid not null,
  key text not null check (length(key) between 8 and 200),
  request_hash text not null,
  status smallint not null,
  response jsonb not null,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (initiative_id, actor_id, key)
);
call app.protect('idempotency_keys');
-- A stored answer beside its actor would tell who wrote an anonymous note: each person reads only its own.
create policy idempotency_keys_own on app.idempotency_keys as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or actor_id = nullif(current_setting('app.actor', true), '')::uuid);

-- Accepting an invitation is one transaction of the auth role: it consumes the link, makes the
-- account and puts it behind the person and the hat that were prepared.
do $$ declare v_auth text := current_database() || '_auth'; begin
  execute format('grant select, update on app.persons, app.role_assignments to %I', v_auth);
  execute format('grant select on app.initiatives to %I', v_auth);
  execute format('grant insert on app.audit_log to %I', v_auth);
end $$;

-- First statement of every request's transaction: who holds the session, which hat counts here, and
-- the context that row level security reads. Everything is evaluated on that one hat (D20–D22).
-- No row: no valid session. hat_id null with p_initiative given: no hat here (answer 404), or, when
-- hat_ended, the hat named by the request has ended (answer 409).
create function app.enter(p_token text, p_initiative uuid, p_hat uuid)
returns table (
  session_id uuid, user_id uuid, user_name text, email text, locale text, is_instance_admin boolean, session_started_at timestamptz,
  session_expires_at timestamptz,
  hat_id uuid, hat_ended boolean, role text, is_lead boolean, partner_id uuid, organization_id uuid, person_id uuid, commitment boolean,
  initiative_id uuid, slug text, form text, state text, main_language text, time_zone text, currency_code text,
  fiscal_start_month smallint, school_start_month smallint, top_territory_id uuid, is_demo boolean, clock_frozen_at timestamptz, today date)
language plpgsql as $$
declare s record; h record; i record; v_has_hat boolean := false;
begin
  select * into s from auth.resolve_session(p_token);
  if not found then return; end if;
  perform app.set_ctx(p_initiative, s.user_id, null, null, false);
  if p_initiative is null then
    return query select s.session_id, s.user_id, s.name, s.email, s.locale, s.is_instance_admin, s.started_at, s.expires_at,
      null::uuid, false, null::text, false, null::uuid, null::uuid, null::uuid, false,
      null::uuid, null::text, null::text, null::text, null::text, null::text, null::text,
      null::smallint, null::smallint, null::uuid, null::boolean, null::timestamptz, null::date;
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
      null::smallint, null::smallint, null::uuid, null::boolean, null::timestamptz, null::date;
    return;
  end if;
  if not v_has_hat then
    perform app.set_ctx(null, s.user_id, null, null, false);
    return query select s.session_id, s.user_id, s.name, s.email, s.locale, s.is_instance_admin, s.started_at, s.expires_at,
      null::uuid, false, null::text, false, null::uuid, null::uuid, null::uuid, false,
      null::uuid, null::text, null::text, null::text, null::text, null::text, null::text,
      null::smallint, null::smallint, null::uuid, null::boolean, null::timestamptz, null::date;
    return;
  end if;
  perform app.set_ctx(p_initiative, s.user_id, h.role, h.partner_id, h.committed);
  select * into i from app.initiatives x where x.id = p_initiative;
  return query select s.session_id, s.user_id, s.name, s.email, s.locale, s.is_instance_admin, s.started_at, s.expires_at,
    h.id, false, h.role, h.is_lead, h.partner_id, h.organization_id, h.person_id, h.committed,
    i.id, i.slug, i.form, i.state, i.main_language, i.time_zone, i.currency_code,
    i.fiscal_start_month, i.school_start_month, i.top_territory_id, i.is_demo, i.clock_frozen_at,
    (coalesce(i.clock_frozen_at, now()) at time zone i.time_zone)::date;
end $$;
