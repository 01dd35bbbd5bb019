-- recognitions.list

select
  "s"."recognition_id" as "recognitionId",
  "s"."guard",
  "s"."partner_id" as "partnerId",
  "s"."user_id" as "userId",
  "s"."consent_state" as "consent",
  "s"."answered_on" as "answeredOn",
  "s"."name" as "toldName",
  "s"."version",
  "p"."code" as "partner",
  "o"."short_name" as "shortName",
  coalesce(o.name, n.name) as "ownName"
from
  "recognition_subjects" as "s"
  left join "partners" as "p" on "p"."initiative_id" = "s"."initiative_id"
  and "p"."id" = "s"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  left join "persons" as "n" on "n"."initiative_id" = "s"."initiative_id"
  and "n"."id" = "s"."person_id"
where
  "s"."initiative_id" = $;

select
  "id",
  "what_fr" as "whatFr",
  "what_en" as "whatEn",
  "audience",
  "state",
  "published_on" as "publishedOn",
  "version"
from
  "recognitions"
where
  "initiative_id" = $
order by
  array_position(array['proposed', 'published', 'dismissed'], state),
  "published_on" desc,
  "id";

-- recognitions.create

select
  "p"."id" as "partnerId",
  "o"."name",
  "o"."short_name" as "shortName"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
  and "p"."code" = $;

insert into
  "recognitions" ("id", "what_fr", "what_en", "audience", "state", "published_on", "proposed_by", "initiative_id")
values
  ($…);

insert into
  "recognition_subjects" ("partner_id", "person_id", "user_id", "initiative_id", "recognition_id", "guard")
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
  and role = 'partner_contributor'
  and partner_id = $::uuid
order by
  user_id,
  array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], role),
  id;

with
  made as (
    insert into
      app.notifications (initiative_id, user_id, hat_id, kind, object_key, due_key, facts, created_at)
    select
      $::uuid,
      t."userId",
      t."hatId",
      t.kind,
      t."objectKey",
      t."dueKey",
      t.facts,
      $::timestamptz
    from
      json_to_recordset($::json) as t ("userId" uuid, "hatId" uuid, kind text, "objectKey" text, "dueKey" text, facts jsonb)
    on conflict on constraint notifications_once_key do nothing
    returning
      id,
      user_id,
      hat_id,
      kind,
      facts
  ),
  mailed as (
    insert into
      auth.mail_outbox (id, kind, user_id, initiative_id, hat_id, facts, created_at, next_attempt_at)
    select
      id,
      kind,
      user_id,
      $::uuid,
      hat_id,
      facts,
      $::timestamptz,
      $::timestamptz
    from
      made
    where
      kind = any ($::text[])
  )
select
  count(*)::int as count
from
  made;

-- recognitions.change

select
  "id",
  "what_fr" as "whatFr",
  "what_en" as "whatEn",
  "audience",
  "state",
  "published_on" as "publishedOn",
  "version"
from
  "recognitions"
where
  "initiative_id" = $
  and "id" = $
for update;

select
  "recognition_id"
from
  "recognition_subjects"
where
  "initiative_id" = $
  and "recognition_id" = $
for update;

update "recognitions"
set
  "what_en" = $,
  "audience" = $,
  "published_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- recognitions.answer

update "recognition_subjects"
set
  "consent_state" = $,
  "name" = $,
  "answered_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "recognition_id" = $;

select
  "id",
  "what_fr" as "whatFr",
  "what_en" as "whatEn",
  "audience",
  "state",
  "published_on" as "publishedOn",
  "version"
from
  "recognitions"
where
  "initiative_id" = $
  and "id" = any ($::uuid[])
order by
  array_position(array['proposed', 'published', 'dismissed'], state),
  "published_on" desc,
  "id";
