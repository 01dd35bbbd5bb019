-- incidents.list

select
  n.id,
  n.number,
  n.origin,
  n.reason,
  n.information,
  n.circumstances,
  n.occurred_from::text as "occurredFrom",
  n.occurred_to::text as "occurredTo",
  n.is_period_approximate as "isPeriodApproximate",
  n.aware_on::text as "awareOn",
  n.persons_count as "personsCount",
  n.is_count_approximate as "isCountApproximate",
  n.risk,
  n.risk_reasons as "riskReasons",
  n.authority_notified_on::text as "authorityNotifiedOn",
  n.persons_notified_on::text as "personsNotifiedOn",
  n.notice_note as "noticeNote",
  n.measures,
  n.closed_on::text as "closedOn",
  s.name as "openedBy",
  n.opened_at as "openedAt",
  n.version
from
  app.privacy_incidents n
  left join app.persons s on s.initiative_id = n.initiative_id
  and s.user_id = n.opened_by
where
  n.initiative_id = $::uuid
order by
  n.number desc;

-- incidents.read

select
  n.id,
  n.number,
  n.origin,
  n.reason,
  n.information,
  n.circumstances,
  n.occurred_from::text as "occurredFrom",
  n.occurred_to::text as "occurredTo",
  n.is_period_approximate as "isPeriodApproximate",
  n.aware_on::text as "awareOn",
  n.persons_count as "personsCount",
  n.is_count_approximate as "isCountApproximate",
  n.risk,
  n.risk_reasons as "riskReasons",
  n.authority_notified_on::text as "authorityNotifiedOn",
  n.persons_notified_on::text as "personsNotifiedOn",
  n.notice_note as "noticeNote",
  n.measures,
  n.closed_on::text as "closedOn",
  s.name as "openedBy",
  n.opened_at as "openedAt",
  n.version
from
  app.privacy_incidents n
  left join app.persons s on s.initiative_id = n.initiative_id
  and s.user_id = n.opened_by
where
  n.initiative_id = $::uuid
  and n.id = $::uuid
order by
  n.number desc;

-- incidents.open

insert into
  app.privacy_incidents (
    initiative_id,
    id,
    number,
    origin,
    reason,
    information,
    circumstances,
    occurred_from,
    occurred_to,
    is_period_approximate,
    aware_on,
    persons_count,
    is_count_approximate,
    risk,
    risk_reasons,
    authority_notified_on,
    persons_notified_on,
    notice_note,
    measures,
    closed_on,
    opened_by,
    opened_at,
    updated_at
  )
select
  $::uuid,
  $::uuid,
  coalesce(
    (
      select
        max(n.number)
      from
        app.privacy_incidents n
      where
        n.initiative_id = $::uuid
    ),
    0
  ) + 1,
  $,
  $,
  $,
  $,
  $::date,
  $::date,
  $,
  $::date,
  $::integer,
  $,
  $,
  $,
  $::date,
  $::date,
  $,
  $,
  $::date,
  $::uuid,
  $::timestamptz,
  $::timestamptz
on conflict do nothing
returning
  number;

-- incidents.openFromImport

-- incidents.change

select
  version
from
  app.privacy_incidents
where
  initiative_id = $::uuid
  and id = $::uuid
for update;

update app.privacy_incidents
set
  (
    information,
    circumstances,
    occurred_from,
    occurred_to,
    is_period_approximate,
    aware_on,
    persons_count,
    is_count_approximate,
    risk,
    risk_reasons,
    authority_notified_on,
    persons_notified_on,
    notice_note,
    measures,
    closed_on
  ) = row ($…),
  updated_at = $::timestamptz,
  version = version + 1
where
  initiative_id = $::uuid
  and id = $::uuid;
