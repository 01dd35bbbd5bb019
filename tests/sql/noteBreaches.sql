-- noteBreaches.list

select
  b.id,
  coalesce(b.organization_id, b.person_id) as "funderId",
  coalesce(o.name, f.name) as "funderName",
  b.what_happened as "whatHappened",
  b.note_id as "noteId",
  b.filed_on::text as "filedOn",
  b.filed_by as "filedBy",
  s.name as "filedByName",
  po.name as "partnerName",
  b.outcome,
  b.closed_on::text as "closedOn",
  b.version
from
  app.note_breaches b
  left join app.organizations o on o.initiative_id = b.initiative_id
  and o.id = b.organization_id
  left join app.persons f on f.initiative_id = b.initiative_id
  and f.id = b.person_id
  left join app.persons s on s.initiative_id = b.initiative_id
  and s.user_id = b.filed_by
  left join app.partners p on p.initiative_id = b.initiative_id
  and p.id = b.partner_id
  left join app.organizations po on po.initiative_id = b.initiative_id
  and po.id = p.organization_id
where
  b.initiative_id = $::uuid
order by
  b.closed_on is not null,
  b.filed_on desc,
  b.id;

select
  "breach_id" as "breachId",
  "former",
  "reason",
  "corrected_on" as "correctedOn"
from
  "note_breach_corrections"
where
  "initiative_id" = $
order by
  "breach_id",
  "number" desc;

select distinct
  coalesce(r.organization_id, r.person_id) as id,
  coalesce(o.name, s.name) as name,
  r.organization_id is null as "isPerson"
from
  app.role_assignments r
  left join app.organizations o on o.initiative_id = r.initiative_id
  and o.id = r.organization_id
  left join app.persons s on s.initiative_id = r.initiative_id
  and s.id = r.person_id
where
  r.initiative_id = $::uuid
  and r.role = 'funder'
  and (
    r.ends_on is null
    or r.ends_on >= current_date
  )
order by
  name,
  id;

-- noteBreaches.file

insert into
  "note_breaches" ("initiative_id", "id", "organization_id", "person_id", "what_happened", "note_id", "filed_on", "filed_by", "partner_id")
values
  ($…);

select distinct
  on (user_id) id as "hatId",
  user_id as "userId"
from
  app.role_assignments
where
  initiative_id = $::uuid
  and user_id is not null
  and starts_on <= $::date
  and (
    ends_on is null
    or ends_on >= $::date
  )
  and is_lead
order by
  user_id,
  array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], role),
  id;

select
  b.id,
  coalesce(b.organization_id, b.person_id) as "funderId",
  coalesce(o.name, f.name) as "funderName",
  b.what_happened as "whatHappened",
  b.note_id as "noteId",
  b.filed_on::text as "filedOn",
  b.filed_by as "filedBy",
  s.name as "filedByName",
  po.name as "partnerName",
  b.outcome,
  b.closed_on::text as "closedOn",
  b.version
from
  app.note_breaches b
  left join app.organizations o on o.initiative_id = b.initiative_id
  and o.id = b.organization_id
  left join app.persons f on f.initiative_id = b.initiative_id
  and f.id = b.person_id
  left join app.persons s on s.initiative_id = b.initiative_id
  and s.user_id = b.filed_by
  left join app.partners p on p.initiative_id = b.initiative_id
  and p.id = b.partner_id
  left join app.organizations po on po.initiative_id = b.initiative_id
  and po.id = p.organization_id
where
  b.initiative_id = $::uuid
  and b.id = $::uuid
order by
  b.closed_on is not null,
  b.filed_on desc,
  b.id;

select
  "breach_id" as "breachId",
  "former",
  "reason",
  "corrected_on" as "correctedOn"
from
  "note_breach_corrections"
where
  "initiative_id" = $
  and "breach_id" = $
order by
  "breach_id",
  "number" desc;

-- noteBreaches.close

select
  "version",
  "closed_on" as "closedOn",
  "outcome"
from
  "note_breaches"
where
  "initiative_id" = $
  and "id" = $
for update;

update "note_breaches"
set
  "outcome" = $,
  "closed_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- noteBreaches.correct

insert into
  app.note_breach_corrections (initiative_id, breach_id, number, former, reason, corrected_on, filed_by, partner_id)
select
  b.initiative_id,
  b.id,
  1 + (
    select
      count(*)
    from
      app.note_breach_corrections c
    where
      c.initiative_id = b.initiative_id
      and c.breach_id = b.id
  ),
  b.outcome,
  $,
  $::date,
  b.filed_by,
  b.partner_id
from
  app.note_breaches b
where
  b.initiative_id = $::uuid
  and b.id = $::uuid;

update "note_breaches"
set
  "outcome" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- noteBreaches.suspensions

select
  b.id,
  coalesce(b.organization_id, b.person_id) as "funderId",
  coalesce(o.name, f.name) as "funderName",
  b.starts_on::text as "startsOn",
  b.until::text as until,
  b.reason,
  s.name as "suspendedBy",
  b.lifted_on::text as "liftedOn",
  b.lift_reason as "liftReason",
  l.name as "liftedBy",
  b.version
from
  app.note_access_suspensions b
  left join app.organizations o on o.initiative_id = b.initiative_id
  and o.id = b.organization_id
  left join app.persons f on f.initiative_id = b.initiative_id
  and f.id = b.person_id
  left join app.persons s on s.initiative_id = b.initiative_id
  and s.user_id = b.suspended_by
  left join app.persons l on l.initiative_id = b.initiative_id
  and l.user_id = b.lifted_by
where
  b.initiative_id = $::uuid
order by
  b.starts_on desc,
  b.id;

-- noteBreaches.suspend

insert into
  "note_access_suspensions" ("initiative_id", "id", "organization_id", "person_id", "starts_on", "until", "reason", "suspended_by")
values
  ($…);

select
  b.id,
  coalesce(b.organization_id, b.person_id) as "funderId",
  coalesce(o.name, f.name) as "funderName",
  b.starts_on::text as "startsOn",
  b.until::text as until,
  b.reason,
  s.name as "suspendedBy",
  b.lifted_on::text as "liftedOn",
  b.lift_reason as "liftReason",
  l.name as "liftedBy",
  b.version
from
  app.note_access_suspensions b
  left join app.organizations o on o.initiative_id = b.initiative_id
  and o.id = b.organization_id
  left join app.persons f on f.initiative_id = b.initiative_id
  and f.id = b.person_id
  left join app.persons s on s.initiative_id = b.initiative_id
  and s.user_id = b.suspended_by
  left join app.persons l on l.initiative_id = b.initiative_id
  and l.user_id = b.lifted_by
where
  b.initiative_id = $::uuid
  and b.id = $::uuid
order by
  b.starts_on desc,
  b.id;

-- noteBreaches.lift

select
  "version",
  "lifted_on" as "liftedOn",
  "until"
from
  "note_access_suspensions"
where
  "initiative_id" = $
  and "id" = $
for update;

update "note_access_suspensions"
set
  "lifted_on" = $,
  "lift_reason" = $,
  "lifted_by" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- noteBreaches.commitment

select
  case
    when learning_commitment_on > current_date - 366 then learning_commitment_on::text
  end as day
from
  app.role_assignments
where
  initiative_id = $::uuid
  and id = $::uuid;

select
  n.starts_on::text as "startsOn",
  n.until::text as until,
  n.lifted_on::text as "liftedOn",
  n.holds
from
  app.note_suspensions ($…) n
order by
  n.holds desc,
  n.starts_on desc;
