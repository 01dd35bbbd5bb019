-- practices.list

select
  "s"."id",
  "s"."name_fr" as "nameFr",
  "s"."name_en" as "nameEn",
  "s"."definition_fr" as "definitionFr",
  "s"."definition_en" as "definitionEn",
  "s"."edition",
  "s"."starts_on" as "startsOn",
  "i"."code" as "indicatorCode",
  "s"."published_on" as "publishedOn",
  "s"."version"
from
  "shared_practices" as "s"
  left join "indicators" as "i" on "i"."initiative_id" = "s"."initiative_id"
  and "i"."id" = "s"."indicator_id"
where
  "s"."initiative_id" = $
order by
  "s"."starts_on" asc nulls last,
  "s"."name_fr",
  "s"."id";

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
  and "p"."joined_on" <= $
  and (
    "p"."left_on" is null
    or "p"."left_on" >= $
  )
order by
  "o"."name",
  "p"."code";

select
  "practice_id" as "practiceId",
  "partner_id" as "partnerId",
  "state",
  "since_on" as "sinceOn",
  "evidence",
  "version"
from
  "practice_adoptions"
where
  "initiative_id" = $;

-- practices.create

insert into
  "shared_practices" ("name_fr", "published_on", "initiative_id")
values
  ($…)
returning
  "id";

select
  "s"."id",
  "s"."name_fr" as "nameFr",
  "s"."name_en" as "nameEn",
  "s"."definition_fr" as "definitionFr",
  "s"."definition_en" as "definitionEn",
  "s"."edition",
  "s"."starts_on" as "startsOn",
  "i"."code" as "indicatorCode",
  "s"."published_on" as "publishedOn",
  "s"."version"
from
  "shared_practices" as "s"
  left join "indicators" as "i" on "i"."initiative_id" = "s"."initiative_id"
  and "i"."id" = "s"."indicator_id"
where
  "s"."initiative_id" = $
  and "s"."id" = $
order by
  "s"."starts_on" asc nulls last,
  "s"."name_fr",
  "s"."id";

-- practices.change

select
  "id",
  "published_on" as "publishedOn",
  "version"
from
  "shared_practices"
where
  "initiative_id" = $
  and "id" = $
for update;

update "shared_practices"
set
  "name_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- practices.adopt

select
  "state",
  "since_on" as "sinceOn",
  "version"
from
  "practice_adoptions"
where
  "initiative_id" = $
  and "practice_id" = $
  and "partner_id" = $;

insert into
  "practice_adoptions" ("initiative_id", "practice_id", "partner_id", "state", "since_on", "evidence")
values
  ($…)
on conflict ("initiative_id", "practice_id", "partner_id") do update
set
  "state" = $,
  "since_on" = $,
  "evidence" = $,
  "version" = practice_adoptions.version + 1;

-- practices.feed

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
