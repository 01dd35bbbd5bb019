-- exports.read

select
  v.id,
  i.code as indicator,
  i.position,
  v.number,
  i.scope,
  i.is_core as "isCore",
  v.valid_from as "validFrom",
  v.valid_to as "validTo",
  v.name_fr as "nameFr",
  v.name_en as "nameEn",
  v.definition_fr as "definitionFr",
  v.definition_en as "definitionEn",
  v.formula_fr as "formulaFr",
  v.formula_en as "formulaEn",
  v.purpose_fr as "purposeFr",
  v.purpose_en as "purposeEn",
  v.limits_fr as "limitsFr",
  v.limits_en as "limitsEn",
  v.conditions,
  v.unit_kind as "unitKind",
  v.parts_unknown as "partsUnknown",
  v.counting_unit as "countingUnit",
  v.temporal_kind as "temporalKind",
  v.frequency,
  v.direction,
  v.overlap_partners as "overlapPartners",
  v.overlap_territories as "overlapTerritories",
  v.display_factor::text as "displayFactor",
  v.decimals,
  v.unit_label_fr as "unitLabelFr",
  v.unit_label_en as "unitLabelEn",
  v.currency_code as "currencyCode",
  v.source_kind as "sourceKind",
  v.source_fr as "sourceFr",
  v.source_en as "sourceEn",
  v.licence,
  v.responsible
from
  app.indicators i
  join app.indicator_versions v on v.initiative_id = i.initiative_id
  and v.indicator_id = i.id
where
  i.initiative_id = $::uuid
  and (
    $::text[] is null
    or i.code = any ($::text[])
  )
order by
  i.position,
  i.code,
  v.number;

select
  "t"."id",
  "t"."code",
  "t"."external_id" as "externalId",
  "l"."code" as "level",
  "t"."name_fr" as "nameFr",
  "t"."name_en" as "nameEn"
from
  "territories" as "t"
  inner join "territory_levels" as "l" on "l"."initiative_id" = "t"."initiative_id"
  and "l"."id" = "t"."level_id"
where
  "t"."initiative_id" = $
order by
  "t"."code";

select
  "p"."id",
  "p"."code",
  "o"."name"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
order by
  "p"."code";

select
  "id",
  "code",
  "kind",
  "starts_on" as "startsOn",
  "ends_on" as "endsOn"
from
  "reporting_periods"
where
  "initiative_id" = $
order by
  "ends_on",
  "code";

select
  "name_fr" as "nameFr",
  "name_en" as "nameEn"
from
  "initiatives"
where
  "id" = $;

select
  x.indicator_version_id as "versionId",
  x.period_id as "periodId",
  count(*)::int as count
from
  app.observations x
where
  x.initiative_id = $::uuid
  and x.state = any ($::text[])
  and x.indicator_version_id = any ($::uuid[])
group by
  1,
  2;

select
  v.id as "versionId",
  x.period_id as "periodId",
  x.territory_id as "territoryId",
  x.partner_id as "partnerId",
  e.note_fr as "noteFr",
  e.note_en as "noteEn"
from
  app.excused_reports x
  join app.collection_events e on e.initiative_id = x.initiative_id
  and e.id = x.event_id
  join app.reporting_periods p on p.initiative_id = x.initiative_id
  and p.id = x.period_id
  join app.indicator_versions v on v.initiative_id = x.initiative_id
  and v.indicator_id = x.indicator_id
  and v.valid_from <= p.ends_on
  and (
    v.valid_to is null
    or v.valid_to >= p.ends_on
  )
where
  x.initiative_id = $::uuid
  and "v"."id" = any ($::uuid[])
  and not exists (
    select
      1
    from
      app.observations o
    where
      o.initiative_id = x.initiative_id
      and o.indicator_version_id = v.id
      and o.period_id = x.period_id
      and o.territory_id = x.territory_id
      and o.partner_id is not distinct from x.partner_id
      and o.category = 'TOTAL'
      and o.state in ('submitted', 'validated', 'published')
  )
order by
  v.id,
  p.ends_on,
  x.territory_id,
  x.partner_id
limit
  50000;

select
  s.v as "versionId",
  s.p as "periodId",
  o.territory_id as "territoryId",
  o.partner_id as "partnerId",
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
  o.state,
  o.flags,
  o.comment,
  o.version,
  o.updated_at as "changedAt",
  o.presence in ('missing', 'not_expected')
  and o.category = 'TOTAL'
  and exists (
    select
      1
    from
      app.excused_reports e
      join app.indicator_versions v on v.initiative_id = e.initiative_id
      and v.indicator_id = e.indicator_id
    where
      e.initiative_id = o.initiative_id
      and v.id = o.indicator_version_id
      and e.period_id = o.period_id
      and e.territory_id = o.territory_id
      and e.partner_id is not distinct from o.partner_id
  ) as "isExcused"
from
  unnest($::uuid[], $::uuid[]) with ordinality as s (v, p, place)
  cross join lateral (
    select
      x.*
    from
      app.observations x
    where
      x.initiative_id = $::uuid
      and x.indicator_version_id = s.v
      and x.period_id = s.p
      and x.state = any ($::text[])
    order by
      x.territory_id,
      coalesce(x.partner_id, $::uuid),
      x.category
    limit
      $
  ) o
order by
  s.place;

-- exports.template

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
