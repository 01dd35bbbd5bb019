-- definitionThreads.list

select
  "t"."id",
  "t"."version_number" as "versionNumber",
  "t"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "t"."opened_on" as "openedOn",
  "t"."resolved_on" as "resolvedOn",
  "t"."version",
  "t"."resolved_side" as "resolvedSide"
from
  "definition_threads" as "t"
  left join "partners" as "p" on "p"."initiative_id" = "t"."initiative_id"
  and "p"."id" = "t"."partner_id"
where
  "t"."initiative_id" = $
  and "t"."indicator_id" = $
order by
  "t"."resolved_on" is not null,
  "t"."opened_on" desc,
  "t"."id";

select
  "x"."thread_id" as "threadId",
  "x"."id",
  "p"."code" as "partnerCode",
  "who"."name",
  "x"."body",
  "x"."said_at" as "saidAt",
  "x"."is_resolution" as "isResolution"
from
  "definition_messages" as "x"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."partner_id"
  left join "persons" as "who" on "who"."initiative_id" = "x"."initiative_id"
  and "who"."user_id" = "x"."author_id"
where
  "x"."initiative_id" = $
  and "x"."thread_id" = any ($::uuid[])
order by
  "x"."said_at",
  "x"."id";

-- definitionThreads.open

insert into
  "definition_threads" ("initiative_id", "id", "indicator_id", "version_number", "partner_id", "opened_on")
values
  ($…);

insert into
  "definition_messages" ("initiative_id", "thread_id", "partner_id", "author_id", "body", "is_resolution", "said_at")
values
  ($…);

select
  "t"."id",
  "t"."version_number" as "versionNumber",
  "t"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "t"."opened_on" as "openedOn",
  "t"."resolved_on" as "resolvedOn",
  "t"."version",
  "t"."resolved_side" as "resolvedSide"
from
  "definition_threads" as "t"
  left join "partners" as "p" on "p"."initiative_id" = "t"."initiative_id"
  and "p"."id" = "t"."partner_id"
where
  "t"."initiative_id" = $
  and "t"."indicator_id" = $
  and "t"."id" = $
order by
  "t"."resolved_on" is not null,
  "t"."opened_on" desc,
  "t"."id";

-- definitionThreads.reply

-- definitionThreads.resolve

select
  "version",
  "resolved_on" as "resolvedOn"
from
  "definition_threads"
where
  "initiative_id" = $
  and "id" = $
for update;

update "definition_threads"
set
  "resolved_on" = $,
  "resolved_side" = $,
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" = $;
