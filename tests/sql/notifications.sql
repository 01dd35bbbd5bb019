-- notifications.list

select
  id,
  kind,
  object_key as "objectKey",
  facts,
  created_at as "createdAt",
  read_at as "readAt"
from
  app.notifications
where
  initiative_id = $::uuid
  and hat_id = $::uuid
  and (
    $::timestamptz is null
    or created_at < $::timestamptz
  )
order by
  created_at desc,
  id
limit
  $;

select
  count(*)::int as count
from
  app.notifications
where
  initiative_id = $::uuid
  and hat_id = $::uuid
  and read_at is null;

-- notifications.markRead

update app.notifications
set
  read_at = $::timestamptz
where
  initiative_id = $::uuid
  and hat_id = $::uuid
  and read_at is null
  and (
    $
    or id = any ($::uuid[])
  );
