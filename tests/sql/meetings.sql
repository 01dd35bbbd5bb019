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
  "m"."series_id" as "seriesId",
  "m"."record",
  "m"."without_follow_up" as "withoutFollowUp",
  "m"."closed_at" as "closedAt",
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

select
  "meeting_id" as "meetingId",
  "measure",
  "detail"
from
  "accessibility_measures"
where
  "initiative_id" = $
order by
  "meeting_id",
  "measure";

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
  "m"."series_id" as "seriesId",
  "m"."record",
  "m"."without_follow_up" as "withoutFollowUp",
  "m"."closed_at" as "closedAt",
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

select
  "r"."meeting_id" as "meetingId",
  "r"."role",
  "r"."person_id" as "personId",
  "n"."name",
  "m"."starts_at" as "startsAt"
from
  "meeting_roles" as "r"
  inner join "meetings" as "m" on "m"."initiative_id" = "r"."initiative_id"
  and "m"."id" = "r"."meeting_id"
  inner join "persons" as "n" on "n"."initiative_id" = "r"."initiative_id"
  and "n"."id" = "r"."person_id"
where
  "r"."initiative_id" = $
  and "m"."held" = $
order by
  "m"."starts_at";

select
  "d"."id",
  "d"."title_fr" as "titleFr",
  "d"."title_en" as "titleEn",
  "d"."result"
from
  "meeting_decisions" as "l"
  inner join "decisions" as "d" on "d"."initiative_id" = "l"."initiative_id"
  and "d"."id" = "l"."decision_id"
where
  "l"."initiative_id" = $
  and "l"."meeting_id" = $
order by
  "d"."asked_on",
  "d"."id";

select
  "a"."id",
  "a"."meeting_id" as "meetingId",
  "a"."text",
  "a"."person_id" as "personId",
  "n"."name" as "personName",
  "a"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "a"."due_on" as "dueOn",
  "a"."state",
  "a"."settled_on" as "settledOn",
  "a"."version",
  "m"."title_fr" as "meetingTitleFr",
  "m"."title_en" as "meetingTitleEn"
from
  "action_items" as "a"
  inner join "meetings" as "m" on "m"."initiative_id" = "a"."initiative_id"
  and "m"."id" = "a"."meeting_id"
  left join "persons" as "n" on "n"."initiative_id" = "a"."initiative_id"
  and "n"."id" = "a"."person_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "a"."initiative_id" = $
  and "a"."meeting_id" = $
order by
  a.state = 'open' desc,
  "a"."due_on",
  "a"."id";

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

-- meetings.close

update "meetings"
set
  "version" = version + 1,
  "closed_at" = $,
  "without_follow_up" = $
where
  "initiative_id" = $
  and "id" = $;

-- meetings.replaceByUpdate

insert into
  "update_posts" ("title_fr", "title_en", "body_fr", "audience", "published_on", "initiative_id")
values
  ($…)
returning
  "id";

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

update "meetings"
set
  "held" = $,
  "not_held_reason" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.choices

select
  "n"."id" as "personId",
  "n"."name",
  "p"."id" as "partnerId",
  "p"."code" as "partnerCode"
from
  "role_assignments" as "r"
  inner join "persons" as "n" on "n"."initiative_id" = "r"."initiative_id"
  and "n"."id" = "r"."person_id"
  left join "partners" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."partner_id"
where
  "r"."initiative_id" = $
  and "r"."role" <> $
  and "r"."starts_on" <= $
  and (
    "r"."ends_on" is null
    or "r"."ends_on" >= $
  )
order by
  "n"."name",
  "p"."code";

-- meetings.actions

select
  "a"."id",
  "a"."meeting_id" as "meetingId",
  "a"."text",
  "a"."person_id" as "personId",
  "n"."name" as "personName",
  "a"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "a"."due_on" as "dueOn",
  "a"."state",
  "a"."settled_on" as "settledOn",
  "a"."version",
  "m"."title_fr" as "meetingTitleFr",
  "m"."title_en" as "meetingTitleEn"
