-- targetLoads.upload

select
  "t"."id",
  "t"."code",
  "l"."code" as "level_code",
  "l"."hierarchy",
  "t"."name_fr",
  "t"."name_en",
  "t"."valid_from",
  "t"."valid_to",
  "t"."population"
from
  "territories" as "t"
  inner join "territory_levels" as "l" on "l"."initiative_id" = "t"."initiative_id"
  and "l"."id" = "t"."level_id"
where
  "t"."initiative_id" = $
  and (
    "t"."valid_from" is null
    or "t"."valid_from" <= $
  )
  and (
    "t"."valid_to" is null
    or "t"."valid_to" > $
  )
order by
  l.hierarchy <> 'main',
  "l"."hierarchy",
  "l"."rank",
  "t"."code";

select
  "hierarchy",
  "territory_id",
  "parent_id"
from
  "territory_parents"
where
  "initiative_id" = $
  and "valid_from" <= $
  and (
    "valid_to" is null
    or "valid_to" > $
  );

select
  "territory_id"
from
  "territory_shapes"
where
  "initiative_id" = $;

insert into
  "target_loads" ("initiative_id", "file_name", "file_hash", "reason_fr", "reason_en", "decision", "decided_by", "decided_on", "is_proposed", "loaded_by", "loaded_at")
values
  ($…)
returning
  "id";

select
  1
from
  app.indicator_versions v
  join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
where
  v.initiative_id = $::uuid
  and i.code = any ($::text[])
order by
  v.id
for no key update of
  v;

insert into
  app.loaded_rows (initiative_id, load_id, kind, row_id, indicator_code, former)
select
  $::uuid,
  $::uuid,
  s.kind,
  s.row_id,
  s.indicator_code,
  s.whole
from
  (
    with
      named as (
        select
          i.id,
          i.code
        from
          app.indicators i
        where
          i.initiative_id = $::uuid
          and i.code = any ($::text[])
      ),
      versions as (
        select
          v.id,
          n.code
        from
          app.indicator_versions v
          join named n on n.id = v.indicator_id
        where
          v.initiative_id = $::uuid
      )
    select
      'indicator' as kind,
      o.id as row_id,
      o.code as indicator_code,
      to_jsonb(o) as whole
    from
      app.indicators o
      join named n on n.id = o.id
    where
      o.initiative_id = $::uuid
    union all
    select
      'indicator_version',
      o.id,
      v.code,
      to_jsonb(o)
    from
      app.indicator_versions o
      join versions v on v.id = o.id
    where
      o.initiative_id = $::uuid
    union all
    select
      $::text,
      o.id,
      v.code,
      to_jsonb(o)
    from
      app."baselines" o
      join versions v on v.id = o.indicator_version_id
    where
      o.initiative_id = $::uuid
    union all
    select
      $::text,
      o.id,
      v.code,
      to_jsonb(o)
    from
      app."baseline_revisions" o
      join versions v on v.id = o.indicator_version_id
    where
      o.initiative_id = $::uuid
    union all
    select
      $::text,
      o.id,
      v.code,
      to_jsonb(o)
    from
      app."target_points" o
      join versions v on v.id = o.indicator_version_id
    where
      o.initiative_id = $::uuid
    union all
    select
      $::text,
      o.id,
      v.code,
      to_jsonb(o)
    from
      app."target_proposals" o
      join versions v on v.id = o.indicator_version_id
    where
      o.initiative_id = $::uuid
  ) s;

select
  "t"."id",
  "t"."code",
  "l"."code" as "level",
  "t"."name_fr",
  "t"."name_en",
  "t"."valid_from",
  "t"."valid_to",
  exists (
    select
      "p"."territory_id"
    from
      "territory_parents" as "p"
    where
      "p"."initiative_id" = $
      and "p"."parent_id" = "t"."id"
      and "p"."hierarchy" = "l"."hierarchy"
  ) as "has_parts"
from
  "territories" as "t"
  inner join "territory_levels" as "l" on "l"."initiative_id" = "t"."initiative_id"
  and "l"."id" = "t"."level_id"
where
  "t"."initiative_id" = $;

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

select
  "id"
from
  "indicator_versions"
where
  "initiative_id" = $
  and "id" = $
for no key update;

select
  "id",
  "code"
from
  "territories"
where
  "initiative_id" = $
  and "code" = any ($::text[])
  and (
    "valid_from" is null
    or "valid_from" <= $
  )
  and (
    "valid_to" is null
    or "valid_to" > $
  );

select
  "id",
  "territory_id" as "territory",
  "category",
  "period_id" as "period",
  "value",
  "numerator",
  "denominator",
  "sample_n" as "n"
from
  "baselines"
where
  "initiative_id" = $
  and "indicator_version_id" = $
  and "is_pending" = $;

insert into
  app.baselines (
    initiative_id,
    indicator_version_id,
    territory_id,
    category,
    period_id,
    value,
    numerator,
    denominator,
    sample_n,
    is_pending,
    due_on,
    source_fr,
    source_en
  )
