-- priorities.list

select
  "id"
from
  "priority_rounds"
where
  "initiative_id" = $
  and "state" = $
  and "closes_on" < $
order by
  "id";

select
  "id",
  "title",
  "criteria",
  "is_named" as "isNamed",
  "closes_on" as "closesOn",
  "state",
  "closed_on" as "closedOn",
  "result",
  "version"
from
  "priority_rounds"
where
  "initiative_id" = $
order by
  "state" desc,
  "closes_on" desc,
  "id";

select
  "id",
  "round_id" as "roundId",
  "name",
  "activity_id" as "activityId"
from
  "priority_candidates"
where
  "initiative_id" = $
order by
  "round_id",
  "position";

select
  "round_id" as "roundId",
  count(*) as "count"
from
  "priority_ballots"
where
  "initiative_id" = $
group by
  "round_id";

select
  "b"."round_id" as "roundId",
  "b"."partner_id" as "partnerId",
  "p"."code",
  "o"."name",
  "b"."scores",
  "b"."is_told" as "isTold",
  "b"."version"
from
  "priority_ballots" as "b"
  inner join "partners" as "p" on "p"."initiative_id" = "b"."initiative_id"
  and "p"."id" = "b"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "b"."initiative_id" = $
order by
  "o"."name",
  "p"."code";

select
  "p"."id",
  "p"."code",
  "p"."organization_id",
  "o"."name",
  "o"."short_name",
  "o"."sectors",
  "l"."code" as "level_code",
  "p"."role_fr",
  "p"."role_en",
  "p"."joined_on",
  "p"."left_on",
  "p"."is_backbone_host",
  "p"."share_with_funder",
  "p"."version",
  exists (
    select
      "r"."id"
    from
      "role_assignments" as "r"
    where
      "r"."initiative_id" = "p"."initiative_id"
      and "r"."organization_id" = "p"."organization_id"
      and "r"."role" = $
      and "r"."user_id" is not null
      and "r"."starts_on" <= current_date
      and (
        "r"."ends_on" is null
        or "r"."ends_on" >= current_date
      )
  ) as "is_also_funder"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  left join "territory_levels" as "l" on "l"."initiative_id" = "p"."initiative_id"
  and "l"."id" = "p"."level_id"
where
  "p"."initiative_id" = $
  and "p"."joined_on" <= $
  and (
    "p"."left_on" is null
    or "p"."left_on" >= $
  )
order by
  "p"."code";

select distinct
  "pt"."partner_id",
  "t"."code"
from
  "partner_territories" as "pt"
  inner join "territories" as "t" on "t"."initiative_id" = "pt"."initiative_id"
  and "t"."id" = "pt"."territory_id"
where
  "pt"."initiative_id" = $
  and "pt"."partner_id" = any ($::uuid[])
order by
  "t"."code";

select
  "id",
  "partner_id",
  "kind",
  "description_fr",
  "description_en",
  "amount",
  "hours",
  "offered_on",
  "confirmed_on"
from
  "contributions"
where
  "initiative_id" = $
  and "partner_id" = any ($::uuid[])
order by
  "kind",
  "offered_on",
  "id";

-- priorities.read

select
  "id",
  "title",
  "criteria",
  "is_named" as "isNamed",
  "closes_on" as "closesOn",
  "state",
  "closed_on" as "closedOn",
  "result",
  "version"
from
  "priority_rounds"
where
  "initiative_id" = $
  and "id" = $
order by
  "state" desc,
  "closes_on" desc,
  "id";

-- priorities.open

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

insert into
  "priority_rounds" ("title", "criteria", "is_named", "closes_on", "initiative_id")
values
  ($…)
returning
  "id";

insert into "priority_candidates" ("name", "activity_id", "initiative_id", "round_id", "position") values ($…), …;

-- priorities.vote

select
  "id",
  "criteria",
  "is_named" as "isNamed",
  "closes_on" as "closesOn",
  "state",
  "version"
from
  "priority_rounds"
where
  "initiative_id" = $
  and "id" = $
for update;

select
  "version"
from
  "priority_ballots"
where
  "initiative_id" = $
  and "round_id" = $
  and "partner_id" = $;

insert into
  "priority_ballots" ("initiative_id", "round_id", "partner_id", "scores")
values
  ($…)
on conflict ("initiative_id", "round_id", "partner_id") do update
set
  "scores" = $::jsonb,
  "version" = priority_ballots.version + 1;

-- priorities.close

select
  "scores"
from
  "priority_ballots"
where
  "initiative_id" = $
  and "round_id" = $;

select
  count(*) as "count"
from
  "partners"
where
  "initiative_id" = $
  and "joined_on" <= $
  and (
    "left_on" is null
    or "left_on" >= $
  );

update "priority_rounds"
set
  "state" = $,
  "closed_on" = $,
  "result" = $::jsonb,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

delete from "priority_ballots"
where
  "initiative_id" = $
  and "round_id" = $;

-- priorities.moveDay

update "priority_rounds"
set
  "closes_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- priorities.link

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

update "priority_candidates"
set
  "activity_id" = $
where
  "initiative_id" = $
  and "round_id" = $
  and "id" = $;
