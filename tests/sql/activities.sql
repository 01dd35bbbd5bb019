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
  "ap"."adjustment_made" as "adjustmentMade"
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
  "activity_partners" ("partner_id", "role", "mission_fit", "adjustment_made", "initiative_id", "activity_id")
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
