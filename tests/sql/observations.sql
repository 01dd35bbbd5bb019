-- observations.list

select
  o.id,
  i.code as indicator,
  t.code as territory,
  pa.code as partner,
  p.code as period,
  o.category,
  o.partner_id as "partnerId",
  o.indicator_version_id as "versionId",
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
  o.state,
  o.is_direct_total as "isDirectTotal",
  o.flags,
  o.comment,
  o.return_comment as "returnComment",
  o.entered_on_behalf as "enteredOnBehalf",
  o.same_person as "samePerson",
  o.version,
  o.updated_at as "updatedAt",
  o.origin,
  o.entered_by as "enteredBy",
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
          and e.partner_id is not distinct from "o"."partner_id"
          and (
            e.indicator_id is null
            or e.indicator_id = "v"."indicator_id"
          )
      )
    ) + $::integer
  )::text as "locksOn",
  (
    o.state = 'submitted'
    and exists (
      select
        1
      from
        app.review_claims c
      where
        c.initiative_id = o.initiative_id
        and c.period_id = o.period_id
        and c.partner_id is not distinct from o.partner_id
    )
  ) as "isUnderReview"
from
  app.observations o
  join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  join app.territories t on t.initiative_id = o.initiative_id
  and t.id = o.territory_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  left join app.partners pa on pa.initiative_id = o.initiative_id
  and pa.id = o.partner_id
where
  o.initiative_id = $::uuid
order by
  o.id
limit
  $;

-- observations.entry

select
  v.frequency,
  count(*)::int as count
from
  app.reporting_assignments a
  join app.indicator_versions v on v.initiative_id = a.initiative_id
  and v.indicator_id = a.indicator_id
  and v.valid_to is null
where
  a.initiative_id = $::uuid
  and a.partner_id = $::uuid
  and not a.paused
group by
  v.frequency
order by
  count desc,
  v.frequency;

select
  o.id,
  i.code as indicator,
  t.code as territory,
  pa.code as partner,
  p.code as period,
  o.category,
  o.partner_id as "partnerId",
  o.indicator_version_id as "versionId",
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
  o.state,
  o.is_direct_total as "isDirectTotal",
  o.flags,
  o.comment,
  o.return_comment as "returnComment",
  o.entered_on_behalf as "enteredOnBehalf",
  o.same_person as "samePerson",
  o.version,
  o.updated_at as "updatedAt",
  o.origin,
  o.entered_by as "enteredBy",
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
          and e.partner_id is not distinct from "o"."partner_id"
          and (
            e.indicator_id is null
            or e.indicator_id = "v"."indicator_id"
          )
      )
    ) + $::integer
  )::text as "locksOn",
  (
    o.state = 'submitted'
    and exists (
      select
        1
      from
        app.review_claims c
      where
        c.initiative_id = o.initiative_id
        and c.period_id = o.period_id
        and c.partner_id is not distinct from o.partner_id
    )
  ) as "isUnderReview"
from
  app.observations o
  join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  join app.territories t on t.initiative_id = o.initiative_id
  and t.id = o.territory_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  left join app.partners pa on pa.initiative_id = o.initiative_id
  and pa.id = o.partner_id
where
  o.initiative_id = $::uuid
  and o.period_id = $::uuid
  and o.partner_id = $::uuid
  and o.indicator_version_id in (
    select
      w.id
    from
      app.indicator_versions w
    where
      w.initiative_id = $::uuid
  )
order by
  i.position,
  i.code,
  t.code,
  o.category
limit
  5000;

select distinct
  v.id as "versionId",
  i.code as indicator,
  t.id as "territoryId",
  t.code as territory,
  t.name_fr as "territoryName",
  (
    greatest(
      $::date + "v"."due_days",
      (
        select
          max(e.due_on)
        from
          app.due_extensions e
        where
          e.initiative_id = "v"."initiative_id"
          and e.period_id = "p"."id"
          and e.partner_id is not distinct from "a"."partner_id"
          and (
            e.indicator_id is null
            or e.indicator_id = "v"."indicator_id"
          )
      )
    )
  )::text as "dueOn",
  i.position
