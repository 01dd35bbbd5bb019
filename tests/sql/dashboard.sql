-- dashboard.look

select
  "seen_on" as "seenOn",
  "before_on" as "beforeOn",
  "before"
from
  "last_looks"
where
  "initiative_id" = $
  and "hat_id" = $;

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

insert into
  "last_looks" ("initiative_id", "hat_id", "owner_id", "seen_on", "seen")
values
  ($…)
on conflict ("initiative_id", "hat_id") do update
set
  "before_on" = "last_looks"."seen_on",
  "before" = "last_looks"."seen",
  "seen_on" = "excluded"."seen_on",
  "seen" = "excluded"."seen"
where
  "last_looks"."seen_on" < $;

-- dashboard.news

select
  r.id,
  r.number,
  r.name,
  r.edition,
  (
    select
      c.number
    from
      app.releases c
    where
      c.initiative_id = r.initiative_id
      and c.id = r.corrects_id
  ) as corrects,
  r.reason,
  r.notes_fr as "notesFr",
  r.notes_en as "notesEn",
  r.is_preliminary as "isPreliminary",
  r.is_public as "isPublic",
  r.is_latest as "isLatest",
  r.state,
  r.through_period as "throughPeriod",
  r.scope,
  r.as_of as "asOf",
  r.done,
  r.total,
  r.built_at as "builtAt",
  r.published_at as "publishedAt",
  r.cell_count as "cellCount",
  r.checksum,
  r.previous_checksum as "previousChecksum",
  r.mask_report as "maskReport",
  r.version
from
  app.releases r
where
  r.initiative_id = $
  and r.state <> 'discarded'
order by
  r.number desc;

select
  r.id,
  r.number,
  r.name,
  r.edition,
  (
    select
      c.number
    from
      app.releases c
    where
      c.initiative_id = r.initiative_id
      and c.id = r.corrects_id
  ) as corrects,
  r.reason,
  r.notes_fr as "notesFr",
  r.notes_en as "notesEn",
  r.is_preliminary as "isPreliminary",
  r.is_public as "isPublic",
  r.is_latest as "isLatest",
  r.state,
  r.through_period as "throughPeriod",
  r.scope,
  r.as_of as "asOf",
  r.done,
  r.total,
  r.built_at as "builtAt",
  r.published_at as "publishedAt",
  r.cell_count as "cellCount",
  r.checksum,
  r.previous_checksum as "previousChecksum",
  r.mask_report as "maskReport",
  r.version
from
  app.releases r
where
  r.initiative_id = $
  and r.state <> 'discarded'
  and r.number = $;

select
  c.indicator,
  c.period,
  c.territory,
  c.category,
  nullif(c.partner, '') as partner,
  c.old_value as "oldValue",
  c.new_value as "newValue",
  c.old_status as "oldStatus",
  c.new_status as "newStatus",
  c.is_material as "isMaterial",
  c.reasons
from
  app.release_changes c
where
  c.initiative_id = $
  and c.release_id = $
order by
  c.is_material desc,
  c.id;

select
  max((r.at at time zone $)::date)::text as "on",
  i.code as indicator,
  p.code as period,
  count(distinct o.id)::integer as count
from
  app.observation_revisions r
  join app.observations o on o.initiative_id = r.initiative_id
  and o.id = r.observation_id
  join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  join app.territories t on t.initiative_id = o.initiative_id
  and t.id = o.territory_id
  left join app.partners w on w.initiative_id = o.initiative_id
  and w.id = o.partner_id
where
  r.initiative_id = $::uuid
  and r.new_state in ('validated', 'published')
  and r.at >= ($::date)::timestamp at time zone $
  and o.state in ('validated', 'published')
  and o.category = 'TOTAL'
  and coalesce(r.old_state, '') not in ('validated', 'published')
group by
  i.code,
  p.code,
  p.ends_on
order by
  1 desc,
  p.ends_on desc,
  i.code
limit
  $;

select
  max((r.at at time zone $)::date)::text as "on",
  i.code as indicator,
  p.code as period,
  t.code as territory,
  w.code as partner,
  array_agg(distinct r.reason) as reasons
from
  app.observation_revisions r
  join app.observations o on o.initiative_id = r.initiative_id
  and o.id = r.observation_id
  join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  join app.territories t on t.initiative_id = o.initiative_id
  and t.id = o.territory_id
  left join app.partners w on w.initiative_id = o.initiative_id
  and w.id = o.partner_id
where
  r.initiative_id = $::uuid
  and r.new_state in ('validated', 'published')
  and r.at >= ($::date)::timestamp at time zone $
  and o.state in ('validated', 'published')
  and r.reason = any ($::text[])
group by
  i.code,
  p.code,
  t.code,
  w.code
order by
  1 desc,
  i.code,
  p.code,
  t.code
limit
  $;

select
  "n"."id",
  "n"."type",
  "n"."title",
  "n"."what_happened",
  "n"."what_was_expected",
  "n"."why",
  "n"."causes",
  "n"."what_we_learned",
  "n"."what_we_would_do",
  "n"."failure_kind",
  "n"."happened_on",
  "n"."language",
  "n"."visibility",
  "n"."attribution",
  "n"."state",
  "n"."no_adaptation_reason",
  "n"."shared_on",
  "n"."edited_on",
  "n"."public_asked_on",
  "n"."collective_agreed_on",
  "n"."hidden_reason",
  "n"."version",
  "n"."list_day"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and n.state not in ('draft', 'withdrawn')
  and n.visibility <> 'private'
  and "n"."hidden_reason" is null
order by
  "n"."list_day" desc,
  "n"."id" desc
