-- importDrafts.create

select
  "choices"
from
  "import_habits"
where
  "initiative_id" = $
  and "partner_id" is not distinct from $
  and "fingerprint" = $;

select
  i.code,
  array_remove(array_agg(distinct v.name_fr) || array_agg(distinct v.name_en), null) as names
from
  app.indicators i
  join app.indicator_versions v on v.initiative_id = i.initiative_id
  and v.indicator_id = i.id
where
  i.initiative_id = $::uuid
group by
  i.code
order by
  i.code;

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
  "p"."id",
  "p"."code",
  "o"."name",
  "o"."short_name"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $;

select
  "code",
  "name_fr",
  "name_en"
from
  "dimensions"
where
  "initiative_id" = $
order by
  "code";

select
  "d"."code" as "dimension",
  "c"."code",
  "c"."name_fr",
  "c"."name_en"
from
  "dimensions" as "d"
  left join "categories" as "c" on "c"."initiative_id" = "d"."initiative_id"
  and "c"."dimension_id" = "d"."id"
where
  "d"."initiative_id" = $;

insert into
  "import_drafts" ("initiative_id", "owner_id", "partner_id", "file_name", "file_hash", "facts", "content", "choices", "created_at", "expires_at")
values
  ($…)
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

-- importDrafts.list

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
  and "expires_at" > $
order by
  "created_at" desc
limit
  $;

-- importDrafts.read

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

-- importDrafts.change

update "import_drafts"
set
  "choices" = $,
  "checked" = $,
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

-- importDrafts.check

select
  "content"
from
  "import_drafts"
where
  "initiative_id" = $
  and "id" = $;

select
  "i"."code",
  "v"."id" as "version_id",
  "v"."valid_from",
  "v"."valid_to",
  "v"."unit_kind",
  "v"."is_proportion",
  "v"."display_factor",
  "v"."parts_unknown",
  "v"."source_kind"
from
  "indicators" as "i"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "i"."initiative_id"
  and "v"."indicator_id" = "i"."id"
where
  "i"."initiative_id" = $
  and "i"."code" in ($)
order by
  "v"."number" desc;

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
  and "v"."id" = any ($::uuid[]);

select
  "id",
  "starts_on"
from
  "reporting_periods"
where
  "initiative_id" = $
  and "id" = any ($::uuid[]);

select
  "code"
from
  "dimensions"
where
  "initiative_id" = $
  and "exclusive" = $;

select
  o.id,
  o.indicator_version_id as "versionId",
  o.territory_id as "territoryId",
  o.partner_id as "partnerId",
  o.period_id as "periodId",
  o.category,
  o.presence,
  o.presence_reason as "presenceReason",
  o.value,
  o.numerator,
  o.denominator,
  o.sample_n as "sampleN",
  o.bool_value as "boolValue",
  o.achieved_on as "achievedOn",
  o.amount_original as "amountOriginal",
  o.currency_code as "currencyCode",
  o.fx_rate as "fxRate",
  o.fx_date as "fxDate",
  o.is_direct_total as "isDirectTotal",
  o.flags,
  o.comment,
  o.state,
  o.origin,
  o.entered_by as "enteredBy",
  o.version
from
  app.observations o
where
  o.initiative_id = $::uuid
  and o.indicator_version_id = any ($::uuid[])
  and o.period_id = any ($::uuid[])
  and o.territory_id = any ($::uuid[])
  and (
    o.partner_id = any ($::uuid[])
    or (
      o.partner_id is null
      and $::boolean
    )
  )
  and o.state in ('submitted', 'validated', 'published');

select
  o.id,
  o.indicator_version_id as "versionId",
  o.territory_id as "territoryId",
  o.partner_id as "partnerId",
  o.period_id as "periodId",
  o.category,
  o.presence,
  o.presence_reason as "presenceReason",
  o.value,
  o.numerator,
  o.denominator,
  o.sample_n as "sampleN",
  o.bool_value as "boolValue",
  o.achieved_on as "achievedOn",
  o.amount_original as "amountOriginal",
  o.currency_code as "currencyCode",
  o.fx_rate as "fxRate",
  o.fx_date as "fxDate",
  o.is_direct_total as "isDirectTotal",
  o.flags,
  o.comment,
  o.state,
  o.origin,
  o.entered_by as "enteredBy",
  o.version
