-- wins.list

select
  w.id,
  w.occasion,
  w.indicator,
  w.period,
  w.territory,
  w.target::text,
  w.note_id is not null as "hasNote",
  w.guard,
  n.id as "noteId",
  n.title as "noteTitle",
  n.language as "noteLanguage",
  coalesce(v.name_fr, s.description_fr) as "subjectFr",
  case
    when v.name_fr is null then s.description_en
    else v.name_en
  end as "subjectEn",
  w.text_fr as "textFr",
  w.text_en as "textEn",
  w.share_fr as "shareFr",
  w.share_en as "shareEn",
  w.audience,
  w.state,
  w.published_on as "publishedOn",
  w.proposed_by as "proposedById",
  o.name as "proposedBy",
  w.version
from
  app.wins w
  left join app.learning_notes n on n.initiative_id = w.initiative_id
  and n.id = w.note_id
  left join app.success_pictures s on s.initiative_id = w.initiative_id
  and w.occasion = 'picture_' || s.id::text
  left join lateral (
    select
      v.name_fr,
      v.name_en
    from
      app.indicators i
      join app.indicator_versions v on v.initiative_id = i.initiative_id
      and v.indicator_id = i.id
    where
      i.initiative_id = w.initiative_id
      and i.code = w.indicator
    order by
      v.valid_from desc
    limit
      1
  ) v on true
  left join app.partners p on p.initiative_id = w.initiative_id
  and p.id = w.proposed_by
  left join app.organizations o on o.initiative_id = p.initiative_id
  and o.id = p.organization_id
where
  w.initiative_id = $::uuid
order by
  array_position(array['proposed', 'published', 'dismissed'], w.state),
  w.published_on desc,
  w.id;

