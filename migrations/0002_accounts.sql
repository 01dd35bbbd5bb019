-- Accounts, sessions and credentials: better-auth's tables, written here so that migrations stay
-- the only description of columns. The API role never reads them: it asks auth.resolve_session().

create table auth.users (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  locale text not null default 'fr-CA' check (locale in ('fr-CA', 'fr', 'en')),
  is_instance_admin boolean not null default false,
  suspended_at timestamptz,
  anonymised_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint users_email_key unique (email)
);
comment on table auth.users is 'Accounts; global. Anonymised on request, never deleted (D33).';

create table auth.sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  token text not null,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  hat_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint sessions_token_key unique (token)
);
comment on column auth.sessions.hat_id is 'Role assignment chosen last in this session: the default hat when no header names one (D22).';
create index sessions_user_idx on auth.sessions (user_id);

create table auth.credentials (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint credentials_provider_key unique (provider_id, account_id)
);
create index credentials_user_idx on auth.credentials (user_id);

create table auth.verifications (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier_idx on auth.verifications (identifier);

create table auth.rate_limits (
  id uuid primary key default gen_random_uuid(),
  key text not null,
  count integer not null default 0,
  last_request bigint not null default 0,
  constraint rate_limits_key_key unique (key)
);

-- One-use links: invitations and password resets. Only the hash of the secret is kept.
create table auth.one_use_links (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('invitation', 'password_reset', 'set_up')),
  secret_hash text not null,
  user_id uuid references auth.users (id) on delete cascade,
  email text not null,
  initiative_id uuid,
  role_assignment_id uuid,
  created_by uuid references auth.users (id),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint one_use_links_secret_key unique (secret_hash)
);
comment on table auth.one_use_links is 'Consumed by DELETE … RETURNING, so two concurrent uses give one success (P27).';

-- What instance administrators did to accounts: initiatives have their own audit log.
create table auth.account_events (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default now(),
  actor_id uuid not null references auth.users (id),
  user_id uuid not null references auth.users (id),
  action text not null check (action in ('account.reset_link', 'account.suspend', 'account.restore'))
);

do $$ begin
  execute format('grant select, insert, update, delete on all tables in schema auth to %I', current_database() || '_auth');
end $$;

-- Who holds this session token. Sliding idle limit is expires_at (12 h); absolute limit 7 days.
create function auth.resolve_session(p_token text)
returns table (
  session_id uuid, user_id uuid, name text, email text, locale text, is_instance_admin boolean,
  hat_id uuid, expires_at timestamptz, started_at timestamptz)
language sql stable security definer set search_path = auth, pg_temp as $$
  select s.id, u.id, u.name, u.email, u.locale, u.is_instance_admin, s.hat_id, s.expires_at, s.created_at
  from auth.sessions s join auth.users u on u.id = s.user_id
  where s.token = p_token and s.expires_at > now() and s.created_at > now() - interval '7 days'
    and u.suspended_at is null and u.anonymised_at is null
$$;
revoke all on function auth.resolve_session(text) from public;
insert into app.definer_allowed values
  ('resolve_session', 'the API role must not read sessions or password hashes; it learns only who holds a token');

do $$ begin
  execute format('grant execute on function auth.resolve_session(text) to %I', current_database() || '_api');
end $$;
