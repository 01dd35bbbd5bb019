-- meetings.list

select
  "m"."id",
  "m"."title_fr" as "titleFr",
  "m"."title_en" as "titleEn",
  "m"."kind",
  "m"."starts_at" as "startsAt",
  "m"."minutes",
  "m"."place",
  "m"."agenda_shared_at" as "agendaSharedAt",
  "m"."held",
  "m"."not_held_reason" as "notHeldReason",
  "m"."decisions_fr" as "decisionsFr",
  "m"."decisions_en" as "decisionsEn",
  "m"."version",
  to_char(m.starts_at at time zone $, 'YYYY-MM-DD') as "startsOn",
  to_char(m.starts_at at time zone $, 'HH24:MI') as "startsTime"
from
  "meetings" as "m"
where
  "m"."initiative_id" = $
order by
  "m"."starts_at" desc,
  "m"."id";

select
  "a"."meeting_id" as "meetingId",
  "p"."code",
  "o"."name"
from
  "attendances" as "a"
  inner join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "a"."initiative_id" = $
order by
  "p"."code";

select
  "meeting_id" as "meetingId",
  "title",
  "kind",
  "expected_outcome" as "expectedOutcome",
  "minutes",
  "presenter",
  "outcome_reached" as "outcomeReached"
from
  "agenda_items"
where
  "initiative_id" = $
order by
  "meeting_id",
  "position";

-- meetings.read

select
  "m"."id",
  "m"."title_fr" as "titleFr",
  "m"."title_en" as "titleEn",
  "m"."kind",
  "m"."starts_at" as "startsAt",
  "m"."minutes",
  "m"."place",
  "m"."agenda_shared_at" as "agendaSharedAt",
  "m"."held",
  "m"."not_held_reason" as "notHeldReason",
  "m"."decisions_fr" as "decisionsFr",
  "m"."decisions_en" as "decisionsEn",
  "m"."version",
  to_char(m.starts_at at time zone $, 'YYYY-MM-DD') as "startsOn",
  to_char(m.starts_at at time zone $, 'HH24:MI') as "startsTime"
from
  "meetings" as "m"
where
  "m"."initiative_id" = $
  and "m"."id" = $
order by
  "m"."starts_at" desc,
  "m"."id";

-- meetings.create

insert into
  "meetings" ("title_fr", "initiative_id", "starts_at")
values
  ($, $, ($::timestamp at time zone $))
returning
  "id";

-- meetings.change

select
  "id",
  "version"
from
  "meetings"
where
  "initiative_id" = $
  and "id" = $
for update;

update "meetings"
set
  "place" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.shareAgenda

update "meetings"
set
  "version" = version + 1,
  "agenda_shared_at" = $
where
  "initiative_id" = $
  and "id" = $;

-- meetings.updates

select
  "id",
  "title_fr" as "titleFr",
  "title_en" as "titleEn",
  "body_fr" as "bodyFr",
  "body_en" as "bodyEn",
  "audience",
  "published_on" as "publishedOn",
  "version"
from
  "update_posts"
where
  "initiative_id" = $
order by
  "published_on" desc nulls first,
  "id";

-- meetings.createUpdate

insert into
  "update_posts" ("title_fr", "body_fr", "audience", "published_on", "initiative_id")
values
  ($…)
returning
  "id";

-- meetings.changeUpdate

select
  "id",
  "published_on" as "publishedOn",
  "version"
from
  "update_posts"
where
  "initiative_id" = $
  and "id" = $
for update;

update "update_posts"
set
  "body_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;
