-- indicators.list

select
  "i"."id",
  "i"."code",
  "i"."is_core" as "isCore",
  "i"."position",
  "s"."story_fr" as "storyFr",
  "s"."story_en" as "storyEn",
  "s"."what_would_work_fr" as "whatWouldWorkFr",
  "s"."what_would_work_en" as "whatWouldWorkEn",
  "s"."told_on" as "storyOn",
  "i"."archived_on" as "archivedOn",
  "i"."version",
  i.scope as "scope"
from
  "indicators" as "i"
  left join "indicator_stories" as "s" on "s"."initiative_id" = "i"."initiative_id"
  and "s"."indicator_id" = "i"."id"
  and "s"."period_id" is null
  and "s"."published_on" is not null
  and "s"."withdrawn_on" is null
where
  "i"."initiative_id" = $
order by
  "i"."position",
  "i"."code";

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
order by
  "i"."position",
  "i"."code",
  "v"."number" desc;

-- indicators.read

select
  "i"."id",
  "i"."code",
  "i"."is_core" as "isCore",
  "i"."position",
  "s"."story_fr" as "storyFr",
  "s"."story_en" as "storyEn",
  "s"."what_would_work_fr" as "whatWouldWorkFr",
  "s"."what_would_work_en" as "whatWouldWorkEn",
  "s"."told_on" as "storyOn",
  "i"."archived_on" as "archivedOn",
  "i"."version",
  i.scope as "scope"
from
  "indicators" as "i"
  left join "indicator_stories" as "s" on "s"."initiative_id" = "i"."initiative_id"
  and "s"."indicator_id" = "i"."id"
  and "s"."period_id" is null
  and "s"."published_on" is not null
  and "s"."withdrawn_on" is null
where
  "i"."initiative_id" = $
  and "i"."code" = $
order by
  "i"."position",
  "i"."code";

select
  "tp"."decided_by" as "decidedBy",
  "who"."name" as "setBy",
  "tp"."replaces_id" as "replacesId",
  "by"."name" as "supersededBy",
  "tp"."superseded_reason_fr" as "supersededReasonFr",
  "tp"."superseded_reason_en" as "supersededReasonEn",
  "tp"."id",
  "v"."number" as "versionNumber",
  "t"."code" as "territoryCode",
  "pa"."code" as "partnerCode",
  "pa"."share_with_funder" as "isShared",
  "tp"."category",
  "p"."code" as "periodCode",
  "p"."starts_on" as "startsOn",
  "p"."ends_on" as "endsOn",
  "tp"."value",
  "tp"."decision",
  "tp"."decided_on" as "decidedOn",
  "tp"."reason_fr" as "reasonFr",
  "tp"."reason_en" as "reasonEn",
  "tp"."superseded_on" as "supersededOn",
  tp.scope as "scope"
from
  "target_points" as "tp"
  inner join "reporting_periods" as "p" on "p"."initiative_id" = "tp"."initiative_id"
  and "p"."id" = "tp"."period_id"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "tp"."initiative_id"
  and "v"."id" = "tp"."indicator_version_id"
  left join "territories" as "t" on "t"."initiative_id" = "tp"."initiative_id"
  and "t"."id" = "tp"."territory_id"
  left join "partners" as "pa" on "pa"."initiative_id" = "tp"."initiative_id"
  and "pa"."id" = "tp"."partner_id"
  left join "persons" as "who" on "who"."initiative_id" = "tp"."initiative_id"
  and "who"."user_id" = "tp"."set_by"
  left join "persons" as "by" on "by"."initiative_id" = "tp"."initiative_id"
  and "by"."user_id" = "tp"."superseded_by"
where
  "tp"."initiative_id" = $
  and "tp"."indicator_version_id" = any ($::uuid[])
order by
  tp.superseded_on nulls first,
  "v"."number" desc,
  "p"."ends_on",
  "tp"."id";

