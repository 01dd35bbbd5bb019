-- reviewSessions.list

select
  "s"."id",
  "s"."description_fr" as "nameFr",
  "s"."description_en" as "nameEn",
  s.due_on::text as "dueOn"
from
  "success_pictures" as "s"
  inner join "goals" as "g" on "g"."initiative_id" = "s"."initiative_id"
  and "g"."id" = "s"."goal_id"
where
  "s"."initiative_id" = $
  and "g"."state" = $
  and "s"."due_on" >= $
  and "s"."due_on" <= $;

select
  i.code,
  v.name_fr as "nameFr",
  v.name_en as "nameEn",
  v.unit_kind = 'milestone' as "isMilestone",
  v.direction,
  v.maintain_lo::text as lo,
  v.maintain_hi::text as hi,
  coalesce(
    (
      select
        json_agg(
          json_build_object('period', p.code, 'endsOn', p.ends_on, 'value', t.value::text)
          order by
            p.ends_on
        )
      from
        app.target_points t
        join app.reporting_periods p on p.initiative_id = t.initiative_id
        and p.id = t.period_id
      where
        t.initiative_id = v.initiative_id
        and t.indicator_version_id = v.id
        and t.scope = 'whole'
        and t.partner_id is null
        and t.category = 'TOTAL'
        and t.superseded_on is null
        and p.ends_on between $::date and $::date
    ),
    '[]'
  ) as targets
from
  app.indicators i
  join app.indicator_versions v on v.initiative_id = i.initiative_id
  and v.indicator_id = i.id
  and v.valid_from <= $::date
  and (
    v.valid_to is null
    or v.valid_to >= $::date
  )
where
  i.initiative_id = $::uuid
  and i.archived_on is null
order by
  i.position,
  i.code;

with
  version as materialized (
    select
      v.id,
      v.indicator_id,
      i.code,
      i.scope,
      v.valid_from,
      v.unit_kind,
      v.counting_unit,
      v.temporal_kind,
      v.accumulation,
      v.tracked_accumulation,
      v.periods_distinct,
      v.direction,
      v.maintain_lo::text,
      v.maintain_hi::text,
      v.containment,
      v.parts_unknown,
      v.denominator_shared,
      v.complete_list,
      v.frequency,
      v.every_n_years,
      v.status_periods,
      v.overlap_partners,
      v.overlap_territories,
      v.tolerance::text,
      v.on_track_ratio::text,
      v.watch_ratio::text,
      v.min_coverage::text,
      v.min_denominator,
      v.due_days,
      i.position,
      (
        select
          json_agg(t)
        from
          (
            select
              tp.scope,
              tp.territory_id,
              tp.partner_id,
              tp.category,
              tp.value::text,
              tp.decided_on,
              tp.superseded_on,
              tp.period_id
            from
              app.target_points tp
            where
              tp.initiative_id = $
              and tp.indicator_version_id = v.id
          ) t
      ) as targets,
      (
        select
          json_agg(e)
        from
          (
            select
              o.territory_id,
              o.rate::text,
              o.estimated_on,
              o.applies_from,
              o.applies_to
            from
              app.overlap_estimates o
            where
              o.initiative_id = $
              and (
                o.indicator_version_id = v.id
                or o.indicator_id = v.indicator_id
              )
              and o.withdrawn_at is null
            order by
              o.estimated_on desc,
              o.created_at desc,
              o.id
          ) e
      ) as overlaps
    from
      app.indicators i
      join app.indicator_versions v on v.initiative_id = i.initiative_id
      and v.indicator_id = i.id
    where
      i.initiative_id = $
      and i.archived_on is null
      and (
        $::text[] is null
        or i.code = any ($::text[])
      )
  ),
  place as materialized (
    select
      t.id,
      t.code,
      l.code as level,
      l.id as level_id,
      l.rank,
      coalesce(t.id = $::uuid, false) as is_top,
      coalesce(
        l.hierarchy = top.hierarchy
        and l.rank > top.rank,
        false
      ) as is_above_top,
      t.valid_from,
      t.valid_to
    from
      app.territories t
      join app.territory_levels l on l.initiative_id = t.initiative_id
      and l.id = t.level_id
      left join (
        select
          tl.hierarchy,
          tl.rank
        from
          app.territories tt
          join app.territory_levels tl on tl.initiative_id = tt.initiative_id
          and tl.id = tt.level_id
        where
          tt.initiative_id = $
          and tt.id = $::uuid
      ) top on true
    where
      t.initiative_id = $
      and t.id = $
  )
