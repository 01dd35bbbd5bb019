-- overlaps.list

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