select
  "b"."decision",
  "b"."decided_by" as "decidedBy",
  "b"."decided_on" as "decidedOn",
  "b"."reason_fr" as "reasonFr",
  "b"."reason_en" as "reasonEn",
  "who"."name" as "setBy",
  "v"."number" as "versionNumber",
  "t"."code" as "territoryCode",
  "b"."category",
  "p"."code" as "periodCode",
  "b"."value",
  "b"."numerator",
  "b"."denominator",
  "b"."sample_n" as "sampleN",
  "b"."is_pending" as "isPending",
  "b"."due_on" as "dueOn",
  "b"."source_fr" as "sourceFr",
  "b"."source_en" as "sourceEn"
from
  "baselines" as "b"
  inner join "territories" as "t" on "t"."initiative_id" = "b"."initiative_id"
  and "t"."id" = "b"."territory_id"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "b"."initiative_id"
  and "v"."id" = "b"."indicator_version_id"
  left join "reporting_periods" as "p" on "p"."initiative_id" = "b"."initiative_id"
  and "p"."id" = "b"."period_id"
  left join "persons" as "who" on "who"."initiative_id" = "b"."initiative_id"
  and "who"."user_id" = "b"."set_by"
where
  "b"."initiative_id" = $
  and "b"."indicator_version_id" = any ($::uuid[])
order by
  "v"."number" desc,
  "t"."code",
  "b"."category";

select
  count(*) as "count"
from
  "indicators"
where
  "initiative_id" = $
  and "is_core" = $
  and "archived_on" is null;

select
  "t"."code" as "territoryCode",
  "o"."rate",
  "o"."method",
  "o"."estimated_on" as "estimatedOn",
  "o"."note_fr" as "noteFr",
  "o"."note_en" as "noteEn"
from
  "overlap_estimates" as "o"
  left join "territories" as "t" on "t"."initiative_id" = "o"."initiative_id"
  and "t"."id" = "o"."territory_id"
where
  "o"."initiative_id" = $
  and "o"."withdrawn_at" is null
  and (
    o.indicator_version_id = any ($::uuid[])
    or o.indicator_id in (
      select
        v.indicator_id
      from
        app.indicator_versions v
      where
        v.initiative_id = $::uuid
        and v.id = any ($::uuid[])
    )
  )
order by
  "o"."estimated_on",
  "o"."id";

select
  "a"."id",
  "t"."code" as "territoryCode",
  "p"."code" as "partnerCode",
  "a"."valid_from" as "validFrom",
  "a"."valid_to" as "validTo",
  "a"."period_filter" as "periodFilter",
  "a"."paused"
from
  "reporting_assignments" as "a"
  inner join "territories" as "t" on "t"."initiative_id" = "a"."initiative_id"
  and "t"."id" = "a"."territory_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
where
  "a"."initiative_id" = $
  and "a"."indicator_id" = $
order by
  "t"."code",
  "p"."code",
  "a"."valid_from",
  "a"."id";

-- indicators.create

insert into
  "indicators" ("initiative_id", "id", "code", "scope", "is_core", "position")
values
  ($…);

insert into
  "indicator_versions" (
    "initiative_id",
    "id",
    "indicator_id",
    "number",
    "change_reason_fr",
    "change_reason_en",
    "name_fr",
    "name_en",
    "definition_fr",
    "definition_en",
    "formula_fr",
    "formula_en",
    "purpose_fr",
    "purpose_en",
    "limits_fr",
    "limits_en",
    "conditions",
    "result_type",
    "unit_kind",
    "counting_unit",
    "temporal_kind",
    "accumulation",
    "tracked_accumulation",
    "periods_distinct",
    "direction",
    "maintain_lo",
    "maintain_hi",
    "containment",
    "is_proportion",
    "parts_unknown",
    "denominator_shared",
    "complete_list",
    "display_factor",
    "decimals",
    "unit_label_fr",
    "unit_label_en",
    "currency_code",
    "index_min",
    "index_max",
    "frequency",
    "every_n_years",
    "status_periods",
    "overlap_partners",
    "overlap_territories",
    "tolerance",
    "on_track_ratio",
    "watch_ratio",
    "min_coverage",
    "min_denominator",
    "due_days",
    "source_kind",
    "source_fr",
    "source_en",
    "licence",
    "responsible",
    "suppression_applies"
  )