select
  (
    select
      coalesce(
        json_agg(
          v
          order by
            v.position,
            v.code,
            v.valid_from
        ),
        '[]'::json
      )
    from
      version v
  ) as versions,
  (
    select
      coalesce(
        json_agg(
          p
          order by
            p.ends_on
        ),
        '[]'::json
      )
    from
      (
        select
          r.id,
          r.kind,
          r.code,
          r.starts_on,
          r.ends_on
        from
          app.reporting_periods r
        where
          r.initiative_id = $
      ) p
  ) as periods,
  (
    select
      coalesce(
        json_agg(
          t
          order by
            t.rank desc,
            t.code
        ),
        '[]'::json
      )
    from
      place t
  ) as places,
  (
    select
      coalesce(json_agg(b), '[]'::json)
    from
      (
        select
          bl.indicator_version_id as version_id,
          bl.territory_id,
          bl.category,
          bl.value::text,
          bl.numerator::text,
          bl.denominator::text,
          bl.period_id
        from
          app.baselines bl
        where
          bl.initiative_id = $
          and not bl.is_pending
          and bl.indicator_version_id = any (
            array(
              select
                v.id
              from
                version v
            )
          )
          and bl.territory_id = any (
            array(
              select
                p.id
              from
                place p
            )
          )
      ) b
  ) as baselines,
  (
    select
      coalesce(json_agg(s), '[]'::json)
    from
      (
        select
          place.id as territory_id,
          ts.occurred_on
        from
          app.territory_successions ts
          join place on place.id in (ts.from_id, ts.to_id)
          and place.id is distinct from ts.territory_id
        where
          ts.initiative_id = $
          and ts.kind <> 'rename'
      ) s
  ) as breaks,
  '[]'::json as latest,
  '[]'::json as partners,
  '[]'::json as known_territories,
  true as level_exists;

select
  u.slot::int as slot,
  c.territory_id as "territoryId",
  c.category,
  null as "partnerId",
  c.sum_value as "sumValue",
  c.sum_numerator as "sumNumerator",
  c.sum_denominator as "sumDenominator",
  c.sum_value_n as "sumValueN",
  c.sum_n as "sumN",
  c.lower_bound as "lowerBound",
  c.upper_bound as "upperBound",
  c.yes_count as "yesCount",
  c.no_count as "noCount",
  c.reported_count as "reportedCount",
  c.missing_count as "missingCount",
  c.not_applicable_count as "notApplicableCount",
  c.not_expected_count as "notExpectedCount",
  c.weight_missing_count as "weightMissingCount",
  c.own_value as "ownValue",
  c.own_numerator as "ownNumerator",
  c.own_denominator as "ownDenominator",
  c.own_n as "ownN",
  c.own_bool as "ownBool",
  c.own_presence as "ownPresence",
  c.expected_weight as "expectedWeight",
  c.received_weight as "receivedWeight",
  c.flags
from
  unnest($::uuid[], $::uuid[]) with ordinality as u (v, p, slot)
  join app.cells c on c.initiative_id = $
  and c.indicator_version_id = u.v
  and c.period_id = u.p
  and c.flavour = $
  and c.level_id = any ($::uuid[])
  and c.territory_id = any ($::uuid[])
  and c.category = $;

with recursive
  below as (
    select
      t.id,
      l.hierarchy
    from
      app.territories t
      join app.territory_levels l on l.initiative_id = t.initiative_id
      and l.id = t.level_id
    where
      t.initiative_id = $
      and t.id = any ($::uuid[])
    union
    select
      c.id,
      l.hierarchy
    from
      below
      cross join lateral (
        select
          x.territory_id
        from
          app.territory_parents x
        where
          x.initiative_id = $
          and x.parent_id = below.id
          and x.hierarchy = below.hierarchy
        offset
          0
      ) tp
      join app.territories c on c.initiative_id = $
      and c.id = tp.territory_id
      join app.territory_levels l on l.initiative_id = $
      and l.id = c.level_id
  )
select
  tp.parent_id as "parentId",
  tp.territory_id as "territoryId",
  tp.valid_from as "validFrom",
  tp.valid_to as "validTo"
from
  below
  join app.territory_parents tp on tp.initiative_id = $
  and tp.parent_id = below.id
  and tp.hierarchy = below.hierarchy
order by
  tp.territory_id,
  tp.valid_from;

select
  u.slot::int as slot,
  c.territory_id as "territoryId",
  c.category,
  coalesce(c.lower_bound, c.sum_value) as lower,
  coalesce(c.upper_bound, c.sum_value) as upper,
  case
    when c.own_presence = 'reported' then c.own_value
  end as own
from
  unnest($::uuid[], $::uuid[]) with ordinality as u (v, p, slot)
  cross join lateral (
    select
      *
    from
      app.cells x
    where
      x.initiative_id = $
      and x.indicator_version_id = u.v
      and x.period_id = u.p
      and x.territory_id = any ($::uuid[])
      and x.flavour = $
      and x.category = $
    offset
      0
  ) c
