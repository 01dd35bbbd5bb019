-- overlaps.list

select
  "o"."id",
  "v"."number" as "versionNumber",
  "t"."code" as "territoryCode",
  "o"."rate",
  "o"."estimated_on" as "estimatedOn",
  "o"."applies_from" as "appliesFrom",
  "o"."applies_to" as "appliesTo",
  "o"."note_fr" as "noteFr",
  "o"."note_en" as "noteEn",
  "o"."method" as "method"
from
  "overlap_estimates" as "o"
  left join "territories" as "t" on "t"."initiative_id" = "o"."initiative_id"
  and "t"."id" = "o"."territory_id"
  left join "indicator_versions" as "v" on "v"."initiative_id" = "o"."initiative_id"
  and "v"."id" = "o"."indicator_version_id"
where
  "o"."initiative_id" = $
  and "o"."withdrawn_at" is null
  and (
    "o"."indicator_id" = $
    or "o"."indicator_version_id" in ($)
  )
order by
  "o"."estimated_on" desc,
  "o"."created_at" desc,
  "o"."id";

-- overlaps.add

insert into
  "overlap_estimates" (
    "initiative_id",
    "indicator_id",
    "indicator_version_id",
    "territory_id",
    "rate",
    "method",
    "estimated_on",
    "applies_from",
    "applies_to",
    "note_fr",
    "note_en",
    "created_at"
  )
values
  ($…)
returning
  "id";

-- overlaps.withdraw

update "overlap_estimates"
set
  "withdrawn_at" = $
where
  "initiative_id" = $
  and "id" = $
  and "withdrawn_at" is null
  and (
    "indicator_id" = $
    or "indicator_version_id" in ($)
  );
