-- revisions.list

select
  q.id,
  q.observation_id as "observationId",
  q.partner_id as "partnerId",
  i.code as indicator,
  t.code as territory,
  t.name_fr as "territoryName",
  pa.code as partner,
  g.name as "partnerName",
  p.code as period,
  o.category,
  q.old_figure as old,
  q.new_figure as new,
  q.reason,
  q.note,
  q.state,
  q.author_id as "authorId",
  a.name as "requestedBy",
  q.requested_at as "requestedAt",
  b.name as "decidedBy",
  q.decided_at as "decidedAt",
  q.decision_note as "decisionNote",
  q.same_person as "samePerson",
  q.version
from
  app.revision_requests q
  join app.observations o on o.initiative_id = q.initiative_id
  and o.id = q.observation_id
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
  left join app.organizations g on g.initiative_id = pa.initiative_id
  and g.id = pa.organization_id
  left join app.persons a on a.initiative_id = q.initiative_id
  and a.user_id = q.author_id
  left join app.persons b on b.initiative_id = q.initiative_id
  and b.user_id = q.approver_id
where
  q.initiative_id = $::uuid
order by
  q.requested_at desc,
  q.id
limit
  $;

-- revisions.create

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

insert into
  app.revision_requests (initiative_id, observation_id, partner_id, seen_version, old_figure, new_figure, reason, note, author_id, on_behalf, requested_at)
values
  ($…)
on conflict do nothing
returning
  id;

-- revisions.decide

select
  q.id,
  q.observation_id as "observationId",
  q.seen_version as "seenVersion",
  q.new_figure as new,
  q.reason,
  q.note,
  q.state,
  q.author_id as "authorId",
  q.on_behalf as "onBehalf",
  q.version
from
  app.revision_requests q
where
  q.initiative_id = $::uuid
  and q.id = $::uuid
for update of
  q;

update app.observations o
set
  value = r.value,
  numerator = r.numerator,
  denominator = r.denominator,
  sample_n = r.n,
  bool_value = r.bool,
  achieved_on = r.achieved,
  amount_original = r.amount,
  currency_code = r.currency,
  fx_rate = r.rate,
  fx_date = r.rated,
  presence = r.presence,
  presence_reason = r.reason,
  entered_by = $::uuid,
  entered_on_behalf = o.entered_on_behalf
  or r.behalf,
  validated_by = $::uuid,
  validated_at = $::timestamptz,
  same_person = $,
  version = r.version,
  updated_at = $::timestamptz
from
  json_to_record($::json) as r (
    id uuid,
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
    behalf boolean,
    version integer
  )
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

update app.revision_requests
set
  state = $,
  approver_id = $::uuid,
  same_person = $,
  decision_note = $,
  decided_at = $::timestamptz,
  version = version + 1
where
  initiative_id = $::uuid
  and id = $::uuid;