values
  ($…);

select
  "id",
  "code"
from
  "dimensions"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

-- indicators.change

select
  "i"."id",
  "i"."code",
  "i"."is_core",
  "i"."archived_on",
  "i"."version",
  i.scope as "scope"
from
  "indicators" as "i"
where
  "i"."initiative_id" = $
  and "i"."code" = $
for update;

update "indicators"
set
  "position" = $,
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" = $;

-- indicators.newVersion

select
  exists (
    select
      1
    from
      app.reporting_periods rp
    where
      rp.initiative_id = $::uuid
      and rp.ends_on >= $::date
      and (
        exists (
          select
            1
          from
            app.observations o
          where
            o.initiative_id = rp.initiative_id
            and o.indicator_version_id = $::uuid
            and o.period_id = rp.id
        )
        or exists (
          select
            1
          from
            app.cell_sets s
          where
            s.initiative_id = rp.initiative_id
            and s.indicator_version_id = $::uuid
            and s.period_id = rp.id
        )
      )
  ) as found;

select
  "id",
  "low",
  "high"
from
  "indicator_limits"
where
  "initiative_id" = $
  and "indicator_version_id" = $;

select
  count(*) filter (
    where
      o.indicator_id is not null
  )::int as "ofIndicator",
  count(*) filter (
    where
      o.indicator_id is null
  )::int as "ofVersion"
from
  app.overlap_estimates o
where
  o.initiative_id = $::uuid
  and o.withdrawn_at is null
  and (
    o.applies_to is null
    or o.applies_to >= $::date
  )
  and (
    o.indicator_id = $::uuid
    or o.indicator_version_id = $::uuid
  );

update "indicator_versions"
set
  "valid_to" = $
where
  "initiative_id" = $
  and "id" = $;

insert into
  "indicator_versions" (
    "initiative_id",
    "id",
    "indicator_id",
    "number",
    "valid_from",
    "change_reason_fr",
    "change_reason_en",
    "name_fr",
    "name_en",
    "definition_fr",
    "definition_en",
    "formula_fr",
    "formula_en",
    "purpose_fr",
    "purpose_en",
    "limits_fr",
    "limits_en",
    "conditions",
    "result_type",
    "unit_kind",
    "counting_unit",
    "temporal_kind",
    "accumulation",
    "tracked_accumulation",
    "periods_distinct",
    "direction",
    "maintain_lo",
    "maintain_hi",
    "containment",
    "is_proportion",
    "parts_unknown",
    "denominator_shared",
    "complete_list",
    "display_factor",
    "decimals",
    "unit_label_fr",
    "unit_label_en",
    "currency_code",
    "index_min",
    "index_max",
    "frequency",
    "every_n_years",
    "status_periods",
    "overlap_partners",
    "overlap_territories",
    "tolerance",
    "on_track_ratio",
    "watch_ratio",
    "min_coverage",
    "min_denominator",
    "due_days",
    "source_kind",
    "source_fr",
    "source_en",
    "licence",
    "responsible",
    "suppression_applies"
  )
values
  ($…);

insert into
  app.indicator_limits (initiative_id, indicator_version_id, territory_id, partner_id, low, high, source, set_on)
select
  l.initiative_id,
  $::uuid,
  l.territory_id,
  l.partner_id,
  l.low,
  l.high,
  l.source,
  l.set_on
from
  app.indicator_limits l
where
  l.initiative_id = $::uuid
  and l.id = any ($::uuid[]);

update "indicators"
set
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" = $;

