-- progress.read

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
  ),
  candidate as materialized (
    select distinct
      on (v.indicator_id, p.id) v.indicator_id,
      v.id as version_id,
      p.id as period_id,
      p.ends_on,
      p.ends_on + v.due_days as due_on,
      v.min_coverage::numeric
    from
      version v
      join app.reporting_periods p on p.initiative_id = $
      and p.kind = case v.frequency
        when 'every_n_years' then 'year'
        else v.frequency
      end
      and p.starts_on <= $
      and p.ends_on <= $
      and v.valid_from <= p.ends_on
      and (
        v.status_periods is null
        or cardinality(v.status_periods) = 0
        or split_part(p.code, '-', 2) = any (v.status_periods)
        or p.code = any (v.status_periods)
      )
    order by
      v.indicator_id,
      p.id,
      v.valid_from desc
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
  (
    select
      coalesce(json_agg(l), '[]'::json)
    from
      (
        select
          i.indicator_id,
          coalesce(whole.period_id, asked.period_id, begun.period_id) as period_id
        from
          (
            select distinct
              indicator_id
            from
              version
          ) i
          left join lateral (
            select
              x.period_id
            from
              (
                select
                  x.*
                from
                  candidate x
                where
                  x.indicator_id = i.indicator_id
                order by
                  x.ends_on desc
                offset
                  0
              ) x
            where
              exists (
                select
                  1
                from
                  app.cells c
                where
                  c.initiative_id = $
                  and c.indicator_version_id = x.version_id
                  and c.period_id = x.period_id
                  and c.flavour = $
                  and c.category = 'TOTAL'
                  and c.territory_id = $::uuid
                  and c.level_id = (
                    select
                      t.level_id
                    from
                      app.territories t
                    where
                      t.initiative_id = $
                      and t.id = $::uuid
                  )
                  and (
                    c.reported_count > 0
                    or c.own_presence = 'reported'
                  )
                  and (
                    x.due_on < $
                    or c.own_presence = 'reported'
                    or c.received_weight >= x.min_coverage * c.expected_weight
                  )
              )
            limit
              1
          ) whole on true
          left join lateral (
            select
              x.period_id
            from
              (
                select
                  x.*
                from
                  candidate x
                where
                  x.indicator_id = i.indicator_id
                order by
                  x.ends_on desc
                offset
                  0
              ) x
            where
              whole.period_id is null
              and exists (
                select
                  1
                from
                  app.cells c
                where
                  c.initiative_id = $
                  and c.indicator_version_id = x.version_id
                  and c.period_id = x.period_id
                  and c.flavour = $
                  and c.category = 'TOTAL'
                  and (c.territory_id, c.level_id) in (
                    select
                      place.id,
                      place.level_id
                    from
                      place
                  )
                  and (
                    c.reported_count > 0
                    or c.own_presence = 'reported'
                  )
                  and (
                    x.due_on < $
                    or c.own_presence = 'reported'
                    or c.received_weight >= x.min_coverage * c.expected_weight
                  )
              )
            limit
              1
          ) asked on true
          left join lateral (
            select
              x.period_id
            from
              candidate x
            where
              x.indicator_id = i.indicator_id
              and whole.period_id is null
              and asked.period_id is null
            order by
              (x.due_on < $) desc,
              x.ends_on desc
            limit
              1
          ) begun on true
      ) l
  ) as latest,
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

-- progress.completeness

select
  "code"
from
  "partners"
where
  "initiative_id" = $
  and "id" = $;

with
  owed as (
    select
      p.id as period_id,
      p.code as period,
      p.kind,
      p.ends_on,
      i.id as indicator_id,
      i.code as indicator,
      v.id as version_id,
      a.territory_id,
      a.partner_id,
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
      ) as due_on,
      v.unit_kind in ('ratio', 'mean', 'index') as weighs
    from
      app.reporting_periods p
      join app.indicator_versions v on v.initiative_id = p.initiative_id
      and "p"."kind" = case "v"."frequency"
        when 'every_n_years' then 'year'
        else "v"."frequency"
      end
      and "v"."valid_from" <= "p"."ends_on"
      and (
        "v"."valid_to" is null
        or "v"."valid_to" >= "p"."ends_on"
      )
      join app.indicators i on i.initiative_id = p.initiative_id
      and i.id = v.indicator_id
      and i.archived_on is null
      join app.reporting_assignments a on a.initiative_id = p.initiative_id
      and a.indicator_id = i.id
      and not "a"."paused"
      and "a"."valid_from" <= "p"."ends_on"
      and (
        "a"."valid_to" is null
        or "a"."valid_to" >= "p"."ends_on"
      )
      and (
        "a"."period_filter" is null
        or split_part("p"."code", '-', 2) = any ("a"."period_filter")
      )
    where
      p.initiative_id = $
      and greatest(
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
      ) < $
      and p.ends_on = (
        select
          max(q.ends_on)
        from
          app.reporting_periods q
          join app.indicator_versions w on w.initiative_id = q.initiative_id
          and "q"."kind" = case "w"."frequency"
            when 'every_n_years' then 'year'
            else "w"."frequency"
          end
          and "w"."valid_from" <= "q"."ends_on"
          and (
            "w"."valid_to" is null
            or "w"."valid_to" >= "q"."ends_on"
          )
          join app.indicators j on j.initiative_id = q.initiative_id
          and j.id = w.indicator_id
          and j.archived_on is null
        where
          q.initiative_id = $
          and q.ends_on + w.due_days < $
          and exists (
            select
              1
            from
              app.reporting_assignments b
            where
              b.initiative_id = $
              and b.indicator_id = j.id
              and not "b"."paused"
              and "b"."valid_from" <= "q"."ends_on"
              and (
                "b"."valid_to" is null
                or "b"."valid_to" >= "q"."ends_on"
              )
              and (
                "b"."period_filter" is null
                or split_part("q"."code", '-', 2) = any ("b"."period_filter")
              )
          )
      )
      and true
  ),
  told as (
    select
      owed.*,
      o.state in ('submitted', 'validated', 'published')
      and o.presence in ('reported', 'not_applicable') as is_received,
      o.state in ('validated', 'published') as is_validated,
      (coalesce(o.submitted_at, o.validated_at, o.updated_at) at time zone $)::date <= owed.due_on as is_on_time,
      coalesce(
        o.presence = 'missing'
        and 'S' = any (o.flags),
        false
      )
      or x.id is not null as has_excuse,
      case
        when o.state in ('submitted', 'validated', 'published') then coalesce(o.denominator, o.sample_n)
      end as own_weight
    from
      owed
      left join lateral (
        select
          found.*
        from
          app.observations found
        where
          found.initiative_id = $
          and found.indicator_version_id = "owed"."version_id"
          and found.period_id = owed.period_id
          and found.territory_id = "owed"."territory_id"
          and found.category = 'TOTAL'
          and found.partner_id = "owed"."partner_id"
        union all
        select
          found.*
        from
          app.observations found
        where
          found.initiative_id = $
          and found.indicator_version_id = "owed"."version_id"
          and found.period_id = owed.period_id
          and found.territory_id = "owed"."territory_id"
          and found.category = 'TOTAL'
          and found.partner_id is null
          and "owed"."partner_id" is null
      ) o on true
      left join app.excused_reports x on x.initiative_id = $
      and x.indicator_id = owed.indicator_id
      and x.period_id = owed.period_id
      and x.territory_id = owed.territory_id
      and x.partner_id is not distinct from owed.partner_id
  ),
  report as (
    select
      told.*,
      told.has_excuse
      and told.is_received is not true as is_excused,
      coalesce(told.own_weight, known.weight, 1) as weight
    from
      told
      left join lateral (
        select
          coalesce(k.denominator, k.sample_n) as weight
        from
          app.reporting_periods kp
          join lateral (
            select
              found.*
            from
              app.observations found
            where
              found.initiative_id = $
              and found.indicator_version_id = "told"."version_id"
              and found.period_id = kp.id
              and found.territory_id = "told"."territory_id"
              and found.category = 'TOTAL'
              and found.partner_id = "told"."partner_id"
            union all
            select
              found.*
            from
              app.observations found
            where
              found.initiative_id = $
              and found.indicator_version_id = "told"."version_id"
              and found.period_id = kp.id
              and found.territory_id = "told"."territory_id"
              and found.category = 'TOTAL'
              and found.partner_id is null
              and "told"."partner_id" is null
          ) k on k.state in ('submitted', 'validated', 'published')
          and coalesce(k.denominator, k.sample_n) is not null
        where
          told.weighs
          and told.own_weight is null
          and kp.initiative_id = $
          and kp.kind = told.kind
          and kp.ends_on <= told.ends_on
        order by
          kp.ends_on desc,
          kp.id
        limit
          1
      ) known on true
  ),
  counted as (
    select
      period,
      ends_on,
      indicator,
      partner_id,
      count(*) filter (
        where
          not is_excused
      )::int as expected,
      count(*) filter (
        where
          is_received
      )::int as received,
      count(*) filter (
        where
          is_received
          and is_on_time
      )::int as on_time,
      count(*) filter (
        where
          is_received
          and is_validated
      )::int as validated,
      count(*) filter (
        where
          is_excused
      )::int as excused,
      sum(weight) as expected_weight,
      coalesce(
        sum(weight) filter (
          where
            is_received
        ),
        0
      ) as received_weight
    from
      report
    group by
      period,
      ends_on,
      indicator,
      partner_id
  )
select
  c.period,
  c.ends_on as "endsOn",
  c.indicator,
  pa.code as partner,
  c.expected,
  c.received,
  c.on_time as "onTime",
  c.validated,
  c.excused,
  c.expected_weight::text as "expectedWeight",
  c.received_weight::text as "receivedWeight"
from
  counted c
  left join app.partners pa on pa.initiative_id = $
  and pa.id = c.partner_id
order by
  c.ends_on,
  c.period,
  c.indicator,
  pa.code;
