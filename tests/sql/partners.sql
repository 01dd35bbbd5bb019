-- partners.list

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

-- partners.read

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
  and "p"."id" = $;

-- partners.create

select
  "id",
  "code",
  "level_id",
  "name_fr",
  "name_en",
  "valid_from",
  "valid_to",
  "population",
  "population_year",
  "external_id"
from
  "territories"
where
  "initiative_id" = $;

select
  "id"
from
  "organizations"
where
  "initiative_id" = $
  and lower(name) = $
limit
  $;

insert into
  "organizations" ("initiative_id", "name", "short_name", "sectors")
values
  ($…)
returning
  "id";

insert into
  "partners" ("code", "joined_on", "is_backbone_host", "initiative_id", "id", "organization_id")
values
  ($…);

delete from "partner_territories"
where
  "initiative_id" = $
  and "partner_id" = $
  and not "territory_id" = any ($::uuid[]);

insert into
  app.partner_territories (initiative_id, partner_id, territory_id)
select
  $::uuid,
  $::uuid,
  t
from
  unnest($::uuid[]) as t
where
  not exists (
    select
      1
    from
      app.partner_territories x
    where
      x.initiative_id = $::uuid
      and x.partner_id = $::uuid
      and x.territory_id = t
  );

-- partners.change

update "partners"
set
  "role_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $
  and "version" = $
returning
  "id";

-- partners.addContribution

insert into
  "contributions" ("initiative_id", "partner_id", "kind", "description_fr", "description_en", "amount", "hours", "offered_on", "confirmed_on")
values
  ($…)
returning
  "id";

-- partners.confirmContribution

select
  "id",
  "partner_id",
  "confirmed_on"
from
  "contributions"
where
  "initiative_id" = $
  and "id" = $;

update "contributions"
set
  "confirmed_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $
  and "confirmed_on" is null;
