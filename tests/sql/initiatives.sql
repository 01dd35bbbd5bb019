-- initiatives.list

select
  "id",
  "initiative_id",
  "role",
  "is_lead",
  "starts_on",
  "ends_on",
  "partner_id",
  case
    when learning_commitment_on > current_date - 366 then learning_commitment_on
  end as "learning_commitment_on"
from
  "role_assignments"
where
  "user_id" = $
  and "starts_on" <= current_date
  and (
    "ends_on" is null
    or "ends_on" >= current_date
  )
order by
  array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], role),
  "id";

select
  "id",
  "slug",
  "name_fr",
  "name_en",
  "main_language",
  "languages",
  "state",
  "is_demo",
  "clock_frozen_at",
  "time_zone",
  "currency_code",
  "modules"
from
  "initiatives"
where
  "id" = $;

select
  "p"."id",
  "p"."code",
  "o"."name"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
  and "p"."id" in ($);

select
  count(*)::int as count
from
  app.notifications
where
  initiative_id = $::uuid
  and hat_id = $::uuid
  and read_at is null;

select
  "initiative_id",
  "role",
  "ends_on"
from
  "role_assignments"
where
  "user_id" = $
  and "ends_on" < current_date
  and "ends_on" > current_date - 366
order by
  "ends_on" desc,
  "id";

-- initiatives.create

select
  exists (
    select
      1
    from
      pg_timezone_names
    where
      name = $
  ) as found;

insert into
  "initiatives" (
    "id",
    "slug",
    "name_fr",
    "name_en",
    "summary_fr",
    "summary_en",
    "main_language",
    "languages",
    "territory_preset",
    "currency_code",
    "time_zone",
    "fiscal_start_month",
    "school_start_month"
  )
values
  ($…);

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

update "persons"
set
  "user_id" = $
where
  "initiative_id" = $
  and "id" = $
  and "user_id" is null;

select
  "id"
from
  "partners"
where
  "initiative_id" = $
  and "is_backbone_host" = $
limit
  $;

insert into
  "role_assignments" ("initiative_id", "id", "user_id", "person_id", "role", "is_lead", "partner_id", "organization_id", "starts_on", "ends_on")
values
  ($, $, $, $, $, $, $, $, current_date, $);

select
  "id",
  "code",
  "hierarchy",
  "rank"
from
  "territory_levels"
where
  "initiative_id" = $
order by
  "id"
for update;

insert into "territory_levels" ("initiative_id", "code", "hierarchy", "rank", "name_fr", "name_en", "plural_fr", "plural_en") values ($…), … on conflict ("initiative_id", "code") do update set "hierarchy" = "excluded"."hierarchy", "rank" = "excluded"."rank", "name_fr" = "excluded"."name_fr", "name_en" = "excluded"."name_en", "plural_fr" = "excluded"."plural_fr", "plural_en" = "excluded"."plural_en";

select
  "c"."code",
  "p"."code" as "parent"
from
  "territory_parents" as "tp"
  inner join "territories" as "c" on "c"."initiative_id" = "tp"."initiative_id"
  and "c"."id" = "tp"."territory_id"
  inner join "territories" as "p" on "p"."initiative_id" = "tp"."initiative_id"
  and "p"."id" = "tp"."parent_id"
  inner join "territory_levels" as "cl" on "cl"."initiative_id" = "c"."initiative_id"
  and "cl"."id" = "c"."level_id"
  inner join "territory_levels" as "pl" on "pl"."initiative_id" = "p"."initiative_id"
  and "pl"."id" = "p"."level_id"
where
  "tp"."initiative_id" = $
  and "cl"."hierarchy" = "pl"."hierarchy"
  and "cl"."rank" >= "pl"."rank"
limit
  $;

select
  "id",
  "code",
  "hierarchy",
  "rank",
  "name_fr",
  "name_en",
  "plural_fr",
  "plural_en"
from
  "territory_levels"
where
  "initiative_id" = $
order by
  hierarchy <> 'main',
  "hierarchy",
  "rank";

-- initiatives.read

select
  "i"."id",
  "i"."slug",
  "i"."name_fr",
  "i"."name_en",
  "i"."summary_fr",
  "i"."summary_en",
  "i"."main_language",
  "i"."languages",
  "i"."state",
  "i"."is_demo",
  "i"."clock_frozen_at",
  "i"."time_zone",
  "i"."currency_code",
  "i"."fiscal_start_month",
  "i"."school_start_month",
  "i"."form",
  "i"."phase",
  "i"."territory_preset",
  "i"."small_count_k",
  "i"."min_denominator",
  "i"."guards_money",
  "i"."planned_end_on",
  "i"."modules",
  "i"."version",
  "t"."code" as "top_code"
from
  "initiatives" as "i"
  left join "territories" as "t" on "t"."initiative_id" = "i"."id"
  and "t"."id" = "i"."top_territory_id"
where
  "i"."id" = $;

-- initiatives.change

update "initiatives"
set
  "summary_en" = $,
  "version" = version + 1,
  "updated_at" = now()
where
  "id" = $
  and "version" = $
returning
  "version";

-- initiatives.acceptCommitment

update "role_assignments"
set
  "learning_commitment_on" = current_date,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $
returning
  learning_commitment_on::text as "day";