select
  $::uuid,
  $::uuid,
  r.territory,
  r.category,
  r.period,
  r.value,
  r.numerator,
  r.denominator,
  r.n,
  r.pending,
  r.due,
  r."sourceFr",
  r."sourceEn"
from
  json_to_recordset($::json) as r (
    territory uuid,
    category text,
    period uuid,
    value numeric,
    numerator numeric,
    denominator numeric,
    n numeric,
    pending boolean,
    due date,
    "sourceFr" text,
    "sourceEn" text,
    decision text,
    "decidedBy" text,
    "decidedOn" date,
    fresh boolean
  )
order by
  r.territory,
  r.category
on conflict (initiative_id, indicator_version_id, territory_id, category) do update
set
  period_id = excluded.period_id,
  value = excluded.value,
  numerator = excluded.numerator,
  denominator = excluded.denominator,
  sample_n = excluded.sample_n,
  is_pending = excluded.is_pending,
  due_on = excluded.due_on,
  source_fr = excluded.source_fr,
  source_en = excluded.source_en;

update app.baselines b
set
  decision = case
    when r.fresh then r.decision
    else coalesce(r.decision, b.decision)
  end,
  decided_by = case
    when r.fresh then r."decidedBy"
    else coalesce(r."decidedBy", b.decided_by)
  end,
  decided_on = case
    when r.fresh then coalesce(r."decidedOn", $::date)
    else coalesce(r."decidedOn", b.decided_on)
  end,
  reason_fr = case
    when r.fresh then $::text
    else coalesce(b.reason_fr, $::text)
  end,
  reason_en = case
    when r.fresh then $::text
    else coalesce(b.reason_en, $::text)
  end,
  set_by = case
    when r.fresh then $::uuid
    else b.set_by
  end
from
  json_to_recordset($::json) as r (
    territory uuid,
    category text,
    period uuid,
    value numeric,
    numerator numeric,
    denominator numeric,
    n numeric,
    pending boolean,
    due date,
    "sourceFr" text,
    "sourceEn" text,
    decision text,
    "decidedBy" text,
    "decidedOn" date,
    fresh boolean
  )
where
  b.initiative_id = $::uuid
  and b.indicator_version_id = $::uuid
  and b.territory_id = r.territory
  and b.category = r.category;

select
  "tp"."id",
  "tp"."territory_id" as "territoryId",
  "t"."code" as "territoryCode",
  "tp"."category",
  "tp"."period_id" as "periodId",
  "p"."code" as "periodCode",
  "p"."ends_on" as "endsOn",
  "tp"."value",
  tp.scope as "scope"
from
  "target_points" as "tp"
  inner join "reporting_periods" as "p" on "p"."initiative_id" = "tp"."initiative_id"
  and "p"."id" = "tp"."period_id"
  left join "territories" as "t" on "t"."initiative_id" = "tp"."initiative_id"
  and "t"."id" = "tp"."territory_id"
where
  "tp"."initiative_id" = $
  and "tp"."indicator_version_id" = $
  and "tp"."superseded_on" is null
  and "tp"."partner_id" is null;

select
  "t"."code" as "territoryCode",
  "b"."category",
  "b"."value",
  "b"."numerator",
  "b"."denominator",
  "p"."ends_on" as "endsOn"
from
  "baselines" as "b"
  inner join "territories" as "t" on "t"."initiative_id" = "b"."initiative_id"
  and "t"."id" = "b"."territory_id"
  left join "reporting_periods" as "p" on "p"."initiative_id" = "b"."initiative_id"
  and "p"."id" = "b"."period_id"
where
  "b"."initiative_id" = $
  and "b"."indicator_version_id" = $;

select
  "code"
from
  "territories"
where
  "initiative_id" = $
  and "id" = $;

insert into
  app.loaded_rows as l (initiative_id, load_id, kind, row_id, indicator_code, made)
select
  $::uuid,
  $::uuid,
  s.kind,
  s.row_id,
  s.indicator_code,
  s.whole