select
  i.code,
  v.name_fr as "nameFr",
  v.name_en as "nameEn",
  v.unit_kind = 'milestone' as "isMilestone",
  v.direction,
  v.maintain_lo::text as lo,
  v.maintain_hi::text as hi,
  v.unit_kind as "unitKind",
  v.display_factor::text as "displayFactor",
  v.decimals,
  v.unit_label_fr as "unitLabelFr",
  v.unit_label_en as "unitLabelEn",
  v.currency_code as "currencyCode",
  coalesce(
    (
      select
        json_agg(
          json_build_object(
            'period',
            p.code,
            'value',
            t.value::text,
            'rank',
            case
              when t.scope = 'one' then 0
              when t.scope = 'whole' then 1
              else 2
            end
          )
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
        and t.partner_id is null
        and t.category = 'TOTAL'
        and t.superseded_on is null
        and (
          t.scope <> 'one'
          or t.territory_id = $::uuid
        )
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
  "occasion"
from
  "wins"
where
  "initiative_id" = $
  and "occasion" is not null;

select
  app.become_release_reader ();

select
  c.indicator,
  c.territory,
  c.level,
  nullif(c.partner, '') as partner,
  c.period,
  c.category,
  c.value,
  c.lower,
  c.upper,
  c.additivity,
  c.numerator,
  c.denominator,
  c.n,
  c.presence,
  c.coverage,
  c.baseline,
  c.target,
  c.expected,
  c.progress,
  c.status,
  c.reason,
  c.flags,
  c.ratio,
  c.period_value as "periodValue",
  null as computed,
  c.previous,
  c.previous_period as "previousPeriod",
  c.trend,
  case
    when c.is_masked then 'masked'
    else 'none'
  end as mask
from
  unnest($::text[], $::text[]) with ordinality as u (indicator, period, slot)
  join unnest($::text[]) with ordinality as t (code, place) on true
  join app.release_cells c on c.initiative_id = $
  and c.release_id = $
  and c.indicator = u.indicator
  and c.period = u.period
  and c.territory = t.code
  and c.category = $
  and c.partner = ''
order by
  u.slot,
  t.place,
  c.partner,
  c.category;

-- wins.choices

select
  "s"."id",
  "s"."description_fr" as "nameFr",
  "s"."description_en" as "nameEn"
from
  "success_pictures" as "s"
  inner join "goals" as "g" on "g"."initiative_id" = "s"."initiative_id"
  and "g"."id" = "s"."goal_id"
where
  "s"."initiative_id" = $
  and "g"."state" = $
order by
  "s"."due_on",
  "s"."id";

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
  and "i"."code" in ($…)
group by
  "i"."id",
  "i"."code",
  "v"."name_fr",
  "v"."name_en";

-- wins.create

insert into
  "wins" (
    "indicator",
    "period",
    "territory",
    "target",
    "guard",
    "id",
    "occasion",
    "note_id",
    "text_fr",
    "text_en",
    "share_fr",
    "share_en",
    "audience",
    "state",
    "published_on",
    "proposed_by",
    "initiative_id"
  )
values
  ($…)
on conflict on constraint "wins_occasion_key" do nothing;

-- wins.change

select
  "id",
  "occasion",
  "indicator",
  "period",
  "territory",
  target::text as "target",
  "guard",
  "audience",
  "state",
  "version",
  "published_on" as "publishedOn"
from
  "wins"
where
  "initiative_id" = $
  and "id" = $
for update;

update "wins"
set
  "audience" = $,
  "published_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- wins.public

select
  e.initiative_id as id,
  e.fiscal_start_month as "fiscalStartMonth",
  e.school_start_month as "schoolStartMonth",
  e.time_zone as "timeZone"
from
  app.enter_public ($) e;

select
  left(r.checksum, 32) || '-' || coalesce(
    (
      select
        p.version
      from
        app.public_pages p
      where
        p.initiative_id = r.initiative_id
    ),
    0
  ) || coalesce(
    '-' || left(
      md5(
        concat_ws(
          ',',
          (
            select
              string_agg(
                w.id || '.' || w.version,
                ','
                order by
                  w.id
              )
            from
              app.wins w
            where
              w.initiative_id = r.initiative_id
              and w.state = 'published'
              and w.audience = 'public'
              and w.guard = 'public'
          ),
          (
            select
              string_agg(
                concat(c.id, '.', c.version, '.', s.name),
                ','
                order by
                  c.id
              )
            from
              app.recognitions c
              left join app.recognition_subjects s on s.initiative_id = c.initiative_id
              and s.recognition_id = c.id
            where
              c.initiative_id = r.initiative_id
              and c.guard = 'public'
          ),
          (
            select
              string_agg(
                d.decision_id::text,
                ','
                order by
                  d.decision_id
              )
            from
              app.public_decisions d
            where
              d.initiative_id = r.initiative_id
          ),
          (
            select
              string_agg(
                concat(n.id, '.', n.version, '.', t.person_name, '.', t.partner_name, '.', t.partner_left_on, '.', t.reporters),
                ','
                order by
                  n.id
              )
            from
              app.learning_notes n
              left join app.public_note_facts () t on t.note_id = n.id
            where
              n.initiative_id = r.initiative_id
              and n.guard = 'public'
          ),
          (
            select
              string_agg(
                concat(
                  a.id,
                  '.',
                  a.version,
                  '.',
                  (
                    select
                      count(*)
                    from
                      app.follow_up_checks f
                    where
                      f.initiative_id = a.initiative_id
                      and f.adaptation_id = a.id
                      and f.guard = 'public'
                  )
                ),
                ','
                order by
                  a.id
              )
            from
              app.adaptations a
            where
              a.initiative_id = r.initiative_id
              and a.guard = 'public'
          )
        )
      ),
      16
    ),
    ''
  ) as mark
from
  app.releases r
where
  r.initiative_id = $
  and r.state = 'published'
  and r.is_latest;

select
  w.id,
  w.indicator,
  w.period,
  w.territory,
  w.target::text,
  w.text_fr as "textFr",
  w.text_en as "textEn",
  w.published_on as "publishedOn"
from
  app.wins w
where
  w.initiative_id = $::uuid
  and w.state = 'published'
  and w.audience = 'public'
  and w.guard = 'public'
order by
  w.published_on desc,
  w.id
limit
  $;

select
  r.id,
  s.name,
  r.what_fr as "whatFr",
  r.what_en as "whatEn",
  r.published_on as "publishedOn"
from
  app.recognitions r
  left join app.recognition_subjects s on s.initiative_id = r.initiative_id
  and s.recognition_id = r.id
where
  r.initiative_id = $::uuid
  and r.guard = 'public'
order by
  r.published_on desc,
  r.id
limit
  $;