from
  app.reporting_assignments a
  join app.indicators i on i.initiative_id = a.initiative_id
  and i.id = a.indicator_id
  join app.indicator_versions v on v.initiative_id = i.initiative_id
  and v.indicator_id = i.id
  and v.valid_from <= $::date
  and (
    v.valid_to is null
    or v.valid_to >= $::date
  )
  join app.territories t on t.initiative_id = a.initiative_id
  and t.id = a.territory_id
  left join app.reporting_periods p on p.initiative_id = a.initiative_id
  and p.code = $
where
  a.initiative_id = $::uuid
  and a.partner_id = $::uuid
  and not a.paused
  and a.valid_from <= $::date
  and (
    a.valid_to is null
    or a.valid_to >= $::date
  )
  and (
    a.period_filter is null
    or $ = any (a.period_filter)
  )
  and $ = case v.frequency
    when 'every_n_years' then 'year'
    else v.frequency
  end
order by
  i.position,
  i.code,
  t.code;

select
  "id",
  "code",
  "name_fr" as "nameFr"
from
  "territories"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

select
  k.version as "versionId",
  k.territory as "territoryId",
  k.category,
  last.*
from
  unnest($::uuid[], $::uuid[], $::text[]) as k (version, territory, category)
  cross join lateral (
    select
      p.code as period,
      o.value,
      o.numerator,
      o.denominator,
      o.sample_n as "sampleN",
      o.bool_value as "boolValue",
      o.presence,
      o.state
    from
      app.reporting_periods p
      join app.observations o on o.initiative_id = p.initiative_id
      and o.indicator_version_id = k.version
      and o.period_id = p.id
      and o.territory_id = k.territory
      and o.partner_id = $::uuid
      and o.category = k.category
    where
      p.initiative_id = $::uuid
      and p.ends_on < $::date
    order by
      p.ends_on desc
    limit
      $
  ) last;

-- observations.details

select
  "id",
  "code",
  "valid_from" as "validFrom",
  "valid_to" as "validTo"
from
  "territories"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

select
  p.code as period,
  o.presence,
  o.value,
  o.numerator,
  o.denominator,
  o.sample_n as "sampleN",
  o.bool_value as "boolValue",
  o.state
from
  app.reporting_periods p
  join app.observations o on o.initiative_id = p.initiative_id
  and o.indicator_version_id = $::uuid
  and o.period_id = p.id
  and o.territory_id = $::uuid
  and o.category = $
  and o.partner_id = $::uuid
where
  p.initiative_id = $::uuid
  and p.ends_on < $::date
order by
  p.ends_on desc
limit
  $;

-- observations.erase

select
  "v"."id",
  "v"."valid_from" as "validFrom",
  "v"."valid_to" as "validTo",
  "v"."frequency",
  "v"."unit_kind" as "unitKind",
  "v"."is_proportion" as "isProportion",
  "v"."parts_unknown" as "partsUnknown",
  "v"."denominator_shared" as "denominatorShared",
  "v"."display_factor" as "displayFactor",
  "v"."currency_code" as "currencyCode",
  "v"."index_min" as "indexMin",
  "v"."index_max" as "indexMax",
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
  "v"."number" desc;

select
  'territory' as kind,
  id,
  code,
  valid_from as "from",
  valid_to as until
from
  app.territories
where
  initiative_id = $::uuid
  and code = any ($::text[])
union all
select
  'partner',
  id,
  code,
  joined_on,
  left_on
from
  app.partners
where
  initiative_id = $::uuid
  and code = any ($::text[])
union all
select
  'period',
  id,
  code,
  starts_on,
  ends_on
from
  app.reporting_periods
where
  initiative_id = $::uuid
  and code = any ($::text[]);

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