select
  "id",
  "territory_id" as "territory",
  "partner_id" as "partner",
  "valid_from" as "from",
  "valid_to" as "to",
  "period_filter" as "periodFilter",
  "paused"
from
  "reporting_assignments"
where
  "initiative_id" = $
  and "indicator_id" = $
  and (
    "valid_to" is null
    or "valid_to" >= $
  );

-- indicators.previewVersion

select
  (
    select
      count(*)::int
    from
      app.baselines b
    where
      b.initiative_id = $::uuid
      and b.indicator_version_id = $::uuid
  ) as baselines,
  (
    select
      count(*)::int
    from
      app.target_points t
    where
      t.initiative_id = $::uuid
      and t.indicator_version_id = $::uuid
      and t.superseded_on is null
      and t.partner_id is null
  ) as targets;

-- indicators.periods

-- indicators.dimensions

select
  d.code,
  d.name_fr as "nameFr",
  d.name_en as "nameEn",
  d.exclusive,
  d.exhaustive,
  coalesce(
    json_agg(
      json_build_object('code', c.code, 'nameFr', c.name_fr, 'nameEn', c.name_en, 'isUnknown', c.is_unknown)
      order by
        c.position,
        c.code
    ) filter (
      where
        c.id is not null
    ),
    '[]'
  ) as categories
from
  app.dimensions d
  left join app.categories c on c.initiative_id = d.initiative_id
  and c.dimension_id = d.id
where
  d.initiative_id = $::uuid
group by
  d.id,
  d.code,
  d.name_fr,
  d.name_en,
  d.exclusive,
  d.exhaustive
order by
  d.code;

-- indicators.saveDimensions

insert into
  app.dimensions as d (initiative_id, code, name_fr, name_en, exclusive, exhaustive)
select
  $::uuid,
  r.code,
  coalesce(r."nameFr", k.name_fr, r.code),
  case
    when r."hasNameEn" then r."nameEn"
    else k.name_en
  end,
  coalesce(r.exclusive, k.exclusive, false),
  coalesce(r.exhaustive, k.exhaustive, false)
from
  json_to_recordset($::json) as r (code text, "nameFr" text, "nameEn" text, "hasNameEn" boolean, exclusive boolean, exhaustive boolean)
  left join app.dimensions k on k.initiative_id = $::uuid
  and k.code = r.code
order by
  r.code
on conflict (initiative_id, code) do update
set
  name_fr = excluded.name_fr,
  name_en = excluded.name_en,
  exclusive = excluded.exclusive,
  exhaustive = excluded.exhaustive;

insert into
  app.categories (initiative_id, dimension_id, code, name_fr, name_en, position, is_unknown)
select
  $::uuid,
  d.id,
  r.code,
  r."nameFr",
  case
    when r."hasNameEn" then r."nameEn"
    else k.name_en
  end,
  r.position + coalesce(last.position + 1, 0),
  coalesce(r."isUnknown", k.is_unknown, false)
from
  json_to_recordset($::json) as r (dimension text, code text, "nameFr" text, "nameEn" text, "hasNameEn" boolean, position int, "isUnknown" boolean)
  join app.dimensions d on d.initiative_id = $::uuid
  and d.code = r.dimension
  left join app.categories k on k.initiative_id = d.initiative_id
  and k.dimension_id = d.id
  and k.code = r.code
  left join lateral (
    select
      max(c.position) as position
    from
      app.categories c
    where
      c.initiative_id = d.initiative_id
      and c.dimension_id = d.id
  ) last on true
order by
  d.id,
  r.code
on conflict (initiative_id, dimension_id, code) do update
set
  name_fr = excluded.name_fr,
  name_en = excluded.name_en,
  is_unknown = excluded.is_unknown;

-- indicators.editDefinition