from
  (
    with
      named as (
        select
          i.id,
          i.code
        from
          app.indicators i
        where
          i.initiative_id = $::uuid
          and i.code = any ($::text[])
      ),
      versions as (
        select
          v.id,
          n.code
        from
          app.indicator_versions v
          join named n on n.id = v.indicator_id
        where
          v.initiative_id = $::uuid
      )
    select
      'indicator' as kind,
      o.id as row_id,
      o.code as indicator_code,
      to_jsonb(o) as whole
    from
      app.indicators o
      join named n on n.id = o.id
    where
      o.initiative_id = $::uuid
    union all
    select
      'indicator_version',
      o.id,
      v.code,
      to_jsonb(o)
    from
      app.indicator_versions o
      join versions v on v.id = o.id
    where
      o.initiative_id = $::uuid
    union all
    select
      $::text,
      o.id,
      v.code,
      to_jsonb(o)
    from
      app."baselines" o
      join versions v on v.id = o.indicator_version_id
    where
      o.initiative_id = $::uuid
    union all
    select
      $::text,
      o.id,
      v.code,
      to_jsonb(o)
    from
      app."baseline_revisions" o
      join versions v on v.id = o.indicator_version_id
    where
      o.initiative_id = $::uuid
    union all
    select
      $::text,
      o.id,
      v.code,
      to_jsonb(o)
    from
      app."target_points" o
      join versions v on v.id = o.indicator_version_id
    where
      o.initiative_id = $::uuid
    union all
    select
      $::text,
      o.id,
      v.code,
      to_jsonb(o)
    from
      app."target_proposals" o
      join versions v on v.id = o.indicator_version_id
    where
      o.initiative_id = $::uuid
  ) s
on conflict (initiative_id, load_id, kind, row_id) do update
set
  made = excluded.made;

delete from app.loaded_rows l
where
  l.initiative_id = $::uuid
  and l.load_id = $::uuid
  and l.former is not distinct from l.made;

update "target_loads"
set
  "result" = $,
  "import_id" = $,
  "made_periods" = $
where
  "initiative_id" = $
  and "id" = $;

-- targetLoads.list

select
  "id",
  "file_name",
  "reason_fr",
  "reason_en",
  "decision",
  "decided_by",
  "decided_on",
  "is_proposed",
  "loaded_by",
  "result",
  "import_id",
  "made_periods",
  "loaded_at",
  "undone_at",
  "left_rows"
from
  "target_loads"
where
  "initiative_id" = $
order by
  "loaded_at" desc,
  "id"
limit
  $;

-- targetLoads.undo

select
  "id",
  "file_name",
  "reason_fr",
  "reason_en",
  "decision",
  "decided_by",
  "decided_on",
  "is_proposed",
  "loaded_by",
  "result",
  "import_id",
  "made_periods",
  "loaded_at",
  "undone_at",
  "left_rows"
from
  "target_loads"
where
  "initiative_id" = $
  and "id" = $
for update;

select distinct
  "indicator_code"
from
  "loaded_rows"
where
  "initiative_id" = $
  and "load_id" = $;

select
  l.kind,
  l.row_id as id,
  l.indicator_code as code,
  l.former is null as "isCreated",
  coalesce(to_jsonb("s1"), to_jsonb("s2"), to_jsonb("s3"), to_jsonb("s4"), to_jsonb("s5"), to_jsonb("s6")) is distinct from l.made as "isTouched",
  t.code as territory,
  p.code as period
from
  app.loaded_rows l
  left join app."indicators" "s1" on l.kind = $::text
  and "s1".initiative_id = l.initiative_id
  and "s1".id = l.row_id
  left join app."indicator_versions" "s2" on l.kind = $::text
  and "s2".initiative_id = l.initiative_id
  and "s2".id = l.row_id
  left join app."baselines" "s3" on l.kind = $::text
  and "s3".initiative_id = l.initiative_id
  and "s3".id = l.row_id
  left join app."baseline_revisions" "s4" on l.kind = $::text
  and "s4".initiative_id = l.initiative_id
  and "s4".id = l.row_id
  left join app."target_points" "s5" on l.kind = $::text
  and "s5".initiative_id = l.initiative_id
  and "s5".id = l.row_id
  left join app."target_proposals" "s6" on l.kind = $::text
  and "s6".initiative_id = l.initiative_id
  and "s6".id = l.row_id
  left join app.territories t on t.initiative_id = l.initiative_id
  and t.id = (l.made ->> 'territory_id')::uuid
  left join app.reporting_periods p on p.initiative_id = l.initiative_id
  and p.id = (l.made ->> 'period_id')::uuid
where
  l.initiative_id = $::uuid
  and l.load_id = $::uuid
order by
  l.indicator_code,
  l.kind,
  t.code,
  p.code;

delete from app.loaded_rows l
where
  l.initiative_id = $::uuid
  and l.load_id = any ($::uuid[]);

update "target_loads"
set
  "undone_at" = $,
  "undone_by" = $,
  "left_rows" = $
where
  "initiative_id" = $
  and "id" = $;

-- targetLoads.draft

select
  "id",
  "file_name",
  "file_hash",
  "facts",
  "choices",
  "checked",
  "rejected",
  "import_id",
  "version",
  "created_at",
  "expires_at"
from
  "import_drafts"
where
  "initiative_id" = $
  and "owner_id" = $
  and "id" = $
  and "expires_at" > $;

select
  "content"
from
  "import_drafts"
where
  "initiative_id" = $
  and "id" = $;

update "import_drafts"
set
  "rejected" = $,
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $
returning
  "id",
  "file_name",
  "file_hash",
  "facts",
  "choices",
  "checked",
  "rejected",
  "import_id",
  "version",
  "created_at",
  "expires_at";
