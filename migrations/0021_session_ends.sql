-- A session ends after twelve hours without a request, and seven days after sign-in whatever happens (reliability P26).

create function auth.session_end(s auth.sessions) returns timestamptz language sql stable as $$
  select least(s.expires_at, s.updated_at + interval '12 hours', s.created_at + interval '7 days')
$$;

create or replace function auth.resolve_session(p_token text)
returns table (
  session_id uuid, user_id uuid, name text, email text, locale text, is_instance_admin boolean,
  hat_id uuid, expires_at timestamptz, started_at timestamptz)
language sql stable security definer set search_path = auth, pg_temp as $$
  select s.id, u.id, u.name, u.email, u.locale, u.is_instance_admin, s.hat_id, auth.session_end(s), s.created_at
  from auth.sessions s join auth.users u on u.id = s.user_id
  where s.token = p_token and auth.session_end(s) > now() and u.suspended_at is null and u.anonymised_at is null
$$;
