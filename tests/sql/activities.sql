-- activities.list

select
  "a"."id",
  "a"."name_fr" as "nameFr",
  "a"."name_en" as "nameEn",
  "a"."description_fr" as "descriptionFr",
  "a"."description_en" as "descriptionEn",
  "a"."goal_id" as "goalId",
  "t"."code" as "territoryCode",
  "a"."starts_on" as "startsOn",
  "a"."ends_on" as "endsOn",
  "a"."state",
  "a"."cost",
  "a"."levers",
  "a"."published_on" as "publishedOn",
  "a"."version"
from
  "activities" as "a"
  left join "territories" as "t" on "t"."initiative_id" = "a"."initiative_id"
  and "t"."id" = "a"."territory_id"
where
  "a"."initiative_id" = $
order by
  array_position(array['under_way', 'planned', 'stopped', 'done'], a.state),
  "a"."starts_on" desc nulls last,
  "a"."name_fr",
  "a"."id";

select
  "ap"."activity_id" as "activityId",
  "p"."code",
  "o"."name",
  "ap"."role",
  "ap"."mission_fit" as "missionFit",
  "ap"."adjustment_made" as "adjustmentMade",
  "ap"."adjusted_on" as "adjustedOn"
from
  "activity_partners" as "ap"
  inner join "partners" as "p" on "p"."initiative_id" = "ap"."initiative_id"
  and "p"."id" = "ap"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "ap"."initiative_id" = $
order by
  array_position(array['leads', 'contributes', 'is_consulted', 'is_informed'], ap.role),
  "p"."code";

select
  "ai"."activity_id" as "activityId",
  "i"."code"
from
  "activity_indicators" as "ai"
  inner join "indicators" as "i" on "i"."initiative_id" = "ai"."initiative_id"
  and "i"."id" = "ai"."indicator_id"
where
  "ai"."initiative_id" = $
order by
  "i"."position",
  "i"."code";

-- activities.read

select
  "a"."id",
  "a"."name_fr" as "nameFr",
  "a"."name_en" as "nameEn",
  "a"."description_fr" as "descriptionFr",
  "a"."description_en" as "descriptionEn",
  "a"."goal_id" as "goalId",
  "t"."code" as "territoryCode",
  "a"."starts_on" as "startsOn",
  "a"."ends_on" as "endsOn",
  "a"."state",
  "a"."cost",
  "a"."levers",
  "a"."published_on" as "publishedOn",
  "a"."version"
from
  "activities" as "a"
  left join "territories" as "t" on "t"."initiative_id" = "a"."initiative_id"
  and "t"."id" = "a"."territory_id"
where
  "a"."initiative_id" = $
  and "a"."id" = $
order by
  array_position(array['under_way', 'planned', 'stopped', 'done'], a.state),
  "a"."starts_on" desc nulls last,
  "a"."name_fr",
  "a"."id";

-- activities.create

select
  "id",
  "code"
from
  "partners"
where
  "initiative_id" = $;

select
  "id",
  "code"
from
  "indicators"
where
  "initiative_id" = $;

select
  "id",
  "id" as "code"
from
  "goals"
where
  "initiative_id" = $;

select
  "id",
  "code"
from
  "territories"
where
  "initiative_id" = $
  and (
    "valid_from" is null
    or "valid_from" <= $
  )
  and (
    "valid_to" is null
    or "valid_to" > $
  );

insert into
  "activities" ("name_fr", "published_on", "initiative_id")
values
  ($…)
returning
  "id";

delete from "activity_partners"
where
  "initiative_id" = $
  and "activity_id" = $;

insert into
  "activity_partners" ("partner_id", "role", "mission_fit", "adjustment_made", "adjusted_on", "initiative_id", "activity_id")
values
  ($…);

-- activities.change

select
  "id",
  "starts_on" as "startsOn",
  "ends_on" as "endsOn",
  "published_on" as "publishedOn",
  "version"
from
  "activities"
where
  "initiative_id" = $
  and "id" = $
for update;

update "activities"
set
  "name_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- activities.links

select
  "l"."id",
  "l"."how",
  "l"."published_on" as "publishedOn",
  "l"."version",
  "a"."id" as "fromId",
  "a"."name_fr" as "fromFr",
  "a"."name_en" as "fromEn",
  "b"."id" as "toId",
  "b"."name_fr" as "toFr",
  "b"."name_en" as "toEn"
from
  "activity_links" as "l"
  inner join "activities" as "a" on "a"."initiative_id" = "l"."initiative_id"
  and "a"."id" = "l"."from_id"
  inner join "activities" as "b" on "b"."initiative_id" = "l"."initiative_id"
  and "b"."id" = "l"."to_id"
where
  "l"."initiative_id" = $
order by
  "a"."name_fr",
  "b"."name_fr",
  "l"."id";

-- activities.addLink

insert into
  "activity_links" ("from_id", "to_id", "how", "published_on", "initiative_id")
values
  ($…)
on conflict ("initiative_id", "from_id", "to_id") do nothing
returning
  "id";

select
  "l"."id",
  "l"."how",
  "l"."published_on" as "publishedOn",
  "l"."version",
  "a"."id" as "fromId",
  "a"."name_fr" as "fromFr",
  "a"."name_en" as "fromEn",
  "b"."id" as "toId",
  "b"."name_fr" as "toFr",
  "b"."name_en" as "toEn"