update "indicator_versions"
set
  "name_fr" = $,
  "name_en" = $,
  "definition_fr" = $,
  "definition_en" = $,
  "formula_fr" = $,
  "formula_en" = $,
  "purpose_fr" = $,
  "purpose_en" = $,
  "limits_fr" = $,
  "limits_en" = $,
  "conditions" = $,
  "result_type" = $,
  "unit_kind" = $,
  "counting_unit" = $,
  "temporal_kind" = $,
  "accumulation" = $,
  "tracked_accumulation" = $,
  "periods_distinct" = $,
  "direction" = $,
  "maintain_lo" = $,
  "maintain_hi" = $,
  "containment" = $,
  "is_proportion" = $,
  "parts_unknown" = $,
  "denominator_shared" = $,
  "complete_list" = $,
  "display_factor" = $,
  "decimals" = $,
  "unit_label_fr" = $,
  "unit_label_en" = $,
  "currency_code" = $,
  "index_min" = $,
  "index_max" = $,
  "frequency" = $,
  "every_n_years" = $,
  "status_periods" = $,
  "overlap_partners" = $,
  "overlap_territories" = $,
  "tolerance" = $,
  "on_track_ratio" = $,
  "watch_ratio" = $,
  "min_coverage" = $,
  "min_denominator" = $,
  "due_days" = $,
  "source_kind" = $,
  "source_fr" = $,
  "source_en" = $,
  "licence" = $,
  "responsible" = $,
  "suppression_applies" = $
where
  "initiative_id" = $
  and "id" = $;

insert into
  "definition_edits" ("initiative_id", "indicator_version_id", "field", "old_value", "new_value", "reason", "edited_by", "edited_at")
values
  ($…);

-- indicators.definitionHistory

select
  "v"."number" as "versionNumber",
  "e"."field",
  "e"."old_value" as "from",
  "e"."new_value" as "to",
  "e"."edited_at" as "editedAt",
  "p"."name" as "editedBy",
  "e"."reason"
from
  "definition_edits" as "e"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "e"."initiative_id"
  and "v"."id" = "e"."indicator_version_id"
  left join "persons" as "p" on "p"."initiative_id" = "e"."initiative_id"
  and "p"."user_id" = "e"."edited_by"
where
  "e"."initiative_id" = $
  and "e"."indicator_version_id" = any ($::uuid[])
order by
  "e"."edited_at" desc,
  "e"."field";

select
  "by"."name" as "replacedBy",
  "b"."decision",
  "b"."decided_by" as "decidedBy",
  "b"."decided_on" as "decidedOn",
  "b"."set_reason_fr" as "setReasonFr",
  "b"."set_reason_en" as "setReasonEn",
  "v"."number" as "versionNumber",
  "t"."code" as "territoryCode",
  "b"."category",
  "p"."code" as "periodCode",
  "b"."value",
  "b"."numerator",
  "b"."denominator",
  "b"."sample_n" as "sampleN",
  "b"."reason_fr" as "reasonFr",
  "b"."reason_en" as "reasonEn",
  "b"."replaced_on" as "replacedOn"
from
  "baseline_revisions" as "b"
  inner join "territories" as "t" on "t"."initiative_id" = "b"."initiative_id"
  and "t"."id" = "b"."territory_id"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "b"."initiative_id"
  and "v"."id" = "b"."indicator_version_id"
  left join "reporting_periods" as "p" on "p"."initiative_id" = "b"."initiative_id"
  and "p"."id" = "b"."period_id"
  left join "persons" as "by" on "by"."initiative_id" = "b"."initiative_id"
  and "by"."user_id" = "b"."replaced_by"
where
  "b"."initiative_id" = $
  and "b"."indicator_version_id" = any ($::uuid[])
order by
  "b"."replaced_on" desc,
  "t"."code",
  "b"."category",
  "b"."id";

-- indicators.limits

select
  "v"."number" as "versionNumber",
  "t"."code" as "territoryCode",
  "p"."code" as "partnerCode",
  "l"."low",
  "l"."high",
  "l"."set_on" as "setOn",
  l.source as "source"
