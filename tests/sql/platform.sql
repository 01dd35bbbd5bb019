-- Asked for by 6 features or more.

insert into
  app.audit_log (initiative_id, at, actor_id, hat_id, role, partner_id, action, object_type, object_id, details)
values
  ($…);

select
  "catalogue"
from
  "releases"
where
  "initiative_id" = $
  and "id" = $;

select
  "d"."indicator_version_id" as "versionId",
  "x"."code",
  "x"."exclusive"
from
  "indicator_dimensions" as "d"
  inner join "dimensions" as "x" on "x"."initiative_id" = "d"."initiative_id"
  and "x"."id" = "d"."dimension_id"
where
  "d"."initiative_id" = $
  and "d"."indicator_version_id" = any ($::uuid[])
order by
  "x"."code";

select
  "id",
  "kind",
  "code",
  "starts_on" as "startsOn",
  "ends_on" as "endsOn"
from
  "reporting_periods"
where
  "initiative_id" = $
order by
  "ends_on",
  "starts_on" desc,
  "code";

select
  "indicator_version_id" as "versionId",
  "territory_id" as "territoryId",
  "partner_id" as "partnerId",
  "low",
  "high"
from
  "indicator_limits"
where
  "initiative_id" = $
  and "indicator_version_id" = any ($::uuid[]);

select
  "p"."id",
  "p"."code",
  "o"."name",
  "p"."left_on" as "leftOn",
  "p"."joined_on" as "joinedOn"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
order by
  "p"."code";

select
  "v"."id",
  "v"."number",
  "v"."valid_from" as "validFrom",
  "v"."valid_to" as "validTo",
  "v"."change_reason_fr" as "changeReasonFr",
  "v"."change_reason_en" as "changeReasonEn",
  "v"."name_fr" as "nameFr",
  "v"."name_en" as "nameEn",
  "v"."definition_fr" as "definitionFr",
  "v"."definition_en" as "definitionEn",
  "v"."formula_fr" as "formulaFr",
  "v"."formula_en" as "formulaEn",
  "v"."purpose_fr" as "purposeFr",
  "v"."purpose_en" as "purposeEn",
  "v"."limits_fr" as "limitsFr",
  "v"."limits_en" as "limitsEn",
  "v"."conditions",
  "v"."result_type" as "resultType",
  "v"."unit_kind" as "unitKind",
  "v"."counting_unit" as "countingUnit",
  "v"."temporal_kind" as "temporalKind",
  "v"."accumulation",
  "v"."tracked_accumulation" as "trackedAccumulation",
  "v"."periods_distinct" as "periodsDistinct",
  "v"."direction",
  "v"."maintain_lo" as "maintainLo",
  "v"."maintain_hi" as "maintainHi",
  "v"."containment",
  "v"."is_proportion" as "isProportion",
  "v"."parts_unknown" as "partsUnknown",
  "v"."denominator_shared" as "denominatorShared",
  "v"."complete_list" as "completeList",
  "v"."display_factor" as "displayFactor",
  "v"."decimals",
  "v"."unit_label_fr" as "unitLabelFr",
  "v"."unit_label_en" as "unitLabelEn",
  "v"."currency_code" as "currencyCode",
  "v"."index_min" as "indexMin",
  "v"."index_max" as "indexMax",
  "v"."frequency",
  "v"."every_n_years" as "everyNYears",
  "v"."status_periods" as "statusPeriods",
  "v"."overlap_partners" as "overlapPartners",
  "v"."overlap_territories" as "overlapTerritories",
  "v"."tolerance",
  "v"."on_track_ratio" as "onTrackRatio",
  "v"."watch_ratio" as "watchRatio",
  "v"."min_coverage" as "minCoverage",
  "v"."min_denominator" as "minDenominator",
  "v"."due_days" as "dueDays",
  "v"."source_kind" as "sourceKind",
  "v"."source_fr" as "sourceFr",
  "v"."source_en" as "sourceEn",
  "v"."licence",
  "v"."responsible",
  "v"."suppression_applies" as "suppressionApplies",
  "v"."indicator_id" as "indicatorId",
  "i"."code",
  i.scope as "scope"
from
  "indicator_versions" as "v"
  inner join "indicators" as "i" on "i"."initiative_id" = "v"."initiative_id"
  and "i"."id" = "v"."indicator_id"
where
  "v"."initiative_id" = $
  and "i"."code" = any ($::text[])
order by
  "i"."position",
  "i"."code",
  "v"."number" desc;

select
  *
from
  app.enter ($…);

select
  app.open_release ($…) as id;

select
  app.set_ctx ($…);

select
  app.set_purpose ($);

select
  app.set_purpose ('');

select
  r.number,
  r.name,
  r.edition,
  r.is_preliminary as "isPreliminary",
  r.is_latest as "isLatest",
  r.built_at as "builtAt",
  r.as_of as "asOf"
from
  app.releases r
where
  r.initiative_id = $
  and r.id = $;

select
  t.code,
  t.name_fr as "nameFr",
  t.name_en as "nameEn",
  t.level,
  t.level_rank as "levelRank",
  t.hierarchy,
  t.parent,
  t.is_top as "isTop",
  t.shape is not null as "hasShape"
from
  app.release_territories t
where
  t.initiative_id = $
  and t.release_id = $
order by
  t.level_rank desc,
  t.code;

select
  user_id as "userId",
  "role",
  "partner_id" as "partnerId"
from
  "role_assignments"
where
  "initiative_id" = $
  and "role" in ($…)
  and "user_id" is not null
  and "role_assignments"."starts_on" <= current_date
  and (
    "role_assignments"."ends_on" is null
    or "role_assignments"."ends_on" >= current_date
  );