select distinct
  "observation_id"
from
  "observation_revisions"
where
  "initiative_id" = $
  and "observation_id" = any ($::uuid[])
  and "new_state" <> $;

with
  gone as (
    delete from app.observations o
    where
      o.initiative_id = $::uuid
      and o.id = any ($::uuid[])
      and o.state = 'draft'
    returning
      o.id,
      o.indicator_version_id,
      o.period_id,
      o.territory_id,
      o.partner_id,
      o.category,
      o.version
  ),
  kept as (
    insert into
      app.ended_figures as e (initiative_id, indicator_version_id, period_id, territory_id, partner_id, category, version)
    select
      $::uuid,
      indicator_version_id,
      period_id,
      territory_id,
      partner_id,
      category,
      version
    from
      gone
    on conflict on constraint ended_figures_key do update
    set
      version = greatest(e.version, excluded.version)
  )
select
  id
from
  gone;

-- observations.save

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

-- observations.submit

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
  and o.id = any ($::uuid[])
order by
  o.indicator_version_id,
  o.period_id,
  o.territory_id,
  o.partner_id,
  o.category
for update of
  o;

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
  o.category,
  p.code as period,
  o.presence,
  o.value,
  o.numerator,
  o.denominator,
  case
    when exists (
      select
        1
      from
        app.reporting_assignments a
      where
        a.initiative_id = o.initiative_id
        and a.indicator_id = v.indicator_id
        and a.territory_id = o.territory_id
        and a.partner_id is not distinct from o.partner_id
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
        x.initiative_id = o.initiative_id
        and x.indicator_id = v.indicator_id
        and x.period_id = o.period_id
        and x.territory_id = o.territory_id
        and x.partner_id is not distinct from o.partner_id
    ) then (
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
            and e.partner_id is not distinct from "o"."partner_id"
            and (
              e.indicator_id is null
              or e.indicator_id = "v"."indicator_id"
            )
        )
      )
    )::text
  end as "dueOn",
  (
    select
      (min(r.at) at time zone $)::date::text
    from
      app.observation_revisions r
    where
      r.initiative_id = o.initiative_id
      and r.observation_id = o.id
      and r.new_state in ('submitted', 'validated')
      and r.number > coalesce(
        (
          select
            max(b.number)
          from
            app.observation_revisions b
          where
            b.initiative_id = o.initiative_id
            and b.observation_id = o.id
            and b.old_state = 'submitted'
            and b.new_state = 'draft'
        ),
        0
      )
  ) as "handedInOn"
from
  app.observations o
  join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
where
  o.initiative_id = $::uuid
  and o.id = any ($::uuid[]);

select
  f.id,
  past.*
from
  app.observations f
  join app.reporting_periods fp on fp.initiative_id = f.initiative_id
  and fp.id = f.period_id
  cross join lateral (
    select
      p.code as period,
      o.presence,
      o.value,
      o.numerator,
      o.denominator
    from
      app.reporting_periods p
      cross join lateral (
        select
          found.*
        from
          app.observations found
        where
          found.initiative_id = f.initiative_id
          and found.indicator_version_id = f.indicator_version_id
          and found.period_id = p.id
          and found.territory_id = f.territory_id
          and found.category = f.category
          and found.partner_id = f.partner_id
        union all
        select
          found.*
        from
          app.observations found
        where
          found.initiative_id = f.initiative_id
          and found.indicator_version_id = f.indicator_version_id
          and found.period_id = p.id
          and found.territory_id = f.territory_id
          and found.category = f.category
          and found.partner_id is null
          and f.partner_id is null
      ) o
    where
      p.initiative_id = f.initiative_id
      and p.ends_on < fp.starts_on
      and o.state in ('submitted', 'validated', 'published')
    order by
      p.ends_on desc
    limit
      $
  ) past
where
  f.initiative_id = $::uuid
  and f.id = any ($::uuid[]);