from
  "action_items" as "a"
  inner join "meetings" as "m" on "m"."initiative_id" = "a"."initiative_id"
  and "m"."id" = "a"."meeting_id"
  left join "persons" as "n" on "n"."initiative_id" = "a"."initiative_id"
  and "n"."id" = "a"."person_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "a"."initiative_id" = $
order by
  a.state = 'open' desc,
  "a"."due_on",
  "a"."id";

-- meetings.addAction

select
  "id",
  "code"
from
  "partners"
where
  "initiative_id" = $;

insert into
  "action_items" ("meeting_id", "text", "due_on", "person_id", "partner_id", "initiative_id")
values
  ($…)
returning
  "id";

select
  "a"."id",
  "a"."meeting_id" as "meetingId",
  "a"."text",
  "a"."person_id" as "personId",
  "n"."name" as "personName",
  "a"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "a"."due_on" as "dueOn",
  "a"."state",
  "a"."settled_on" as "settledOn",
  "a"."version",
  "m"."title_fr" as "meetingTitleFr",
  "m"."title_en" as "meetingTitleEn"
from
  "action_items" as "a"
  inner join "meetings" as "m" on "m"."initiative_id" = "a"."initiative_id"
  and "m"."id" = "a"."meeting_id"
  left join "persons" as "n" on "n"."initiative_id" = "a"."initiative_id"
  and "n"."id" = "a"."person_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "a"."initiative_id" = $
  and "a"."id" = $
order by
  a.state = 'open' desc,
  "a"."due_on",
  "a"."id";

-- meetings.changeAction

select
  "id",
  "person_id" as "personId",
  "partner_id" as "partnerId",
  "state",
  "version"
from
  "action_items"
where
  "initiative_id" = $
  and "id" = $
for update;

update "action_items"
set
  "state" = $,
  "settled_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.accessibilityRequests

select
  "r"."id",
  "r"."measure",
  "r"."detail",
  "r"."person_id" as "personId",
  "n"."name" as "requestedBy",
  "r"."requested_on" as "requestedOn"
from
  "accessibility_requests" as "r"
  inner join "persons" as "n" on "n"."initiative_id" = "r"."initiative_id"
  and "n"."id" = "r"."person_id"
where
  "r"."initiative_id" = $
  and "r"."meeting_id" = $
order by
  "r"."measure",
  "n"."name";

-- meetings.requestAccessibility

insert into
  "accessibility_requests" ("meeting_id", "measure", "detail", "requester_id", "person_id", "requested_on", "initiative_id")
values
  ($…)
on conflict ("initiative_id", "meeting_id", "measure", "person_id") do nothing
returning
  "id";

-- meetings.withdrawAccessibility

delete from "accessibility_requests"
where
  "initiative_id" = $
  and "id" = $
  and "person_id" = $;

-- meetings.series

select
  "s"."id",
  "s"."title_fr" as "titleFr",
  "s"."title_en" as "titleEn",
  "s"."kind",
  "s"."rule",
  "s"."starts_on" as "startsOn",
  "s"."starts_time" as "startsTime",
  "s"."minutes",
  "s"."place",
  "s"."planned_until" as "plannedUntil",
  "s"."ended_on" as "endedOn",
  "s"."version",
  (
    count(m.id) filter (
      where
        m.held
        and m.starts_at <= $
    )
  )::int as "held",
  (
    count(m.id) filter (
      where
        not m.held
    )
  )::int as "skipped",
  (
    count(m.id) filter (
      where
        m.held
        and m.starts_at > $
    )
  )::int as "coming"
from
  "meeting_series" as "s"
  left join "meetings" as "m" on "m"."initiative_id" = "s"."initiative_id"
  and "m"."series_id" = "s"."id"
where
  "s"."initiative_id" = $
group by
  "s"."initiative_id",
  "s"."id"
