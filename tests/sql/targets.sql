-- targets.saveBaselines

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
  "kind",
  "code",
  "starts_on" as "startsOn",
  "ends_on" as "endsOn"
from
  "reporting_periods"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

insert into
  app.reporting_periods (initiative_id, kind, code, starts_on, ends_on)
select
  $::uuid,
  r.kind,
  r.code,
  r."startsOn",
  r."endsOn"
from
  json_to_recordset($::json) as r (kind text, code text, "startsOn" date, "endsOn" date)
order by
  r.code
on conflict do nothing;

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

-- targets.saveTargets

insert into
  "target_points" (
    "initiative_id",
    "indicator_version_id",
    "scope",
    "territory_id",
    "category",
    "period_id",
    "value",
    "decision",
    "decided_by",
    "decided_on",
    "reason_fr",
    "reason_en",
    "set_by",
    "replaces_id"
  )
values
  ($…);

-- targets.saveAssignments

select
  "id",
  "code"
from
  "partners"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

insert into
  app.assignment_revisions (initiative_id, assignment_id, valid_to, period_filter, paused, replaced_at)
select
  a.initiative_id,
  a.id,
  a.valid_to,
  a.period_filter,
  a.paused,
  $::timestamptz
from
  app.reporting_assignments a
  join json_to_recordset($::json) as r (territory uuid, partner uuid, "from" date, "to" date, endings text[], paused boolean) on a.initiative_id = $::uuid
  and a.indicator_id = $::uuid
  and a.territory_id = r.territory
  and a.partner_id is not distinct from r.partner
  and a.valid_from = r."from"
  and (a.valid_to, a.period_filter, a.paused) is distinct from (r."to", r.endings, r.paused);

update app.reporting_assignments a
set
  valid_to = r."to",
  period_filter = r.endings,
  paused = r.paused
from
  json_to_recordset($::json) as r (territory uuid, partner uuid, "from" date, "to" date, endings text[], paused boolean)
where
  a.initiative_id = $::uuid
  and a.indicator_id = $::uuid
  and a.territory_id = r.territory
  and a.partner_id is not distinct from r.partner
  and a.valid_from = r."from"
  and (a.valid_to, a.period_filter, a.paused) is distinct from (r."to", r.endings, r.paused);

insert into
  app.reporting_assignments (initiative_id, indicator_id, territory_id, partner_id, valid_from, valid_to, period_filter, paused, created_at)
select
  $::uuid,
  $::uuid,
  r.territory,
  r.partner,
  r."from",
  r."to",
  r.endings,
  r.paused,
  $::timestamptz
from
  json_to_recordset($::json) as r (territory uuid, partner uuid, "from" date, "to" date, endings text[], paused boolean)
where
  not exists (
    select
      1
    from
      app.reporting_assignments a
    where
      a.initiative_id = $::uuid
      and a.indicator_id = $::uuid
      and a.territory_id = r.territory
      and a.partner_id is not distinct from r.partner
      and a.valid_from = r."from"
  );

select
  s.indicator_version_id as "versionId",
  t.id as "territoryId",
  s.period_id as "periodId"
from
  app.cell_sets s
  join app.indicator_versions v on v.initiative_id = s.initiative_id
  and v.id = s.indicator_version_id
  and v.indicator_id = $::uuid
  cross join unnest($::uuid[]) as t (id)
where
  s.initiative_id = $::uuid;

-- targets.proposals

select
  "x"."id",
  "v"."number" as "versionNumber",
  "x"."items",
  "x"."reason_fr" as "reasonFr",
  "x"."reason_en" as "reasonEn",
  "x"."decision",
  "x"."decided_by" as "decidedBy",
  "x"."decided_on" as "decidedOn",
  "who"."name" as "proposedBy",
  "x"."proposed_by" as "proposerId",
  "x"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "x"."proposed_on" as "proposedOn",
  "by"."name" as "answeredBy",
  "x"."answered_on" as "answeredOn",
  "x"."answer",
  "x"."version",
  x.kind as "kind",
  x.state as "state"
from
  "target_proposals" as "x"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "x"."initiative_id"
  and "v"."id" = "x"."indicator_version_id"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."partner_id"
  left join "persons" as "who" on "who"."initiative_id" = "x"."initiative_id"
  and "who"."user_id" = "x"."proposed_by"
  left join "persons" as "by" on "by"."initiative_id" = "x"."initiative_id"
  and "by"."user_id" = "x"."answered_by"
where
  "x"."initiative_id" = $
  and "v"."indicator_id" = $
order by
  x.answered_on desc nulls first,
  "x"."proposed_on" desc,
  "x"."id";

-- targets.propose

insert into
  "target_proposals" (
    "initiative_id",
    "id",
    "indicator_version_id",
    "kind",
    "items",
    "reason_fr",
    "reason_en",
    "decision",
    "decided_by",
    "decided_on",
    "partner_id",
    "proposed_by",
    "proposed_on"
  )
values
  ($…);

select
  "x"."id",
  "v"."number" as "versionNumber",
  "x"."items",
  "x"."reason_fr" as "reasonFr",
  "x"."reason_en" as "reasonEn",
  "x"."decision",
  "x"."decided_by" as "decidedBy",
  "x"."decided_on" as "decidedOn",
  "who"."name" as "proposedBy",
  "x"."proposed_by" as "proposerId",
  "x"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "x"."proposed_on" as "proposedOn",
  "by"."name" as "answeredBy",
  "x"."answered_on" as "answeredOn",
  "x"."answer",
  "x"."version",
  x.kind as "kind",
  x.state as "state"