update app.observations o
set
  state = r.state,
  version = r.version,
  same_person = r."samePerson",
  updated_at = $::timestamptz,
  submitted_at = case r.state
    when 'submitted' then $::timestamptz
    when 'draft' then null
    else o.submitted_at
  end,
  return_comment = case r.state
    when 'returned' then r.comment
    when 'draft' then o.return_comment
  end,
  validated_by = case
    when r.state = 'validated' then $::uuid
  end,
  validated_at = case
    when r.state = 'validated' then $::timestamptz
  end
from
  json_to_recordset($::json) as r (id uuid, state text, version integer, "samePerson" boolean, comment text)
where
  o.initiative_id = $::uuid
  and o.id = r.id;

insert into
  app.observation_revisions (
    initiative_id,
    observation_id,
    number,
    partner_id,
    old_figure,
    new_figure,
    old_state,
    new_state,
    reason,
    note,
    author_id,
    approver_id,
    same_person,
    request_id,
    at
  )
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
  r.author,
  r.approver,
  r."samePerson",
  r.request,
  $::timestamptz
from
  json_to_recordset($::json) as r (
    observation uuid,
    number integer,
    partner uuid,
    old jsonb,
    new jsonb,
    "oldState" text,
    "newState" text,
    reason text,
    note text,
    author uuid,
    approver uuid,
    "samePerson" boolean,
    request uuid
  );

select
  app.recompute_cells ($::uuid, $::uuid[], $::uuid[], $::uuid[]) as written;

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

-- observations.takeBack

select
  c.partner_id as "partnerId",
  c.period_id as "periodId",
  c.claimed_by as "userId",
  coalesce(s.name, '') as name,
  c.claimed_at as at
from
  app.review_claims c
  left join app.persons s on s.initiative_id = c.initiative_id
  and s.user_id = c.claimed_by
where
  c.initiative_id = $::uuid
  and c.period_id = any ($::uuid[]);

-- observations.giveBack

delete from app.review_claims c
where
  c.initiative_id = $::uuid
  and c.period_id = any ($::uuid[])
  and not exists (
    select
      1
    from
      app.observations o
    where
      o.initiative_id = c.initiative_id
      and o.period_id = c.period_id
      and o.state = 'submitted'
      and o.partner_id is not distinct from c.partner_id
  );

select
  id as "hatId",
  user_id as "userId",
  partner_id as "partnerId"
from
  app.role_assignments
where
  initiative_id = $::uuid
  and role = 'partner_contributor'
  and partner_id = any ($::uuid[])
  and user_id is not null
  and starts_on <= $::date
  and (
    ends_on is null
    or ends_on >= $::date
  );

with
  made as (
    insert into
      app.notifications (initiative_id, user_id, hat_id, kind, object_key, due_key, facts, created_at)
    select
      $::uuid,
      t."userId",
      t."hatId",
      t.kind,
      t."objectKey",
      t."dueKey",
      t.facts,
      $::timestamptz
    from
      json_to_recordset($::json) as t ("userId" uuid, "hatId" uuid, kind text, "objectKey" text, "dueKey" text, facts jsonb)
    on conflict on constraint notifications_once_key do nothing
    returning
      id,
      user_id,
      hat_id,
      kind,
      facts
  ),
  mailed as (
    insert into
      auth.mail_outbox (id, kind, user_id, initiative_id, hat_id, facts, created_at, next_attempt_at)
    select
      id,
      kind,
      user_id,
      $::uuid,
      hat_id,
      facts,
      $::timestamptz,
      $::timestamptz
    from
      made
    where
      kind = any ($::text[])
  )
select
  count(*)::int as count
from
  made;

-- observations.validate

select distinct
  on (r.observation_id) r.observation_id as id,
  r.old_figure as figure,
  r.reason,
  r.note
from
  app.observation_revisions r
where
  r.initiative_id = $::uuid
  and r.observation_id = any ($::uuid[])
  and r.old_state = 'validated'
  and r.new_state = 'returned'
