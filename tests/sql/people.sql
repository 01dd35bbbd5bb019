-- people.list

select
  "r"."id",
  "r"."user_id",
  "p"."name",
  "p"."email",
  "r"."role",
  "r"."is_lead",
  "r"."partner_id",
  "pa"."code" as "partner_code",
  "po"."name" as "partner_name",
  "o"."name" as "organization_name",
  "r"."starts_on",
  "r"."ends_on",
  "r"."learning_commitment_on",
  "r"."version",
  case
    when r.ends_on < current_date then 'ended'
    when r.starts_on > current_date then 'upcoming'
    else 'active'
  end as "phase"
from
  "role_assignments" as "r"
  inner join "persons" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."person_id"
  left join "partners" as "pa" on "pa"."initiative_id" = "r"."initiative_id"
  and "pa"."id" = "r"."partner_id"
  left join "organizations" as "po" on "po"."initiative_id" = "pa"."initiative_id"
  and "po"."id" = "pa"."organization_id"
  left join "organizations" as "o" on "o"."initiative_id" = "r"."initiative_id"
  and "o"."id" = "r"."organization_id"
where
  "r"."initiative_id" = $
order by
  array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], r.role),
  "r"."is_lead" desc,
  "p"."name",
  "r"."id";

select
  u.id,
  u.email,
  u.is_instance_admin,
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
  u.id = any ($::uuid[])
  and u.anonymised_at is null;

select
  role_assignment_id,
  max(expires_at) as expires_at
from
  auth.one_use_links
where
  kind = 'invitation'
  and role_assignment_id = any ($::uuid[])
  and expires_at > now()
group by
  role_assignment_id;

-- people.invite

select
  "id"
from
  "partners"
where
  "initiative_id" = $
  and "code" = $;

select
  id,
  name
from
  auth.users
where
  email = $
  and anonymised_at is null;

select
  "id"
from
  "persons"
where
  "initiative_id" = $
  and (
    "user_id" is null
    and lower(email) = $
  )
order by
  "user_id"
limit
  $;

insert into
  "persons" ("initiative_id", "name", "email")
values
  ($…)
returning
  "id";

select
  "id"
from
  "role_assignments"
where
  "initiative_id" = $
  and "person_id" = $
  and "role" = $
  and "partner_id" is not distinct from $
  and "organization_id" is not distinct from $
  and (
    "ends_on" is null
    or "ends_on" >= current_date
  )
limit
  $;

insert into
  "role_assignments" ("initiative_id", "id", "user_id", "person_id", "role", "is_lead", "partner_id", "organization_id", "starts_on", "ends_on")
values
  ($, $, $, $, $, $, $, $, current_date, $);

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
  auth.mail_outbox (id, kind, email, locale, initiative_id, hat_id, sealed, state, reason, created_at, next_attempt_at)
values
  ($…);

-- people.change

select
  "id",
  "user_id",
  "starts_on",
  "ends_on",
  starts_on <= current_date as "has_begun"
from
  "role_assignments"
where
  "initiative_id" = $
  and "is_lead" = $
  and (
    "ends_on" is null
    or "ends_on" >= current_date
  )
order by
  "id"
for update;

select
  "r"."id",
  "r"."user_id",
  "p"."name",
  "p"."email",
  "r"."role",
  "r"."is_lead",
  "r"."partner_id",
  "pa"."code" as "partner_code",
  "po"."name" as "partner_name",
  "o"."name" as "organization_name",
  "r"."starts_on",
  "r"."ends_on",
  "r"."learning_commitment_on",
  "r"."version",
  case
    when r.ends_on < current_date then 'ended'
    when r.starts_on > current_date then 'upcoming'
    else 'active'
  end as "phase"
from
  "role_assignments" as "r"
  inner join "persons" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."person_id"
  left join "partners" as "pa" on "pa"."initiative_id" = "r"."initiative_id"
  and "pa"."id" = "r"."partner_id"
  left join "organizations" as "po" on "po"."initiative_id" = "pa"."initiative_id"
  and "po"."id" = "pa"."organization_id"
  left join "organizations" as "o" on "o"."initiative_id" = "r"."initiative_id"
  and "o"."id" = "r"."organization_id"
where
  "r"."initiative_id" = $
  and "r"."id" = $;

update "role_assignments"
set
  "version" = version + 1,
  "ends_on" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $
returning
  "id";

-- people.inviteAgain

-- people.resetPassword

select
  "id"
from
  "role_assignments"
where
  "user_id" = $
  and "initiative_id" != $
limit
  $;
