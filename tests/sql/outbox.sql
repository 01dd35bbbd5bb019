-- outbox.list

select
  state,
  count(*)::int as count
from
  auth.mail_outbox
group by
  state;

select
  m.id,
  m.kind,
  coalesce(m.email, u.email, '') as email,
  m.facts,
  m.state,
  m.reason,
  m.attempts,
  m.created_at as "createdAt",
  m.next_attempt_at as "nextAt",
  m.sent_at as "sentAt"
from
  auth.mail_outbox m
  left join auth.users u on u.id = m.user_id
where
  m.state = any ($)
order by
  m.created_at desc,
  m.id
limit
  $;

-- outbox.retry

update auth.mail_outbox
set
  state = 'waiting',
  reason = null,
  attempts = 0,
  next_attempt_at = $,
  created_at = $
where
  id = $
  and state = 'dead';