from
  app.observations o
where
  o.initiative_id = $::uuid
  and o.indicator_version_id = any ($::uuid[])
  and o.period_id = any ($::uuid[])
  and o.territory_id = any ($::uuid[])
  and (
    o.partner_id = any ($::uuid[])
    or (
      o.partner_id is null
      and $::boolean
    )
  )
  and o.category = any ($::text[])
order by
  o.indicator_version_id,
  o.period_id,
  o.territory_id,
  o.partner_id,
  o.category
for update of
  o;

select
  d.code,
  array_agg(
    c.code
    order by
      c.position,
      c.code
  ) filter (
    where
      not c.is_unknown
  ) as known,
  min(c.code) filter (
    where
      c.is_unknown
  ) as unknown
from
  app.dimensions d
  join app.categories c on c.initiative_id = d.initiative_id
  and c.dimension_id = d.id
where
  d.initiative_id = $::uuid
  and d.exclusive
  and d.exhaustive
group by
  d.id,
  d.code
having
  bool_or(c.is_unknown)
  and not bool_and(c.is_unknown)
order by
  d.code;

select
  "id",
  "code",
  "starts_on" as "startsOn",
  "ends_on" as "endsOn"
from
  "reporting_periods"
where
  "initiative_id" = $;

select
  o.indicator_version_id as "versionId",
  o.territory_id as "territoryId",
  o.partner_id as "partnerId",
  o.period_id as "periodId",
  o.category,
  o.presence,
  o.value,
  o.numerator,
  o.denominator
from
  app.observations o
where
  o.initiative_id = $::uuid
  and o.indicator_version_id = any ($::uuid[])
  and o.territory_id = any ($::uuid[])
  and (
    o.partner_id = any ($::uuid[])
    or (
      o.partner_id is null
      and $::boolean
    )
  )
  and o.category = any ($::text[])
  and o.state in ('submitted', 'validated', 'published');

select
  k.index,
  (
    greatest(
      "p"."ends_on" + "v"."due_days",
      (
        select
          max(e.due_on)
        from
          app.due_extensions e
        where
          e.initiative_id = "v"."initiative_id"
          and e.period_id = "p"."id"
          and e.partner_id is not distinct from "k"."pa"
          and (
            e.indicator_id is null
            or e.indicator_id = "v"."indicator_id"
          )
      )
    )
  )::text as "dueOn"
from
  json_to_recordset($::json) as k (index integer, v uuid, t uuid, pa uuid, p uuid)
  join app.indicator_versions v on v.initiative_id = $::uuid
  and v.id = k.v
  join app.reporting_periods p on p.initiative_id = $::uuid
  and p.id = k.p
where
  exists (
    select
      1
    from
      app.reporting_assignments a
    where
      a.initiative_id = $::uuid
      and a.indicator_id = v.indicator_id
      and a.territory_id = k.t
      and a.partner_id is not distinct from k.pa
      and not a.paused
      and a.valid_from <= p.ends_on
      and (
        a.valid_to is null
        or a.valid_to >= p.ends_on
      )
      and (
        a.period_filter is null
        or split_part(p.code, '-', 2) = any (a.period_filter)
      )
  )
  and not exists (
    select
      1
    from
      app.excused_reports x
    where
      x.initiative_id = $::uuid
      and x.indicator_id = v.indicator_id
      and x.period_id = k.p
      and x.territory_id = k.t
      and x.partner_id is not distinct from k.pa
  );

select
  "id"
from
  "observations"
where
  "initiative_id" = $
limit
  $;

insert into
  "import_habits" ("initiative_id", "partner_id", "fingerprint", "choices", "updated_at")
values
  ($…)
