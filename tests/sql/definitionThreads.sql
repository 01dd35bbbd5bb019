-- definitionThreads.list

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
  "t"."id",
  "t"."version_number" as "versionNumber",
  "t"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "t"."opened_on" as "openedOn",
  "t"."resolved_on" as "resolvedOn",
  "t"."version",
  "t"."resolved_side" as "resolvedSide"
from
  "definition_threads" as "t"
  left join "partners" as "p" on "p"."initiative_id" = "t"."initiative_id"
  and "p"."id" = "t"."partner_id"
where
  "t"."initiative_id" = $
  and "t"."indicator_id" = $
order by
  "t"."resolved_on" is not null,
  "t"."opened_on" desc,
  "t"."id";

select
  "x"."thread_id" as "threadId",
  "x"."id",
  "p"."code" as "partnerCode",
  "who"."name",
  "x"."body",
  "x"."said_at" as "saidAt",
  "x"."is_resolution" as "isResolution"
from
  "definition_messages" as "x"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."partner_id"
  left join "persons" as "who" on "who"."initiative_id" = "x"."initiative_id"
  and "who"."user_id" = "x"."author_id"
where
  "x"."initiative_id" = $
  and "x"."thread_id" = any ($::uuid[])
order by
  "x"."said_at",
  "x"."id";

-- definitionThreads.open

insert into
  "definition_threads" ("initiative_id", "id", "indicator_id", "version_number", "partner_id", "opened_on")
values
  ($…);

insert into
  "definition_messages" ("initiative_id", "thread_id", "partner_id", "author_id", "body", "is_resolution", "said_at")
values
  ($…);

select
  "t"."id",
  "t"."version_number" as "versionNumber",
  "t"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "t"."opened_on" as "openedOn",
  "t"."resolved_on" as "resolvedOn",
  "t"."version",
  "t"."resolved_side" as "resolvedSide"
from
  "definition_threads" as "t"
  left join "partners" as "p" on "p"."initiative_id" = "t"."initiative_id"
  and "p"."id" = "t"."partner_id"
where
  "t"."initiative_id" = $
  and "t"."indicator_id" = $
  and "t"."id" = $
order by
  "t"."resolved_on" is not null,
  "t"."opened_on" desc,
  "t"."id";

-- definitionThreads.reply

-- definitionThreads.resolve

select
  "version",
  "resolved_on" as "resolvedOn"
from
  "definition_threads"
where
  "initiative_id" = $
  and "id" = $
for update;

update "definition_threads"
set
  "resolved_on" = $,
  "resolved_side" = $,
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" = $;