order by
  r.observation_id,
  r.number desc;

-- observations.reopen

select
  o.id,
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
          and e.partner_id is not distinct from "o"."partner_id"
          and (
            e.indicator_id is null
            or e.indicator_id = "v"."indicator_id"
          )
      )
    ) + $::integer
  )::text as day
from
  app.observations o
  join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
where
  o.initiative_id = $::uuid
  and o.id = any ($::uuid[]);

-- observations.due

select
  f."partnerId",
  f.indicator,
  f.period,
  f."dueOn",
  count(*) filter (
    where
      f.state is null
  )::int as "toEnter",
  count(*) filter (
    where
      f.state = 'draft'
  )::int as drafts,
  coalesce(
    json_agg(
      f.returned
      order by
        f.territory,
        f.category
    ) filter (
      where
        f.state = 'returned'
    ),
    '[]'
  ) as returned
from
  (
    select
      a.partner_id as "partnerId",
      i.code as indicator,
      i.position,
      d.code as period,
      greatest(
        "d"."endsOn" + "v"."due_days",
        (
          select
            max(e.due_on)
          from
            app.due_extensions e
          where
            e.initiative_id = "v"."initiative_id"
            and e.period_id = "p"."id"
            and e.partner_id is not distinct from "a"."partner_id"
            and (
              e.indicator_id is null
              or e.indicator_id = "v"."indicator_id"
            )
        )
      ) as "dueOn",
      o.state,
      null as territory,
      null as category,
      null::json as returned
    from
      json_to_recordset($::json) as d (kind text, code text, "startsOn" date, "endsOn" date)
      join app.indicator_versions v on v.initiative_id = $::uuid
      and d.kind = case v.frequency
        when 'every_n_years' then 'year'
        else v.frequency
      end
      and v.valid_from <= d."endsOn"
      and (
        v.valid_to is null
        or v.valid_to >= d."endsOn"
      )
      join app.indicators i on i.initiative_id = v.initiative_id
      and i.id = v.indicator_id
      and i.archived_on is null
      join app.reporting_assignments a on a.initiative_id = v.initiative_id
      and a.indicator_id = i.id
      and not a.paused
      and a.valid_from <= d."endsOn"
      and (
        a.valid_to is null
        or a.valid_to >= d."endsOn"
      )
      and (
        a.period_filter is null
        or split_part(d.code, '-', 2) = any (a.period_filter)
      )
      left join app.reporting_periods p on p.initiative_id = v.initiative_id
      and p.code = d.code
      left join lateral (
        select
          found.*
        from
          app.observations found
        where
          found.initiative_id = v.initiative_id
          and found.indicator_version_id = v.id
          and found.period_id = p.id
          and found.territory_id = a.territory_id
          and found.category = 'TOTAL'
          and found.partner_id = a.partner_id
        union all
        select
          found.*
        from
          app.observations found
        where
          found.initiative_id = v.initiative_id
          and found.indicator_version_id = v.id
          and found.period_id = p.id
          and found.territory_id = a.territory_id
          and found.category = 'TOTAL'
          and found.partner_id is null
          and a.partner_id is null
      ) o on true
      left join app.excused_reports x on x.initiative_id = v.initiative_id
      and x.indicator_id = i.id
      and x.period_id = p.id
      and x.territory_id = a.territory_id
      and x.partner_id is not distinct from a.partner_id
    where
      true
      and (
        o.id is null
        or o.state = 'draft'
      )
      and x.id is null
    union all
    select
      o.partner_id,
      i.code,
      i.position,
      p.code,
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
            and e.partner_id is not distinct from "o"."partner_id"
            and (
              e.indicator_id is null
              or e.indicator_id = "v"."indicator_id"
            )
        )
      ),
      o.state,
      t.code,
      o.category,
      json_build_object('versionId', v.id, 'territory', t.code, 'territoryName', t.name_fr, 'category', o.category, 'comment', o.return_comment)
    from
      app.observations o
      join app.indicator_versions v on v.initiative_id = o.initiative_id
      and v.id = o.indicator_version_id
      join app.indicators i on i.initiative_id = v.initiative_id
      and i.id = v.indicator_id
      and i.archived_on is null
      join app.reporting_periods p on p.initiative_id = o.initiative_id
      and p.id = o.period_id
      join app.territories t on t.initiative_id = o.initiative_id
      and t.id = o.territory_id
      left join app.excused_reports x on x.initiative_id = o.initiative_id
      and x.indicator_id = i.id
      and x.period_id = p.id
      and x.territory_id = o.territory_id
      and x.partner_id is not distinct from o.partner_id
    where
      o.initiative_id = $::uuid
      and o.state = 'returned'
      and true
      and x.id is null
  ) f