from
  "activity_links" as "l"
  inner join "activities" as "a" on "a"."initiative_id" = "l"."initiative_id"
  and "a"."id" = "l"."from_id"
  inner join "activities" as "b" on "b"."initiative_id" = "l"."initiative_id"
  and "b"."id" = "l"."to_id"
where
  "l"."initiative_id" = $
  and "l"."id" = $
order by
  "a"."name_fr",
  "b"."name_fr",
  "l"."id";

-- activities.removeLink

select
  "id",
  "from_id" as "fromId",
  "to_id" as "toId",
  "version"
from
  "activity_links"
where
  "initiative_id" = $
  and "id" = $
for update;

delete from "activity_links"
where
  "initiative_id" = $
  and "id" = $;

-- activities.coverage

select
  "id",
  "statement_fr" as "statementFr",
  "statement_en" as "statementEn"
from
  "goals"
where
  "initiative_id" = $
order by
  "adopted_on" asc nulls last,
  "statement_fr",
  "id";

-- activities.responsibilities

select
  "r"."id",
  "i"."code" as "indicatorCode",
  "r"."meeting_kind" as "meetingKind",
  "r"."body_id" as "bodyId",
  "p"."code" as "partnerCode",
  "r"."person_id" as "personId",
  "o"."name" as "partnerName",
  "n"."name" as "personName",
  "r"."role",
  "r"."version"
from
  "responsibilities" as "r"
  left join "indicators" as "i" on "i"."initiative_id" = "r"."initiative_id"
  and "i"."id" = "r"."indicator_id"
  left join "partners" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  left join "persons" as "n" on "n"."initiative_id" = "r"."initiative_id"
  and "n"."id" = "r"."person_id"
where
  "r"."initiative_id" = $
order by
  "p"."code" asc nulls last,
  "n"."name",
  "r"."id";

select
  i.code,
  v.name_fr as "nameFr",
  v.name_en as "nameEn"
from
  app.indicators i
  left join lateral (
    select
      name_fr,
      name_en
    from
      app.indicator_versions w
    where
      w.initiative_id = i.initiative_id
      and w.indicator_id = i.id
    order by
      w.number desc
    limit
      1
  ) v on true
where
  i.initiative_id = $::uuid
  and i.archived_on is null
order by
  i.position,
  i.code;

select distinct
  "kind"
from
  "meetings"
where
  "initiative_id" = $;

select
  "id",
  "name_fr" as "nameFr",
  "name_en" as "nameEn"
from
  "governance_bodies"
where
  "initiative_id" = $
  and "valid_from" <= $
  and (
    "valid_to" is null
    or "valid_to" >= $
  )
order by
  "name_fr";

-- activities.addResponsibility

insert into
  "responsibilities" ("indicator_id", "meeting_kind", "body_id", "partner_id", "person_id", "role", "initiative_id")
values
  ($…)
on conflict ("initiative_id", "indicator_id", "meeting_kind", "body_id", "partner_id", "person_id") do nothing
returning
  "id";

-- activities.removeResponsibility

select
  "id",
  "partner_id" as "partnerId",
  "version"
from
  "responsibilities"
where
  "initiative_id" = $
  and "id" = $
for update;

delete from "responsibilities"
where
  "initiative_id" = $
  and "id" = $;

-- activities.participation

select
  "r"."id",
  "r"."activity_id" as "activityId",
  "a"."name_fr" as "activityFr",
  "a"."name_en" as "activityEn",
  coalesce(r.decision, d.title_fr) as "decision",
  "r"."decision_id" as "decisionId",
  "r"."group_name" as "groupName",
  "r"."moment",
  "r"."depth",
  "r"."what_changed" as "whatChanged",
  "r"."recorded_on" as "recordedOn",
  "r"."version"
from
  "participation_records" as "r"
  left join "activities" as "a" on "a"."initiative_id" = "r"."initiative_id"
  and "a"."id" = "r"."activity_id"
  left join "decisions" as "d" on "d"."initiative_id" = "r"."initiative_id"
  and "d"."id" = "r"."decision_id"
where
  "r"."initiative_id" = $
order by
  "r"."recorded_on" desc,
  "r"."id";

-- activities.addParticipation

insert into
  "participation_records" ("activity_id", "decision", "decision_id", "group_name", "moment", "depth", "recorded_on", "initiative_id")
values
  ($…)
returning
  "id";

select
  "r"."id",
  "r"."activity_id" as "activityId",
  "a"."name_fr" as "activityFr",
  "a"."name_en" as "activityEn",
  coalesce(r.decision, d.title_fr) as "decision",
  "r"."decision_id" as "decisionId",
  "r"."group_name" as "groupName",
  "r"."moment",
  "r"."depth",
  "r"."what_changed" as "whatChanged",
  "r"."recorded_on" as "recordedOn",
  "r"."version"
from
  "participation_records" as "r"
  left join "activities" as "a" on "a"."initiative_id" = "r"."initiative_id"
  and "a"."id" = "r"."activity_id"
  left join "decisions" as "d" on "d"."initiative_id" = "r"."initiative_id"
  and "d"."id" = "r"."decision_id"
where
  "r"."initiative_id" = $
  and "r"."id" = $
order by
  "r"."recorded_on" desc,
  "r"."id";

-- activities.changeParticipation

select
  "id",
  "version"
from
  "participation_records"
where
  "initiative_id" = $
  and "id" = $
for update;

update "participation_records"
set
  "what_changed" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;