limit
  $;

select
  note_id,
  true as is_author,
  backbone_may_contact
from
  app.note_authorships
where
  initiative_id = $::uuid
  and note_id = any ($::uuid[])
union all
select
  w.id,
  false,
  false
from
  unnest(nullif(current_setting('app.cowrites', true), '')::uuid[]) as w (id)
where
  w.id = any ($::uuid[]);

select
  "x"."note_id",
  "x"."kind",
  "x"."goal_id",
  "x"."activity_id",
  "x"."condition",
  "x"."stage",
  "x"."territory_id",
  "i"."code" as "indicator_code",
  "t"."code" as "territory_code",
  "r"."code" as "period_code",
  coalesce(v.name_fr, a.name_fr, t.name_fr, g.statement_fr) as "name_fr",
  coalesce(v.name_en, a.name_en, t.name_en, g.statement_en) as "name_en"
from
  "note_links" as "x"
  left join "goals" as "g" on "g"."initiative_id" = "x"."initiative_id"
  and "g"."id" = "x"."goal_id"
  left join "activities" as "a" on "a"."initiative_id" = "x"."initiative_id"
  and "a"."id" = "x"."activity_id"
  left join "indicators" as "i" on "i"."initiative_id" = "x"."initiative_id"
  and "i"."id" = "x"."indicator_id"
  left join "indicator_versions" as "v" on "v"."initiative_id" = "i"."initiative_id"
  and "v"."indicator_id" = "i"."id"
  and v.number = (
    select
      max(w.number)
    from
      indicator_versions w
    where
      w.initiative_id = i.initiative_id
      and w.indicator_id = i.id
  )
  left join "reporting_periods" as "r" on "r"."initiative_id" = "x"."initiative_id"
  and "r"."id" = "x"."period_id"
  left join "territories" as "t" on "t"."initiative_id" = "x"."initiative_id"
  and "t"."id" = "x"."territory_id"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[])
order by
  "x"."kind",
  "x"."id";

select
  "x"."id",
  "x"."note_id",
  "x"."adaptation_id",
  "x"."checked_on",
  "x"."result",
  "x"."note",
  "x"."next",
  "i"."code" as "indicator_code",
  "v"."name_fr",
  "v"."name_en"
from
  "follow_up_checks" as "x"
  left join "indicators" as "i" on "i"."initiative_id" = "x"."initiative_id"
  and "i"."id" = "x"."evidence_indicator_id"
  left join "indicator_versions" as "v" on "v"."initiative_id" = "i"."initiative_id"
  and "v"."indicator_id" = "i"."id"
  and v.number = (
    select
      max(w.number)
    from
      indicator_versions w
    where
      w.initiative_id = i.initiative_id
      and w.indicator_id = i.id
  )
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[])
order by
  "x"."checked_on",
  "x"."id";

select distinct
  c.note_id as "noteId"
from
  app.note_coauthors c
  join app.role_assignments r on r.initiative_id = c.initiative_id
  and r.id = c.hat_id
where
  c.initiative_id = $::uuid
  and c.note_id = any ($::uuid[])
  and c.left_on is null
  and "r"."starts_on" <= current_date
  and (
    "r"."ends_on" is null
    or "r"."ends_on" >= current_date
  );

select
  "x"."note_id",
  "x"."audience",
  "x"."person_name",
  "p"."code" as "partner_code",
  "o"."name" as "partner_name",
  "p"."left_on" as "partner_left_on"
from
  "note_signatures" as "x"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[]);

select
  "x"."id",
  "x"."note_id",
  "x"."decision",
  "x"."text",
  "x"."decided_on",
  "x"."decided_in",
  "x"."owner_name",
  "x"."owner_partner_id",
  "p"."code" as "owner_code",
  "o"."name" as "owner_partner_name",
  "x"."due_on",
  "x"."version"
from
  "adaptations" as "x"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."owner_partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[])
order by
  "x"."decided_on",
  "x"."id";

select
  "x"."note_id",
  "x"."trial_id",
  "x"."title",
  "x"."hypothesis",
  "x"."cost_limit",
  "x"."starts_on",
  "x"."ends_on",
  "x"."sign_it_works",
  "x"."sign_it_fails",
  "x"."declared_on"
from
  "note_trials" as "x"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[]);

select
  "x"."id",
  "x"."note_id",
  "x"."kind",
  "x"."body",
  "x"."language",
  "x"."said_on",
  "x"."signature",
  "x"."signed_name",
  "p"."left_on" as "partner_left_on",
  own.comment_id is not null as "is_mine"
from
  "note_comments" as "x"
  left join "note_comment_authorships" as "own" on "own"."initiative_id" = "x"."initiative_id"
  and "own"."comment_id" = "x"."id"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."signed_partner_id"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[])
order by
  "x"."said_on",
  "x"."id";

select
  "i"."id",
  "i"."code",
  "v"."name_fr",
  "v"."name_en",
  coalesce(
    array_agg(distinct r.partner_id) filter (
      where
        r.partner_id is not null
    ),
    '{}'
  ) as "partners"
from
  "indicators" as "i"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "i"."initiative_id"
  and "v"."indicator_id" = "i"."id"
  and v.number = (
    select
      max(w.number)
    from
      indicator_versions w
    where
      w.initiative_id = i.initiative_id
      and w.indicator_id = i.id
  )
  left join app.indicator_reporters ($::date) as "r" on "r"."indicator_id" = "i"."id"
where
  "i"."initiative_id" = $
  and "i"."code" in ($)
group by
  "i"."id",
  "i"."code",
  "v"."name_fr",
  "v"."name_en";