group by
  f."partnerId",
  f.indicator,
  f.position,
  f.period,
  f."dueOn"
order by
  f."dueOn",
  f.period,
  f.position,
  f.indicator;

select
  greatest(
    "d"."endsOn" + "v"."due_days",
    (
      select
        max(e.due_on)
      from
        app.due_extensions e
      where
        e.initiative_id = "v"."initiative_id"
        and e.period_id = "p"."id"
        and e.partner_id is not distinct from "a"."partner_id"
        and (
          e.indicator_id is null
          or e.indicator_id = "v"."indicator_id"
        )
    )
  ) as "dueOn",
  d.code as period,
  count(*)::int as count
from
  json_to_recordset($::json) as d (kind text, code text, "startsOn" date, "endsOn" date)
  join app.indicator_versions v on v.initiative_id = $::uuid
  and d.kind = case v.frequency
    when 'every_n_years' then 'year'
    else v.frequency
  end
  and v.valid_from <= d."endsOn"
  and (
    v.valid_to is null
    or v.valid_to >= d."endsOn"
  )
  join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  and i.archived_on is null
  join app.reporting_assignments a on a.initiative_id = v.initiative_id
  and a.indicator_id = i.id
  and not a.paused
  and a.valid_from <= d."endsOn"
  and (
    a.valid_to is null
    or a.valid_to >= d."endsOn"
  )
  and (
    a.period_filter is null
    or split_part(d.code, '-', 2) = any (a.period_filter)
  )
  left join app.reporting_periods p on p.initiative_id = v.initiative_id
  and p.code = d.code
where
  true
group by
  1,
  2
order by
  1,
  2
limit
  1;

-- observations.extensions

select
  e.id,
  pa.code as partner,
  g.name as "partnerName",
  p.code as period,
  i.code as indicator,
  e.due_on::text as "dueOn",
  e.reason,
  (e.granted_at at time zone $)::date::text as "grantedOn"
from
  app.due_extensions e
  join app.reporting_periods p on p.initiative_id = e.initiative_id
  and p.id = e.period_id
  left join app.indicators i on i.initiative_id = e.initiative_id
  and i.id = e.indicator_id
  left join app.partners pa on pa.initiative_id = e.initiative_id
  and pa.id = e.partner_id
  left join app.organizations g on g.initiative_id = pa.initiative_id
  and g.id = pa.organization_id
where
  e.initiative_id = $::uuid
order by
  e.due_on desc,
  pa.code,
  p.code,
  i.code
limit
  500;

-- observations.extend

select
  "id",
  "code",
  "left_on" as "leftOn"
from
  "partners"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

select
  id,
  code
from
  app.indicators
where
  initiative_id = $::uuid
  and code = any ($::text[]);

delete from app.due_extensions
where
  initiative_id = $::uuid
  and period_id = $::uuid
  and partner_id is not distinct from $::uuid
  and indicator_id is not distinct from $::uuid;

insert into
  app.due_extensions (initiative_id, id, partner_id, period_id, indicator_id, due_on, reason, granted_by, granted_at)
values
  ($…);

-- observations.endExtension

