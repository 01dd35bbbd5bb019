-- review.queue

select
  o.id,
  o.indicator_version_id as "versionId",
  o.partner_id as "partnerId",
  o.period_id as "periodId",
  pa.code as partner,
  g.name as "partnerName",
  p.code as period,
  o.state,
  o.origin,
  o.entered_by as "enteredBy",
  o.comment,
  o.version,
  (coalesce(o.submitted_at, o.updated_at) at time zone $)::date::text as "submittedOn"
from
  app.observations o
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  left join app.partners pa on pa.initiative_id = o.initiative_id
  and pa.id = o.partner_id
  left join app.organizations g on g.initiative_id = pa.initiative_id
  and g.id = pa.organization_id
where
  o.initiative_id = $::uuid
  and o.state = 'submitted'
order by
  coalesce(o.submitted_at, o.updated_at),
  o.id
limit
  $;

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

select distinct
  on (c.observation_id) c.observation_id as id,
  c.comment,
  s.name,
  c.at,
  c.confirmed_by as "userId"
from
  app.observation_confirmations c
  join app.observations o on o.initiative_id = c.initiative_id
  and o.id = c.observation_id
  and o.version = c.number
  left join app.persons s on s.initiative_id = c.initiative_id
  and s.user_id = c.confirmed_by
where
  c.initiative_id = $::uuid
  and c.observation_id = any ($::uuid[])
order by
  c.observation_id,
  c.number desc;

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
  c.initiative_id = $::uuid;

select
  k.partner as "partnerId",
  k.period as "periodId",
  count(*)::int as expected,
  (
    min(
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
            and e.partner_id is not distinct from "a"."partner_id"
            and (
              e.indicator_id is null
              or e.indicator_id = "v"."indicator_id"
            )
        )
      )
    )
  )::text as "dueOn",
  (
    count(*) filter (
      where
        exists (
          select
            1
          from
            (
              select
                found.*
              from
                app.observations found
              where
                found.initiative_id = v.initiative_id
                and found.indicator_version_id = v.id
                and found.period_id = p.id
                and found.territory_id = a.territory_id
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
                and found.partner_id is null
                and a.partner_id is null
            ) o
          where
            o.state in ('submitted', 'validated', 'published')
            and o.presence in ('reported', 'not_applicable')
        )
    )
  )::int as received
from
  unnest($::uuid[], $::uuid[]) as k (partner, period)
  join app.reporting_periods p on p.initiative_id = $::uuid
  and p.id = k.period
  join app.reporting_assignments a on a.initiative_id = p.initiative_id
  and coalesce(a.partner_id, '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(k.partner, '00000000-0000-0000-0000-000000000000'::uuid)
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
  and not exists (
    select
      1
    from
      app.excused_reports x
    where
      x.initiative_id = a.initiative_id
      and x.indicator_id = a.indicator_id
      and x.period_id = p.id
      and x.territory_id = a.territory_id
      and x.partner_id is not distinct from a.partner_id
  )
  join app.indicator_versions v on v.initiative_id = a.initiative_id
  and v.indicator_id = a.indicator_id
  and v.valid_from <= p.ends_on
  and (
    v.valid_to is null
    or v.valid_to >= p.ends_on
  )
  and p.kind = case v.frequency
    when 'every_n_years' then 'year'
    else v.frequency
  end
group by
  k.partner,
  k.period;

select distinct
  v.frequency,
  v.due_days as "dueDays"
from
  app.reporting_assignments a
  join app.indicator_versions v on v.initiative_id = a.initiative_id
  and v.indicator_id = a.indicator_id
  and v.valid_to is null
where
  a.initiative_id = $::uuid
  and not a.paused
  and (
    a.valid_to is null
    or a.valid_to >= $::date
  );

-- review.item

select
  o.id,
  o.indicator_version_id as "versionId",
  o.partner_id as "partnerId",
  o.period_id as "periodId",
  pa.code as partner,
  g.name as "partnerName",
  p.code as period,
  o.state,
  o.origin,
  o.entered_by as "enteredBy",
  o.comment,
  o.version,
  (coalesce(o.submitted_at, o.updated_at) at time zone $)::date::text as "submittedOn"
from
  app.observations o
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  left join app.partners pa on pa.initiative_id = o.initiative_id
  and pa.id = o.partner_id
  left join app.organizations g on g.initiative_id = pa.initiative_id
  and g.id = pa.organization_id
where
  o.initiative_id = $::uuid
  and o.state = 'submitted'
  and o.period_id = $::uuid
  and o.partner_id is not distinct from $::uuid
order by
  coalesce(o.submitted_at, o.updated_at),
  o.id
limit
  $;

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

select
  "id",
  "code",
  "name_fr" as "nameFr"
from
  "territories"
where
  "initiative_id" = $
  and "code" = any ($::text[]);

-- review.claim

insert into
  app.review_claims as c (initiative_id, partner_id, period_id, claimed_by, claimed_at)
values
  ($…)
on conflict on constraint review_claims_one_key do update
set
  claimed_at = case
    when $ then excluded.claimed_at
    else c.claimed_at
  end,
  claimed_by = case
    when $ then excluded.claimed_by
    else c.claimed_by
  end
returning
  claimed_by as "userId";

-- review.release

delete from app.review_claims
where
  initiative_id = $::uuid
  and claimed_by = $::uuid
  and period_id = $::uuid
  and partner_id is not distinct from $::uuid;

-- review.validateForms

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
  app.recompute_cells ($::uuid, $::uuid[], $::uuid[], $::uuid[]) as written;
