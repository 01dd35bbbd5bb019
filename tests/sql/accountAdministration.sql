-- accountAdministration.list

select
  u.id,
  u.name,
  u.email,
  u.is_instance_admin,
  u.suspended_at,
  (
    select
      max(s.updated_at)
    from
      auth.sessions s
    where
      s.user_id = u.id
  ) as last_seen_at
from
  auth.users u
where
  u.anonymised_at is null
  and u.email > $
  and (
    $ = ''
    or position(lower($) in lower(u.name)) > 0
    or position(lower($) in u.email) > 0
  )
order by
  u.email
limit
  $;

-- accountAdministration.resetPassword

select
  u.id,
  u.name,
  u.email,
  u.is_instance_admin,
  u.suspended_at,
  (
    select
      max(s.updated_at)
    from
      auth.sessions s
    where
      s.user_id = u.id
  ) as last_seen_at
from
  auth.users u
where
  u.id = $
  and u.anonymised_at is null;

with
  ended as (
    delete from auth.one_use_links
    where
      kind = $
      and email = $
      and role_assignment_id is not distinct from $
  )
insert into
  auth.one_use_links (kind, secret_hash, user_id, email, initiative_id, role_assignment_id, created_by, expires_at)
values
  ($…);

insert into
  auth.account_events (actor_id, user_id, action)
values
  ($, $, 'account.reset_link');

insert into
  auth.mail_outbox (id, kind, email, locale, initiative_id, hat_id, sealed, state, reason, created_at, next_attempt_at)
values
  ($…);

-- accountAdministration.suspend

with
  suspended as (
    update auth.users
    set
      suspended_at = coalesce(suspended_at, now()),
      updated_at = now()
    where
      id = $
  ),
  ended as (
    delete from auth.sessions
    where
      user_id = $
  ),
  gone as (
    delete from auth.one_use_links
    where
      user_id = $
      and kind = 'password_reset'
  )
insert into
  auth.account_events (actor_id, user_id, action)
values
  ($, $, 'account.suspend');

-- accountAdministration.restore

with
  restored as (
    update auth.users
    set
      suspended_at = null,
      updated_at = now()
    where
      id = $
  )
insert into
  auth.account_events (actor_id, user_id, action)
values
  ($, $, 'account.restore');