where
  c.sum_value is not null
  or (
    c.own_presence = 'reported'
    and c.own_value is not null
  );

with recursive
  tree as (
    select
      t.id as root,
      t.id,
      l.hierarchy,
      date '0001-01-01' as since,
      null::date as until
    from
      app.territories t
      join app.territory_levels l on l.initiative_id = t.initiative_id
      and l.id = t.level_id
    where
      t.initiative_id = $
      and t.id = any ($::uuid[])
    union all
    select
      tree.root,
      tp.territory_id,
      tree.hierarchy,
      greatest(tree.since, tp.valid_from),
      least(tree.until, tp.valid_to)
    from
      tree
      cross join lateral (
        select
          x.*
        from
          app.territory_parents x
        where
          x.initiative_id = $
          and x.parent_id = tree.id
          and x.hierarchy = tree.hierarchy
        offset
          0
      ) tp
    where
      coalesce(least(tree.until, tp.valid_to) > greatest(tree.since, tp.valid_from), true)
  )
select distinct
  u.slot::int as slot,
  tree.root as "territoryId"
from
  unnest($::uuid[], $::uuid[]) with ordinality as u (v, p, slot)
  join app.indicator_versions iv on iv.initiative_id = $
  and iv.id = u.v
  join app.reporting_periods rp on rp.initiative_id = $
  and rp.id = u.p
  and rp.kind = case iv.frequency
    when 'every_n_years' then 'year'
    else iv.frequency
  end
  join app.reporting_assignments a on a.initiative_id = $
  and a.indicator_id = iv.indicator_id
  and not a.paused
  and a.valid_from <= rp.ends_on
  and (
    a.valid_to is null
    or a.valid_to >= rp.ends_on
  )
  and (
    a.period_filter is null
    or split_part(rp.code, '-', 2) = any (a.period_filter)
  )
  join tree on tree.id = a.territory_id
  and tree.since <= rp.ends_on
  and (
    tree.until is null
    or tree.until > rp.ends_on
  );

with recursive
  excused as (
    select
      i.code as indicator,
      p.code as period,
      p.ends_on,
      pa.code as partner,
      x.territory_id
    from
      app.excused_reports x
      join app.indicators i on i.initiative_id = x.initiative_id
      and i.id = x.indicator_id
      and i.code = any ($::text[])
      join app.reporting_periods p on p.initiative_id = x.initiative_id
      and p.id = x.period_id
      and p.code = any ($::text[])
      left join app.partners pa on pa.initiative_id = x.initiative_id
      and pa.id = x.partner_id
    where
      x.initiative_id = $::uuid
    union
    select
      excused.indicator,
      excused.period,
      excused.ends_on,
      excused.partner,
      tp.parent_id
    from
      excused
      join app.territory_parents tp on tp.initiative_id = $::uuid
      and tp.territory_id = excused.territory_id
      and tp.valid_from <= excused.ends_on
      and (
        tp.valid_to is null
        or tp.valid_to > excused.ends_on
      )
      join app.territories parent on parent.initiative_id = $::uuid
      and parent.id = tp.parent_id
      join app.territory_levels l on l.initiative_id = parent.initiative_id
      and l.id = parent.level_id
      and l.hierarchy = tp.hierarchy
  )
select
  excused.indicator,
  excused.period,
  t.code as territory,
  excused.partner
from
  excused
  join app.territories t on t.initiative_id = $::uuid
  and t.id = excused.territory_id;

select
  "occasion",
  "occurred_on" as "occurredOn",
  "due_on" as "dueOn",
  "wanted",
  "happened",
  "why",
  "kept",
  "note_ids" as "noteIds",
  "closed_on" as "closedOn",
  "closing_reason" as "closingReason",
  "version"
from
  "review_sessions"
where
  "initiative_id" = $;

select
  "id",
  "title",
  "language"
from
  "learning_notes"
where
  "initiative_id" = $
  and "id" = any ($::uuid[])
  and "visibility" in ($…)
  and "state" not in ($…)
  and "hidden_reason" is null
order by
  "title",
  "id";

-- reviewSessions.save

select
  "id",
  "note_ids" as "noteIds",
  "closed_on" as "closedOn",
  "closing_reason" as "closingReason",
  "version"
from
  "review_sessions"
where
  "initiative_id" = $
  and "occasion" = $
for update;

insert into
  "review_sessions" ("happened", "closed_on", "initiative_id", "occasion", "occurred_on", "due_on")
values
  ($…)
on conflict on constraint "review_sessions_occasion_key" do nothing
returning
  "id";
