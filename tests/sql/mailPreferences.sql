-- mailPreferences.mine

select
  coalesce(p.wants_mail, true) as "wantsMail",
  coalesce(p.muted, '{}') as muted,
  coalesce(p.quiet_from, $) as "quietFrom",
  coalesce(p.quiet_to, $) as "quietTo"
from
  auth.users u
  left join auth.mail_preferences p on p.user_id = u.id
where
  u.id = $
  and u.suspended_at is null
  and u.anonymised_at is null;

-- mailPreferences.changeMine

insert into
  auth.mail_preferences (user_id, wants_mail, muted, quiet_from, quiet_to)
values
  ($…)
on conflict (user_id) do update
set
  wants_mail = excluded.wants_mail,
  muted = excluded.muted,
  quiet_from = excluded.quiet_from,
  quiet_to = excluded.quiet_to,
  updated_at = now();

-- mailPreferences.byToken

-- mailPreferences.changeByToken

-- mailPreferences.unsubscribe