on conflict on constraint "import_habits_key" do update
set
  "choices" = $,
  "updated_at" = $;

update "import_drafts"
set
  "checked" = $,
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

-- importDrafts.confirm

update "import_drafts"
set
  "facts" = $,
  "checked" = $,
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

-- importDrafts.run

insert into
  "imports" ("initiative_id", "file_name", "file_hash", "state", "is_partial", "started_by", "partner_id", "started_at")
values
  ($…)
returning
  "id";

insert into
  app.observations (
    initiative_id,
    id,
    indicator_version_id,
    territory_id,
    partner_id,
    period_id,
    category,
    value,
    numerator,
    denominator,
    sample_n,
    bool_value,
    achieved_on,
    amount_original,
    currency_code,
    fx_rate,
    fx_date,
    presence,
    presence_reason,
    state,
    is_direct_total,
    flags,
    comment,
    origin,
    entered_on_behalf,
    entered_by,
    submitted_at,
    validated_by,
    validated_at,
    import_id,
    version,
    updated_at
  )
select
  $::uuid,
  r.id,
  r.v,
  r.t,
  r.pa,
  r.p,
  r.category,
  r.value,
  r.numerator,
  r.denominator,
  r.n,
  r.bool,
  r.achieved,
  r.amount,
  r.currency,
  r.rate,
  r.rated,
  r.presence,
  r.reason,
  r.state,
  r.direct,
  r.flags,
  r.comment,
  $,
  r.behalf,
  $::uuid,
  case
    when r.state <> 'draft' then $::timestamptz
  end,
  case
    when r.state = 'validated' then $::uuid
  end,
  case
    when r.state = 'validated' then $::timestamptz
  end,
  $::uuid,
  coalesce(gone.version, 0) + 1,
  $::timestamptz
from
  json_to_recordset($::json) as r (
    id uuid,
    v uuid,
    t uuid,
    pa uuid,
    p uuid,
    category text,
    value numeric,
    numerator numeric,
    denominator numeric,
    n numeric,
    bool boolean,
    achieved date,
    amount numeric,
    currency text,
    rate numeric,
    rated date,
    presence text,
    reason text,
    state text,
    direct boolean,
    flags text[],
    comment text,
    behalf boolean,
    version integer
  )
  left join app.ended_figures gone on gone.initiative_id = $::uuid
  and gone.indicator_version_id = r.v
  and gone.period_id = r.p
  and gone.territory_id = r.t
  and gone.partner_id is not distinct from r.pa
  and gone.category = r.category
order by
  r.v,
  r.p,
  r.t,
  r.pa,
  r.category
on conflict on constraint observations_one_current_key do nothing
returning
  id,
  version;

insert into
  app.imported_figures (initiative_id, import_id, observation_id, partner_id, version)
select
  o.initiative_id,
  $::uuid,
  o.id,
  $::uuid,
  o.version
from
  app.observations o
where
  o.initiative_id = $::uuid
  and o.id = any ($::uuid[]);

insert into
  app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason, note, author_id, approver_id, at)
select
  $::uuid,
  r.observation,
  r.number,
  r.partner,
  r.old,
  r.new,
  r."oldState",
  r."newState",
  r.reason,
  r.note,
  $::uuid,
  r.approver,
  $::timestamptz
from
  json_to_recordset($::json) as r (observation uuid, number integer, partner uuid, old jsonb, new jsonb, "oldState" text, "newState" text, reason text, note text, approver uuid);

select
  app.recompute_cells ($::uuid, $::uuid[], $::uuid[], $::uuid[]) as written;

update "imports"
set
  "made" = $
where
  "initiative_id" = $
  and "id" = $;

update "imports"
set
  "state" = $,
  "result" = $,
  "finished_at" = $
where
  "initiative_id" = $
  and "id" = $;

update "import_drafts"
set
  "rejected" = $,
  "import_id" = $,
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

-- importDrafts.rejected

-- importDrafts.remove

delete from "import_drafts"
where
  "initiative_id" = $
  and "owner_id" = $
  and "id" = $;