order by
  s.ended_on is not null,
  "s"."title_fr",
  "s"."id";

-- meetings.addSeries

insert into
  "meeting_series" ("title_fr", "title_en", "kind", "rule", "starts_on", "starts_time", "minutes", "place", "planned_until", "initiative_id")
values
  ($…)
returning
  "id";

insert into
  "meetings" ("title_fr", "title_en", "kind", "minutes", "place", "initiative_id", "starts_at", "series_id", "series_day")
values
  ($, $, $, $, $, $, ($::timestamp at time zone $), $, $)
returning
  "id";

select
  "s"."id",
  "s"."title_fr" as "titleFr",
  "s"."title_en" as "titleEn",
  "s"."kind",
  "s"."rule",
  "s"."starts_on" as "startsOn",
  "s"."starts_time" as "startsTime",
  "s"."minutes",
  "s"."place",
  "s"."planned_until" as "plannedUntil",
  "s"."ended_on" as "endedOn",
  "s"."version",
  (
    count(m.id) filter (
      where
        m.held
        and m.starts_at <= $
    )
  )::int as "held",
  (
    count(m.id) filter (
      where
        not m.held
    )
  )::int as "skipped",
  (
    count(m.id) filter (
      where
        m.held
        and m.starts_at > $
    )
  )::int as "coming"
from
  "meeting_series" as "s"
  left join "meetings" as "m" on "m"."initiative_id" = "s"."initiative_id"
  and "m"."series_id" = "s"."id"
where
  "s"."initiative_id" = $
  and "s"."id" = $
group by
  "s"."initiative_id",
  "s"."id"
order by
  s.ended_on is not null,
  "s"."title_fr",
  "s"."id";

-- meetings.changeSeries

select
  "id",
  "version"
from
  "meeting_series"
where
  "initiative_id" = $
  and "id" = $
for update;

update "meeting_series"
set
  "planned_until" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.calendarFile

select
  "id",
  "title_fr" as "titleFr",
  "title_en" as "titleEn",
  "starts_at" as "startsAt",
  "minutes",
  "place",
  "held",
  "version"
from
  "meetings"
where
  "initiative_id" = $
  and "id" = $
order by
  "starts_at",
  "id";

select
  "slug",
  "name_fr" as "nameFr",
  "name_en" as "nameEn",
  "main_language" as "mainLanguage"
from
  "initiatives"
where
  "id" = $;

-- meetings.calendar

select
  "made_at" as "madeAt"
from
  "calendar_feeds"
where
  "initiative_id" = $
  and "owner_id" = $;

-- meetings.makeCalendar

insert into
  "calendar_feeds" ("initiative_id", "owner_id", "secret_hash", "made_at")
values
  ($…)
on conflict ("initiative_id", "owner_id") do update
set
  "secret_hash" = $,
  "made_at" = $;

-- meetings.revokeCalendar

delete from "calendar_feeds"
where
  "initiative_id" = $
  and "owner_id" = $;

-- meetings.calendarFeed

select
  e.initiative_id as id
from
  app.enter_public ($) e;

select
  "f"."owner_id" as "ownerId",
  "r"."role",
  "r"."partner_id" as "partnerId"
from
  "calendar_feeds" as "f"
  inner join "role_assignments" as "r" on "r"."initiative_id" = "f"."initiative_id"
  and "r"."user_id" = "f"."owner_id"
where
  "f"."initiative_id" = $
  and "f"."secret_hash" = $
  and "r"."role" <> $
  and "r"."starts_on" <= $
  and (
    "r"."ends_on" is null
    or "r"."ends_on" >= $
  )
order by
  "r"."id"
limit
  $;

select
  "id",
  "title_fr" as "titleFr",
  "title_en" as "titleEn",
  "starts_at" as "startsAt",
  "minutes",
  "place",
  "held",
  "version"
from
  "meetings"
where
  "initiative_id" = $
  and "starts_at" >= $
order by
  "starts_at",
  "id";

-- meetings.updates

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