from
  "indicator_limits" as "l"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "l"."initiative_id"
  and "v"."id" = "l"."indicator_version_id"
  left join "territories" as "t" on "t"."initiative_id" = "l"."initiative_id"
  and "t"."id" = "l"."territory_id"
  left join "partners" as "p" on "p"."initiative_id" = "l"."initiative_id"
  and "p"."id" = "l"."partner_id"
where
  "l"."initiative_id" = $
  and "l"."indicator_version_id" = any ($::uuid[])
order by
  "v"."number" desc,
  p.code nulls first,
  t.code nulls first;

-- indicators.saveLimits

select
  "id",
  "code"
from
  "territories"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

select
  "id",
  "code"
from
  "partners"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

insert into
  app.indicator_limits (initiative_id, indicator_version_id, territory_id, partner_id, low, high, source, set_on)
select
  $::uuid,
  $::uuid,
  r.territory,
  r.partner,
  r.low,
  r.high,
  r.source,
  $::date
from
  json_to_recordset($::json) as r (territory uuid, partner uuid, low numeric, high numeric, source text)
order by
  r.partner,
  r.territory
on conflict (initiative_id, indicator_version_id, territory_id, partner_id) do update
set
  low = excluded.low,
  high = excluded.high,
  source = excluded.source,
  set_on = excluded.set_on;

delete from app.indicator_limits l using json_to_recordset($::json) as r (territory uuid, partner uuid)
where
  l.initiative_id = $::uuid
  and l.indicator_version_id = $::uuid
  and l.territory_id is not distinct from r.territory
  and l.partner_id is not distinct from r.partner;

-- indicators.proposedLimits

select
  "t"."code" as "territoryCode",
  "p"."code" as "partnerCode",
  "o"."value",
  "o"."numerator",
  "o"."denominator"
from
  "observations" as "o"
  inner join "territories" as "t" on "t"."initiative_id" = "o"."initiative_id"
  and "t"."id" = "o"."territory_id"
  left join "partners" as "p" on "p"."initiative_id" = "o"."initiative_id"
  and "p"."id" = "o"."partner_id"
where
  "o"."initiative_id" = $
  and "o"."indicator_version_id" = $
  and "o"."category" = $
  and "o"."presence" = $
  and "o"."state" in ($…);

-- indicators.revisions

select
  "id"
from
  "indicators"
where
  "initiative_id" = $
  and "code" = $;

select
  "p"."code" as "period",
  "t"."code" as "territory",
  "w"."code" as "partner",
  "o"."category",
  "r"."note",
  ((r.at at time zone $)::date)::text as "on",
  r.reason as "reason"
from
  "observation_revisions" as "r"
  inner join "observations" as "o" on "o"."initiative_id" = "r"."initiative_id"
  and "o"."id" = "r"."observation_id"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "o"."initiative_id"
  and "v"."id" = "o"."indicator_version_id"
  inner join "indicators" as "i" on "i"."initiative_id" = "v"."initiative_id"
  and "i"."id" = "v"."indicator_id"
  inner join "reporting_periods" as "p" on "p"."initiative_id" = "o"."initiative_id"
  and "p"."id" = "o"."period_id"
  inner join "territories" as "t" on "t"."initiative_id" = "o"."initiative_id"
  and "t"."id" = "o"."territory_id"
  left join "partners" as "w" on "w"."initiative_id" = "o"."initiative_id"
  and "w"."id" = "o"."partner_id"
where
  "r"."initiative_id" = $
  and "i"."code" = $
  and "r"."reason" in ($…)
  and "o"."state" in ($…)
order by
  "r"."at" desc,
  "r"."id"
limit
  $;

-- indicators.history

select
  a.at,
  a.action,
  a.actor_id as "actorId",
  a.details
from
  app.audit_log a
where
  a.initiative_id = $::uuid
  and a.object_type = 'indicator'
  and a.object_id = $::text
order by
  a.sequence desc
limit
  200;