from
  "target_proposals" as "x"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "x"."initiative_id"
  and "v"."id" = "x"."indicator_version_id"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."partner_id"
  left join "persons" as "who" on "who"."initiative_id" = "x"."initiative_id"
  and "who"."user_id" = "x"."proposed_by"
  left join "persons" as "by" on "by"."initiative_id" = "x"."initiative_id"
  and "by"."user_id" = "x"."answered_by"
where
  "x"."initiative_id" = $
  and "v"."indicator_id" = $
  and "x"."id" = $
order by
  x.answered_on desc nulls first,
  "x"."proposed_on" desc,
  "x"."id";

-- targets.answerProposal

select
  "state",
  "version",
  "proposed_by" as "proposerId",
  "partner_id" as "partnerId"
from
  "target_proposals"
where
  "initiative_id" = $
  and "id" = $
for update;

update "target_proposals"
set
  "state" = $,
  "answered_by" = $,
  "answered_on" = $,
  "answer" = $,
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" = $;

-- targets.withdrawProposal

-- targets.waiting

select
  *
from
  (
    select
      i.code as indicator,
      i.position,
      (
        select
          count(*)::int
        from
          app.target_proposals x
          join app.indicator_versions v on v.initiative_id = x.initiative_id
          and v.id = x.indicator_version_id
        where
          x.initiative_id = i.initiative_id
          and v.indicator_id = i.id
          and x.state = 'proposed'
      ) as proposals,
      (
        select
          count(*)::int
        from
          app.definition_threads t
        where
          t.initiative_id = i.initiative_id
          and t.indicator_id = i.id
          and t.resolved_on is null
      ) as comments
    from
      app.indicators i
    where
      i.initiative_id = $::uuid
      and i.archived_on is null
  ) one
where
  proposals + comments > 0
order by
  position,
  indicator;

-- targets.assignments

select
  "a"."id",
  "i"."code" as "indicator",
  "t"."code" as "territoryCode",
  "p"."code" as "partnerCode",
  "a"."valid_from" as "validFrom",
  "a"."valid_to" as "validTo",
  "a"."period_filter" as "periodFilter",
  "a"."paused",
  "a"."indicator_id" as "indicatorId",
  "a"."territory_id" as "territoryId",
  "p"."left_on" as "leftOn"
from
  "reporting_assignments" as "a"
  inner join "indicators" as "i" on "i"."initiative_id" = "a"."initiative_id"
  and "i"."id" = "a"."indicator_id"
  inner join "territories" as "t" on "t"."initiative_id" = "a"."initiative_id"
  and "t"."id" = "a"."territory_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
where
  "a"."initiative_id" = $
  and "i"."archived_on" is null
  and (
    "a"."valid_to" is null
    or "a"."valid_to" >= $
  )
order by
  "i"."position",
  "i"."code",
  "p"."code",
  "t"."code",
  "a"."valid_from",
  "a"."id";

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
  and "v"."valid_from" <= $
  and (
    "v"."valid_to" is null
    or "v"."valid_to" >= $
  )
  and (
    "i"."archived_on" is null
    or "i"."archived_on" > $
  )
order by
  "i"."position",
  "i"."code";

select distinct
  "indicator_id"
from
  "goal_indicators"
where
  "initiative_id" = $;

-- targets.assign

select
  "id",
  "code"
from
  "partners"
where
  "initiative_id" = $
  and "code" = any ($::text[])
  and (
    "left_on" is null
    or "left_on" >= $
  );

select
  "territory_id" as "territory",
  "partner_id" as "partner"
from
  "reporting_assignments"
where
  "initiative_id" = $
  and "indicator_id" = $
  and (
    "valid_to" is null
    or "valid_to" >= $
  );

-- targets.changeAssignments

select
  "a"."id",
  "i"."code" as "indicator",
  "t"."code" as "territoryCode",
  "p"."code" as "partnerCode",
  "a"."valid_from" as "validFrom",
  "a"."valid_to" as "validTo",
  "a"."period_filter" as "periodFilter",
  "a"."paused",
  "a"."indicator_id" as "indicatorId",
  "a"."territory_id" as "territoryId",
  "p"."left_on" as "leftOn"
from
  "reporting_assignments" as "a"
  inner join "indicators" as "i" on "i"."initiative_id" = "a"."initiative_id"
  and "i"."id" = "a"."indicator_id"
  inner join "territories" as "t" on "t"."initiative_id" = "a"."initiative_id"
  and "t"."id" = "a"."territory_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
where
  "a"."initiative_id" = $
  and "i"."archived_on" is null
order by
  "i"."position",
  "i"."code",
  "p"."code",
  "t"."code",
  "a"."valid_from",
  "a"."id";

insert into
  app.assignment_revisions (initiative_id, assignment_id, valid_to, period_filter, paused, replaced_at)
select
  a.initiative_id,
  a.id,
  a.valid_to,
  a.period_filter,
  a.paused,
  $::timestamptz
from
  app.reporting_assignments a
where
  a.initiative_id = $::uuid
  and a.id = any ($::uuid[]);

update "reporting_assignments"
set
  "paused" = $
where
  "initiative_id" = $
  and "id" = any ($::uuid[])
returning
  "indicator_id" as "indicatorId",
  "territory_id" as "territoryId";
