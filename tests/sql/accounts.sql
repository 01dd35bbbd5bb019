-- accounts.linkPreview

select
  id,
  kind,
  user_id,
  email,
  initiative_id,
  role_assignment_id,
  expires_at,
  created_by,
  created_at
from
  auth.one_use_links
where
  secret_hash = $
  and expires_at > now();

select
  id,
  name
from
  auth.users
where
  email = $
  and anonymised_at is null;

-- accounts.useLink

select
  app.set_ctx ($, $, null, null, false);

delete from auth.one_use_links
where
  secret_hash = $
  and expires_at > now()
returning
  id,
  kind,
  user_id,
  email,
  initiative_id,
  role_assignment_id,
  expires_at,
  created_by,
  created_at;

update auth.credentials
set
  password = $,
  updated_at = now()
where
  user_id = $
  and provider_id = 'credential';

insert into
  auth.credentials (user_id, account_id, provider_id, password)
values
  ($::uuid, $::uuid::text, 'credential', $);

delete from auth.sessions
where
  user_id = $;

insert into
  auth.password_link_uses (user_id, made_by, made_at, used_at)
values
  ($…)
returning
  id,
  (
    select
      u.name
    from
      auth.users u
    where
      u.id = made_by
  ) as "madeByName";

select
  "id",
  "initiative_id",
  "role",
  "is_lead",
  "starts_on",
  "ends_on",
  "partner_id",
  case
    when learning_commitment_on > current_date - 366 then learning_commitment_on
  end as "learning_commitment_on"
from
  "role_assignments"
where
  "user_id" = $
  and "starts_on" <= current_date
  and (
    "ends_on" is null
    or "ends_on" >= current_date
  )
order by
  array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], role),
  "id";

insert into
  auth.mail_outbox (id, kind, user_id, initiative_id, facts, state, reason, created_at, next_attempt_at)
values
  ($…);

-- accounts.me

select
  s.hat_id as "hatId",
  exists (
    select
      1
    from
      auth.password_link_uses l
    where
      l.user_id = s.user_id
      and l.dismissed_at is null
      and l.used_at > now() - interval '1 year'
  ) as "isToldOfPasswordLink"
from
  auth.sessions s
where
  s.id = $;

select
  "id",
  "slug",
  "name_fr",
  "name_en",
  "main_language",
  "languages",
  "state",
  "is_demo",
  "clock_frozen_at",
  "time_zone",
  "currency_code",
  "modules"
from
  "initiatives"
where
  "id" = $;

select
  "p"."id",
  "p"."code",
  "o"."name"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
  and "p"."id" in ($);

select
  count(*)::int as count
from
  app.notifications
where
  initiative_id = $::uuid
  and hat_id = $::uuid
  and read_at is null;

select
  "initiative_id",
  "role",
  "ends_on"
from
  "role_assignments"
where
  "user_id" = $
  and "ends_on" < current_date
  and "ends_on" > current_date - 366
order by
  "ends_on" desc,
  "id";

-- accounts.updateMe

update auth.users
set
  name = coalesce($, name),
  locale = coalesce($, locale),
  updated_at = now()
where
  id = $;

-- accounts.sessions

select
  id,
  created_at,
  updated_at,
  user_agent
from
  auth.sessions s
where
  user_id = $
  and auth.session_end (s) > now()
order by
  updated_at desc;

-- accounts.wearHat

update auth.sessions
set
  hat_id = $
where
  id = $;

-- accounts.passwordLinks

select
  l.id,
  u.name as maker_name,
  u.email as maker_email,
  l.made_at,
  l.used_at,
  l.dismissed_at
from
  auth.password_link_uses l
  left join auth.users u on u.id = l.made_by
where
  l.user_id = $
  and l.used_at > now() - interval '1 year'
order by
  l.used_at desc,
  l.id;

-- accounts.dismissPasswordLinks

update auth.password_link_uses
set
  dismissed_at = $
where
  user_id = $
  and id = any ($::uuid[])
  and dismissed_at is null;

-- accounts.endSession

delete from auth.sessions
where
  id = $
  and user_id = $;
