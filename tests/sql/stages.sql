-- stages.list

select
  "code",
  "started_on" as "startedOn",
  "ended_on" as "endedOn",
  "version"
from
  "stages"
where
  "initiative_id" = $;

select
  "stage_code" as "stage",
  "partner_id" as "partnerId",
  "planned",
  "observed",
  "version"
from
  "stage_engagements"
where
  "initiative_id" = $;

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

-- stages.date

insert into
  "stages" ("initiative_id", "code", "version")
values
  ($…)
on conflict do nothing;

select
  "version"
from
  "stages"
where
  "initiative_id" = $
  and "code" = $
for update;

update "stages"
set
  "started_on" = $,
  "ended_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "code" = $;

-- stages.engage

insert into
  "stage_engagements" ("initiative_id", "stage_code", "partner_id", "planned", "observed")
values
  ($…)
on conflict ("initiative_id", "stage_code", "partner_id") do update
set
  "planned" = "excluded"."planned",
  "observed" = "excluded"."observed",
  "version" = stage_engagements.version + 1;