select
  e.id,
  pa.code as partner,
  g.name as "partnerName",
  p.code as period,
  i.code as indicator,
  e.due_on::text as "dueOn",
  e.reason,
  (e.granted_at at time zone $)::date::text as "grantedOn"
from
  app.due_extensions e
  join app.reporting_periods p on p.initiative_id = e.initiative_id
  and p.id = e.period_id
  left join app.indicators i on i.initiative_id = e.initiative_id
  and i.id = e.indicator_id
  left join app.partners pa on pa.initiative_id = e.initiative_id
  and pa.id = e.partner_id
  left join app.organizations g on g.initiative_id = pa.initiative_id
  and g.id = pa.organization_id
where
  e.initiative_id = $::uuid
  and e.id = $::uuid
order by
  e.due_on desc,
  pa.code,
  p.code,
  i.code
limit
  500;

delete from app.due_extensions
where
  initiative_id = $::uuid
  and id = $::uuid;

-- observations.history

select
  i.code as indicator,
  t.code as territory,
  pa.code as partner,
  o.partner_id as "partnerId",
  p.code as period,
  o.category,
  o.state
from
  app.observations o
  join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  join app.territories t on t.initiative_id = o.initiative_id
  and t.id = o.territory_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  left join app.partners pa on pa.initiative_id = o.initiative_id
  and pa.id = o.partner_id
where
  o.initiative_id = $::uuid
  and o.id = $::uuid;

select
  r.number,
  r.at,
  r.reason,
  r.note,
  r.old_state as "oldState",
  r.new_state as "newState",
  r.old_figure as old,
  r.new_figure as new,
  r.author_id as "authorId",
  r.approver_id as "approverId",
  c.warnings,
  c.comment as confirmation
from
  app.observation_revisions r
  left join app.observation_confirmations c on c.initiative_id = r.initiative_id
  and c.observation_id = r.observation_id
  and c.number = r.number
where
  r.initiative_id = $::uuid
  and r.observation_id = $::uuid
order by
  r.number desc;

select
  p.user_id as "userId",
  p.name,
  exists (
    select
      1
    from
      app.role_assignments r
    where
      r.initiative_id = p.initiative_id
      and r.user_id = p.user_id
      and "r"."starts_on" <= current_date
      and (
        "r"."ends_on" is null
        or "r"."ends_on" >= current_date
      )
  ) as "isActive",
  exists (
    select
      1
    from
      app.role_assignments r
    where
      r.initiative_id = p.initiative_id
      and r.user_id = p.user_id
      and r.partner_id = $::uuid
      and r.role in ('partner_contributor', 'partner_viewer')
  ) as "isOfPartner"
from
  app.persons p
where
  p.initiative_id = $::uuid
  and p.user_id = any ($::uuid[]);

-- observations.events

select
  e.id,
  e.note_fr as "noteFr",
  e.note_en as "noteEn",
  e.filters,
  e.declared_on as "declaredOn",
  e.lifted_on as "liftedOn",
  e.lifted_reason as "liftedReason",
  e.version,
  (
    select
      count(*)::int
    from
      app.excused_reports x
    where
      x.initiative_id = e.initiative_id
      and x.event_id = e.id
  ) as reports
from
  app.collection_events e
where
  e.initiative_id = $::uuid
order by
  e.declared_on desc,
  e.id
limit
  200;

-- observations.declareEvent

with recursive
  within as (
    select
      p.id as period_id,
      p.ends_on,
      t.id,
      l.hierarchy
    from
      app.reporting_periods p
      join app.territories t on t.initiative_id = p.initiative_id
      and t.id = any ($::uuid[])
      join app.territory_levels l on l.initiative_id = t.initiative_id
      and l.id = t.level_id
    where
      p.initiative_id = $::uuid
      and p.id = any ($::uuid[])
    union
    select
      within.period_id,
      within.ends_on,
      tp.territory_id,
      within.hierarchy
    from
      within
      join app.territory_parents tp on tp.initiative_id = $::uuid
      and tp.parent_id = within.id
      and tp.hierarchy = within.hierarchy
      and tp.valid_from <= within.ends_on
      and (
        tp.valid_to is null
        or tp.valid_to > within.ends_on
      )
  )
select
  a.indicator_id as "indicatorId",
  a.territory_id as "territoryId",
  a.partner_id as "partnerId",
  p.id as "periodId"
from
  app.reporting_periods p
  join app.indicator_versions v on v.initiative_id = p.initiative_id
  and p.kind = case v.frequency
    when 'every_n_years' then 'year'
    else v.frequency
  end
  and v.valid_from <= p.ends_on
  and (
    v.valid_to is null
    or v.valid_to >= p.ends_on
  )
  join app.indicators i on i.initiative_id = p.initiative_id
  and i.id = v.indicator_id
  and i.archived_on is null
  join app.reporting_assignments a on a.initiative_id = p.initiative_id
  and a.indicator_id = i.id
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
  left join lateral (
    select
      found.*
    from
      app.observations found
    where
      found.initiative_id = v.initiative_id
      and found.indicator_version_id = v.id
      and found.period_id = p.id
      and found.territory_id = a.territory_id
      and found.category = 'TOTAL'
      and found.partner_id = a.partner_id
    union all
    select
      found.*
    from
      app.observations found
    where
      found.initiative_id = v.initiative_id
      and found.indicator_version_id = v.id
      and found.period_id = p.id
      and found.territory_id = a.territory_id
      and found.category = 'TOTAL'
      and found.partner_id is null
      and a.partner_id is null
  ) o on o.state in ('submitted', 'validated', 'published')
  and o.presence in ('reported', 'not_applicable')
  left join app.excused_reports x on x.initiative_id = p.initiative_id
  and x.indicator_id = i.id
  and x.period_id = p.id
  and x.territory_id = a.territory_id
  and x.partner_id is not distinct from a.partner_id
where
  p.initiative_id = $::uuid
  and p.id = any ($::uuid[])
  and o.id is null
  and x.id is null
  and i.id = any ($::uuid[])
group by
  1,
  2,
  3,
  4
order by
  1,
  4,
  2,
  3
limit
  $;

insert into
  app.collection_events (initiative_id, id, note_fr, note_en, filters, report_count, declared_by, declared_on)
values
  ($…);

insert into
  app.excused_reports (initiative_id, event_id, indicator_id, territory_id, partner_id, period_id)
select
  $::uuid,
  $::uuid,
  k."indicatorId",
  k."territoryId",
  k."partnerId",
  k."periodId"
from
  json_to_recordset($::json) as k ("indicatorId" uuid, "territoryId" uuid, "partnerId" uuid, "periodId" uuid)
on conflict on constraint excused_reports_once_key do nothing
returning
  id;

select
  e.id,
  e.note_fr as "noteFr",
  e.note_en as "noteEn",
  e.filters,
  e.declared_on as "declaredOn",
  e.lifted_on as "liftedOn",
  e.lifted_reason as "liftedReason",
  e.version,
  (
    select
      count(*)::int
    from
      app.excused_reports x
    where
      x.initiative_id = e.initiative_id
      and x.event_id = e.id
  ) as reports
from
  app.collection_events e
where
  e.initiative_id = $::uuid
  and e.id = $::uuid
order by
  e.declared_on desc,
  e.id
limit
  200;

-- observations.liftEvent

select
  version,
  lifted_on as "liftedOn"
from
  app.collection_events
where
  initiative_id = $::uuid
  and id = $::uuid
for update;

delete from app.excused_reports
where
  initiative_id = $::uuid
  and event_id = $::uuid;

update app.collection_events
set
  lifted_by = $::uuid,
  lifted_on = $::date,
  lifted_reason = $,
  version = version + 1
where
  initiative_id = $::uuid
  and id = $::uuid;
